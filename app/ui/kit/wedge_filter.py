"""Catches cards that a keyboard reader types, before any field sees a key of them.

The filter sits on the windows and looks at keys as they reach one, which is before shortcuts and
before the focused widget. What is a swipe an assembler decides; it may hold a key, and
give it back a moment later when it was typed by hand. While it holds keys an input method gets none.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app.ui.kit.input_method import InputMethodGate, begins_swipe, give
from app.ui.kit.us_keys import us_text
from app.ui.kit.window_filter import WindowFilter

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_CapsLock,
)
_SOONEST_MS = 1
_MS_NS = 1_000_000
_LONGEST_LAG_NS = 3_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPress:
    """One key press as it came.

    Attributes:
        text: The character, empty for keys without one.
        us_text: What the same key gives on a US keyboard, empty where the system does not say which it was.
        is_enter: Return or keypad Enter.
        is_modifier: Shift, Ctrl, Alt, CapsLock.
        origin: This filter's own record, given back on replay.
    """

    text: str = field(default="", repr=False)
    us_text: str = field(default="", repr=False)
    is_enter: bool = False
    is_modifier: bool = False
    origin: object = field(default=None, repr=False)


class HeldKey(Protocol):
    """A key that was held and is given back."""

    @property
    def origin(self) -> object:
        """The filter's own record of it."""


class Verdict(Protocol):
    """What an assembler decided."""

    @property
    def swallow(self) -> bool:
        """The key just given goes no further."""

    @property
    def replay(self) -> Sequence[HeldKey]:
        """Keys held before that were no swipe, to be sent on first."""

    @property
    def next_check_ns(self) -> int | None:
        """When to ask ``tick`` at the latest; None when nothing is held."""


class Assembler(Protocol):
    """Tells swipes from typing; pure, fed with keys and their times."""

    def press(self, key: KeyPress, at_monotonic_ns: int) -> Verdict:
        """Take one key press."""

    def tick(self, now_monotonic_ns: int) -> Verdict:
        """Decide what time alone decides."""


@dataclass(frozen=True, slots=True)
class _Origin:
    window: QObject
    key: int
    modifiers: Qt.KeyboardModifier
    text: str


@dataclass(frozen=True, slots=True)
class _Given:
    """What an input method gave to a widget."""

    widget: QObject
    text: str


class WedgeFilter(WindowFilter):
    """Hands key presses to an assembler, and what is no swipe back to the windows.

    Let it ``watch`` the application. Password fields are not exempt: that is where
    a leaked swipe hurts most.
    """

    def __init__(
        self,
        assembler: Assembler,
        clock_ns: Callable[[], int] = time.monotonic_ns,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._assembler = assembler
        self._clock_ns = clock_ns
        self._swallowed: set[int] = set()
        self._replaying = False
        self._lag_ns: int | None = None
        self._check = QTimer(self)
        self._check.setSingleShot(True)
        self._check.setTimerType(Qt.TimerType.PreciseTimer)
        self._check.timeout.connect(self._tick)
        self._gate = InputMethodGate(self._given, self)

    @override
    def watch(self, app: QApplication) -> None:
        """Begin to watch the windows of an application, and its input method."""
        super().watch(app)
        self._gate.watch(app)

    @override
    def unwatch(self, app: QApplication) -> None:
        """See nothing more."""
        self._gate.unwatch(app)
        super().unwatch(app)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._replaying or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.KeyRelease:
            known = event.key() in self._swallowed
            self._swallowed.discard(event.key())
            return known
        return event.type() == QEvent.Type.KeyPress and self._press(watched, event)

    def _press(self, window: QObject, event: QKeyEvent) -> bool:
        origin = _Origin(window, event.key(), event.modifiers(), event.text())
        key = KeyPress(
            text=event.text(),
            us_text=us_text(event),
            is_enter=event.key() in _ENTERS,
            is_modifier=event.key() in _MODIFIERS,
            origin=origin,
        )
        verdict = self._assembler.press(key, self._pressed_ns(event))
        self._obey(verdict)
        if verdict.swallow:
            self._swallowed.add(event.key())
        return verdict.swallow

    def _pressed_ns(self, event: QKeyEvent) -> int:
        """Return when a key was pressed, not when a busy window came to look: its pauses are none of the reader's."""
        now = self._clock_ns()
        stamp = event.timestamp() * _MS_NS
        if stamp == 0:
            return now
        lag = now - stamp
        if self._lag_ns is None or not 0 <= lag - self._lag_ns < _LONGEST_LAG_NS:
            self._lag_ns = lag
        return stamp + self._lag_ns

    def _given(self, widget: QObject, text: str) -> bool:
        """Take what an input method gives: its last character may begin a swipe, and all of it may belong to one."""
        is_under_way = self._check.isActive()
        if self._replaying or not (is_under_way or begins_swipe(text)):
            return False
        before = "" if is_under_way else text[:-1]
        if before:
            self._give(_Given(widget, before))
        for character in text[len(before) :]:
            key = KeyPress(text=character, origin=_Given(widget, character))
            verdict = self._assembler.press(key, self._clock_ns())
            self._obey(verdict)
            if not verdict.swallow:
                self._give(_Given(widget, character))
        return True

    def _tick(self) -> None:
        self._obey(self._assembler.tick(self._clock_ns()))

    def _obey(self, verdict: Verdict) -> None:
        due = verdict.next_check_ns
        if due is None:
            self._check.stop()
            self._gate.open()
        else:
            self._gate.shut()
            left_ms = -(-(due - self._clock_ns()) // 1_000_000)
            self._check.start(max(_SOONEST_MS, left_ms))
        if not verdict.replay:
            return
        self._replaying = True
        try:
            for held in verdict.replay:
                origin = held.origin
                if isinstance(origin, _Origin):
                    self._send(origin)
                elif isinstance(origin, _Given):
                    self._give(origin)
        finally:
            self._replaying = False

    def _give(self, given: _Given) -> None:
        was, self._replaying = self._replaying, True
        try:
            give(given.widget, given.text)
        finally:
            self._replaying = was

    @staticmethod
    def _send(origin: _Origin) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, origin.key, origin.modifiers, origin.text)
            QCoreApplication.sendEvent(origin.window, event)
