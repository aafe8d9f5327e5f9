"""PINs that take nothing: wrong, blocked, cancelled, timed out, cut off in the middle, used twice."""

from __future__ import annotations

import pytest

from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import NoPin, PinPurpose, PinToken
from app.ui.service.member_records import WarningKind
from app.ui.service.requests import PinChange, PinDraft
from app.ui.service.station_records import DeviceRole, LampState
from tests.support.at_desk import PIN, AtDesk, member_of, redeem, spend
from tests.support.waiting import PATIENCE_S, until

PAY = spend(amount_minor=20_000, stored_minor=10_000)
WRONG = "135790"


def reason_of(outcome: object) -> Reason:
    assert isinstance(outcome, Refusal), outcome
    return outcome.reason


def pad_is(at_desk: AtDesk, state: LampState) -> bool:
    lamps = at_desk.service._lamps()
    return any(one.role is DeviceRole.PIN_PAD and one.state is state for one in lamps)


@pytest.fixture
def before(at_desk):
    """Balances at the start; they must stand at the end of a test that took nothing."""
    return at_desk.balances()


def test_the_right_pin_takes_stored_value(at_desk, before):
    at_desk.done(PAY, at_desk.pin())
    assert at_desk.balances()[1] == before[1] - 10_000


def test_no_pin_takes_nothing(at_desk, before):
    assert reason_of(at_desk.submit(PAY)) is Reason.PIN_NEEDED
    assert at_desk.balances() == before


def test_three_wrong_pins_block_and_then_the_right_one_takes_nothing(at_desk, before):
    first = at_desk.submit(PAY, at_desk.pin(digits=WRONG))
    assert isinstance(first, Refusal)
    assert (first.reason, first.facts) == (Reason.PIN_WRONG, {"left": 2})
    second = at_desk.submit(redeem(), at_desk.pin(digits=WRONG, purpose=PinPurpose.REDEEM))
    assert isinstance(second, Refusal)
    assert (second.reason, second.facts) == (Reason.PIN_WRONG, {"left": 1})
    assert reason_of(at_desk.submit(PAY, at_desk.pin(digits=WRONG))) is Reason.PIN_BLOCKED
    assert reason_of(at_desk.submit(PAY, at_desk.pin(digits=PIN))) is Reason.PIN_BLOCKED
    assert at_desk.balances() == before
    panel = at_desk.panel()
    assert panel.pin_blocked
    assert WarningKind.PIN_BLOCKED in {one.kind for one in panel.warnings}


def test_a_right_pin_forgets_the_wrong_ones_before_it(at_desk):
    at_desk.submit(PAY, at_desk.pin(digits=WRONG))
    at_desk.submit(PAY, at_desk.pin(digits=WRONG))
    at_desk.done(PAY, at_desk.pin())
    again = at_desk.submit(spend(bill="T-2", stored_minor=100), at_desk.pin(digits=WRONG))
    assert isinstance(again, Refusal)
    assert again.facts == {"left": 2}


def test_a_guest_who_cancels_pays_nothing(at_desk, before):
    answer = at_desk.asking(member_of("lin"))
    at_desk.simulators.cancel_pin()
    assert answer.result(PATIENCE_S) is NoPin.CANCELLED
    assert at_desk.balances() == before


def test_a_cashier_can_end_the_entry(at_desk, before):
    answer = at_desk.asking(member_of("lin"))
    at_desk.service.cancel_pin()
    assert answer.result(PATIENCE_S) is NoPin.CANCELLED
    assert at_desk.simulators.pad.wait_until_idle()
    at_desk.service.cancel_pin()  # nothing is under way: nothing happens
    assert at_desk.balances() == before


def test_the_pads_own_time_running_out_takes_nothing(at_desk, before):
    answer = at_desk.asking(member_of("lin"))
    at_desk.simulators.pad.let_time_out()
    assert answer.result(PATIENCE_S) is NoPin.TIMED_OUT
    assert at_desk.balances() == before


def test_a_guest_who_walks_away_pays_nothing(at_desk, before):
    answer = at_desk.asking(member_of("lin"), seconds=1)
    assert answer.result(PATIENCE_S) is NoPin.TIMED_OUT
    assert at_desk.balances() == before


def test_a_pad_unplugged_in_the_middle_takes_nothing_and_works_again_when_plugged_in(
    at_desk, before
):
    answer = at_desk.asking(member_of("lin"))
    at_desk.simulators.plug("pad", plugged=False)
    assert answer.result(PATIENCE_S) is NoPin.UNPLUGGED
    until(lambda: not pad_is(at_desk, LampState.READY), "the pad's lamp goes out")
    assert at_desk.balances() == before
    gone = at_desk.service.ask_pin(PinPurpose.PAY, "1.00", 5, member_of("lin"))
    assert gone is NoPin.UNPLUGGED
    at_desk.simulators.plug("pad", plugged=True)
    until(lambda: pad_is(at_desk, LampState.READY), "the pad is back")
    at_desk.done(PAY, at_desk.pin())


def test_a_pad_without_keys_takes_nothing(at_desk, before):
    answer = at_desk.asking(member_of("lin"))
    at_desk.simulators.pad.refuse("9")
    assert isinstance(answer.result(PATIENCE_S), NoPin)
    assert at_desk.balances() == before


def test_an_entry_serves_one_slip_only(at_desk):
    token = at_desk.pin()
    at_desk.done(PAY, token)
    again = at_desk.submit(spend(bill="T-2", stored_minor=100), token)
    assert reason_of(again) is Reason.PIN_NEEDED


def test_a_made_up_token_opens_nothing(at_desk, before):
    assert reason_of(at_desk.submit(PAY, PinToken("0" * 16))) is Reason.PIN_NEEDED
    assert at_desk.balances() == before


def test_an_entry_made_for_one_guest_takes_nothing_of_another(at_desk):
    before = at_desk.balances("shen")
    pay = spend("shen", amount_minor=5_000, stored_minor=1_000)
    assert reason_of(at_desk.submit(pay, at_desk.pin("lin"))) is Reason.PIN_NEEDED
    assert at_desk.balances("shen") == before


def test_a_member_without_a_pin_is_told_to_set_one(at_desk):
    pay = spend("yan", amount_minor=5_000, stored_minor=1_000)
    assert reason_of(at_desk.submit(pay, at_desk.pin("yan"))) is Reason.PIN_NOT_SET


def test_two_new_pins_that_differ_set_nothing(at_desk):
    draft = PinDraft(member_id=member_of("yan"), change=PinChange.SET)
    pins = (
        at_desk.pin("yan", "112233", PinPurpose.NEW),
        at_desk.pin("yan", "332211", PinPurpose.AGAIN),
    )
    assert reason_of(at_desk.submit(draft, *pins)) is Reason.PIN_UNREADABLE
    assert not at_desk.panel("yan").has_pin


def test_no_pin_stands_in_any_file_or_log(at_desk, caplog):
    caplog.set_level("DEBUG")
    pin = "90817263"
    draft = PinDraft(member_id=member_of("yan"), change=PinChange.SET)
    pins = [at_desk.pin("yan", pin, purpose) for purpose in (PinPurpose.NEW, PinPurpose.AGAIN)]
    at_desk.done(draft, *pins)
    at_desk.done(spend("yan", stored_minor=500), at_desk.pin("yan", pin))
    at_desk.close()
    assert pin.encode() not in at_desk.files()
    assert pin not in caplog.text


def test_a_slow_pad_takes_its_time_and_the_pin_counts(at_desk, before):
    at_desk.simulators.turn("slow-pad", on=True)
    at_desk.done(PAY, at_desk.pin())
    assert at_desk.balances()[1] == before[1] - 10_000


def test_wrong_check_bytes_from_the_pad_take_nothing_and_the_next_entry_works(at_desk, before):
    answer = at_desk.asking(member_of("lin"))
    at_desk.simulators.turn("wrong-check", on=True)
    at_desk.simulators.type_pin(PIN)
    assert isinstance(answer.result(PATIENCE_S), NoPin)
    assert at_desk.balances() == before
    at_desk.simulators.turn("wrong-check", on=False)
    until(lambda: pad_is(at_desk, LampState.READY), "the pad is back")
    at_desk.done(PAY, at_desk.pin())
