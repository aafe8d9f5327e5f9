"""Whether what tills were told belongs to slips that were posted."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from app.store.books import Books
from app.store.checks.found import ask, plain
from app.store.pos_bills import PosState


def told(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """A till was told of a posting where there is one, and told something where its bill does not wait."""
    known = {one.value for one in PosState}
    text = (
        "SELECT p.bill, p.state, p.slip, length(p.answer), EXISTS (SELECT 1 FROM decisions d "
        "WHERE d.slip = p.slip AND d.outcome = 'posted' AND d.kind = 'post_spend') FROM pos_bills p"
    )
    for bill, state, slip, size, is_posted in ask(books, connection, text):
        if state not in known or (state == "waiting") != (not size):
            yield plain(bill), f"its state is {plain(state)}, which its answer does not bear out"
        if (state == "approved") != bool(is_posted):
            yield plain(bill), f"is {plain(state)}, which slip {plain(slip)!r} does not bear out"
