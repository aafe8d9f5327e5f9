"""A server with what ``init`` made for it: verify-full works, and nothing less is let in."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest

from app.bootstrap.centre import Enrolled, enrol_terminal, make_centre
from app.bootstrap.certificates import certify
from app.bootstrap.private_postgres import (
    INSTALL,
    PrivateServer,
    Tls,
    Wishes,
    binaries,
    private_postgres,
)
from app.bootstrap.server_lines import access_lines, name_lines, server_lines
from app.settings.authority import fetch_authority
from app.settings.centre import CentreFolder, CentreSettings, read_centre
from app.settings.join_code import read_code, write_code
from app.store.central_terminals import Invitation, login_of
from tests.support.centre import new_database

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
HERE = "127.0.0.1/32"


@dataclass
class Centre:
    server: PrivateServer
    folder: CentreFolder

    def enrol(self, name: str) -> Enrolled:
        settings = read_centre(self.folder)
        assert settings is not None
        until = datetime.now(UTC) + timedelta(hours=1)
        invited = Invitation(terminal=name, property="", face="desk", password="", until=until)
        return enrol_terminal(settings, self.folder, invited, is_again=True)

    def sign_in(self, done: Enrolled, **more: str) -> psycopg.Connection:
        words = {
            "host": "localhost", "hostaddr": "127.0.0.1", "port": str(self.server.port), "dbname": "innpoint",
            "user": login_of(done.code.terminal), "password": done.code.password, "sslmode": "verify-full",
            "sslrootcert": str(self.folder.authority), "channel_binding": "require", "connect_timeout": "10",
        } | more  # fmt: skip
        return psycopg.connect(**words)


def settings_of(lines: str) -> dict[str, str]:
    """Read the lines for postgresql.conf, but for where the trial's server differs."""
    pairs = [line.split(" = ") for line in lines.splitlines() if " = " in line]
    own = {"listen_addresses", "port", "ssl", "ssl_cert_file", "ssl_key_file"}
    return {name: value.strip("'") for name, value in pairs if name not in own}


def centre_at(place: Path, address: str) -> Iterator[Centre]:
    folder = CentreFolder(place / "centre")
    certify(folder, ("localhost", "127.0.0.1"), datetime.now(UTC))
    wishes = Wishes(
        durable=False,
        tcp=True,
        tls=Tls(folder.certificate, folder.certificate_key),
        hba=access_lines("innpoint", (address,)).splitlines(),
        settings=settings_of(server_lines("", 5432)),
    )
    with private_postgres(wishes=wishes) as server:
        url = new_database(server.url(), "innpoint")
        settings = CentreSettings(url=url, hosts=("localhost", "127.0.0.1"), addresses=(address,))
        made = make_centre(folder, settings, datetime.now(UTC))
        assert not made.certificate_is_new
        assert made.config == f"{server.folder}/data"
        yield Centre(server, folder)


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="innpoint-tls-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def centre(place: Path) -> Iterator[Centre]:
    yield from centre_at(place, HERE)


def test_a_terminal_signs_in_by_full_verification_and_scram(centre: Centre) -> None:
    done = centre.enrol("desk-1")
    with centre.sign_in(done) as connection:
        row = connection.execute(
            "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        ).fetchone()
        assert row is not None
        assert row[0] is True
        assert row[1] in {"TLSv1.2", "TLSv1.3"}
        assert connection.execute("SELECT terminal FROM my_terminal").fetchone() == ("desk-1",)
    with centre.sign_in(done, host="127.0.0.1"):
        pass  # by its address, which stands in the certificate, too


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"host": "other.example"}, "does not match host name"),
        ({"sslrootcert": "OTHER"}, "certificate verify failed"),
        ({"sslmode": "disable", "channel_binding": "disable"}, "pg_hba.conf rejects"),
        ({"password": "a-guess"}, "password authentication failed"),
        ({"user": "innpoint_office"}, "password authentication failed"),
        ({"user": "innpoint", "sslmode": "disable", "channel_binding": "disable"}, "pg_hba.conf rejects"),
        ({"dbname": "postgres"}, "no pg_hba.conf entry"),
    ],
)  # fmt: skip
def test_anything_less_is_refused(
    centre: Centre, place: Path, more: dict[str, str], says: str
) -> None:
    other = CentreFolder(place / "other")
    certify(other, ("localhost",), datetime.now(UTC))
    words = {key: value.replace("OTHER", str(other.authority)) for key, value in more.items()}
    done = centre.enrol("desk-2")
    with pytest.raises(psycopg.OperationalError, match=says):
        centre.sign_in(done, **words)
    centre.sign_in(done).close()


def test_a_typed_code_is_enough_to_begin_and_is_good_for_one_beginning(
    centre: Centre, place: Path
) -> None:
    done = centre.enrol("desk-3")
    code = read_code(write_code(done.code))
    assert code is not None
    pem = fetch_authority("127.0.0.1", code.port, code.authority)
    assert pem is not None
    trusted = place / "fetched.crt"
    trusted.write_text(pem, encoding="ascii")
    assert trusted.read_bytes() == centre.folder.authority.read_bytes()
    assert fetch_authority("127.0.0.1", code.port, bytes(16)) is None
    with centre.sign_in(done, sslrootcert=str(trusted)) as connection:
        login = login_of(code.terminal)
        own = connection.pgconn.encrypt_password(b"its-own", login.encode(), b"scram-sha-256")
        connection.execute(f"ALTER ROLE CURRENT_USER PASSWORD '{own.decode()}'")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        centre.sign_in(done)
    with centre.sign_in(done, password="its-own"):
        pass


def test_a_fifth_connection_is_one_too_many(centre: Centre) -> None:
    done = centre.enrol("desk-4")
    held = [centre.sign_in(done) for _ in range(4)]
    try:
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            centre.sign_in(done)
    finally:
        for one in held:
            one.close()


def test_no_terminal_comes_in_from_a_network_that_was_not_named(place: Path) -> None:
    for centre in centre_at(place / "elsewhere", "10.99.0.0/16"):
        done = centre.enrol("desk-5")
        with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf rejects"):
            centre.sign_in(done)


@pytest.mark.skipif(os.geteuid() != 0, reason="root is one of those who come in by who they are")
def test_by_the_socket_people_of_this_computer_come_in_by_who_they_are(centre: Centre) -> None:
    data = centre.server.folder / "data"
    before = (data / "pg_hba.conf").read_text(encoding="utf-8")
    # As the IT person is told: before all other lines. The trial's own let everybody in.
    (data / "pg_hba.conf").write_text(
        f"{access_lines('innpoint', (HERE,))}\n{before}", encoding="utf-8"
    )
    (data / "pg_ident.conf").write_text(name_lines(), encoding="utf-8")
    os.kill(centre.server.process.pid, signal.SIGHUP)
    words = f"host={centre.server.folder} port={centre.server.port} dbname=innpoint"
    until = monotonic() + 30
    while (said := refusal(f"{words} user=innpoint_poster")) == "":
        assert monotonic() < until
        sleep(0.1)
    assert "Peer authentication failed" in said
    for role in ("innpoint_auditor", "innpoint_migrator"):
        with psycopg.connect(f"{words} user={role}") as connection:
            assert connection.execute("SELECT session_user").fetchone() == (role,)


def refusal(words: str) -> str:
    try:
        psycopg.connect(words).close()
    except psycopg.OperationalError as error:
        return str(error)
    return ""
