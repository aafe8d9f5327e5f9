"""Search: cards, phones, member numbers, names in every spelling, bills; and strange texts."""

import pytest

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.issue_card import IssueCard
from app.store.personal import PersonalRecord
from app.store.search import MOST_HITS, Search, folded, phone_in_full
from tests.store.test_personal import enrolled
from tests.support.book import Book

PEOPLE = {
    "wang": PersonalRecord(name="王小明", latin_name="Wang Xiaoming", phone="+8613800138000"),
    "ouyang": PersonalRecord(name="欧阳锋", phone="+8613912345678"),
    "zhang": PersonalRecord(name="张伟", latin_name="Zhang Wei", phone="+862164710000"),
    "oneill": PersonalRecord(name="O'Neill", latin_name="Seán O'Neill", phone="+353861234567"),
    "percent": PersonalRecord(name="100% Silk_Ltd"),
    "emoji": PersonalRecord(name="🐼 Panda 明"),
    "muller": PersonalRecord(name="Jürgen Müller", latin_name="Juergen Mueller"),
    "full": PersonalRecord(name="ＡＢＣ Ｔｏｍ"),
    "single": PersonalRecord(name="李", phone="+85291234567"),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory):
    book = Book(tmp_path_factory.mktemp("search") / "house.books")
    for member, record in PEOPLE.items():
        enrolled(book, member, record)
    book.must("issue_card", IssueCard(), member="wang")
    book.spend("zhang", 10_00, bill="R-2024/7")
    yield book
    assert book.broken() == []
    book.close()


def found(book: Book, text: str) -> set[tuple[str, str]]:
    with book.books.reading() as connection:
        return {(hit.kind, hit.member) for hit in Search(book.books).find(connection, text)}


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("王小明", "wang"),
        ("小明", "wang"),
        ("王", "wang"),
        ("王 小明", "wang"),
        ("wangxiaoming", "wang"),
        ("wxm", "wang"),
        ("WXM", "wang"),
        ("xiaoming", "wang"),
        ("wang xiao", "wang"),
        ("xiao", "wang"),
        ("欧阳锋", "ouyang"),
        ("欧阳", "ouyang"),
        ("ouyangfeng", "ouyang"),
        ("oyf", "ouyang"),
        ("张伟", "zhang"),
        ("zhang wei", "zhang"),
        ("Wei", "zhang"),
        ("O'Neill", "oneill"),
        ("o'neill", "oneill"),
        ("sean o'neill", "oneill"),
        ("Seán", "oneill"),
        ("100%", "percent"),
        ("silk_", "percent"),
        ("Silk_Ltd", "percent"),
        ("🐼", "emoji"),
        ("🐼 panda", "emoji"),
        ("panda", "emoji"),
        ("明", "emoji"),
        ("jurgen", "muller"),
        ("Jürgen", "muller"),
        ("MÜLLER", "muller"),
        ("mueller", "muller"),
        ("abc", "full"),
        ("ｔｏｍ", "full"),
        ("李", "single"),
    ],
)
def test_a_name_is_found_in_every_spelling(house: Book, text: str, member: str) -> None:
    assert ("name", member) in found(house, text)


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("13800138000", "wang"),
        ("138 0013 8000", "wang"),
        ("+86 138-0013-8000", "wang"),
        ("8613800138000", "wang"),
        ("1380013", "wang"),
        ("138", "wang"),
        ("8000", "wang"),
        ("１３８００１３８０００", "wang"),
        ("02164710000", "zhang"),
        ("21 6471 0000", "zhang"),
        ("+353 86 123 4567", "oneill"),
        ("+85291234567", "single"),
        ("91234567", "single"),
    ],
)
def test_a_phone_is_found_with_and_without_its_country(house: Book, text: str, member: str) -> None:
    assert ("phone", member) in found(house, text)


def test_numbers_of_cards_members_and_bills_are_found_whole(house: Book) -> None:
    card = house.one("SELECT number FROM cards WHERE member = 'wang'")
    number = house.one("SELECT number FROM members WHERE member = 'zhang'")
    spaced = " ".join(card[i : i + 4] for i in range(0, 16, 4))
    assert found(house, card) == found(house, spaced) == {("card", "wang")}
    assert ("member-no", "zhang") in found(house, number)
    assert found(house, "R-2024/7") == {("bill", "zhang")}
    assert found(house, card[:-1]) == set()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "%",
        "_",
        "'",
        '"',
        "\\",
        "*",
        "-",
        "+",
        "0",
        "';--",
        "王小明明",
        "xyzzy",
        "\0",
        "🐼🐼",
        "1" * 500,
        "王" * 300,
        "a" * 5_000,
        "%%%",
        "O'Neill'; DROP TABLE slips;--",
        "\u202e王",
        "٣",
        "\ud83d".encode("utf-8", "replace").decode(),
    ],
)
def test_a_strange_text_finds_nobody_and_breaks_nothing(house: Book, text: str) -> None:
    assert found(house, text) == set()


def test_a_token_of_a_deleted_name_is_not_enough(house: Book) -> None:
    assert ("name", "wang") not in found(house, "王明")


def test_no_more_hits_than_fit_the_list(make_book) -> None:
    book = make_book()
    for n in range(MOST_HITS + 5):
        enrolled(book, f"m{n}", PersonalRecord(name="王芳"), MemberKind.ANONYMOUS)
    assert len(found(book, "王芳")) == MOST_HITS


def test_a_person_is_listed_once_though_found_in_two_ways(house: Book) -> None:
    with house.books.reading() as connection:
        hits = Search(house.books).find(connection, "138")
    assert len([hit for hit in hits if hit.member == MemberId("wang")]) == 1


@pytest.mark.parametrize(
    ("text", "region", "full"),
    [
        ("138 0013 8000", "CN", "+8613800138000"),
        ("+8613800138000", "CN", "+8613800138000"),
        ("0086 138 0013 8000", "CN", "+8613800138000"),
        ("021-64710000", "CN", "+862164710000"),
        ("12", "CN", None),
        ("abc", "CN", None),
        ("", "CN", None),
        ("0" * 40, "CN", None),
    ],
)
def test_phones_are_read_into_one_form(text: str, region: str, full: str | None) -> None:
    assert phone_in_full(text, region) == full


def test_folding_makes_what_looks_alike_the_same() -> None:
    assert folded("  Ｊürgen\u3000 MÜLLER ") == "jurgen muller"
    assert folded("ﬁne") == "fine"
