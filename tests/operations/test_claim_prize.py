"""Prizes by the room number: parity, days, channels, once, and a draw."""

from datetime import date

import pytest

from app.loyalty.ids import shard_of
from app.operations.claim_prize import ClaimPrize
from app.poster.poster import Poster
from tests.support.book import Book


def claim(room: str, checked_in: date, via: str = "website") -> ClaimPrize:
    return ClaimPrize(
        room=room, odd_team="italy", even_team="spain", booked_via=via, checked_in=checked_in
    )


def slept(book: Book, room: str, on: date) -> None:
    """Put a stay of an earlier day into the books, as a check-in of that day would have."""
    row = (shard_of("pan"), "pan", f"{room}-{on}", room, on.isoformat(), on.isoformat())
    with book.books.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO stays (shard, member, stay, room, arrived_on, arrived_at, rate_class, brand, "
            "channel, choice, nights, rooms, left_on, status, idle_nights, booking, booked_by, "
            "self_stayed, overnight, prepaid) VALUES (?, ?, ?, ?, ?, ?, '', '', 'website', 'points', "
            "1, 1, NULL, 'closed', 0, '', 'self', 1, 1, 0)",
            row,
        )


def short(make_book, winner: str, **settings: object) -> Book:
    """Open the game without walking through a year: the house's day is set by the pack's own dates."""
    from tests.support.book import PROGRAMMES

    text = (PROGRAMMES / "huazhu.toml").read_text(encoding="utf-8")
    text = text.replace('first = "06-13"', 'first = "11-20"').replace(
        'last = "07-14"', 'last = "11-21"'
    )
    book = make_book(source=text, settings=settings)
    book.brought("pan")
    for on in (19, 20, 21, 22):
        for room in ("1205", "1206", "suite"):
            slept(book, room, date(2026, 11, on))
    book.poster = Poster(
        book.books, lambda: book.now, book.poster._pins, lambda _: {"winner": winner}
    )
    return book


def test_the_winning_parity_has_one_gift(make_book) -> None:
    book = short(make_book, "italy")
    assert (
        book.must("claim_prize", claim("1205", date(2026, 11, 21)), member="pan").decision.gives[
            "granted"
        ]
        is True
    )
    book.refuse("claim_prize", claim("1205", date(2026, 11, 21)), "done-before", member="pan")


@pytest.mark.parametrize(
    ("winner", "draw", "room", "granted"),
    [
        ("italy", "nobody", "1205", True),
        ("italy", "nobody", "1206", False),
        ("spain", "nobody", "1206", True),
        ("draw", "nobody", "1205", False),
        ("draw", "both", "1205", True),
        ("", "both", "1205", False),
        ("italy", "nobody", "suite", False),
    ],
)
def test_parity_and_draw(make_book, winner: str, draw: str, room: str, granted: bool) -> None:
    book = short(make_book, winner, draw_prize=draw)
    body = claim(room, date(2026, 11, 21))
    if granted:
        book.must("claim_prize", body, member="pan")
    else:
        book.refuse("claim_prize", body, "not-eligible", member="pan")


@pytest.mark.parametrize(
    ("checked_in", "via", "reason"),
    [
        (date(2026, 11, 19), "website", "not-eligible"),
        (date(2026, 11, 20), "website", ""),
        (date(2026, 11, 21), "desk", ""),
        (date(2026, 11, 22), "website", "not-eligible"),
        (date(2026, 11, 21), "agency", "not-eligible"),
    ],
)
def test_days_and_channels_have_two_sides(
    make_book, checked_in: date, via: str, reason: str
) -> None:
    book = short(make_book, "italy")
    if reason:
        book.refuse("claim_prize", claim("1205", checked_in, via), reason, member="pan")
    else:
        book.must("claim_prize", claim("1205", checked_in, via), member="pan")


def test_a_room_in_which_the_member_did_not_sleep_brings_nothing(make_book) -> None:
    book = short(make_book, "italy")
    book.refuse("claim_prize", claim("1207", date(2026, 11, 21)), "not-eligible", member="pan")
    book.brought("wu")
    book.refuse("claim_prize", claim("1205", date(2026, 11, 21)), "not-eligible", member="wu")
    book.must("claim_prize", claim("1205", date(2026, 11, 21)), member="pan")


def test_who_is_no_member_gets_none(make_book) -> None:
    book = short(make_book, "italy")
    book.refuse("claim_prize", claim("1205", date(2026, 11, 21)), "member-unknown")
