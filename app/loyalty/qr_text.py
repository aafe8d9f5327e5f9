"""What a member's or a voucher's QR code says: a short text with a keyed check, so that none is made up.

A scanner types it: ``%INN1.M.<member number>.<check>`` or ``%INN1.V.<member number>.<voucher>.<check>``. The sign
at its front tells it from typing before any field sees a key of it, as that of a magnetic stripe does.
"""

from __future__ import annotations

import base64
import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

_FRONT: Final = "%INN1"
_CHECK_BYTES: Final = 10  # 80 bits: nobody guesses one, and it makes 16 letters
_PART: Final = r"[0-9A-Za-z:_-]{1,40}"
_FORM: Final = re.compile(
    rf"{_FRONT}\.(?:M\.(?P<member>{_PART})|V\.(?P<owner>{_PART})\.(?P<voucher>{_PART}))"
    r"\.(?P<check>[A-Za-z2-7]{16})",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class QrMember:
    """It names a member."""

    number: str


@dataclass(frozen=True, slots=True)
class QrVoucher:
    """It names a voucher in a member's hand.

    Attributes:
        number: The member's number.
        code: Which voucher, in capitals as it stands in the check.
    """

    number: str
    code: str


def member_qr(number: str, key: bytes) -> str:
    """Write the QR text of a member.

    Args:
        number: The member's number.
        key: The house's, 32 bytes, of this use alone.

    Raises:
        ValueError: The number has characters that no QR text holds.
    """
    return _written(f"M.{number}", key)


def voucher_qr(number: str, code: str, key: bytes) -> str:
    """Write the QR text of a voucher; arguments and error as for a member."""
    return _written(f"V.{number}.{code}", key)


def read_qr(text: str, key: bytes) -> QrMember | QrVoucher | None:
    """Read what a scanner typed; None where this house did not write it.

    Capitals and small letters are one: a keyboard's Caps Lock turns them round.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    named = text[len(_FRONT) + 1 : -len(found["check"]) - 1]
    if not hmac.compare_digest(_check(named, key), found["check"].upper()):
        return None
    if found["member"]:
        return QrMember(found["member"].upper())
    return QrVoucher(found["owner"].upper(), found["voucher"].upper())


def _written(named: str, key: bytes) -> str:
    text = f"{_FRONT}.{named}.{_check(named, key)}"
    if _FORM.fullmatch(text) is None:
        raise ValueError(f"{named!r} cannot stand in a QR text")
    return text


def _check(named: str, key: bytes) -> str:
    made = hmac.new(key, f"qr:{named.upper()}".encode(), sha256).digest()
    return base64.b32encode(made[:_CHECK_BYTES]).decode()
