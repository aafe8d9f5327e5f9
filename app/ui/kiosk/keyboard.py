"""The keyboard on the screen: Latin letters, and 汉字 chosen from a row of candidates."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.kiosk.buttons import BigButton
from app.ui.kiosk.number_pad import BACK, Key
from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.pinyin import candidates
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SPACE: Final = " "
_MARKS: Final = "@._-"
_LONGEST: Final = 40


class Keyboard(QWidget):
    """Types into a text that it keeps itself.

    Attributes:
        text: What was entered.
        sound: Letters that wait for a character to be chosen; empty in Latin.
    """

    changed = Signal()

    def __init__(self, theme: Theme, *, wide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.text = self.sound = ""
        self.is_chinese = False
        self._at = 0
        gap = theme.control("gap") // 2
        high = theme.control("key") * (3 if wide else 4) // 4
        self.choices = [Key(theme, "", high=high) for _ in range(8)]
        self.more = Key(theme, "", "chevron", high=high)
        self._sound = Text(theme, "body", "accent", weight=600)
        self.keys: dict[str, Key] = {}
        body = column(gap)
        line = row(gap)
        for choice in self.choices:
            choice.clicked.connect(lambda _on=False, one=choice: self._choose(one.text()))
            line.addWidget(choice, 1)
        line.addWidget(self.more, 1)
        self._candidates = boxed(line)
        body.addWidget(self._sound)
        body.addWidget(self._candidates)
        for letters in _ROWS:
            line = row(gap)
            if letters is _ROWS[1]:
                line.addSpacing(high // 3)
            for letter in letters:
                line.addWidget(self._key(letter, letter.upper(), high), 2)
            if letters is _ROWS[1]:
                line.addSpacing(high // 3)
            if letters is _ROWS[2]:
                line.addWidget(self._key(BACK, BACK, high, "erase"), 3)
            body.addLayout(line)
        body.addLayout(self._last_row(gap, high))
        self.more.clicked.connect(lambda _on=False: self._turn())
        self.setLayout(body)
        self._show()

    def _last_row(self, gap: int, high: int) -> QHBoxLayout:
        line = row(gap)
        self.switch = BigButton(self._theme, height="chip")
        self.switch.setProperty("numbered", False)  # noqa: FBT003 (Qt's signature)
        self.switch.clicked.connect(lambda _on=False: self.write_chinese(not self.is_chinese))
        line.addWidget(self.switch)
        for mark in _MARKS:
            line.addWidget(self._key(mark, mark, high), 1)
        line.addWidget(self._key(_SPACE, "␣", high), 3)
        return line

    def _key(self, name: str, words: str, high: int, icon: str = "") -> Key:
        key = Key(self._theme, words, icon, high=high)
        key.clicked.connect(lambda _on=False: self.press(name))
        self.keys[name] = key
        return key

    def write_chinese(self, chinese: bool) -> None:  # noqa: FBT001 (a signal's argument)
        """Let letters ask for characters, or stand for themselves."""
        self.is_chinese, self.sound = chinese, ""
        self._show()

    def begin(self, text: str, *, chinese: bool, sound: str = "") -> None:
        """Begin a field with what stands in it, and with letters that wait for a character."""
        self.text = text
        self.write_chinese(chinese)
        self.sound = sound
        self._show()

    def press(self, name: str) -> None:
        """Take a key: a letter, a mark, the space or ``back``."""
        if name == BACK:
            if self.sound:
                self.sound = self.sound[:-1]
            else:
                self.text = self.text[:-1]
        elif self.is_chinese and name.isalpha():
            self.sound += name
        elif self.is_chinese and self.sound and name == _SPACE:
            found = self._found()
            self._choose(found[0] if found else "")
            return
        elif len(self.text) < _LONGEST:
            begins = not self.text or self.text[-1] in " -"
            self.text += name.upper() if begins and not self.is_chinese else name
        self._at = 0
        self._show()
        self.changed.emit()

    def offered(self) -> str:
        """Return the character that ``take`` would take; empty for none."""
        found = self._found()
        return found[self._at] if self._at < len(found) else ""

    def offer_next(self) -> str:
        """Offer the next character for the sound, after the last the first; returns it."""
        found = self._found()
        if found:
            self._at = (self._at + 1) % len(found)
            self._show()
        return self.offered()

    def take(self) -> None:
        """Take the character that is offered in the place of its sound."""
        self._choose(self.offered())

    def _choose(self, sign: str) -> None:
        if sign and len(self.text) < _LONGEST:
            self.text += sign
        self.sound, self._at = "", 0
        self._show()
        self.changed.emit()

    def _turn(self) -> None:
        found = self._found()
        self._at = self._at + len(self.choices)
        if self._at >= len(found):
            self._at = 0
        self._show()

    def _found(self) -> tuple[str, ...]:
        return candidates(self.sound, begins=not self.text) if self.is_chinese else ()

    def _show(self) -> None:
        found = self._found()
        self._sound.setVisible(self.is_chinese)
        self._sound.setText(self.sound or " ")
        self._candidates.setVisible(self.is_chinese)
        for at, choice in enumerate(self.choices):
            there = self._at + at < len(found)
            choice.setEnabled(there)
            choice.say(found[self._at + at] if there else "")
        self.retranslate()

    def retranslate(self) -> None:
        """Name the keys that have pictures, in the language in use."""
        self.switch.say("ABC" if self.is_chinese else "拼音")
        self.keys[BACK].setAccessibleName(self.tr("Delete the last"))
        self.keys[_SPACE].setAccessibleName(self.tr("Space"))
        self.more.setAccessibleName(self.tr("More characters"))
        has_more = len(self._found()) > len(self.choices)
        self.more.allow(can=has_more, why=self.tr("There are no more characters."))
        for mark in _MARKS:
            self.keys[mark].allow(can=not self.is_chinese, why=self.tr("Only among letters."))
        for at, choice in enumerate(self.choices, 1):
            if not choice.text():
                choice.setAccessibleName(self.tr("Empty place {n}").format(n=at))
