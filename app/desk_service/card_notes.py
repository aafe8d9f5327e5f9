"""What the desk writes down of its works on cards, and which number waits to be written on one."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import TimeoutError as LateError
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from app.desk_service.context import Counter
from app.loyalty.ids import MemberId
from app.station.ic_cards import shown_key
from app.store.books import BooksError
from app.store.card_works import BEGUN, CARD_ACT, CardWork, is_written
from app.store.keys import card_hash


class NotNotedError(Exception):
    """The books did not take the line that comes before a work: the card must be left alone."""


@dataclass(slots=True)
class Noting:
    """A work under way; ``end`` is written down when it is left."""

    end: str = "failed"


@contextmanager
def noting(
    counter: Counter, member_id: str, work: str, number: str, supervisor: str = ""
) -> Iterator[Noting]:
    """Write a work down before a card is touched, and its end behind it.

    Raises:
        NotNotedError: The books did not take the first line; the card was not touched.
    """
    keys = counter.books.keys

    def line(end: str) -> str:
        one = CardWork(
            work=work,
            end=end,
            tail=number[-4:],
            card=card_hash(keys, number) if number else "",
            key=shown_key(keys.cards),
            supervisor=supervisor,
        )
        return one.facts()

    try:
        begun = counter.note(CARD_ACT, member_id, line(BEGUN))
        begun.result(timeout=counter.settings.answer_within_s)
    except (BooksError, LateError) as error:
        raise NotNotedError(str(error)) from error
    noted = Noting()
    try:
        yield noted
    finally:
        # Where the books do not take it, the work counts as one without an end: a supervisor is asked.
        with suppress(BooksError, LateError):
            ended = counter.note(CARD_ACT, member_id, line(noted.end))
            ended.result(timeout=counter.settings.answer_within_s)


def just_issued(counter: Counter, member_id: str) -> str:
    """Return the number that a member was given today and that is on no card yet; empty for none."""
    member = MemberId(member_id)
    with counter.books.reading() as connection:
        view = counter.view(connection, member)
        card, house = view.member(member).active_card(), view.house.property
        if card is None or house is None or card.issued_on != house.business_date:
            return ""
        return "" if is_written(counter.books, connection, member, card.hash) else card.number
