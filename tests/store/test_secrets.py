"""After a day with PINs, cards and names: none of them is anywhere but where it belongs."""

import logging
import re
from pathlib import Path

import pytest

from app.operations.fill_pool import FillPool
from app.operations.issue_card import IssueCard
from app.operations.redeem import Redeem
from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from app.operations.set_pin import How, SetPin
from app.poster.pin_check import PinCheck
from app.poster.submission import PinEntry, Submission
from app.store.keys import Keys
from app.store.personal import PersonalRecord
from tests.store.test_personal import enrolled
from tests.support.book import KEYS, Book, ClearOpener

PINS = ("73519064", "80264159", "95135728")
GUEST = PersonalRecord(
    name="司马相如", latin_name="Sima Xiangru", phone="+8613812345999", email="sima@example.cn"
)


@pytest.fixture
def day(book: Book, caplog: pytest.LogCaptureFixture) -> Book:
    caplog.set_level(logging.DEBUG)
    enrolled(book, "li", GUEST)
    book.must("issue_card", IssueCard(), member="li")
    book.set_pin("li", PINS[0])
    book.top_up("li", 500_00)
    book.give_points("li", 500)
    book.put_reward("mug", 10)
    book.must("redeem", Redeem(reward="mug"), member="li", pin=PINS[0])
    book.do("redeem", Redeem(reward="mug"), member="li", pin=PINS[1])
    book.spend("li", 10_00, rest="stored_value", pin=PINS[0])
    book.must("set_pin", SetPin(how=How.CHANGE), member="li", pin=(PINS[0], PINS[2], PINS[2]))
    book.must("report_lost", ReportLost(), member="li")
    book.must("replace_card", ReplaceCard(), member="li")
    book.close_day()
    return book


def everything(book: Book) -> dict[str, bytes]:
    """Read every table as text and every file as bytes."""
    from app.store.tables import METADATA

    found = {
        f"table {table}": "\n".join(
            str([bytes(one) if isinstance(one, memoryview) else one for one in row])
            for row in book.rows(f"SELECT * FROM {table}")
        ).encode()
        for table in METADATA.tables
    }
    found |= {
        f"file {file.name}": file.read_bytes()
        for file in Path(book.path).parent.iterdir()
        if file.is_file()
    }
    return found


def test_no_pin_no_name_and_no_phone_stands_anywhere(
    day: Book, caplog: pytest.LogCaptureFixture
) -> None:
    held = everything(day) | {"log": caplog.text.encode()}
    secrets = [*PINS, "司马", "Sima", "Xiangru", "13812345999", "sima@example"]
    for where, content in held.items():
        for secret in secrets:
            for encoding in ("utf-8", "utf-16-le", "gb18030"):
                assert secret.encode(encoding) not in content, (where, secret)
    assert b"li" in held["table slips"]  # what is searched would be found


def test_card_numbers_stand_in_the_card_table_alone(
    day: Book, caplog: pytest.LogCaptureFixture
) -> None:
    numbers = [row[0].encode() for row in day.rows("SELECT number FROM cards")]
    assert len(numbers) == 2
    for where, content in (everything(day) | {"table log": caplog.text.encode()}).items():
        if where == "table cards" or where.startswith("file"):
            continue
        assert not any(number in content for number in numbers), where


def test_a_number_that_was_asked_for_is_not_in_the_slip_either(book: Book) -> None:
    book.must("fill_pool", FillPool(count=1), operator="admin")
    wanted = book.one("SELECT number FROM cards")
    enrolled(book, "li", GUEST)
    book.must("issue_card", IssueCard(card=book.card(wanted)), member="li")
    book.must("report_lost", ReportLost(card=book.card(wanted)), member="li")
    for where, content in everything(book).items():
        if where != "table cards" and not where.startswith("file"):
            assert wanted.encode() not in content, where


def test_the_blocks_of_pins_are_not_kept(day: Book) -> None:
    for content in everything(day).values():
        assert not re.search(rb"entry-\d+.{0,40}(73519064|80264159|95135728)", content)
    mac, salt = day.rows("SELECT mac, salt FROM credentials")[0]
    assert (len(bytes(mac)), len(bytes(salt))) == (32, 16)


def test_what_travels_beside_a_slip_prints_no_secret() -> None:
    entry = PinEntry(
        "e", PINS[0].encode(), ksn="FFFF9876543210E00001", account_digits="382100000012"
    )
    keys = Keys(b"p" * 32, b"i" * 32, b"n" * 32, b"b" * 32, b"c" * 32, "file")
    for said in (repr(entry), str(entry), repr(keys), str(keys), f"{keys}"):
        assert PINS[0] not in said
        assert "FFFF98" not in said
        assert "3821" not in said
        assert "pppp" not in said


def test_the_hash_of_a_pin_needs_the_houses_key(day: Book) -> None:
    """A stolen file alone does not tell a PIN: under another key the right digits are wrong."""
    from app.operations.decision import PinResult
    from app.operations.view import HouseState, Needs, View
    from app.store.loading import Loader

    view = View(HouseState(), None, day.card)
    with day.books.reading() as connection:
        from app.loyalty.ids import MemberId

        Loader(day.books).load(connection, view, Needs(members=frozenset({MemberId("li")})))
    credential = view.member(MemberId("li")).credential
    one: Submission = day.submission("redeem", Redeem(reward="mug"), member="li", pin=PINS[2])
    for key, result in ((KEYS.pin, PinResult.RIGHT), (b"x" * 32, PinResult.WRONG)):
        assert PinCheck(key, ClearOpener()).check(one.slip, one.pins, credential).result is result
