"""Gifts to a friend, and the check-in of a booking."""

from __future__ import annotations

import pytest

from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import Change
from app.ui.service.kiosk import Friend, Handed, Price
from app.ui.service.records import SlipKind
from app.ui.service.station_records import PrintResult
from tests.support.at_desk import member_of
from tests.support.at_kiosk import AtKiosk


def friend(at_kiosk: AtKiosk, typed: str = "139 0001 2207") -> Friend:
    found = at_kiosk.service.find_friend(typed)
    assert isinstance(found, Friend), found
    return found


def test_a_friend_is_shown_masked(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    found = friend(at_kiosk)
    assert (found.name.zh, found.name.en, found.tail) == ("沈**", "S**", "2207")


def test_a_friend_is_found_by_the_member_number_in_full(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    sql = "SELECT number FROM members WHERE member = ?"
    ((number,),) = at_kiosk.rows(sql, str(member_of("shen")))
    assert friend(at_kiosk, number).tail == "2207"
    refused = at_kiosk.service.find_friend(number[:-1])
    assert refused == Refusal(Reason.FRIEND_UNKNOWN)


def test_points_go_from_one_to_the_other(at_kiosk: AtKiosk) -> None:
    before = at_kiosk.come("lin").panel.points
    found = friend(at_kiosk)
    price = at_kiosk.service.price_gift(found.token, 500)
    assert price == Price(points=Change(before=before, after=before - 500))
    handed = at_kiosk.service.give(found.token, 500, at_kiosk.pin())
    assert isinstance(handed, Handed)
    assert handed.slip.kind is SlipKind.GIFT
    assert handed.visit.panel.points == before - 500
    at_kiosk.service.end_visit()
    visit = at_kiosk.come("shen")
    assert at_kiosk.service.history(None)[0].points == 500
    assert visit.panel.points == 3_600 + 500


def test_with_a_wrong_pin_nothing_is_given(at_kiosk: AtKiosk) -> None:
    before = at_kiosk.come("lin").panel.points
    token = friend(at_kiosk).token
    refused = at_kiosk.service.give(token, 500, at_kiosk.pin(digits="000000"))
    assert refused == Refusal(Reason.PIN_WRONG, {"left": 2})
    assert at_kiosk.points() == before


@pytest.mark.parametrize("typed", ["13511112222", "138 1234 2217", "1", ""])
def test_nobody_and_oneself_are_answered_alike(at_kiosk: AtKiosk, typed: str) -> None:
    at_kiosk.come("lin")
    assert at_kiosk.service.find_friend(typed) == Refusal(Reason.FRIEND_UNKNOWN)


def test_few_friends_may_be_looked_for(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    for _ in range(5):
        friend(at_kiosk)
    refused = at_kiosk.service.find_friend("13900012207")
    assert refused == Refusal(Reason.TOO_MANY_TRIES)


def test_a_friend_of_the_guest_before_is_worth_nothing(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    token = friend(at_kiosk).token
    at_kiosk.service.end_visit()
    at_kiosk.come("muir")
    assert at_kiosk.service.price_gift(token, 1) == Refusal(Reason.VISIT_OVER)


def test_a_booking_is_checked_in_with_its_slip_in_hand(at_kiosk: AtKiosk) -> None:
    (booking,) = at_kiosk.come("shen").bookings
    assert (booking.nights, booking.rooms, booking.barred) == (2, 1, None)
    handed = at_kiosk.service.check_in(booking.booking)
    assert isinstance(handed, Handed)
    assert handed.slip.kind is SlipKind.CHECK_IN
    assert handed.printed is PrintResult.PRINTED
    assert handed.visit.bookings == ()
    assert handed.visit.panel.stay is not None
    assert handed.visit.panel.stay.nights == 2
    again = at_kiosk.service.check_in(booking.booking)
    assert again == Refusal(Reason.BOOKING_UNKNOWN, {"booking": booking.booking})


def test_a_lost_paper_does_not_undo_a_check_in(at_kiosk: AtKiosk) -> None:
    (booking,) = at_kiosk.come("muir").bookings
    at_kiosk.simulators.turn("jam", on=True)
    handed = at_kiosk.service.check_in(booking.booking)
    assert isinstance(handed, Handed)
    assert handed.printed is PrintResult.JAMMED
    assert handed.visit.panel.stay is not None


def test_an_arrival_that_was_cut_short_is_gone_on_with(at_kiosk: AtKiosk) -> None:
    from app.desk_service.asking import Asked
    from app.operations.arrive import Arrive
    from app.poster.submission import Answer

    (booking,) = at_kiosk.come("shen").bookings
    kiosk = at_kiosk.service._kiosk
    body = Arrive(booking=booking.booking)
    asked = Asked(kind="arrive", body=body, member=str(member_of("shen")))
    assert isinstance(kiosk.posted(kiosk.draft(asked), asked), Answer)
    visit = at_kiosk.service.visit()
    assert visit is not None
    assert [one.booking for one in visit.bookings] == [booking.booking]
    assert isinstance(at_kiosk.service.check_in(booking.booking), Handed)


def test_anothers_booking_is_not_known(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    refused = at_kiosk.service.check_in("B-shen")
    assert refused == Refusal(Reason.BOOKING_UNKNOWN, {"booking": "B-shen"})
