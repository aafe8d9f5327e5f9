"""What if: the real slips of some days decided under another version, as a manager asks before publishing."""

from __future__ import annotations

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from app.bench.result import BenchError, Result
from app.bench.writing import Writer, active_members, set_up
from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import Hotel, open_hotel
from app.loyalty.business_day import hotel_time
from app.operations.decision import Outcome
from app.poster.day_end import end_day
from app.poster.what_if import what_if

_DAYS = 4
_BATCH = 256
_SECONDS = 120.0


def bench_what_if(slips: int) -> Result:
    """Measure how long real slips take under another version of the house's programme.

    Bills of 2,000 members over four days, each closed with its day-end; the other version gives a
    point more for each yuan, so that every bill, level and day-end comes out otherwise.

    Args:
        slips: How many bills.
    """
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as folder:
        hotel = open_hotel(Path(folder) / "hotel", system_clock, create=True, use_keyring=False)
        try:
            first, last = _made(hotel, slips)
            started = perf_counter()
            found = what_if(hotel.books, _other(hotel), first, last)
            took = perf_counter() - started
        finally:
            hotel.close()
    if found.then.issued <= found.now.issued:
        raise BenchError("the other version gave no more points: it was not in force")
    result = Result(name="what-if")
    result.figures = {
        "seconds": took,
        "slips": float(found.slips),
        "us_a_slip": took * 1e6 / found.slips,
        "seconds_for_100000_slips": took * 100_000 / found.slips,
        "members_in_another_tier": float(len(found.moved)),
    }
    result.targets = {"seconds_for_100000_slips": {"at_most": _SECONDS}}
    return result


def _made(hotel: Hotel, slips: int) -> tuple[date, date]:
    """Post the bills and close the days; returns the first and the last of them."""
    print(f"posting {slips} bills …", file=sys.stderr)
    first = hotel_time(system_clock(), "Asia/Shanghai").date() - timedelta(days=_DAYS)
    set_up(hotel, first)
    writer = Writer(hotel, active_members(hotel))
    last = first
    for turn in range(_DAYS):
        last, left = writer.day, slips // _DAYS + (turn < slips % _DAYS)
        while left > 0:
            hotel.poster.post(writer.batch(min(_BATCH, left)))
            left -= _BATCH
        answer = hotel.poster.post([writer.closing()])[0]
        if answer.decision.outcome is not Outcome.POSTED:
            raise BenchError(f"the day {last} could not be closed")
        end_day(hotel.poster, answer.slip_id, last)
    return first, last


def _other(hotel: Hotel) -> str:
    """Return the house's own pack with a rule more: a point for each unit of every bill."""
    house = hotel.poster.house()
    source = house.versions[max(house.versions)].source
    return (
        f'{source}\n[[earning]]\nid = "earn.more"\non = "spend"\nasset = "points"\nper_unit = 1\n'
    )
