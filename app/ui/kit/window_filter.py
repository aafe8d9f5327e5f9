"""Filters that look at what reaches a window, without a call for every event of every widget."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication


class WindowFilter(QObject):
    """Watches each window from the moment it has the keyboard; say what to do in ``eventFilter``.

    A filter on the application would be called for every event of every widget: some four thousand
    times while one page is built, which alone takes 10 to 20 ms.
    """

    def watch(self, app: QApplication) -> None:
        """Begin to watch the windows of an application."""
        app.focusWindowChanged.connect(self._follow)
        self._follow(app.focusWindow())

    def unwatch(self, app: QApplication) -> None:
        """See nothing more."""
        app.focusWindowChanged.disconnect(self._follow)
        for window in app.allWindows():
            window.removeEventFilter(self)

    @Slot(QWindow)
    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time only puts it first again
