"""Puts a swipe together from the characters that a text reader sends.

Readers send ``%…?;…?+…?`` and then CR, CR LF, nothing at all, or a CR after each track; some add
a prefix, a suffix or the LRC character, and ``E`` for a track that they could not read. So the
parser looks for sentinels, ignores what stands between tracks, and ends a swipe as early as it
safely can:

* a CR after two or more tracks that came without one between them ends it at once;
* a CR after a single track waits ``QUIET_NS`` for the next track (100 ms after track 1);
* without CR, an idle gap of ``GAP_NS`` ends it.
"""

from dataclasses import dataclass, field

from devices.codec.track_text import MAX_LENGTH, check_track
from devices.errors import BadSwipeError, EndSentinelError, StartSentinelError

GAP_NS = 100_000_000
QUIET_NS = 30_000_000
_LEAST_NOISE = 3  # an adapter that is plugged in sends one or two zero bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSwipe:
    """One swipe as read, nothing masked; it does not leave the driver.

    Attributes:
        tracks: Text of track 1, 2 and 3 with sentinels, or None.
        errors: ``track1-bad-swipe`` and such, for tracks that could not be read.
        at_ns: When its last byte came.
    """

    tracks: tuple[str | None, str | None, str | None] = field(repr=False)
    errors: tuple[str, ...] = ()
    at_ns: int

    @property
    def is_good(self) -> bool:
        """Whether at least one track was read."""
        return any(track is not None for track in self.tracks)

    @property
    def code(self) -> str:
        """Code of the first error, for a swipe of which nothing was read."""
        return self.errors[0].partition("-")[2] if self.errors else BadSwipeError.code


class TextSwipeParser:
    """State machine over the characters of one reader; remembers at most one swipe."""

    def __init__(self) -> None:
        self._reset()

    def _reset(self) -> None:
        self._tracks: dict[int, str] = {}
        self._errors: dict[int, str] = {}
        self._track = 0  # the track under way, 0 between tracks
        self._text = ""
        self._noise = 0
        self._saw_e = False
        self._joined = False  # two tracks came without a CR between them
        self._ended = False  # a CR came after the last track
        self._last_ns = 0

    def feed(self, data: bytes, at_ns: int) -> list[RawSwipe]:
        """Take bytes, give the swipes that they complete."""
        done = self.tick(at_ns)
        for character in data.decode("latin-1"):
            swipe = self._take(character, at_ns)
            if swipe is not None:
                done.append(swipe)
        return done

    def tick(self, now_ns: int) -> list[RawSwipe]:
        """Give the swipe that silence completes."""
        due = self.due_ns()
        if due is None or now_ns < due:
            return []
        swipe = self._finish()
        return [] if swipe is None else [swipe]

    def due_ns(self) -> int | None:
        """When ``tick`` will complete something; None when nothing is held."""
        if not (self._track or self._seen() or self._noise):
            return None
        is_waiting_for_more = self._track or not self._ended or self._seen() == {1}
        return self._last_ns + (GAP_NS if is_waiting_for_more else QUIET_NS)

    def flush(self) -> None:
        """Forget what is held: the wire hung up."""
        self._reset()

    def _seen(self) -> set[int]:
        return self._tracks.keys() | self._errors.keys()

    def _take(self, character: str, at_ns: int) -> RawSwipe | None:
        done: RawSwipe | None = None
        if self._track:
            self._in_track(character)
        elif character in "%;+":
            track = self._track_for(character)
            if track == 0:
                done = self._finish()
                track = self._track_for(character)
            self._joined = self._joined or (bool(self._seen()) and not self._ended)
            self._track, self._text, self._ended = track, character, False
        elif character in "\r\n":
            done = self._line_end(at_ns)
        elif self._seen():
            self._saw_e = False  # LRC or suffix: of no meaning
        else:
            self._noise += 1
            self._saw_e = character == "E" and self._noise == 1
        if self._track or self._seen() or self._noise:
            self._last_ns = at_ns
        return done

    def _track_for(self, sentinel: str) -> int:
        """Say which track a sentinel starts; 0 when it starts another swipe."""
        seen = self._seen()
        if sentinel == "%":
            if not seen:
                return 1
            # AAMVA readers start track 3 with %, but never after a CR.
            return 3 if seen == {1, 2} and not self._ended else 0
        if sentinel == "+":
            return 0 if 3 in seen else 3
        if not seen & {2, 3}:
            return 2
        # A CR after each track: track 3 may follow track 1 and 2, but ";…?" CR ";…?" is two swipes.
        return 3 if 3 not in seen and (not self._ended or 1 in seen) else 0

    def _in_track(self, character: str) -> None:
        if character in "\r\n":
            self._fail(EndSentinelError.code)
            self._ended = True
        elif character == "?":
            self._end_track(self._text + character)
        elif character == ";" and self._track == 1:
            self._fail(EndSentinelError.code)
            self._track, self._text = 2, character
        elif character in "%;":
            # A start inside a track: that swipe was cut off, this is the next try.
            self._reset()
            self._track, self._text = (1 if character == "%" else 2), character
        elif len(self._text) >= MAX_LENGTH[self._track]:
            self._fail(EndSentinelError.code)
        else:
            self._text += character

    def _end_track(self, text: str) -> None:
        track, self._track, self._text = self._track, 0, ""
        if text[1:-1] == "":
            return  # a reader's way to say that the track is empty
        if text[1:-1].upper() == "E":
            self._errors[track] = BadSwipeError.code
            return
        try:
            self._tracks[track] = check_track(text, track)
        except BadSwipeError as error:
            self._errors[track] = error.code

    def _fail(self, code: str) -> None:
        self._errors[self._track] = code
        self._track, self._text = 0, ""

    def _line_end(self, at_ns: int) -> RawSwipe | None:
        if not self._seen():
            return self._finish() if self._saw_e else None
        self._ended, self._last_ns = True, at_ns
        return self._finish() if self._joined or 3 in self._seen() else None

    def _finish(self) -> RawSwipe | None:
        if self._track:
            self._fail(EndSentinelError.code)
        errors = {place: f"track{place}-{code}" for place, code in self._errors.items()}
        if not self._seen() and self._noise:
            if self._saw_e:
                errors[0] = f"card-{BadSwipeError.code}"
            elif self._noise >= _LEAST_NOISE:
                errors[0] = f"card-{StartSentinelError.code}"
        tracks = (self._tracks.get(1), self._tracks.get(2), self._tracks.get(3))
        at_ns = self._last_ns
        self._reset()
        if not errors and not any(tracks):
            return None
        return RawSwipe(
            tracks=tracks, errors=tuple(errors[key] for key in sorted(errors)), at_ns=at_ns
        )
