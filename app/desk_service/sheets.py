"""Shift, day, paper and devices: sheets to count by, receipts to print, lamps to look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from time import monotonic_ns

from app.desk_service.context import TENDERS, Counter, staff_words, tender_words
from app.desk_service.paper import receipt_of
from app.desk_service.people import shift_mark
from app.loyalty.house import ShiftRow
from app.loyalty.refusals import Reason, Refusal
from app.operations.view import View
from app.poster.gathering import day_figures, day_proof, shift_sums
from app.settings.terminal import PrintChoice
from app.station.news import Lamp, Printed
from app.ui.service.records import Coded, SlipId
from app.ui.service.station_records import (
    DayCheck,
    DayCheckKind,
    DaySheet,
    DeviceLamp,
    DeviceReason,
    DeviceRole,
    LampState,
    PrintFormat,
    PrintResult,
    ReportKind,
    ShiftSheet,
    TenderSum,
)
from devices.codec.receipt import Receipt

RESULTS = {
    Printed.DONE: PrintResult.PRINTED,
    Printed.NO_PAPER: PrintResult.NO_PAPER,
    Printed.COVER_OPEN: PrintResult.COVER_OPEN,
    Printed.JAMMED: PrintResult.JAMMED,
    Printed.LOST: PrintResult.PRINTER_LOST,
}
_ROLES = {
    "MSR_READER": DeviceRole.CARD_READER,
    "MSR_WRITER": DeviceRole.CARD_WRITER,
    "IC_CARD": DeviceRole.IC_READER,
    "PIN_PAD": DeviceRole.PIN_PAD,
    "RECEIPT_PRINTER": DeviceRole.PRINTER,
    "KEYBOARD_WEDGE": DeviceRole.WEDGE,
    "MODEM": DeviceRole.MODEM,
}
_STATES = {"ready": LampState.READY, "reconnecting": LampState.WARNING, "lost": LampState.LOST}
_REASONS = {
    "paper-low": (LampState.WARNING, DeviceReason.PAPER_LOW),
    "no-paper": (LampState.WARNING, DeviceReason.NO_PAPER),
    "cover-open": (LampState.WARNING, DeviceReason.COVER_OPEN),
    "jammed": (LampState.WARNING, DeviceReason.JAMMED),
    "drawer-open": (LampState.WARNING, DeviceReason.DRAWER_OPEN),
    "port-gone": (None, DeviceReason.UNPLUGGED),
    "port-forbidden": (None, DeviceReason.PERMISSION),
    "port-busy": (None, DeviceReason.NOT_ANSWERING),
    "timed-out": (None, DeviceReason.NOT_ANSWERING),
    "wrong-answer": (None, DeviceReason.WRONG_DEVICE),
    "pin-pad-key": (LampState.WARNING, DeviceReason.NO_KEYS),
}


class Sheets:
    """Answers for ``SheetService``."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def shift_sheet(self) -> ShiftSheet | None:
        """Give the open shift of this desk."""
        counter = self._counter
        with counter.books.reading() as connection:
            view = counter.view(connection)
            shift = view.house.shifts.get(counter.settings.terminal)
            mark = shift_mark(counter, view)
            if shift is None or mark is None:
                return None
            sums = shift_sums(counter.books, connection, shift)
            figures = day_figures(counter.books, connection, shift.business_date)
            row = counter.staff.get(connection, shift.operator)
        return ShiftSheet(
            letter=mark.letter,
            operator=staff_words(row, shift.operator),
            opened_at=mark.opened_at,
            float_minor=shift.float_minor,
            tenders=_tenders(shift, sums),
            slips=figures["slips"],
            voids=figures["voids"],
            spend_minor=figures["spend_minor"],
            points_earned=figures["points_earned"],
            points_redeemed=figures["points_redeemed"],
            stored_in_minor=figures["stored_in"],
            stored_out_minor=figures["stored_out"],
        )

    def day_sheet(self) -> DaySheet:
        """Prove the business day without closing it."""
        counter = self._counter
        with counter.books.reading() as connection:
            view = counter.view(connection)
            day = view.house.property.business_date if view.house.property else date.min
            figures = day_figures(counter.books, connection, day)
            proof = day_proof(counter.books, connection, day)
            text = "SELECT COUNT(*) FROM undecided"
            waiting = int(connection.exec_driver_sql(text).scalar_one())
            sql = counter.books.sql("SELECT COUNT(*) FROM transfers WHERE business_date = ?")
            entries = int(connection.exec_driver_sql(sql, (day.isoformat(),)).scalar_one())
        return DaySheet(
            business_date=day,
            next_date=day + timedelta(days=1),
            checks=_checks(view, entries, waiting, proof=proof),
            slips=figures["slips"],
            spend_minor=figures["spend_minor"],
            points_earned=figures["points_earned"],
            points_redeemed=figures["points_redeemed"],
            stored_in_minor=figures["stored_in"],
            stored_out_minor=figures["stored_out"],
            barred=_barred(counter, view, day),
        )

    def print_slip(self, slip_id: SlipId, *, copy: bool) -> PrintResult:
        """Print a slip's receipt; a copy is marked."""
        chosen = self._counter.settings.print_format
        if chosen is None:
            return PrintResult.NO_FORMAT
        receipt = receipt_of(self._counter, slip_id, chosen, is_copy=copy)
        result = PrintResult.PRINTED
        for _ in range(chosen.copies):
            result = put_on_paper(self._counter, receipt)
            if result is not PrintResult.PRINTED:
                return result
        return result

    def print_report(self, kind: ReportKind) -> PrintResult:
        """Print the X report, the last Z report or the last closed day."""
        if kind is ReportKind.X:
            return self._print_x()
        name = "close_shift" if kind is ReportKind.Z else "close_day"
        text = "SELECT slip FROM decisions WHERE kind = ? AND outcome = 'posted' ORDER BY position DESC LIMIT 1"
        with self._counter.books.reading() as connection:
            slip = connection.exec_driver_sql(self._counter.books.sql(text), (name,)).scalar()
        if slip is None:
            return PrintResult.NOTHING_YET
        return self.print_slip(SlipId(str(slip)), copy=False)

    def print_format(self) -> PrintFormat | None:
        """Give this desk's format, None before it is set up."""
        kept = self._counter.settings.print_format
        if kept is None:
            return None
        return PrintFormat(
            paper_mm=kept.paper_mm,
            language=kept.language,
            logo=kept.logo,
            qr=kept.qr,
            copies=kept.copies,
        )

    def save_print_format(self, chosen: PrintFormat) -> None:
        """Keep the format."""
        counter = self._counter
        settings = replace(counter.settings, print_format=_choice(chosen))
        counter.save_settings(settings)
        counter.settings = settings

    def receipt_picture(self, slip_id: SlipId, chosen: PrintFormat | None) -> bytes:
        """Draw a slip's receipt as PNG in a format (None: the one kept)."""
        choice = _choice(chosen) if chosen else self._counter.settings.print_format or PrintChoice()
        receipt = receipt_of(self._counter, slip_id, choice, is_copy=False)
        return self._counter.station.paper.preview(receipt)

    def save_colours(self, colours: str) -> None:
        """Keep the colours for the next start."""
        counter = self._counter
        settings = replace(counter.settings, theme=colours)
        counter.save_settings(settings)
        counter.settings = settings

    def retry_device(self, device_id: str) -> None:
        """Look for a device again now."""
        self._counter.station.retry(device_id)

    def _print_x(self) -> PrintResult:
        """Print the open shift as it stands."""
        sheet, chosen = self.shift_sheet(), self._counter.settings.print_format
        if sheet is None:
            return PrintResult.NOTHING_YET
        if chosen is None:
            return PrintResult.NO_FORMAT
        figures = {f"expected_{one.tender.code}": one.expected_minor for one in sheet.tenders}
        figures["float_minor"] = sheet.float_minor
        receipt = receipt_of(self._counter, "", chosen, is_copy=False, sheet=figures)
        return put_on_paper(self._counter, receipt)


def put_on_paper(counter: Counter, receipt: Receipt) -> PrintResult:
    """Print one document; returns when the printer took it, or why it did not."""
    return RESULTS[counter.station.paper.print_receipt(receipt)]


_IN_THE_CLEAR = frozenset({"keypad-cn"})  # pads that encrypt nothing


def lamp_of(counter: Counter, lamp: Lamp) -> DeviceLamp:
    """Turn a station's lamp into the desk's."""
    state = _STATES.get(lamp.state, LampState.LOST)
    reason = DeviceReason.NONE
    if lamp.state == "not-installed":
        reason = DeviceReason.NOT_INSTALLED
    elif lamp.code:
        worse, reason = _REASONS.get(lamp.code, (None, DeviceReason.NOT_ANSWERING))
        state = worse or state
    elif lamp.state == "reconnecting":
        reason = DeviceReason.RECONNECTING
    elif lamp.state != "ready":
        reason = DeviceReason.UNPLUGGED
    ago = timedelta(microseconds=(monotonic_ns() - lamp.since_monotonic_ns) // 1000)
    scheme, _, address = lamp.uri.partition(":")
    encrypts = scheme not in _IN_THE_CLEAR
    if not encrypts and state is LampState.READY:
        state, reason = LampState.WARNING, DeviceReason.PLAIN_PAD
    return DeviceLamp(
        device_id=lamp.name,
        role=_ROLES.get(lamp.role, DeviceRole.CARD_READER),
        state=state,
        reason=reason,
        model=scheme,
        address=address.partition("?")[0],
        since=counter.clock() - ago,
        encrypts=encrypts,
    )


def _choice(chosen: PrintFormat) -> PrintChoice:
    return PrintChoice(
        paper_mm=chosen.paper_mm,
        language=chosen.language,
        logo=chosen.logo,
        qr=chosen.qr,
        copies=chosen.copies,
    )


def _tenders(shift: ShiftRow, sums: Mapping[str, int]) -> tuple[TenderSum, ...]:
    known = {one.code: one for one in TENDERS}
    codes = ["cash", *(code for code in [*known, *sums] if code != "cash" and code in sums)]
    return tuple(
        TenderSum(
            tender=known.get(code, Coded(code=code, name=tender_words(code))),
            expected_minor=sums.get(code, 0) + (shift.float_minor if code == "cash" else 0),
            count=0,
        )
        for code in dict.fromkeys(codes)
    )


def _checks(view: View, entries: int, waiting: int, *, proof: str) -> tuple[DayCheck, ...]:
    shifts = view.house.shifts
    names = ", ".join(sorted(shift.operator for shift in shifts.values()))
    return (
        DayCheck(
            kind=DayCheckKind.SHIFTS_CLOSED,
            passed=not shifts,
            facts={"open": len(shifts), "operators": names},
        ),
        DayCheck(kind=DayCheckKind.ENTRIES_BALANCE, passed=bool(proof), facts={"entries": entries}),
        DayCheck(kind=DayCheckKind.LOTS_MATCH, passed=bool(proof)),
        DayCheck(kind=DayCheckKind.SLIPS_DECIDED, passed=not waiting, facts={"waiting": waiting}),
    )


def _barred(counter: Counter, view: View, day: date) -> Refusal | None:
    if view.house.shifts:
        names = ", ".join(sorted(shift.operator for shift in view.house.shifts.values()))
        return Refusal(
            Reason.SHIFTS_STILL_OPEN, {"open": len(view.house.shifts), "operators": names}
        )
    if day > counter.local(counter.clock(), view).date():
        return Refusal(Reason.DAY_NOT_BEGUN, {"date": day.isoformat()})
    return None
