import pytest

from devices.drivers.gate import KEEP_NS, SwipeGate
from devices.events import CardSwiped, SwipeFailed
from devices.roles import Arming


class Clock:
    now_ns = 0

    def __call__(self) -> int:
        return self.now_ns


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def gate(events, clock):
    return SwipeGate(events, clock)


def card(number, at_ns=0):
    return CardSwiped(device="x", at_monotonic_ns=at_ns, track2=f";{number}?")


def told(events):
    return [event.track2 for event in events.of(CardSwiped)]


def test_once_means_once(gate, events):
    gate.arm(Arming.ONCE)
    gate.offer(card(1))
    gate.offer(card(2))
    assert (told(events), gate.is_armed) == ([";1?"], False)


def test_of_two_while_disarmed_the_newest_comes(gate, events):
    gate.offer(card(1))
    gate.offer(card(2))
    gate.arm(Arming.ONCE)
    assert (told(events), gate.is_armed, gate.dropped) == ([";2?"], False, 1)
    gate.offer(card(3))
    gate.arm(Arming.ALWAYS)
    assert (told(events), gate.is_armed) == ([";2?", ";3?"], True)


@pytest.mark.parametrize(("age_ns", "comes"), [(KEEP_NS, True), (KEEP_NS + 1, False)])
def test_what_was_kept_grows_old(gate, events, clock, age_ns, comes):
    gate.offer(card(1, at_ns=5))
    clock.now_ns = 5 + age_ns
    gate.arm(Arming.ONCE)
    assert (bool(told(events)), gate.is_armed, gate.dropped) == (comes, not comes, int(not comes))


def test_disarming_forgets(gate, events):
    gate.offer(card(1))
    gate.disarm()
    gate.arm(Arming.ONCE)
    assert (told(events), gate.dropped) == ([], 1)


def test_a_failure_is_told_only_while_armed_and_never_kept(gate, events):
    failed = SwipeFailed(device="x", at_monotonic_ns=0, code="bad-swipe")
    gate.offer(failed)
    gate.arm(Arming.ONCE)
    assert events.all == []
    gate.offer(failed)
    assert (events.all, gate.is_armed) == ([failed], True)
