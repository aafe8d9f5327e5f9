"""The plan: when a message is due again, when it is given up, and what no clock ever sends again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.loyalty.ids import MemberId
from app.messaging.plan import (
    MOST_TRIES,
    Result,
    Went,
    again,
    ended,
    given_up,
    interrupted,
    is_too_late,
    put_aside,
    taken,
)
from app.store.outbox import Message, MessageState

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)
FRESH = Message(
    id="m",
    slip="s",
    member=MemberId("li"),
    way="sms",
    language="zh_CN",
    kind="top_up",
    figures={},
    made_at=NOW,
    state=MessageState.WAITING,
    tries=0,
    next_at=NOW,
    sent_at=None,
    error="",
)


def test_tries_lie_further_and_further_apart_and_end_within_a_day() -> None:
    now, one, waits = NOW, FRESH, []
    while one.state is MessageState.WAITING:
        one = ended(taken(one), Result(Went.NOT_NOW, "modem-network"), now)
        waits.append(int((one.next_at - now).total_seconds() // 60))
        now = max(now, one.next_at)
    assert waits[:6] == [1, 5, 30, 120, 120, 120]
    assert (one.state, one.tries, one.error) == (
        MessageState.GIVEN_UP,
        MOST_TRIES,
        "modem-network",
    )
    assert timedelta(hours=20) < now - NOW <= timedelta(days=1)


@pytest.mark.parametrize(
    ("went", "state"),
    [
        (Went.SENT, MessageState.SENT),
        (Went.REFUSED, MessageState.FAILED),
        (Went.UNSURE, MessageState.UNSURE),
    ],
)
def test_how_a_try_ends_a_message(went: Went, state: MessageState) -> None:
    sending = taken(FRESH)
    assert sending == replace(FRESH, state=MessageState.SENDING, tries=1)
    code = "" if went is Went.SENT else "code"
    one = ended(sending, Result(went, code), NOW)
    assert (one.state, one.error) == (state, code)
    assert one.sent_at == (NOW if went is Went.SENT else None)


def test_what_no_way_took_for_a_day_is_too_late() -> None:
    assert not is_too_late(FRESH, NOW + timedelta(hours=23))
    assert is_too_late(FRESH, NOW + timedelta(days=1))


def test_a_person_may_send_again_what_is_unsure_but_not_what_was_sent() -> None:
    unsure = interrupted(taken(FRESH))
    assert (unsure.state, unsure.error) == (MessageState.UNSURE, "stopped")
    later = NOW + timedelta(days=3)
    one = again(unsure, later)
    assert one == replace(FRESH, next_at=later)
    assert not is_too_late(one, later)
    sent = ended(taken(FRESH), Result(Went.SENT), NOW)
    assert again(sent, later) is None
    assert again(taken(FRESH), later) is None


def test_a_person_may_give_up_what_is_not_through() -> None:
    assert put_aside(FRESH) == given_up(FRESH, "by-hand")
    assert put_aside(given_up(FRESH, "no-address")) is None
    assert put_aside(taken(FRESH)) is None
