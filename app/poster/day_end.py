"""Does the work of a closed date, member by member, in one go or a part at a time between other slips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.operations.end_member_day import is_empty
from app.poster.lookups import members_due
from app.poster.poster import Poster
from app.poster.submission import Answer, Submission

AT_ONCE = 500
AfterBatch = Callable[[list[Answer]], object]


def _told_to_nobody(done: list[Answer]) -> None:
    del done


def end_day(
    poster: Poster, cause: str, day: date, after_batch: AfterBatch = _told_to_nobody
) -> int:
    """Do all the day-end work of a closed date; doing it twice is doing it once.

    Args:
        poster: Whose books.
        cause: Id of the slip that closed the date; the ids of the members' slips follow from it.
        day: The closed date.
        after_batch: Hears after each transaction the answers of those members who had something due.

    Returns:
        How many members had something due.

    Raises:
        BooksError: Not everything could be written; what went before stands, and doing it again does the rest.
    """
    begin_day_end(poster, cause, day)
    count = 0
    while poster.due.is_left:
        done = end_some(poster)
        count += len(done)
        after_batch(done)
    return count


def begin_day_end(poster: Poster, cause: str, day: date) -> None:
    """Find out for whom a closed date has something due; ``end_some`` does it, a part at a time.

    Other slips may be posted in between: the poster does the day-end of a member whom they need first.
    Slips that concern the whole house may not; ``finish_day_end`` comes before them.

    Raises:
        BooksError: The books cannot be read, or what was left of an earlier date cannot be written.
    """
    finish_day_end(poster)
    programme = poster.programme()
    if programme is not None:
        with poster.books.reading() as connection:
            poster.due.begin(cause, day, members_due(poster.books, connection, day, programme))


def end_some(poster: Poster, most: int = AT_ONCE) -> list[Answer]:
    """Do the day-end of the next members in one transaction.

    Returns:
        The answers of those who had something due.

    Raises:
        BooksError: Nothing was written; these members are still to be done.
    """
    programme = poster.programme()
    members = poster.due.following(most)
    version = programme.version if programme else 0
    slips = poster.due.slips(members, poster.house(), version, poster.now())
    answers = poster.post([Submission(slip=slip) for slip in slips])
    poster.due.take(members)
    poster.due.settle(stands=True)
    return [one for one in answers if not is_empty(one.decision) and not one.is_repeat]


def finish_day_end(poster: Poster) -> None:
    """Do what is left of the day-end under way, if there is one.

    Raises:
        BooksError: As in ``end_some``.
    """
    while poster.due.is_left:
        end_some(poster)
