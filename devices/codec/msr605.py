"""Commands and data blocks of the MSR605 family of encoders.

Source: MSR605 Programmer's Manual rev B (2009-06-01); MSR606 manual, same commands. A block is
``1B 73  1B 01 track1  1B 02 track2  1B 03 track3  3F 1C`` and, when read, ``1B status``. The host
writes without sentinels; what is read has them. ``1B 2B`` in the place of a track means empty,
``1B 2A`` unreadable.
"""

import re
from collections.abc import Sequence
from enum import IntEnum, unique

from devices.codec.stripe_bits import unpack_msb_first
from devices.codec.text_swipe import RawSwipe
from devices.codec.track_text import check_track
from devices.errors import BadFrameError, BadSwipeError
from devices.roles import Coercivity

ESC = b"\x1b"
RESET = b"\x1b\x61"
READ = b"\x1b\x72"
WRITE = b"\x1b\x77"
READ_RAW = b"\x1b\x6d"
WRITE_RAW = b"\x1b\x6e"
GET_LEADING_ZEROS = b"\x1b\x6c"
TEST = b"\x1b\x65"
TEST_OK = b"\x1b\x79"
RAM_TEST = b"\x1b\x87"
MODEL = b"\x1b\x74"
FIRMWARE = b"\x1b\x76"
GET_COERCIVITY = b"\x1b\x64"
LEDS_OFF = b"\x1b\x81"
LED_GREEN = b"\x1b\x83"
LED_YELLOW = b"\x1b\x84"
LED_RED = b"\x1b\x85"
SET_COERCIVITY = {Coercivity.HIGH: b"\x1b\x78", Coercivity.LOW: b"\x1b\x79"}

_EMPTY, _UNREADABLE = b"\x1b\x2b", b"\x1b\x2a"
_LONGEST_BLOCK = 512
# The block's end is "3F 1C" with the status after it; a track's own "?" must not be taken for it.
_BLOCK = re.compile(
    rb"\x1bs\x1b\x01(?P<t1>.*?)\x1b\x02(?P<t2>.*?)\x1b\x03(?P<t3>.*?)\x3f\x1c\x1b(?P<status>.)",
    re.DOTALL,
)
_ERASE_MASK = {1: 1, 2: 2, 3: 4}
_DENSITY = {
    (1, 210): 0xA1,
    (1, 75): 0xA0,
    (2, 210): 0xD2,
    (2, 75): 0x4B,
    (3, 210): 0xC1,
    (3, 75): 0xC0,
}


@unique
class Status(IntEnum):
    """Status byte after ESC."""

    OK = 0x30
    READ_WRITE_ERROR = 0x31
    FORMAT_ERROR = 0x32
    INVALID_COMMAND = 0x34
    INVALID_SWIPE = 0x39
    SET_FAILED = 0x41


def write_block(track1: str | None, track2: str | None, track3: str | None) -> bytes:
    """Build the command that writes tracks, given without sentinels."""
    parts = [
        ESC + bytes([place]) + (text or "").encode("ascii")
        for place, text in enumerate((track1, track2, track3), start=1)
    ]
    return WRITE + b"\x1bs" + b"".join(parts) + b"\x3f\x1c"


def erase(tracks: Sequence[int]) -> bytes:
    """Build the command that erases tracks; the manual's mask has 00 for track 1 alone."""
    mask = sum(_ERASE_MASK[track] for track in set(tracks))
    return b"\x1b\x63" + bytes([0 if mask == 1 else mask])


def bits_per_char(track1: int, track2: int, track3: int) -> bytes:
    """Build the command that says how many bits a character has, 5 to 8 on each track."""
    return b"\x1b\x6f" + bytes([track1, track2, track3])


def leading_zeros(tracks_1_and_3: int, track2: int) -> bytes:
    """Build the command that says how many clocking zeros a write begins with, 0 to 255; 61 and 22 are usual."""
    return b"\x1b\x7a" + bytes([tracks_1_and_3, track2])


def density(track: int, *, bits_per_inch: int) -> bytes:
    """Build the command that says how densely a track is written: 210 or 75 bits an inch."""
    return b"\x1b\x62" + bytes([_DENSITY[track, bits_per_inch]])


def write_raw_block(codes: Sequence[bytes | None]) -> bytes:
    """Build the command that writes tracks as character codes, sentinels and LRC included; None: left empty."""
    parts = [
        ESC + bytes([place, len(one or b"")]) + (one or b"")
        for place, one in enumerate(codes, start=1)
    ]
    return WRITE_RAW + b"\x1bs" + b"".join(parts) + b"\x3f\x1c"


def raw_block_length(data: bytes) -> int | None:
    """Return how long the raw block at the beginning is, status included; None while that cannot be known.

    Its tracks say their length: their bytes may be anything, also the block's own end.
    """
    at = 2
    for _ in range(3):
        if len(data) < at + 3:
            return None
        at += 3 + data[at + 2]
    return at + 4


def parse_raw_block(block: bytes) -> tuple[str | None, str | None, str | None]:
    """Read a whole raw block: the bits of each track as they lie on the stripe, first bit first.

    Raises:
        BadFrameError: It is no such block.
    """
    bits: list[str | None] = []
    at = 2
    for place in (1, 2, 3):
        if block[at : at + 2] != ESC + bytes([place]):
            raise BadFrameError(f"the raw block has no track {place}")
        size = block[at + 2]
        bits.append(unpack_msb_first(block[at + 3 : at + 3 + size]) if size else None)
        at += 3 + size
    if block[:2] != b"\x1bs" or block[at : at + 3] != b"\x3f\x1c\x1b":
        raise BadFrameError("the raw block does not end as it should")
    return bits[0], bits[1], bits[2]


class BlockParser:
    """Finds read blocks in a stream; keeps at most one unfinished block."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes, at_ns: int) -> list[RawSwipe]:
        """Take bytes, give the swipes that they complete."""
        self._held += data
        done = []
        while found := _BLOCK.search(self._held):
            self._held = self._held[found.end() :]
            done.append(_swipe(found, at_ns))
        self._held = self._held[-_LONGEST_BLOCK:]
        return done

    def flush(self) -> None:
        """Forget an unfinished block."""
        self._held = b""


def _swipe(block: re.Match[bytes], at_ns: int) -> RawSwipe:
    tracks: list[str | None] = []
    errors: list[str] = []
    for place in (1, 2, 3):
        text, code = _track(block.group(f"t{place}"), place)
        tracks.append(text)
        if code:
            errors.append(f"track{place}-{code}")
    # Status 31 also comes when a track is merely empty; only a card without any track is bad.
    if not any(tracks) and not errors:
        errors.append(f"card-{BadSwipeError.code}")
    return RawSwipe(tracks=(tracks[0], tracks[1], tracks[2]), errors=tuple(errors), at_ns=at_ns)


def _track(raw: bytes, place: int) -> tuple[str | None, str]:
    if raw in (b"", _EMPTY):
        return None, ""
    if raw.startswith(_UNREADABLE):
        return None, BadSwipeError.code
    try:
        return check_track(raw.decode("latin-1"), place), ""
    except BadSwipeError as error:
        return None, error.code
