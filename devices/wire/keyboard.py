"""Tells swipes and scanned codes from typing; pure, fed with keys and their times.

Keys that may start one are held; a reader types far faster than people. What turns out to be
neither is given back, in order, so nothing typed by hand is lost and nothing swiped ever lands in
a field.
"""

import unicodedata
from dataclasses import dataclass

from devices.codec.scan_text import is_scan
from devices.codec.text_swipe import GAP_NS, RawSwipe, TextSwipeParser
from devices.roles import Key, WedgeVerdict

KEY_GAP_NS = 50_000_000
HOLD_NS = 80_000_000
LONGEST_NS = 3_000_000_000
_LEAST_KEYS = 6
_STARTS = "%;+"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What keys became.

    Attributes:
        verdict: What to do with the keys.
        swipes: Swipes that are complete.
        scans: Codes that a scanner typed, without Enter.
    """

    verdict: WedgeVerdict
    swipes: tuple[RawSwipe, ...] = ()
    scans: tuple[str, ...] = ()


class WedgeAssembler:
    """Holds at most one burst of keys and one unfinished swipe."""

    def __init__(self, *, by_place: bool = False) -> None:
        """Hold nothing yet.

        Args:
            by_place: Take each key for what it is on a US keyboard, whatever layout the computer has.
        """
        self._by_place = by_place
        self._held: list[tuple[Key, int]] = []
        self._parser = TextSwipeParser()
        self._burst_ended_ns: int | None = None

    def press(self, key: Key, at_ns: int) -> Assembled:
        """Take a key press; see ``WedgeVerdict`` for what to do with it."""
        before = self.tick(at_ns)
        swipes, scans = before.swipes, before.scans
        if key.is_modifier:
            # A reader presses Shift for each sentinel: of no meaning, and never breaks a burst.
            return self._answer(
                swallow=bool(self._held),
                replay=before.verdict.replay,
                swipes=swipes,
                scans=scans,
            )
        if not self._held:
            text = self._said(key)
            is_start = text != "" and text in _STARTS
            is_tail = key.is_enter and self._is_joining(at_ns)
            if is_start:
                self._held = [(key, at_ns)]
            return self._answer(
                swallow=is_start or is_tail,
                replay=before.verdict.replay,
                swipes=swipes,
                scans=scans,
            )
        if key.is_enter and is_scan(self._text()):
            return self._answer(
                swallow=True, swipes=swipes, scans=scans + self._burst_is_scan(at_ns)
            )
        self._held.append((key, at_ns))
        if key.is_enter and "?" in self._text():
            swipes += self._burst_is_swipe()
        return self._answer(swallow=True, replay=before.verdict.replay, swipes=swipes, scans=scans)

    def tick(self, now_ns: int) -> Assembled:
        """Decide what time decides."""
        replay: tuple[Key, ...] = ()
        swipes: tuple[RawSwipe, ...] = ()
        scans: tuple[str, ...] = ()
        if self._held and now_ns >= self._hold_end_ns():
            if is_scan(self._text()):
                scans = self._burst_is_scan(self._held[-1][1])
            elif "?" in self._text() and len(self._held) >= _LEAST_KEYS:
                swipes += self._burst_is_swipe()
            else:
                replay = self._let_go()
        if not self._held:
            swipes += tuple(self._parser.tick(now_ns))
        return self._answer(swallow=False, replay=replay, swipes=swipes, scans=scans)

    def flush(self) -> tuple[Key, ...]:
        """Forget everything and give back the keys that are held."""
        self._parser.flush()
        return self._let_go()

    def _let_go(self) -> tuple[Key, ...]:
        held, self._held = self._held, []
        return tuple(key for key, _ in held)

    def _text(self) -> str:
        return "".join(self._said(key) for key, _ in self._held)

    def _said(self, key: Key) -> str:
        """Return the character that the reader meant; one of full width, from an input method, is folded."""
        if self._by_place and key.us_text:
            return key.us_text
        return unicodedata.normalize("NFKC", key.text)

    def _hold_end_ns(self) -> int:
        # The first keys must come fast; a burst that has begun may pause up to the hold time.
        gap_ns = KEY_GAP_NS if len(self._held) > 1 and "?" not in self._text() else HOLD_NS
        return min(self._held[-1][1] + gap_ns, self._held[0][1] + LONGEST_NS)

    def _is_joining(self, at_ns: int) -> bool:
        """Whether an Enter now is the LF of CR LF, or a second CR, of the swipe just read."""
        ended_ns = self._burst_ended_ns
        return ended_ns is not None and at_ns - ended_ns <= GAP_NS

    def _burst_is_swipe(self) -> tuple[RawSwipe, ...]:
        held, self._held = self._held, []
        self._burst_ended_ns = held[-1][1]
        swipes: list[RawSwipe] = []
        for key, at_ns in held:  # each with its own time: the parser looks for gaps
            text = "\r" if key.is_enter else self._said(key)
            swipes += self._parser.feed(text.encode("latin-1", "replace"), at_ns)
        return tuple(swipes)

    def _burst_is_scan(self, ended_ns: int) -> tuple[str, ...]:
        text = self._text()
        self._held = []
        self._burst_ended_ns = ended_ns
        return (text,)

    def _answer(
        self,
        *,
        swallow: bool,
        replay: tuple[Key, ...] = (),
        swipes: tuple[RawSwipe, ...],
        scans: tuple[str, ...] = (),
    ) -> Assembled:
        due = self._hold_end_ns() if self._held else self._parser.due_ns()
        return Assembled(
            verdict=WedgeVerdict(swallow=swallow, replay=replay, next_check_ns=due),
            swipes=swipes,
            scans=scans,
        )
