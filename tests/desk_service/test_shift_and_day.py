"""The shift and the day: opened, counted, closed, printed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from app.bootstrap.clock import system_clock
from app.loyalty.refusals import Reason, Refusal
from app.settings.terminal import PrintChoice
from app.ui.service.answers import HouseChanged
from app.ui.service.requests import CloseDayDraft, CloseShiftDraft, OpenShiftDraft
from app.ui.service.station_records import DayCheckKind, PrintResult, ReportKind
from tests.support.at_desk import AtDesk, spend, top_up
from tests.support.set_clock import Wrong
from tests.support.waiting import PATIENCE_S

OPEN = OpenShiftDraft(float_minor=50_000)


def printed_report(at_desk: AtDesk, kind: ReportKind) -> str:
    at_desk.simulators.printer.tear_off()
    assert at_desk.service.print_report(kind) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)
    return at_desk.printed()


def test_a_shift_counts_each_tender_and_the_float(at_desk):
    assert at_desk.service.shift_sheet() is None
    at_desk.done(OPEN)
    assert at_desk.next_event(HouseChanged) == HouseChanged()
    at_desk.done(spend("shen", amount_minor=12_300))
    at_desk.done(spend("shen", bill="2", amount_minor=4_500, rest_tender="wechat"))
    at_desk.done(top_up("shen", 10_000))
    sheet = at_desk.service.shift_sheet()
    assert sheet is not None
    sums = {one.tender.code: one.expected_minor for one in sheet.tenders}
    assert sums == {"cash": 50_000 + 12_300 + 10_000, "wechat": 4_500}
    assert (sheet.float_minor, sheet.operator.en) == (50_000, "Chen Siyuan")
    assert (sheet.spend_minor, sheet.stored_in_minor) == (16_800, 10_000)


def test_a_second_shift_at_the_same_desk_is_refused(at_desk):
    at_desk.done(OPEN)
    found = at_desk.submit(OPEN)
    assert isinstance(found, Refusal)
    assert (found.reason, found.facts) == (Reason.SHIFT_OPEN, {"operator": "chen"})


def test_a_shift_with_a_difference_closes_only_with_its_explanation(at_desk):
    at_desk.done(OPEN)
    at_desk.done(spend("shen", amount_minor=10_000))
    short = CloseShiftDraft(counted=(("cash", 59_000),))
    found = at_desk.submit(short)
    assert isinstance(found, Refusal)
    assert found.reason is Reason.REASON_MISSING
    assert found.facts == {"tender": "cash", "difference_minor": -1_000}
    done = at_desk.done(replace(short, explanation="a ten-yuan note is missing"))
    assert done.can_print
    assert at_desk.service.shift_sheet() is None
    text = printed_report(at_desk, ReportKind.Z)
    assert "交班单" in text
    assert "600.00" in text
    assert "590.00" in text


def test_a_shift_that_is_not_open_is_not_closed(at_desk):
    found = at_desk.submit(CloseShiftDraft(counted=()))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.SHIFT_NOT_OPEN


def test_the_x_report_changes_nothing(at_desk):
    at_desk.done(OPEN)
    at_desk.done(spend("shen", amount_minor=12_300))
    before = at_desk.rows("SELECT COUNT(*) FROM slips")
    text = printed_report(at_desk, ReportKind.X)
    assert "班次查看" in text
    assert "623.00" in text
    assert at_desk.rows("SELECT COUNT(*) FROM slips") == before
    assert at_desk.service.shift_sheet() is not None


@pytest.mark.parametrize("kind", [ReportKind.X, ReportKind.Z])  # the demo has a closed day
@pytest.mark.parametrize("chosen", [None, PrintChoice()])
def test_a_report_is_not_printed_before_there_is_one(open_at, kind, chosen):
    at_desk = open_at(print_format=chosen).sign_in()
    assert at_desk.service.print_report(kind) is PrintResult.NOTHING_YET
    assert at_desk.simulators.printer.cuts == 0


def test_an_open_shift_without_a_format_asks_for_the_format(open_at):
    at_desk = open_at(print_format=None).sign_in()
    at_desk.done(OPEN)
    assert at_desk.service.print_report(ReportKind.X) is PrintResult.NO_FORMAT


def test_a_day_with_an_open_shift_is_not_closed(open_at):
    at_desk = open_at().sign_in("wang")
    at_desk.done(OPEN)
    sheet = at_desk.service.day_sheet()
    assert sheet.barred is not None
    assert sheet.barred.reason is Reason.SHIFTS_STILL_OPEN
    assert sheet.barred.facts == {"open": 1, "operators": "wang"}
    found = at_desk.submit(CloseDayDraft(business_date=sheet.business_date))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.SHIFTS_STILL_OPEN


def test_a_cashier_does_not_close_the_day(at_desk):
    sheet = at_desk.service.day_sheet()
    found = at_desk.submit(CloseDayDraft(business_date=sheet.business_date))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.NEEDS_SUPERVISOR


def test_a_closed_day_turns_the_date_and_is_printed_with_its_proof(open_at):
    at_desk = open_at().sign_in("wang")
    at_desk.done(spend("shen", amount_minor=12_300))
    sheet = at_desk.service.day_sheet()
    assert sheet.barred is None
    assert {one.kind: one.passed for one in sheet.checks} == {
        DayCheckKind.SHIFTS_CLOSED: True,
        DayCheckKind.ENTRIES_BALANCE: True,
        DayCheckKind.LOTS_MATCH: True,
        DayCheckKind.SLIPS_DECIDED: True,
    }
    assert sheet.spend_minor == 12_300
    at_desk.done(CloseDayDraft(business_date=sheet.business_date))
    house = at_desk.service.house()
    assert house.business_date == sheet.next_date == sheet.business_date + timedelta(days=1)
    text = printed_report(at_desk, ReportKind.DAY)
    assert sheet.business_date.isoformat() in text
    assert "123.00" in text
    assert at_desk.service.today().bills == 0
    again = at_desk.submit(CloseDayDraft(business_date=sheet.business_date))
    assert isinstance(again, Refusal)
    assert again.reason is Reason.DAY_CLOSED
    early = at_desk.submit(CloseDayDraft(business_date=sheet.next_date))
    assert isinstance(early, Refusal)
    assert early.reason is Reason.DAY_NOT_BEGUN


def test_the_desk_reminds_of_a_day_that_should_have_been_closed_two_hours_ago(open_at):
    clock = Wrong()
    at_desk = open_at(clock).sign_in("wang")
    day = at_desk.service.house().business_date
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo("Asia/Shanghai"))
    for local, is_due in (
        (midnight - timedelta(seconds=1), False),
        (midnight + timedelta(hours=1, minutes=59), False),
        (midnight + timedelta(hours=2, minutes=1), True),
        (midnight + timedelta(days=1, minutes=30), True),
    ):
        clock.off = local - system_clock()
        assert at_desk.service.house().close_day_due is is_due, local
