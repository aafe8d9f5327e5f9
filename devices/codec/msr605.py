"""Commands and data blocks of the MSR605 family of encoders.

Source: MSR605 Programmer's Manual rev B (2009-06-01); MSR606 manual, same commands. A block is
``1B 73  1B 01 track1  1B 02 track2  1B 03 track3  3F 1C`` and, when read, ``1B status``. The host
writes without sentinels; what is read has them. ``1B 2B`` in the place of a track means empty,
``1B 2A`` unreadable.
"""

import re
from collections.abc import Sequence
from enum import IntEnum, unique

from devices.codec.text_swipe import RawSwipe
from devices.codec.tracks import check_track
from devices.errors import BadSwipeError
from devices.roles import Coercivity

ESC = b"\x1b"
RESET = b"\x1b\x61"
READ = b"\x1b\x72"
WRITE = b"\x1b\x77"
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
