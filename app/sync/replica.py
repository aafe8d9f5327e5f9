"""The replica: what a terminal holds of the centre's books, in encrypted books of its own, so that its look-ups work.

It is a file apart from the terminal file: the one must never be lost and waits for the disk at each slip, the other
can be made anew at any time and takes thousands of rows when a terminal comes back; neither makes the other wait.
How far the feed was read stands in it, so that rows and place are written together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, unique
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Connection

from app.loyalty.ids import MemberId
from app.operations.view import HouseState
from app.store.books import Books
from app.store.keys import Keys, card_hash
from app.store.loading import Loader
from app.store.snapshot import Of, Snapshot, drop_member, erase_person, put_snapshot
from app.sync.applying import begin
from app.sync.feed_reader import FeedRow, Place
from app.sync.following import Following

_OWN: Final = (
    """CREATE TABLE IF NOT EXISTS held (member TEXT PRIMARY KEY, is_behind INTEGER NOT NULL,
        used_at TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS house_heads (shard INTEGER PRIMARY KEY, number INTEGER NOT NULL)",
)
# Of the house no journal comes with a snapshot; slips that a centre forgot may be decided anew, under their ids.
_VOID: Final = (
    "DELETE FROM feed_heads",
    "DELETE FROM shard_heads",
    "DELETE FROM house_heads",
    "DELETE FROM slips WHERE member = ''",
    "DELETE FROM decisions WHERE member = ''",
    "DELETE FROM transfers WHERE member = ''",
)
_HOUSE_BEHIND: Final = "house-behind"  # among the facts of the table meta
_EPOCH: Final = "epoch"
_PLACED: Final = "placed"


@unique
class Standing(Enum):
    """How well a member is known here."""

    NOT_HELD = "not-held"
    CURRENT = "current"
    BEHIND = "behind"  # something happened that this replica could not follow: ask for a snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of rows.

    Attributes:
        followed: Decisions that were decided alike here and written.
        behind: Members who are behind since.
        answers: Question ids with their answers, still sealed, in their order.
    """

    followed: int = 0
    behind: frozenset[str] = frozenset()
    answers: tuple[tuple[str, bytes], ...] = ()


class Replica:
    """A terminal's copy of what it needs. One thread writes; ``books`` may be read by any.

    Attributes:
        books: The same tables as a centre's; look-ups work on them unchanged.
    """

    def __init__(self, books: Books) -> None:
        self.books = books
        self._loader = Loader(books)
        self._following = Following(books, lambda number: card_hash(books.keys, number))

    @staticmethod
    def open(path: Path, file_key: bytes, keys: Keys) -> Replica:
        """Open the replica's file, or make it.

        Args:
            path: Where it lies.
            file_key: The key of the terminal's files.
            keys: Of the house, as far as this terminal has them.

        Raises:
            BooksError: As ``Books.open``. A damaged one may be deleted: the centre has all that was in it.
        """
        books = Books.open(str(path), lambda _: keys, create=True, file_key=file_key)
        with books.writing() as connection:
            # A replica is no ledger: what it holds is replaced by a newer snapshot, and leaves it one day.
            found = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )
            for name in [str(row[0]) for row in found]:
                connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
            for statement in _OWN:
                connection.exec_driver_sql(statement)
        return Replica(books)

    def close(self) -> None:
        """Close the file."""
        self.books.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def epoch(self) -> str:
        """Return the centre's epoch that these rows are of; empty before the first."""
        return self._fact(_PLACED) and self._fact(_EPOCH)

    def places(self) -> dict[Place, int]:
        """Return how far each place of the feed was read."""
        with self.books.reading() as connection:
            found = connection.exec_driver_sql("SELECT address, shard, number FROM feed_heads")
            return {(row[0], row[1]): row[2] for row in found}

    def standing(self, member: str) -> Standing:
        """Tell how well a member is known here."""
        with self.books.reading() as connection:
            sql = "SELECT is_behind FROM held WHERE member = ?"
            row = connection.exec_driver_sql(sql, (member,)).first()
        if row is None:
            return Standing.NOT_HELD
        return Standing.BEHIND if row[0] else Standing.CURRENT

    def behind(self) -> list[str]:
        """Return the members who are held and behind."""
        with self.books.reading() as connection:
            found = connection.exec_driver_sql("SELECT member FROM held WHERE is_behind = 1")
            return [str(row[0]) for row in found]

    def house_is_behind(self) -> bool:
        """Tell whether a snapshot of the house is wanted: none is here yet, or it could not be followed."""
        return self._fact(_HOUSE_BEHIND) != "no"

    def house(self) -> HouseState:
        """Read the reference rows as they stand."""
        with self.books.reading() as connection:
            return self._loader.house(connection)

    def seen(self, today: date) -> tuple[date, int]:
        """Return what a slip says that its terminal saw: business date and newest programme version.

        Args:
            today: Said where no house is known here yet.
        """
        house = self.house()
        day = house.property.business_date if house.property else today
        return day, max(house.versions, default=0)

    def start_afresh(self, epoch: str, places: dict[Place, int]) -> None:
        """Begin at the heads of a feed: everybody held here is behind until a snapshot comes, and so is the house.

        Args:
            epoch: The centre's.
            places: Its heads; what stands before them comes with the snapshots.
        """
        with self.books.writing() as connection:
            for sql in (
                "DELETE FROM feed_heads",
                "DELETE FROM shard_heads",
                "DELETE FROM house_heads",
            ):
                connection.exec_driver_sql(sql)
            connection.exec_driver_sql("UPDATE held SET is_behind = 1")
            _put_places(connection, places)
            for name, value in ((_EPOCH, epoch), (_PLACED, "yes"), (_HOUSE_BEHIND, "yes")):
                _put_fact(connection, name, value)
        self._following.forget()

    def put(self, snapshot: Snapshot, at: str) -> Standing:
        """Put a snapshot in the place of what is held here, and hold its member from now on.

        Args:
            snapshot: Of a member or of the house.
            at: When; who was not used for long is dropped first.

        Returns:
            ``BEHIND`` where the feed was read past the snapshot already: ask again.
        """
        with self.books.writing() as connection:
            read = dict(
                tuple(row)
                for row in connection.exec_driver_sql("SELECT shard, number FROM shard_heads")
            )
            is_behind = any(read.get(shard, 0) > number for shard, number in snapshot.heads.items())
            put_snapshot(self.books, connection, snapshot)
            if snapshot.of is Of.HOUSE:
                is_behind = self._put_house(connection, snapshot, read)
            else:
                connection.exec_driver_sql(
                    "INSERT OR REPLACE INTO held VALUES (?,?,?)",
                    (snapshot.about, int(is_behind), at),
                )
        self._following.forget()
        return Standing.BEHIND if is_behind else Standing.CURRENT

    def use(self, member: str, at: str) -> None:
        """Put down that somebody asked for a member."""
        with self.books.writing() as connection:
            connection.exec_driver_sql("UPDATE held SET used_at = ? WHERE member = ?", (at, member))

    def drop_unused(self, before: str, keep: Iterable[str] = ()) -> list[str]:
        """Drop members whom nobody asked for since; those in the house are named by ``keep``."""
        kept = set(keep)
        with self.books.writing() as connection:
            found = connection.exec_driver_sql(
                "SELECT member FROM held WHERE used_at < ?", (before,)
            )
            gone = [str(row[0]) for row in found if row[0] not in kept]
            for member in gone:
                drop_member(self.books, connection, MemberId(member))
                connection.exec_driver_sql("DELETE FROM held WHERE member = ?", (member,))
        return gone

    def apply(self, rows: Iterable[FeedRow], places: dict[Place, int]) -> Applied:
        """Apply rows of the feed and put down how far it was read, in one transaction.

        Raises:
            BooksError: Nothing was written.
        """
        rows = list(rows)
        try:
            with self.books.writing() as connection:
                work = begin(connection, self._following)
                for row in rows:
                    if row.kind == "erase":
                        erase_person(
                            self.books, connection, MemberId((row.payload or b"").decode())
                        )
                decided = [row for row in rows if row.kind == "decision"]
                for row in sorted(decided, key=lambda one: (one.position, one.shard, one.number)):
                    work.decision(row)
                for member in work.behind:
                    sql = "UPDATE held SET is_behind = 1 WHERE member = ?"
                    connection.exec_driver_sql(sql, (member,))
                if work.house_is_behind:
                    _put_fact(connection, _HOUSE_BEHIND, "yes")
                _put_places(connection, places)
        except BaseException:
            self._following.forget()
            raise
        answers = tuple((row.slip, row.payload or b"") for row in rows if row.kind == "answer")
        return Applied(followed=work.followed, behind=frozenset(work.behind), answers=answers)

    def _put_house(self, connection: Connection, snapshot: Snapshot, read: dict[int, int]) -> bool:
        connection.exec_driver_sql("DELETE FROM house_heads")
        for shard, number in snapshot.heads.items():
            connection.exec_driver_sql("INSERT INTO house_heads VALUES (?,?)", (shard, number))
        # Decisions behind the snapshot that were read already may have changed the house.
        is_behind = any(number > snapshot.heads.get(shard, 0) for shard, number in read.items())
        _put_fact(connection, _HOUSE_BEHIND, "yes" if is_behind else "no")
        return is_behind

    def _fact(self, name: str) -> str:
        with self.books.reading() as connection:
            sql = "SELECT value FROM meta WHERE name = ?"
            return str(connection.exec_driver_sql(sql, (name,)).scalar() or "")


def _put_fact(connection: Connection, name: str, value: str) -> None:
    connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?,?)", (name, value))


def _put_places(connection: Connection, places: dict[Place, int]) -> None:
    for (address, shard), number in places.items():
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO feed_heads (address, shard, number) VALUES (?,?,?)",
            (address, shard, number),
        )
