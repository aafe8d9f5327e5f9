"""What a page of the kiosk is to a keypad and a voice: its choices by number, its keys, and what is read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QPushButton

from app.ui.kiosk.boxes import NumberField
from app.ui.kiosk.buttons import Touch
from app.ui.kiosk.number_pad import BACK
from app.ui.kiosk.pad_signs import ENTER, ERASE
from app.ui.kiosk.spoken import (
    always_words,
    choosing_words,
    digits_words,
    enter_words,
    erased_words,
    more_words,
    numbered,
    place_of,
    texts_of,
    turning_words,
    typing_words,
)
from app.ui.kiosk.state import KioskPage
from app.ui.kiosk.turning import Turning
from app.ui.kit.access import Group

_KEYS: Final = 9


class KeyedPage(Group):
    """A page that a keypad reaches all of, and that can be read aloud.

    Attributes:
        name: Its place in ``KioskPage``.
        takes_digits: Digits of a keypad are typed here; elsewhere they choose the n-th thing.
    """

    name = KioskPage.ATTRACT
    takes_digits = False
    _first = 0

    def introduce(self) -> None:
        """Name the page for screen readers by what stands at its top, and say which keys it takes."""
        texts = texts_of(self)
        self.setAccessibleName(texts[0] if texts else self.name.value)
        self.setAccessibleDescription(digits_words() if self.takes_digits else choosing_words())

    def choices(self) -> list[QPushButton]:
        """Return what can be chosen, as it stands on the page: down, then to the right."""
        found = [
            one
            for one in self.findChildren(QPushButton)
            if one.isVisibleTo(self) and one.isEnabled() and one.property("numbered") is not False
        ]
        return sorted(found, key=lambda one: place_of(one, self))

    def primary(self) -> Touch | None:
        """Return what Enter presses: the page's likeliest button, where it can be pressed."""
        found = [one for one in self.choices() if isinstance(one, Touch)]
        return next((one for one in found if one.role == "primary"), None)

    def sentences(self) -> list[str]:
        """Return what is read aloud, a sentence each: the page's texts, then what the keys do."""
        found = texts_of(self)
        found += [*self.typed(), *self.key_words()]
        primary = self.primary()
        if primary is not None:
            found.append(enter_words(primary.accessibleName()))
        return [*found, *self.turn_words(), always_words()]

    def key_words(self) -> list[str]:
        """Say what the digits do here."""
        if self.takes_digits:
            return [typing_words()]
        more = [more_words()] if len(self.choices()) > _KEYS else []
        return [*numbered(self._nine()), *more]

    def typed(self) -> list[str]:
        """Say what was typed into the page's field; it is echoed key by key, not said anew with each."""
        return [one.spoken() for one in self.findChildren(NumberField) if one.isVisibleTo(self)]

    def spoken(self) -> str:
        """Return all that is read aloud, as one text."""
        return ". ".join(self.sentences())

    def turn_words(self) -> list[str]:
        """Say what + and − do here; nothing where they do nothing."""
        return [turning_words()] if self._turning() is not None else []

    def turn(self, by: int) -> None:
        """Take + (1) or − (−1): turn the pages of a list."""
        turning = self._turning()
        if turning is not None:
            (turning.after if by > 0 else turning.before).click()

    def _turning(self) -> Turning | None:
        return next((one for one in self.findChildren(Turning) if one.isVisibleTo(self)), None)

    def type_sign(self, sign: str) -> bool:
        """Take a digit, or ``back`` for the last one, on a page that takes them; False where nothing stands there."""
        del sign
        return False

    def press(self, sign: str, say: Callable[[str], object]) -> bool:
        """Take a key of a keypad.

        Args:
            sign: A digit, + or −, or one of ``pad_signs``.
            say: Says what was typed, at once.

        Returns:
            False where it means nothing here; erasing then goes one step back.
        """
        if sign == ENTER:
            return _click(self.primary())
        if self.takes_digits:
            is_erasing = sign in (ERASE, "-")
            if not is_erasing and not sign.isdigit():
                return False
            if self.type_sign(BACK if is_erasing else sign):
                say(erased_words() if is_erasing else sign)
                return True
            return False
        if sign in ("+", "-"):
            self.turn(1 if sign == "+" else -1)
        elif sign == "0":
            self._turn_nine(say)
        elif sign.isdigit():
            nine = self._nine()
            return _click(nine[int(sign) - 1] if int(sign) <= len(nine) else None)
        return sign != ERASE

    def _nine(self) -> list[QPushButton]:
        """Return the choices that the digits mean now."""
        choices = self.choices()
        if self._first >= len(choices):
            self._first = 0
        return choices[self._first : self._first + _KEYS]

    def _turn_nine(self, say: Callable[[str], object]) -> None:
        """Let the digits mean the next nine choices."""
        self._first += _KEYS
        say(" ".join(numbered(self._nine())))


def _click(button: QPushButton | None) -> bool:
    if button is not None:
        button.click()
    return button is not None
