"""Staff at the kiosk: called by a guest, or let in by card and PIN to look after the machine."""

from __future__ import annotations

from typing import Final

from app import VERSION
from app.desk_service.clock_watch import link_of
from app.desk_service.sheets import lamp_of, put_on_paper
from app.kiosk_service.network import addresses
from app.kiosk_service.papers import test_page
from app.kiosk_service.parts import Kiosk
from app.loyalty.permissions import Act, may
from app.loyalty.refusals import Reason, Refusal
from app.messaging.texts import words_of
from app.operations.decision import PinResult
from app.poster.submission import PinEntry
from app.store.staff import StaffRow
from app.store.verify import verify
from app.ui.service.answers import PinToken
from app.ui.service.kiosk import Called, KioskDevice, ServiceAct, ServiceSheet, StaffToken

_SOUND: Final = "ok"


class Staffing:
    """Calling staff, and what staff do here."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._books_said = ""

    def call_staff(self) -> Called:
        """Call somebody of the house: by text where there is a phone and a modem, else only on the screen."""
        counter = self._kiosk.counter
        phone = counter.settings.kiosk.staff_phone
        texts = counter.station.texts
        if not phone or not texts.is_ready or not self._kiosk.call_tries.take(counter.clock()):
            return Called.SHOWN
        words = words_of(counter.settings.language, counter.own_texts)
        name = counter.settings.name_zh
        if counter.settings.language != "zh_CN":
            name = counter.settings.name_en
        ended = texts.send(phone, words["kiosk_call"].format(kiosk=name))
        return Called.SHOWN if ended.code else Called.TEXTED

    def open_service(self, staff: StaffToken, pin: PinToken) -> ServiceSheet | Refusal:
        """Let staff in with card and PIN; five wrong ones lock it for five minutes."""
        kiosk = self._kiosk
        guest, counter = kiosk.guest, kiosk.counter
        number = guest.number
        entry = guest.pin_of(pin, staff)
        held = guest.staff_of(staff, counter.clock())
        if held is None or entry is None:
            return Refusal(Reason.VISIT_OVER)
        with counter.books.reading() as connection:
            row = counter.staff.get(connection, held.operator)
            known = counter.view(connection).house.operators.get(held.operator)
        if row is None or known is None or not known.active or not may(known.role, Act.SERVE):
            return Refusal(Reason.NOT_PERMITTED, {"act": "kiosk"})
        if not self._is_right(row, entry):
            counter.note("kiosk-service-refused", facts=held.operator)
            return Refusal(Reason.STAFF_PIN_WRONG)
        if not guest.let_in(held.operator, number):
            return Refusal(Reason.VISIT_OVER)
        counter.note("kiosk-service", facts=held.operator)
        return self.service_sheet()

    def service_sheet(self) -> ServiceSheet:
        """Read the service page again.

        Raises:
            PermissionError: No staff is there.
        """
        self._must_be_staff()
        counter = self._kiosk.counter
        with counter.books.reading() as connection:
            house = counter.view(connection).house.property
            sql = counter.books.sql(
                "SELECT COUNT(*) FROM decisions WHERE terminal = ? AND business_date = ? "
                "AND outcome = 'posted' AND kind <> 'verify_pin'"
            )
            day = house.business_date.isoformat() if house else ""
            values = (counter.settings.terminal, day)
            slips = int(connection.exec_driver_sql(sql, values).scalar_one())
        lamps = counter.station.lamps()
        return ServiceSheet(
            devices=tuple(
                KioskDevice(
                    lamp=lamp_of(counter, one),
                    notes=tuple(filter(None, (one.code, one.uri.partition("?")[0]))),
                )
                for one in lamps
            ),
            link=link_of(counter),
            network=addresses(),
            books=self._books_said,
            version=VERSION,
            slips_today=slips,
        )

    def serve(self, act: ServiceAct) -> str:
        """Do one act of the service page; returns what it found as one line. Leaving is the window's.

        Raises:
            PermissionError: No staff is there.
        """
        self._must_be_staff()
        counter = self._kiosk.counter
        counter.note("kiosk-service", facts=f"{self._kiosk.guest.staff_in} {act.value}")
        match act:
            case ServiceAct.VERIFY_BOOKS:
                broken = verify(counter.books).broken
                said = "; ".join(str(one) for one in broken[:3]) or _SOUND
                self._books_said = said
                return said
            case ServiceAct.TEST_PRINT:
                return put_on_paper(counter, test_page(counter)).value
            case ServiceAct.RESTART | ServiceAct.EXIT:
                return ""

    def end_service(self) -> None:
        """Staff leave the service page."""
        self._kiosk.guest.clear()

    def _must_be_staff(self) -> None:
        if not self._kiosk.guest.staff_in:
            raise PermissionError("no staff is at the kiosk")

    def _is_right(self, row: StaffRow, entry: PinEntry) -> bool:
        """Compare a PIN, and count it; while it is locked nothing is compared."""
        counter = self._kiosk.counter
        now = counter.clock()
        if not row.pin_hash or (row.pin_locked_until is not None and now < row.pin_locked_until):
            return False
        staff = counter.staff
        found = self._kiosk.pins.is_staff_pin(entry, lambda digits: staff.fits_pin(row, digits))
        is_right = found is PinResult.RIGHT
        counter.line.between(lambda: staff.note_pin(row, now, is_right=is_right)).result()
        return is_right
