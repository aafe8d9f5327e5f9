"""The one error of a centre's commands; it stands alone so that whoever says it need not load the rest."""


class CentreError(Exception):
    """Why nothing was done, in a sentence with the way out."""
