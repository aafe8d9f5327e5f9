"""The centre: slips of many terminals through a poster of its own, beside pgbench on the same server."""

from __future__ import annotations

import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import sleep
from typing import Self

from sqlalchemy import create_engine

from app.bench.centre_clients import Client, Ready, run_all
from app.bench.result import BenchError, Result, middle, percentile
from app.bench.writing import Writer, active_members, set_up
from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_settings
from app.bootstrap.desk import DEMO_ZONE
from app.bootstrap.hotel import PROPERTY, Hotel, HotelFolder
from app.bootstrap.private_postgres import (
    PostgresError,
    PrivateServer,
    Wishes,
    binaries,
    private_postgres,
)
from app.loyalty.business_day import hotel_time
from app.operations.pen import Pen
from app.operations.slip import canonical, slip_hash
from app.settings.secrets import key_safe
from app.settings.terminal import TerminalSettings
from app.store.books import Books
from app.store.central_rights import apply_rights
from app.store.central_terminals import Invitation, invite
from app.store.push import signing_key_of

_SETTINGS = {"shared_buffers": "1GB", "max_connections": "100", "max_wal_size": "4GB"}
_CLIENTS = (8, 32)
_UNDER_WAY = 32
_SCALE = 50
_PGBENCH_S = 5
_LEAST_OF_PGBENCH = 0.6
_ALONE = 200


def bench_centre(slips: int, rounds: int) -> Result:
    """Measure how many slips a second a centre posts, beside TPC-B on the same server in the same run.

    Args:
        slips: How many a round and number of terminals.
        rounds: How often; medians are told.

    Raises:
        BenchError: There can be no PostgreSQL here; the message says what is missing.
    """
    try:
        with private_postgres(wishes=Wishes(settings=_SETTINGS)) as server, _Bench(server) as bench:
            return _measured(bench, slips, rounds)
    except PostgresError as error:
        raise BenchError(str(error)) from error


def _measured(bench: _Bench, slips: int, rounds: int) -> Result:
    result = Result(name="centre")
    bench.prepare_pgbench()
    rates: dict[str, list[float]] = {}
    for _ in range(rounds):
        for clients in _CLIENTS:
            rates.setdefault(f"pgbench_{clients}_per_s", []).append(bench.pgbench(clients))
            rates.setdefault(f"slips_{clients}_per_s", []).append(bench.posting(clients, slips))
    result.figures = {name: middle(found) for name, found in rates.items()}
    for clients in _CLIENTS:
        ratio = f"slips_{clients}_of_pgbench"
        result.figures[ratio] = (
            result.figures[f"slips_{clients}_per_s"] / result.figures[f"pgbench_{clients}_per_s"]
        )
        result.targets[ratio] = {"at_least": _LEAST_OF_PGBENCH}
    alone = bench.alone(_ALONE)
    result.figures |= {
        "alone_p50_ms": percentile(alone, 50) * 1000,
        "alone_p99_ms": percentile(alone, 99) * 1000,
    }
    result.targets["alone_p99_ms"] = {"at_most": 60}
    return result


class _Bench:
    """A centre on a private server, with a poster in a process of its own."""

    def __init__(self, server: PrivateServer) -> None:
        self._server = server
        self._folder = tempfile.TemporaryDirectory(prefix="innpoint-bench-")
        self._count = 0

    def __enter__(self) -> Self:
        folder = Path(self._folder.name)
        admin = create_engine(self._server.url(), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for name in ("innpoint", "limit"):
                connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        admin.dispose()
        self._keys = folder / "centre.keys"
        safe = key_safe(self._keys, use_keyring=False, may_make=True)
        books = Books.open(self._server.url("innpoint"), safe, create=True)
        settings = demo_settings(TerminalSettings())
        self._hotel = Hotel(HotelFolder(folder), books, settings, system_clock)
        print("making members …", file=sys.stderr)
        set_up(self._hotel, hotel_time(system_clock(), DEMO_ZONE).date())
        with books.writing() as connection:
            apply_rights(connection)
        self._members = active_members(self._hotel)
        return self

    def __exit__(self, *_: object) -> None:
        self._hotel.close()
        self._folder.cleanup()

    def prepare_pgbench(self) -> None:
        """Make the tables of TPC-B."""
        self._run("pgbench", "-i", "-q", "-s", str(_SCALE))

    def pgbench(self, clients: int) -> float:
        """Return TPC-B's transactions a second."""
        said = self._run(
            "pgbench", "-n", "-c", str(clients), "-j", "2", "-T", str(_PGBENCH_S), "-M", "prepared"
        )
        found = re.search(r"tps = ([0-9.]+)", said)
        if found is None:
            raise BenchError(f"pgbench said nothing that can be understood: {said[-200:]}")
        return float(found[1])

    def posting(self, clients: int, slips: int) -> float:
        """Return the slips a second that so many terminals get answered."""
        made = [self._client(slips // clients, _UNDER_WAY) for _ in range(clients)]
        with self._poster():
            seconds = run_all(made)
        refused = sum(one.refused for one in made)
        if refused:
            raise BenchError(f"{refused} bills of {slips} were refused: nothing was measured")
        return slips // clients * clients / seconds

    def alone(self, slips: int) -> list[float]:
        """Return the seconds that each of so many slips took, one after the other and nobody else there."""
        client = self._client(slips, 1)
        client.waits_s = 0.03
        with self._poster():
            sleep(0.5)
            run_all([client])
        return client.took_s

    def _client(self, slips: int, under_way: int) -> Client:
        """Make a terminal with bills that nobody has posted before."""
        self._count += 1
        name = f"bench-{self._count}"
        key = secrets.token_bytes(32)
        with self._hotel.books.writing() as connection:
            login = invite(
                connection,
                Invitation(
                    terminal=name,
                    property=PROPERTY,
                    face="outlet",
                    password=secrets.token_hex(10),
                    until=system_clock() + timedelta(hours=1),
                ),
            )
            connection.exec_driver_sql(
                "UPDATE terminals SET state = 'active', incarnation = 1 WHERE terminal = %s",
                (name,),
            )
            connection.exec_driver_sql(
                "INSERT INTO chains VALUES (%s, 1, %s, %s, 0, '', '')",
                (name, signing_key_of(key), bytes(32)),
            )
        writer = Writer(self._hotel, self._members, Pen(property=PROPERTY, terminal=name))
        ready = []
        for one in writer.batch(slips):
            text = canonical(one.slip)
            ready.append(Ready(one.slip.id, one.slip.sequence, text, slip_hash(text).hex()))
        words = f"host={self._server.folder} port={self._server.port} dbname=innpoint user={login}"
        return Client(name, words, key, ready, under_way)

    @contextmanager
    def _poster(self) -> Iterator[None]:
        words = [sys.executable, "-m", "app.bench.centre_poster"]
        process = subprocess.Popen(
            [*words, self._server.url("innpoint"), str(self._keys)], stdout=subprocess.PIPE
        )
        try:
            if process.stdout is None or not process.stdout.readline():
                raise BenchError("the poster did not start")
            yield
        finally:
            process.terminate()
            process.wait()

    def _run(self, program: str, *words: str) -> str:
        folder = binaries()
        if folder is None or not (folder / program).exists():
            raise BenchError(f"there is no {program} here; it comes with PostgreSQL")
        around = ("-h", str(self._server.folder), "-p", str(self._server.port), "-U", "innpoint")
        done = subprocess.run(
            [folder / program, *words, *around, "limit"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BenchError(f"{program} failed: {done.stderr[-300:]}")
        return done.stdout
