"""Windows: from which day to which day a tier's counts are added."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from app.loyalty.business_day import birthday, plus_months, whole_years

WindowKind = Literal["rolling-months", "calendar-year", "membership-year", "lifetime"]


def is_within(day: date, first: date | None, last: date | None) -> bool:
    """Tell whether a day lies from the first to the last day, both inside; None leaves a side open."""
    return (first is None or first <= day) and (last is None or day <= last)


def last_day_with(
    kind: str, day: date, *, months: int = 12, anniversary: str = "inside", joined_on: date
) -> date:
    """Return the last day whose window still holds a day.

    Args:
        kind: As in ``window_on``.
        day: The day that is held.
        months: Length of a rolling window.
        anniversary: Whether the same-numbered day at the beginning is inside.
        joined_on: Where membership years begin.
    """
    match kind:
        case "rolling-months" | "12-months" | "rolling":
            end = plus_months(day, months)
            return end if anniversary == "inside" else end - timedelta(days=1)
        case "calendar-year" | "calendar":
            return date(day.year, 12, 31)
        case "membership-year" | "membership":
            years = max(0, whole_years(joined_on, day))
            return birthday(joined_on, years + 1) - timedelta(days=1)
        case _:
            return date.max


def window_on(
    kind: str,
    day: date,
    *,
    months: int = 12,
    anniversary: str = "inside",
    joined_on: date,
    lifetime_from: date = date.min,
) -> tuple[date, date]:
    """Return the first and last day of the window that runs on a day.

    Args:
        kind: rolling-months (also "12-months"), calendar-year, membership-year or lifetime.
        day: The day that asks, the window's last.
        months: Length of a rolling window.
        anniversary: Whether the same-numbered day at the beginning is inside.
        joined_on: Where membership years begin.
        lifetime_from: First day of all counts.

    Source:
        A period of months runs to the end of the same-numbered day; its first day is not counted
        unless the setting says inside.
    """
    match kind:
        case "rolling-months" | "12-months" | "rolling":
            start = plus_months(day, -months)
            return (start if anniversary == "inside" else start + timedelta(days=1)), day
        case "calendar-year" | "calendar":
            return date(day.year, 1, 1), day
        case "membership-year" | "membership":
            return birthday(joined_on, max(0, whole_years(joined_on, day))), day
        case "lifetime":
            return lifetime_from, day
        case _:
            raise ValueError(f"unknown window {kind!r}")
