"""The report of USB HID stripe readers that are no keyboard (MagTek SureSwipe, ID TECH in HID mode).

Source: MagTek USB HID SureSwipe 99875191; ID TECH SecureMag manual, p. 32. One input report of 337
bytes a swipe: decode status of each track (bit 0: error), length of each, card encode type, and three
fields of 110 bytes.
"""

from devices.codec.text_swipe import RawSwipe
from devices.codec.track_text import check_track
from devices.errors import BadSwipeError

LENGTH = 337
_FIELD = 110
_FIRST = 7


def parse_report(report: bytes, at_ns: int) -> RawSwipe:
    """Read one report.

    Args:
        report: 337 bytes, without report number.
        at_ns: When it came.

    Returns:
        The swipe; what is wrong with a track stands in its errors, whatever the report holds.

    Raises:
        ValueError: The report has another length.
    """
    if len(report) != LENGTH:
        raise ValueError(f"a swipe's report has {LENGTH} bytes, not {len(report)}")
    tracks: list[str | None] = []
    errors: list[str] = []
    for place in range(3):
        text, error = _track(report, place)
        tracks.append(text)
        if error:
            errors.append(f"track{place + 1}-{error}")
    if not any(tracks) and not errors:
        errors.append(f"card-{BadSwipeError.code}")
    return RawSwipe(tracks=(tracks[0], tracks[1], tracks[2]), errors=tuple(errors), at_ns=at_ns)


def _track(report: bytes, place: int) -> tuple[str | None, str]:
    if report[place] & 1:
        return None, BadSwipeError.code
    length = report[3 + place]
    if not length:
        return None, ""
    start = _FIRST + place * _FIELD
    raw = report[start : start + min(length, _FIELD)]
    try:
        return check_track(raw.decode("latin-1"), place + 1), ""
    except BadSwipeError as error:
        return None, error.code


def make_report(tracks: tuple[str | None, str | None, str | None]) -> bytes:
    """Write the report of a swipe; tracks with sentinels. Used by the simulated reader."""
    raw = [(track or "").encode("latin-1")[:_FIELD] for track in tracks]
    head = bytes([0, 0, 0, *(len(one) for one in raw), 0])
    return head + b"".join(one.ljust(_FIELD, b"\0") for one in raw)
