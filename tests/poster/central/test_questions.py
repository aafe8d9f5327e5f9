"""What terminals ask is answered to them alone: the house, one member by one exact value, and to be let in."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from app.loyalty.ids import uuid7
from app.operations.amend_member import AmendMember
from app.poster.central.questions import Questions
from app.store.central_terminals import code_hash
from app.store.centre_keys import keys_for_terminals, replica_key_of, seal_key_of
from app.store.joining import JOIN, Joined, Joining, joined_from, joining_text
from app.store.keys import Keys, card_hash, phone_hash
from app.store.personal import PersonalRecord, SealedRecord, unseal
from app.store.push import signing_key_of
from app.store.questions import (
    HOUSE,
    MEMBER,
    By,
    Found,
    Question,
    Reply,
    question_text,
    reply_from,
)
from app.store.sealed_box import close_box, open_box, public_of
from app.store.snapshot import snapshot_from
from tests.store.test_personal import enrolled
from tests.support.book import KEYS, Book
from tests.support.postgres import INSTALL, binaries

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]
CODE = "a word for one joining"


class Asker:
    """A terminal that asks; its answers stand in its own feed."""

    def __init__(
        self, book: Book, name: str, *, state: str = "active", incarnation: int = 1
    ) -> None:
        self.book, self.name, self.incarnation = book, name, incarnation
        self.sign, self.seal = secrets.token_bytes(32), secrets.token_bytes(32)
        until = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="seconds")
        with book.books.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO terminals VALUES (%s,'hotel','desk',%s,%s,%s,%s,%s,'',0)",
                (name, f"login-{name}", incarnation, state, code_hash(CODE), until),
            )
            if incarnation:
                connection.exec_driver_sql(
                    "INSERT INTO chains VALUES (%s,%s,%s,%s,0,'','')",
                    (name, incarnation, signing_key_of(self.sign), public_of(self.seal)),
                )

    def ask(self, kind: str, text: bytes, *, login: str = "", about: str = "") -> str:
        """Ask; returns the question's id."""
        question = uuid7(0, secrets.token_bytes(10))
        box = close_box(public_of(seal_key_of(KEYS)), text, about or question, secrets.token_bytes)
        with self.book.books.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO questions VALUES (%s,%s,%s,%s,%s,%s,DEFAULT)",
                (question, self.name, self.incarnation, kind, box, login or f"login-{self.name}"),
            )
        return question

    def member(self, by: By, value: str) -> str:
        return self.ask(MEMBER, question_text(Question(by=by, value=value)))

    def answer(self, question: str) -> bytes | None:
        found = self.book.rows(
            f"SELECT payload FROM feed WHERE address = 'terminal:{self.name}' AND slip = '{question}'"
        )
        return open_box(self.seal, bytes(found[0][0]), question) if found else None

    def reply(self, question: str) -> Reply:
        text = self.answer(question)
        assert text is not None
        return reply_from(text)


class Answering:
    """Answers by hand, as the holder of the lease does."""

    def __init__(self, book: Book, most: int = 120) -> None:
        self.book = book
        self.questions = Questions(book.books, "hotel", lambda: datetime.now(UTC), most=most)

    def __call__(self) -> list[str]:
        with self.book.books.writing() as connection:
            return list(self.questions(connection))


@pytest.fixture
def answering(book: Book) -> Iterator[Answering]:
    yield Answering(book)
    assert book.rows("SELECT COUNT(*) FROM questions") == [(0,)]


def test_a_member_is_found_by_one_exact_value_and_the_person_can_be_read_there(
    book: Book, answering: Answering
) -> None:
    phone = "+8613800138000"
    enrolled(book, "wang", PersonalRecord(name="王小明", phone=phone))
    asker = Asker(book, "desk-7")
    number = book.rows("SELECT number FROM members WHERE member = 'wang'")[0][0]
    asked = [asker.member(By.MEMBER, "wang"), asker.member(By.NUMBER, number)]
    assert answering() == ["desk-7"]
    for question in asked:
        reply = asker.reply(question)
        assert reply.found is Found.FOUND
        held = snapshot_from(reply.snapshot).tables["personal"]
        row = dict(zip(held.columns, held.rows[0], strict=True))
        sealed = _sealed(row)
        assert unseal(replica_key_of(KEYS), sealed) == PersonalRecord(name="王小明", phone=phone)
        assert unseal(KEYS.personal, sealed) is None  # a stolen file opens nothing of the centre's
    noted = book.rows("SELECT terminal, member, facts FROM audit WHERE act = 'ask' ORDER BY facts")
    assert noted == [("desk-7", "wang", "member"), ("desk-7", "wang", "number")]


def test_a_phone_is_found_by_the_claim_to_it_and_a_card_by_its_hash(
    book: Book, answering: Answering
) -> None:
    phone = "+8613900139000"
    claim = phone_hash(KEYS, phone)
    book.must("amend_member", AmendMember(phone_claim=claim), member="li")
    asker = Asker(book, "desk-7")
    by_phone, nobody = asker.member(By.PHONE, phone), asker.member(By.PHONE, "+8613900139001")
    no_card = asker.member(By.CARD, card_hash(KEYS, "nobody's"))
    answering()
    assert snapshot_from(asker.reply(by_phone).snapshot).about == "li"
    assert asker.reply(nobody).found is asker.reply(no_card).found is Found.NOBODY


def test_who_asks_for_too_many_is_told_so_and_others_are_not_hindered(book: Book) -> None:
    answering = Answering(book, most=3)
    one, other = Asker(book, "desk-7"), Asker(book, "desk-8")
    asked = [one.member(By.MEMBER, "li") for _ in range(5)]
    mine = other.member(By.MEMBER, "wu")
    answering()
    found = [one.reply(question).found for question in asked]
    assert found == [Found.FOUND] * 3 + [Found.TOO_MANY] * 2
    assert other.reply(mine).found is Found.FOUND


def test_the_house_is_told_and_no_member_with_it(book: Book, answering: Answering) -> None:
    asker = Asker(book, "desk-7")
    question = asker.ask(HOUSE, question_text(Question()))
    answering()
    house = snapshot_from(asker.reply(question).snapshot)
    assert house.about == "hotel"
    assert "members" not in house.tables
    assert len(house.tables["rewards"].rows) == 1


@pytest.mark.parametrize("way", ["another's login", "about something else", "no question", "lost"])
def test_who_may_not_ask_gets_no_answer(way: str, book: Book, answering: Answering) -> None:
    asker = Asker(book, "desk-7", state="lost" if way == "lost" else "active")
    text = b"{}}" if way == "no question" else question_text(Question(by=By.MEMBER, value="li"))
    login = "login-desk-8" if way == "another's login" else ""
    about = "other" if way == "about something else" else ""
    question = asker.ask(MEMBER, text, login=login, about=about)
    answering()
    assert asker.answer(question) is None


def test_a_terminal_that_was_invited_is_let_in_once(book: Book, answering: Answering) -> None:
    asker = Asker(book, "desk-7", state="invited", incarnation=0)
    told = Joining(code=CODE, sign_key=signing_key_of(asker.sign), seal_key=public_of(asker.seal))
    wrong = Joining(code="guessed", sign_key=told.sign_key, seal_key=told.seal_key)
    refused = asker.ask(JOIN, joining_text(wrong))
    answering()
    assert asker.answer(refused) is None
    question, again = asker.ask(JOIN, joining_text(told)), asker.ask(JOIN, joining_text(told))
    answering()
    text = asker.answer(question)
    assert text is not None
    joined: Joined = joined_from(text)
    keys = Keys.from_text(joined.keys, "")
    assert (joined.property, joined.incarnation) == ("hotel", 1)
    assert keys == keys_for_terminals(KEYS)
    assert keys.personal != KEYS.personal
    assert keys.pin != KEYS.pin
    assert asker.answer(again) is None
    assert book.rows("SELECT state, incarnation, code_hash FROM terminals") == [("active", 1, "")]


def test_a_code_that_ran_out_lets_nobody_in(book: Book, answering: Answering) -> None:
    asker = Asker(book, "desk-7", state="invited", incarnation=0)
    with book.books.writing() as connection:
        connection.exec_driver_sql("UPDATE terminals SET code_until = '2020-01-01T00:00:00+00:00'")
    told = Joining(code=CODE, sign_key=signing_key_of(asker.sign), seal_key=public_of(asker.seal))
    question = asker.ask(JOIN, joining_text(told))
    answering()
    assert asker.answer(question) is None
    assert book.rows("SELECT COUNT(*) FROM chains") == [(0,)]


def _sealed(row: dict[str, object]) -> SealedRecord:
    import base64

    from app.loyalty.ids import MemberId

    return SealedRecord(
        str(row["record"]),
        MemberId(str(row["member"])),
        base64.b64decode(str(row["wrapped_key"])),
        base64.b64decode(str(row["ciphertext"])),
    )
