"""What each word ``do`` of a story does on the stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from app.loyalty.business_day import birthday
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.loyalty.refusals import Reason
from app.operations.approve_member import ApproveMember
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.decision import Decision, Outcome, refused
from app.operations.donate import SignAgreement
from app.operations.enrol_member import EnrolMember, age_of
from app.operations.issue_card import IssueCard
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.reject_member import RejectMember
from app.operations.top_up import TopUp
from app.operations.void import Void
from app.poster.submission import Answer
from app.scenario.booking_steps import BOOKING_PLAYS
from app.scenario.fields import said
from app.scenario.game_steps import GAME_PLAYS
from app.scenario.labels import BILL, REWARD
from app.scenario.office_steps import OFFICE_PLAYS
from app.scenario.perk_steps import PERK_PLAYS
from app.scenario.stage import Play, Stage, UnreadableError
from app.scenario.stay_steps import STAY_PLAYS, together

Step = Mapping[str, Any]
_TAKES = {"stored_value", "points", "voucher"}


def _member(stage: Stage, step: Step) -> MemberId:
    return stage.member(step["member"])


def _enrol(stage: Stage, step: Step) -> Answer:
    born = step.get("birth_date")
    body = EnrolMember(
        kind=MemberKind(step.get("kind", "person")),
        channel=step.get("channel", "desk"),
        age=age_of(born, stage.business_date),
        legal_capacity=step.get("legal_capacity", True),
        company=_linked(stage, step),
        grows_up_on=_grows_up_on(stage, born),
        invited=step.get("invited", False),
        paid_minor=stage.minor(step.get("paid", "0")),
        referrer=stage.member(step["referrer"]) if "referrer" in step else MemberId(""),
        as_of_stay=str(step.get("as_of_stay", "")),
    )
    answer = stage.do("enrol_member", body, member=_member(stage, step))
    if body.as_of_stay:
        stage.labels.name_stay(body.as_of_stay, answer, _member(stage, step))
    return answer


def _linked(stage: Stage, step: Step) -> MemberId:
    """Return the account that a person is linked to: a company's or a household's."""
    label = step.get("company") or step.get("household")
    return stage.member(label) if label else MemberId("")


def _grows_up_on(stage: Stage, born: date | None) -> date | None:
    children = stage.pack.membership.children
    return birthday(born, children.until_age) if born and children else None


def _carry_over(stage: Stage, step: Step) -> Answer:
    today = stage.business_date
    flags = step.get("flags", {})
    counts = [
        OpeningCount(metric, today, _count(stage, metric, amount))
        for metric, amount in step.get("counts", {}).items()
    ]
    for past in step.get("history", []):
        names = {"points": "points_earned"}
        counts += [
            OpeningCount(names.get(metric, metric), past["on"], _count(stage, metric, amount))
            for metric, amount in past.items()
            if metric != "on"
        ]
    if "last_no_show" in flags:
        counts.append(OpeningCount("no_shows", flags["last_no_show"], 1))
    balances = {
        name: stage.minor(amount, name) if isinstance(amount, str) else amount
        for name, amount in step.get("balances", {}).items()
    }
    if "miles" in step:
        balances["miles"] = step["miles"]
    since = step.get("tier_since")
    body = CarryOver(
        kind=MemberKind(step.get("kind", "person")),
        tier=step.get("tier", ""),
        tier_since=since.date() if isinstance(since, datetime) else since,
        points=step.get("points", 0),
        lots=tuple(OpeningLot(lot["points"], lot["earned_on"]) for lot in step.get("lots", [])),
        stored_minor=stage.minor(step.get("stored_value", "0")),
        counts=tuple(counts),
        balances=balances,
        company=_linked(stage, step),
        grows_up_on=_grows_up_on(stage, step.get("birth_date")),
        consent=flags.get("consent", False),
        consent_third_party=flags.get("consent_third_party", False),
    )
    answer = stage.do("carry_over", body, member=_member(stage, step))
    for charity in step.get("agreements", []):
        stage.do("sign_agreement", SignAgreement(charity=charity), member=_member(stage, step))
    return answer


def _count(stage: Stage, metric: str, amount: int | str) -> int:
    """Read a count; only one of money can have parts of a unit."""
    unit: int = 10 ** stage.pack.assets[stage.pack.currency].scale
    is_money = any(one.metric == metric and one.amount == "spend" for one in stage.pack.tallies)
    if isinstance(amount, int):
        return amount * unit if is_money else amount
    if is_money:
        return stage.minor(amount)
    whole, part = divmod(stage.minor(amount), unit)
    if part:
        raise UnreadableError(f"{said(amount)} is no whole number of the currency")
    return whole


def _issue_card(stage: Stage, step: Step) -> Answer:
    """Issue a card; a house has one scheme of numbers, and another than its own is refused."""
    programme = stage.poster.programme()
    own = programme.word(programme.pack.membership.card_scheme) if programme else ""
    scheme = step.get("scheme", own)
    if scheme != own:
        return Answer(slip_id="", decision=refused(Reason.NOT_IN_PROGRAMME, scheme=scheme, own=own))
    return stage.do("issue_card", IssueCard(), member=_member(stage, step))


def _post_spend(stage: Stage, step: Step) -> Answer:
    pay = step.get("pay", "cash")
    body = PostSpend(
        outlet=step.get("outlet", ""),
        partner=step.get("partner", ""),
        units=step.get("units", 0),
        bill=str(step["bill"]) if "bill" in step else f"bill-{stage.label()}",
        amount_minor=stage.minor(step.get("amount", "0")),
        product=step.get("product", ""),
        rest=pay,
        confirm=step.get("confirm", True),
    )
    member = _member(stage, step)
    takes = pay in _TAKES
    answer = (
        stage.do_with_pin("post_spend", body, member)
        if takes
        else stage.do("post_spend", body, member=member)
    )
    stage.labels.name_slip(str(step.get("bill", "")), BILL, answer, member)
    return answer


def _void(stage: Stage, step: Step) -> Answer:
    named = stage.labels.slip(str(step["of"]))
    member = _member(stage, step) if "member" in step else named.member
    return stage.do("void", Void(of=named.slip), member=member)


def _refund(stage: Stage, step: Step) -> Answer:
    named = stage.labels.slip(str(step["of"]))
    member = _member(stage, step) if "member" in step else named.member
    body = Refund(of=named.slip, amount_minor=stage.minor(step["amount"]))
    return stage.do("refund", body, member=member)


def _top_up(stage: Stage, step: Step) -> Answer:
    body = TopUp(amount_minor=stage.minor(step["amount"]), tender=step.get("pay", "cash"))
    return stage.do("top_up", body, member=_member(stage, step))


def _redeem(stage: Stage, step: Step) -> Answer:
    if "price" in step:
        stage.arrange_reward(step["reward"], step["price"], step.get("reward_class", ""))
    elif "cost" in step:
        programme = stage.poster.programme()
        rate = programme.figure(programme.pack.cost_points) if programme else Decimal(0)
        scale = stage.pack.assets[stage.pack.currency].scale
        cost = Decimal(stage.minor(step["cost"])).scaleb(-scale)
        stage.arrange_reward(step["reward"], int(cost * rate))
    body = Redeem(
        reward=step["reward"],
        where=step.get("where", "desk"),
        identify=step.get("identify", "card"),
    )
    member = _member(stage, step)
    answer = stage.do_with_pin("redeem", body, member, right=step.get("pin", "right") == "right")
    stage.labels.name_slip(step["reward"], REWARD, answer, member)
    return answer


def _print(stage: Stage, step: Step) -> Answer:
    del stage
    operations: list[str] = []
    if step["wanted"]:
        operations = [*(["setPrintModel"] if step.get("format") == "not-set" else []), "Print"]
    decision = Decision(
        outcome=Outcome.POSTED, operations=tuple(operations), gives={"next": "waiting"}
    )
    return Answer(slip_id="", decision=decision)


def _day_end(stage: Stage, step: Step) -> Answer:
    del step
    answers = stage.review_day()
    told = {way for one in answers for way in one.decision.notified}
    decision = together(answers).decision if answers else Decision(outcome=Outcome.POSTED)
    seen = Decision(outcome=Outcome.POSTED, gives=decision.gives, notified=tuple(sorted(told)))
    return Answer(slip_id="", decision=seen)


PLAYS: Final[dict[str, Play]] = {
    **BOOKING_PLAYS,
    **GAME_PLAYS,
    **PERK_PLAYS,
    **OFFICE_PLAYS,
    **STAY_PLAYS,
    "enrol": _enrol,
    "approve": lambda stage, step: stage.do(
        "approve_member", ApproveMember(), member=_member(stage, step)
    ),
    "reject": lambda stage, step: stage.do(
        "reject_member", RejectMember(), member=_member(stage, step)
    ),
    "issue_card": _issue_card,
    "carry_over": _carry_over,
    "post_spend": _post_spend,
    "void": _void,
    "refund": _refund,
    "top_up": _top_up,
    "redeem": _redeem,
    "print": _print,
    "day_end": _day_end,
}
