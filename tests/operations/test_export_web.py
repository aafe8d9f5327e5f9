"""What goes to the website: browsed first, one record a member, and only what has changed since."""

from datetime import timedelta

import pytest

from app.loyalty.member import MemberKind
from app.operations.adjust import Adjust
from app.operations.approve_member import ApproveMember
from app.operations.enrol_member import EnrolMember
from app.operations.export_web import ExportWeb, records_of
from app.operations.reject_member import RejectMember
from app.operations.reserve_reward import ReserveReward
from app.poster import office_gathering
from app.store.decided import decided_from
from tests.support.book import Book

LOOK = ExportWeb(confirmed=False)
SEND = ExportWeb(confirmed=True)


def export(book: Book, body: ExportWeb = SEND) -> tuple[object, object]:
    gives = book.must("export_web", body, operator="sue").decision.gives
    return gives["preview"], gives["transferred"]


def shown(book: Book) -> list[tuple[object, ...]]:
    return book.rows("SELECT member, status, tier, points FROM web_members ORDER BY member")


@pytest.fixture
def two(book: Book) -> Book:
    book.enrol("li")
    book.enrol("wu")
    book.give_points("li", 500)
    return book


def test_looking_shows_how_many_and_sends_nothing(two: Book) -> None:
    assert export(two, LOOK) == (2, 0)
    assert shown(two) == []
    assert export(two, LOOK) == (2, 0)


def test_the_website_shows_the_last_export_until_the_next_one(two: Book) -> None:
    assert export(two) == (2, 2)
    assert shown(two) == [("li", "active", "basic", 500), ("wu", "active", "basic", 0)]
    two.give_points("li", 100)
    assert shown(two)[0] == ("li", "active", "basic", 500)
    assert export(two) == (1, 1)
    assert shown(two)[0] == ("li", "active", "basic", 600)
    assert export(two) == (0, 0)


def test_many_changes_of_one_member_are_one_record(two: Book) -> None:
    export(two)
    for points in (1, 2, 3):
        two.give_points("wu", points)
    assert export(two, LOOK) == (1, 0)


def test_what_the_website_does_not_show_is_no_change(two: Book) -> None:
    export(two)
    two.top_up("li", 100_00)
    two.give_points("wu", 5)
    back = Adjust(asset="points", quantity=-5, reason="back")
    two.must("adjust", back, member="wu", operator="max")
    assert export(two) == (0, 0)


def test_points_on_hold_are_still_the_members(two: Book) -> None:
    export(two)
    two.put_reward("mug", 300)
    two.must("reserve_reward", ReserveReward(reward="mug"), member="li")
    assert export(two) == (0, 0)


def test_what_was_browsed_is_sent_and_later_changes_wait(two: Book) -> None:
    upto = two.must("export_web", LOOK, operator="sue").decision.gives["upto"]
    assert isinstance(upto, int)
    two.enrol("zhou")
    assert export(two, ExportWeb(confirmed=True, upto=upto)) == (2, 2)
    assert [row[0] for row in shown(two)] == ["li", "wu"]
    assert export(two) == (1, 1)
    assert [row[0] for row in shown(two)] == ["li", "wu", "zhou"]


def test_a_position_of_long_ago_or_to_come_harms_nothing(two: Book) -> None:
    assert export(two, ExportWeb(confirmed=True, upto=-1)) == (0, 0)
    assert export(two, ExportWeb(confirmed=True, upto=2**62)) == (2, 2)
    two.give_points("li", 1)
    assert export(two, ExportWeb(confirmed=True, upto=1)) == (0, 0)
    assert export(two) == (1, 1)


def test_applicants_go_up_when_they_were_reviewed(book: Book) -> None:
    for member, channel in (("li", "website"), ("wu", "website"), ("xu", "desk")):
        body = EnrolMember(kind=MemberKind.PERSON, channel=channel)
        book.must("enrol_member", body, member=member)
    assert export(book) == (0, 0)
    book.must("approve_member", ApproveMember(), member="li", operator="sue")
    book.must("reject_member", RejectMember(), member="wu", operator="sue")
    book.must("reject_member", RejectMember(), member="xu", operator="sue")
    assert export(book) == (2, 2)  # who was turned away at the desk has never been there
    assert [row[:2] for row in shown(book)] == [("li", "active"), ("wu", "rejected")]


def test_more_than_fits_goes_up_with_the_next_export_longest_waiting_first(
    two: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    two.enrol("zhou")
    two.give_points("wu", 7)
    monkeypatch.setattr(office_gathering, "MOST", 2)
    assert export(two) == (3, 2)
    assert [row[0] for row in shown(two)] == ["li", "zhou"]
    assert export(two) == (1, 1)
    assert shown(two)[1] == ("wu", "active", "basic", 7)


def test_the_package_can_be_written_again_from_the_decision(two: Book) -> None:
    slip = two.must("export_web", SEND, operator="sue").slip_id
    two.give_points("li", 1)
    kept = decided_from(bytes(two.one("SELECT text FROM decisions WHERE slip = ?", slip)))
    records = records_of(kept.observed.figures)
    assert [(one[0], one[4]) for one in records] == [("li", 500), ("wu", 0)]
    assert {one[1] for one in records} == {
        str(row[0]) for row in two.rows("SELECT number FROM members")
    }


def test_an_export_survives_a_restart(two: Book) -> None:
    export(two)
    two.reopen()
    assert export(two) == (0, 0)
    two.now += timedelta(minutes=1)
    two.give_points("wu", 1)
    assert export(two) == (1, 1)


def test_a_cashier_and_an_auditor_send_nothing(two: Book) -> None:
    two.refuse("export_web", SEND, "needs-supervisor")
    two.refuse("export_web", SEND, "not-permitted", operator="aud")
    assert shown(two) == []
