"""Amounts as a cashier types them: ``688``, ``12.5``, ``428+260=``; wrong ones are named."""

from __future__ import annotations

import re

from app.loyalty.refusals import Reason

_TERM = re.compile(r"^(\d{1,12})(?:\.(\d*))?$")
_LARGEST_DIGITS = 9


def parse_amount(text: str, scale: int = 2) -> int | Reason:
    """Read an amount in minor units, adding up what a calculator entry says.

    Args:
        text: E.g. ``1,280.50`` or ``428+260-12.5=``. Full-width digits and signs are read too.
        scale: Decimals of the currency.

    Returns:
        The minor units, more than zero; or why it is no amount.
    """
    plain = text.translate(str.maketrans("０１２３４５６７８９．＋－＝−", "0123456789.+-=-"))
    plain = re.sub(r"[\s,，¥￥]", "", plain).removesuffix("=")
    if not plain:
        return Reason.AMOUNT_MALFORMED
    total = 0
    for sign, term in re.findall(r"([+-]?)([^+-]*)", plain)[:-1]:
        found = _TERM.match(term)
        if found is None:
            return Reason.AMOUNT_MALFORMED
        part = found[2] or ""
        if len(part) > scale:
            return Reason.AMOUNT_MALFORMED
        if len(found[1]) > _LARGEST_DIGITS:
            return Reason.AMOUNT_TOO_LARGE
        minor = int(found[1]) * 10**scale + int(part.ljust(scale, "0") or "0")
        total += -minor if sign == "-" else minor
    return total if total > 0 else Reason.AMOUNT_NOT_POSITIVE


def is_sum(text: str) -> bool:
    """Tell whether the entry is a sum rather than one amount."""
    return bool(re.search(r"\d\s*[+\-−＋－]\s*\d", text))


def spaced(text: str) -> str:
    """Write a sum with room to read: ``428 + 260 =``."""
    return re.sub(r"\s*([+\-])\s*", r" \1 ", text.rstrip("= ")) + " ="
