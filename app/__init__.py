"""InnPoint: the loyalty desk of a hotel."""
