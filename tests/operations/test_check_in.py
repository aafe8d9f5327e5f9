"""Check-in: a walk-in's stay begins."""

from datetime import timedelta

import pytest

from app.loyalty.member import MemberKind
from app.operations.check_in import CheckIn
from app.operations.enrol_member import EnrolMember
from tests.support.book import DAY, Book


def test_a_stay_begins_on_the_business_date(book: Book) -> None:
    book.enrol("li")
    answer = book.must("check_in", CheckIn(stay="s1", room="808", nights=2), member="li")
    assert book.rows("SELECT stay, room, nights, arrived_on, left_on, status FROM stays") == [
        ("s1", "808", 2, DAY.isoformat(), None, "open")
    ]
    assert answer.decision.receipt["choice"] == "points"


def test_a_stay_without_a_label_is_called_by_its_slip(book: Book) -> None:
    book.enrol("li")
    answer = book.must("check_in", CheckIn(), member="li")
    assert book.one("SELECT stay FROM stays") == answer.slip_id


def test_the_same_stay_or_room_is_not_opened_twice(book: Book) -> None:
    book.enrol("li")
    book.must("check_in", CheckIn(stay="s1", room="808"), member="li")
    book.refuse("check_in", CheckIn(stay="s1"), "stay-open", member="li")
    assert book.refuse("check_in", CheckIn(room="808"), "stay-open", member="li") == {"room": "808"}
    book.must("check_in", CheckIn(stay="s2", room="809"), member="li")


@pytest.mark.parametrize(
    ("nights", "rooms", "reason"),
    [
        (0, 1, "amount-not-positive"),
        (1, 0, "amount-not-positive"),
        (-1, 1, "amount-not-positive"),
        (366, 1, "amount-too-large"),
        (1, 1_001, "amount-too-large"),
        (365, 1_000, ""),
    ],
)
def test_nights_and_rooms_have_bounds(book: Book, nights: int, rooms: int, reason: str) -> None:
    book.enrol("li")
    body = CheckIn(nights=nights, rooms=rooms)
    if reason:
        book.refuse("check_in", body, reason, member="li")
    else:
        book.must("check_in", body, member="li")


def test_only_what_the_programme_offers_is_chosen(book: Book) -> None:
    book.enrol("li")
    facts = book.refuse("check_in", CheckIn(choice="miles"), "choice-not-offered", member="li")
    assert facts == {"choice": "miles"}


def test_an_applicant_or_nobody_does_not_check_in(book: Book) -> None:
    book.refuse("check_in", CheckIn(), "member-unknown", member="nobody")
    book.must("enrol_member", EnrolMember(kind=MemberKind.PERSON), member="li")
    book.refuse("check_in", CheckIn(), "member-not-active", member="li")


def test_a_stay_may_be_entered_afterwards_and_not_before_it_begins(book: Book) -> None:
    book.enrol("li")
    late = CheckIn(stay="s1", nights=2, arrived_on=DAY - timedelta(days=2))
    book.must("check_in", late, member="li")
    assert book.one("SELECT arrived_on FROM stays") == (DAY - timedelta(days=2)).isoformat()
    early = CheckIn(stay="s2", arrived_on=DAY + timedelta(days=1))
    book.refuse("check_in", early, "not-arrival-day", member="li")
