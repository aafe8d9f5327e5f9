"""innpoint hotel new and sample: a first book that a desk can open."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import stat

import keyring
import pytest
from keyring.backends.fail import Keyring as FailKeyring

from app.bootstrap.clock import system_clock
from app.bootstrap.desk import open_desk
from app.bootstrap.hotel import PROGRAMMES, HotelFolder
from app.ui.service.answers import Backing, Done
from app.ui.service.records import Session
from app.ui.service.requests import EnrolDraft, TopUpDraft

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


@pytest.fixture
def no_keyring():
    """Keep what is made within the test out of anybody's own safe."""
    before = keyring.get_keyring()
    keyring.set_keyring(FailKeyring())
    yield
    keyring.set_keyring(before)


def everything_in(folder):
    return {one: one.is_file() and one.read_bytes() for one in folder.rglob("*")}


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


UNSET = ANSWERS[: ANSWERS.index("[settings]")] + ANSWERS[ANSWERS.index("[administrator]") :]
REWARD = 'rewards = [{ code = "R1", name_zh = "早餐", name_en = "Breakfast", points = 2400 }]'
OUTLETS = """[outlets]
rooms = { zh = "客房", en = "Rooms" }
bar = "Bar"
"""
TAMPERED = (
    # what is no answer at all
    (("[outlets]", "[outlets"), "line"),
    (('programme = "house"', "x = " + "[" * 5000), "too deep"),
    (('name = "听', 'nmae = "听'), "there is no key 'nmae' (is 'name' meant?)"),
    (('name = "听', '"a - at `$b.c" = 1\nname = "听'), "hotel.toml: "),
    (('name = "听', '"a\\nb" = 1\nname = "听'), "there is no key 'a\\nb'"),
    (("[administrator]", "[administratr]"), "is 'administrator' meant?"),
    (('operator = "Root"', 'operatr = "Root"'), "administrator: there is no key 'operatr'"),
    (('code = "R1"', 'cod = "R1"'), "rewards no. 1: there is no key 'cod'"),
    (('zh = "客房", en', 'zh = "客房", de'), "outlets: rooms: there is no key 'de'"),
    ((', name_en = "Breakfast"', ""), "rewards no. 1: the key name_en is missing"),
    (('zh = "客房", ', ""), "outlets: rooms: the key zh is missing"),
    # of another kind
    (('"听涛酒店"', "5"), 'name: meant is name = "听涛酒店", not a whole number'),
    (('"house"', "5"), "programme: meant is"),
    (('"house"', '"house"\ncurrency = 5'), "currency: meant is"),
    (('"house"', '"house"\nfirst_date = "nope"'), "first_date: meant is first_date = 2026-11-22"),
    (('"house"', '"house"\nfirst_date = 2026-01-01T10:00:00'), "not a day with a time"),
    ((OUTLETS, 'outlets = ["rooms"]\n'), "outlets: meant is outlets = {"),
    (('bar = "Bar"', "bar = 5"), "outlets: bar: meant is"),
    ((REWARD, 'rewards = "x"'), "rewards: meant is rewards = [{"),
    (("2400", '"5"'), "rewards no. 1: points: meant is points = 2400, not text"),
    (("points = 2400", "points = 5, stock = 0.5"), "rewards no. 1: stock: meant is"),
    (('"a long password"', "123456789"), "administrator: password: meant is"),
    # that cannot be used
    (('"听涛酒店"', '"  "'), "name: the text is empty"),
    (('"听涛酒店"', '"a\\nb"'), "name: the text is more than one line"),
    (('programme = "house"', 'programme = "hause"'), "is 'house' meant?"),
    (('"house"', '"house"\nzone = "Asia/Shanghi"'), "zone: there is no time zone 'Asia/Shanghi'"),
    (('"house"', '"house"\nzone = "Asia"'), "zone: there is no time zone 'Asia'"),
    (('"house"', '"house"\nzone = "../etc"'), "zone: there is no time zone '../etc'"),
    (('"house"', '"house"\ncurrency = "USD"'), 'write currency = "CNY"'),
    (('"house"', '"house"\nfirst_date = 9999-12-31'), "first_date: meant is"),
    (('bar = "Bar"', '" " = "Bar"'), "an outlet's code is"),
    (('bar = "Bar"', 'Bar = "Bar"'), "not 'Bar'"),
    (('bar = "Bar"', 'bar = ""'), "outlets: bar: the text is empty"),
    (('"R1"', '" "'), "rewards no. 1: a code is"),
    (("2400", "-5"), "points must be 1 to"),
    (("2400", "9" * 30), "points must be 1 to"),
    (("2400", '2400, tiers = "golden"'), "there is no tier 'golden'"),
    (("2400", '2400, picture = "../x"'), "there is no picture '../x'"),
    ((REWARD, REWARD[:-1] + ", " + REWARD[len("rewards = [") :]), "the same code"),
    (('"Root"', '"Bo ss:x"'), "not 'Bo ss:x'"),
    (('"Root"', f'"{"r" * 33}"'), "1 to 32 letters"),
    (("a long password", "short"), "8 characters"),
    (("[settings]\n", "[settings]\nno_such_setting = 1\n"), "no setting 'no_such_setting'"),
    (("[settings]\n", '[settings]\npoints_valid_months = "abc"\n'), "'points_valid_months' wants"),
    (("[settings]\n", f"[settings]\npoints_valid_months = {10**30}\n"), "settings: "),
    (("[settings]\n", '[settings]\ncard_scheme = "pool"\ncard_pool = 99999999\n'), "10000"),
)


@pytest.mark.parametrize("was_there", [False, True], ids=["no-folder", "folder"])
@pytest.mark.parametrize(("change", "said"), TAMPERED)
def test_an_answer_that_cannot_be_used_makes_nothing(
    here, answers, tmp_path, change, said, was_there
):
    folder = tmp_path / "new" / "hotel"
    if was_there:
        folder.mkdir(parents=True)
        (folder / "terminal.json").write_text("{}", encoding="ascii")
    assert change[0] in ANSWERS
    file = answers(ANSWERS.replace(*change))
    before = everything_in(tmp_path)
    done = here("hotel", "new", file, "--hotel", folder)
    assert done.returncode == 1, done.stdout
    assert done.stderr.startswith("nothing was made: ")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr
    assert everything_in(tmp_path) == before


def test_settings_that_are_no_table_make_nothing_and_the_next_try_succeeds(
    innpoint, answers, tmp_path
):
    folder = tmp_path / "new" / "hotel"
    done = innpoint("hotel", "new", answers("settings = 5\n" + UNSET), "--hotel", folder)
    assert done.returncode == 1
    assert "settings: meant is settings = { NAME = VALUE }, not a whole number" in done.stderr
    assert not folder.parent.exists()
    done = innpoint("hotel", "new", answers(), "--hotel", folder)
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in folder.iterdir()) == ["books.db", "books.keys"]


def test_a_file_that_is_no_utf8_is_said(here, answers, tmp_path):
    file = answers()
    file.write_bytes(ANSWERS.encode("gb18030"))
    done = here("hotel", "new", file, "--hotel", tmp_path / "hotel")
    assert (done.returncode, "UTF-8" in done.stderr) == (1, True)
    assert not (tmp_path / "hotel").exists()


FOREIGN = {
    "advantage": "USD",
    "clubcard": "GBP",
    "gold-passport": "USD",
    "green-hills": "USD",
    "green-stamps": "USD",
    "guinness": "HKD",
    "hhonors": "USD",
    "priority-club": "USD",
}


@pytest.mark.usefixtures("no_keyring")
@pytest.mark.parametrize("pack", sorted(one.stem for one in PROGRAMMES.glob("*.toml")))
def test_every_programme_can_be_founded_in_its_own_currency(here, answers, tmp_path, pack):
    folder = tmp_path / "hotel"
    file = answers(UNSET.replace('"house"', f'"{pack}"'))
    done = here("hotel", "new", file, "--hotel", folder)
    assert done.returncode == 0, done.stderr
    with contextlib.closing(sqlite3.connect(folder / "books.db")) as books:
        (currency,) = books.execute("SELECT currency FROM properties").fetchone()
    assert currency == FOREIGN.get(pack, "CNY")


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


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--on", "9999-12-31", "--days", "5"), "the calendar ends before 5 days from 9999-12-31"),
        (("--on", "9999-12-31"), "the calendar ends"),
        (("--days", "9999999999"), "--days must be 1 to 3660, not 9999999999"),
    ],
)
def test_birthdays_behind_the_calendars_end_are_refused_in_a_sentence(
    here, hotel_folder, asked, said
):
    done = here("birthdays", "--hotel", hotel_folder, *asked)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_last_days_of_the_calendar_have_birthdays(here, hotel_folder):
    done = here("birthdays", "--hotel", hotel_folder, "--on", "9999-12-26", "--days", "5")
    assert (done.returncode, done.stderr) == (0, "")


def test_birthdays_of_no_books_are_refused_in_a_sentence(here, tmp_path):
    done = here("birthdays", "--hotel", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_sample_of_too_many_lots_makes_nothing(here, tmp_path):
    done = here("sample", "--members", 1, "--lots", 100_000, "--hotel", tmp_path / "sample")
    assert done.returncode == 1
    assert "--lots must be 1 to" in done.stderr
    assert not (tmp_path / "sample").exists()
