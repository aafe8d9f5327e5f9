"""Who posts: one poster at a time, fenced so that one that was thought dead can write nothing any more.

The lease's number rises with each poster that takes over, and stands in every shard's head row. A posting
transaction locks the heads of its shards where they bear its own number; where one does not, it gives up.
All times are the server's: posters on machines with other clocks agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from app.loyalty.ids import SHARDS
from app.store.books import Books

NAME = "posting"
_NAME_MOST = 63
HOLDS_S = (
    3.0  # how long a lease holds after its last sign of life; a second poster is there within 5 s
)
_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"


def poster_url(url: str, poster: str) -> str:
    """Return an address whose sessions end by themselves where their poster was stopped in the middle.

    A transaction that idles, or waits for a lock, for 2 s is ended by the server: what it had locked is free.
    They bear the poster's name, so that the one that takes over ends those that the server cannot tell from
    sessions at work: a COPY whose rows do not come.
    """
    options = {
        "options": "-c idle_in_transaction_session_timeout=2s -c lock_timeout=2s",
        "application_name": session_name(poster),
    }
    return make_url(url).update_query_dict(options).render_as_string(hide_password=False)


def session_name(poster: str) -> str:
    """Return what a poster's sessions are called at the server, which takes 63 bytes of ASCII."""
    return poster.encode("ascii", "replace").decode()[-_NAME_MOST:]


class LeaseLostError(Exception):
    """Another poster has taken over; nothing of this transaction stands. Forget every view and stand by."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to post.

    Attributes:
        number: Rises with each poster that takes over.
        poster: Who has it: host, process and chance.
    """

    number: int
    poster: str

    def numbers(
        self, books: Books, connection: Connection, shards: Sequence[int]
    ) -> dict[int, int]:
        """Lock the heads of shards for this transaction and return the last number given in each.

        Raises:
            LeaseLostError: One of them bears another poster's lease.
        """
        text = "SELECT shard, number FROM shard_heads WHERE shard = ANY(?) AND lease = ? ORDER BY shard FOR UPDATE"
        found = connection.exec_driver_sql(books.sql(text), (list(shards), self.number)).fetchall()
        if len(found) != len(shards):
            raise LeaseLostError(f"lease {self.number} of {self.poster} is over")
        return {int(shard): int(number) for shard, number in found}


def take(books: Books, poster: str, holds_s: float = HOLDS_S) -> Lease | None:
    """Take the lease where nobody holds it; None while somebody does.

    Waits for the posting transaction that is under way in any shard, at most the server's time-outs for a
    transaction that idles or waits: from then on whoever had the lease before can write nothing.

    Raises:
        BooksError: The books are out of reach.
    """
    with books.writing() as connection:
        connection.exec_driver_sql(
            books.sql(
                "INSERT INTO leases (name, number, poster, until) VALUES (?, 0, '', 0) ON CONFLICT DO NOTHING"
            ),
            (NAME,),
        )
        last = connection.exec_driver_sql(
            books.sql("SELECT poster FROM leases WHERE name = ? FOR UPDATE"), (NAME,)
        ).scalar()
        won = connection.exec_driver_sql(
            books.sql(
                f"UPDATE leases SET number = number + 1, poster = ?, until = {_NOW} + ? "
                f"WHERE name = ? AND until < {_NOW} RETURNING number"
            ),
            (poster, int(holds_s * 1e6), NAME),
        ).scalar()
        if won is None:
            return None
        _end_sessions(books, connection, str(last), poster)
        heads = (
            f"INSERT INTO shard_heads (shard, number, lease) SELECT n, 0, ? FROM generate_series(0, {SHARDS - 1}) n "
            "ON CONFLICT (shard) DO UPDATE SET lease = excluded.lease"
        )
        connection.exec_driver_sql(books.sql(heads), (int(won),))
        return Lease(int(won), poster)


def _end_sessions(books: Books, connection: Connection, last: str, poster: str) -> None:
    """End what the poster before has left open, perhaps in the middle of a transaction."""
    if not last or last == poster:
        return
    text = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = ? AND usename = current_user AND pid <> pg_backend_pid()"
    )
    connection.exec_driver_sql(books.sql(text), (session_name(last),))


def renew(books: Books, lease: Lease, holds_s: float = HOLDS_S) -> bool:
    """Show a sign of life; False where another poster has taken over.

    Raises:
        BooksError: The books are out of reach.
    """
    text = f"UPDATE leases SET until = {_NOW} + ? WHERE name = ? AND number = ? RETURNING number"
    with books.writing() as connection:
        values = (int(holds_s * 1e6), NAME, lease.number)
        return connection.exec_driver_sql(books.sql(text), values).scalar() is not None


def give_back(books: Books, lease: Lease) -> None:
    """End a lease, so that the next poster need not wait for its end.

    Raises:
        BooksError: The books are out of reach; the lease ends by itself.
    """
    text = "UPDATE leases SET until = 0, poster = '' WHERE name = ? AND number = ?"
    with books.writing() as connection:
        connection.exec_driver_sql(books.sql(text), (NAME, lease.number))
