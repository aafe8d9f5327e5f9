"""What the words about actions, gifts and games do on the stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.loyalty.ids import MemberId
from app.operations.action import Action
from app.operations.claim_prize import ClaimPrize
from app.operations.gift import Gift
from app.operations.hold_draw import SEED, HoldDraw
from app.operations.settle_market import SettleMarket
from app.operations.stake import Stake
from app.poster.submission import Answer
from app.scenario.stage import Play, Stage
from app.scenario.words import moment

Step = Mapping[str, Any]


def _action(stage: Stage, step: Step) -> Answer:
    return stage.do("action", Action(what=step["what"]), member=stage.member(step["member"]))


def _gift(stage: Stage, step: Step) -> Answer:
    body = Gift(to=stage.member(step["to"]), points=step["points"])
    return stage.do_with_pin("gift", body, stage.member(step["member"]))


def _stake(stage: Stage, step: Step) -> Answer:
    body = Stake(
        market=step["market"],
        outcome=step["outcome"],
        points=step["points"],
        kickoff=moment(step["kickoff"], stage.zone),
    )
    return stage.do("stake", body, member=stage.member(step["member"]))


def _settle(stage: Stage, step: Step) -> Answer:
    return stage.do("settle_market", SettleMarket(market=step["market"], outcome=step["outcome"]))


def _draw(stage: Stage, step: Step) -> Answer:
    stage.scene = {SEED: str(step["seed"])} if "seed" in step else {}
    return stage.do("hold_draw", HoldDraw(draw=step["draw"], last=step["last"]))


def _claim(stage: Stage, step: Step) -> Answer:
    stage.scene = {"winner": step["winner"]}
    body = ClaimPrize(
        room=str(step["room"]),
        odd_team=step["odd_team"],
        even_team=step["even_team"],
        booked_via=step["booked_via"],
        checked_in=step["check_in"],
    )
    member = stage.member(step["member"]) if "member" in step else MemberId("")
    return stage.do("claim_prize", body, member=member)


GAME_PLAYS: Final[dict[str, Play]] = {
    "action": _action,
    "gift": _gift,
    "stake": _stake,
    "settle_market": _settle,
    "hold_draw": _draw,
    "claim_prize": _claim,
}
