"""Campaigns: to whom they go, who is left out, and that nobody's data stand in them."""

import pytest

from app.loyalty.member import MemberKind
from app.operations.amend_member import AmendMember
from app.operations.campaign import Campaign
from app.operations.carry_over import CarryOver
from app.operations.end_membership import EndMembership
from app.store.decided import decided_from
from tests.support.book import PROGRAMMES, Book

SEGMENTS = """
[[segments]]
code = "firms"
names = { zh = "公司", en = "Companies" }
kinds = ["company"]

[[segments]]
code = "gold-readers"
names = { zh = "英文金卡", en = "Gold, in English" }
tiers = ["gold"]
languages = ["en"]
"""


def come(book: Book, member: str, **more: object) -> None:
    body = CarryOver(**({"consent": True} | more))  # type: ignore[arg-type]
    book.must("carry_over", body, member=member, operator="max")


def reached(book: Book, segment: str, channel: str = "sms") -> list[str]:
    body = Campaign(segment=segment, content="rewards", channel=channel)
    answer = book.must("campaign", body, operator="sue")
    text = book.one("SELECT text FROM decisions WHERE slip = ?", answer.slip_id)
    who = sorted(decided_from(bytes(text)).observed.figures)
    assert answer.decision.gives["sent"] == len(who)
    return who


@pytest.fixture
def mixed(make_book) -> Book:
    source = (PROGRAMMES / "house.toml").read_text(encoding="utf-8") + SEGMENTS
    book = make_book(source=source)
    come(book, "li")
    come(book, "wu", tier="gold")
    come(book, "xu", tier="gold", language="en")
    come(book, "firm", kind=MemberKind.COMPANY)
    come(book, "no", consent=False)
    return book


def test_only_those_who_are_willing_are_written_to(mixed: Book) -> None:
    assert reached(mixed, "all") == ["firm", "li", "wu", "xu"]
    mixed.must("amend_member", AmendMember(consent=False), member="li")
    mixed.must("amend_member", AmendMember(consent=True), member="no")
    assert reached(mixed, "all") == ["firm", "no", "wu", "xu"]


def test_a_level_and_a_segment_of_the_pack_take_in_whom_they_name(mixed: Book) -> None:
    assert reached(mixed, "gold") == ["wu", "xu"]
    assert reached(mixed, "basic") == ["firm", "li"]
    assert reached(mixed, "firms") == ["firm"]
    assert reached(mixed, "gold-readers") == ["xu"]


def test_who_is_no_member_any_more_is_not_written_to(mixed: Book) -> None:
    end = EndMembership(reason="breach")
    mixed.must("terminate_member", end, member="li", operator="max")
    mixed.must("suspend_member", end, member="wu", operator="max")
    assert reached(mixed, "all") == ["firm", "xu"]


@pytest.mark.parametrize(
    ("channel", "way"), [("sms", "sms"), ("email", "email"), ("post", "post"), ("", "sms")]
)
def test_it_goes_by_the_way_that_was_asked_or_as_the_house_tells(
    mixed: Book, channel: str, way: str
) -> None:
    body = Campaign(segment="all", content="rewards", channel=channel)
    assert mixed.must("campaign", body, operator="sue").decision.notified == (way,)


def test_nobody_willing_is_nobody_told(book: Book) -> None:
    come(book, "no", consent=False)
    answer = book.must("campaign", Campaign(segment="all", content="rewards"), operator="sue")
    assert (answer.decision.gives["sent"], answer.decision.notified) == (0, ())


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"segment": "friends"}, "segment-unknown"),
        ({"segment": ""}, "segment-unknown"),
        ({"content": ""}, "choice-not-offered"),
        ({"content": "c" * 41}, "text-too-long"),
        ({"channel": "pigeon"}, "choice-not-offered"),
    ],
)
def test_what_cannot_be_sent_is_refused(mixed: Book, words: dict[str, str], reason: str) -> None:
    body = Campaign(**({"segment": "all", "content": "rewards", "channel": "sms"} | words))
    mixed.refuse("campaign", body, reason, operator="sue")


def test_a_cashier_and_an_auditor_write_to_nobody(mixed: Book) -> None:
    body = Campaign(segment="all", content="rewards")
    mixed.refuse("campaign", body, "needs-supervisor")
    mixed.refuse("campaign", body, "not-permitted", operator="aud")
