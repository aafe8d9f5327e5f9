"""Writes what a batch decided: one statement a table, rows merged so that each is written once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.loyalty.accounts import is_member_account
from app.loyalty.ids import MemberId, shard_of
from app.loyalty.lots import Lot
from app.operations.decision import Decision, Observed, Row
from app.operations.notices import Notice
from app.operations.slip import Body, Slip
from app.operations.view import View
from app.store.books import Books
from app.store.decided import decided_text
from app.store.merging import merge
from app.store.metadata import METADATA
from app.store.outbox import message_row
from app.store.personal import SealedRecord
from app.store.rows import FORMS


@dataclass(slots=True)
class Batch:
    """Rows of one transaction, gathered decision by decision."""

    slips: list[tuple[Any, ...]] = field(default_factory=list)
    decisions: list[tuple[Any, ...]] = field(default_factory=list)
    transfers: list[tuple[Any, ...]] = field(default_factory=list)
    balances: set[tuple[MemberId, str, str]] = field(default_factory=set)
    lots: set[tuple[MemberId, str, str]] = field(default_factory=set)
    rows: dict[tuple[Any, ...], Row] = field(default_factory=dict)
    tallies: dict[tuple[str, str, str], int] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    freed: set[str] = field(default_factory=set)
    heads: dict[int, int] = field(default_factory=dict)
    messages: list[tuple[Any, ...]] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)  # kept before, and decided now

    def arrive(self, slip: Slip[Body], text: bytes, digest: bytes, at: datetime) -> None:
        """Keep a slip as it came."""
        self.slips.append(
            (
                slip.id,
                slip.terminal,
                slip.incarnation,
                slip.sequence,
                digest,
                slip.member,
                slip.kind,
                at.isoformat(),
                text,
            )
        )

    def tell(self, slip: str, told: Iterable[Notice], at: datetime) -> None:
        """Keep what members are to be told of a decision."""
        self.messages += [message_row(slip, one, at) for one in told]

    def decide(
        self,
        slip: Slip[Body],
        decision: Decision,
        observed: Observed,
        *,
        shard: int,
        position: int,
        claims: tuple[str, ...],
    ) -> None:
        """Keep a decision and what it does."""
        day = observed.business_date.isoformat()
        refusal = decision.refusal
        self.decisions.append(
            (
                shard,
                slip.member,
                slip.id,
                observed.number,
                position,
                slip.kind,
                slip.terminal,
                slip.operator,
                day,
                observed.at.isoformat(),
                decision.outcome.value,
                refusal.reason.value if refusal else "",
                observed.programme,
                decided_text(decision, observed, claims),
            )
        )
        for one in decision.transfers:
            self.transfers.append(
                (
                    shard,
                    slip.member,
                    slip.id,
                    one.line,
                    one.asset,
                    one.amount,
                    one.source,
                    one.target,
                    one.lot,
                    day,
                )
            )
            for account in (one.target, one.source):
                if is_member_account(account):
                    self.balances.add((slip.member, one.asset, account))
                    if one.lot:
                        self.lots.add((slip.member, one.lot, account))
        for row in decision.rows:
            form = FORMS[type(row)]
            self.rows[type(row), *(getattr(row, key) for key in form.keys if key != "shard")] = row
        for tally in decision.tallies:
            key = (tally.member, tally.metric, tally.on.isoformat())
            self.tallies[key] = self.tallies.get(key, 0) + tally.amount
        for value in decision.frees:
            self.freed.add(value)
            self.claims.pop(value, None)


class Writer:
    """Writes batches into one book; statements are made once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._upserts = {row: _upsert(form.columns, form.keys) for row, form in FORMS.items()}

    def write(self, connection: Connection, batch: Batch, view: View) -> None:
        """Write all rows of a batch within the caller's transaction."""
        many = self._books.many
        self._put(connection, "slips", batch.slips)
        self._put(connection, "decisions", batch.decisions)
        many(
            connection, "DELETE FROM undecided WHERE slip = ?", [(slip,) for slip in batch.settled]
        )
        self._put(connection, "transfers", batch.transfers)
        many(connection, "DELETE FROM claims WHERE value = ?", [(value,) for value in batch.freed])
        claims = [*batch.claims.items()]
        self._put(connection, "claims", claims, "ON CONFLICT (value) DO NOTHING")
        self._put(
            connection,
            "balances",
            [
                (shard_of(key[0]), *key, *view.members[key[0]].flows[key[1:]])
                for key in batch.balances
            ],
            "ON CONFLICT (shard, member, asset, account) DO UPDATE SET "
            "in_total = excluded.in_total, out_total = excluded.out_total",
        )
        self._put(
            connection,
            "lots",
            list(_lot_rows(batch.lots, view)),
            "ON CONFLICT (shard, member, lot, account) DO UPDATE SET remaining = excluded.remaining",
        )
        self._put(
            connection,
            "tallies",
            [(shard_of(key[0]), *key, amount) for key, amount in batch.tallies.items()],
            'ON CONFLICT (shard, member, metric, "on") DO UPDATE SET '
            "amount = tallies.amount + excluded.amount",
        )
        self._put(
            connection,
            "shard_heads",
            [(shard, number, 0) for shard, number in batch.heads.items()],
            "ON CONFLICT (shard) DO UPDATE SET number = excluded.number",
        )
        self._put(connection, "messages", batch.messages, "ON CONFLICT (id) DO NOTHING")
        self._rows(connection, batch.rows.values())

    def _put(
        self,
        connection: Connection,
        name: str,
        rows: Sequence[tuple[Any, ...]],
        conflict: str = "",
    ) -> None:
        table = METADATA.tables[name]
        merge(self._books, connection, table, tuple(table.columns.keys()), rows, conflict)

    def keep(self, connection: Connection, batch: Batch) -> None:
        """Write slips that are not decided yet; one that is there already stays as it is."""
        self._put(connection, "slips", batch.slips, "ON CONFLICT (id) DO NOTHING")
        text = (
            "INSERT INTO undecided SELECT s.id FROM slips s WHERE s.id = ? AND NOT EXISTS "
            "(SELECT 1 FROM decisions d WHERE d.slip = s.id) ON CONFLICT (slip) DO NOTHING"
        )
        self._books.many(connection, text, [(row[0],) for row in batch.slips])

    def personal(
        self, connection: Connection, records: Iterable[tuple[SealedRecord, tuple[int, ...]]]
    ) -> None:
        """Write personal records with their search tokens; a member's new record replaces the one before."""
        many = self._books.many
        by_member = {sealed.member: (sealed, tokens) for sealed, tokens in records}
        keys = [(shard_of(member), str(member)) for member in by_member]
        many(connection, "DELETE FROM personal WHERE shard = ? AND member = ?", keys)
        many(connection, "DELETE FROM tokens WHERE shard = ? AND member = ?", keys)
        rows = [
            (shard_of(member), member, sealed.record, sealed.wrapped_key, sealed.ciphertext)
            for member, (sealed, _) in by_member.items()
        ]
        self._put(connection, "personal", rows)
        found = [
            (token, shard_of(member), str(member))
            for member, (_, tokens) in by_member.items()
            for token in set(tokens)
        ]
        self._put(connection, "tokens", sorted(found))

    def _rows(self, connection: Connection, rows: Iterable[Row]) -> None:
        by_kind: dict[type, list[tuple[Any, ...]]] = {}
        for row in rows:
            by_kind.setdefault(type(row), []).append(FORMS[type(row)].encode(row))
        for kind, values in by_kind.items():
            form = FORMS[kind]
            conflict = self._upserts[kind]
            merge(self._books, connection, form.table, form.columns, values, conflict)


def _lot_rows(lots: Iterable[tuple[MemberId, str, str]], view: View) -> Iterable[tuple[Any, ...]]:
    for member, name, account in lots:
        lot: Lot = view.members[member].lots[name, account]
        expires = lot.expires_on.isoformat() if lot.expires_on else None
        yield (
            shard_of(member),
            member,
            name,
            account,
            lot.asset,
            lot.remaining,
            lot.earned_on.isoformat(),
            expires,
        )


def _upsert(columns: tuple[str, ...], keys: tuple[str, ...]) -> str:
    changed = [f'"{name}" = excluded."{name}"' for name in columns if name not in keys]
    does = f"DO UPDATE SET {', '.join(changed)}" if changed else "DO NOTHING"
    named = ", ".join(f'"{name}"' for name in keys)
    return f"ON CONFLICT ({named}) {does}"
