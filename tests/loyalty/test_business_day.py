"""Months run to the same-numbered day; ages turn on the birthday; hours are hotel-local."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.loyalty.business_day import birthday, hotel_time, plus_months, whole_years


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"), ("2026-12-31", 2, "2027-02-28"), ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"), ("2026-05-31", 0, "2026-05-31"), ("2026-11-30", 3, "2027-02-28"),
        ("2026-10-31", 1, "2026-11-30"), ("2026-12-01", 1, "2027-01-01"), ("1900-01-31", 1, "1900-02-28"),
    ],
)  # fmt: skip
def test_a_month_runs_to_the_same_numbered_day_or_the_last(
    day: str, months: int, then: str
) -> None:
    assert plus_months(date.fromisoformat(day), months) == date.fromisoformat(then)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-240, 240))
def test_a_period_never_leaves_its_month(day: date, months: int) -> None:
    then = plus_months(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day <= day.day


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2008-02-29", "2026-02-28", 17), ("2008-02-29", "2026-03-01", 18), ("2008-11-22", "2026-11-21", 17),
        ("2008-11-22", "2026-11-22", 18), ("2026-11-22", "2026-11-22", 0), ("2008-02-29", "2028-02-29", 20),
    ],
)  # fmt: skip
def test_a_year_older_on_the_birthday(born: str, on: str, years: int) -> None:
    assert whole_years(date.fromisoformat(born), date.fromisoformat(on)) == years


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 80))
def test_an_age_is_reached_on_the_birthday_and_not_the_day_before(born: date, years: int) -> None:
    day = birthday(born, years)
    assert whole_years(born, day) == years
    assert whole_years(born, day - timedelta(days=1)) == years - 1
    assert plus_months(born, 12 * years) in {day, day - timedelta(days=1)}


def test_hours_are_the_hotels() -> None:
    moment = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert hotel_time(moment, "Asia/Shanghai").isoformat() == "2026-11-23T00:30:00+08:00"
    assert hotel_time(moment, "America/New_York").hour == 11
