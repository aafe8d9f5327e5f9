"""A pad with DUKPT keys at a whole desk: bytes of the pad, opener, PIN check; right, wrong, blocked, and other keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typing_extensions import override

from app.bootstrap.desk import open_desk
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import NoPin, PinPurpose
from app.ui.service.requests import PinChange, PinDraft
from devices.codec.visa_pinpad import Keys, Variant
from devices.sim.pin_pad import TEST_BASE_KEY, SimPinPad
from tests.support.at_desk import PIN, AtDesk, change_settings, member_of, redeem, spend
from tests.support.waiting import PATIENCE_S

PAY = spend(amount_minor=20_000, stored_minor=10_000)
WRONG = "135790"


@dataclass(frozen=True)
class PadAlone:
    """The only device of a desk."""

    pad: SimPinPad

    def type_pin(self, digits: str) -> None:
        self.pad.type_pin(digits)


class AtDeskWithPad(AtDesk):
    """A desk whose pad stands in its settings, as a real one does."""

    pad: SimPinPad

    @override
    def open(self) -> None:
        self.desk = open_desk(self.path, use_keyring=False, clock=self._clock)
        self.service = self.desk.service
        self.simulators = PadAlone(self.pad)  # type: ignore[assignment] # all of it that is asked
        self.is_open = True
        self.service.subscribe(self._take)


Opens = Callable[..., AtDesk]


@pytest.fixture(params=list(Variant), ids=lambda variant: variant.value)
def with_pad(request: pytest.FixtureRequest, hotel_folder: Path, tmp_path: Path) -> Iterator[Opens]:
    (tmp_path / "ports").mkdir()
    pad = SimPinPad(tmp_path / "ports", variant=request.param, keys=Keys.DUKPT)
    opened: list[AtDesk] = []

    def opens(base_key: bytes = TEST_BASE_KEY) -> AtDesk:
        keys = {"base_key": base_key.hex()}
        change_settings(hotel_folder, devices={"pad": pad.uri}, pad_keys=keys)
        made = type("AtThisDesk", (AtDeskWithPad,), {"pad": pad})
        opened.append(made(hotel_folder).sign_in())
        return opened[-1]

    yield opens
    for one in opened:
        assert not one.is_open or one.broken() == []
        one.close()
    pad.close()


def reason_of(outcome: object) -> Reason:
    assert isinstance(outcome, Refusal), outcome
    return outcome.reason


def test_every_entry_has_its_own_key_and_the_right_pin_takes_value(with_pad: Opens) -> None:
    at_desk = with_pad()
    before = at_desk.balances()[1]
    for number in range(1, 4):
        pay = spend(bill=f"T-{number}", amount_minor=5_000, stored_minor=1_000)
        at_desk.done(pay, at_desk.pin())
        assert at_desk.balances()[1] == before - 1_000 * number
    at_desk.close()
    again = with_pad()  # the pad counts on; so does the desk that was opened anew
    again.done(spend(bill="T-9", amount_minor=5_000, stored_minor=1_000), again.pin())


def test_three_wrong_pins_block_and_the_right_one_takes_nothing_then(with_pad: Opens) -> None:
    at_desk = with_pad()
    before = at_desk.balances()
    first = at_desk.submit(PAY, at_desk.pin(digits=WRONG))
    assert isinstance(first, Refusal)
    assert (first.reason, first.facts) == (Reason.PIN_WRONG, {"left": 2})
    second = at_desk.submit(redeem(), at_desk.pin(digits=WRONG, purpose=PinPurpose.REDEEM))
    assert reason_of(second) is Reason.PIN_WRONG
    assert reason_of(at_desk.submit(PAY, at_desk.pin(digits=WRONG))) is Reason.PIN_BLOCKED
    assert reason_of(at_desk.submit(PAY, at_desk.pin(digits=PIN))) is Reason.PIN_BLOCKED
    assert at_desk.balances() == before


def test_a_first_pin_is_set_with_it_and_stands_in_no_file(with_pad: Opens) -> None:
    at_desk = with_pad()
    pin = "90817263"
    draft = PinDraft(member_id=member_of("yan"), change=PinChange.SET)
    pins = [at_desk.pin("yan", pin, purpose) for purpose in (PinPurpose.NEW, PinPurpose.AGAIN)]
    at_desk.done(draft, *pins)
    at_desk.done(spend("yan", stored_minor=500), at_desk.pin("yan", pin))
    at_desk.close()
    assert pin.encode() not in at_desk.files()


def test_a_pad_of_another_house_is_unreadable_and_costs_no_try(with_pad: Opens) -> None:
    at_desk = with_pad(bytes(range(16)))
    before = at_desk.balances()
    for _ in range(4):
        assert reason_of(at_desk.submit(PAY, at_desk.pin())) is Reason.PIN_UNREADABLE
    assert at_desk.balances() == before
    at_desk.close()
    right = with_pad()
    right.done(PAY, right.pin())


def test_a_guest_who_cancels_pays_nothing(with_pad: Opens) -> None:
    at_desk = with_pad()
    answer = at_desk.asking(member_of("lin"))
    at_desk.simulators.pad.press_cancel()  # type: ignore[attr-defined]
    assert answer.result(PATIENCE_S) is NoPin.CANCELLED
