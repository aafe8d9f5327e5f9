"""How often books were brought back from a copy: what is newer than the copy must be sent again by those who have it.

A central book notices by itself: a server that was restored writes another timeline, or is another server.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, bindparam, text

# Of pg_control the timeline lags behind a promotion until the next checkpoint; the name of the log does not.
_HERE: Final = (
    "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int::text, "
    "(SELECT system_identifier FROM pg_control_system())::text || '/' || "
    "(SELECT oid FROM pg_database WHERE datname = current_database())::text"
)


def epoch_now(connection: Connection) -> int:
    """Return how often the books were brought back, from 1, as they say it."""
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'epoch'")
    return int(found.scalar_one())


def begin_epoch(connection: Connection, epoch: int) -> None:
    """Write a new epoch into books that were just brought back, within the caller's transaction.

    What waited to be sent when the copy was made has mostly been sent since: a person decides about it.
    """
    _write(connection, "epoch", str(epoch))
    connection.exec_driver_sql(
        "UPDATE messages SET state = 'unsure', error = 'restored' "
        "WHERE state IN ('waiting', 'sending')"
    )


def current_epoch(connection: Connection) -> int:
    """Return a central book's epoch, the next one if the server under it is another than before.

    Args:
        connection: To PostgreSQL, in a transaction that the caller commits; not to a standby.

    Returns:
        From 1. Who asks first after a restore, a promotion or a move begins the next epoch; those after it see it.
    """
    connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'epoch' FOR UPDATE")
    known = _known(connection)
    epoch = int(known["epoch"])
    here = server_of(connection)
    before = (known.get("timeline"), known.get("server"))
    if before == here:
        return epoch
    if before != (None, None):
        epoch += 1
        begin_epoch(connection, epoch)
    _write(connection, "timeline", here[0])
    _write(connection, "server", here[1])
    return epoch


def restored(connection: Connection) -> int:
    """Begin the next epoch because a person says that the book was brought back from a dump.

    Returns:
        The new epoch. One restore counts once: where the server showed it by itself, nothing is added.
    """
    before = epoch_now(connection)
    epoch = current_epoch(connection)
    if epoch == before:
        epoch += 1
        begin_epoch(connection, epoch)
    return epoch


def server_of(connection: Connection) -> tuple[str, str]:
    """Return the timeline that the server writes, and which server and database it is."""
    timeline, server = connection.exec_driver_sql(_HERE).one()
    return str(timeline), str(server)


def stored_server(connection: Connection) -> tuple[str, str] | None:
    """Return what ``server_of`` said when the epoch began; None before anybody asked."""
    known = _known(connection)
    if "timeline" not in known:
        return None
    return known["timeline"], known["server"]


def _known(connection: Connection) -> dict[str, str]:
    asked = "SELECT name, value FROM meta WHERE name IN ('epoch', 'timeline', 'server')"
    return {str(name): str(value) for name, value in connection.exec_driver_sql(asked)}


def _write(connection: Connection, name: str, value: str) -> None:
    put = text(
        "INSERT INTO meta (name, value) VALUES (:name, :value) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    ).bindparams(bindparam("name", name), bindparam("value", value))
    connection.execute(put)
