"""A clock that tests set forward and back."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.bootstrap.clock import system_clock


class Wrong:
    """This computer's clock, off by as much as is said."""

    def __init__(self) -> None:
        self.off = timedelta()

    def __call__(self) -> datetime:
        """Return the time that it shows."""
        return system_clock() + self.off
