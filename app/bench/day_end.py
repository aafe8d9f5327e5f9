"""The day-end: time for each member, on a small house and on a large one, in the same run."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from app.bench.result import Result, middle
from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_plan
from app.bootstrap.founding import found
from app.bootstrap.hotel import open_hotel
from app.bootstrap.sample import enrol_sample
from app.loyalty.business_day import hotel_time
from app.loyalty.ids import derived_id
from app.poster.day_end import end_day

_SMALL = 1_000
_LOTS = 10


def bench_day_end(members: int, rounds: int) -> Result:
    """Measure what the day-end costs for each member who has something due.

    Every member has ten lots, of which the older ones end. Books are closed and opened again before they
    are measured, the small ones too, so that in neither the members still lie in memory. Half of the small
    rounds come before the large house and half after it: a machine changes its pace within minutes.

    Args:
        members: Of the large house.
        rounds: How often the small house is measured; the median is the limit.
    """
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as folder:
        print(f"making {members} members …", file=sys.stderr)
        home = Path(folder)
        _make(home / "large", members)
        _make(home / "small", _SMALL)
        small = [_us_a_member(home / "small") for _ in range(rounds // 2 + 1)]
        large = _us_a_member(home / "large")
        small += [_us_a_member(home / "small") for _ in range(rounds // 2 + 1)]
    result = Result(name="day-end")
    result.figures = {
        "us_a_member_1000": middle(small),
        f"us_a_member_{members}": large,
        "ratio_large_to_small": large / middle(small),
    }
    result.targets = {"ratio_large_to_small": {"at_most": 1.5}}
    return result


def _make(folder: Path, members: int) -> None:
    hotel = open_hotel(folder, system_clock, create=True, use_keyring=False)
    try:
        plan = demo_plan(_today())
        found(hotel, replace(plan, settings={**plan.settings, "points_valid_months": 1}))
        enrol_sample(hotel, members, "admin", lots=_LOTS)
    finally:
        hotel.close()


def _us_a_member(made: Path) -> float:
    """Measure on a copy, so that books made once serve every round."""
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as folder:
        copy = Path(shutil.copytree(made, Path(folder) / "hotel"))
        os.sync()  # the copy's own writing is not the day-end's
        hotel = open_hotel(copy, system_clock, use_keyring=False)
        try:
            hotel.poster.house()
            started = perf_counter()
            done = end_day(hotel.poster, derived_id("bench", str(made)), _today())
            return (perf_counter() - started) * 1e6 / max(1, done)
        finally:
            hotel.close()


def _today() -> date:
    return hotel_time(system_clock(), "Asia/Shanghai").date()
