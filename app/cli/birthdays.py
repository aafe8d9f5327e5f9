"""The birthday list on the command line, for greetings and gifts."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import HotelFolder
from app.loyalty.business_day import hotel_time
from app.settings.secrets import key_safe
from app.store.birthdays import Birthday, birthdays
from app.store.books import Books

_MOST_DAYS = 3_660  # ten years; the same birthdays come back every year


def print_birthdays(hotel: Path, on: date | None, days: int, *, as_json: bool) -> int:
    """Print whose birthday is on a day and the days after it, a line each, or JSON.

    Args:
        hotel: Folder of the hotel.
        on: The first day; None for today where the hotel is.
        days: How many days, 1 or more.
        as_json: One object a line.

    Returns:
        Exit status: 1 where so many days from that day on cannot be asked for.

    Raises:
        BooksError: The books cannot be read.
    """
    if days > _MOST_DAYS:
        return _refused(f"--days must be 1 to {_MOST_DAYS}, not {days}")
    folder = HotelFolder(hotel)
    with (
        Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False) as books,
        books.reading() as connection,
    ):
        zone = connection.exec_driver_sql("SELECT zone FROM properties").scalar()
        first = on or hotel_time(system_clock(), str(zone or "UTC")).date()
        if first > date.max - timedelta(days=days):  # the day behind the last is looked at too
            return _refused(f"the calendar ends before {days} days from {first} on; ask earlier")
        found = birthdays(books, connection, first, first + timedelta(days=max(1, days) - 1))
    for one in found:
        print(json.dumps(_as_dict(one), ensure_ascii=False) if as_json else _line(one))
    if not found and not as_json:
        print("no birthdays")
    return 0


def _refused(why: str) -> int:
    """Print why there is no list; returns exit status 1."""
    print(why, file=sys.stderr)
    return 1


def _as_dict(one: Birthday) -> dict[str, str | int]:
    return {
        "on": one.on.isoformat(),
        "number": one.number,
        "name": one.record.name,
        "turns": one.turns,
        "phone": one.record.phone,
    }


def _line(one: Birthday) -> str:
    return f"{one.on}  {one.number}  {one.record.name}  {one.turns}  {one.record.phone}"
