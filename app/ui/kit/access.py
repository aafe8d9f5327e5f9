"""What screen readers say beside a name: what a widget does, which key does the same, why it is grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGroupBox, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    _Box = QWidget  # pages have titles of their own; of a group box they take only what screen readers call it
else:
    _Box = QGroupBox

translate = QCoreApplication.translate
_SPOKEN_KEYS: Final = {"⏎": "Enter", "↑": "Up", "↓": "Down"}


class Group(_Box):
    """A page: to a screen reader a group with a name, not a nameless panel. It draws no frame and no title."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Leave the ground to the window."""


def key_words(keys: str) -> str:
    """Say which key presses something; without one of its own it is Enter, where the keyboard stands on it."""
    if not keys:
        return translate("access", "Enter or Space presses it.")
    return translate("access", "Key: {keys}.").format(keys=_SPOKEN_KEYS.get(keys, keys))


def with_key(note: str, keys: str) -> str:
    """Say a button's second line, which also says why it is grey, and its key."""
    if not note:
        return key_words(keys)
    both = translate("access", "{note}. {keys}")
    return both.format(note=note.rstrip(".。"), keys=key_words(keys))


def text_words(*, secret: bool) -> str:
    """Say how a line of text is filled in."""
    if secret:
        return translate("access", "What is typed stays hidden. Enter goes on.")
    return translate("access", "Type the text. Enter goes on.")


def amount_words(symbol: str) -> str:
    """Say how an amount is filled in; ``symbol`` is the currency's."""
    words = translate("access", "An amount in {symbol}. A sum like 428+260= is worked out.")
    return words.format(symbol=symbol)


def points_words() -> str:
    """Say how a number of points is filled in."""
    return translate("access", "Whole points, in digits.")


def choice_words(name: str) -> str:
    """Say what is chosen; the choice's name for a screen reader is what stands in it."""
    words = translate("access", "{name}: Up and Down choose, Alt and Down open the list.")
    return words.format(name=name)


def tick_words() -> str:
    """Say how a box is ticked."""
    return translate("access", "Space ticks it, or takes the tick away.")


def rows_words() -> str:
    """Say how one moves in a list."""
    return translate("access", "Up and Down move, Enter chooses, Space opens the details.")


def scroll_words() -> str:
    """Say how a long text is read."""
    return translate("access", "Up and Down, Page Up and Page Down move it.")


def search_words() -> str:
    """Say how one searches."""
    return translate("access", "Type a part; Up and Down choose what was found, Enter opens it.")
