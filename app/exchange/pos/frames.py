"""Cuts what a till sends into lines, whatever pieces it comes in; holds never more than one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.exchange.pos.messages import LONGEST_FRAME


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line was longer than any message; it was thrown away."""


class Frames:
    """Lines of one connection."""

    def __init__(self, longest: int = LONGEST_FRAME) -> None:
        self._longest: Final = longest
        self._held = bytearray()
        self._is_skipping = False

    @property
    def has_part(self) -> bool:
        """Whether a line has begun and not ended."""
        return bool(self._held) or self._is_skipping

    def drop(self) -> None:
        """Forget the line that has begun."""
        self._held.clear()
        self._is_skipping = False

    def feed(self, data: bytes) -> Iterator[bytes | TooLong]:
        """Take bytes; give each line that ends in them, without its end; empty ones are passed over."""
        *ended, rest = data.split(b"\n")
        for piece in ended:
            was_skipping = self._is_skipping
            is_long = len(self._held) + len(piece) > self._longest
            line = bytes(self._held + piece) if not (was_skipping or is_long) else b""
            self.drop()
            if is_long and not was_skipping:
                yield TooLong()
            elif line.strip():
                yield line.rstrip(b"\r")
        if self._is_skipping:
            return
        if len(self._held) + len(rest) > self._longest:
            self.drop()
            self._is_skipping = True
            yield TooLong()
            return
        self._held += rest
