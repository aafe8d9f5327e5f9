"""A centre to try out: there at once, the same at the next start, and as strict as a hotel's."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from app.bootstrap.centre import enrol_terminal
from app.bootstrap.private_postgres import INSTALL, PostgresError, binaries
from app.bootstrap.trial_centre import DATABASE, TrialCentre, start_trial, trial_centre
from app.store.central_terminals import Invitation, login_of
from tests.support.centre import connected

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


@pytest.fixture
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="innpoint-try-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def now() -> datetime:
    return datetime.now(UTC)


def book(centre: TrialCentre) -> str:
    with connected(centre.server.url(DATABASE, "innpoint_auditor")) as connection:
        return str(
            connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'book'").scalar()
        )


def test_a_terminal_joins_it_and_finds_it_again_at_the_next_start(place: Path) -> None:
    with trial_centre(place, now(), durable=False) as centre:
        first = book(centre)
        invited = Invitation(
            terminal="desk-2",
            property="",
            face="desk",
            password="",
            until=now() + timedelta(hours=1),
        )
        done = enrol_terminal(centre.settings, centre.folder, invited, is_again=False)
        words = {
            "host": done.code.host, "port": str(done.code.port), "dbname": done.code.database,
            "user": login_of("desk-2"), "password": done.code.password,
            "sslmode": "verify-full", "sslrootcert": str(centre.folder.authority),
        }  # fmt: skip
        psycopg.connect(**words).close()
        with pytest.raises(psycopg.OperationalError, match="pg_hba"):
            psycopg.connect(**(words | {"sslmode": "disable"}))
    with trial_centre(place, now(), durable=False) as centre:
        assert book(centre) == first
        psycopg.connect(**words).close()


def test_a_port_that_is_taken_meanwhile_is_another_s(place: Path) -> None:
    centre = start_trial(place, now(), durable=False)
    port = centre.settings.port
    centre.stop()
    with (
        socket.create_server(("127.0.0.1", port)),
        trial_centre(place, now(), durable=False) as again,
    ):
        assert again.settings.port != port
        assert book(again)
        with pytest.raises(PostgresError, match="already"):
            start_trial(place, now())
