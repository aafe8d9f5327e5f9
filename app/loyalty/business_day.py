"""Hotel days and periods: the business date turns at the night audit; months run to the same-numbered day."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=4096)
def plus_months(day: date, months: int) -> date:
    """Return the same-numbered day so many months later (or earlier), else the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def birthday(born: date, years: int) -> date:
    """Return the day on which a person, or a membership, is so many years old.

    Of 29 February it is 1 March where the year has none: the year before runs to the end of 28 February,
    as every period of months does.
    """
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def whole_years(born: date, on: date) -> int:
    """Return an age in whole years; one born on 29 February is a year older on 1 March, see ``birthday``."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def hotel_time(moment: datetime, zone: str) -> datetime:
    """Return an aware moment as the hotel's clock shows it."""
    return moment.astimezone(ZoneInfo(zone))
