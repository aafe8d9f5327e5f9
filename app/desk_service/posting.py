"""Hands one slip to the poster and waits for its answer, no longer than this terminal waits."""

from __future__ import annotations

from concurrent.futures import TimeoutError as LateError

from app.desk_service.asking import Asked
from app.desk_service.context import Counter
from app.operations.catalogue import BY_KIND
from app.operations.pen import Draft
from app.operations.post_spend import PostSpend
from app.operations.slip import Cover
from app.operations.withdraw import Withdraw
from app.poster.submission import Answer, PinEntry
from app.programme.pack import FROM_BOOKS
from app.store.books import BooksError, Fault
from app.ui.service.answers import BooksFault, Late, NotSaved

_FAULTS = {
    Fault.DISK_FULL: BooksFault.DISK_FULL,
    Fault.READ_ONLY: BooksFault.READ_ONLY,
    Fault.DAMAGED: BooksFault.DAMAGED,
}


def not_saved(error: BooksError) -> NotSaved:
    """Return why the books took nothing, as a face is told."""
    return NotSaved(_FAULTS.get(error.fault, BooksFault.UNREACHABLE))


def handed_in(
    counter: Counter,
    draft: Draft,
    found: Asked,
    pins: tuple[PinEntry, ...],
    *,
    within_s: float | None = None,
) -> Answer | Late | NotSaved:
    """Post a slip; one whose answer is late is withdrawn, whatever became of it, so that nothing was taken.

    At a centre, one that takes nothing stays on this terminal's disk instead, and is decided when the line is there.

    Args:
        counter: The parts of one desk.
        draft: Of the slip.
        found: What it asks for, with the personal record that goes beside it.
        pins: Entries that prove it.
        within_s: How long the answer may take; None: as the settings say.
    """
    future = counter.line.submit(draft, pins=pins, record=found.record, tokens=found.tokens)
    try:
        return future.result(timeout=within_s or counter.settings.answer_within_s)
    except LateError:
        if counter.keeps_late and not _takes_value(draft):
            return Late(is_saved=True)
        body = Withdraw(of=draft.id)
        counter.line.submit(
            counter.draft("withdraw", body, operator=draft.operator, member=draft.member)
        )
        return Late()
    except BooksError as error:
        return not_saved(error)


def _takes_value(draft: Draft) -> bool:
    """Tell whether a slip takes something of a member's, with or without a PIN; a bill paid otherwise does not."""
    body = draft.body
    if isinstance(body, PostSpend):
        return any(part.kind in FROM_BOOKS for part in body.parts)
    return BY_KIND[draft.kind].cover is Cover.BALANCE
