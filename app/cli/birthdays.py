"""The birthday list on the command line, for greetings and gifts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import HotelFolder
from app.loyalty.business_day import hotel_time
from app.settings.secrets import key_safe
from app.store.birthdays import Birthday, birthdays
from app.store.books import Books, BooksError


def print_birthdays(hotel: Path, on: date | None, days: int, *, as_json: bool) -> int:
    """Print whose birthday is on a day and the days after it, a line each, or JSON.

    Args:
        hotel: Folder of the hotel.
        on: The first day; None for today where the hotel is.
        days: How many days, 1 or more.
        as_json: One object a line.

    Returns:
        Exit status: 1 where the books cannot be read.
    """
    folder = HotelFolder(hotel)
    try:
        with (
            Books.open(
                str(folder.books), key_safe(folder.keys, may_make=False), alone=False
            ) as books,
            books.reading() as connection,
        ):
            zone = connection.exec_driver_sql("SELECT zone FROM properties").scalar()
            first = on or hotel_time(system_clock(), str(zone or "UTC")).date()
            found = birthdays(books, connection, first, first + timedelta(days=max(1, days) - 1))
    except BooksError as error:
        print(f"the books cannot be read: {error}")
        return 1
    for one in found:
        print(json.dumps(_as_dict(one), ensure_ascii=False) if as_json else _line(one))
    if not found and not as_json:
        print("no birthdays")
    return 0


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
