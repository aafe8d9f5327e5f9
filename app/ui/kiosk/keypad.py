"""A numeric keypad is enough for every visit: what its keys mean on any page, and the short menu behind ``#``.

Digits choose the n-th thing (0 shows those beyond the ninth) or are typed; Enter does what is likeliest, + and − turn
or change how many, * has the page said again, # or the point opens what stands round the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from app.ui.kiosk.pad_signs import AGAIN, ENTER, ERASE, MENU
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.spoken import numbered

_SIGNS: Final = {
    Qt.Key.Key_Asterisk: AGAIN,
    Qt.Key.Key_NumberSign: MENU,
    Qt.Key.Key_Period: MENU,
    Qt.Key.Key_Return: ENTER,
    Qt.Key.Key_Enter: ENTER,
    Qt.Key.Key_Backspace: ERASE,
    Qt.Key.Key_Delete: MENU,  # the point of a keypad whose Num Lock is off
    Qt.Key.Key_Plus: "+",
    Qt.Key.Key_Minus: "-",
}
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def sign_of(event: QKeyEvent) -> str:
    """Return what a key is on a keypad: a digit, ``+``, ``-``, or one of the named signs; empty for none."""
    if event.modifiers() & _COMMANDS:
        return ""
    text = event.text()
    if text.isascii() and text.isdigit():
        return text
    return _SIGNS.get(Qt.Key(event.key()), "")


class Keypad(QObject):
    """Leads keys to the page, or to what stands round it while the menu is open.

    Args:
        page: The page that is shown.
        frame: What stands round it and can be pressed now, as it is read out.
        back: Goes one step back.
    """

    again = Signal()
    said = Signal(str)  # a short answer to a key: the digit that was typed, the menu
    chosen = Signal()  # something of the menu was pressed, or it was left

    def __init__(
        self,
        page: Callable[[], GuestPage],
        frame: Callable[[], Sequence[QPushButton]],
        back: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._page, self._frame, self._back = page, frame, back
        self.is_open = False

    def press(self, sign: str, *, repeats: bool = False) -> None:
        """Take one key of a keypad; one that is held down only erases."""
        if not sign or (repeats and sign != ERASE):
            return
        if sign == AGAIN:
            self.is_open = False
            self.again.emit()
        elif sign == MENU:
            self._turn_menu()
        elif self.is_open:
            self._choose(sign)
        elif not self._page().press(sign, self.said.emit) and sign == ERASE:
            self._back()

    def menu(self) -> list[QPushButton]:
        """Return what the menu offers: what stands round the page, and on a page that types its own buttons."""
        page = self._page()
        return [*self._frame(), *(page.choices() if page.takes_digits else [])]

    def close(self) -> None:
        """Leave the menu: another page came."""
        self.is_open = False

    def _turn_menu(self) -> None:
        self.is_open = not self.is_open
        if self.is_open:
            self.said.emit(" ".join(numbered(self.menu())))
        else:
            self.chosen.emit()

    def _choose(self, sign: str) -> None:
        menu = self.menu()
        self.is_open = False
        if sign.isdigit() and 0 < int(sign) <= len(menu):
            menu[int(sign) - 1].click()
        else:
            self.chosen.emit()
