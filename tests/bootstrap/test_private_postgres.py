"""A private PostgreSQL: made, found again, taken back from a crash, and a sentence where there can be none."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.bootstrap import private_postgres
from app.bootstrap.private_postgres import (
    INSTALL,
    PostgresError,
    PrivateServer,
    Wishes,
    binaries,
    start,
)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
ROOT = Path(__file__).parents[2]
_HASTY = Wishes(durable=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that another user may enter, which those of pytest are not."""
    path = Path(tempfile.mkdtemp(prefix="innpoint-pg-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def asked(server: PrivateServer, text: str) -> str:
    engine = create_engine(server.url(), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql(text)
            return str(found.scalar()) if found.returns_rows else ""
    finally:
        engine.dispose()


def runs(pid: int) -> bool:
    """Tell whether a process is there and not just waiting to be counted as dead."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return said.rpartition(")")[2].split()[0] != "Z"


def test_what_was_written_is_there_at_the_next_start(folder: Path) -> None:
    server = start(folder)
    assert asked(server, "SHOW fsync") == "on"
    assert asked(server, "SHOW data_checksums") == "on"
    assert asked(server, "SHOW listen_addresses") == ""
    asked(server, "CREATE TABLE kept AS SELECT 7 AS figure")
    server.stop()
    again = start(folder, _HASTY)
    assert asked(again, "SHOW fsync") == "off"
    assert asked(again, "SELECT figure FROM kept") == "7"
    again.stop()


def test_one_folder_is_one_process_s(folder: Path) -> None:
    server = start(folder, _HASTY)
    try:
        with pytest.raises(PostgresError, match=r"runs in .* already"):
            start(folder, _HASTY)
        assert asked(server, "SELECT 1") == "1"
    finally:
        server.stop()


def test_a_server_whose_owner_was_killed_is_taken_back(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from app.bootstrap.private_postgres import start, Wishes\n"
        "server = start(Path(sys.argv[1]), Wishes(durable=False))\n"
        "print(server.process.pid, flush=True)\n"
        "sys.stdin.read()"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert owner.stdout is not None
    left = int(owner.stdout.readline())
    os.kill(owner.pid, signal.SIGKILL)
    owner.communicate()
    assert runs(left)  # it goes on without its owner
    server = start(folder, _HASTY)
    try:
        assert server.process.pid != left
        assert asked(server, "SELECT 1") == "1"
    finally:
        server.stop()
    assert not runs(left)


def test_by_loopback_it_asks_for_a_password(folder: Path) -> None:
    server = start(folder, Wishes(durable=False, tcp=True))
    try:
        asked(server, "CREATE ROLE guest LOGIN PASSWORD 'one'")
        for word, is_right in (("one", True), ("two", False)):
            url = f"postgresql+psycopg://guest:{word}@127.0.0.1:{server.port}/postgres"
            engine = create_engine(url)
            if is_right:
                with engine.connect() as connection:
                    assert connection.exec_driver_sql("SELECT current_user").scalar() == "guest"
            else:
                with pytest.raises(Exception, match="password authentication failed"):
                    engine.connect()
            engine.dispose()
    finally:
        server.stop()


def test_what_is_missing_is_said_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PostgresError, match="too long for a socket"):
        start(folder / ("deep" * 20) / "er")
    (folder / "file").write_text("in the way", encoding="ascii")
    with pytest.raises(PostgresError, match="cannot be used"):
        start(folder / "file")
    with pytest.raises(PostgresError, match=r"does not start in .*unrecognized configuration"):
        start(folder / "odd", Wishes(durable=False, settings={"no_such_setting": "1"}))
    monkeypatch.setattr(private_postgres, "binaries", lambda: None)
    with pytest.raises(PostgresError, match="apt-get install postgresql"):
        start(folder / "none")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user")
def test_a_folder_that_the_server_may_not_enter_is_named() -> None:
    closed = Path(tempfile.mkdtemp(prefix="innpoint-pg-"))  # root's alone
    try:
        with pytest.raises(PostgresError, match="may not enter"):
            start(closed / "inner", _HASTY)
    finally:
        shutil.rmtree(closed)
