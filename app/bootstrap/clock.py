"""The system's clock: the one place that asks it."""

from datetime import UTC, datetime


def system_clock() -> datetime:
    """Return the time now, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - here the Clock is made
