import pytest

from devices.events import CardSwiped, Lamp, SwipeFailed
from devices.roles import Key
from devices.sim.wedge import SimWedgeReader
from tests.devices.support import BANK_T2, OURS, OURS_T1, OURS_T2

SIM = SimWedgeReader()
SECOND_NS = 1_000_000_000


@pytest.fixture
def wedge(manager, events):
    manager.open("keys", SIM.uri)
    assert events.lamp(Lamp.READY).detail == "keyboard"
    return manager.wedge("keys")


def press_all(wedge, keys):
    for key, at_ns in keys:
        assert wedge.press(key, at_ns).swallow
    return wedge.tick(keys[-1][1] + SECOND_NS)


@pytest.mark.parametrize("line_each", [False, True])
def test_a_swipe_is_one_event_and_no_key(wedge, events, line_each):
    wedge.arm()
    press_all(wedge, SIM.swipe(OURS_T1, OURS_T2, at_ns=0, line_each=line_each))
    swiped = events.next(CardSwiped)
    assert (swiped.track1, swiped.track2, swiped.member_number) == (OURS_T1, OURS_T2, OURS)
    assert not wedge.is_armed


def test_disarmed_it_is_swallowed_and_counted(wedge, events):
    press_all(wedge, SIM.swipe(OURS_T1, OURS_T2, at_ns=0))
    assert events.of(CardSwiped) == []
    wedge.disarm()
    assert wedge.dropped == 1


def test_a_bank_card_is_masked(wedge, events):
    wedge.arm()
    press_all(wedge, SIM.swipe(None, BANK_T2, at_ns=0))
    swiped = events.next(CardSwiped)
    assert (swiped.is_bank_card, swiped.track2) == (True, ";************0010=*******?")


def test_an_unreadable_card_is_a_failure(wedge, events):
    wedge.arm()
    press_all(wedge, SIM.type_text("%E?;E?\r", at_ns=0))
    assert events.next(SwipeFailed).code == "bad-swipe"


def test_typed_keys_come_back(wedge):
    assert wedge.press(Key(text="%", origin="the key"), 0).swallow
    verdict = wedge.press(Key(text="a"), SECOND_NS)
    assert not verdict.swallow
    assert [key.origin for key in verdict.replay] == ["the key"]
    assert wedge.press(Key(text="b"), SECOND_NS).next_check_ns is None


def test_closing_twice_is_fine(manager, wedge, events):
    wedge.close()
    manager.close()
    assert [status.lamp for status in events.all] == [Lamp.READY, Lamp.CLOSED]
    assert wedge.status.lamp is Lamp.CLOSED
    assert wedge.name == "keys"
