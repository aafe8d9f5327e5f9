"""A terminal joins a real centre, wherever it is cut off, and every failure says the way out."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.bootstrap.centre import Enrolled
from app.bootstrap.centre_error import CentreError
from app.bootstrap.hotel import HotelFolder
from app.bootstrap.joining import house_keys, join_centre, safe_of
from app.bootstrap.private_postgres import INSTALL, binaries
from app.bootstrap.terminal import address_for, sign_out, terminal_status
from app.bootstrap.trial_centre import DATABASE, TrialCentre, trial_centre
from app.bootstrap.trial_hotel import invite_trial, posting
from app.cli.main import main
from app.operations.pen import Draft, new_slip_id
from app.operations.shift import OpenShift
from app.settings.join_code import JoinCode, write_code, write_file
from app.settings.terminal import read_settings
from app.store.books import BooksError, Fault
from app.store.centre_keys import keys_for_terminals
from app.store.keys import Keys, read_key_file
from app.store.push import Beside
from app.sync.line import Line, OutOfReachError
from app.sync.outbox import Outbox
from app.sync.terminal_file import TerminalFile
from tests.support.centre import connected

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


ROOT = Path(__file__).parents[2]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def centre() -> Iterator[TrialCentre]:
    place = Path(tempfile.mkdtemp(prefix="innpoint-join-"))
    place.chmod(0o755)
    with trial_centre(place, now(), durable=False) as made, posting(made, now):
        yield made
    shutil.rmtree(place)


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    return f"desk-{abs(hash(request.node.name)) % 100_000}"


@pytest.fixture
def invited(centre: TrialCentre, name: str) -> Enrolled:
    return invite_trial(centre, name, "desk", now())


def joined(path: Path, invited: Enrolled, authority: str | None = None, **more: Any) -> Any:
    return join_centre(path, invited.code, authority, now, use_keyring=False, **more)


def opened(path: Path, name: str) -> TerminalFile:
    folder = HotelFolder(path)
    return TerminalFile.open(folder.terminal, safe_of(folder, name, use_keyring=False))


def state(centre: TrialCentre, name: str) -> tuple[str, int]:
    with connected(centre.server.url(DATABASE)) as connection:
        sql = "SELECT state, incarnation FROM terminals WHERE terminal = %s"
        row = connection.exec_driver_sql(sql, (name,)).one()
    return str(row[0]), int(row[1])


def test_a_terminal_joins_and_has_keys_and_a_password_of_its_own(
    centre: TrialCentre, invited: Enrolled, name: str, tmp_path: Path
) -> None:
    who = joined(tmp_path / "t", invited)
    assert (who.terminal, who.property, who.face) == (name, "hotel", "desk")
    assert state(centre, name) == ("active", 1)
    assert read_settings(HotelFolder(tmp_path / "t").settings).terminal == name
    whole = read_key_file(centre.folder.keys)
    assert whole is not None
    with opened(tmp_path / "t", name) as file:
        assert file.pen().incarnation == 1
        held = Keys.from_text(house_keys(file), "file")
        assert held.to_text() == keys_for_terminals(whole).to_text()
        assert file.secrets.password not in {"", invited.code.password}
        with Line(address_for(file, HotelFolder(tmp_path / "t"))) as line:
            line.connect()
            assert line.query("SELECT incarnation, accepted FROM my_terminal") == [(1, 0)]
    words = {
        "host": invited.code.host, "port": str(invited.code.port), "dbname": DATABASE,
        "user": who.login, "password": invited.code.password,
        "sslmode": "verify-full", "sslrootcert": str(centre.folder.authority),
    }  # fmt: skip
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(**words)
    content = b"".join(one.read_bytes() for one in (tmp_path / "t").iterdir())
    assert invited.code.password.encode() not in content
    assert held.index not in content


def test_a_code_is_good_once_and_another_begins_a_new_chain(
    centre: TrialCentre, invited: Enrolled, name: str, tmp_path: Path
) -> None:
    joined(tmp_path / "t", invited)
    with pytest.raises(CentreError, match="used already"):
        joined(tmp_path / "other", invited)
    with pytest.raises(CentreError, match="used already"):
        joined(tmp_path / "t", invited)
    again = invite_trial(centre, name, "desk", now())
    joined(tmp_path / "t", again)
    assert state(centre, name) == ("active", 2)
    with opened(tmp_path / "t", name) as file:
        assert file.pen().incarnation == 2
        assert set(file.secrets.chains) == {1, 2}


def dying(folder: Path, code_file: Path, nth: int) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "tests.support.joining_process", folder, code_file, nth]
    return subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_joining_that_was_killed_at_any_step_goes_on_with_the_same_code(
    centre: TrialCentre, tmp_path: Path, *, is_long: bool
) -> None:
    file = tmp_path / "code"

    def round_of(nth: int) -> tuple[Path, Enrolled, subprocess.CompletedProcess[str]]:
        invited = invite_trial(centre, f"cut-{nth}", "desk", now())
        file.write_text(write_file(invited.code, invited.authority), encoding="ascii")
        return tmp_path / f"t{nth}", invited, dying(tmp_path / f"t{nth}", file, nth)

    steps = int(round_of(0)[2].stdout)
    assert steps > 20
    for nth in range(1, steps + 1, 1 if is_long else 5):
        path, invited, ended = round_of(nth)
        assert ended.returncode == -signal.SIGKILL, (nth, ended.stderr)
        name = invited.code.terminal
        try:
            joined(path, invited)
        except CentreError as error:  # it died when all was done but the note that says so
            assert "used already" in str(error), nth  # noqa: PT017
        assert state(centre, name) == ("active", 1), nth
        with opened(path, name) as held:
            assert held.pen().incarnation == 1, nth
            assert house_keys(held)
            with Line(address_for(held, HotelFolder(path))) as line:
                line.connect()


def test_what_is_not_the_centre_is_told_nothing(
    invited: Enrolled, tmp_path: Path, name: str, centre: TrialCentre
) -> None:
    code = invited.code
    false = JoinCode(
        host=code.host, port=code.port, database=code.database, terminal=code.terminal,
        authority=bytes(16), secret=code.secret,
    )  # fmt: skip
    with pytest.raises(CentreError, match="not the one that the code means"):
        join_centre(tmp_path / "t", false, None, now, use_keyring=False)
    gone = JoinCode(
        host=code.host, port=1, database=code.database, terminal=code.terminal,
        authority=code.authority, secret=code.secret,
    )  # fmt: skip
    with pytest.raises(CentreError, match="Nobody answers at localhost:1"):
        join_centre(tmp_path / "t", gone, None, now, use_keyring=False)
    assert state(centre, name) == ("invited", 0)


def test_a_code_that_has_run_out_says_so(
    centre: TrialCentre, invited: Enrolled, name: str, tmp_path: Path
) -> None:
    with connected(centre.server.url(DATABASE)) as connection:
        past = (now() - timedelta(minutes=1)).isoformat(timespec="seconds")
        sql = "UPDATE terminals SET code_until = %s WHERE terminal = %s"
        connection.exec_driver_sql(sql, (past, name))
    with pytest.raises(CentreError, match="run out"):
        joined(tmp_path / "t", invited)


def test_a_folder_with_books_or_of_another_terminal_is_left_alone(
    centre: TrialCentre, invited: Enrolled, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "books.db").write_bytes(b"books")
    with pytest.raises(CentreError, match="books of its own"):
        joined(tmp_path / "b", invited)
    joined(tmp_path / "t", invited)
    other = invite_trial(centre, "desk-other", "desk", now())
    with pytest.raises(CentreError, match="is the folder of terminal"):
        joined(tmp_path / "t", other)


def test_the_command_joins_says_how_it_stands_and_signs_out(
    centre: TrialCentre,
    invited: Enrolled,
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    at = ["--hotel", str(tmp_path / "t"), "--no-keyring"]
    file = tmp_path / "code"
    file.write_text(write_file(invited.code, invited.authority), encoding="ascii")
    wrong = "B" + write_code(invited.code)[1:]
    assert main(["terminal", "join", wrong, *at]) == 1
    assert "a letter of it is wrong" in capsys.readouterr().err
    assert main(["terminal", "status", *at]) == 1
    assert "No terminal has joined" in capsys.readouterr().err
    assert main(["terminal", "join", "--file", str(file), *at]) == 0
    assert f"{name} has joined" in capsys.readouterr().out
    assert main(["terminal", "status", *at]) == 0
    said = capsys.readouterr().out
    assert "has slips to 0 of 0" in said
    assert "nothing waits" in said
    with opened(tmp_path / "t", name) as held:
        outbox = Outbox(held, now, bytes)
        draft = Draft(
            id=new_slip_id(now(), bytes), kind="open_shift", body=OpenShift(float_minor=0),
            operator="ann", occurred_at=now(),
        )  # fmt: skip
        outbox.write(draft, Beside(), now().date(), 1)
        # A face is at work with it: looking is no harm, leaving must wait.
        assert main(["terminal", "status", *at]) == 0
        assert "1 wait for an answer, 1 of them not handed in" in capsys.readouterr().out
        with pytest.raises(BooksError) as locked:
            sign_out(tmp_path / "t", now, use_keyring=False)
        assert locked.value.fault is Fault.LOCKED
    assert main(["terminal", "sign-out", *at]) == 1
    assert "1 slip of" in capsys.readouterr().err
    with opened(tmp_path / "t", name) as held, held.writing() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'answered'")
        ours = address_for(held, HotelFolder(tmp_path / "t"))
        address = replace(ours, ca=str(centre.folder.authority))
    assert main(["terminal", "sign-out", *at]) == 0
    assert "has left" in capsys.readouterr().out
    with Line(address) as line, pytest.raises(OutOfReachError) as refused:
        line.connect()
    assert refused.value.is_refused
    left = {one.name for one in (tmp_path / "t").iterdir()}
    assert left == {"terminal.json"}


def test_a_status_without_a_line_says_what_is_out_of_reach(
    invited: Enrolled, name: str, tmp_path: Path
) -> None:
    joined(tmp_path / "t", invited)
    with opened(tmp_path / "t", name) as file, file.writing() as connection:
        connection.exec_driver_sql("UPDATE identity SET centre = 'localhost:1/innpoint'")
    found = terminal_status(tmp_path / "t", now, use_keyring=False)
    assert "port 1 failed" in found.centre.trouble
    assert not found.centre.is_admitted
    with pytest.raises(CentreError, match="out of reach"):
        sign_out(tmp_path / "t", now, use_keyring=False)
