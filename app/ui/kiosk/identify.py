"""Who is it: a card, or the phone number typed here; joining begins here, too."""

from __future__ import annotations

from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.kiosk.boxes import Board, NumberField
from app.ui.kiosk.number_pad import BACK, NumberPad, typed
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import first_trouble_words, refusal_words
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.works import Trouble
from app.ui.kit.boxes import boxed, column, row
from app.ui.service.kiosk import Claim, KioskWork

_LONGEST = 15
_SHORTEST = 5


class IdentifyPage(GuestPage):
    """Swipe, tap, or type the phone number; then the PIN."""

    name = KioskPage.PHONE
    takes_digits = True

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self.phone = ""
        self._title = self.text(lambda: self.tr("Good to see you"), "title-serif", weight=600)
        self._lead = self.paragraph(
            lambda: self.tr("Swipe your card or lay it on the reader, or enter your phone number."),
            role="lead",
        )
        self.field = NumberField(theme)
        self.pad = NumberPad(theme)
        self.board = Board(theme)
        self.next = self.button(
            lambda: self.tr("Continue"), self.go_on, "primary", "forward", wide=True
        )
        self.join = self.button(
            lambda: self.tr("Join now"),
            lambda: kiosk.go.emit(KioskPage.ENROL),
            icon="user-plus",
            wide=True,
        )
        self.pad.pressed.connect(self._pressed)
        if self.is_wide and kiosk.is_large:  # both have no room
            self.board.said.connect(lambda said: self._lead.setVisible(not said))
        self._lay_out()

    def _lay_out(self) -> None:
        words = column(self.gap)
        words.addWidget(self._title)
        words.addWidget(self._lead)
        words.addWidget(self.board)
        typing = column(self.gap)
        typing.addWidget(self.field)
        typing.addWidget(self.pad)
        ways = row(self.gap)
        ways.addWidget(self.join, 1)
        ways.addWidget(self.next, 1)
        if self.is_wide:
            words.addStretch()
            words.addLayout(ways)
            line = row(2 * self.gap)
            line.addWidget(boxed(words), 1)
            typing.addStretch()
            line.addWidget(boxed(typing), 1)
            self.body.addLayout(line, 1)
            return
        self.body.addLayout(words)
        self.body.addStretch()
        self.body.addLayout(typing)
        self.body.addStretch()
        self.body.addLayout(ways)

    def _pressed(self, key: str) -> None:
        self.phone = typed(self.phone, key, _LONGEST)
        self.board.say("")
        self.refill()

    @override
    def refill(self) -> None:
        """Show the number as it is typed."""
        kiosk = self.kiosk
        self.pad.retranslate()
        self.field.show_number(self.phone, self.tr("Phone number"))
        why = first_trouble_words(kiosk.missing, Trouble.PIN_PAD)
        if not why and len(self.phone) < _SHORTEST:
            why = self.tr("Type the number first.")
        self.next.allow(can=not why, why=why)
        self.join.setVisible(kiosk.offers(KioskWork.ENROL))
        no_texts = first_trouble_words(kiosk.missing, Trouble.TEXTS)
        self.join.allow(can=not no_texts, why=no_texts)
        self.board.show_troubles(kiosk, Trouble.PIN_PAD, Trouble.BOOKS, Trouble.READER)

    def go_on(self) -> None:
        """Take the number and ask for the PIN."""
        phone, kiosk = self.phone, self.kiosk
        if not kiosk.busy and len(phone) >= _SHORTEST:
            kiosk.do(lambda: kiosk.service.claim_by_phone(phone), self._claimed)

    def _claimed(self, found: Claim | Refusal) -> None:
        if isinstance(found, Refusal):
            self.board.say(refusal_words(found, self.kiosk.language))
            return
        self.kiosk.claimed.emit(found)

    @override
    def type_sign(self, sign: str) -> bool:
        if sign == BACK and not self.phone:
            return False
        self._pressed(sign)
        return True

    @override
    def shown(self) -> None:
        super().shown()
        note = self.kiosk.pending.note
        if note is not None:
            self.board.say(note[0](), tone=note[1])
            self.kiosk.pending.note = None

    @override
    def left(self) -> None:
        self.phone = ""

    @override
    def keep(self) -> object:
        return self.phone

    @override
    def restore(self, kept: object) -> None:
        if isinstance(kept, str):
            self.phone = kept
            self.refill()
