"""The sale under way as it is entered: what keys, cards and tills change of it; knows no widget."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.loyalty.refusals import Reason, Refusal
from app.ui.kit.amounts import parse_amount
from app.ui.kit.messages import sentence
from app.ui.outlet.pos_bills import PosBills
from app.ui.outlet.sale import Sale, next_bill, next_code, typed
from app.ui.outlet.tender_bar import POINTS, REST, STORED
from app.ui.service.records import SlipKind
from app.ui.service.requests import SpendDraft
from app.ui.serving.context import Desk
from app.ui.serving.flow import FlowState, RequestFlow


class Entering(QObject):
    """What was entered.

    Attributes:
        sale: What was entered.
        pos: The bills of another maker's till.
        flow: Its way through preview, PIN and books.
        is_voiding: Whether the last sale is asked about instead.
    """

    changed = Signal()  # anything that is shown
    noted = Signal(str, str)  # a sentence and its tone; empty takes it away

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.sale = Sale()
        self.flow = RequestFlow(desk, self)
        self.pos = PosBills(desk, self)
        self.is_voiding = False
        self._member = ""
        self.pos.opened.connect(self._pos_opened)
        self.pos.noted.connect(self.noted)
        self.pos.changed.connect(self.changed)
        desk.panel_changed.connect(self._panel_changed)
        desk.house_changed.connect(self._house_changed)
        desk.today_changed.connect(self._first_bill)

    @property
    def draft(self) -> SpendDraft | None:
        """The request as it stands; None while a guest, a bill or an amount is missing."""
        house, panel = self._desk.house, self._desk.panel
        if house is None or panel is None:
            return None
        return self.sale.draft(panel, house, self._desk.found_by)

    @property
    def is_editing(self) -> bool:
        """Whether keys change the sale."""
        return self.flow.state is FlowState.EDITING and not self.is_voiding

    def type(self, key: str) -> None:
        """Take a key of the number pad."""
        is_whole = self.sale.part is None
        if self.is_editing and self.sale.pos is not None and is_whole:
            words = self.tr("The amount is the till's. Esc lets its bill wait.")
            self.noted.emit(words, "info")
        elif self.is_editing and self.sale.part is not None:
            self.change(part=typed(self.sale.part, key))
        elif self.is_editing:
            self.change(amount=typed(self.sale.amount, key), payable_minor=None, first=None)

    def toggle(self, name: str) -> None:
        """Take the next of one way to pay, or turn it on and off."""
        house, panel, sale = self._desk.house, self._desk.panel, self.sale
        if house is None or not self.is_editing:
            return
        if name == REST:
            first = sale.first[0] if sale.first else ""
            codes = tuple(one.code for one in house.tenders if one.code != first)
            self.change(tender=next_code(codes, sale.tender))
        elif panel is None:
            self.changed.emit()
        elif name == STORED:
            self.change(with_stored=not sale.with_stored and panel.stored_minor > 0)
        elif name == POINTS:
            self.change(with_points=not sale.with_points and house.points_per_unit > 0)
        else:
            codes = ("", *(one.code for one in panel.vouchers))
            self.change(voucher=next_code(codes, sale.voucher))

    def split(self) -> None:
        """Begin to type what the first of two ways pays; again: one pays all."""
        house, preview = self._desk.house, self.flow.preview
        if not self.is_editing or house is None:
            return
        if self.sale.part is not None or self.sale.first is not None:
            self.change(part=None, first=None)
        elif preview is not None and preview.rest_minor > 0 and len(house.tenders) > 1:
            self.change(part="")

    def take_part(self) -> None:
        """Take what was typed as the first of two ways; the rest goes to the next way."""
        house, preview, sale = self._desk.house, self.flow.preview, self.sale
        if house is None or preview is None or sale.part is None:
            return
        minor = parse_amount(sale.part, house.scale) if sale.part else Reason.AMOUNT_MALFORMED
        if isinstance(minor, Reason):
            self.noted.emit(sentence(Refusal(minor), self._desk.language), "refused")
        elif minor >= preview.rest_minor:
            most = self._desk.language.money(preview.rest_minor)
            words = self.tr("The first part must be less than {rest}.")
            self.noted.emit(words.format(rest=most), "refused")
        else:
            codes = tuple(one.code for one in house.tenders)
            first = (sale.tender, minor)
            self.change(part=None, first=first, tender=next_code(codes, sale.tender))

    def take_voucher(self, code: str) -> None:
        """Take the voucher whose code was scanned."""
        if self.is_editing:
            self.change(voucher=code)

    def change(self, **changed: object) -> None:
        """Change the sale and look what it comes to."""
        self.sale = replace(self.sale, **changed)  # type: ignore[arg-type]
        self.noted.emit("", "")
        self.flow.look(self.draft)
        self.changed.emit()

    def _pos_opened(self) -> None:
        self.change(
            pos=self.pos.open,
            amount="",
            part=None,
            first=None,
            with_stored=False,
            with_points=False,
            payable_minor=None,
        )

    def _panel_changed(self) -> None:
        self.is_voiding = False
        panel = self._desk.panel
        member, before = panel.member_id if panel else "", self._member
        self._member = member
        if member and member == before:  # the same guest's card or code again
            self.change(payable_minor=None)
        else:
            self.change(
                with_stored=False,
                with_points=False,
                voucher="",
                part=None,
                first=None,
                payable_minor=None,
            )

    def _house_changed(self) -> None:
        house = self._desk.house
        codes = tuple(one.code for one in house.tenders) if house else ()
        if codes and self.sale.tender not in codes:
            self.sale = replace(self.sale, tender=codes[0])
        self.changed.emit()

    def _first_bill(self) -> None:
        """Begin with the number behind the day's last bill; another is typed where that is wrong."""
        today = self._desk.today
        if self.sale.bill or today is None:
            return
        bills = [one for one in today.last_slips if one.kind is SlipKind.POST_SPEND]
        last = next((str(one.facts.get("bill", "")) for one in bills), "")
        self.sale = replace(self.sale, bill=next_bill(last))
        self.changed.emit()
