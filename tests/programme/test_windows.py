"""Windows: the first and last day that count, on both sides."""

from datetime import date

import pytest

from app.programme.windows import window_on

DAY, JOINED = date(2026, 11, 22), date(2023, 12, 5)


@pytest.mark.parametrize(
    ("kind", "day", "joined", "more", "first"),
    [
        ("rolling-months", "2026-11-22", "2023-01-01", {}, "2025-11-22"),
        ("rolling-months", "2026-11-22", "2023-01-01", {"anniversary": "outside"}, "2025-11-23"),
        ("12-months", "2024-02-29", "2023-01-01", {}, "2023-02-28"),
        ("rolling-months", "2026-03-31", "2023-01-01", {"months": 1}, "2026-02-28"),
        ("calendar-year", "2026-11-22", "2023-01-01", {}, "2026-01-01"),
        ("calendar-year", "2026-01-01", "2023-01-01", {}, "2026-01-01"),
        ("membership-year", "2026-12-04", "2023-12-05", {}, "2025-12-05"),
        ("membership-year", "2026-12-05", "2023-12-05", {}, "2026-12-05"),
        ("membership-year", "2025-02-28", "2024-02-29", {}, "2024-02-29"),
        ("membership-year", "2025-03-01", "2024-02-29", {}, "2025-03-01"),
        ("membership-year", "2028-02-28", "2024-02-29", {}, "2027-03-01"),
        ("membership-year", "2028-02-29", "2024-02-29", {}, "2028-02-29"),
        ("membership-year", "2023-12-05", "2023-12-05", {}, "2023-12-05"),
        ("lifetime", "2026-11-22", "2023-01-01", {}, "0001-01-01"),
    ],
)  # fmt: skip
def test_a_window_begins_and_ends_on_its_days(
    kind: str, day: str, joined: str, more: dict, first: str
) -> None:
    today = date.fromisoformat(day)
    found = window_on(kind, today, joined_on=date.fromisoformat(joined), **more)
    assert found == (date.fromisoformat(first), today)


def test_a_window_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(ValueError, match="fortnight"):
        window_on("fortnight", DAY, joined_on=JOINED)
