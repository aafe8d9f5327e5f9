"""Tells the text of a QR code that a scanner types from a swipe: a percent sign, then parts between points."""

import re

_LONGEST = 200
_FORM = re.compile(r"%[0-9A-Z]+(?:\.[0-9A-Z:_-]+){2,}", re.IGNORECASE | re.ASCII)


def is_scan(text: str) -> bool:
    """Tell whether fast keys are a scanned code, e.g. ``%INN1.M.100001.…``; no track of a card looks so."""
    return len(text) <= _LONGEST and _FORM.fullmatch(text) is not None
