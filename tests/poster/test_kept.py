"""Members kept in memory between batches: never other than the books, dropped after a fault, and not without end."""

import random

import pytest
from sqlalchemy import event

from app.loyalty.ids import MemberId
from app.operations.redeem import Redeem
from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from app.operations.top_up import TopUp
from app.poster import kept
from app.store.books import BooksError, Fault
from tests.poster.busy import prepared, slips
from tests.support.book import Book


def state_of(book: Book, member: MemberId) -> dict[str, object]:
    """What the poster holds of a member, in words that can be compared."""
    state = book.poster._kept.members[member]
    return {
        "row": state.row,
        "flows": dict(sorted(state.flows.items())),
        "lots": sorted(
            (lot for lot in state.lots.values() if lot.remaining), key=lambda lot: lot.lot
        ),
        "tallies": {
            metric: dict(sorted(days.items())) for metric, days in sorted(state.tallies.items())
        },
        "credential": state.credential,
        "stays": dict(state.stays),
    }


def test_what_is_kept_is_what_the_books_hold_after_a_busy_day(book: Book) -> None:
    prepared(book)
    for member in ("li", "wu"):
        book.top_up(member, 200_00)
        book.give_points(member, 500)
    chance = random.Random(7)
    made = list(slips(book, chance, 120))
    while made:
        size = chance.randint(1, 12)
        book.poster.post(made[:size])
        made = made[size:]
    held = {member: state_of(book, member) for member in (MemberId("li"), MemberId("wu"))}
    book.reopen()
    for member in held:  # load both anew, by a slip that changes nothing of them
        book.do("redeem", Redeem(reward="no such reward"), member=member)
    assert held == {member: state_of(book, member) for member in (MemberId("li"), MemberId("wu"))}


def test_a_batch_that_failed_leaves_nothing_in_memory(book: Book) -> None:
    book.enrol("li")
    book.top_up("li", 10_00)
    is_broken = True

    @event.listens_for(book.books.engine, "before_cursor_execute")
    def fail(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if is_broken and statement.startswith("INSERT INTO balances"):
            raise BooksError(Fault.DISK_FULL, "no room")

    with pytest.raises(BooksError):
        book.top_up("li", 90_00)
    is_broken = False
    answer = book.do("top_up", TopUp(amount_minor=5_00), member="li")
    assert answer.decision.receipt["stored_after_minor"] == 15_00
    assert book.balance("li", "CNY") == 15_00
    assert book.broken() == []


def test_only_so_many_are_kept_and_the_longest_unused_goes_first(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_MOST_MEMBERS", 2)
    for member in ("li", "wu", "an"):
        book.enrol(member)
    book.top_up("li", 1_00)
    book.top_up("wu", 2_00)
    book.top_up("an", 3_00)
    assert list(book.poster._kept.members) == ["wu", "an"]
    book.top_up("li", 4_00)
    assert book.balance("li", "CNY") == 5_00


def test_cards_and_debts_are_asked_anew_each_time(book: Book) -> None:
    book.enrol("li")
    for status in ("active", "lost"):  # a replaced one stays lost, and only the newest works
        number = book.one(f"SELECT number FROM cards WHERE member = 'li' AND status = '{status}'")
        if status == "active":
            book.must("report_lost", ReportLost(card=book.card(number)), member="li")
        book.must("replace_card", ReplaceCard(), member="li")
    statuses = [row[0] for row in book.rows("SELECT status FROM cards ORDER BY status")]
    assert statuses == ["active", "lost", "replaced"]
    assert book.broken() == []
