"""What the poster asks of the journal before it decides: slips seen before, claims taken, numbers given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.loyalty.ids import shard_of
from app.loyalty.refusals import Reason, Refusal
from app.operations.catalogue import BY_KIND
from app.operations.decision import Decision, Outcome
from app.operations.slip import Body, Slip
from app.store.books import Books
from app.store.decided import decided_from
from app.store.loading import Loader

Known = dict[str, tuple[bytes, Decision | None]]


def shard_key(slip: Slip[Body]) -> str:
    """Return what a slip's shard follows from: its member, or the property where it has none."""
    return slip.member or slip.property


def known_slips(loader: Loader, connection: Connection, ids: Sequence[str]) -> Known:
    """Return the slips that came before: their hash, and their decision if there is one."""
    came = loader.rows_in(connection, "slips", ("id", "hash"), "id", ids)
    if not came:
        return {}
    columns = ("slip", "outcome", "reason", "text")
    decided = {
        row[0]: row
        for row in loader.rows_in(
            connection, "decisions", columns, "slip", [one[0] for one in came]
        )
    }
    return {slip: (bytes(digest), stored_decision(decided.get(slip))) for slip, digest in came}


def stored_decision(row: Sequence[Any] | None) -> Decision | None:
    """Return a decision as far as it is told again: outcome, reasons, figures, trace."""
    if row is None:
        return None
    _, outcome, reason, text = row
    kept = decided_from(text)
    return Decision(
        outcome=Outcome(outcome),
        refusal=Refusal(Reason(reason), kept.facts) if reason else None,
        gives=kept.gives,
        trace=kept.trace,
        receipt=kept.receipt,
        operations=kept.operations,
        notified=kept.notified,
    )


def claims_of(slip: Slip[Body]) -> tuple[str, ...]:
    """Return the claims that a slip makes."""
    operation = BY_KIND.get(slip.kind)
    return operation.claims(slip) if operation else ()


def claims_taken(
    loader: Loader, connection: Connection, slips: Sequence[Slip[Body]]
) -> dict[str, str]:
    """Return who holds the claims that these slips make, and which of them were withdrawn."""
    values = {value for slip in slips for value in claims_of(slip)} | {
        f"withdrawn:{slip.id}" for slip in slips
    }
    return {
        str(row[0]): str(row[1])
        for row in loader.rows_in(connection, "claims", ("value", "slip"), "value", values)
    }


def shard_numbers(
    books: Books, connection: Connection, slips: Sequence[Slip[Body]]
) -> dict[int, int]:
    """Return the last number given in each shard that these slips touch."""
    shards = sorted({shard_of(shard_key(slip)) for slip in slips})
    marks = ",".join("?" * len(shards))
    text = f"SELECT shard, number FROM shard_heads WHERE shard IN ({marks})"
    found = {
        int(shard): int(number)
        for shard, number in connection.exec_driver_sql(books.sql(text), tuple(shards))
    }
    return {shard: found.get(shard, 0) for shard in shards}


def members_due(books: Books, connection: Connection, day: date) -> list[str]:
    """Return the members for whom a day's end may have something due: lots that end, or slips on that day."""
    text = (
        "SELECT member FROM lots WHERE expires_on <= ? AND remaining > 0 AND account = 'member:available' "
        "UNION SELECT member FROM decisions WHERE business_date = ? AND member <> ''"
    )
    iso = day.isoformat()
    return sorted(str(row[0]) for row in connection.exec_driver_sql(books.sql(text), (iso, iso)))
