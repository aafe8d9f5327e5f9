"""The frame of ID TECH readers: ``02 LenL LenH data LRC SUM 03``.

Source: ID TECH SecureMag manual p. 43, BT Mag manual p. 13. LRC is the XOR and SUM the sum of the
data bytes. Data: card encode type, track status (bits 0 to 2: track decoded), three track lengths,
two more status bytes when bit 7 of the encode type is set (enhanced structure), then the tracks.
"""

from devices.codec.text_swipe import RawSwipe
from devices.codec.track_text import check_track
from devices.errors import BadFrameError, BadSwipeError

STX, ETX = 0x02, 0x03
_HEADER = 3
_TRAILER = 3
_LONGEST = 1024
_ENHANCED = 0x80


def frame(data: bytes) -> bytes:
    """Wrap data."""
    lrc = 0
    for byte in data:
        lrc ^= byte
    return (
        bytes([STX]) + len(data).to_bytes(2, "little") + data + bytes([lrc, sum(data) & 0xFF, ETX])
    )


def frame_length(start: bytes) -> int | None:
    """Tell the length of the frame that starts here.

    Returns:
        Bytes of the whole frame; 0 when this is no such frame; None when three bytes are needed.
    """
    if start[:1] != bytes([STX]):
        return 0
    if len(start) < _HEADER:
        return None
    size = int.from_bytes(start[1:3], "little")
    return size + _HEADER + _TRAILER if 5 <= size <= _LONGEST else 0


def unframe(data: bytes) -> bytes:
    """Take the data out of a whole frame.

    Raises:
        BadFrameError: Length, LRC, sum or end do not fit; the card is to be swiped again.
    """
    inner = data[_HEADER:-_TRAILER]
    if frame_length(data) != len(data) or frame(inner) != data:
        raise BadFrameError("length, LRC or sum of the frame do not fit")
    return inner


def parse_card(data: bytes, at_ns: int) -> RawSwipe:
    """Read the tracks from a frame's data.

    Raises:
        BadFrameError: The lengths do not fit the data.
    """
    start = 7 if data[:1] and data[0] & _ENHANCED else 5
    if len(data) < start or len(data) < start + sum(data[2:5]):
        raise BadFrameError("the track lengths do not fit the frame")
    tracks: list[str | None] = [None, None, None]
    errors: list[str] = []
    at = start
    for place in (1, 2, 3):
        length = data[1 + place]
        text = data[at : at + length].decode("latin-1")
        at += length
        if not length:
            continue
        if not data[1] >> (place - 1) & 1:
            errors.append(f"track{place}-{BadSwipeError.code}")
            continue
        try:
            tracks[place - 1] = check_track(text, place)
        except BadSwipeError as error:
            errors.append(f"track{place}-{error.code}")
    return RawSwipe(tracks=(tracks[0], tracks[1], tracks[2]), errors=tuple(errors), at_ns=at_ns)
