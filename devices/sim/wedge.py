"""A magnetic stripe reader that types: the keys of a swipe with their times, or typed live."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from time import monotonic_ns

from devices.roles import Key

KEY_NS = 4_000_000
BY_HAND_NS = 120_000_000


class SimWedgeReader:
    """Speaks as ``drivers.wedge`` listens; it has no port."""

    uri = "wedge:"

    def swipe(
        self,
        track1: str | None = None,
        track2: str | None = None,
        track3: str | None = None,
        *,
        at_ns: int,
        line_each: bool = False,
    ) -> list[tuple[Key, int]]:
        """Give the key presses of a swipe.

        Args:
            track1: With sentinels, or None.
            track2: Same.
            track3: Same.
            at_ns: Time of the first key.
            line_each: Press Enter after each track, not only at the end.
        """
        tracks = [track for track in (track1, track2, track3) if track is not None]
        text = "".join(track + "\r" for track in tracks) if line_each else "".join(tracks) + "\r"
        return self.type_text(text, at_ns=at_ns)

    def type_text(self, text: str, *, at_ns: int, key_ns: int = KEY_NS) -> list[tuple[Key, int]]:
        """Give the key presses of any text, one every ``key_ns``."""
        return [
            (
                Key(text="" if character == "\r" else character, is_enter=character == "\r"),
                at_ns + n * key_ns,
            )
            for n, character in enumerate(text)
        ]


class SimTypist:
    """A keyboard with a reader and a person at it; keys come at their real times while somebody listens."""

    def __init__(self) -> None:
        self._take: Callable[[Key, int], None] | None = None
        self._reader = SimWedgeReader()

    @contextmanager
    def listened(self, take: Callable[[Key, int], None]) -> Iterator[None]:
        """Give every key to ``take`` until the context is left; without a listener keys go nowhere."""
        self._take = take
        try:
            yield
        finally:
            self._take = None

    def swipe(self, *tracks: str) -> None:
        """Type a swipe as fast as a reader does; returns when it is typed."""
        self._type(self._reader.swipe(*tracks, at_ns=0))

    def type(self, text: str) -> None:
        """Type a text as a person does."""
        self._type(self._reader.type_text(text, at_ns=0, key_ns=BY_HAND_NS))

    def _type(self, keys: list[tuple[Key, int]]) -> None:
        started_ns, pause = monotonic_ns(), Event()
        for key, at_ns in keys:
            pause.wait(max(0, started_ns + at_ns - monotonic_ns()) / 1e9)
            take = self._take
            if take is not None:
                take(key, monotonic_ns())
