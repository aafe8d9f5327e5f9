"""Post spend (消费登记): a bill, its discount, how it is paid, and what it earns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

import msgspec

from app.loyalty import accounts
from app.loyalty.money import from_minor, positive
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason, Refusal
from app.loyalty.stay import BillRow, BillStatus
from app.operations.award import award, earner
from app.operations.cash_back import pay_back
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import pin_refused, pin_used, served
from app.operations.refund import SHARED
from app.operations.review_tier import is_tier_year, review_tier
from app.operations.slip import Body, Slip
from app.operations.stays import stay_of
from app.operations.tenders import TenderPart, pay, settled, unknown_tender
from app.operations.view import MemberState, Needs, View
from app.programme.conditions import Fact
from app.programme.discounts import discount_of
from app.programme.earning import Event
from app.programme.pack import FROM_BOOKS

KIND = "post_spend"
_LONGEST_BILL = 40
Identify = Literal["card", "mobile", "qr"]


class PostSpend(Body, frozen=True, kw_only=True):
    """A bill as the cashier enters it.

    Attributes:
        outlet: Code of the outlet (消费场所).
        bill: Bill number (消费单号), unique per outlet and business date.
        amount_minor: Before discount.
        parts: How it is paid, in part.
        rest: The tender that pays what the parts leave.
        confirm: The cashier said that the entry is right.
        stay: Label of the open stay it belongs to; empty for the one that is open, if any.
        rate_class: Of a bill without a stay.
        units: Units of goods, for programmes that count them.
        partner: A merchant of the coalition, in the place of an outlet.
        identify: How the member was found: card, mobile or qr. Not written where it is the card, so that the
            slips from before there was a choice keep their bytes.
    """

    outlet: str
    bill: str
    amount_minor: int
    product: str = ""
    parts: tuple[TenderPart, ...] = ()
    rest: str = "cash"
    confirm: bool = True
    stay: str = ""
    rate_class: str = "qualifying"
    channel: str = "desk"
    units: int = 0
    partner: str = ""
    identify: Identify | msgspec.UnsetType = msgspec.UNSET

    @property
    def identified_by(self) -> Identify:
        """How the member was found."""
        return "card" if isinstance(self.identify, msgspec.UnsetType) else self.identify

    @property
    def where(self) -> str:
        """The outlet, or the partner that sold it."""
        return self.outlet or self.partner


def claims(slip: Slip[PostSpend]) -> tuple[str, ...]:
    """One bill counts once, whoever's card was shown."""
    return (bill_claim(slip.property, slip.body.where, slip.business_date, slip.body.bill),)


def bill_claim(property_id: str, where: str, day: date, bill: str) -> str:
    """Return the claim on one bill: its number is used once an outlet and day."""
    return f"bill:{property_id}:{where}:{day}:{bill}"


def needs(slip: Slip[PostSpend], view: View) -> Needs:
    """The member, and the slip that began the stay: a stay without a label of its own is called by it."""
    named = {slip.body.stay} if slip.body.stay else set()
    return replace(earner(slip.member, view), slips=frozenset(named))


def decide(slip: Slip[PostSpend], view: View) -> Decision:
    """Post the bill, or say why not.

    Source:
        S4 L704-717: getPoints, then insertContents and updatePoints, and updateMoney where the card pays.
    """
    if not slip.body.confirm:
        where = (
            "entry"
            if view.programme.word(view.programme.pack.wrong_entry) == "ask-again"
            else "waiting"
        )
        return refused(Reason.NOT_CONFIRMED, gives={"next": where})
    stopped = served(slip, view, Act.SERVE) or _bad_entry(slip, view)
    if stopped:
        return stopped
    state = view.member(slip.member)
    facts = facts_of(slip, state, view)
    today = view.observed.business_date
    discount, lines = discount_of(view.programme, facts, slip.body.amount_minor, today)
    payable = slip.body.amount_minor - discount
    tenders = settled(slip.body.parts, slip.body.rest, payable, slip.body.where, state, view)
    if isinstance(tenders, Refusal):
        return refused_as(tenders)
    takes_value = any(part.kind in FROM_BOOKS for part in tenders)
    if takes_value:
        wrong = pin_refused(slip, state, view, slip.body.identified_by)
        if wrong:
            return wrong
    ways = {part.kind for part in tenders} or {slip.body.rest}
    facts["pay"] = next(iter(ways)) if len(ways) == 1 else "mixed"
    entry = Entry(slip, view)
    if slip.body.stay and stay_of(slip.body.stay, state) is None:
        entry.explain("stay-not-open", slip.body.stay, "")
    entry.trace.extend(lines)
    entry.move(
        view.programme.currency, discount, accounts.DISCOUNTS, accounts.sales(slip.body.where)
    )
    pay(entry, tenders, slip.body.where, view)
    _earn(entry, slip, facts, payable, tenders, view)
    _keep(entry, slip, payable, discount, tenders, view)
    by_points = any(part.kind == "points" for part in tenders)
    if by_points and view.programme.word(view.programme.pack.points_as_money.refunds) != "money":
        entry.gives[SHARED] = True
    used = pin_used(state, view) if takes_value else None
    if used:
        entry.put(used)
    review_tier(entry, view)
    return entry.posted(notified=notice_ways(view))


def notice_ways(view: View) -> tuple[str, ...]:
    """Return by which ways the house tells a member the result of an operation."""
    word = view.programme.word(view.programme.pack.notify_by)
    return ("sms", "email") if word == "both" else (word,)


def facts_of(slip: Slip[PostSpend], state: MemberState, view: View) -> dict[str, Fact]:
    """Gather what conditions may ask about a bill."""
    stay = stay_of(slip.body.stay, state)
    date = view.observed.business_date
    kinds = {part.kind for part in slip.body.parts} | (
        {slip.body.rest} if slip.body.rest else set()
    )
    facts: dict[str, Fact] = {
        "outlet": slip.body.where,
        "product": slip.body.product,
        "rate_class": stay.rate_class if stay else slip.body.rate_class,
        "channel": stay.channel if stay else slip.body.channel,
        "brand": stay.brand if stay else "",
        "choice": stay.choice if stay else "points",
        "in_stay": stay is not None,
        "partner": slip.body.partner,
        "overnight": stay.overnight if stay else True,
        "prepaid": stay.prepaid if stay else False,
        "pay": next(iter(kinds)) if len(kinds) == 1 else "mixed",
        "weekday": date.isoweekday(),
        "month": date.month,
        "day": date.day,
    }
    if state.row:
        facts["tier"] = state.row.tier
        facts["tier_year"] = is_tier_year(state.row, date, state, view)
        facts["kind"] = state.row.kind.value
        facts["linked"] = bool(state.row.company)
    return facts


def _bad_entry(slip: Slip[PostSpend], view: View) -> Decision | None:
    body = slip.body
    lost = [by for claim, by in view.observed.claims_lost.items() if claim.startswith("bill:")]
    known = view.programme.pack.partners if body.partner else view.house.outlets
    if body.where not in known:
        return refused(Reason.OUTLET_UNKNOWN, outlet=body.where)
    if not body.bill.strip():
        return refused(Reason.BILL_MISSING)
    if len(body.bill) > _LONGEST_BILL:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_BILL)
    if lost:
        return refused(Reason.BILL_USED, bill=body.bill, outlet=body.outlet, slip_id=lost[0])
    bad = None if body.units > 0 and not body.amount_minor else positive(body.amount_minor)
    if not bad and not slip.told:
        # What was done is not decided again: money that changed hands is posted as given.
        bad = unknown_tender(body.parts, body.rest, view) or _no_such_stay(slip, view)
    return refused_as(bad) if bad else None


def _no_such_stay(slip: Slip[PostSpend], view: View) -> Refusal | None:
    """Refuse a bill for a stay that is not open; what was done already is posted without it and says so."""
    label = slip.body.stay
    if not label or label in view.member(slip.member).stays:
        return None
    began = view.slips.get(label)
    is_over = began is not None and began.kind == "check_in" and began.member == slip.member
    return Refusal(Reason.STAY_CLOSED if is_over else Reason.STAY_UNKNOWN, {"stay": label})


def _earn(
    entry: Entry,
    slip: Slip[PostSpend],
    facts: dict[str, Fact],
    payable: int,
    tenders: list[TenderPart],
    view: View,
) -> None:
    entry.operations.append("getPoints")
    # What vouchers pay earns no points, nor what points pay: they were earned once.
    free = {"voucher"}
    if view.programme.word(view.programme.pack.points_as_money.earns_again) != "true":
        free.add("points")
    eligible = payable - sum(part.minor for part in tenders if part.kind in free)
    event = Event(on="spend", facts=facts, eligible_minor=max(0, eligible), items=slip.body.units)
    earned = award(entry, event, view)
    pay_back(entry, event.eligible_minor, view)
    parts = [one for one in earned.trace if one.amount and one.asset == "points"] if earned else []
    if len(parts) > 1:
        scale = view.programme.asset("points").scale
        whole = from_minor(sum(one.amount for one in parts), scale)
        entry.explain("total", " + ".join(one.result for one in parts), whole, asset="points")


def _keep(
    entry: Entry,
    slip: Slip[PostSpend],
    payable: int,
    discount: int,
    tenders: list[TenderPart],
    view: View,
) -> None:
    body = slip.body
    programme = view.programme
    scale = programme.asset(programme.currency).scale
    stay = stay_of(body.stay, entry.state)
    points = entry.gives.get("points", 0)
    entry.put(
        BillRow(
            member=slip.member,
            slip=slip.id,
            outlet=body.where,
            bill=body.bill,
            business_date=view.observed.business_date,
            stay=stay.stay if stay else "",
            product=body.product,
            amount_minor=body.amount_minor,
            payable_minor=payable,
            points=points if isinstance(points, int) else 0,
            refunded_minor=0,
            status=BillStatus.POSTED,
        )
    )
    entry.operations += ["insertContents", "updatePoints"]
    if any(part.kind == "stored_value" for part in tenders):
        entry.operations.append("updateMoney")
    rest = sum(part.minor for part in tenders if part.kind not in FROM_BOOKS)
    is_subsidy = any(line.facts.get("as") == "subsidy" for line in entry.trace)
    entry.gives["subsidy" if is_subsidy else "discount"] = from_minor(discount, scale)
    entry.gives["payable"] = from_minor(rest, scale)
    entry.gives["next"] = "waiting"
    currency = programme.currency
    entry.receipt |= {
        "outlet": body.where,
        "bill": body.bill,
        "amount_minor": body.amount_minor,
        "discount_minor": discount,
        "payable_minor": payable,
        "points_earned": points if isinstance(points, int) else 0,
        "points_before": entry.state.balance("points"),
        "points_after": entry.balance("points"),
        "stored_before_minor": entry.state.balance(currency),
        "stored_after_minor": entry.balance(currency),
    }
    for place, part in enumerate(tenders):
        entry.receipt[f"tender_{place}"] = part.kind
        entry.receipt[f"tender_{place}_minor"] = part.minor
        entry.receipt[f"tender_{place}_points"] = part.points
