"""The simulated till of another maker, over a real connection to a real till's desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.desk import OpenDesk, open_desk
from app.bootstrap.sim_till import SimTill
from app.ui.service.answers import Backing, Done
from app.ui.service.pos_records import PosBill
from app.ui.service.records import SlipId
from tests.support.at_desk import spend
from tests.support.desk_fixtures import demo_folder, hotel_folder
from tests.support.waiting import until

__all__ = ["demo_folder", "hotel_folder"]


@pytest.fixture
def desk(hotel_folder: Path) -> Iterator[OpenDesk]:
    opened = open_desk(
        hotel_folder, simulate=True, outlet="restaurant", with_till=True, use_keyring=False
    )
    opened.service.sign_in("chen", "jinting-chen")
    yield opened
    opened.close()


def sent(desk: OpenDesk) -> PosBill:
    assert desk.simulators is not None
    assert desk.pos is not None
    link = desk.pos
    until(lambda: link.port > 0, "the link listens")
    desk.simulators.send_bill()
    until(lambda: bool(desk.service.pos_stand().bills), "the bill came")
    return desk.service.pos_stand().bills[-1]


def says(desk: OpenDesk) -> str:
    assert desk.simulators is not None
    state = desk.simulators.state()
    assert state.till is not None
    return state.till.en


def test_a_bill_is_this_outlets_and_its_answer_is_shown(desk: OpenDesk) -> None:
    bill = sent(desk)
    assert bill.key.outlet == "restaurant"
    until(lambda: "waits" in says(desk), "it waits")
    assert desk.service.begin_pos_bill(bill.key) == bill
    draft = spend(bill=bill.key.bill, amount_minor=bill.amount_minor)
    done = desk.service.submit(draft, Backing())
    assert isinstance(done, Done)
    assert desk.service.answer_pos_bill(bill.key, SlipId(done.slip.slip_id))
    until(lambda: "posted" in says(desk), "it was posted")


def test_a_bill_is_declined_and_another_taken_back(desk: OpenDesk) -> None:
    first = sent(desk)
    assert desk.service.decline_pos_bill(first.key)
    assert not desk.service.decline_pos_bill(first.key)
    until(lambda: "no member" in says(desk), "it was declined")
    second = sent(desk)
    assert second.key.bill != first.key.bill
    assert desk.simulators is not None
    desk.simulators.take_bill_back()
    until(lambda: "taken back" in says(desk), "it was taken back")
    assert desk.service.pos_stand().bills == ()


def test_without_a_link_it_says_so() -> None:
    till = SimTill(lambda: 0, "CNY", 1)
    till.take_bill_back()
    till.send_bill()
    until(lambda: "no connection" in till.says.en, "nobody listens")
    till.close()
