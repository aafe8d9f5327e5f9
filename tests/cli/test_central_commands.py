"""``innpoint central``, as a hotel's IT person uses it, on a real server."""

from __future__ import annotations

import base64
import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from time import sleep

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.bootstrap.private_postgres import PrivateServer, Wishes, private_postgres
from app.settings.centre import CentreFolder, read_centre
from app.settings.join_code import fingerprint, read_code, read_file
from app.store.books import HEAD
from app.store.central_terminals import code_hash
from app.store.keys import read_key_file
from app.store.sealed_box import public_of
from tests.support.centre import as_user, connected, new_database
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
ROOT = Path(__file__).parents[2]
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def running() -> Iterator[PrivateServer]:
    with private_postgres(wishes=Wishes(durable=False, tcp=True)) as server:
        yield server


@pytest.fixture
def url(running: PrivateServer, request: pytest.FixtureRequest) -> str:
    return new_database(running.url(), f"c{abs(hash(request.node.name))}")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "centre"


@pytest.fixture
def made(here: Run, url: str, path: Path) -> str:
    done = here("central", "init", "--url", url, "--dir", path, "--host", "centre.example")
    assert (done.returncode, done.stderr) == (0, "")
    return url


def meta(url: str) -> dict[str, str]:
    with connected(url) as connection:
        return {
            str(row[0]): str(row[1])
            for row in connection.exec_driver_sql("SELECT name, value FROM meta")
        }


def test_a_centre_is_made_by_one_command_and_again_by_the_same(
    innpoint: Run, url: str, path: Path
) -> None:
    words = ("central", "init", "--url", url, "--dir", path, "--host", "centre.example")
    done = innpoint(*words, "--address", "10.20.0.0/16", "--address", "10.30.0.0/24")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"schema {HEAD}, epoch 1" in done.stdout
    assert "install -o postgres" in done.stdout
    folder = CentreFolder(path)
    keys = read_key_file(folder.keys)
    assert keys is not None
    assert meta(url)["seal_key"] == base64.b64encode(public_of(keys.seal)).decode()
    assert {"book", "epoch", "seal_key", "timeline", "server"} <= meta(url).keys()
    access = folder.access_lines.read_text(encoding="utf-8").splitlines()
    assert [line.split()[-2] for line in access if line.startswith("hostssl")] == [
        "10.20.0.0/16",
        "10.30.0.0/24",
    ]
    assert "ssl = on" in folder.server_lines.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    kept = {one.name: one.read_bytes() for one in path.iterdir()}
    again = innpoint("central", "init", "--dir", path)
    assert (again.returncode, again.stderr) == (0, "")
    assert "there already" in again.stdout
    assert "install -o postgres" not in again.stdout
    assert {one.name: one.read_bytes() for one in path.iterdir()} == kept


def test_no_password_is_kept_in_the_folder(here: Run, running: PrivateServer, path: Path) -> None:
    url = new_database(running.url(), "worded")
    with connected(url) as connection:
        connection.exec_driver_sql("CREATE ROLE it_person SUPERUSER LOGIN PASSWORD 'very-secret'")
    by_tcp = f"postgresql://it_person:very-secret@127.0.0.1:{running.port}/worded"
    assert here("central", "init", "--url", by_tcp, "--dir", path, "--host", "h").returncode == 0
    for file in path.iterdir():
        assert b"very-secret" not in file.read_bytes(), file
    settings = read_centre(CentreFolder(path))
    assert settings is not None
    assert settings.url == f"postgresql+psycopg://it_person@127.0.0.1:{running.port}/worded"
    assert settings.port == running.port


def test_keys_that_are_gone_or_another_s_are_not_replaced(
    here: Run, made: str, path: Path, tmp_path: Path
) -> None:
    keys = path / "books.keys"
    aside = tmp_path / "aside"
    keys.rename(aside)
    done = here("central", "init", "--dir", path)
    assert done.returncode == 1
    assert "keys are not where they should be" in done.stderr
    assert not keys.exists()
    other = tmp_path / "other"
    assert here("central", "init", "--url", made, "--dir", other, "--host", "h").returncode == 1
    aside.rename(keys)
    assert here("central", "init", "--dir", path).returncode == 0


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("sqlite:///x.db", "A centre lies in PostgreSQL"),
        ("nonsense", "no address of a database"),
        ("postgresql+psycopg://x@127.0.0.1:1/innpoint", "No PostgreSQL answers at 127.0.0.1:1"),
    ],
)
def test_an_address_that_is_none_is_named(here: Run, path: Path, address: str, says: str) -> None:
    for act in ("init", "status", "upgrade", "backup-check", "restored"):
        more = ("--host", "h") if act == "init" else ()
        done = here("central", act, "--url", address, "--dir", path, *more)
        assert done.returncode == 1
        assert says in done.stderr
        assert done.stdout == ""


def test_what_stands_in_the_way_is_said_with_the_way_out(
    here: Run, running: PrivateServer, url: str, path: Path
) -> None:
    done = here("central", "status", "--dir", path)
    assert (done.returncode, "no centre in" in done.stderr) == (1, True)
    host = ("--host", "h")
    gone = as_user(url, database="nowhere")
    assert "createdb nowhere" in here("central", "init", "--url", gone, "--dir", path, *host).stderr
    wrong = f"postgresql://nobody:wrong@127.0.0.1:{running.port}/postgres"
    assert "PGPASSWORD" in here("central", "init", "--url", wrong, "--dir", path, *host).stderr
    assert "no books" in here("central", "status", "--url", url, "--dir", path).stdout
    done = here("central", "upgrade", "--url", url, "--dir", path)
    assert (done.returncode, "central init" in done.stderr) == (1, True)
    with connected(url) as connection:
        connection.exec_driver_sql("CREATE ROLE small LOGIN")
    done = here("central", "init", "--url", as_user(url, "small"), "--dir", path, *host)
    assert (done.returncode, "may not make logins" in done.stderr) == (1, True)
    assert not path.exists()


def test_an_older_schema_is_brought_up_with_its_views(here: Run, made: str, path: Path) -> None:
    with connected(made) as connection:
        connection.exec_driver_sql("DROP VIEW my_feed")
    done = here("central", "upgrade", "--dir", path)
    assert (done.returncode, f"at schema {HEAD} already" in done.stdout) == (0, True)
    with connected(made) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM my_feed").scalar() == 0
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    done = here("central", "upgrade", "--dir", path)
    assert (done.returncode, "newer InnPoint" in done.stderr) == (1, True)
    assert "schema 9999" in here("central", "status", "--dir", path).stdout


def test_a_terminal_is_let_in_by_a_code_that_is_shown_once(
    here: Run, running: PrivateServer, made: str, path: Path
) -> None:
    done = here("central", "enrol-terminal", "desk-9", "--face", "desk", "--dir", path)
    assert (done.returncode, done.stderr) == (0, "")
    code = read_code("".join(re.findall(r"^  [A-Z2-7-]+$", done.stdout, re.MULTILINE)))
    assert code is not None
    assert (code.host, code.port, code.terminal) == ("centre.example", running.port, "desk-9")
    authority = (path / "ca.crt").read_text(encoding="ascii")
    assert code.authority == fingerprint(authority)
    assert code.database == make_url(made).database
    with connected(made) as connection:
        row = connection.exec_driver_sql(
            "SELECT property, face, login, state, code_hash FROM terminals"
        ).one()
    assert tuple(row) == ("hotel", "desk", "innpoint_t_desk_9", "invited", code_hash(code.password))
    login = f"postgresql+psycopg://innpoint_t_desk_9:{code.password}@127.0.0.1:{running.port}/{code.database}"
    with connected(login) as connection:
        assert connection.exec_driver_sql("SELECT terminal FROM my_terminal").scalar() == "desk-9"
    file = path.parent / "desk-9.code"
    words = ("central", "enrol-terminal", "desk-9", "--face", "desk", "--dir", path, "--out", file)
    assert here(*words).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = read_file(file.read_text(encoding="ascii"))
    assert found is not None
    assert found[0].secret != code.secret
    assert found[1] == authority
    with pytest.raises(DBAPIError, match="password authentication failed"), connected(login):
        pass
    assert "already" in here(*words).stderr


def test_one_that_is_at_work_is_cut_off_only_when_it_is_meant(
    here: Run, made: str, path: Path
) -> None:
    words = ("central", "enrol-terminal", "till-4", "--face", "outlet", "--dir", path)
    assert here(*words).returncode == 0
    with connected(made) as connection:
        connection.exec_driver_sql(
            "UPDATE terminals SET state = 'active' WHERE terminal = 'till-4'"
        )
    done = here(*words)
    assert (done.returncode, "--again" in done.stderr) == (1, True)
    assert here(*words, "--again").returncode == 0


@pytest.mark.parametrize("name", ["Desk", "a b", "x'; --", "-"])
def test_a_name_that_is_none_makes_nothing(here: Run, made: str, path: Path, name: str) -> None:
    done = here("central", "enrol-terminal", "--face=desk", f"--dir={path}", "--", name)
    assert (done.returncode, "can be called" in done.stderr) == (1, True)
    with connected(made) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM terminals").scalar() == 0


def test_which_property_is_asked_where_there_are_several(here: Run, made: str, path: Path) -> None:
    words = ("central", "enrol-terminal", "desk-5", "--face", "desk", "--dir", path)
    with connected(made) as connection:
        connection.exec_driver_sql(
            "INSERT INTO properties VALUES ('east', '', '', 'CNY', 'UTC', ''), ('west', '', '', 'CNY', 'UTC', '')"
        )
    assert "--property east | west" in here(*words).stderr
    assert "no property north" in here(*words, "--property", "north").stderr
    assert here(*words, "--property", "west").returncode == 0


def test_a_lost_terminal_is_shut_out(here: Run, made: str, path: Path) -> None:
    assert (
        here("central", "enrol-terminal", "kiosk-3", "--face", "kiosk", "--dir", path).returncode
        == 0
    )
    done = here("central", "lost", "kiosk-3", "--dir", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "kiosk-3 is lost" in done.stdout
    assert "was lost before" in here("central", "lost", "kiosk-3", "--dir", path).stdout
    assert here("central", "lost", "kiosk-4", "--dir", path).returncode == 1
    with (
        pytest.raises(DBAPIError, match="not permitted to log in"),
        connected(as_user(made, "innpoint_t_kiosk_3")),
    ):
        pass


def test_status_says_who_posts_and_how_terminals_stand(here: Run, made: str, path: Path) -> None:
    done = here("central", "status", "--dir", path)
    assert done.returncode == 1
    assert "Nobody posts" in done.stdout
    assert "Terminals: none" in done.stdout
    here("central", "enrol-terminal", "desk-1", "--face", "desk", "--dir", path)
    with connected(made) as connection:
        connection.exec_driver_sql(
            "INSERT INTO leases VALUES "
            "('book', 4, 'poster-1', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint + 60000000)"
        )
    done = here("central", "status", "--dir", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"poster-1 holds book for [0-9.]+ s more \(number 4\)", done.stdout)
    assert re.search(r"desk-1 +desk +hotel +invited +incarnation 0.*never seen", done.stdout)
    told = here("central", "status", "--metrics", "--dir", path)
    assert told.returncode == 0
    assert "innpoint_posting 1\n" in told.stdout
    by_auditor = as_user(made, "innpoint_auditor")
    assert here("central", "status", "--url", by_auditor, "--dir", path).returncode == 0


def test_a_backup_that_is_missing_is_a_status_of_one(here: Run, made: str, path: Path) -> None:
    done = here("central", "backup-check", "--dir", path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "MISSING  The log is copied nowhere" in done.stdout
    assert "fine     data_checksums is on" in done.stdout
    assert "4 of 6 missing" in done.stdout


def test_a_dump_that_was_brought_back_begins_an_epoch(here: Run, made: str, path: Path) -> None:
    assert "Epoch 2 has begun" in here("central", "restored", "--dir", path).stdout
    assert meta(made)["epoch"] == "2"


def test_a_login_s_password_never_stands_in_sql(
    innpoint: Run, running: PrivateServer, made: str, path: Path
) -> None:
    admin = create_engine(made, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET log_statement = 'all'")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    words = ("central", "password", "innpoint_poster", "--dir", path)
    done = innpoint(*words, stdin="word-of-the-poster\n")
    assert (done.returncode, done.stderr) == (0, "")
    code = innpoint("central", "enrol-terminal", "desk-6", "--face", "desk", "--dir", path).stdout
    secret = read_code("".join(re.findall(r"^  [A-Z2-7-]+$", code, re.MULTILINE)))
    assert secret is not None
    with admin.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM RESET log_statement")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    admin.dispose()
    log = (running.folder / "log").read_text(encoding="utf-8")
    assert "ALTER ROLE innpoint_poster PASSWORD" in log
    assert "word-of-the-poster" not in log
    assert secret.password not in log
    database = make_url(made).database
    by_tcp = f"postgresql+psycopg://innpoint_poster:word-of-the-poster@127.0.0.1:{running.port}/{database}"
    with connected(by_tcp) as connection:
        assert connection.exec_driver_sql("SELECT current_user").scalar() == "innpoint_poster"
    assert innpoint(*words).returncode == 1


def test_the_auditor_checks_every_promise(here: Run, made: str, path: Path, tmp_path: Path) -> None:
    url = as_user(made, "innpoint_auditor")
    words = ("books", "verify", "--books", url)
    done = here(*words, "--keys", path / "books.keys")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 slips, 0 transfers: fine" in done.stdout
    for wrong in ((), ("--keys", tmp_path / "none")):
        done = here(*words, *wrong)
        assert (done.returncode, "no-keys" in done.stderr) == (1, True)
    assert here("books", "replay", "--books", url, "--keys", path / "books.keys").returncode == 0


def test_init_that_is_killed_at_any_moment_goes_on(url: str, path: Path, tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "app",
        "central",
        "init",
        "--url",
        url,
        "--dir",
        str(path),
        "--host",
        "h",
    ]
    environment = os.environ | {"HOME": str(tmp_path)}
    ends = set()
    for step in range(12):
        child = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        sleep(0.5 + 0.15 * step)
        child.kill()
        ends.add(child.wait())
    assert -signal.SIGKILL in ends
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    keys = read_key_file(CentreFolder(path).keys)
    assert keys is not None
    assert meta(url)["seal_key"] == base64.b64encode(public_of(keys.seal)).decode()
    assert meta(url)["epoch"] == "1"
    assert not list(path.glob("*.new"))
