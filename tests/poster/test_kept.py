"""Members kept in memory between batches: never other than the books, dropped after a fault, and not without end."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.adjust import Adjust
from app.operations.approve_member import ApproveMember
from app.operations.catalogue import BY_KIND
from app.operations.enrol_member import EnrolMember
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from app.operations.slip import Body, Slip
from app.operations.top_up import TopUp
from app.operations.view import Needs, View
from app.operations.void import Void
from app.poster import kept
from app.poster.replay import replay
from app.store.books import BooksError, Fault
from tests.poster.busy import prepared, slips
from tests.support.book import PROGRAMMES, Book


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


def test_cards_are_asked_anew_each_time(book: Book) -> None:
    book.enrol("li")
    for status in ("active", "lost"):  # a replaced one stays lost, and only the newest works
        number = book.one(f"SELECT number FROM cards WHERE member = 'li' AND status = '{status}'")
        if status == "active":
            book.must("report_lost", ReportLost(card=book.card(number)), member="li")
        book.must("replace_card", ReplaceCard(), member="li")
    statuses = [row[0] for row in book.rows("SELECT status FROM cards ORDER BY status")]
    assert statuses == ["active", "lost", "replaced"]
    assert book.broken() == []


def test_a_debt_made_in_a_batch_is_paid_in_it(make_book: Callable[..., Book]) -> None:
    ends = []
    for size in (1, 2):
        book = make_book(settings={"clawback": "settle"})
        book.enrol("li")
        bill = book.spend("li", 100_00)
        spent = Adjust(asset="points", quantity=-60, reason="spent elsewhere")
        book.must("adjust", spent, member="li", operator="max")
        book.reopen()
        again = PostSpend(outlet="rooms", bill="again", amount_minor=100_00)
        made = [
            book.submission("void", Void(of=bill.slip_id), member="li", operator="sue"),
            book.submission("post_spend", again, member="li"),
        ]
        for start in range(0, 2, size):
            book.poster.post(made[start : start + size])
        ends.append((book.balance("li"), book.one("SELECT SUM(amount) FROM debts")))
        assert replay(book.books).differing == ()
    assert ends == [(40, 0)] * 2


def test_a_card_of_this_batch_outlasts_a_slip_that_follows_and_asks_for_all_cards(
    make_book: Callable[..., Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asks_for_all(slip: Slip[Body], _view: View) -> Needs:
        return Needs(wholes=frozenset({slip.member}))

    thanks = replace(BY_KIND["credit_referral"], needs=asks_for_all)
    monkeypatch.setitem(BY_KIND, "credit_referral", thanks)
    source = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    source = source.replace("review = true", 'review = true\nreferral = "bring"')
    source += '\n[[actions]]\ncode = "bring"\nnames = { zh = "推荐", en = "Bring" }\nonce = false\n'
    book = make_book(source=source)
    for member, referrer in (("li", ""), ("wu", "li")):
        body = EnrolMember(kind=MemberKind.PERSON, referrer=MemberId(referrer))
        book.must("enrol_member", body, member=member)
    approved = [
        book.submission("approve_member", ApproveMember(), member=member, operator="sue")
        for member in ("li", "wu")
    ]
    book.poster.post(approved)
    number = book.one("SELECT number FROM cards WHERE member = 'li'")
    assert list(book.poster._kept.members[MemberId("li")].cards) == [number]
