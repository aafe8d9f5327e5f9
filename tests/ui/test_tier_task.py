"""Tiers at the desk: an invitation answered, a tier applied for, a tier bought, under the programmes that have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_plan
from app.bootstrap.founding import found
from app.bootstrap.hotel import open_hotel
from app.loyalty.business_day import hotel_time
from app.ui.desk.card_page import CardPage
from app.ui.desk.tier_task import TierTask
from app.ui.service.answers import Done
from app.ui.service.member_records import Way
from app.ui.service.records import MemberId
from app.ui.service.requests import EnrolDraft, SpendDraft
from app.ui.serving.context import PageName
from app.ui.serving.flow import FlowState
from tests.support.at_desk import AtDesk
from tests.ui.conftest import Seat, SeatMaker

Opener = Callable[..., AtDesk]


@pytest.fixture
def desk_with(tmp_path: Path) -> Iterator[Opener]:
    """Open desks of hotels that run any programme."""
    opened: list[AtDesk] = []

    def make(pack: str, currency: str = "CNY", **settings: object) -> AtDesk:
        today = hotel_time(system_clock(), "Asia/Shanghai").date()
        hotel = open_hotel(tmp_path / pack, system_clock, create=True, use_keyring=False)
        plan = replace(
            demo_plan(today), pack=pack, currency=currency, settings=settings, rewards=()
        )
        found(hotel, plan)
        hotel.close()
        opened.append(AtDesk(tmp_path / pack).sign_in("wang"))
        return opened[-1]

    yield make
    for one in opened:
        assert one.broken() == []
        one.close()


def enrolled(at_desk: AtDesk) -> MemberId:
    done = at_desk.submit(EnrolDraft(kind="person", name="顾青禾", issue_card=False))
    assert isinstance(done, Done), done
    assert done.member_id is not None
    return done.member_id


def tier_page(seat_for: SeatMaker, at_desk: AtDesk, member: MemberId) -> tuple[Seat, CardPage]:
    seat = seat_for(code="en", real=at_desk)
    seat.desk.session = at_desk.service.sign_in("wang", "jinting-wang")
    seat.desk.session_changed.emit()
    seat.window.router.go(PageName.WAITING)
    seat.settle()
    seat.desk.show_panel(at_desk.service.member(member))
    seat.window.router.go(PageName.CARD)
    seat.settle()
    page = seat.page
    assert isinstance(page, CardPage)
    page.menu.go("tier")
    seat.settle()
    return seat, page


def choose(seat: Seat, page: CardPage, text: str) -> None:
    task = page._tasks["tier"]
    assert isinstance(task, TierTask)
    offered = [task.way.itemText(place) for place in range(task.way.count())]
    task.way.setCurrentIndex(offered.index(text))
    page.primary.setFocus()
    page.enter()
    seat.settle()


def confirm(seat: Seat, page: CardPage) -> None:
    assert page.flow.state is FlowState.CHECKING
    page.enter()
    seat.qtbot.waitUntil(lambda: page.flow.state is FlowState.DONE, timeout=10_000)
    seat.settle()


def tier_of(seat: Seat) -> str:
    assert seat.desk.panel is not None
    return seat.desk.panel.tier.code


def test_a_tier_is_bought_for_its_price(seat_for, desk_with):
    at_desk = desk_with("priority-club", "USD")
    seat, page = tier_page(seat_for, at_desk, enrolled(at_desk))
    task = page._tasks["tier"]
    choose(seat, page, "Buy Gold for $50.00")
    assert task.tender.isVisible()
    confirm(seat, page)
    assert tier_of(seat) == "gold"
    taken = "SELECT SUM(amount) FROM transfers WHERE source = 'tender:cash'"
    assert at_desk.rows(taken) == [(5_000,)]


def test_an_application_without_its_conditions_says_so_and_changes_nothing(seat_for, desk_with):
    at_desk = desk_with("seven-days")
    seat, page = tier_page(seat_for, at_desk, enrolled(at_desk))
    before = tier_of(seat)
    choose(seat, page, "Apply for Gold")
    assert page.note.isVisible()
    assert "conditions" in page.note.title.text()
    assert tier_of(seat) == before


@pytest.mark.parametrize(
    ("answer", "tier"),
    [("Accept the invitation to Gold", "gold"), ("Decline the invitation to Gold", "")],
)
def test_an_invitation_is_answered_as_the_guest_says(seat_for, desk_with, answer, tier):
    at_desk = desk_with("gloria")
    member = enrolled(at_desk)
    before = at_desk.service.member(member).tier.code
    bill = SpendDraft(
        member_id=member, outlet="rooms", bill="1", amount_minor=9_000_00, rest_tender="cash"
    )
    done = at_desk.submit(bill)
    assert isinstance(done, Done)
    assert done.panel.tier_ways[0].way is Way.INVITED
    seat, page = tier_page(seat_for, at_desk, member)
    choose(seat, page, answer)
    confirm(seat, page)
    assert tier_of(seat) == (tier or before)
    assert Way.INVITED not in [one.way for one in seat.desk.panel.tier_ways]


def test_a_programme_without_such_ways_offers_no_task(seat_for, desk_with):
    at_desk = desk_with("house")
    seat, page = tier_page(seat_for, at_desk, enrolled(at_desk))
    assert seat.desk.panel.tier_ways == ()
    assert "tier" not in page.menu.offered()
