"""When day-end work falls due: the ends of periods, and the time in which an account must have been used."""

from __future__ import annotations

from datetime import date, timedelta

from app.loyalty.business_day import plus_months


def is_period_end(day: date, months: int) -> bool:
    """Tell whether a day is the last of a month whose number a period of so many months divides."""
    return months > 0 and day.month % months == 0 and (day + timedelta(days=1)).day == 1


def activity_window(kind: str, day: date) -> tuple[date, date] | None:
    """Return the time, ending on a day, in which an account must have been used; None: nothing is due.

    Args:
        kind: calendar: the year, looked at when it ends; rolling: the twelve months before.
        day: The business date that ended.
    """
    if kind == "calendar":
        return (date(day.year, 1, 1), day) if (day.month, day.day) == (12, 31) else None
    return plus_months(day, -12) + timedelta(days=1), day
