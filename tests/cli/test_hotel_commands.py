"""innpoint hotel new and sample: a first book that a desk can open."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import stat

import pytest

from app.bootstrap.clock import system_clock
from app.bootstrap.desk import open_desk
from app.bootstrap.hotel import HotelFolder
from app.ui.desk.answers import Backing, Done
from app.ui.desk.records import Session
from app.ui.desk.requests import EnrolDraft, TopUpDraft

ANSWERS = """
name = "听涛酒店"
name_en = "Tingtao Hotel"
programme = "house"
rewards = [{ code = "R1", name_zh = "早餐", name_en = "Breakfast", points = 2400 }]

[outlets]
rooms = { zh = "客房", en = "Rooms" }
bar = "Bar"

[settings]
points_per_unit = { rooms = "1", bar = "0.5" }

[administrator]
operator = "Root"
name = "沈青"
password = "a long password"
"""


@pytest.fixture
def answers(tmp_path):
    def write(text=ANSWERS):
        file = tmp_path / "hotel.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_a_new_hotel_has_books_that_verify_and_a_desk_that_posts(innpoint, answers, tmp_path):
    folder = tmp_path / "hotel"
    done = innpoint("hotel", "new", answers(), "--hotel", folder)
    assert done.returncode == 0, done.stderr
    assert "Tingtao Hotel" in done.stdout
    assert f"innpoint desk --hotel {folder}" in done.stdout
    verified = innpoint("books", "verify", "--hotel", folder, "--json")
    assert verified.returncode == 0, verified.stdout
    assert stat.S_IMODE(HotelFolder(folder).keys.stat().st_mode) == 0o600
    desk = open_desk(folder, use_keyring=False)
    try:
        session = desk.service.sign_in("root", "a long password")
        assert isinstance(session, Session)
        house = desk.service.house()
        assert {one.code: one.name.en for one in house.outlets} == {"rooms": "Rooms", "bar": "Bar"}
        assert house.business_date <= system_clock().date() or house.name.en == "Tingtao Hotel"
        guest = desk.service.submit(EnrolDraft(kind="anonymous"), Backing())
        assert isinstance(guest, Done)
        assert guest.member_id is not None
        top_up = TopUpDraft(member_id=guest.member_id, amount_minor=100, tender="cash")
        assert isinstance(desk.service.submit(top_up, Backing()), Done)
    finally:
        desk.close()


def test_a_second_hotel_in_the_same_folder_is_refused(here, answers, hotel_folder):
    before = HotelFolder(hotel_folder).books.read_bytes()
    done = here("hotel", "new", answers(), "--hotel", hotel_folder)
    assert done.returncode == 1
    assert "already" in done.stderr
    assert HotelFolder(hotel_folder).books.read_bytes() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("a long password", "short"), "8 characters"),
        (('programme = "house"', 'programme = "hause"'), "house"),
        (('code = "R1"', 'cod = "R1"'), "cod"),
        (('programme = "house"', 'programme = "house"\nzone = "Asia/Shanghi"'), "Shanghi"),
        (("[outlets]", "[outlets"), "hotel.toml"),
    ],
)
def test_an_answer_that_cannot_be_used_makes_nothing(here, answers, tmp_path, change, said):
    folder = tmp_path / "hotel"
    done = here("hotel", "new", answers(ANSWERS.replace(*change)), "--hotel", folder)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert "nothing was made" in done.stderr
    assert said in done.stderr
    assert not HotelFolder(folder).books.exists()


def test_a_setting_that_the_programme_does_not_have_leaves_no_books(innpoint, answers, tmp_path):
    folder = tmp_path / "hotel"
    text = ANSWERS.replace("[settings]\n", "[settings]\nno_such_setting = 1\n")
    done = innpoint("hotel", "new", answers(text), "--hotel", folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "no_such_setting" in done.stderr
    assert not HotelFolder(folder).books.exists()


def test_what_the_file_lacks_is_asked(innpoint, answers, tmp_path):
    text = ANSWERS.replace('name = "听涛酒店"\n', "")
    done = innpoint(
        "hotel", "new", answers(text), "--hotel", tmp_path / "hotel", stdin="听涛酒店\n"
    )
    assert done.returncode == 0, done.stderr
    assert "Hotel name" in done.stdout


def test_nobody_who_answers_makes_nothing(innpoint, answers, tmp_path):
    text = ANSWERS.replace('name = "听涛酒店"\n', "")
    done = innpoint("hotel", "new", answers(text), "--hotel", tmp_path / "hotel")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not HotelFolder(tmp_path / "hotel").books.exists()


def test_a_sample_hotel_has_as_many_members_as_asked(innpoint, here, tmp_path):
    folder = tmp_path / "sample"
    done = innpoint("sample", "--members", 50, "--hotel", folder)
    assert done.returncode == 0, done.stderr
    assert "50 members" in done.stdout
    verified = here("books", "verify", "--hotel", folder, "--json")
    assert json.loads(verified.stdout.splitlines()[-1])["ok"] is True
    desk = open_desk(folder, use_keyring=False)
    try:
        with desk.hotel.books.reading() as connection:
            sql = "SELECT COUNT(*) FROM members"
            assert connection.exec_driver_sql(sql).scalar() == 50
    finally:
        desk.close()
    again = here("sample", "--members", 50, "--hotel", folder)
    assert again.returncode == 1
    assert "already" in again.stderr


def test_books_just_upgraded_tell_the_same_birthdays(here, hotel_folder):
    asked = ("birthdays", "--hotel", hotel_folder, "--on", "2026-11-22", "--days", "365")
    indexed = here(*asked).stdout
    assert "2026-11-22" in indexed
    with contextlib.closing(sqlite3.connect(hotel_folder / "books.db")) as books:
        books.execute("DELETE FROM tokens")
        books.execute("INSERT INTO meta VALUES ('birthdays', 'to do')")
        books.commit()
    assert here(*asked).stdout == indexed
