"""What comes from the website: browsed first, each record taken in once, and refused by its own rules."""

from datetime import timedelta

import pytest

from app.loyalty.ids import MemberId
from app.operations.import_web import (
    MOST,
    ImportWeb,
    WebAppeal,
    WebRedemption,
    WebRegistration,
)
from app.poster.replay import replay
from app.poster.submission import Submission
from app.store.personal import PersonalRecord, seal
from app.store.search import tokens_of
from tests.support.book import DAY, KEYS, Book

YESTERDAY = DAY - timedelta(days=1)


def registered(name: str, phone: str = "") -> WebRegistration:
    return WebRegistration(reference=f"reg-{name}", member=MemberId(name), phone_claim=phone)


def filed(bill: str, member: str = "li") -> WebAppeal:
    return WebAppeal(
        reference=f"appeal-{bill}", member=MemberId(member), outlet="bar", bill=bill,
        billed_on=YESTERDAY, amount_minor=50_00,
    )  # fmt: skip


def applied(reward: str, member: str = "li") -> WebRedemption:
    return WebRedemption(reference=f"red-{reward}", member=MemberId(member), reward=reward)


def fetch(book: Book, *, confirmed: bool = True, **records: object) -> tuple[object, object]:
    body = ImportWeb(confirmed=confirmed, **records)  # type: ignore[arg-type]
    gives = book.must("import_web", body, operator="sue").decision.gives
    return gives["preview"], gives["transferred"]


@pytest.fixture
def rich(book: Book) -> Book:
    book.enrol("li")
    book.give_points("li", 1_000)
    book.put_reward("mug", 300)
    return book


def test_looking_shows_how_many_and_takes_nothing_in(rich: Book) -> None:
    before = rich.transfers()
    seen = fetch(
        rich,
        confirmed=False,
        registrations=(registered("wu"),),
        appeals=(filed("B1"), filed("B2")),
        redemptions=(applied("mug"),),
    )
    assert seen == (4, 0)
    assert rich.transfers() == before
    assert rich.one("SELECT COUNT(*) FROM members") == 1
    assert rich.one("SELECT COUNT(*) FROM appeals") == 0


def test_each_kind_of_record_is_taken_in_as_what_it_is(rich: Book) -> None:
    seen = fetch(
        rich,
        registrations=(registered("wu"),),
        appeals=(filed("B1"), filed("B2")),
        redemptions=(applied("mug"),),
    )
    assert seen == (4, 4)
    assert rich.rows("SELECT status, channel FROM members WHERE member = 'wu'") == [
        ("applied", "website")
    ]
    assert rich.rows("SELECT bill FROM appeals ORDER BY bill") == [("B1",), ("B2",)]
    assert (rich.balance("li"), rich.balance("li", account="member:held:reward:mug")) == (700, 300)


def test_a_record_that_is_fetched_again_is_taken_in_once(rich: Book) -> None:
    assert fetch(rich, registrations=(registered("wu"),)) == (1, 1)
    assert fetch(rich, registrations=(registered("wu"), registered("xu"))) == (1, 1)
    assert fetch(rich, registrations=(registered("wu"),)) == (0, 0)
    twice = (registered("yu"), registered("yu"))
    assert fetch(rich, registrations=twice) == (1, 1)


def test_one_record_that_is_refused_stops_no_other(rich: Book) -> None:
    seen = fetch(
        rich,
        registrations=(registered("wu", "p1"), registered("xu", "p1")),
        redemptions=(applied("hat"),),
    )
    assert seen == (3, 3)
    assert rich.rows("SELECT member FROM members ORDER BY member") == [("li",), ("wu",)]
    assert rich.rows(
        "SELECT kind, reason FROM decisions WHERE outcome = 'refused' ORDER BY position"
    ) == [("enrol_member", "phone-taken"), ("reserve_reward", "reward-unknown")]


def test_a_phone_number_that_a_member_has_is_not_registered_again(rich: Book) -> None:
    assert fetch(rich, registrations=(registered("wu", "p1"),)) == (1, 1)
    fetch(rich, registrations=(registered("xu", "p1"),))
    assert rich.one("SELECT COUNT(*) FROM members WHERE member = 'xu'") == 0


def test_the_record_of_who_was_taken_in_is_kept_and_of_who_was_not_is_not(rich: Book) -> None:
    sealed = [
        seal(KEYS.personal, f"rec-{name}", MemberId(name), PersonalRecord(name=name))
        for name in ("wu", "xu")
    ]
    records = tuple(
        WebRegistration(
            reference=one.record, member=one.member, personal=one.record, phone_claim="same"
        )
        for one in sealed
    )
    body = ImportWeb(confirmed=True, registrations=records)
    made = rich.submission("import_web", body, operator="sue")
    others = tuple((one, tokens_of(KEYS.index, [one.member])) for one in sealed)
    rich.poster.post([Submission(slip=made.slip, others=others)])
    assert rich.rows("SELECT member, record FROM personal") == [("wu", "rec-wu")]
    assert rich.rows("SELECT member FROM tokens") == [("wu",)]


def test_what_was_taken_in_is_replayed_alike(rich: Book) -> None:
    fetch(rich, registrations=(registered("wu"),), redemptions=(applied("mug"),))
    assert replay(rich.books).differing == ()


@pytest.mark.parametrize(
    "record",
    [
        WebRegistration(reference="", member=MemberId("wu")),
        WebRegistration(reference="r" * 65, member=MemberId("wu")),
        WebRegistration(reference="r", member=MemberId("")),
    ],
)
def test_a_record_without_number_or_member_is_refused_with_the_whole(
    rich: Book, record: WebRegistration
) -> None:
    body = ImportWeb(confirmed=True, registrations=(registered("xu"), record))
    rich.refuse("import_web", body, "record-incomplete", operator="sue")
    assert rich.one("SELECT COUNT(*) FROM members") == 1


def test_how_much_is_taken_in_at_once_has_a_bound(rich: Book) -> None:
    many = tuple(registered(f"m{n}") for n in range(MOST + 1))
    body = ImportWeb(confirmed=True, registrations=many)
    rich.refuse("import_web", body, "amount-too-large", operator="sue")
    assert fetch(rich, registrations=many[:MOST]) == (MOST, MOST)


def test_a_cashier_and_an_auditor_fetch_nothing(rich: Book) -> None:
    rich.refuse("import_web", ImportWeb(confirmed=True), "needs-supervisor")
    rich.refuse("import_web", ImportWeb(confirmed=True), "not-permitted", operator="aud")
