"""A swipe's bytes or bits, read at once: for whoever has a whole swipe and no stream.

Drivers use the parsers behind this, which keep half a swipe until the rest comes.
"""

from dataclasses import dataclass, field

from devices.codec import stripe_bits
from devices.codec.text_swipe import TextSwipeParser
from devices.codec.track_text import (
    TrackFields,
    check_track,
    parse_track1,
    parse_track2,
)
from devices.errors import BadSwipeError

_FAR_NS = 10**12  # long after the last byte: whatever a gap would end is ended
_BITS_PER_CHAR = {1: 7, 2: 5, 3: 5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracks:
    """One swipe.

    Attributes:
        track1, track2, track3: Text with sentinels; None where a track is empty or could not be read.
        errors: What was wrong, as ``track2-bad-swipe``; empty for a good swipe.
    """

    track1: str | None = field(default=None, repr=False)
    track2: str | None = field(default=None, repr=False)
    track3: str | None = field(default=None, repr=False)
    errors: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether at least one track was read."""
        return any((self.track1, self.track2, self.track3))

    @property
    def fields(self) -> TrackFields | None:
        """What stands on track 2, else on track 1 where that is in format B; None for neither."""
        if self.track2:
            return parse_track2(self.track2)
        if self.track1:
            try:
                return parse_track1(self.track1)
            except BadSwipeError:
                return None
        return None


def parse(raw: bytes) -> Tracks:
    """Read one swipe as a text reader sends it.

    Args:
        raw: ``%…?;…?+…?`` with or without line ends, prefix and suffix.

    Returns:
        The first swipe in it; without any, no track and an error that says so.
    """
    parser = TextSwipeParser()
    found = [*parser.feed(raw, 0), *parser.tick(_FAR_NS)]
    if not found:
        return Tracks(errors=(f"card-{BadSwipeError.code}",))
    first, second, third = found[0].tracks
    return Tracks(track1=first, track2=second, track3=third, errors=found[0].errors)


def decode_bits(bits: str, track: int) -> str:
    """Read the bits of one track, swiped in either direction, clocking zeros around it.

    Args:
        bits: ``0`` and ``1`` as they lie on the stripe.
        track: 1, 2 or 3.

    Returns:
        The text with sentinels, without the check character.

    Raises:
        ValueError: There is no such track, or the bits are no bits.
        BadSwipeError: Start, parity, end or check character are wrong; swipe again.
    """
    if track not in _BITS_PER_CHAR:
        raise ValueError(f"there is no track {track}; meant is 1, 2 or 3")
    if bits.strip("01"):
        raise ValueError("bits are written as 0 and 1")
    return check_track(stripe_bits.decode(bits, _BITS_PER_CHAR[track]), track)
