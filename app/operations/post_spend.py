"""Post spend (消费登记): a bill, its discount, how it is paid, and what it earns."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.loyalty import accounts
from app.loyalty.member import MemberStatus
from app.loyalty.money import Rounding, from_minor, positive, rounded
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason, Refusal
from app.loyalty.stay import BillRow, BillStatus, StayRow
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import pin_refused, pin_used, served
from app.operations.review_tier import review_tier
from app.operations.slip import Body, Slip
from app.operations.view import MemberState, Needs, View
from app.programme.conditions import Fact
from app.programme.earning import Event, discount_of, earn, tallied

KIND = "post_spend"
_LONGEST_BILL = 40
_FROM_BOOKS = {"stored_value", "points", "voucher"}


@dataclass(frozen=True, slots=True)
class TenderPart:
    """A part of the bill paid in one way.

    Attributes:
        kind: cash, card, credit, alipay, wechat, stored_value or points.
        minor: Money in minor units; 0 for points, whose worth the programme says.
        points: Points used.
    """

    kind: str
    minor: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostSpend(Body):
    """A bill as the cashier enters it.

    Attributes:
        outlet: Code of the outlet (消费场所).
        bill: Bill number (消费单号), unique per outlet and business date.
        amount_minor: Before discount.
        parts: How it is paid, in part.
        rest: The tender that pays what the parts leave.
        confirm: The cashier said that the entry is right.
        stay: Label of the stay it belongs to; empty for the one that is open, if any.
        rate_class: Of a bill without a stay.
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


def claims(slip: Slip[PostSpend]) -> tuple[str, ...]:
    """One bill counts once, whoever's card was shown."""
    return (f"bill:{slip.property}:{slip.body.outlet}:{slip.business_date}:{slip.body.bill}",)


def needs(slip: Slip[PostSpend], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


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
    discount, discount_line = discount_of(view.programme, facts, slip.body.amount_minor)
    payable = slip.body.amount_minor - discount
    tenders = _tenders(slip.body, payable, state, view)
    if isinstance(tenders, Refusal):
        return refused_as(tenders)
    if any(part.kind in _FROM_BOOKS for part in tenders):
        wrong = pin_refused(slip, state, view)
        if wrong:
            return wrong
    ways = {part.kind for part in tenders}
    facts["pay"] = next(iter(ways)) if len(ways) == 1 else "mixed"
    entry = Entry(slip, view)
    if discount_line:
        entry.trace.append(discount_line)
    entry.move(
        view.programme.currency, discount, accounts.DISCOUNTS, accounts.sales(slip.body.outlet)
    )
    _pay(entry, tenders, slip.body.outlet, view)
    _earn(entry, slip, facts, payable, tenders, view)
    _keep(entry, slip, payable, discount, tenders, view)
    used = pin_used(state, view)
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
        "outlet": slip.body.outlet,
        "product": slip.body.product,
        "rate_class": stay.rate_class if stay else slip.body.rate_class,
        "channel": stay.channel if stay else slip.body.channel,
        "brand": stay.brand if stay else "",
        "choice": stay.choice if stay else "points",
        "in_stay": stay is not None,
        "pay": next(iter(kinds)) if len(kinds) == 1 else "mixed",
        "weekday": date.isoweekday(),
        "month": date.month,
        "day": date.day,
    }
    if state.row:
        facts["tier"] = state.row.tier
        facts["kind"] = state.row.kind.value
    return facts


def stay_of(label: str, state: MemberState) -> StayRow | None:
    """Return the stay a slip names, or the member's only open one."""
    if label:
        return state.stays.get(label)
    return next(iter(state.stays.values())) if len(state.stays) == 1 else None


def _bad_entry(slip: Slip[PostSpend], view: View) -> Decision | None:
    body = slip.body
    lost = [by for claim, by in view.observed.claims_lost.items() if claim.startswith("bill:")]
    if body.outlet not in view.house.outlets:
        return refused(Reason.OUTLET_UNKNOWN, outlet=body.outlet)
    if not body.bill.strip():
        return refused(Reason.BILL_MISSING)
    if len(body.bill) > _LONGEST_BILL:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_BILL)
    if lost:
        return refused(Reason.BILL_USED, bill=body.bill, outlet=body.outlet, slip_id=lost[0])
    bad = positive(body.amount_minor)
    return refused_as(bad) if bad else None


def _tenders(
    body: PostSpend, payable: int, state: MemberState, view: View
) -> list[TenderPart] | Refusal:
    """Settle how the bill is paid: every part with its worth, the rest by its tender."""
    programme = view.programme
    paid: list[TenderPart] = []
    for part in body.parts:
        worth = _worth(part, view)
        if isinstance(worth, Refusal):
            return worth
        if worth.minor <= 0:
            return Refusal(Reason.AMOUNT_NOT_POSITIVE)
        paid.append(worth)
    left = payable - sum(part.minor for part in paid)
    if left < 0 or (left > 0 and not body.rest):
        scale = programme.asset(programme.currency).scale
        return Refusal(
            Reason.TENDERS_DO_NOT_ADD_UP,
            {"payable": from_minor(payable, scale), "left": from_minor(left, scale)},
        )
    if left > 0:
        rest = _rest(body.rest, left, view)
        if isinstance(rest, Refusal):
            return rest
        paid.append(rest)
    return _affordable(paid, state, view)


def _rest(kind: str, left: int, view: View) -> TenderPart | Refusal:
    """Let one tender pay what is left; points pay it with as many as it is worth, rounded up."""
    if kind != "points":
        return _worth(TenderPart(kind, left), view)
    programme = view.programme
    rate = programme.figure(programme.pack.points_as_money.points_per_unit)
    if rate <= 0:
        return Refusal(Reason.POINTS_AS_MONEY_OFF)
    scale = programme.asset(programme.currency).scale
    return TenderPart(kind, left, rounded(Decimal(left).scaleb(-scale) * rate, Rounding.CEIL))


def _worth(part: TenderPart, view: View) -> TenderPart | Refusal:
    if part.kind == "voucher":
        return Refusal(Reason.VOUCHER_UNKNOWN)  # no operation hands out vouchers that pay bills
    if part.kind != "points":
        return part
    programme = view.programme
    rate = programme.figure(programme.pack.points_as_money.points_per_unit)
    if rate <= 0:
        return Refusal(Reason.POINTS_AS_MONEY_OFF)
    scale = programme.asset(programme.currency).scale
    return TenderPart("points", int(Decimal(part.points).scaleb(scale) / rate), part.points)


def _affordable(
    paid: list[TenderPart], state: MemberState, view: View
) -> list[TenderPart] | Refusal:
    programme = view.programme
    scale = programme.asset(programme.currency).scale
    wanted = sum(part.minor for part in paid if part.kind == "stored_value")
    has = state.balance(programme.currency)
    if wanted > has:
        if programme.word(programme.pack.stored_value.short) != "split":
            facts = {"needs": from_minor(wanted, scale), "has": from_minor(has, scale)}
            return Refusal(Reason.NOT_ENOUGH_STORED_VALUE, facts)
        others = [part for part in paid if part.kind != "stored_value"]
        paid = [
            *others,
            *([TenderPart("stored_value", has)] if has else []),
            TenderPart("other", wanted - has),
        ]
    points = sum(part.points for part in paid if part.kind == "points")
    if points > state.balance("points"):
        return Refusal(Reason.NOT_ENOUGH_POINTS, {"needs": points, "has": state.balance("points")})
    return paid


def _pay(entry: Entry, tenders: list[TenderPart], outlet: str, view: View) -> None:
    currency = view.programme.currency
    for part in tenders:
        if part.kind == "stored_value":
            entry.debit(currency, part.minor, accounts.sales(outlet))
        elif part.kind == "points":
            entry.debit("points", part.points, accounts.REDEEMED)
            entry.move(currency, part.minor, accounts.tender("points"), accounts.sales(outlet))
        else:
            entry.move(currency, part.minor, accounts.tender(part.kind), accounts.sales(outlet))


def _earn(
    entry: Entry,
    slip: Slip[PostSpend],
    facts: dict[str, Fact],
    payable: int,
    tenders: list[TenderPart],
    view: View,
) -> None:
    programme = view.programme
    entry.operations.append("getPoints")
    if not programme.holds(programme.pack.membership.earns, facts) or not _is_effective(entry):
        return
    # What points pay earns no points: they were earned once.
    eligible = payable - sum(part.minor for part in tenders if part.kind in {"points", "voucher"})
    event = Event(on="spend", facts=facts, eligible_minor=max(0, eligible))
    earned = earn(programme, event)
    entry.trace.extend(earned.trace)
    for credit in earned.credits:
        entry.credit(credit.asset, credit.amount)
    entry.gives["base_points"] = earned.sum_of("points", "base")
    entry.gives["bonus_points"] = earned.sum_of("points", "bonus")
    entry.gives["points"] = earned.sum_of("points")
    if len(earned.trace) > 1:
        entry.explain(
            "total", " + ".join(line.result for line in earned.trace), str(earned.sum_of("points"))
        )
    on = view.observed.business_date
    for metric, amount, _ in tallied(programme, event, earned):
        entry.tally(metric, amount, on)


def _is_effective(entry: Entry) -> bool:
    row = entry.state.row
    return row is not None and row.status is MemberStatus.ACTIVE


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
            outlet=body.outlet,
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
    rest = sum(part.minor for part in tenders if part.kind not in _FROM_BOOKS)
    entry.gives["discount"] = from_minor(discount, scale)
    entry.gives["payable"] = from_minor(rest, scale)
    entry.gives["next"] = "waiting"
    currency = programme.currency
    entry.receipt |= {
        "outlet": body.outlet,
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
