"""Slips of many terminals come in by the inbox and are decided: once, in each terminal's order, and told."""

from __future__ import annotations

import random
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec.structs import replace as changed

from app.loyalty.refusals import Reason
from app.operations.post_spend import PostSpend
from app.operations.slip import canonical, slip_hash
from app.operations.tenders import TenderPart
from app.operations.top_up import TopUp
from app.poster.central.intake import Intake, Waits
from app.poster.replay import replay
from app.store.verify import verify
from tests.support.book import Book
from tests.support.central_poster import Running, Terminal, posting, until
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


def spend(terminal: Terminal, bill: str, member: str = "li", amount: int = 10_000) -> str:
    body = PostSpend(outlet="rooms", bill=f"{terminal.name}-{bill}", amount_minor=amount)
    return terminal.write("post_spend", body, member=member)


def test_slips_of_two_terminals_are_decided_and_told_to_the_house(
    book: Book, running: Running
) -> None:
    desks = [Terminal(book.books, f"desk-{n}").join() for n in (7, 8)]
    for n in range(20):
        for desk in desks:
            spend(desk, str(n), "li" if n % 2 else "wu")
    for desk in desks:
        desk.push()
    for desk in desks:
        assert set(desk.until_answered().values()) == {"posted"}
        assert desk.waits() == {}
    until(lambda: {"desk-7", "desk-8"} <= set(running.bell.rung), "the bell")
    told = book.rows(
        "SELECT shard, number FROM feed WHERE address = 'hotel' ORDER BY shard, number"
    )
    decided = book.rows(
        "SELECT d.shard, d.number FROM decisions d JOIN slips s ON s.id = d.slip "
        "WHERE s.terminal IN ('desk-7', 'desk-8') ORDER BY d.shard, d.number"
    )
    assert told == decided
    heads = book.rows("SELECT shard, number FROM feed_heads WHERE address = 'hotel' ORDER BY shard")
    assert heads == book.rows(
        "SELECT shard, number FROM shard_heads WHERE number > 0 ORDER BY shard"
    )
    assert replay(book.books).differing == ()


def test_what_is_handed_in_again_and_cut_anyhow_counts_once(
    book: Book, running: Running, desk: Terminal
) -> None:
    chance = random.Random(11)
    for _ in range(60):
        desk.write("top_up", TopUp(amount_minor=100, tender="cash"), member="li")
    before = book.balance("li", "CNY")
    at = 0
    while at < 60:
        step = chance.randint(1, 9)
        for _ in range(chance.randint(1, 5)):
            desk.push(max(0, at - chance.randint(0, 20)), min(60, at + step))
        at += step
    desk.until_answered()
    until(lambda: desk.waits() == {}, "an empty inbox")
    assert book.balance("li", "CNY") == before + 6_000
    assert running.service.figures.slips == 60


def test_a_slip_that_comes_before_an_earlier_one_waits_for_it(
    book: Book, running: Running, desk: Terminal
) -> None:
    ids = [spend(desk, str(n)) for n in range(6)]
    desk.push(3)
    until(lambda: set(desk.waits().values()) == {"gap"}, "slips that wait")
    other = Terminal(book.books, "desk-8").join()
    spend(other, "a")
    other.push()
    other.until_answered()  # nobody waits for them
    desk.push(0, 3)
    assert list(desk.until_answered()) and desk.waits() == {}  # noqa: PT018
    order = book.rows("SELECT s.sequence FROM slips s JOIN decisions d ON d.slip = s.id "
                      "WHERE s.terminal = 'desk-7' ORDER BY d.position")  # fmt: skip
    assert [row[0] for row in order] == [1, 2, 3, 4, 5, 6]
    assert len(ids) == 6


@pytest.mark.parametrize(
    "way", ["not signed", "changed", "taken out", "not a slip", "another's name"]
)
def test_what_is_not_the_terminals_own_chain_is_kept_and_not_decided(
    way: str, book: Book, running: Running, desk: Terminal
) -> None:
    for n in range(4):
        spend(desk, str(n))
    rows, key = list(desk.written), desk.key
    slip, text, _ = rows[1]
    if way == "not signed":
        key = secrets.token_bytes(32)
    elif way == "changed":
        other = changed(slip, member="wu")
        rows[1] = (other, canonical(other), None)
    elif way == "taken out":
        rows = [rows[0], *(
            (one := changed(row[0], sequence=row[0].sequence - 1), canonical(one), None) for row in rows[2:]
        )]  # fmt: skip
    elif way == "not a slip":
        rows[1] = (slip, text[:-1], None)
    else:
        other = changed(slip, terminal="desk-1")
        rows[1] = (other, canonical(other), None)
    desk.push_rows(rows, key)
    until(lambda: "" not in desk.waits().values(), "everything looked at")
    assert desk.answers() == {}
    assert len(desk.waits()) == len(rows)
    honest = Terminal(book.books, "desk-8").join()
    spend(honest, "a")
    honest.push()
    honest.until_answered()


def test_slips_that_nobody_signed_are_looked_at_once_beside_others_that_go_on(
    book: Book, desk: Terminal
) -> None:
    for n in range(5):
        spend(desk, str(n))
    desk.push(key=secrets.token_bytes(32))
    honest = Terminal(book.books, "desk-8").join()
    spend(honest, "a")
    honest.push()
    intake = Intake(book.books)
    with book.books.reading() as connection:
        taken = intake.look(connection, 100)
    assert [row.terminal for row, _ in taken.slips] == ["desk-8"]
    assert set(taken.waits.values()) == {Waits.UNSIGNED}
    assert len(taken.waits) == 5


def test_a_push_that_is_longer_than_one_look_is_taken_whole(book: Book, desk: Terminal) -> None:
    for n in range(40):
        spend(desk, str(n))
    desk.push(0, 10)
    desk.push(10)
    intake = Intake(book.books)
    with book.books.reading() as connection:
        assert (
            len(intake.look(connection, 12).slips) == 10
        )  # of the second push the end is not seen yet
        with book.books.writing() as other:
            other.exec_driver_sql("DELETE FROM inbox WHERE sequence <= 10")
            other.exec_driver_sql(
                "UPDATE chains SET accepted = 10, head = %s", (desk.written[10][0].previous,)
            )
        fresh = Intake(book.books)
        assert len(fresh.look(connection, 12).slips) == 30


def test_a_copied_terminal_is_seen_and_both_its_sides_are_kept(
    book: Book, running: Running, desk: Terminal
) -> None:
    spend(desk, "0")
    desk.push()
    desk.until_answered()
    copy = Terminal(book.books, "desk-7")
    copy.pen, copy.key = desk.pen, desk.key
    spend(desk, "1")
    desk.push(1)
    desk.until_answered()
    spend(copy, "2")
    copy.push()
    until(lambda: set(copy.waits().values()) == {"forked"}, "the fork")
    spend(desk, "3")
    desk.push(2)
    until(lambda: set(desk.waits().values()) == {"forked"}, "both sides closed")
    assert book.rows("SELECT state FROM terminals WHERE terminal = 'desk-7'") == [("forked",)]
    assert book.rows("SELECT COUNT(*) FROM inbox WHERE terminal = 'desk-7'") == [(2,)]


def test_a_kind_that_nobody_here_knows_is_referred_and_blocks_nothing(
    book: Book, running: Running, desk: Terminal
) -> None:
    first = spend(desk, "0")
    slip, text, _ = desk.written[0]
    desk.written.clear()
    desk.pen = replace(desk.pen, sequence=0, previous="")
    strange = text.replace(b'"kind":"post_spend"', b'"kind":"read_minds"')
    newer = text.replace(b'"version":1', b'"version":99').replace(b'"sequence":1', b'"sequence":2')
    newer = newer.replace(b'"previous":""', f'"previous":"{slip_hash(strange).hex()}"'.encode())
    newer = newer.replace(
        first.encode(), (other := "00000000-0000-7000-8000-000000000001").encode()
    )
    rows = [(slip, strange, None), (changed(slip, id=other, sequence=2), newer, None)]
    desk.pen = replace(desk.pen, sequence=2, previous=slip_hash(newer).hex())
    spend(desk, "1")
    desk.push_rows([*rows, *desk.written], desk.key)
    desk.until_answered()
    found = dict(book.rows("SELECT slip, outcome FROM decisions WHERE terminal = 'desk-7'"))
    assert found[first] == found[other] == "referred"
    assert found[desk.written[0][0].id] == "posted"


def test_a_pin_beside_a_slip_is_checked_and_leaves_no_trace(
    book: Book, running: Running, desk: Terminal
) -> None:
    pay = TenderPart("stored_value", 5_000)
    bodies = [
        PostSpend(outlet="bar", bill=f"p{n}", amount_minor=5_000, parts=(pay,)) for n in range(2)
    ]
    right = desk.write("post_spend", bodies[0], member="li", pin="1234")
    wrong = desk.write("post_spend", bodies[1], member="li", pin="4321")
    desk.push()
    answers = desk.until_answered()
    assert answers[right] == "posted"
    assert answers[wrong] == "refused"
    refused = book.rows(f"SELECT reason FROM decisions WHERE slip = '{wrong}'")
    assert refused == [(Reason.PIN_WRONG.value,)]
    assert book.rows("SELECT COUNT(*) FROM inbox") == [(0,)]


def test_a_second_poster_stands_by_and_goes_on_where_the_first_ended(
    book: Book, url: str, desk: Terminal
) -> None:
    with posting(url, "first") as first:
        until(lambda: first.service.lease is not None, "the lease")
        spend(desk, "0")
        desk.push()
        desk.until_answered()
        with posting(url, "second") as second:
            spend(desk, "1")
            desk.push(1)
            desk.until_answered()
            assert second.service.lease is None
            first.stop.set()
            until(lambda: second.service.lease is not None, "the lease at the second")
            spend(desk, "2")
            desk.push(2)
            desk.until_answered()
            assert second.service.figures.slips == 1


def test_when_a_terminal_was_heard_and_how_far_its_clock_is_off_is_noted(
    book: Book, running: Running, desk: Terminal
) -> None:
    desk.clock_ahead = timedelta(minutes=7)
    spend(desk, "0")
    desk.push()
    desk.until_answered()
    asked = "SELECT clock_offset_ms, seen_at FROM terminals WHERE terminal = 'desk-7'"
    until(lambda: book.rows(asked)[0][1] != "", "the note")
    assert 415_000 < book.rows(asked)[0][0] < 421_000


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE feed SET number = number + 100 WHERE address = 'hotel'", "feed without gap"),
        ("DELETE FROM feed WHERE number = (SELECT MAX(number) FROM feed WHERE address = 'hotel')", "feed without gap"),
        ("UPDATE feed SET slip = 'another' WHERE address = 'hotel'", "feed without gap"),
        ("DELETE FROM feed_heads", "feed without gap"),
        ("DELETE FROM pushes", "terminals signed their slips"),
        ("UPDATE pushes SET head = 'ab'", "terminals signed their slips"),
        ("UPDATE chains SET sign_key = terminal::bytea", "terminals signed their slips"),
    ],
)  # fmt: skip
def test_verify_names_what_was_changed_in_a_centres_tables(
    statement: str, check: str, url: str
) -> None:
    book = Book(url)
    for member in ("li", "wu"):
        book.enrol(member)
    desk = Terminal(book.books, "desk-7").join()
    with posting(url):
        for n in range(8):
            spend(desk, str(n), "li" if n % 3 else "wu")
        desk.push(0, 5)
        desk.push(5)
        desk.until_answered()
    assert verify(book.books).broken == []
    with book.books.writing() as connection:
        connection.exec_driver_sql(statement)
    assert {one.check for one in verify(book.books).broken} == {check}
    book.close()
