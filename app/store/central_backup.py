"""Whether a centre could be brought back: its log copied elsewhere, pages checked, and the epoch of this server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from app.store.epoch import server_of, stored_server

_LATE_S = 3600  # a hotel at night may fill no segment for as long; archive_timeout says when one is sent all the same


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        is_fine: False for what would cost something at a disaster.
        says: What was found.
        way_out: What to do; empty where it is fine.
    """

    is_fine: bool
    says: str
    way_out: str = ""


def backup_findings(connection: Connection) -> tuple[Finding, ...]:
    """Look at what a restore would need.

    Args:
        connection: Of a superuser or a member of pg_monitor: others do not see who copies.
    """
    settings = _settings(connection)
    return (
        *_copied(connection, settings),
        _switch(settings, "data_checksums", "a page that rots is not noticed",
                "stop the server, run pg_checksums --enable -D <data folder>, start it"),
        _switch(settings, "fsync", "a power cut may destroy the database", "set fsync = on"),
        _switch(settings, "full_page_writes", "a power cut may leave torn pages", "set full_page_writes = on"),
        _committed(settings),
        _epoch(connection),
    )  # fmt: skip


def _settings(connection: Connection) -> dict[str, str]:
    names = (
        "archive_mode", "archive_command", "archive_library", "data_checksums", "fsync",
        "full_page_writes", "synchronous_commit",
    )  # fmt: skip
    marks = ",".join(["%s"] * len(names))
    text = f"SELECT name, coalesce(setting, '') FROM pg_settings WHERE name IN ({marks})"
    return {str(name): str(value) for name, value in connection.exec_driver_sql(text, names)}


def _copied(connection: Connection, settings: dict[str, str]) -> Iterator[Finding]:
    text = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
    streaming = int(connection.exec_driver_sql(text).scalar_one())
    is_archiving = settings["archive_mode"] != "off"
    if streaming:
        yield Finding(
            is_fine=True, says=f"{streaming} standby or receiver takes the log as it is written."
        )
    if is_archiving:
        yield _archive(connection, settings)
    if not streaming and not is_archiving:
        yield Finding(
            is_fine=False,
            says="The log is copied nowhere: a broken disk loses everything since the last dump.",
            way_out="set archive_mode = on and an archive_command (pgBackRest, WAL-G or barman make both), "
            "restart, and take a base backup; or set up a standby",
        )


def _archive(connection: Connection, settings: dict[str, str]) -> Finding:
    command = settings["archive_command"]
    if command in {"", "(disabled)"} and not settings["archive_library"]:
        return Finding(
            is_fine=False,
            says="archive_mode is on, but nothing is told how to archive: the log fills the disk.",
            way_out="set archive_command or archive_library, then reload",
        )
    text = (
        "SELECT archived_count, extract(epoch FROM clock_timestamp() - last_archived_time)::bigint, last_archived_wal, "
        "failed_count > 0 AND last_failed_time > coalesce(last_archived_time, '-infinity'), last_failed_wal "
        "FROM pg_stat_archiver"
    )
    count, age, last, is_failing, failed = connection.exec_driver_sql(text).one()
    if is_failing:
        return Finding(
            is_fine=False,
            says=f"Archiving fails: {failed} could not be copied.",
            way_out="look into the server's log, mend archive_command or make room where copies go",
        )
    if not count:
        return Finding(
            is_fine=False,
            says="Archiving is set up, but nothing was copied yet.",
            way_out="run SELECT pg_switch_wal(), then look again in a minute",
        )
    if int(age) > _LATE_S:
        return Finding(
            is_fine=False,
            says=f"The last piece of the log, {last}, was copied {int(age) // 60} minutes ago.",
            way_out="set archive_timeout = 60 so that quiet hours are copied, too; if it is set, see the server's log",
        )
    return Finding(is_fine=True, says=f"The log is archived; {last} was copied {int(age)} s ago.")


def _switch(settings: dict[str, str], name: str, harm: str, way_out: str) -> Finding:
    if settings[name] == "on":
        return Finding(is_fine=True, says=f"{name} is on.")
    return Finding(is_fine=False, says=f"{name} is {settings[name]}: {harm}.", way_out=way_out)


def _committed(settings: dict[str, str]) -> Finding:
    found = settings["synchronous_commit"]
    if found != "off":
        return Finding(is_fine=True, says=f"synchronous_commit is {found}.")
    return Finding(
        is_fine=False,
        says="synchronous_commit is off: a crash loses what terminals were told is posted.",
        way_out="set synchronous_commit = on",
    )


def _epoch(connection: Connection) -> Finding:
    if connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar():
        return Finding(
            is_fine=False,
            says="This is a standby, or a restore that has not ended: nothing can be posted here.",
            way_out="ask the primary; after a restore run SELECT pg_promote()",
        )
    here, stored = server_of(connection), stored_server(connection)
    if stored is None:
        return Finding(
            is_fine=False,
            says="No poster and no `central init` has noted this server yet.",
            way_out="run innpoint central init, or start innpoint central post once",
        )
    if here == stored:
        return Finding(is_fine=True, says=f"Timeline {here[0]} is the one that the epoch began on.")
    return Finding(
        is_fine=False,
        says=f"This server (timeline {here[0]}) is not the one that the epoch began on (timeline {stored[0]}).",
        way_out="start innpoint central post, or run innpoint central restored: the next epoch begins, and terminals "
        "send again what is missing",
    )
