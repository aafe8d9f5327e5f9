"""What each word ``do`` of a story does on the stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.loyalty.business_day import whole_years
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.approve_member import ApproveMember
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.decision import Decision, Figure, Outcome
from app.operations.enrol_member import EnrolMember
from app.operations.issue_card import IssueCard
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.reject_member import RejectMember
from app.operations.top_up import TopUp
from app.operations.void import Void
from app.poster.submission import Answer
from app.scenario.stage import Play, Stage

Step = Mapping[str, Any]
_TAKES = {"stored_value", "points"}


def _member(stage: Stage, step: Step) -> MemberId:
    return stage.member(step["member"])


def _enrol(stage: Stage, step: Step) -> Answer:
    born = step.get("birth_date")
    body = EnrolMember(
        kind=MemberKind(step.get("kind", "person")),
        channel=step.get("channel", "desk"),
        age=whole_years(born, stage.business_date) if born else -1,
        legal_capacity=step.get("legal_capacity", True),
        company=stage.member(step["company"]) if "company" in step else MemberId(""),
    )
    return stage.do("enrol_member", body, member=_member(stage, step))


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
        consent=flags.get("consent", False),
        consent_third_party=flags.get("consent_third_party", False),
    )
    return stage.do("carry_over", body, member=_member(stage, step))


def _check_in(stage: Stage, step: Step) -> Answer:
    member = _member(stage, step)
    stage.labels.stays[step.get("stay", "")] = member
    body = CheckIn(
        stay=step.get("stay", ""),
        room=step.get("room", ""),
        nights=step.get("nights", 1),
        rate_class=step.get("rate_class", "qualifying"),
        brand=step.get("brand", ""),
        channel=step.get("channel", "desk"),
        choice=step.get("choice", "points"),
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
        rooms=max(1, step.get("room_nights", nights) // nights),
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
        outlet=step["outlet"],
        bill=str(step.get("bill", f"bill-{stage.now.isoformat()}")),
        amount_minor=stage.minor(step["amount"]),
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
        stage.arrange_reward(step["reward"], step["price"])
    elif "cost" in step:
        programme = stage.poster.programme()
        rate = programme.figure(programme.pack.cost_points) if programme else Decimal(0)
        stage.arrange_reward(step["reward"], int(Decimal(step["cost"]) * rate))
    body = Redeem(reward=step["reward"], where=step.get("where", "desk"))
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


def _day_end(stage: Stage, step: Step) -> None:
    del step
    stage.review_day()


PLAYS: Final[dict[str, Play]] = {
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
