"""Loads what a batch of slips needs into the view: one set query a table, whatever the size of the batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from app.loyalty.appeal import AppealRow
from app.loyalty.booking import BookingRow
from app.loyalty.house import (
    CounterRow,
    DayRow,
    OperatorRow,
    OutletRow,
    ProgrammeRow,
    PropertyRow,
    RewardRow,
    ShiftRow,
    UsageRow,
)
from app.loyalty.ids import MemberId, shard_of
from app.loyalty.ledger import Transfer
from app.loyalty.lots import Lot
from app.loyalty.member import (
    CardRow,
    CardStatus,
    CredentialRow,
    DebtRow,
    MemberRow,
    TallyRow,
)
from app.loyalty.stay import BillRow, StayRow
from app.operations.decision import Outcome
from app.operations.view import HouseState, MemberState, Needs, PastSlip, View
from app.store.books import Books
from app.store.decided import decided_from
from app.store.rows import FORMS

# Statements for so many keys are prepared once; a batch in between is filled up with keys that find nothing more.
_SIZES = (1, 8, 64, 256, 1024)
_NO_KEY = ("", -1)


class Loader:
    """Reads rows for views from one book."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def load(self, connection: Connection, view: View, needs: Needs) -> None:
        """Bring what is missing into the view; what does not exist is known as missing after it."""
        missing = view.missing(needs)
        if missing.members:
            self._members(connection, view, missing.members)
        if missing.wholes:
            self._wholes(connection, view, missing.wholes)
        if missing.cards:
            found = {
                row.hash: row for row in self.by_values(connection, CardRow, "hash", missing.cards)
            }
            for one in missing.cards:
                view.cards[one] = found.get(one)
        if missing.slips:
            self._slips(connection, view, missing.slips)
        if missing.pool:
            self._pool(connection, view, needs.pool)

    def house(self, connection: Connection) -> HouseState:
        """Read the reference rows of the book's property."""
        state = HouseState()
        properties = self.all(connection, PropertyRow)
        state.property = properties[0] if properties else None
        state.outlets = {row.outlet: row for row in self.all(connection, OutletRow)}
        state.rewards = {row.code: row for row in self.all(connection, RewardRow)}
        state.operators = {row.operator: row for row in self.all(connection, OperatorRow)}
        state.shifts = {
            row.terminal: row for row in self.all(connection, ShiftRow, "status = 'open'")
        }
        state.counters = {row.name: row.value for row in self.all(connection, CounterRow)}
        state.versions = {row.version: row for row in self.all(connection, ProgrammeRow)}
        if state.property is not None:
            day = state.property.business_date.isoformat()
            rows: list[UsageRow] = self.all(connection, UsageRow, "business_date = ?", (day,))
            state.usage = {(row.operator, row.business_date): row for row in rows}
            closed: list[DayRow] = self.all(connection, DayRow)
            state.days = {row.business_date: row for row in closed}
        return state

    def all(
        self, connection: Connection, row: type, where: str = "", values: tuple[Any, ...] = ()
    ) -> list[Any]:
        """Read all rows of a kind, or those for which a condition holds."""
        form = FORMS[row]
        text = f"SELECT {_columns(form.columns)} FROM {form.table.name}" + (
            f" WHERE {where}" if where else ""
        )
        found = connection.exec_driver_sql(self._books.sql(text), values)
        return [form.decode(one) for one in found]

    def by_values(
        self, connection: Connection, row: type, column: str, values: Iterable[str]
    ) -> list[Any]:
        """Read the rows whose column has one of these values."""
        form = FORMS[row]
        return [
            form.decode(one)
            for one in self.rows_in(connection, form.table.name, form.columns, column, values)
        ]

    def rows_in(
        self,
        connection: Connection,
        table: str,
        columns: Sequence[str],
        column: str,
        values: Iterable[str],
    ) -> list[Sequence[Any]]:
        """Read raw rows whose column has one of these values."""
        if not self._books.is_embedded:
            text = f'SELECT {_columns(columns)} FROM {table} WHERE "{column}" = ANY(%s)'
            return list(connection.exec_driver_sql(text, (sorted(values),)).fetchall())
        found: list[Sequence[Any]] = []
        for part in _chunks(sorted(values)):
            marks = ",".join("?" * _room(len(part)))
            text = f'SELECT {_columns(columns)} FROM {table} WHERE "{column}" IN ({marks})'
            filled = (*part, *(part[-1] for _ in range(_room(len(part)) - len(part))))
            found += connection.exec_driver_sql(self._books.sql(text), filled).fetchall()
        return found

    def _by_member(
        self,
        connection: Connection,
        table: str,
        columns: Sequence[str],
        keys: list[tuple[int, str]],
        more: str = "",
    ) -> Iterable[Sequence[Any]]:
        if not self._books.is_embedded:
            text = _joined(table, columns, more)
            yield from connection.exec_driver_sql(text, _unzipped(keys))
            return
        selected = ",".join(f't."{name}"' for name in columns)
        for part in _chunks(keys):
            room = _room(len(part))
            marks = ",".join(["(?,?)"] * room)
            text = (
                f"WITH k(shard, member) AS (VALUES {marks}) SELECT {selected} FROM k "
                f"JOIN {table} t ON t.shard = k.shard AND t.member = k.member{more}"
            )
            filled: list[Any] = [one for key in part for one in key]
            filled += [-1, ""] * (room - len(part))
            yield from connection.exec_driver_sql(self._books.sql(text), tuple(filled))

    def _members(self, connection: Connection, view: View, members: frozenset[MemberId]) -> None:
        keys = sorted((shard_of(one), str(one)) for one in members)
        for one in members:
            view.members[one] = MemberState(None)
        flows = ("member", "asset", "account", "in_total", "out_total")
        lots = ("member", "lot", "account", "asset", "remaining", "earned_on", "expires_on")
        (
            rows, credentials, stays, tallies, bookings, debts, balances, left,
        ) = self._together(
            connection,
            keys,
            *(
                (FORMS[row].table.name, FORMS[row].columns, more)
                for row, more in (
                    (MemberRow, ""),
                    (CredentialRow, ""),
                    (StayRow, " AND t.status = 'open'"),
                    (TallyRow, ""),
                    (BookingRow, " AND t.status IN ('open', 'arrived')"),
                    (DebtRow, ""),
                )
            ),
            ("balances", flows, ""),
            ("lots", lots, " AND t.remaining > 0"),
        )  # fmt: skip
        for row in map(FORMS[MemberRow].decode, rows):
            view.members[row.member].row = row
        for row in map(FORMS[CredentialRow].decode, credentials):
            view.members[row.member].credential = row
        for row in map(FORMS[StayRow].decode, stays):
            view.members[row.member].stays[row.stay] = row
        for row in map(FORMS[TallyRow].decode, tallies):
            days = view.members[row.member].tallies.setdefault(row.metric, {})
            days[row.on] = row.amount
        for row in map(FORMS[BookingRow].decode, bookings):
            view.members[row.member].bookings[row.booking] = row
        for debt in map(FORMS[DebtRow].decode, debts):
            owed = view.members[debt.member].debts
            owed[debt.asset] = owed.get(debt.asset, 0) + debt.amount
        for member, asset, account, in_total, out_total in balances:
            view.members[member].flows[asset, account] = (in_total, out_total)
        for member, name, account, asset, remaining, earned, expires in left:
            expires_on = date.fromisoformat(expires) if expires else None
            view.members[member].lots[name, account] = Lot(
                name, account, asset, remaining, date.fromisoformat(earned), expires_on
            )

    def _together(
        self,
        connection: Connection,
        keys: list[tuple[int, str]],
        *asked: tuple[str, Sequence[str], str],
    ) -> list[list[Any]]:
        """Ask several tables for the rows of members; a server is asked for all of them in one go."""
        if self._books.is_embedded:
            return [
                list(self._by_member(connection, one[0], one[1], keys, one[2])) for one in asked
            ]
        driver: Any = connection.connection.driver_connection
        values = _unzipped(keys)
        with self._books.in_one_go(connection):
            cursors = [driver.cursor() for _ in asked]
            for cursor, (table, columns, more) in zip(cursors, asked, strict=True):
                cursor.execute(_joined(table, columns, more), values)
        return [cursor.fetchall() for cursor in cursors]

    def _wholes(self, connection: Connection, view: View, members: frozenset[MemberId]) -> None:
        keys = sorted((shard_of(one), str(one)) for one in members)
        view.wholes |= members
        for one in members:
            # A member kept from an earlier batch may hold a part of them.
            view.members[one].cards, view.members[one].appeals = {}, {}
        for appeal in self._decoded(connection, AppealRow, keys, " AND t.status = 'open'"):
            view.members[appeal.member].appeals[appeal.key] = appeal
        for card in self.by_values(connection, CardRow, "member", members):
            # A card that this batch has changed already stands in the view as it is now.
            known = view.cards.get(card.hash) or card
            view.cards[card.hash] = known
            if known.member in view.members:
                view.members[known.member].cards[known.number] = known

    def _decoded(
        self, connection: Connection, row: type, keys: list[tuple[int, str]], more: str = ""
    ) -> Iterable[Any]:
        form = FORMS[row]
        return map(
            form.decode, self._by_member(connection, form.table.name, form.columns, keys, more)
        )

    def _slips(self, connection: Connection, view: View, ids: frozenset[str]) -> None:
        columns = ("slip", "kind", "member", "outcome", "business_date", "terminal", "text")
        decided = {
            row[0]: row for row in self.rows_in(connection, "decisions", columns, "slip", ids)
        }
        bills = {row.slip: row for row in self._bills(connection, decided.values())}
        moved: dict[str, list[Transfer]] = {}
        for slip, row in decided.items():
            text = (
                "SELECT line, asset, amount, source, target, lot FROM transfers "
                "WHERE shard=? AND member=? AND slip=? ORDER BY line"
            )
            found = connection.exec_driver_sql(
                self._books.sql(text), (shard_of(row[2]), row[2], slip)
            )
            moved[slip] = [Transfer(*one) for one in found]
            if row[2]:
                self.load(connection, view, Needs(members=frozenset({MemberId(row[2])})))
            self._old_lots(connection, view, row[2], moved[slip])
        for slip in ids:
            known = decided.get(slip)
            view.slips[slip] = _past(known, tuple(moved[slip]), bills.get(slip)) if known else None

    def _bills(self, connection: Connection, decided: Iterable[Sequence[Any]]) -> list[BillRow]:
        found: list[BillRow] = []
        for row in decided:
            found += self.all(
                connection,
                BillRow,
                "shard=? AND member=? AND slip=?",
                (shard_of(row[2]), row[2], row[0]),
            )
        return found

    def _old_lots(
        self, connection: Connection, view: View, member: str, moved: list[Transfer]
    ) -> None:
        """Bring in used-up lots that a reversal may give back to, for their dates."""
        state = view.members.get(MemberId(member))
        wanted = {one.lot for one in moved if one.lot}
        if state is None or not wanted:
            return
        columns = ("lot", "account", "asset", "remaining", "earned_on", "expires_on")
        keys = [(shard_of(member), member)]
        for lot, account, asset, remaining, earned, expires in self._by_member(
            connection, "lots", columns, keys
        ):
            if lot in wanted and (lot, account) not in state.lots:
                expires_on = date.fromisoformat(expires) if expires else None
                state.lots[lot, account] = Lot(
                    lot, account, asset, remaining, date.fromisoformat(earned), expires_on
                )

    def _pool(self, connection: Connection, view: View, wanted: int) -> None:
        # What this batch has made or given away already stands in the view, and not in the table yet.
        changed = {card.number: card.status for card in view.cards.values() if card is not None}
        text = "SELECT number FROM cards WHERE status = 'pool' ORDER BY number LIMIT ?"
        found = connection.exec_driver_sql(self._books.sql(text), (wanted + len(changed),))
        free = {str(one[0]) for one in found} - changed.keys()
        free |= {number for number, status in changed.items() if status is CardStatus.POOL}
        view.pool = sorted(free)


def _past(row: Sequence[Any], moved: tuple[Transfer, ...], bill: BillRow | None) -> PastSlip:
    slip, kind, member, outcome, business_date, terminal, text = row
    decided = decided_from(text)
    return PastSlip(
        id=slip,
        kind=kind,
        member=MemberId(member),
        outcome=Outcome(outcome),
        business_date=date.fromisoformat(business_date),
        terminal=terminal,
        transfers=moved,
        gives=dict(decided.gives),
        bill=bill,
        claims=tuple(decided.claims),
        tallies=tuple(decided.tallies),
        trace=tuple(decided.trace),
    )


def _joined(table: str, columns: Sequence[str], more: str) -> str:
    selected = ",".join(f't."{name}"' for name in columns)
    return (
        f"SELECT {selected} FROM unnest(%s::smallint[], %s::text[]) k(shard, member) "
        f"JOIN {table} t ON t.shard = k.shard AND t.member = k.member{more}"
    )


def _unzipped(keys: list[tuple[int, str]]) -> tuple[list[int], list[str]]:
    return [key[0] for key in keys], [key[1] for key in keys]


def _columns(names: Sequence[str]) -> str:
    return ",".join(f'"{name}"' for name in names)


def _room(count: int) -> int:
    return next((size for size in _SIZES if size >= count), count)


def _chunks(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(keys), _SIZES[-1]):
        yield keys[start : start + _SIZES[-1]]
