"""Whether traces add up and read well: of every decision in a book, each line and all of them together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from app.loyalty.ledger import Transfer
from app.loyalty.money import from_minor
from app.loyalty.trace import TraceLine, brought_by, sums_of
from app.operations.decision import Decision
from app.programme.programme import Programme
from app.programme.steps_said import STEPS
from app.programme.sums_said import worth_of
from app.programme.traces_said import said
from app.store.books import Books
from app.store.decided import decided_from

_TRANSFERS = "SELECT slip, line, asset, amount, source, target FROM transfers"
_POSTED = "SELECT slip, kind, text FROM decisions WHERE outcome = 'posted'"


def adds_up(decision: Decision) -> bool:
    """Tell whether a decision just made adds up."""
    return sums_of(decision.trace) == brought_by(decision.transfers)


def misadded(books: Books, programme: Programme | None = None) -> list[str]:
    """Read every posted decision of a book; say which do not add up, and which lines do not read well."""
    moved: dict[str, list[Transfer]] = {}
    with books.reading() as connection:
        for slip, *row in connection.exec_driver_sql(_TRANSFERS):
            moved.setdefault(slip, []).append(Transfer(*row))
        kept = [tuple(row) for row in connection.exec_driver_sql(_POSTED)]
    wrong = []
    for slip, kind, text in kept:
        trace = decided_from(bytes(text)).trace
        told, brought = sums_of(trace), brought_by(moved.get(slip, ()))
        if told != brought:
            wrong.append(f"{kind} {slip}: the trace comes to {told}, the transfers to {brought}")
        if programme is not None:
            wrong += [
                f"{kind}: {one} in {line}" for line in trace for one in misread(programme, line)
            ]
    return wrong


def misread(programme: Programme, line: TraceLine) -> Iterator[str]:
    """Say what is wrong with a line as people read it: a sentence that lacks, or a sum that is not right."""
    if line.step not in STEPS:
        yield "a step without a sentence"
        return
    sentence = said(programme, line)
    if not any("\u4e00" <= one <= "\u9fff" for one in sentence.zh) or "{" in sentence.zh:
        yield f"no Chinese sentence: {sentence.zh}"
    if any("\u4e00" <= one <= "\u9fff" for one in sentence.en) or "{" in sentence.en:
        yield f"no English sentence: {sentence.en}"
    worth, figure = worth_of(line.text), line.amount or line.held
    if "{sum}" in STEPS[line.step][0] and worth is not None and figure:
        scale = programme.asset(line.asset).scale
        if abs(worth - Fraction(from_minor(abs(figure), scale))) >= Fraction(1, 10**scale):
            yield f"no right sum: {sentence.en}"
