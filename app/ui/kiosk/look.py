"""The look a guest chooses: text size, contrast, language; each visit begins in the house's own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.ui.kiosk.state import Kiosk

_CONTRAST = "high_contrast"


class Look(QObject):
    """Changes the kiosk's look; ``changed`` asks for everything to be built anew at its sizes.

    It waits while a page waits for an answer: the answer would find nobody there.
    """

    changed = Signal()

    def __init__(self, kiosk: Kiosk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kiosk = kiosk
        self._language, self._colours = kiosk.language.code, kiosk.theme.name
        self._is_due = False
        kiosk.quiet.connect(self._answered)

    def ask(self) -> None:
        """Have everything built anew, as soon as no page waits for an answer."""
        self._is_due = True
        if not self._kiosk.awaits:
            self._answered()

    @Slot()
    def _answered(self) -> None:
        if self._is_due:
            self._is_due = False
            self.changed.emit()

    def turn_large(self) -> None:
        """Take the larger text, or the usual one."""
        self._kiosk.is_large = not self._kiosk.is_large
        self.ask()

    def turn_contrast(self) -> None:
        """Take high contrast, or the house's colours."""
        plain = self._colours if self._colours != _CONTRAST else "light"
        self._colour(plain if self._kiosk.theme.name == _CONTRAST else _CONTRAST)
        self.ask()

    def turn_language(self) -> None:
        """Take the next language."""
        language = self._kiosk.language
        self._kiosk.chose_language = True
        language.choose(language.following)

    def fit(self, *, is_wide: bool) -> None:
        """Take the sizes for a screen that lies on its side, or stands."""
        face = "kiosk_wide" if is_wide else "kiosk"
        wanted = f"{face}_large" if self._kiosk.is_large else face
        if wanted != self._kiosk.theme.face:
            self._kiosk.theme.choose_face(wanted)

    def go_home(self) -> None:
        """Take the house's own look again; whoever calls builds everything anew."""
        kiosk, self._is_due = self._kiosk, False
        kiosk.is_large, kiosk.chose_language = False, False
        kiosk.language.choose(self._language)
        self._colour(self._colours)

    def _colour(self, colours: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and colours != self._kiosk.theme.name:
            self._kiosk.theme.choose(colours, app)
