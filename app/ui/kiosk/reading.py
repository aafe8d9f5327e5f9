"""Reads the kiosk's pages aloud: a page as it opens, later only what is new on it; the last keys, and the menu."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from app.ui.kiosk.aloud import aloud
from app.ui.kiosk.state import KioskPage
from app.ui.kiosk.window import KioskWindow
from app.ui.service.voice import Voice

_LOOK_MS: Final = 400


class Reading(QObject):
    """A reader beside the window. It says nothing of the service page, and of a PIN there is nothing on any page.

    Args:
        window: Whose pages.
        voice: Says them to the earphone.
        always: Reads from the first page on; otherwise from the star key until the visit ends.
    """

    def __init__(self, window: KioskWindow, voice: Voice, *, always: bool) -> None:
        super().__init__(window)
        self._window, self._voice, self._always = window, voice, always
        self.is_on = always
        self._heard: list[str] = []
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self._look)
        window.kiosk.voice = voice
        window.page_opened.connect(self._opened)
        window.keypad.again.connect(self.again)
        window.keypad.chosen.connect(self._anew)
        window.keypad.said.connect(self._say)
        if always:
            self._clock.start()

    @Slot()
    def again(self) -> None:
        """Say the page again; the first time begins the reading."""
        self.is_on = True
        self._clock.start()
        self._anew()
        self._look()

    @Slot(object)
    def _opened(self, page: object) -> None:
        """Read a page that has just opened, once it has had the time to fill; with the visit the reading ends."""
        del page
        self._voice.hush()
        self._heard = []
        if self._window.page.name is KioskPage.ATTRACT and not self._always:
            self.is_on = False
            self._clock.stop()
        elif self.is_on:
            self._clock.start()  # counts anew

    @Slot()
    def _anew(self) -> None:
        self._heard = []

    @Slot(str)
    def _say(self, text: str) -> None:
        if self.is_on:
            self._voice.say(aloud(text, chinese=self._is_chinese()), self._language())

    def _look(self) -> None:
        """Say what has not been said; what was broken off in the middle is said whole."""
        window = self._window
        if window.kiosk.busy or window.page.name is KioskPage.SERVICE:
            return
        asks = window.still_there.isVisible()
        found = [window.still_there.spoken()] if asks else window.page.sentences()
        if found == self._heard:
            return
        begins = not self._heard or self._voice.is_speaking()
        typed = [] if begins else window.page.typed()
        fresh = found if begins else [s for s in found if s not in (*self._heard, *typed)]
        self._heard = found
        if fresh:
            chinese = self._is_chinese()
            said = [aloud(one, chinese=chinese).rstrip(".。") for one in fresh]
            self._voice.say(("。" if chinese else ". ").join(filter(None, said)), self._language())

    def _is_chinese(self) -> bool:
        """Tell which voice speaks; the Chinese one reads English words too, as the first page needs it."""
        window = self._window
        return window.kiosk.language.chinese or window.page.name is KioskPage.ATTRACT

    def _language(self) -> str:
        return "zh_CN" if self._is_chinese() else "en"
