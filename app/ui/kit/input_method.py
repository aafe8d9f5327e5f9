"""Keeps an input method (拼音, 五笔) out of a swipe.

A reader that types is a keyboard to the system, so while Chinese is switched on the input method takes its keys
first: it turns ``;`` into ``；``, makes words of a holder's name and chooses among its candidates with the digits. So
it is switched off for the length of a burst that may be a swipe. What it had begun for the person who types is put
into the field before, and nothing of that is lost.

With X11 the key is seen before the input method sees it. Elsewhere (Wayland, Windows) only what it gives can be seen,
which is enough unless a word is under way.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QEvent,
    QObject,
    QTimer,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid
from typing_extensions import override

from app.ui.kit.us_keys import place_text

STARTS: Final = "%;+"
_LONGEST_MS: Final = 200  # a key that begins a swipe is with its window by then, or never comes
_X11_EVENT: Final = b"xcb_generic_event_t"
_KEY_PRESS: Final = 2
_SHIFT: Final = 1
_ENABLED: Final = Qt.InputMethodQuery.ImEnabled
# What Qt asks, without more, when it decides whether the input method gets keys.
_WHETHER: Final = _ENABLED | Qt.InputMethodQuery.ImHints
_COMMANDS: Final = 0x4C  # Ctrl, Alt, Super: such keys are commands, no text
_STATE_AT: Final = 28
_SIZE: Final = 32

Commit = Callable[[QObject, str], bool]
"""Takes what an input method gives to a widget; True keeps it from the widget."""


class InputMethodGate(QObject):
    """Shuts the input method out, and shows what it gives.

    Args:
        commit: Asked about every text that an input method gives, before the widget has it.
        parent: Qt's owner.
    """

    def __init__(self, commit: Commit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commit = commit
        self._is_shut = False
        self._begun = ""
        self._focus: QObject | None = None
        self._keys = _FirstKeys(self.shut)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LONGEST_MS)
        self._late.timeout.connect(self.open)

    def watch(self, app: QApplication) -> None:
        """Begin to watch whatever has the keyboard."""
        app.focusObjectChanged.connect(self._follow)
        self._follow(app.focusObject())
        if app.platformName() == "xcb":
            app.installNativeEventFilter(self._keys)

    def unwatch(self, app: QApplication) -> None:
        """See nothing more."""
        app.focusObjectChanged.disconnect(self._follow)
        app.removeNativeEventFilter(self._keys)
        self.open()
        self._follow(None)

    def shut(self) -> None:
        """Put what was begun into its field and let the keys that come pass the input method by."""
        if not self._is_shut:
            begun, focus = self._begun, QGuiApplication.focusObject()
            method = QGuiApplication.inputMethod()
            method.reset()
            self._is_shut = True
            method.update(_ENABLED)
            if (
                begun and focus is not None
            ):  # as it stood there: no input method is asked to choose for good
                give(focus, begun)
        self._late.start()

    def open(self) -> None:
        """Let the input method have the keys again."""
        self._late.stop()
        if self._is_shut:
            self._is_shut = False
            QGuiApplication.inputMethod().update(_ENABLED)

    @Slot(QObject)
    def _follow(self, focus: QObject | None) -> None:
        """Watch one object at a time: what is left unwatched may go while the program ends."""
        if self._focus is not None and isValid(self._focus):
            self._focus.removeEventFilter(self)
        self._focus = focus
        if focus is not None:
            focus.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QInputMethodQueryEvent):
            asked = event.queries()
            if self._is_shut and asked & _ENABLED and not asked & ~_WHETHER:
                event.setValue(_ENABLED, False)  # noqa: FBT003 - Qt's own signature
                return True
            return False
        if not isinstance(event, QInputMethodEvent):
            return False
        self._begun = event.preeditString()
        return bool(event.commitString()) and self._commit(watched, event.commitString())


def give(widget: QObject, text: str) -> None:
    """Give a widget text as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


class _FirstKeys(QAbstractNativeEventFilter):
    """Sees keys as X11 sends them, before Qt hands them to the input method."""

    def __init__(self, found: Callable[[], None]) -> None:
        super().__init__()
        self._found = found

    @override
    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        """Look at one event; none is kept."""
        if QByteArray(eventType) == _X11_EVENT and _begins_swipe(
            ctypes.string_at(int(message), _SIZE)
        ):
            self._found()
        return False, 0


def _begins_swipe(event: bytes) -> bool:
    """Tell whether an ``xcb_key_press_event_t`` is a key that begins a track, by its place on the keyboard."""
    if event[0] & 0x7F != _KEY_PRESS:
        return False
    state = int.from_bytes(event[_STATE_AT : _STATE_AT + 2], "little")
    text = place_text(event[1], is_shifted=bool(state & _SHIFT))
    return text != "" and text in STARTS and not state & _COMMANDS


def begins_swipe(text: str) -> bool:
    """Tell whether the last of what an input method gave begins a track; full width or not."""
    return unicodedata.normalize("NFKC", text[-1:]) in tuple(STARTS)
