"""What the words about bookings and tiers do on the stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from app.operations.accept_invitation import AcceptInvitation
from app.operations.apply_tier import ApplyTier
from app.operations.arrive import Arrive
from app.operations.book import Book
from app.operations.buy_tier import BuyTier
from app.operations.cancel_booking import CancelBooking
from app.operations.extend_stay import ExtendStay
from app.operations.guarantee import Guarantee
from app.operations.no_show import NoShow
from app.poster.submission import Answer
from app.scenario.stage import Play, Stage
from app.scenario.words import moment

Step = Mapping[str, Any]


def _book(stage: Stage, step: Step) -> Answer:
    """Book, and where hours are asked for, hold the room longer: a refusal of either is the answer."""
    arrival: date = step["arrival"]
    stage.scene = {"rooms_left": str(step["rooms_left"])} if "rooms_left" in step else {}
    body = Book(
        booking=step.get("booking", ""),
        arrives_on=arrival.date() if isinstance(arrival, datetime) else arrival,
        arrives_at=moment(arrival, stage.zone) if isinstance(arrival, datetime) else None,
        nights=step.get("nights", 1),
        rooms=step.get("rooms", 1),
        channel=step.get("channel", "desk"),
        booked_by=step.get("booked_by", "self"),
        self_stayed=step.get("guest", step["member"]) == step["member"],
        prepaid=step.get("prepaid", False),
        rate_class=step.get("rate_class", "qualifying"),
        price_offer=step.get("price_offer", ""),
    )
    answer = stage.do("book", body, member=stage.member(step["member"]))
    hours = step.get("guarantee_hours", 0)
    if hours and not answer.decision.refusal:
        guarantee = Guarantee(booking=body.booking, hours=hours)
        held = stage.do("guarantee", guarantee, member=stage.member(step["member"]))
        return held if held.decision.refusal else answer
    return answer


def _guarantee(stage: Stage, step: Step) -> Answer:
    body = Guarantee(booking=step["booking"], hours=step["hours"])
    return stage.do("guarantee", body, member=stage.member(step["member"]))


def _cancel(stage: Stage, step: Step) -> Answer:
    body = CancelBooking(booking=step["booking"])
    return stage.do("cancel_booking", body, member=stage.member(step["member"]))


def _no_show(stage: Stage, step: Step) -> Answer:
    return stage.do("no_show", NoShow(booking=step["booking"]), member=stage.member(step["member"]))


def _arrive(stage: Stage, step: Step) -> Answer:
    return stage.do("arrive", Arrive(booking=step["booking"]), member=stage.member(step["member"]))


def _extend(stage: Stage, step: Step) -> Answer:
    body = ExtendStay(
        stay=step["stay"],
        nights=step.get("nights", 1),
        arranged=step.get("arranged", "desk-after"),
    )
    return stage.do("extend_stay", body, member=stage.member(step["member"]))


def _apply_tier(stage: Stage, step: Step) -> Answer:
    return stage.do("apply_tier", ApplyTier(tier=step["tier"]), member=stage.member(step["member"]))


def _buy_tier(stage: Stage, step: Step) -> Answer:
    body = BuyTier(tier=step["tier"], paid_minor=stage.minor(step.get("paid", "0")))
    return stage.do("buy_tier", body, member=stage.member(step["member"]))


def _accept(stage: Stage, step: Step) -> Answer:
    body = AcceptInvitation(tier=step["tier"])
    return stage.do("accept_invitation", body, member=stage.member(step["member"]))


BOOKING_PLAYS: Final[dict[str, Play]] = {
    "book": _book,
    "guarantee": _guarantee,
    "cancel": _cancel,
    "no_show": _no_show,
    "arrive": _arrive,
    "extend": _extend,
    "apply_tier": _apply_tier,
    "buy_tier": _buy_tier,
    "accept_invitation": _accept,
}
