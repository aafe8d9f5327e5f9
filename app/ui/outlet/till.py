"""The till's one page: guest, amount, tender, done; every key of it works by touch as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason
from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.note import Note
from app.ui.outlet.cards import AmountCard, LastSale, MemberCard, SumsCard
from app.ui.outlet.number_pad import NumberPad
from app.ui.outlet.phone_card import PhoneCard
from app.ui.outlet.pos_strip import PosStrip
from app.ui.outlet.sale import BACK, CLEAR
from app.ui.outlet.selling import Selling
from app.ui.outlet.tender_bar import POINTS, REST, STORED, VOUCHER, TenderBar
from app.ui.outlet.undoing import UndoCard
from app.ui.outlet.wide_button import WideButton
from app.ui.service.answers import Done, PinPurpose, SwipeToken
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import FlowState
from app.ui.serving.page import Page
from app.ui.serving.side import OverrideCard, PinCard

_TYPED: Final = frozenset("0123456789.+-")
_TENDER_KEYS: Final = {
    Qt.Key.Key_F1: REST,
    Qt.Key.Key_F2: STORED,
    Qt.Key.Key_F3: POINTS,
    Qt.Key.Key_F4: VOUCHER,
}
_PAD_KEYS: Final = {Qt.Key.Key_Backspace: BACK, Qt.Key.Key_Delete: CLEAR}


class TillPage(Page):
    """One sale after the other. Enter posts and prints; Esc goes a step back; F6 voids the last."""

    name = PageName.SPEND
    posted = Signal(object)  # Done

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self.selling = Selling(desk, self)
        self._word, self._tone = "", "ready"
        self.who, self.sums = MemberCard(desk), SumsCard(desk)
        self.pin, self.overriding = PinCard(desk), OverrideCard(desk)
        self.undoing, self.phone = UndoCard(desk), PhoneCard(desk)
        self.note = Note(theme)
        self.amount, self.pad = AmountCard(desk), NumberPad(theme)
        self.tenders, self.last = TenderBar(theme), LastSale(desk)
        self.strip = PosStrip(desk)
        self.middle = QStackedWidget()
        for each in (self.sums, self.pin, self.overriding, self.undoing, self.phone):
            self.middle.addWidget(each)
        self.go = WideButton(theme, "Enter", "primary", "check")
        self.go.clicked.connect(lambda _checked=False: self.enter())
        self.go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say(self.setAccessibleName, lambda: self.tr("Sale: type the amount, Enter posts it"))
        self.say(
            self.setAccessibleDescription,
            lambda: self.tr(
                "F1 to F4 choose the tender, F5 finds a guest, F6 voids the last sale."
            ),
        )
        self._does: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_F5: self.find_guest,
            Qt.Key.Key_F6: self.begin_void,
            Qt.Key.Key_F7: self.take_pos_bill,
            Qt.Key.Key_F9: self.selling.pos.decline,
            Qt.Key.Key_F10: self.selling.split,
        }
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:

        left = self._left = column(10)
        left.addWidget(self.strip)
        left.addWidget(self.who, 5)
        left.addWidget(self.middle, 6)
        left.addWidget(self.note)
        left.addWidget(self.last)
        right = column(8)
        right.addWidget(self.amount)
        right.addWidget(self.pad, 1)
        right.addWidget(self.tenders)
        right.addWidget(self.go)
        both = row(16, (16, 12, 16, 8))
        for half in (boxed(left), boxed(right)):
            # Both halves stay as wide as they are, whatever is shown in one of them.
            half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            both.addWidget(half, 1)
        self.setLayout(both)

    def _connect(self) -> None:
        selling = self.selling
        self.pad.pressed.connect(self._pad_pressed)
        self.phone.moved.connect(self.refill)
        self.phone.noted.connect(self.say_note)
        self.who.by_phone.clicked.connect(lambda _checked=False: self.find_guest())
        self.tenders.pressed.connect(selling.toggle)
        self.amount.bill.textEdited.connect(lambda text: selling.change(bill=text))
        self.amount.bill.returnPressed.connect(self.setFocus)
        self.sums.split.clicked.connect(lambda _checked=False: selling.split())
        self.strip.taken.connect(self.take_pos_bill)
        self.strip.declined.connect(selling.pos.decline)
        self.last.void.clicked.connect(self.begin_void)
        self.undoing.chosen.connect(selling.void)
        self.undoing.left.connect(self.back)
        self.pin.cancelled.connect(selling.flow.cancel_pin)
        self.overriding.given.connect(selling.flow.overridden)
        selling.flow.pin_asked.connect(self._pin_asked)
        selling.flow.state_changed.connect(self._state_changed)
        selling.noted.connect(lambda words, tone: self.say_note(words, tone or "refused"))
        selling.bill_missing.connect(self.amount.bill.setFocus)
        selling.changed.connect(self.refill)
        selling.done.connect(self._done)

    @override
    def retranslate(self) -> None:
        self.amount.retranslate()
        self.pad.retranslate()
        self.phone.refill()
        super().retranslate()

    @override
    def refill(self) -> None:
        house, panel, selling = self.desk.house, self.desk.panel, self.selling
        if house is None:
            return
        sale, preview = selling.sale, selling.flow.preview
        minor = sale.minor(house.scale)
        found = minor if isinstance(minor, int) else None
        self.amount.show_sale(sale, found, wrong=isinstance(minor, Reason))
        is_fixed = sale.pos is not None
        self.amount.show_bill(sale.number if is_fixed else sale.bill, is_fixed=is_fixed)
        is_sale = not selling.is_voiding
        self.strip.show_bills(selling.pos)
        shown = preview if is_sale else None
        self.who.show_panel(panel, shown, is_short=self.strip.has_words)
        if is_sale:
            is_split = sale.part is not None or sale.first is not None
            self.sums.show_preview(preview if panel is not None else None, is_split=is_split)
        self.tenders.show_sale(self.desk, sale)
        self.last.show_slip(self.desk.last_slip, self._word, self._tone)
        self._make_room()
        self._show_middle(selling.flow.state)
        can_post = selling.draft is not None and selling.flow.state is FlowState.EDITING
        can_post = can_post and not self.phone.is_open
        is_part = selling.sale.part is not None
        self.go.set_words(self.tr("Take this part") if is_part else self.tr("Post and print"))
        self.go.setEnabled(is_sale and can_post)

    def say_note(self, words: str, tone: str = "refused") -> None:
        """Say a sentence under the sale; empty takes it away."""
        self.note.say(words, tone=tone)
        self._make_room()

    def _make_room(self) -> None:
        """On a small screen what is said now stands in the place of what was done last."""
        is_said, is_open = not self.note.isHidden(), self.selling.pos.open is not None
        self.strip.setVisible(self.strip.has_words and not (is_said and is_open))
        is_free = not is_said and not self.strip.has_words
        self.last.setVisible(self.last.has_words and is_free)
        # What a sale comes to is never cut off for the guest's sake.
        self._left.setStretchFactor(self.who, 5 if is_free else 0)

    def _show_middle(self, state: FlowState) -> None:
        shown: QWidget = self.undoing if self.selling.is_voiding else self.sums
        if self.phone.is_open:
            shown = self.phone
        if state is FlowState.SUPERVISOR:
            shown = self.overriding
        elif state is FlowState.PIN:
            shown = self.pin
        if self.middle.currentWidget() is not shown:
            self.middle.setCurrentWidget(shown)

    def _state_changed(self, _state: FlowState) -> None:
        state = self.selling.flow.state  # it may have gone on while others were told
        if state is not FlowState.PIN:
            self.pin.end()
        if state is FlowState.SUPERVISOR and self.selling.flow.reason is not None:
            self.overriding.ask(self.selling.flow.reason)
        self._show_middle(state)

    def _pin_asked(self, purpose: PinPurpose, amount: str) -> None:
        self.say_note("")
        self.pin.ask(purpose, amount, self.desk.theme.number("duration", "pin_seconds"))

    def _done(self, done: Done, is_void: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._word = self.tr("voided") if is_void else self.tr("posted")
        self._tone = "ready"
        self.say_note("")
        self.setFocus()
        self.posted.emit(done)

    def take_pos_bill(self) -> None:
        """Open the next bill of another maker's till."""
        if self.selling.is_editing and not self.phone.is_open:
            self.selling.pos.take_next()
            self.setFocus()

    def find_guest(self) -> None:
        """Ask for a guest's phone number."""
        if self.selling.is_editing:
            self.say_note("")
            self.phone.begin()
            self.setFocus()

    def _pad_pressed(self, key: str) -> None:
        (self.phone if self.phone.is_open else self.selling).type(key)

    def begin_void(self) -> None:
        """Ask why the last sale is to be voided."""
        slip = self.selling.begin_void()
        if slip is not None:
            self.refill()
            self.undoing.ask(slip.number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        is_first = Qt.Key.Key_F1 <= key <= Qt.Key.Key_F3
        if self.phone.is_open and is_first:
            self.phone.choose(key - Qt.Key.Key_F1)
        elif self.selling.is_voiding and is_first:
            self.undoing.press(key - Qt.Key.Key_F1 + 1)
        elif key in _TENDER_KEYS:
            self.selling.toggle(_TENDER_KEYS[key])
        elif key in _PAD_KEYS:
            self._pad_pressed(_PAD_KEYS[key])
        elif text and text in _TYPED:
            self._pad_pressed(text)
        elif key in self._does:
            self._does[key]()
        else:
            super().keyPressEvent(event)

    @override
    def enter(self) -> None:
        match self.selling.flow.state:
            case FlowState.SUPERVISOR:
                self.overriding.sign()
            case FlowState.EDITING if self.phone.is_open:
                self.phone.enter()
            case FlowState.EDITING if self.selling.is_voiding:
                self.undoing.enter()
            case FlowState.EDITING:
                self.selling.post()
            case _:
                pass

    @override
    def back(self) -> bool:
        if self.phone.is_open:
            self.phone.close_it()
        else:
            self.selling.back()
        self.setFocus()
        return True

    @override
    def take_swipe(self, swipe: SwipeToken) -> bool:
        state = self.selling.flow.state
        if state is FlowState.SUPERVISOR:
            self.overriding.swiped(swipe)
            return True
        return state in {FlowState.PIN, FlowState.SUBMITTING}

    @override
    def shown(self) -> None:
        self.setFocus()
