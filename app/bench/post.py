"""Posting: real slips through the real poster, beside bare sqlite3 writing the same rows, and Core one by one."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import event, insert

from app.bench.result import Result, middle
from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_plan
from app.bootstrap.founding import found
from app.bootstrap.hotel import PROPERTY, Hotel, HotelFolder, open_hotel
from app.bootstrap.sample import enrol_sample
from app.loyalty.business_day import hotel_time
from app.loyalty.ids import MemberId, OperatorId
from app.operations.decision import Outcome
from app.operations.pen import Draft, Pen, new_slip_id
from app.operations.post_spend import PostSpend
from app.poster.embedded import pen_of
from app.poster.submission import Submission
from app.settings.secrets import key_safe
from app.settings.terminal import TerminalSettings
from app.store import tables
from app.store.books import Books

_MEMBERS = 2_000
_TERMINAL = "bench-1"


@dataclass(slots=True)
class Captured:
    """Statements of one batch with their rows, as the poster wrote them."""

    batches: list[list[tuple[str, list[tuple[Any, ...]]]]]


def bench_post(
    *, url: str | None, slips: int, clients: int, rounds: int, ack_log: Path | None
) -> Result:
    """Measure how many slips a second the poster decides.

    Args:
        url: Books to append to; None: temporary ones.
        slips: How many a round.
        clients: How many are under way at once: the size of a batch.
        rounds: How often; medians are told.
        ack_log: File for the ids of acknowledged slips, one fsync a batch; then no limit is measured,
            so that a run that is killed can be compared with the books.
    """
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as folder:
        hotel = _opened(url, Path(folder))
        try:
            members = _members(hotel)
            if ack_log is not None:
                return _acknowledging(hotel, members, slips, clients, ack_log)
            return _compared(hotel, members, slips, clients, rounds, Path(folder))
        finally:
            hotel.close()


def _opened(url: str | None, folder: Path) -> Hotel:
    if url is None:
        hotel = open_hotel(folder / "hotel", system_clock, create=True, use_keyring=False)
        _set_up(hotel)
        return hotel
    path = Path(url.removeprefix("sqlite:///"))
    home = HotelFolder(path.parent)
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    safe = key_safe(path.with_suffix(".keys"), use_keyring=False, may_make=is_new)
    hotel = Hotel(
        home, Books.open(str(path), safe, create=is_new), TerminalSettings(), system_clock
    )
    if hotel.poster.house().property is None:
        _set_up(hotel)
    return hotel


def _set_up(hotel: Hotel) -> None:
    today: date = hotel_time(system_clock(), "Asia/Shanghai").date()
    found(hotel, demo_plan(today))
    enrol_sample(hotel, _MEMBERS, "admin")


def _members(hotel: Hotel) -> list[MemberId]:
    with hotel.books.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT member FROM members WHERE status = 'active' ORDER BY member"
        )
        return [MemberId(str(row[0])) for row in rows]


class _Writer:
    """Writes bills of random members, with bill numbers that were never used."""

    def __init__(self, hotel: Hotel, members: list[MemberId]) -> None:
        self._hotel = hotel
        self._members = members
        self._pen: Pen = pen_of(hotel.books, PROPERTY, _TERMINAL)
        self._day = hotel.poster.house().property

    def batch(self, size: int) -> list[Submission]:
        """Write so many slips."""
        now = system_clock()
        day = self._day.business_date if self._day else now.date()
        found: list[Submission] = []
        for _ in range(size):
            slip_id = new_slip_id(now, secrets.token_bytes)
            chosen = self._members[
                int.from_bytes(secrets.token_bytes(4), "big") % len(self._members)
            ]
            body = PostSpend(
                outlet="restaurant", bill=slip_id[-20:], amount_minor=18_800, rest="card"
            )
            draft = Draft(
                id=slip_id,
                kind="post_spend",
                body=body,
                operator=OperatorId("chen"),
                occurred_at=now,
                member=chosen,
            )
            slip, self._pen = self._pen.write(draft, day, 1)
            found.append(Submission(slip=slip))
        return found


def _acknowledging(
    hotel: Hotel, members: list[MemberId], slips: int, clients: int, log: Path
) -> Result:
    writer = _Writer(hotel, members)
    done = 0
    started = perf_counter()
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        while done < slips:
            batch = writer.batch(min(clients, slips - done))
            answers = hotel.poster.post(batch)
            ids = "".join(f"{a.slip_id}\n" for a in answers if a.decision.outcome is Outcome.POSTED)
            os.write(descriptor, ids.encode("ascii"))
            os.fsync(descriptor)
            done += len(batch)
    finally:
        os.close(descriptor)
    return Result(
        name="post",
        figures={"slips_per_s": done / (perf_counter() - started), "slips": float(done)},
    )


def _compared(
    hotel: Hotel, members: list[MemberId], slips: int, clients: int, rounds: int, folder: Path
) -> Result:
    writer = _Writer(hotel, members)
    poster = hotel.poster
    ours: list[float] = []
    bare: list[float] = []
    core: list[float] = []
    shares: dict[str, list[float]] = {name: [] for name in poster.seconds}
    for number in range(rounds + 1):
        batches = [writer.batch(min(clients, slips - start)) for start in range(0, slips, clients)]
        for name in poster.seconds:
            poster.seconds[name] = 0.0
        started = perf_counter()
        for batch in batches:
            poster.post(batch)
        took = perf_counter() - started
        captured = _capture(hotel, writer, max(1, slips // clients), clients)
        bare_rate = _bare(hotel, captured, folder / f"bare-{number}.db")
        core_rate = _core(hotel, captured, folder / f"core-{number}.db", min(256, slips))
        if number == 0:
            continue  # the first round warms caches up
        ours.append(slips / took)
        bare.append(bare_rate)
        core.append(core_rate)
        for name, seconds in poster.seconds.items():
            shares[name].append(seconds / took)
    result = Result(name="post")
    result.figures = {
        "slips_per_s": middle(ours),
        "bare_sqlite3_slips_per_s": middle(bare),
        "core_one_by_one_slips_per_s": middle(core),
        "ratio_to_bare_sqlite3": middle([a / b for a, b in zip(ours, bare, strict=True)]),
        "ratio_to_core_one_by_one": middle([a / b for a, b in zip(ours, core, strict=True)]),
        **{f"share_{name}": middle(values) for name, values in shares.items()},
    }
    result.targets = {
        "ratio_to_bare_sqlite3": {"at_least": 0.6},
        "ratio_to_core_one_by_one": {"at_least": 1.0},
    }
    return result


def _capture(hotel: Hotel, writer: _Writer, batches: int, clients: int) -> Captured:
    """Post some batches and note every statement that writes, with its rows."""
    captured = Captured([])

    def note(*heard: Any) -> None:
        _, _, statement, parameters, _, many = heard
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            rows = list(parameters) if many else [tuple(parameters)]
            captured.batches[-1].append((statement, [tuple(row) for row in rows]))

    event.listen(hotel.books.engine, "before_cursor_execute", note)
    try:
        for _ in range(batches):
            captured.batches.append([])
            hotel.poster.post(writer.batch(clients))
    finally:
        event.remove(hotel.books.engine, "before_cursor_execute", note)
    return captured


def _copied(hotel: Hotel, target: Path) -> sqlite3.Connection:
    """Copy the book page by page, so that both write into files laid out alike."""
    with sqlite3.connect(_file_of(hotel)) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    source.close()
    shutil.copy2(_file_of(hotel), target)
    copy = sqlite3.connect(str(target), isolation_level=None)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        copy.execute(f"PRAGMA {pragma}")
    for table in ("slips", "decisions", "transfers"):
        for act in ("update", "delete"):
            copy.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}")
    return copy


def _file_of(hotel: Hotel) -> str:
    return str(hotel.books.engine.url.database)


def _without(copy: sqlite3.Connection, captured: Captured) -> None:
    """Take the captured rows out again, so that writing them means the same work."""
    copy.execute("BEGIN")
    for statement, rows in (one for batch in captured.batches for one in batch):
        table = statement.split()[2]
        if table == "slips":
            copy.executemany("DELETE FROM slips WHERE id = ?", [(row[0],) for row in rows])
        elif table in {"decisions", "transfers"}:
            by_key = f"DELETE FROM {table} WHERE shard = ? AND member = ? AND slip = ?"
            copy.executemany(by_key, [row[:3] for row in rows])
        elif table == "claims" and statement.startswith("INSERT"):
            copy.executemany("DELETE FROM claims WHERE value = ?", [(row[0],) for row in rows])
        elif table == "lots":
            copy.executemany(
                "DELETE FROM lots WHERE shard = ? AND member = ? AND lot = ?",
                [row[:3] for row in rows],
            )
    copy.execute("COMMIT")


def _bare(hotel: Hotel, captured: Captured, target: Path) -> float:
    """Write the captured rows with nothing but sqlite3, in the same batches; returns slips a second."""
    copy = _copied(hotel, target)
    try:
        _without(copy, captured)
        started = perf_counter()
        for batch in captured.batches:
            copy.execute("BEGIN IMMEDIATE")
            for statement, rows in batch:
                copy.executemany(statement, rows)
            copy.execute("COMMIT")
        took = perf_counter() - started
    finally:
        copy.close()
        target.unlink()
    return sum(_slips_in(batch) for batch in captured.batches) / took


def _slips_in(batch: list[tuple[str, list[tuple[Any, ...]]]]) -> int:
    return sum(len(rows) for statement, rows in batch if statement.split()[2] == "slips")


def _core(hotel: Hotel, captured: Captured, target: Path, most: int) -> float:
    """Write the journal rows of each slip with SQLAlchemy Core, one transaction a slip; returns slips a second."""
    copy = _copied(hotel, target)
    _without(copy, captured)
    copy.close()
    books = Books.open(str(target), lambda _: hotel.books.keys, alone=False)
    done = 0
    try:
        started = perf_counter()
        for slip, decision, transfers in _by_slip(captured):
            with books.engine.execution_options(writes=True).begin() as connection:
                connection.execute(
                    insert(tables.slips), dict(zip(_names(tables.slips), slip, strict=True))
                )
                connection.execute(
                    insert(tables.decisions),
                    dict(zip(_names(tables.decisions), decision, strict=True)),
                )
                rows = [dict(zip(_names(tables.transfers), row, strict=True)) for row in transfers]
                connection.execute(insert(tables.transfers), rows)
            done += 1
            if done >= most:
                break
        took = perf_counter() - started
    finally:
        books.close()
        target.unlink()
    return done / took


def _names(table: Any) -> list[str]:
    return [column.name for column in table.columns]


def _by_slip(
    captured: Captured,
) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], list[tuple[Any, ...]]]]:
    for batch in captured.batches:
        rows = {
            statement.split()[2]: found
            for statement, found in batch
            if statement.startswith("INSERT")
        }
        moved: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows.get("transfers", []):
            moved.setdefault(row[2], []).append(row)
        decided = {row[2]: row for row in rows.get("decisions", [])}
        for slip in rows.get("slips", []):
            yield slip, decided[slip[0]], moved.get(slip[0], [])
