"""The day-end: time for each member, on a small house and on a large one, in the same run."""

from __future__ import annotations

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
from app.bootstrap.hotel import Hotel, open_hotel
from app.bootstrap.sample import enrol_sample
from app.loyalty.business_day import hotel_time
from app.loyalty.ids import derived_id

_SMALL = 1_000
_LOTS = 10


def bench_day_end(members: int, rounds: int) -> Result:
    """Measure what the day-end costs for each member who has something due.

    Every member has ten lots, of which the older ones end; the small house is measured in rounds of its
    own books, the large one once in each round with another day of it.

    Args:
        members: Of the large house.
        rounds: How often the small house is made anew; its median is the limit.
    """
    small = [_us_a_member(_SMALL) for _ in range(rounds)]
    print(f"making {members} members …", file=sys.stderr)
    large = _us_a_member(members)
    result = Result(name="day-end")
    result.figures = {
        "us_a_member_1000": middle(small),
        f"us_a_member_{members}": large,
        "ratio_large_to_small": large / middle(small),
    }
    result.targets = {"ratio_large_to_small": {"at_most": 1.5}}
    return result


def _us_a_member(members: int) -> float:
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as folder:
        hotel = open_hotel(Path(folder) / "hotel", system_clock, create=True, use_keyring=False)
        try:
            return _measured(hotel, members)
        finally:
            hotel.close()


def _measured(hotel: Hotel, members: int) -> float:
    today: date = hotel_time(system_clock(), "Asia/Shanghai").date()
    plan = demo_plan(today)
    found(hotel, replace(plan, settings={**plan.settings, "points_valid_months": 1}))
    enrol_sample(hotel, members, "admin", lots=_LOTS)
    started = perf_counter()
    done = hotel.poster.end_day(derived_id("bench", str(members)), today)
    return (perf_counter() - started) * 1e6 / max(1, len(done))
