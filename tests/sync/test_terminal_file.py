"""The terminal file: only its key opens it, only one process has it, and a copy put back is known to be old."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.loyalty.ids import MemberId
from app.operations.redeem import Redeem
from app.store.books import BooksError, Fault
from app.store.push import Beside, SealedPerson
from app.sync.key_safe import KeySafe
from app.sync.outbox import OldFile
from app.sync.terminal_file import Standing, TerminalFile
from tests.support.book import DAY
from tests.sync.terminals import Terminal, fresh_keys, who

_OPEN = """
import sys
from pathlib import Path
from app.store.books import BooksError
from app.sync.key_safe import KeySafe
from app.sync.terminal_file import TerminalFile
path = Path(sys.argv[1])
try:
    TerminalFile.open(path, KeySafe(path.parent / "safe", "desk-1", use_keyring=False)).close()
    print("open")
except BooksError as error:
    print(error.fault.value)
"""


def opened_elsewhere(path: Path) -> str:
    """Open a file in another process."""
    found = subprocess.run(
        [sys.executable, "-c", _OPEN, str(path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return found.stdout.strip()


def saved(terminal: Terminal, folder: Path) -> None:
    """Copy a closed file, as a disk image would."""
    terminal.file.close()
    folder.mkdir()
    shutil.copy(terminal.path, folder / terminal.path.name)
    terminal.reopen()


def put_back(terminal: Terminal, folder: Path) -> None:
    """Put a copy back in the place of the file."""
    terminal.file.close()
    for file in terminal.path.parent.glob(f"{terminal.path.name}-*"):
        file.unlink()
    shutil.copy(folder / terminal.path.name, terminal.path)
    terminal.reopen()


def test_no_word_of_the_file_can_be_read_without_its_key(terminal: Terminal) -> None:
    slip = terminal.top_up()
    terminal.file.close()
    for file in terminal.folder.glob("desk-1.terminal*"):
        content = file.read_bytes()
        assert b"SQLite format 3" not in content
        assert slip.id.encode() not in content
        assert b"outbox" not in content
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(terminal.path).execute("SELECT * FROM outbox")
    terminal.reopen()
    assert [one.id for one in terminal.outbox.pending(1)] == [slip.id]


def test_two_processes_cannot_have_one_terminal_file(terminal: Terminal) -> None:
    assert opened_elsewhere(terminal.path) == "locked"
    terminal.file.close()
    assert opened_elsewhere(terminal.path) == "open"
    terminal.reopen()


def test_what_cannot_be_opened_is_named(terminal: Terminal, tmp_path: Path) -> None:
    terminal.file.close()
    with pytest.raises(BooksError) as missing:
        TerminalFile.open(tmp_path / "none", terminal.safe)
    assert missing.value.fault is Fault.MISSING
    with pytest.raises(BooksError) as keyless:
        TerminalFile.open(terminal.path, KeySafe(tmp_path / "x", "desk-1", use_keyring=False))
    assert keyless.value.fault is Fault.NO_KEYS
    other = KeySafe(tmp_path / "other", "desk-1", use_keyring=False)
    other.secrets(may_make=True)
    with pytest.raises(BooksError) as strange:
        TerminalFile.open(terminal.path, other)
    assert strange.value.fault is Fault.DAMAGED
    terminal.reopen()
    with terminal.file.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
        connection.commit()
    with pytest.raises(BooksError) as newer:
        terminal.reopen()
    assert newer.value.fault is Fault.NEWER
    with pytest.raises(BooksError) as again:  # the lock was given back
        terminal.reopen()
    assert again.value.fault is Fault.NEWER


def test_a_file_put_back_from_a_copy_takes_no_value_until_it_joins_anew(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.top_up()
    saved(terminal, tmp_path / "image")
    lost = terminal.top_up()
    assert terminal.file.standing() is Standing.CURRENT
    put_back(terminal, tmp_path / "image")
    assert terminal.file.standing() is Standing.OLD
    redeem = terminal.draft("redeem", Redeem(reward="mug"), member="li", pin="entry")
    assert terminal.outbox.write(redeem, Beside(), DAY, 1) == OldFile()
    # Earning goes on; having come past the place that it forgot, the file is not new again.
    for _ in range(3):
        again = terminal.top_up()
    assert again.sequence > lost.sequence
    assert terminal.safe.place() == (1, lost.sequence)
    terminal.reopen()
    assert terminal.file.standing() is Standing.OLD
    terminal.file.join(who(), 2, fresh_keys(), "word")
    assert terminal.file.standing() is Standing.CURRENT
    slip = terminal.outbox.write(redeem, Beside(), DAY, 1)
    assert not isinstance(slip, OldFile)
    assert (slip.incarnation, slip.sequence, slip.previous) == (2, 1, "")
    terminal.reopen()
    assert terminal.file.secrets.password == "word"
    assert sorted(terminal.file.secrets.chains) == [1, 2]
    assert terminal.safe.place() == (2, 1)


def test_a_chain_never_begins_again_under_an_old_number(terminal: Terminal) -> None:
    with pytest.raises(ValueError, match="higher"):
        terminal.file.join(who(), 1, fresh_keys(), "")


def test_a_terminal_that_has_not_joined_writes_nothing(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, incarnation=0)
    with pytest.raises(ValueError, match="not joined"):
        terminal.top_up()
    assert terminal.outbox.is_empty()
    terminal.close()


def test_a_file_knows_who_it_is_and_what_was_put_down(terminal: Terminal) -> None:
    assert terminal.file.identity() == who()
    assert terminal.file.fact("epoch") == ""
    terminal.file.put_fact("epoch", "1")
    terminal.file.put_fact("epoch", "2")
    terminal.reopen()
    assert terminal.file.fact("epoch") == "2"


def test_a_full_disk_writes_nothing_and_the_next_slip_takes_the_same_place(
    terminal: Terminal,
) -> None:
    first = terminal.top_up()
    with terminal.file.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    terminal.reopen()
    # One connection, so that its limit is the file's.
    with terminal.file.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.commit()
    large = SealedPerson(
        record="r", member=MemberId("li"), wrapped_key=b"k", ciphertext=bytes(200_000)
    )
    draft = terminal.draft("top_up", first.body, member="li")
    with pytest.raises(BooksError) as full:
        terminal.outbox.write(draft, Beside(record=large), DAY, 1)
    assert full.value.fault is Fault.DISK_FULL
    terminal.reopen()
    assert terminal.top_up().sequence == 2
