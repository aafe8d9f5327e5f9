"""Whether what members are told belongs to slips that were posted, and to them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from app.loyalty.ids import MemberId
from app.store.books import Books
from app.store.checks.found import ask, plain
from app.store.outbox import MessageState, message_id


def told(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Every message tells of a posted slip, under the id that follows from it, to a member who is there."""
    known = {one.value for one in MessageState}
    text = (
        "SELECT m.id, m.slip, m.member, m.way, m.kind, m.state, m.sent_at, "
        "EXISTS (SELECT 1 FROM decisions d WHERE d.slip = m.slip AND d.outcome = 'posted') FROM messages m"
    )
    for one, slip, member, way, kind, state, sent_at, is_posted in ask(books, connection, text):
        if not is_posted:
            yield plain(one), f"tells of {plain(slip)}, which is not posted"
        if one != message_id(plain(slip), MemberId(plain(member)), plain(way), plain(kind)):
            yield plain(one), "its id does not follow from its slip, member, way and kind"
        if state not in known or (state == "sent") != (sent_at is not None):
            yield (
                plain(one),
                f"its state is {plain(state)}, which its sending time does not bear out",
            )
    text = "SELECT member FROM messages EXCEPT SELECT member FROM members"
    for (member,) in ask(books, connection, text):
        yield plain(member), "has messages, but no row among the members"
