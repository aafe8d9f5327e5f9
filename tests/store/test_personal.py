"""Personal records: sealed under a key of their own, bound to member and record, gone when erased."""

import dataclasses
from pathlib import Path

import pytest

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.amend_member import AmendMember
from app.operations.enrol_member import EnrolMember
from app.poster.submission import Submission
from app.store.personal import PersonalRecord, SealedRecord, seal, unseal
from app.store.search import Search, pieces, tokens_of
from tests.support.book import KEYS, Book

WANG = PersonalRecord(
    name="王小明", latin_name="Wang Xiaoming", phone="+8613800138000", email="wxm@example.cn"
)


def enrolled(
    book: Book, member: str, record: PersonalRecord, kind: MemberKind = MemberKind.ANONYMOUS
) -> SealedRecord:
    sealed = seal(KEYS.personal, f"rec-{member}", MemberId(member), record)
    body = EnrolMember(kind=kind, personal=sealed.record, personal_hash=sealed.hash)
    made = book.submission("enrol_member", body, member=member)
    tokens = tokens_of(KEYS.index, pieces(record))
    book.poster.post([Submission(slip=made.slip, record=sealed, tokens=tokens)])
    return sealed


def test_a_sealed_record_opens_under_its_key_and_says_the_same() -> None:
    sealed = seal(KEYS.personal, "r", MemberId("li"), WANG)
    assert unseal(KEYS.personal, sealed) == WANG


def test_the_same_record_sealed_twice_is_different_bytes() -> None:
    first, second = (seal(KEYS.personal, "r", MemberId("li"), WANG) for _ in range(2))
    assert first.ciphertext != second.ciphertext
    assert first.wrapped_key != second.wrapped_key


@pytest.mark.parametrize(
    "change",
    [
        {"member": MemberId("wu")},
        {"record": "other"},
        {"wrapped_key": b""},
        {"wrapped_key": b"\0" * 60},
        {"ciphertext": b""},
        {"ciphertext": b"\0" * 60},
    ],
)
def test_a_swapped_erased_or_altered_record_does_not_open(change: dict[str, object]) -> None:
    sealed = seal(KEYS.personal, "r", MemberId("li"), WANG)
    assert unseal(KEYS.personal, dataclasses.replace(sealed, **change)) is None  # type: ignore[arg-type]


def test_every_flipped_bit_of_the_ciphertext_shows() -> None:
    sealed = seal(KEYS.personal, "r", MemberId("li"), WANG)
    for place in range(0, len(sealed.ciphertext), 7):
        text = bytearray(sealed.ciphertext)
        text[place] ^= 1
        assert unseal(KEYS.personal, dataclasses.replace(sealed, ciphertext=bytes(text))) is None


def test_another_houses_key_opens_nothing() -> None:
    assert unseal(b"x" * 32, seal(KEYS.personal, "r", MemberId("li"), WANG)) is None


def test_neither_name_nor_phone_is_in_any_file_of_the_book(book: Book) -> None:
    enrolled(book, "li", WANG)
    folder = Path(book.path).parent
    held = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    assert b"rec-li" in held  # what is searched for would be found
    for secret in ("王小明", "小明", "Xiaoming", "xiaoming", "13800138000", "wxm@example"):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert secret.encode(encoding) not in held


def test_a_record_whose_key_was_erased_is_nobodys(book: Book) -> None:
    enrolled(book, "li", WANG)
    search = Search(book.books)
    with book.books.reading() as connection:
        assert search.record(connection, MemberId("li")) == WANG
    with book.books.writing() as connection:
        connection.exec_driver_sql("UPDATE personal SET wrapped_key = x''")
    with book.books.reading() as connection:
        assert search.record(connection, MemberId("li")) is None
        assert search.find(connection, "王小明") == []


def test_a_record_put_under_another_member_in_the_table_does_not_open(book: Book) -> None:
    enrolled(book, "li", WANG)
    enrolled(book, "wu", PersonalRecord(name="吴敏"))
    with book.books.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE personal SET (wrapped_key, ciphertext) = "
            "(SELECT wrapped_key, ciphertext FROM personal WHERE member = 'li') WHERE member = 'wu'"
        )
    with book.books.reading() as connection:
        assert Search(book.books).record(connection, MemberId("wu")) is None


def test_a_refused_enrolment_keeps_no_personal_record(book: Book) -> None:
    sealed = seal(KEYS.personal, "r", MemberId("li"), WANG)
    body = EnrolMember(kind=MemberKind.PERSON, personal="r", legal_capacity=False)
    made = book.submission("enrol_member", body, member="li")
    book.poster.post([Submission(slip=made.slip, record=sealed, tokens=(1, 2))])
    assert book.one("SELECT COUNT(*) FROM personal") == 0
    assert book.one("SELECT COUNT(*) FROM tokens") == 0


def test_an_amendment_replaces_record_and_tokens(book: Book) -> None:
    enrolled(book, "li", WANG)
    record = dataclasses.replace(WANG, name="王大明", latin_name="", phone="+8613911112222")
    sealed = seal(KEYS.personal, "rec-2", MemberId("li"), record)
    made = book.submission(
        "amend_member", AmendMember(personal="rec-2", personal_hash=sealed.hash), member="li"
    )
    book.poster.post(
        [Submission(slip=made.slip, record=sealed, tokens=tokens_of(KEYS.index, pieces(record)))]
    )
    search = Search(book.books)
    with book.books.reading() as connection:
        assert search.record(connection, MemberId("li")) == record
        assert search.find(connection, "13800138000") == []
        assert [hit.member for hit in search.find(connection, "王大明")] == ["li"]
