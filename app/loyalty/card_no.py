"""Member card numbers: the form a house's cards have, check digits, and a value that never prints itself whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from typing_extensions import override

_SHOWN_TAIL: Final = 4


@dataclass(frozen=True, slots=True)
class CardNo:
    """A member card's number. ``str()`` and ``repr()`` are masked; ``full`` is for the wire and the card table."""

    full: str

    @override
    def __str__(self) -> str:
        return "•" * max(0, len(self.full) - _SHOWN_TAIL) + self.full[-_SHOWN_TAIL:]

    @override
    def __repr__(self) -> str:
        return f"CardNo({self!s})"


def luhn_digit(digits: str) -> str:
    """Return the check digit that makes a number pass the Luhn test.

    Source:
        ISO/IEC 7812-1, annex B.
    """
    total = 0
    for place, char in enumerate(reversed(digits)):
        figure = int(char) * (2 if place % 2 == 0 else 1)
        total += figure - 9 if figure > 9 else figure
    return str(-total % 10)


def passes_luhn(number: str) -> bool:
    """Tell whether a number ends with its own check digit."""
    return (
        number.isascii()
        and number.isdigit()
        and len(number) > 1
        and luhn_digit(number[:-1]) == number[-1]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTemplate:
    """How this house's card numbers look.

    Attributes:
        prefix: First digits that no other house uses.
        length: Digits in all, 8 to 19.
        check_digit: True where the last digit is Luhn's.
    """

    prefix: str
    length: int
    check_digit: bool = True

    def matches(self, number: str) -> bool:
        """Tell whether a number read from a stripe may be one of ours."""
        return (
            number.isascii()
            and number.isdigit()
            and len(number) == self.length
            and number.startswith(self.prefix)
            and (not self.check_digit or passes_luhn(number))
        )

    def number(self, serial: int) -> str:
        """Return the card number of a serial, with its check digit.

        Raises:
            ValueError: The serial has more digits than the form leaves room for.
        """
        room = self.length - len(self.prefix) - (1 if self.check_digit else 0)
        body = f"{serial:0{room}d}"
        if len(body) > room:
            raise ValueError("no card number is left in this form")
        digits = self.prefix + body
        return digits + luhn_digit(digits) if self.check_digit else digits
