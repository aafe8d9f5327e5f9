"""The member record on an IC card: a pointer to the account, never money or points.

32 bytes: ``IP``, version 1, state, number of digits, ten bytes of digits in BCD, a zero, and
16 bytes of HMAC-SHA-256 over the family, the card's own number and the first half. The seal makes
a record copied onto another card worthless.
"""

import hmac
from dataclasses import dataclass, field

from devices.codec.an10922 import diversify
from devices.errors import CardNotOursError, CardNumberError
from devices.ic_card import CardFamily, CardKeys

SIZE = 32
_HEAD = b"IP\x01"
_SEAL = 16
_MOST_DIGITS = 19
_IN_USE, _BLOCKED = 0, 1
_SYSTEM = b"InnPoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRecord:
    """What a card says.

    Attributes:
        number: Member number.
        is_blocked: The card is marked as no longer good.
        is_genuine: The seal fits; without it nothing here may be believed.
    """

    number: str = field(repr=False)
    is_blocked: bool = False
    is_genuine: bool = True


def check_number(number: str) -> None:
    """Refuse a number that does not fit.

    Raises:
        CardNumberError: It is not 1 to 19 digits.
    """
    if not (number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS):
        raise CardNumberError("a member number on a card has 1 to 19 digits")


def encode(record: CardRecord, family: CardFamily, uid: bytes, keys: CardKeys) -> bytes:
    """Make the sealed record of one card.

    Args:
        record: Number and state.
        family: Kind of the card.
        uid: The card's own number.
        keys: The house's.

    Raises:
        CardNumberError: The number does not fit.
    """
    check_number(record.number)
    state = _BLOCKED if record.is_blocked else _IN_USE
    digits = bytes.fromhex(record.number.ljust(20, "F"))
    body = _HEAD + bytes([state, len(record.number)]) + digits + b"\0"
    return body + _seal(body, family, uid, keys)


def decode(raw: bytes, family: CardFamily, uid: bytes, keys: CardKeys) -> CardRecord:
    """Read a record; a wrong seal is told, not raised.

    Raises:
        CardNotOursError: This is no record of this form.
    """
    body, seal = raw[: SIZE - _SEAL], raw[SIZE - _SEAL : SIZE]
    if len(raw) < SIZE or not body.startswith(_HEAD):
        raise CardNotOursError("the card holds no member record")
    state, length, digits = body[3], body[4], body[5:15].hex()
    number = digits[:length]
    if not (number.isdecimal() and length <= _MOST_DIGITS and state in (_IN_USE, _BLOCKED)):
        raise CardNotOursError("the card's member record is damaged")
    return CardRecord(
        number=number,
        is_blocked=state == _BLOCKED,
        is_genuine=hmac.compare_digest(seal, _seal(body, family, uid, keys)),
    )


def access_key(keys: CardKeys, uid: bytes, family: CardFamily, purpose: int) -> bytes:
    """Derive one of a card's access keys, 16 bytes; shorter ones take the first bytes.

    Args:
        keys: The house's.
        uid: The card's own number.
        family: Kind of the card.
        purpose: Which key, 0 to 255, numbered by the family.
    """
    mark = bytes([list(CardFamily).index(family), purpose])
    return diversify(keys.diversifying, uid, mark, _SYSTEM)


def _seal(body: bytes, family: CardFamily, uid: bytes, keys: CardKeys) -> bytes:
    told = family.value.encode("ascii") + bytes([len(uid)]) + uid + body
    return hmac.digest(keys.sealing, told, "sha256")[:_SEAL]
