"""Deciding a bill: the pure rules alone, for every programme that comes with InnPoint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from time import perf_counter
from typing import Any, cast
from zoneinfo import ZoneInfo

from app.bench.result import Result, middle
from app.bootstrap.hotel import PROGRAMMES
from app.loyalty.ids import MemberId, OperatorId, SlipId
from app.operations import post_spend
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.decision import Observed, Outcome
from app.operations.pen import Draft, Pen
from app.operations.slip import Slip
from app.operations.view import Needs, View
from app.programme.load import read_pack
from app.programme.pack import Pack
from app.scenario.stage import OUTLETS, Stage
from app.store.keys import card_hash
from app.store.loading import Loader

_AT = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
_BILLS = 400
_MEMBER = "guest"


def bench_decide(rounds: int) -> Result:
    """Measure how long one bill takes to decide, the books in memory and nothing written.

    Args:
        rounds: How often; the heaviest pack's median of medians is told.
    """
    by_pack: dict[str, float] = {}
    for file in sorted(PROGRAMMES.glob("*.toml")):
        pack = read_pack(file)
        if isinstance(pack, list):
            continue
        stage = Stage(file, _lively(pack), "Asia/Shanghai", _AT)
        try:
            by_pack[file.stem] = middle([_median_us(stage) for _ in range(rounds)])
        finally:
            stage.close()
    heaviest = max(by_pack, key=lambda name: by_pack[name])
    result = Result(name="decide", figures={"heaviest_us": by_pack[heaviest]})
    result.figures |= {f"{name}_us": value for name, value in by_pack.items()}
    result.targets = {"heaviest_us": {"at_most": 150}}
    return result


def _lively(pack: Pack) -> dict[str, Any]:
    """Set what a pack leaves to the house, so that every rule gives something and nothing is skipped."""
    figures: dict[str, Any] = {"integer": 3, "decimal": "2"}
    table = dict.fromkeys(OUTLETS, "2")
    return {
        name: figures.get(one.type, table)
        for name, one in pack.settings.items()
        if one.type in {"integer", "decimal", "table"} and one.default in (0, "0", "0.00", {})
    }


def _median_us(stage: Stage) -> float:
    view = _view(stage)
    times: list[float] = []
    for slip in _bills(stage):
        started = perf_counter()
        decision = post_spend.decide(slip, view)
        times.append((perf_counter() - started) * 1e6)
        if decision.outcome is not Outcome.POSTED:
            raise ValueError(f"{stage.pack.id}: {decision.refusal}")
    return middle(times)


def _view(stage: Stage) -> View:
    """Load a member who has been coming for years, in the highest tier, with thirty lots."""
    member = stage.member(_MEMBER)
    day = stage.business_date
    if stage.poster.programme() is not None:
        pack = stage.pack
        counts = tuple(
            OpeningCount(tally.metric, day.replace(day=one), 1)
            for tally in pack.tallies
            for one in range(1, day.day)
        )
        lots = tuple(OpeningLot(100, day.replace(day=1 + n % 20)) for n in range(30))
        body = CarryOver(
            tier=pack.tiers[-1].code, counts=counts, lots=lots if "points" in pack.assets else ()
        )
        stage.do("carry_over", body, member=member)  # refused the second time: it is there already
    view = View(
        stage.poster.house(), stage.poster.programme(), partial(card_hash, stage.books.keys)
    )
    with stage.books.reading() as connection:
        Loader(stage.books).load(connection, view, Needs(members=frozenset({member})))
    view.observe(Observed(at=_AT.astimezone(UTC), number=1, programme=1, business_date=day))
    return view


def _bills(stage: Stage) -> Iterator[Slip[post_spend.PostSpend]]:
    pen = Pen(property="hotel", terminal="bench")
    member: MemberId = stage.member(_MEMBER)
    outlets = ("rooms", "restaurant", "store", "cafe", "bar")
    for number in range(_BILLS):
        body = post_spend.PostSpend(
            outlet=outlets[number % len(outlets)],
            bill=f"{number}",
            amount_minor=10_000 + 137 * number,
            units=1,
        )
        draft = Draft(
            id=SlipId(f"00000000-0000-7000-8000-{number:012d}"),
            kind=post_spend.KIND,
            body=body,
            operator=OperatorId("story"),
            occurred_at=_AT,
            member=member,
        )
        slip, pen = pen.write(draft, stage.business_date, 1)
        yield cast("Slip[post_spend.PostSpend]", slip)
