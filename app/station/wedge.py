"""The keyboard's door: keys that a face saw go to the reader that types, and its verdict comes back."""

from __future__ import annotations

from typing import Protocol

from devices.roles import Key, KeyboardWedge, WedgeVerdict


class SeenKey(Protocol):
    """One key press as a face saw it."""

    @property
    def text(self) -> str:
        """The character, empty for keys without one."""

    @property
    def us_text(self) -> str:
        """What the same key gives on a US keyboard, empty where the system does not say."""

    @property
    def is_enter(self) -> bool:
        """Return or keypad Enter."""

    @property
    def is_modifier(self) -> bool:
        """Shift, Ctrl, Alt or CapsLock."""

    @property
    def origin(self) -> object:
        """The face's own record of it, given back on replay."""


class WedgeDoor:
    """Hands keys on; called by the face's thread alone."""

    def __init__(self, reader: KeyboardWedge) -> None:
        self._reader = reader

    def press(self, key: SeenKey, at_monotonic_ns: int) -> WedgeVerdict:
        """Take one key press; the verdict says whether it goes further."""
        taken = Key(
            text=key.text,
            us_text=key.us_text,
            is_enter=key.is_enter,
            is_modifier=key.is_modifier,
            origin=key.origin,
        )
        return self._reader.press(taken, at_monotonic_ns)

    def tick(self, now_monotonic_ns: int) -> WedgeVerdict:
        """Decide what time alone decides."""
        return self._reader.tick(now_monotonic_ns)
