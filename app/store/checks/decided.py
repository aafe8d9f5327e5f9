"""Whether each decision's text says what stands beside it, what it claimed and what it moved; and the days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from app.loyalty.trace import Sums, sums_of
from app.operations.decision import Outcome
from app.store.books import Books
from app.store.checks.found import ask, octets, plain
from app.store.decided import Decided, decided_from

_COLUMNS = ("number", "business_date", "decided_at", "programme")


def texts(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Outcome, number, dates and programme beside a decision's text are those that the text tells of."""
    text = f"SELECT slip, outcome, reason, position, text, {','.join(_COLUMNS)} FROM decisions"
    for slip, outcome, reason, position, body, *said in ask(books, connection, text):
        kept = _read(body)
        if kept is None:
            yield plain(slip), "its text cannot be read"
            continue
        seen = kept.observed
        wanted = [seen.number, seen.business_date.isoformat(), seen.at.isoformat(), seen.programme]
        for name, has, says in zip(_COLUMNS, said, wanted, strict=True):
            if has != says:
                yield plain(slip), f"{name}: {plain(has)} stands beside the text, which says {says}"
        if not _agrees(outcome, reason, kept):
            yield plain(slip), f"{plain(outcome)}, but the reason or the text say otherwise"
        if isinstance(position, int) and position < _place(seen.at):
            yield plain(slip), f"position {position} is before the time of its decision"


def claims(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """A slip holds the claims that its decision says it took, and no others."""
    held: dict[object, set[str]] = {}
    for value, slip in ask(books, connection, "SELECT value, slip FROM claims"):
        held.setdefault(slip, set()).add(plain(value))
    for slip, body in ask(books, connection, "SELECT slip, text FROM decisions"):
        if slip in held:
            kept = _read(body)
            for value in held[slip].difference(kept.claims if kept else ()):
                yield plain(slip), f"holds the claim {value.split(':', 1)[0]}, which it never took"


def traces(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """The lines of a decision's trace come to what its transfers bring to the member.

    Books of before have traces without figures; of them only a replay can say it.
    """
    text = (
        "SELECT slip, asset, "
        "SUM(CASE WHEN target LIKE 'member:%' THEN amount ELSE 0 END) - "
        "SUM(CASE WHEN source LIKE 'member:%' THEN amount ELSE 0 END), "
        "SUM(CASE WHEN target LIKE 'member:held:%' THEN amount ELSE 0 END) - "
        "SUM(CASE WHEN source LIKE 'member:held:%' THEN amount ELSE 0 END) FROM transfers GROUP BY slip, asset"
    )
    moved: dict[object, Sums] = {}
    for slip, asset, amount, aside in ask(books, connection, text):
        if amount or aside:
            moved.setdefault(slip, {})[plain(asset)] = (int(amount), int(aside))
    text = "SELECT slip, text FROM decisions WHERE outcome = 'posted'"
    for slip, body in ask(books, connection, text):
        kept = _read(body)
        if kept is None or (kept.trace and not any(line.asset for line in kept.trace)):
            continue
        told, brought = sums_of(kept.trace), moved.get(slip, {})
        if told != brought:
            yield (
                plain(slip),
                f"its trace comes to {_said(told)}, its transfers to {_said(brought)}",
            )


def closed_dates(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """No entry was made on a date after it was closed."""
    text = (
        "SELECT d.slip, d.business_date FROM decisions d JOIN days y ON y.business_date = d.business_date "
        "WHERE d.decided_at > y.closed_at AND d.kind <> 'close_day' AND d.position > "
        "(SELECT MAX(c.position) FROM decisions c WHERE c.kind = 'close_day' AND c.outcome = 'posted' "
        "AND c.business_date = y.business_date)"
    )
    for slip, day in ask(books, connection, text):
        yield plain(slip), f"entered on {day} after it was closed"


def open_date(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Each date that was closed stands among the days, and the house is on a later one."""
    text = (
        "SELECT c.slip, c.business_date FROM decisions c WHERE c.kind = 'close_day' AND c.outcome = 'posted' "
        "AND NOT EXISTS (SELECT 1 FROM days y WHERE y.business_date = c.business_date)"
    )
    for slip, day in ask(books, connection, text):
        yield plain(slip), f"closed {day}, which is not among the days"
    text = (
        "SELECT y.business_date FROM days y WHERE NOT EXISTS (SELECT 1 FROM decisions c WHERE c.kind = 'close_day' "
        "AND c.outcome = 'posted' AND c.business_date = y.business_date)"
    )
    for (day,) in ask(books, connection, text):
        yield f"day {plain(day)}", "among the days, but nobody closed it"
    text = (
        "SELECT p.property, p.business_date FROM properties p WHERE EXISTS "
        "(SELECT 1 FROM days y WHERE y.business_date >= p.business_date) OR EXISTS "
        "(SELECT 1 FROM decisions d WHERE d.business_date > p.business_date)"
    )
    for house, day in ask(books, connection, text):
        yield (
            plain(house),
            f"its business date is {plain(day)}, but a later or closed one has entries",
        )


def _read(body: object) -> Decided | None:
    text = octets(body)
    try:
        return None if text is None else decided_from(text)
    except msgspec.DecodeError:
        return None


def _agrees(outcome: object, reason: object, kept: Decided) -> bool:
    if outcome == Outcome.POSTED.value:
        return not reason and not kept.facts
    is_known = outcome in {Outcome.REFUSED.value, Outcome.REFERRED.value}
    return is_known and bool(reason) and not kept.claims and not kept.tallies


def _place(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def _said(sums: Sums) -> str:
    return (
        ", ".join(f"{asset} {amount}" for asset, (amount, _) in sorted(sums.items())) or "nothing"
    )
