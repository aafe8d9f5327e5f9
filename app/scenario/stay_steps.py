"""What the words about stays do on the stage: arriving, leaving, and both at once with what was spent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.decision import Decision, Figure, Outcome
from app.operations.post_spend import PostSpend
from app.poster.submission import Answer
from app.scenario.labels import STAY
from app.scenario.stage import Play, Stage

Step = Mapping[str, Any]


def _check_in(stage: Stage, step: Step) -> Answer:
    member = stage.member(step["member"])
    body = CheckIn(
        stay=step.get("stay", ""),
        room=str(step.get("room", "")),
        booking=step.get("booking", ""),
        rate_class=step.get("rate_class", "qualifying"),
        brand=step.get("brand", ""),
        channel=step.get("channel", "desk"),
        choice=step.get("choice", "points"),
        adults=step.get("party", {}).get("adults", 1),
        child_ages=tuple(step.get("party", {}).get("children", ())),
    )
    answer = stage.do("check_in", body, member=member)
    stage.labels.name_stay(body.stay, answer, member)
    return answer


def _check_out(stage: Stage, step: Step) -> Answer:
    stay = step.get("stay", "")
    member = stage.member(step["member"]) if "member" in step else stage.labels.guest(stay)
    answer = stage.do("check_out", CheckOut(stay=stay), member=member)
    stage.labels.name_slip(stay, STAY, answer, member)
    return answer


def _stay(stage: Stage, step: Step) -> Answer:
    """Check in, post what was spent, check out: one answer with everything it gave.

    Where the guest is not let in, nothing is posted; a bill that is refused leaves no stay open.
    """
    member = stage.member(step["member"])
    nights = step.get("nights", 1)
    room_nights = step.get("room_nights", 0)
    label = stage.label()
    body = CheckIn(
        stay=label,
        nights=nights,
        arrived_on=_before(stage.business_date, nights),
        rooms=max(1, -(-room_nights // max(1, nights))),
        booked_by=step.get("booked_by", "self"),
        self_stayed=step.get("self_stayed", True),
        overnight=step.get("overnight", True),
        prepaid=step.get("prepaid", False),
        rate_class=step.get("rate_class", "qualifying"),
        brand=step.get("brand", ""),
        channel=step.get("channel", "desk"),
        choice=step.get("choice", "points"),
    )
    bills = _bills(stage, step, label)
    arrival = stage.do("check_in", body, member=member)
    if arrival.decision.outcome is not Outcome.POSTED:
        return arrival
    answers = [arrival, *(stage.do("post_spend", one, member=member) for one in bills)]
    leaving = CheckOut(stay=label, nights=nights, room_nights=room_nights)
    answers.append(stage.do("check_out", leaving, member=member))
    return together(answers)


def _bills(stage: Stage, step: Step, label: str) -> list[PostSpend]:
    spends = {"rooms": step["spend"]} if "spend" in step else {}
    spends |= step.get("outlet_spend", {})
    return [
        PostSpend(
            outlet=outlet, bill=f"{label}-{outlet}", amount_minor=stage.minor(amount), stay=label
        )
        for outlet, amount in spends.items()
    ]


def _before(day: date, nights: int) -> date:
    """Return the day so many nights earlier; of absurdly many, the first day of all, which is refused as well."""
    return day - timedelta(days=min(nights, day.toordinal() - 1)) if nights > 0 else day


def together(answers: list[Answer]) -> Answer:
    """Return one answer for several slips: the first refusal, or everything they gave."""
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


STAY_PLAYS: Final[dict[str, Play]] = {
    "check_in": _check_in,
    "check_out": _check_out,
    "stay": _stay,
}
