"""Text messages: what is read of them, what they are answered, and that nothing personal stays in the books."""

import pytest

from app.operations.amend_member import AmendMember
from app.operations.redeem import Redeem
from app.operations.sms_in import Command, SmsIn, codes_of, read_text
from app.operations.sms_replies import REPLIES, reply
from tests.support.book import Book

CODES = ("R001", "mug")
HELP = REPLIES["zh_CN"]["help"]


@pytest.mark.parametrize(
    ("text", "command", "code"),
    [
        ("balance", Command.BALANCE, ""),
        ("  BALANCE ", Command.BALANCE, ""),
        ("余额", Command.BALANCE, ""),
        ("query R001", Command.QUERY, "R001"),
        ("Query r001", Command.QUERY, "R001"),
        ("查询 Ｒ００１", Command.QUERY, "R001"),
        ("预订\nMUG", Command.RESERVE, "mug"),
        ("cancel mug", Command.CANCEL, "mug"),
        ("取消 mug", Command.CANCEL, "mug"),
        ("TD", Command.STOP, ""),
        ("退订", Command.STOP, ""),
        ("Stop", Command.STOP, ""),
        ("start", Command.START, ""),
        ("恢复", Command.START, ""),
        ("query hat", Command.QUERY, ""),
        ("query", Command.UNKNOWN, ""),
        ("balance mug", Command.UNKNOWN, ""),
        ("query mug R001", Command.UNKNOWN, ""),
        ("", Command.UNKNOWN, ""),
        ("I am Mrs Li, my number is 13800138000", Command.UNKNOWN, ""),
    ],
)
def test_only_known_words_and_codes_are_read(text: str, command: Command, code: str) -> None:
    assert read_text(text, CODES) == SmsIn(command=command, code=code)


@pytest.fixture
def known(make_book) -> Book:
    book = make_book(settings={"rewards": {"R001": 3_000}})
    book.enrol("li")
    book.give_points("li", 3_000)
    return book


def text(book: Book, words: str, member: str = "li") -> tuple[str, object]:
    programme = book.poster.programme()
    assert programme is not None
    body = read_text(words, codes_of(book.poster.house(), programme))
    decision = book.must("sms_in", body, member=member).decision
    assert decision.notified == ("sms",)
    return str(decision.gives["reply"]), decision.gives.get("reserved")


def test_the_balance_is_told_without_separators(known: Book) -> None:
    known.give_points("li", 98_765)
    assert text(known, "balance") == ("您的积分为101765。", None)


def test_the_answer_is_in_the_members_language(known: Book) -> None:
    known.must("amend_member", AmendMember(language="en"), member="li")
    assert text(known, "余额") == ("You have 3000 points.", None)


def test_a_reward_is_told_with_its_price_whoever_prices_it(known: Book) -> None:
    known.put_reward("mug", 120, stock=1)
    assert "120" in text(known, "query mug")[0]
    assert "3000" in text(known, "query R001")[0]
    known.put_reward("mug", 120, stock=0)
    assert text(known, "query mug")[0] == reply("zh_CN", "gone", reward="mug", price=120)


@pytest.mark.parametrize("words", ["hello", "query hat", "reserve hat", "cancel hat", "reserve"])
def test_what_is_not_understood_is_answered_with_help(known: Book, words: str) -> None:
    before = known.transfers()
    said, reserved = text(known, words)
    assert said == HELP
    assert not reserved
    assert known.transfers() == before


def test_a_reservation_holds_the_points_until_the_reward_is_fetched(known: Book) -> None:
    said, reserved = text(known, "reserve R001")
    assert (said, reserved) == (reply("zh_CN", "reserved", reward="R001", price=3_000), "R001")
    assert known.balance("li") == 0
    assert text(known, "balance")[0] == reply(
        "zh_CN", "balance-held", points=3_000, held=3_000, free=0
    )
    known.set_pin("li")
    known.must("redeem", Redeem(reward="R001"), member="li", pin="1234")
    assert text(known, "balance")[0] == "您的积分为0。"


def test_reserving_twice_is_reserving_once(known: Book) -> None:
    known.give_points("li", 3_000)
    text(known, "reserve R001")
    said, reserved = text(known, "reserve R001")
    assert (said, reserved) == (reply("zh_CN", "reserved-before", reward="R001"), "R001")
    assert known.balance("li") == 3_000


def test_one_point_too_few_reserves_nothing(known: Book) -> None:
    known.put_reward("lamp", 3_001)
    said, reserved = text(known, "reserve lamp")
    assert said == reply("zh_CN", "not-enough", reward="lamp", price=3_001, free=3_000)
    assert reserved is False
    assert known.balance("li") == 3_000


def test_what_the_house_cannot_reserve_now_is_answered(known: Book) -> None:
    known.put_reward("lounge", 10, tiers="gold")
    known.put_reward("mug", 10, stock=0)
    for code in ("lounge", "mug"):
        assert text(known, f"reserve {code}") == (
            reply("zh_CN", "not-possible", reward=code),
            False,
        )


def test_a_reservation_is_cancelled_by_text(known: Book) -> None:
    assert text(known, "cancel R001")[0] == reply("zh_CN", "not-reserved", reward="R001")
    text(known, "reserve R001")
    assert text(known, "cancel R001")[0] == reply("zh_CN", "released", reward="R001", price=3_000)
    assert known.balance("li") == 3_000


def test_a_code_in_a_slip_that_no_gateway_read_moves_nothing(known: Book) -> None:
    for command in (Command.QUERY, Command.RESERVE):
        answer = known.must("sms_in", SmsIn(command=command, code="hat"), member="li")
        assert answer.decision.gives["reply"] == HELP


def test_a_sender_who_is_no_member_is_refused(known: Book) -> None:
    known.refuse("sms_in", SmsIn(command=Command.BALANCE), "member-unknown", member="stranger")
    known.refuse(
        "sms_in", SmsIn(command=Command.BALANCE), "not-permitted", member="li", operator="aud"
    )


def test_nothing_of_an_unknown_text_stands_in_the_books(known: Book) -> None:
    text(known, "I am Mrs Li 13800138000")
    kept = bytes(known.one("SELECT text FROM slips WHERE kind = 'sms_in'"))
    assert b"Mrs" not in kept
    assert b"13800138000" not in kept
    assert b'"command":"unknown"' in kept


def test_a_programme_without_points_answers_no_texts(make_book) -> None:
    book = make_book(pack="restaurant-vip")
    book.enrol("li")
    book.refuse("sms_in", SmsIn(command=Command.BALANCE), "not-offered", member="li")


def test_replies_are_written_in_both_languages_with_the_same_facts() -> None:
    facts = {"reward": "R", "price": 1, "free": 2, "held": 3, "points": 4}
    assert REPLIES["zh_CN"].keys() == REPLIES["en"].keys()
    for what, words in REPLIES["zh_CN"].items():
        other = REPLIES["en"][what]
        assert all((f"{{{name}}}" in words) == (f"{{{name}}}" in other) for name in facts)
        assert reply("fr", what, **facts) == reply("en", what, **facts)


def test_the_number_that_sent_it_stands_for_an_operator_and_a_guest_must_be_in_force(
    known: Book,
) -> None:
    body = SmsIn(command=Command.BALANCE)
    assert known.must("sms_in", body, member="li", operator="").decision.gives["reply"]
    known.refuse("sms_in", body, "operator-unknown", member="li", operator="nobody")
    known.refuse("sms_in", body, "member-unknown", member="wu", operator="")


def wish(book: Book) -> int:
    return book.one("SELECT no_sms FROM members WHERE member = 'li'")


def test_who_answers_stop_gets_no_more_texts_until_start(known: Book) -> None:
    for words, expected, said in (
        ("退订", 1, "stopped"),
        ("TD", 1, "stopped"),
        ("恢复", 0, "started"),
        ("stop", 1, "stopped"),
    ):
        assert text(known, words)[0] == REPLIES["zh_CN"][said]
        assert wish(known) == expected
    assert known.broken() == []


def test_whose_membership_has_ended_may_still_say_no(known: Book) -> None:
    with known.books.writing() as connection:
        connection.exec_driver_sql("UPDATE members SET status = 'suspended' WHERE member = 'li'")
    known.reopen()
    known.must("sms_in", SmsIn(command=Command.STOP), member="li", operator="")
    assert wish(known) == 1
    known.refuse(
        "sms_in", SmsIn(command=Command.BALANCE), "member-not-active", member="li", operator=""
    )


def test_a_stranger_cannot_say_no_for_anybody(known: Book) -> None:
    known.refuse("sms_in", SmsIn(command=Command.STOP), "member-unknown", member="who")
