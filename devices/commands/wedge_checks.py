"""What a reader that types as a keyboard must keep: no card in a field, and no key of a person lost.

The checks with simulated keys need nobody; those with live ones need a reader at this terminal's keyboard.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from time import monotonic, monotonic_ns
from typing import cast

from devices.commands.hands import Act
from devices.commands.trial import FailedError, NotTriedError, Trial, must
from devices.events import CardSwiped, SwipeFailed
from devices.roles import Arming, Key, KeyboardWedge, WedgeVerdict
from devices.sim.wedge import BY_HAND_NS, SimWedgeReader

Named = tuple[str, Callable[[], str]]
_TRACKS = ("%B8888000012345678^TEST/CARD^4912101?", ";8888000012345678=4912101?")
_TYPED = "50% off; a+b?"
_LONG_NS = 1_000_000_000
_LIVE_QUIET_S = 0.5
_LOOK_S = 0.02
_RANDOM_KEYS = 5000
_SIM = SimWedgeReader()


def checks_of_wedge(trial: Trial) -> Iterator[Named]:
    """Return the checks, in the order to make them."""
    yield "a swipe is one card, and no key of it goes on", lambda: _swiped(trial)
    yield "a swipe with Enter after each track is one card", lambda: _line_each(trial)
    yield "disarmed, a swipe is swallowed all the same", lambda: _disarmed(trial)
    yield "disabled, no card is told", lambda: _disabled(trial)
    yield "what is typed by hand comes back, in order", lambda: _typed(trial)
    yield "half a swipe comes back, and the next one is read", lambda: _half(trial)
    yield f"of {_RANDOM_KEYS} random keys none is lost or doubled", lambda: _random(trial)
    yield "live: armed once, one card is told and no second", lambda: _live_card(trial)
    yield "live: what is typed by hand comes back", lambda: _live_typing(trial)


@dataclass
class _Fields:
    """A device and the fields behind it: what reached them, in order."""

    device: KeyboardWedge
    reached: list[Key] = field(default_factory=list)
    given: list[Key] = field(default_factory=list)
    due_ns: int | None = None
    _mark: int = 0

    def press(self, key: Key, at_ns: int) -> None:
        """Give a key to the device, and on to the fields what it lets go."""
        self._mark += 1
        marked = Key(text=key.text, is_enter=key.is_enter, origin=self._mark)
        self.given.append(marked)
        verdict = self.device.press(marked, at_ns)
        self._obey(verdict)
        if not verdict.swallow:
            self.reached.append(marked)

    def tick(self, now_ns: int) -> None:
        """Let the device decide what time decides."""
        self._obey(self.device.tick(now_ns))

    def type(self, keys: list[tuple[Key, int]]) -> int:
        """Give keys at their times, and a look when they are over; returns that time."""
        for key, at_ns in keys:
            while self.due_ns is not None and self.due_ns < at_ns:
                self.tick(self.due_ns)
            self.press(key, at_ns)
        end_ns = keys[-1][1] + _LONG_NS
        while self.due_ns is not None:
            self.tick(min(self.due_ns, end_ns))
        return end_ns

    def must_be_empty(self) -> None:
        """See that no key reached a field."""
        must(not self.reached, f"{len(self.reached)} keys of a card reached a field")

    def must_have_all(self) -> None:
        """See that every key reached a field once, in order."""
        marks = [key.origin for key in self.reached]
        must(marks == [key.origin for key in self.given], "keys were lost, doubled or mixed up")

    def _obey(self, verdict: WedgeVerdict) -> None:
        self.reached += verdict.replay
        self.due_ns = verdict.next_check_ns


@contextmanager
def _fields(trial: Trial) -> Iterator[_Fields]:
    device = trial.ready()
    try:
        yield _Fields(cast("KeyboardWedge", device))
    finally:
        device.close()


def _one_card(trial: Trial) -> None:
    event = trial.told(_LOOK_S, CardSwiped, SwipeFailed)
    must(isinstance(event, CardSwiped), f"the card was not read: {getattr(event, 'code', '')}")
    trial.none_of(_LOOK_S, CardSwiped, SwipeFailed)


def _swiped(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.device.arm()
        fields.type(_SIM.swipe(*_TRACKS, at_ns=monotonic_ns()))
        _one_card(trial)
        fields.must_be_empty()
        must(not fields.device.is_armed, "it stays armed after the card it was armed for")
    return f"{len(fields.given)} keys swallowed"


def _line_each(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.device.arm(Arming.ALWAYS)
        fields.type(_SIM.swipe(*_TRACKS, at_ns=monotonic_ns(), line_each=True))
        _one_card(trial)
        fields.must_be_empty()
    return "one card"


def _disarmed(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.type(_SIM.swipe(*_TRACKS, at_ns=monotonic_ns()))
        trial.none_of(_LOOK_S, CardSwiped, SwipeFailed)
        fields.must_be_empty()
        fields.device.disarm()
        must(fields.device.dropped == 1, "the card is not counted as dropped")
    return "counted as dropped"


def _disabled(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.device.arm(Arming.ALWAYS)
        fields.device.disable()
        fields.type(_SIM.swipe(*_TRACKS, at_ns=monotonic_ns()))
        trial.none_of(_LOOK_S, CardSwiped, SwipeFailed)
        fields.must_be_empty()
    return "silent"


def _typed(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.device.arm(Arming.ALWAYS)
        fields.type(_SIM.type_text(_TYPED + "\r", at_ns=monotonic_ns(), key_ns=BY_HAND_NS))
        fields.must_have_all()
        trial.none_of(_LOOK_S, CardSwiped, SwipeFailed)
    return f"{len(fields.given)} keys"


def _half(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.device.arm(Arming.ALWAYS)
        half = _TRACKS[1][: len(_TRACKS[1]) // 2]
        end_ns = fields.type(_SIM.type_text(half, at_ns=monotonic_ns()))
        fields.must_have_all()
        before = len(fields.reached)
        fields.type(_SIM.swipe(*_TRACKS, at_ns=end_ns))
        _one_card(trial)
        must(len(fields.reached) == before, "keys of a card reached a field")
    return f"{before} keys given back"


def _random(trial: Trial) -> str:
    chance, at_ns = random.Random(605), monotonic_ns()  # noqa: S311 - keys of a trial, no secret
    keys: list[tuple[Key, int]] = []
    for _ in range(_RANDOM_KEYS):
        at_ns += chance.choice((2_000_000, 30_000_000, 200_000_000))
        is_enter = chance.random() < 0.05
        text = "" if is_enter else chance.choice("%;+=^ab12 ")  # no end sentinel: never a swipe
        keys.append((Key(text=text, is_enter=is_enter), at_ns))
    with _fields(trial) as fields:
        fields.device.arm(Arming.ALWAYS)
        fields.type(keys)
        fields.must_have_all()
        trial.none_of(_LOOK_S, CardSwiped)
    return "all came back, in order"


def _live_card(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.device.arm()
        event = _live(trial, fields, Act.SWIPE, CardSwiped, SwipeFailed)
        if not isinstance(event, CardSwiped):
            code = event.code if isinstance(event, SwipeFailed) else "nothing came"
            raise FailedError(f"the card was not read: {code}")
        fields.must_be_empty()
        tracks = [str(n) for n in (1, 2, 3) if getattr(event, f"track{n}")]
    return f"track {' and '.join(tracks)} read, {len(fields.given)} keys swallowed"


def _live_typing(trial: Trial) -> str:
    with _fields(trial) as fields:
        fields.device.arm(Arming.ALWAYS)
        event = _live(trial, fields, Act.TYPE_KEYS, CardSwiped, SwipeFailed)
        must(event is None, "typing was taken for a card")
        must(bool(fields.given), "no key came")
        fields.must_have_all()
    return f"{len(fields.given)} keys"


def _live(
    trial: Trial, fields: _Fields, act: Act, *kinds: type[CardSwiped | SwipeFailed]
) -> CardSwiped | SwipeFailed | None:
    """Have hands do something at the live keyboard, until it is quiet again; returns the first event of it."""
    keyboard = trial.keyboard
    if keyboard is None:
        raise NotTriedError("no keyboard: run it in a terminal with --by-hand, or as sim:wedge")
    keys: SimpleQueue[tuple[Key, int]] = SimpleQueue()
    with keyboard.listened(lambda key, at_ns: keys.put((key, at_ns))):
        trial.act(act)
        end = monotonic() + trial.hands.patience_s
        while monotonic() < end:
            try:
                key, at_ns = keys.get(timeout=_LOOK_S)
            except Empty:
                fields.tick(monotonic_ns())
                continue
            fields.press(key, at_ns)
            end = monotonic() + _LIVE_QUIET_S  # from the first key on only until it is quiet
    try:
        event = trial.told(_LOOK_S, *kinds)
    except FailedError:
        return None
    trial.none_of(_LOOK_S, *kinds)
    return event
