"""A visitor's hands: presses, types and waits in whatever window stands before them."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

_PATIENCE_S = 15.0


class WalkError(Exception):
    """A page that must come did not; the walk cannot go on."""


class Hands:
    """Hands on one window.

    Args:
        app: Whose events are let through.
        window: Where keys go while nothing has the focus.
        is_quiet: Tells whether every answer has come.
    """

    def __init__(self, app: QApplication, window: QWidget, is_quiet: Callable[[], bool]) -> None:
        self._app, self._window, self._is_quiet = app, window, is_quiet

    def pause(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._live()
            time.sleep(0.003)

    def _live(self) -> None:
        self._app.processEvents()
        # What was put away goes only in a loop of its own; this one never ends there.
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def until(self, what: str, holds: Callable[[], bool], seconds: float = _PATIENCE_S) -> None:
        """Let the window live until something holds.

        Raises:
            WalkError: It did not within the time.
        """
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise WalkError(f"{what} did not come within {seconds:g} s")
            self._live()
            time.sleep(0.003)

    def settle(self) -> None:
        """Wait until every answer has come and was painted."""
        self.pause(0.08)
        self.until("quiet", self._is_quiet)
        self.pause(0.06)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press one key where the focus is."""
        QTest.keyClick(self._focus(), key, modifier)
        self.pause(0.02)

    def type(self, text: str) -> None:
        """Type a text of ASCII where the focus is."""
        QTest.keyClicks(self._focus(), text)
        self.pause(0.02)

    def press(self, button: QAbstractButton) -> None:
        """Press a button with the pointer, once it can be pressed."""
        words = button.accessibleName() or button.text()
        self.until(f"“{words}”", lambda: button.isVisible() and button.isEnabled())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.pause(0.02)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window
