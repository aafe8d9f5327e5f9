"""What each word ``do`` of a story does on the stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from app.loyalty.business_day import birthday
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.approve_member import ApproveMember
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.decision import Decision, Figure, Outcome
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
from app.scenario.game_steps import GAME_PLAYS
from app.scenario.office_steps import OFFICE_PLAYS
from app.scenario.perk_steps import PERK_PLAYS
from app.scenario.stage import Play, Stage

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
    return stage.do("enrol_member", body, member=_member(stage, step))


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
        OpeningCount(metric, today, amount) for metric, amount in step.get("counts", {}).items()
    ]
    for past in step.get("history", []):
        names = {"points": "points_earned"}
        counts += [
            OpeningCount(names.get(metric, metric), past["on"], amount)
            for metric, amount in past.items()
            if metric != "on"
        ]
    if "last_no_show" in flags:
        counts.append(OpeningCount("no_shows", flags["last_no_show"], 1))
    balances = {name: int(amount) for name, amount in step.get("balances", {}).items()}
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


def _check_in(stage: Stage, step: Step) -> Answer:
    member = _member(stage, step)
    stage.labels.stays[step.get("stay", "")] = member
    body = CheckIn(
        stay=step.get("stay", ""),
        room=step.get("room", ""),
        booking=step.get("booking", ""),
        rate_class=step.get("rate_class", "qualifying"),
        brand=step.get("brand", ""),
        channel=step.get("channel", "desk"),
        choice=step.get("choice", "points"),
        adults=step.get("party", {}).get("adults", 1),
        child_ages=tuple(step.get("party", {}).get("children", ())),
    )
    return stage.do("check_in", body, member=member)


def _check_out(stage: Stage, step: Step) -> Answer:
    stay = step.get("stay", "")
    member = stage.member(step["member"]) if "member" in step else stage.labels.stays[stay]
    return stage.do("check_out", CheckOut(stay=stay), member=member)


def _stay(stage: Stage, step: Step) -> Answer:
    """Check in, post what was spent, check out: one answer with everything it gave."""
    member = _member(stage, step)
    nights = step.get("nights", 1)
    label = f"{stage.now:%y%m%d%H%M%S%f}"
    body = CheckIn(
        stay=label,
        nights=nights,
        arrived_on=stage.business_date - timedelta(days=nights),
        rooms=max(1, step.get("room_nights", nights) // max(1, nights)),
        booked_by=step.get("booked_by", "self"),
        self_stayed=step.get("self_stayed", True),
        overnight=step.get("overnight", True),
        prepaid=step.get("prepaid", False),
        rate_class=step.get("rate_class", "qualifying"),
        brand=step.get("brand", ""),
        channel=step.get("channel", "desk"),
        choice=step.get("choice", "points"),
    )
    answers = [stage.do("check_in", body, member=member)]
    spends = {"rooms": step["spend"]} if "spend" in step else {}
    spends |= step.get("outlet_spend", {})
    for outlet, amount in spends.items():
        posting = PostSpend(
            outlet=outlet, bill=f"{label}-{outlet}", amount_minor=stage.minor(amount), stay=label
        )
        answers.append(stage.do("post_spend", posting, member=member))
    answers.append(stage.do("check_out", CheckOut(stay=label, nights=nights), member=member))
    return _together(answers)


def _together(answers: list[Answer]) -> Answer:
    refused = next((one for one in answers if one.decision.outcome is not Outcome.POSTED), None)
    if refused:
        return refused
    gives: dict[str, Figure] = {}
    for one in answers:
        for name, value in one.decision.gives.items():
            before = gives.get(name, 0)
            both = isinstance(value, int) and isinstance(before, int)
            gives[name] = before + value if both and not isinstance(value, str) else value  # type: ignore[operator]
    return Answer(
        slip_id=answers[-1].slip_id, decision=Decision(outcome=Outcome.POSTED, gives=gives)
    )


def _post_spend(stage: Stage, step: Step) -> Answer:
    pay = step.get("pay", "cash")
    body = PostSpend(
        outlet=step.get("outlet", ""),
        partner=step.get("partner", ""),
        units=step.get("units", 0),
        bill=str(step.get("bill", f"bill-{stage.now.isoformat()}")),
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
    stage.labels.slips[str(step.get("bill", ""))] = (answer.slip_id, member)  # type: ignore[assignment]
    return answer


def _void(stage: Stage, step: Step) -> Answer:
    of, member = stage.labels.slips[str(step["of"])]
    return stage.do("void", Void(of=of), member=member)


def _refund(stage: Stage, step: Step) -> Answer:
    of, member = stage.labels.slips[str(step["of"])]
    return stage.do(
        "refund", Refund(of=of, amount_minor=stage.minor(step["amount"])), member=member
    )


def _top_up(stage: Stage, step: Step) -> Answer:
    body = TopUp(amount_minor=stage.minor(step["amount"]), tender=step.get("pay", "cash"))
    return stage.do("top_up", body, member=_member(stage, step))


def _redeem(stage: Stage, step: Step) -> Answer:
    if "price" in step:
        stage.arrange_reward(step["reward"], step["price"], step.get("reward_class", ""))
    elif "cost" in step:
        programme = stage.poster.programme()
        rate = programme.figure(programme.pack.cost_points) if programme else Decimal(0)
        stage.arrange_reward(step["reward"], int(Decimal(step["cost"]) * rate))
    body = Redeem(
        reward=step["reward"],
        where=step.get("where", "desk"),
        identify=step.get("identify", "card"),
    )
    return stage.do_with_pin(
        "redeem", body, _member(stage, step), right=step.get("pin", "right") == "right"
    )


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
    decision = _together(answers).decision if answers else Decision(outcome=Outcome.POSTED)
    seen = Decision(outcome=Outcome.POSTED, gives=decision.gives, notified=tuple(sorted(told)))
    return Answer(slip_id="", decision=seen)


PLAYS: Final[dict[str, Play]] = {
    **BOOKING_PLAYS,
    **GAME_PLAYS,
    **PERK_PLAYS,
    **OFFICE_PLAYS,
    "enrol": _enrol,
    "approve": lambda stage, step: stage.do(
        "approve_member", ApproveMember(), member=_member(stage, step)
    ),
    "reject": lambda stage, step: stage.do(
        "reject_member", RejectMember(), member=_member(stage, step)
    ),
    "issue_card": lambda stage, step: stage.do(
        "issue_card", IssueCard(), member=_member(stage, step)
    ),
    "carry_over": _carry_over,
    "check_in": _check_in,
    "check_out": _check_out,
    "stay": _stay,
    "post_spend": _post_spend,
    "void": _void,
    "refund": _refund,
    "top_up": _top_up,
    "redeem": _redeem,
    "print": _print,
    "day_end": _day_end,
}
