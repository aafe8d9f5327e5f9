"""Posting: real slips through the real poster, beside bare sqlite3 writing the same rows, and Core one by one."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

from app.bench.post_limits import bare_rate, capture, copied, core_rate
from app.bench.result import BenchError, Result, middle
from app.bench.writing import Writer, active_members, set_up
from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import Hotel, HotelFolder, open_hotel
from app.loyalty.business_day import hotel_time
from app.loyalty.ids import MemberId
from app.operations.decision import Outcome
from app.poster.poster import Poster
from app.poster.submission import Submission
from app.settings.secrets import key_safe
from app.settings.terminal import TerminalSettings
from app.store.books import Books

_MEMBERS = 2_000
_TERMINAL = "bench-1"


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
            members = active_members(hotel)
            if ack_log is not None:
                return _acknowledging(hotel, members, slips, clients, ack_log)
            return _compared(hotel, members, slips, clients, rounds, Path(folder))
        finally:
            hotel.close()


def _opened(url: str | None, folder: Path) -> Hotel:
    if url is None:
        hotel = open_hotel(folder / "hotel", system_clock, create=True, use_keyring=False)
        set_up(hotel, _today())
        return hotel
    if "://" in url and not url.startswith("sqlite:///"):
        raise BenchError(f"{url}: post measures embedded books; give a path, or sqlite:///PATH")
    path = Path(url.removeprefix("sqlite:///"))
    home = HotelFolder(path.parent)
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    safe = key_safe(path.with_suffix(".keys"), use_keyring=False, may_make=is_new)
    hotel = Hotel(
        home, Books.open(str(path), safe, create=is_new), TerminalSettings(), system_clock
    )
    if hotel.poster.house().property is None:
        set_up(hotel, _today())
    return hotel


def _today() -> date:
    return hotel_time(system_clock(), "Asia/Shanghai").date()


def _acknowledging(
    hotel: Hotel, members: list[MemberId], slips: int, clients: int, log: Path
) -> Result:
    writer = Writer(hotel, members)
    done = posted = 0
    started = perf_counter()
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        while done < slips:
            batch = writer.batch(min(clients, slips - done))
            answers = hotel.poster.post(batch)
            ids = "".join(f"{one.slip_id}\n" for one in answers)  # a refusal is an answer too
            posted += sum(one.decision.outcome is Outcome.POSTED for one in answers)
            os.write(descriptor, ids.encode("ascii"))
            os.fsync(descriptor)
            done += len(batch)
    finally:
        os.close(descriptor)
    return Result(
        name="post",
        figures={
            "slips_per_s": done / (perf_counter() - started),
            "slips": float(done),
            "posted_slips": float(posted),
        },
    )


def _compared(
    hotel: Hotel, members: list[MemberId], slips: int, clients: int, rounds: int, folder: Path
) -> Result:
    writer = Writer(hotel, members)
    poster = hotel.poster
    ours: list[float] = []
    bare: list[float] = []
    core: list[float] = []
    shares: dict[str, list[float]] = {name: [] for name in (*poster.seconds, "commit")}
    sizes = [min(clients, slips - start) for start in range(0, slips, clients)]
    warm = max(1, len(sizes) // 4)
    for number in range(rounds + 1):
        copied(hotel.books)
        for _ in range(warm):
            poster.post(writer.batch(clients))
        took = _timed(poster, [writer.batch(size) for size in sizes])
        spent = {**poster.seconds, "commit": took - sum(poster.seconds.values())}
        by_bare, by_core = folder / f"bare-{number}.db", folder / f"core-{number}.db"
        copied(hotel.books, by_bare, by_core)
        posts = [partial(poster.post, writer.batch(size)) for size in [clients] * warm + sizes]
        captured = capture(hotel.books, posts)
        limits = (
            bare_rate(captured, warm, by_bare),
            core_rate(hotel.books, captured, by_core, min(256, slips)),
        )
        if number == 0:
            continue  # the first round warms caches up
        ours.append(slips / took)
        bare.append(limits[0])
        core.append(limits[1])
        for name, seconds in spent.items():
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


def _timed(poster: Poster, batches: list[list[Submission]]) -> float:
    for name in poster.seconds:
        poster.seconds[name] = 0.0
    started = perf_counter()
    for batch in batches:
        poster.post(batch)
    return perf_counter() - started
