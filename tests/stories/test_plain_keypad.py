"""A keypad that encrypts nothing at a whole desk: its driver makes the blocks, under a key of this run only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typing_extensions import override

from app.bootstrap.desk import open_desk
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import NoPin
from app.ui.service.station_records import DeviceReason, DeviceRole, LampState
from devices.errors import PlainPadForbiddenError
from devices.sim.keypad import SimPlainKeypad
from tests.support.at_desk import AtDesk, change_settings, member_of, spend
from tests.support.waiting import PATIENCE_S

PAY = spend(amount_minor=20_000, stored_minor=10_000)


@dataclass(frozen=True)
class KeypadAlone:
    """The only device of a desk."""

    pad: SimPlainKeypad

    def type_pin(self, digits: str) -> None:
        self.pad.type_pin(digits)


class AtDeskWithKeypad(AtDesk):
    """A desk whose keypad stands in its settings."""

    pad: SimPlainKeypad

    @override
    def open(self) -> None:
        self.desk = open_desk(self.path, use_keyring=False, clock=self._clock)
        self.service = self.desk.service
        self.simulators = KeypadAlone(self.pad)  # type: ignore[assignment] # all of it that is asked
        self.is_open = True
        self.service.subscribe(self._take)


@pytest.fixture
def keypad(tmp_path: Path) -> Iterator[SimPlainKeypad]:
    (tmp_path / "ports").mkdir()
    made = SimPlainKeypad(tmp_path / "ports")
    yield made
    made.close()


@pytest.fixture
def at_desk(hotel_folder: Path, keypad: SimPlainKeypad) -> Iterator[AtDeskWithKeypad]:
    change_settings(hotel_folder, devices={"pad": keypad.uri}, pad_keys={})
    kind: type[AtDeskWithKeypad] = type("AtThisDesk", (AtDeskWithKeypad,), {"pad": keypad})
    made = kind(hotel_folder)
    made.sign_in()
    yield made
    assert not made.is_open or made.broken() == []
    made.close()


def test_the_right_pin_takes_value_and_a_wrong_one_does_not(at_desk: AtDeskWithKeypad) -> None:
    before = at_desk.balances()[1]
    wrong = at_desk.submit(PAY, at_desk.pin(digits="135790"))
    assert isinstance(wrong, Refusal)
    assert wrong.reason is Reason.PIN_WRONG
    assert at_desk.balances()[1] == before
    at_desk.done(PAY, at_desk.pin())
    assert at_desk.balances()[1] == before - 10_000


def test_a_guest_who_cancels_pays_nothing(at_desk: AtDeskWithKeypad) -> None:
    answer = at_desk.asking(member_of("lin"))
    at_desk.pad.press_cancel()
    assert answer.result(PATIENCE_S) is NoPin.CANCELLED


def test_the_desk_says_so_as_long_as_it_is_open(at_desk: AtDeskWithKeypad) -> None:
    (lamp,) = [one for one in at_desk.service._lamps() if one.role is DeviceRole.PIN_PAD]
    assert not lamp.encrypts
    assert (lamp.state, lamp.reason) == (LampState.WARNING, DeviceReason.PLAIN_PAD)


def test_without_the_word_in_the_settings_no_desk_opens(
    hotel_folder: Path, keypad: SimPlainKeypad
) -> None:
    change_settings(hotel_folder, devices={"pad": keypad.uri.partition("?")[0]})
    with pytest.raises(PlainPadForbiddenError, match="plain=allowed"):
        open_desk(hotel_folder, use_keyring=False)
