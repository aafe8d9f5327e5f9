"""The outbox from the command line: listed without a name, sent again, given up, and the mail password kept."""

from __future__ import annotations

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from app.bootstrap.hotel import HotelFolder
from app.settings.mail import MailSettings, mail_password
from tests.support.at_desk import change_settings


def change(folder: Path, text: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(HotelFolder(folder).books)) as connection, connection:
        return connection.execute(text).fetchall()


@pytest.fixture
def one(hotel_folder: Path) -> str:
    """The oldest message of the demo; all others are through."""
    found = str(change(hotel_folder, "SELECT MIN(id) FROM messages")[0][0])
    change(
        hotel_folder,
        f"UPDATE messages SET state = 'given-up', error = 'x' WHERE id <> '{found}'",
    )
    return found


def test_what_waits_is_listed_and_may_be_given_up_and_sent_again(here, hotel_folder, one: str):
    done = here("messages", "list", "--state", "waiting", "--hotel", hotel_folder)
    assert done.returncode == 0
    line, last = done.stdout.splitlines()
    assert line.startswith(f"{one}  waiting ")
    assert last == "1 messages; 0 texts from numbers that are nobody's"
    assert (
        here("messages", "give-up", one, "--hotel", hotel_folder).stdout == f"{one} is given up\n"
    )
    again = here("messages", "give-up", one, "--hotel", hotel_folder)
    assert (again.returncode, again.stderr) == (1, f"{one} is given-up: nothing was changed\n")
    assert here("messages", "retry", one, "--hotel", hotel_folder).returncode == 0
    kept = f"SELECT state, tries, error FROM messages WHERE id = '{one}'"
    assert change(hotel_folder, kept) == [("waiting", 0, "")]
    everything = here("messages", "list", "--hotel", hotel_folder).stdout
    assert "林" not in everything
    assert "138" not in everything.replace(one, "").split("messages;")[-1]


def test_what_was_sent_is_not_sent_again_and_what_is_not_there_is_said(here, hotel_folder, one):
    change(
        hotel_folder,
        f"UPDATE messages SET state = 'sent', sent_at = made_at WHERE id = '{one}'",
    )
    done = here("messages", "retry", one, "--hotel", hotel_folder)
    assert (done.returncode, done.stderr) == (1, f"{one} is sent: nothing was changed\n")
    done = here("messages", "retry", "none", "--hotel", hotel_folder)
    assert (done.returncode, done.stderr) == (1, "there is no message none\n")


def test_a_restored_book_sends_nothing_of_before_by_itself(innpoint, hotel_folder, one, tmp_path):
    assert innpoint("books", "backup", tmp_path / "copies", "--hotel", hotel_folder).returncode == 0
    done = innpoint("books", "restore", tmp_path / "copies", "--hotel", hotel_folder)
    assert done.returncode == 0, done.stderr
    kept = f"SELECT state, error FROM messages WHERE id = '{one}'"
    assert change(hotel_folder, kept) == [("unsure", "restored")]
    assert innpoint("books", "verify", "--hotel", hotel_folder).returncode == 0


def test_the_mail_password_is_kept_for_its_owner_alone(innpoint, hotel_folder: Path) -> None:
    words = ("messages", "password", "--hotel", hotel_folder)
    assert innpoint(*words, stdin="geheim\n").returncode == 1  # no server to be asked for it
    settings = MailSettings(host="mail.example", sender="desk@mail.example", user="desk")
    change_settings(hotel_folder, mail=settings)
    written = json.loads(HotelFolder(hotel_folder).settings.read_text("utf-8"))["mail"]
    assert (written["host"], written["security"]) == ("mail.example", "starttls")
    done = innpoint(*words, stdin="geheim\n")
    assert (done.returncode, "kept in the file" in done.stdout) == (0, True), done.stderr
    file = HotelFolder(hotel_folder).mail_password
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert mail_password(settings, file, use_keyring=False) == "geheim"
    assert "geheim" not in HotelFolder(hotel_folder).settings.read_text("utf-8")


def test_broken_sentences_of_the_hotel_are_told(here, hotel_folder, one):
    done = here("messages", "check", "--hotel", hotel_folder)
    assert (done.returncode, done.stdout) == (0, "0 faults in the hotel's own sentences\n")
    file = hotel_folder / "messages" / "zh_CN.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text('spent = "您消费{amont}。"\n', "utf-8")
    done = here("messages", "check", "--hotel", hotel_folder)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == f"{file}: spent: there is no figure amont"
    listed = here("messages", "list", "--state", "waiting", "--hotel", hotel_folder)
    assert listed.stdout.splitlines()[-1].startswith("1 faults in the hotel's own sentences")
