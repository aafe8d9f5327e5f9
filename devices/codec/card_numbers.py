"""Whose card is it: ours, a bank's, another house's; and how numbers are masked.

A bank's card number is reduced to a keyed hash and its last four digits before anything leaves
the driver (PCI DSS 4.0, 3.3 to 3.5: no track data kept, numbers unreadable wherever stored). When
in doubt a card counts as a bank's.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Self

_DIGIT_RUN = re.compile(r"\d+")
_FORMAT_B = re.compile(r"%B ?\d")
_BANK_LENGTHS = range(13, 20)  # ISO/IEC 7812-1: a primary account number has up to 19 digits
_UNIONPAY = re.compile(r"62\d{14,17}")  # older UnionPay debit numbers need not pass Luhn


@dataclass(frozen=True, slots=True)
class CardPattern:
    """Numbers that a programme gives to its own cards.

    Attributes:
        prefix: Leading digits, may be empty.
        lengths: Lengths in digits that occur; empty means any.
    """

    prefix: str
    lengths: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``PREFIX`` or ``PREFIX/LENGTH[,LENGTH…]``: ``888800/16``, ``8888/8,16``, ``/10``.

        Raises:
            ValueError: It is anything else; the message says what was meant.
        """
        prefix, slash, lengths = text.strip().partition("/")
        sizes = lengths.split(",") if slash else []
        if not all(part.isdecimal() for part in [*sizes, *([prefix] if prefix else [])]) or not (
            prefix or sizes
        ):
            raise ValueError(f"{text!r} is no card pattern; meant is something like 888800/16")
        return cls(prefix, frozenset(int(size) for size in sizes))

    def fits(self, number: str) -> bool:
        """Tell whether the number may be one of these cards."""
        return (
            number.isdecimal()
            and number.startswith(self.prefix)
            and (not self.lengths or len(number) in self.lengths)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPolicy:
    """What a driver is told about cards.

    Attributes:
        member_cards: Patterns of our own cards; they win over everything below.
        hash_key: Key for the hash of bank cards; without it no hash is made.
    """

    member_cards: tuple[CardPattern, ...] = ()
    hash_key: bytes = field(default=b"", repr=False)

    def is_ours(self, number: str) -> bool:
        """Tell whether the number fits one of our patterns."""
        return any(pattern.fits(number) for pattern in self.member_cards)

    def bank_hash(self, number: str) -> str | None:
        """Hash a bank card's number under the key (HMAC-SHA-256, RFC 2104); None without key."""
        if not self.hash_key:
            return None
        return hmac.new(self.hash_key, number.encode("ascii"), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Whose card the tracks are.

    Attributes:
        member_number: Our number on it, or None.
        bank_number: The bank's number on it, or None. Never leaves the driver.
        is_bank_card: Whether the tracks must be masked.
    """

    member_number: str | None = field(default=None, repr=False)
    bank_number: str | None = field(default=None, repr=False)
    is_bank_card: bool = False


def luhn_digit(number: str) -> str:
    """Compute the check digit to append (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def passes_luhn(number: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others."""
    return len(number) > 1 and number.isdecimal() and luhn_digit(number[:-1]) == number[-1]


def looks_like_bank(number: str) -> bool:
    """Tell whether a number could be a bank card's: 13 to 19 digits and Luhn, or UnionPay's 62."""
    if len(number) not in _BANK_LENGTHS:
        return False
    return passes_luhn(number) or _UNIONPAY.fullmatch(number) is not None


def classify(tracks: tuple[str | None, str | None, str | None], policy: CardPolicy) -> Ownership:
    """Decide whose card it is from the text of its tracks.

    One bank number anywhere makes it a bank card, whatever the other tracks say. Track 1 in format
    B is a bank's unless its number is ours (ISO/IEC 7813).
    """
    ours: str | None = None
    bank: str | None = None
    is_bank = False
    for place, track in enumerate(tracks, start=1):
        if track is None:
            continue
        for run in _DIGIT_RUN.findall(track.replace(" ", "")):
            if policy.is_ours(run):
                ours = ours or run
            elif number := _bank_number(run, place):
                bank = bank or number
        if place == 1 and _FORMAT_B.match(track) and not policy.is_ours(_first_number(track)):
            is_bank = True
            bank = bank or _first_number(track) or None
    if bank is not None or is_bank:
        return Ownership(bank_number=bank, is_bank_card=True)
    return Ownership(member_number=ours)


def _bank_number(run: str, track: int) -> str | None:
    if looks_like_bank(run):
        return run
    # Track 3 starts with a two-digit format code before the number (ISO 4909).
    if track == 3 and looks_like_bank(run[2:]):
        return run[2:]
    return None


def _first_number(track: str) -> str:
    found = _DIGIT_RUN.search(track.replace(" ", ""))
    return found.group() if found else ""


def mask_bank_track(track: str | None, number: str | None) -> str | None:
    """Replace every character of a track but sentinels, separators and the number's last four."""
    if track is None:
        return None
    stars = re.sub(r"[^%;+?^=]", "*", track[1:-1])
    at = track.find(number) - 1 if number else -1
    if number and at >= 0:
        end = at + len(number)
        stars = stars[: end - 4] + number[-4:] + stars[end:]
    return track[0] + stars + track[-1]


def mask_numbers(text: str, *, shortest: int = 8) -> str:
    """Mask every run of digits to first 6 and last 4; of fewer than 13 to the last 2.

    Args:
        text: Anything.
        shortest: Runs with fewer digits are left as they are.
    """
    return _DIGIT_RUN.sub(
        lambda run: run.group() if len(run.group()) < shortest else _mask_run(run.group()), text
    )


def _mask_run(run: str) -> str:
    if len(run) < 13:
        return "*" * (len(run) - 2) + run[-2:] if len(run) > 4 else "*" * len(run)
    return run[:6] + "*" * (len(run) - 10) + run[-4:]
