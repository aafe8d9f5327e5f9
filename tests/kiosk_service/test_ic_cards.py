"""An IC card: the visit hangs on it, and what it said is forgotten with the visit though it lies there still."""

from __future__ import annotations

import time
from typing import Any

from app.loyalty.refusals import Reason, Refusal
from app.station.news import IcEnd, IcOrder, IcWork
from app.ui.service.answers import IcChanged, SwipeSeen
from app.ui.service.kiosk import Claim, Visit
from tests.support.at_desk import member_of
from tests.support.at_kiosk import AtKiosk
from tests.support.waiting import PATIENCE_S, until


def event(at_kiosk: AtKiosk, kind: type) -> Any:
    end = time.monotonic() + PATIENCE_S
    while True:
        found = at_kiosk.events.get(timeout=max(0.0, end - time.monotonic()))
        if isinstance(found, kind):
            return found


def laid(at_kiosk: AtKiosk) -> SwipeSeen:
    at_kiosk.simulators.lay_ic_card("desfire")
    found: SwipeSeen = event(at_kiosk, SwipeSeen)
    return found


def personalised(at_kiosk: AtKiosk) -> None:
    """Write lin's number to the card and take it away."""
    sql = "SELECT number FROM cards WHERE member = ?"
    ((number,),) = at_kiosk.rows(sql, str(member_of("lin")))
    order = IcOrder(work=IcWork.PERSONALISE, card=laid(at_kiosk).token, number=number)
    assert at_kiosk.kiosk.station.ic.work(order, 20) is IcEnd.DONE
    at_kiosk.simulators.take_ic_card()
    until(lambda: at_kiosk.kiosk.station.ic.card is None, "the card is away")


def test_the_visit_hangs_on_the_card_and_is_forgotten_with_it(at_kiosk: AtKiosk) -> None:
    personalised(at_kiosk)
    seen = laid(at_kiosk)
    claim = at_kiosk.service.claim_by_card(seen.token)
    assert isinstance(claim, Claim)
    assert claim.has_card
    assert isinstance(at_kiosk.tried(claim), Visit)
    station = at_kiosk.kiosk.station
    assert station.ic.number_of(seen.token)
    at_kiosk.service.end_visit()
    assert station.ic.number_of(seen.token) == ""
    assert station.read_of(seen.token) is None
    assert at_kiosk.service.claim_by_card(seen.token) == Refusal(Reason.VISIT_OVER)
    while not at_kiosk.events.empty():
        at_kiosk.events.get()
    at_kiosk.simulators.take_ic_card()
    assert event(at_kiosk, IcChanged).card is None
    again = at_kiosk.service.claim_by_card(laid(at_kiosk).token)
    assert isinstance(again, Claim)


def test_a_stripe_does_not_hold_the_visit(at_kiosk: AtKiosk) -> None:
    assert not at_kiosk.claim("lin").has_card
