"""Notices that nobody has touched the desk for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from typing_extensions import override

from app.ui.kit.window_filter import WindowFilter

_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


class IdleWatch(WindowFilter):
    """Emits ``idle`` after so many seconds without a key or a click in the windows it watches."""

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)

    def start(self, seconds: int) -> None:
        """Begin to watch; 0 stops."""
        if seconds <= 0:
            self._timer.stop()
        else:
            self._timer.start(seconds * 1000)

    def touch(self) -> None:
        """Somebody is there."""
        if self._timer.isActive():
            self._timer.start()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False
