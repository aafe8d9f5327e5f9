"""Traces at the desk: no step is left out, each is words in both languages, and the points come to the row's own."""

from __future__ import annotations

import pytest

from app.desk_service.context import KINDS
from app.desk_service.slip_rows import _QUIET
from app.desk_service.trace_rows import trace_lines
from app.loyalty.trace import TraceLine as RuleLine
from app.operations.catalogue import BY_KIND
from app.programme.steps_said import STEPS
from app.ui.service.records import SlipKind, TraceKind, TraceLine, Words
from app.ui.service.requests import VoidDraft
from tests.support.at_desk import redeem, spend, top_up

REFUSED_ALWAYS = {"transfer_membership"}  # no programme lets a membership be handed on


def words(line: TraceLine) -> tuple[str, str]:
    text = line.facts["text"]
    assert isinstance(text, Words)
    return text.zh, text.en


def test_every_kind_of_slip_that_a_list_may_show_has_a_name_of_its_own():
    named = {kind for kind, shown in KINDS.items() if shown is not SlipKind.OTHER}
    assert set(BY_KIND) - named - REFUSED_ALWAYS <= set(_QUIET)
    assert set(KINDS.values()) | {SlipKind.OTHER} == set(SlipKind)


def test_the_lines_of_a_row_come_to_its_points(at_desk):
    bill = at_desk.done(spend("lin", amount_minor=100_000, points=1_000), at_desk.pin("lin")).slip
    at_desk.done(top_up("lin", 5_000))
    at_desk.done(redeem("lin"), at_desk.pin("lin"))
    at_desk.done(VoidDraft(slip_id=bill.slip_id, reason="wrong guest"))
    slips = at_desk.service.day_slips()
    assert {one.kind for one in slips} >= {SlipKind.POST_SPEND, SlipKind.TOP_UP, SlipKind.REDEEM}
    for one in slips:
        assert sum(line.points or 0 for line in one.trace) == (one.points or 0), one
    paid = next(line for line in bill.trace if line.points == -1_000)
    assert words(paid) == (
        "抵付账单 10.00 元，用 1,000 分",
        "Towards the bill ¥10.00: 1,000 points",
    )


def test_a_void_says_what_went_back_and_what_was_taken(at_desk):
    bill = at_desk.done(spend("lin", amount_minor=10_000, stored_minor=2_000), at_desk.pin("lin"))
    done = at_desk.done(VoidDraft(slip_id=bill.slip.slip_id, reason="wrong guest"))
    void, back, taken = done.slip.trace
    assert words(void) == ("作废消费登记", "Voided: a bill")
    assert words(back) == ("退还储值 20.00 元", "Given back: ¥20.00 of stored value")
    assert (back.minor, back.points) == (2_000, None)
    assert (taken.kind, taken.points) == (TraceKind.CLAWED_BACK, done.slip.points)


@pytest.fixture
def view(at_desk):
    counter = at_desk.desk.service._counter
    with counter.books.reading() as connection:
        yield counter.view(connection)


def test_no_step_is_left_out_and_none_shows_a_code(view):
    lines = [RuleLine(step, "2 × 50", "100", facts={"tier": "gold"}) for step in STEPS]
    lines = [one for one in lines if one.step not in {"rate", "bonus", "discount", "total"}]
    shown = trace_lines(view, lines, 1)
    assert len(shown) == len(lines)
    assert {one.kind for one in shown} == {
        TraceKind.PLAIN, TraceKind.FIXED, TraceKind.TAKEN, TraceKind.CLAWED_BACK, TraceKind.WAIVED
    }  # fmt: skip


def test_a_line_from_books_of_before_still_shows_its_points(view):
    lines = [
        RuleLine("rate", "188.00 × 5", "940", "r", {"base_minor": "18800", "rate": "5", "factor": "1"}),
        RuleLine("bonus", "940 × 15 %", "141", "b", {"tier": "gold", "percent": "15"}),
        RuleLine("discount", "18800 × 10 %", "-1880", "d", {"tier": "gold", "percent": "10"}),
        RuleLine("taken", "1 × 500", "500", facts={"asset": "points"}),
        RuleLine("expired", "lot 2025-03-01", "20", facts={"asset": "points"}),
        RuleLine("nobody-knows", "as it was", ""),
    ]  # fmt: skip
    shown = trace_lines(view, lines, 7)
    assert [(one.points, one.minor) for one in shown] == [
        (940, None), (141, None), (None, -1880), (-500, None), (-20, None), (None, None)
    ]  # fmt: skip
    assert shown[0].facts["version"] == 7
    assert words(shown[-1])[0] == "as it was"


def test_what_is_no_plain_rate_of_money_is_said_in_words(view):
    facts = {"base_minor": "0", "rate": "0", "factor": "1", "on": "check-out"}
    nights = RuleLine("rate", "2 × 40", "80", "nights", facts, "points", 80)
    both = RuleLine(
        "discount", "18800 × 10 % + 2000", "-3880", "d", {"tier": "gold", "percent": "10"}
    )
    company = RuleLine("rate", "188.00 × 5", "940", "r", facts | {"to": "company"}, "points")
    shown = trace_lines(view, [nights, both, company], 1)
    assert [one.kind for one in shown] == [TraceKind.PLAIN] * 3
    assert words(shown[0]) == ("住店 2 × 40 = 80 分", "Stay 2 × 40 = 80 points")
    assert words(shown[1])[1].endswith("discount 188.00 × 10 % + 20.00 = ¥38.80")
    assert words(shown[2])[0].endswith("，记入公司账户")
    assert [one.points for one in shown] == [80, None, None]
