"""What the words about perks, contracts and exchanges do on the stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from app.operations.buy_points import BuyPoints
from app.operations.cash_cheque import CashCheque
from app.operations.convert import Convert
from app.operations.donate import Donate, SignAgreement
from app.operations.end_membership import Disclose, EndMembership, TransferMembership
from app.operations.merge_member import MergeMember
from app.operations.request_perk import RequestPerk
from app.operations.slip import Body
from app.poster.submission import Answer
from app.scenario.stage import Play, Stage

Step = Mapping[str, Any]


def _do(stage: Stage, step: Step, kind: str, body: Body) -> Answer:
    return stage.do(kind, body, member=stage.member(step["member"]))


def _request_perk(stage: Stage, step: Step) -> Answer:
    stage.scene = {"available": str(step.get("available", True)).lower()}
    party = step.get("party", {})
    body = RequestPerk(
        perk=step["perk"],
        at_time=time.fromisoformat(step["at_time"]) if "at_time" in step else None,
        people=party.get("adults", 1) + len(party.get("children", [])),
    )
    return _do(stage, step, "request_perk", body)


def _cash_cheque(stage: Stage, step: Step) -> Answer:
    body = CashCheque(stay=step.get("stay", ""), amount_minor=stage.minor(step["amount"]))
    return _do(stage, step, "cash_cheque", body)


def _buy_points(stage: Stage, step: Step) -> Answer:
    if "reward_price" in step:
        stage.arrange_reward(step["reward"], step["reward_price"])
    body = BuyPoints(reward=step["reward"], points=step["amount"])
    return _do(stage, step, "buy_points", body)


def _convert(stage: Stage, step: Step) -> Answer:
    body = Convert(source=step["from"], target=step["to"], amount=step["amount"])
    return _do(stage, step, "convert", body)


def _sign(stage: Stage, step: Step) -> Answer:
    return _do(stage, step, "sign_agreement", SignAgreement(charity=step["charity"]))


def _donate(stage: Stage, step: Step) -> Answer:
    return _do(stage, step, "donate", Donate(charity=step["charity"], points=step["points"]))


def _suspend(stage: Stage, step: Step) -> Answer:
    return _do(stage, step, "suspend_member", EndMembership(reason=step.get("reason", "")))


def _terminate(stage: Stage, step: Step) -> Answer:
    return _do(stage, step, "terminate_member", EndMembership(reason=step.get("reason", "")))


def _merge(stage: Stage, step: Step) -> Answer:
    body = MergeMember(into=stage.member(step["into"]), reason="enrolled twice")
    return _do(stage, step, "merge_member", body)


def _transfer(stage: Stage, step: Step) -> Answer:
    return _do(stage, step, "transfer_membership", TransferMembership())


def _disclose(stage: Stage, step: Step) -> Answer:
    return _do(stage, step, "disclose", Disclose(to=step["to"]))


PERK_PLAYS: Final[dict[str, Play]] = {
    "request_perk": _request_perk,
    "cash_cheque": _cash_cheque,
    "buy_points": _buy_points,
    "convert": _convert,
    "sign_agreement": _sign,
    "donate": _donate,
    "suspend": _suspend,
    "terminate": _terminate,
    "merge": _merge,
    "transfer_membership": _transfer,
    "disclose": _disclose,
}
