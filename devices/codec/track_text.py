"""The text of the three tracks of a magnetic stripe: checks and fields (ISO/IEC 7811-2, 7813)."""

import re
from dataclasses import dataclass, field

from devices.errors import BadSwipeError, CharacterError, EndSentinelError, StartSentinelError

MAX_LENGTH = {1: 79, 2: 40, 3: 107}
"""Characters per track, both sentinels and LRC included (ISO/IEC 7811-2, table 3)."""

STARTS = {1: "%", 2: ";", 3: ";+%"}
"""Start sentinels: track 3 has ``;`` (ISO 4909), ``+`` (keyboard readers), ``%`` (AAMVA)."""

_END = "?"
# Track 1 has 0x20 to 0x5F; track 2 and 3 have 0x30 to 0x3F. Sentinels stand only at the ends.
_ALPHABET = {
    1: re.compile(r"[\x20-\x3e\x40-\x5f]*"),
    2: re.compile(r"[0-9:<=>]*"),
    3: re.compile(r"[0-9:<=>]*"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFields:
    """What stands on track 1 (format B) or track 2.

    Attributes:
        format_code: ``B`` for track 1, ``""`` for track 2.
        pan: Card number; 1 to 19 digits at a bank, up to 37 on free cards.
        name: As on the card, padding stripped; ``""`` on track 2.
        expiry: ``YYMM`` when there is one with a month 01 to 12, else None.
        service_code: Three digits or None.
        discretionary: The rest.
    """

    format_code: str = ""
    pan: str = field(repr=False)
    name: str = field(default="", repr=False)
    expiry: str | None = None
    service_code: str | None = None
    discretionary: str = field(default="", repr=False)

    @property
    def surname(self) -> str:
        """Before the slash."""
        return self.name.partition("/")[0].strip()

    @property
    def first_name(self) -> str:
        """After the slash, without the title after the dot."""
        return self.name.partition("/")[2].partition(".")[0].strip()


def check_track(text: str, track: int) -> str:
    """Check sentinels, alphabet and length of one track.

    Args:
        text: With both sentinels; lower case on track 1 (CapsLock on a keyboard reader) is folded.
        track: 1, 2 or 3.

    Returns:
        The text, folded to upper case.

    Raises:
        StartSentinelError: It starts with something else.
        EndSentinelError: It has no end, or is longer than the track.
        CharacterError: A character in it is not of the track's alphabet.
    """
    text = text.upper()
    if not text or text[0] not in STARTS[track]:
        raise StartSentinelError(f"track {track} has no start sentinel")
    if len(text) < 2 or text[-1] != _END or len(text) > MAX_LENGTH[track] - 1:
        raise EndSentinelError(f"track {track} has no end sentinel within {MAX_LENGTH[track]}")
    if _alphabet(text, track).fullmatch(text[1:-1]) is None:
        raise CharacterError(f"track {track} has a character that its alphabet lacks")
    return text


def check_payload(text: str, track: int) -> str:
    """Check the text to write to a track, without sentinels.

    Raises:
        CharacterError: Too long (76, 37, 104) or a character that the alphabet lacks.
    """
    if len(text) > MAX_LENGTH[track] - 3 or _ALPHABET[track].fullmatch(text) is None:
        raise CharacterError(
            f"track {track} takes at most {MAX_LENGTH[track] - 3} characters of its alphabet"
        )
    return text


def parse_track1(text: str) -> TrackFields:
    """Read track 1, format B: ``%B`` number ``^`` name ``^`` YYMM SSS discretionary ``?``.

    Raises:
        BadSwipeError: Sentinels or alphabet are wrong, or it is not format B; use track 2.
    """
    parts = check_track(text, 1)[1:-1].split("^", 2)
    if len(parts) != 3 or parts[0][:1] != "B":
        raise BadSwipeError("track 1 is not in format B")
    pan = parts[0][1:].replace(" ", "")
    if not pan.isdecimal():
        raise BadSwipeError("track 1 has no card number")
    expiry, service_code, rest = _dated(parts[2], "^")
    return TrackFields(
        format_code="B",
        pan=pan,
        name=parts[1].rstrip(),
        expiry=expiry,
        service_code=service_code,
        discretionary=rest,
    )


def parse_track2(text: str) -> TrackFields:
    """Read track 2: ``;`` number ``=`` YYMM SSS discretionary ``?``, all but the number optional.

    Raises:
        BadSwipeError: Sentinels or alphabet are wrong.
    """
    pan, _, rest = check_track(text, 2)[1:-1].partition("=")
    expiry, service_code, discretionary = _dated(rest, "=")
    return TrackFields(
        pan=pan, expiry=expiry, service_code=service_code, discretionary=discretionary
    )


def _alphabet(text: str, track: int) -> re.Pattern[str]:
    # AAMVA writes track 3 with the alphabet of track 1.
    return _ALPHABET[1 if track == 3 and text[0] == "%" else track]


def _dated(text: str, separator: str) -> tuple[str | None, str | None, str]:
    """Split YYMM and service code off; gift cards put other digits there, so both are validated."""
    expiry: str | None = None
    if text[:1] == separator:
        text = text[1:]
    elif re.match(r"\d\d(0[1-9]|1[0-2])", text):
        expiry, text = text[:4], text[4:]
    else:
        return None, None, text
    if text[:1] == separator:
        return expiry, None, text[1:]
    if re.match(r"\d{3}", text):
        return expiry, text[:3], text[3:]
    return expiry, None, text
