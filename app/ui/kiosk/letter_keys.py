"""Letters by the keys of a keypad, as on a telephone: 2 is a, twice b; 汉字 by their sound, one by one."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

from app.ui.kiosk.keyboard import Keyboard
from app.ui.kiosk.number_pad import BACK
from app.ui.kiosk.pad_signs import ERASE
from app.ui.kiosk.spoken import erased_words, space_words

# ITU-T E.161: the letters of a telephone's keys.
_LETTERS: Final = {
    "2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz",
}  # fmt: skip
_SPACE: Final = " "
_SAME_S: Final = 1.2  # within it, the same key again means its next letter


class LetterKeys:
    """Leads a keypad's keys to a keyboard on the screen.

    Args:
        keyboard: Keeps the text.
        clock: Seconds that only grow.
    """

    def __init__(self, keyboard: Keyboard, clock: Callable[[], float] = monotonic) -> None:
        self._keyboard = keyboard
        self._clock = clock
        self._last, self._turn, self._until = "", 0, 0.0

    def press(self, sign: str, say: Callable[[str], object]) -> bool:
        """Take a key.

        Args:
            sign: A digit, + or −, or one of ``pad_signs``.
            say: Says what it typed, at once.

        Returns:
            False where it means nothing: erasing where nothing stands goes one step back.
        """
        letters = _LETTERS.get(sign, "")
        if letters:
            say(self._letter(sign, letters))
            return True
        self._last = ""
        if sign in (ERASE, "-"):
            return self._erase(say)
        if sign == "0":
            say(self.take())
        elif sign == "1":
            say(self._other())
        return True

    def take(self) -> str:
        """Take the character that is offered, or a space among letters; returns what is to be said."""
        board = self._keyboard
        if board.sound:
            board.take()
            return board.text[-1:]
        if not board.is_chinese:
            board.press(_SPACE)
        return space_words()

    def _letter(self, sign: str, letters: str) -> str:
        now = self._clock()
        if sign == self._last and now < self._until:
            self._turn = (self._turn + 1) % len(letters)
            self._keyboard.press(BACK)
        else:
            self._turn = 0
        self._last, self._until = sign, now + _SAME_S
        self._keyboard.press(letters[self._turn])
        offered = self._keyboard.offered()
        return f"{letters[self._turn]}. {offered}" if offered else letters[self._turn]

    def _other(self) -> str:
        board = self._keyboard
        if board.is_chinese:
            return board.offer_next()
        board.press("-")
        return "-"

    def _erase(self, say: Callable[[str], object]) -> bool:
        if not self._keyboard.text and not self._keyboard.sound:
            return False
        self._keyboard.press(BACK)
        say(erased_words())
        return True
