"""A magnetic stripe reader that types: the keys of a swipe with their times."""

from devices.roles import Key

KEY_NS = 4_000_000


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
