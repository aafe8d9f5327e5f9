"""The outbox: each result is written once with its posting, in the member's language, without a name in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.loyalty.member import MemberKind
from app.operations.approve_member import ApproveMember
from app.operations.campaign import Campaign
from app.operations.enrol_member import EnrolMember
from app.operations.redeem import Redeem
from app.operations.sms_in import Command, SmsIn
from app.poster.replay import replay
from app.store.outbox import MessageState, Outbox
from app.store.verify import verify
from tests.support.book import Book


def told(book: Book, **where: object) -> list[tuple[str, str, str, dict[str, object]]]:
    with book.books.reading() as connection:
        found = Outbox(book.books).listed(connection, None)
    return [(one.member, one.way, one.kind, dict(one.figures)) for one in found]


@pytest.fixture
def li(book: Book) -> Book:
    book.enrol("li")
    return book


def test_a_bill_writes_one_message_with_its_figures(li: Book) -> None:
    li.spend("li", 100_00)
    assert told(li)[-1] == (
        "li",
        "sms",
        "post_spend",
        {"amount": "100.00", "currency": "CNY", "points": 100, "points_after": 100, "bill": "B1"},
    )


def test_a_slip_that_comes_again_is_told_once(li: Book) -> None:
    one = li.submission("top_up", _top_up(), member="li")
    before = len(told(li))
    li.poster.post([one])
    li.poster.post([one, one])
    assert len(told(li)) == before + 1


def _top_up():
    from app.operations.top_up import TopUp

    return TopUp(amount_minor=5_00, tender="cash")


def test_a_refused_slip_tells_nobody(li: Book) -> None:
    before = told(li)
    li.refuse("redeem", Redeem(reward="hat"), "reward-unknown", member="li")
    assert told(li) == before


def test_both_ways_are_two_messages(make_book) -> None:
    book = make_book(settings={"notify_by": "both"})
    book.enrol("li")
    before = len(told(book))
    book.top_up("li", 5_00)
    assert [one[1] for one in told(book)[before:]] in (["email", "sms"], ["sms", "email"])


def test_a_campaign_is_a_message_for_each_who_agreed(li: Book) -> None:
    li.must("enrol_member", EnrolMember(kind=MemberKind.PERSON, consent=True), member="wu")
    li.must("approve_member", ApproveMember(), member="wu", operator="sue")
    before = len(told(li))
    body = Campaign(segment="all", content="greeting", channel="email")
    li.must("campaign", body, operator="max")
    assert told(li)[before:] == [("wu", "email", "campaign-greeting", {})]


def test_a_text_that_came_in_is_answered_through_the_outbox(li: Book) -> None:
    li.must("sms_in", SmsIn(command=Command.BALANCE), member="li")
    assert told(li)[-1] == ("li", "sms", "sms_in", {"reply": "您的积分为0。"})


def test_a_tier_that_was_reached_is_told_by_its_name(li: Book) -> None:
    li.spend("li", 6_000_00)
    assert told(li)[-1][3]["tier"] == "金卡"


def test_verify_names_a_message_without_a_posted_slip(li: Book) -> None:
    li.spend("li", 100_00)
    with li.books.writing() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM messages").fetchall()
        connection.exec_driver_sql("UPDATE messages SET slip = 'x'")
    assert {one.check for one in verify(li.books).broken} == {"messages tell of posted slips"}
    with li.books.writing() as connection:
        connection.exec_driver_sql("DELETE FROM messages")
        for row in kept:
            connection.exec_driver_sql(
                f"INSERT INTO messages VALUES ({','.join('?' * len(row))})", tuple(row)
            )


def test_a_replay_is_not_disturbed_by_what_became_of_messages(li: Book) -> None:
    li.spend("li", 100_00)
    with li.books.writing() as connection:
        connection.exec_driver_sql("DELETE FROM messages")
    assert replay(li.books).differing == ()


def test_a_message_is_due_at_its_time_and_kept_only_from_the_state_it_was_in(li: Book) -> None:
    from dataclasses import replace

    li.spend("li", 100_00)
    outbox = Outbox(li.books)
    with li.books.writing() as connection:
        assert outbox.due(connection, "sms", li.now - timedelta(hours=1), 10) == []
        one = outbox.due(connection, "sms", li.now, 10)[-1]
        sending = replace(one, state=MessageState.SENDING)
        assert outbox.keep(connection, sending, before=MessageState.WAITING)
        assert not outbox.keep(connection, sending, before=MessageState.WAITING)
        assert outbox.under_way(connection, "sms") == [sending]
        assert outbox.get(connection, one.id) == sending
        assert outbox.get(connection, "nobody") is None
        outbox.count_unknown(connection)
        outbox.count_unknown(connection)
        assert outbox.unknown_senders(connection) == 2
