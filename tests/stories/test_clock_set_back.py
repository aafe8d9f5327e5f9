"""A clock that was set back: posting goes on, ids stay unique, the order of the books stands, and the desk is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.poster.replay import replay
from app.ui.service.answers import LinkChanged
from tests.support.at_desk import spend, top_up
from tests.support.set_clock import Wrong


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_a_desk_opened_with_its_clock_set_back_goes_on_and_is_told(open_at, back):
    clock = Wrong()
    clock.off = -back
    at_desk = open_at(clock).sign_in()
    link = at_desk.next_event(LinkChanged).link
    assert link.clock_off_s == pytest.approx(back.total_seconds(), abs=120)
    for number in range(3):
        at_desk.done(spend(bill=f"late-{number}"))
    rows = at_desk.rows("SELECT slip, position FROM decisions ORDER BY position")
    assert len({slip for slip, _ in rows}) == len({position for _, position in rows}) == len(rows)
    last = at_desk.rows(
        "SELECT d.slip FROM decisions d JOIN slips s ON s.id = d.slip "
        "WHERE s.terminal = 'desk-1' ORDER BY s.sequence DESC LIMIT 3"
    )
    assert [slip for slip, _ in rows[-3:]] == [slip for (slip,) in reversed(last)]
    assert replay(at_desk.desk.hotel.books).differing == ()


def test_a_clock_set_back_while_the_desk_is_open_is_told_once_and_again_when_it_is_right(open_at):
    clock = Wrong()
    at_desk = open_at(clock).sign_in()
    assert at_desk.next_event(LinkChanged).link.clock_off_s == 0
    at_desk.done(spend(bill="1"))
    clock.off = -timedelta(hours=1)
    at_desk.done(spend(bill="2"))
    at_desk.done(top_up())
    assert at_desk.next_event(LinkChanged).link.clock_off_s == pytest.approx(3_600, abs=60)
    clock.off = timedelta()
    at_desk.done(spend(bill="3"))
    assert at_desk.next_event(LinkChanged).link.clock_off_s == 0
    said = [event for event in at_desk.seen if isinstance(event, LinkChanged)]
    assert len(said) == 3
    assert at_desk.panel().slips[0].facts["bill"] == "3"


def test_a_clock_set_forward_posts_on_the_open_business_date(open_at):
    clock = Wrong()
    at_desk = open_at(clock).sign_in()
    day = at_desk.service.house().business_date
    clock.off = timedelta(days=400)
    done = at_desk.done(spend(bill="1"))
    assert done.slip.business_date == day
    assert at_desk.service.house().close_day_due
