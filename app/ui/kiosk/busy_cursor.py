"""Says by the pointer's shape that an answer takes longer than a blink."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QWidget

from app.ui.kiosk.state import Kiosk

_SHOWN_AFTER_MS: Final = 400


class BusyCursor(QObject):
    """Changes a window's pointer while the kiosk is busy; a touch screen shows none, a mouse does."""

    def __init__(self, kiosk: Kiosk, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SHOWN_AFTER_MS)
        self._slow.timeout.connect(lambda: window.setCursor(Qt.CursorShape.BusyCursor))
        kiosk.busy_changed.connect(self._turn)

    @Slot(bool)
    def _turn(self, busy: bool) -> None:  # noqa: FBT001 (a signal's argument)
        if busy:
            self._slow.start()
        else:
            self._slow.stop()
            self._window.unsetCursor()
