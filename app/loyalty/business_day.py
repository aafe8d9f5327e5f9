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


def whole_years(born: date, on: date) -> int:
    """Return a person's age in whole years; one born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def hotel_time(moment: datetime, zone: str) -> datetime:
    """Return an aware moment as the hotel's clock shows it."""
    return moment.astimezone(ZoneInfo(zone))
