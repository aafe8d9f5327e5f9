"""Joining: the phone and its code, the name, what the guest agrees to; then a PIN of their own."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum, unique

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.kiosk.boxes import Board, NumberField, in_groups
from app.ui.kiosk.confirm import late_words, unsure_words
from app.ui.kiosk.consent import ConsentBox
from app.ui.kiosk.keyboard import Keyboard
from app.ui.kiosk.letter_keys import LetterKeys
from app.ui.kiosk.number_pad import BACK, NumberPad, typed
from app.ui.kiosk.pad_signs import ENTER
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import no_pin_words, refusal_words
from app.ui.kiosk.spoken import letters_words
from app.ui.kiosk.state import Ending, Kiosk, KioskPage, PinAsk
from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.marks import Steps
from app.ui.kit.pinyin import candidates
from app.ui.service.answers import Late, NotSaved, PinPurpose, PinToken
from app.ui.service.kiosk import CodeSent, EnrolForm, Visit

translate = QCoreApplication.translate
_LONGEST_PHONE = 15
_CODE_FIGURES = 6


@unique
class Step(IntEnum):
    """How far joining is."""

    PHONE = 0
    CODE = 1
    NAME = 2
    CONSENT = 3


class EnrolPage(GuestPage):
    """One question at a time."""

    name = KioskPage.ENROL

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self.step = Step.PHONE
        self.number = ""
        self.sent: CodeSent | None = None
        self._proved = False
        self.steps = Steps(theme)
        self.title = self.text(None, "title-serif", weight=600, elide=True)
        self.lead = self.paragraph(role="lead")
        self.board = Board(theme)
        self.field, self.pad = NumberField(theme), NumberPad(theme)
        self.name_field = NumberField(theme, plain=True)
        self.keyboard = Keyboard(theme, wide=self.is_wide)
        self.letters = LetterKeys(self.keyboard)
        self.consent = ConsentBox(theme)
        self.next = self.button(
            lambda: self.tr("Continue"), self.go_on, "primary", "forward", wide=True
        )
        self.again = self.button(lambda: self.tr("Send a new code"), self._send, wide=True)
        self.pad.pressed.connect(self._pressed)
        self.keyboard.changed.connect(self.refill)
        self.consent.agreed.toggled.connect(lambda _on: self.refill())
        self.parts = QStackedWidget()
        self._lay_out()
        kiosk.tasks.run(lambda: candidates("a", begins=True), lambda _found: None)

    def _lay_out(self) -> None:
        figures, name = column(self.gap), column(self.gap)
        figures.addWidget(self.field)
        figures.addWidget(self.pad)
        figures.addStretch()
        name.addWidget(self.name_field)
        name.addWidget(self.keyboard)
        name.addStretch()
        for part in (boxed(figures), boxed(name), self.consent):
            self.parts.addWidget(part)
        words = column(self.gap)
        words.addWidget(self.title)
        words.addWidget(self.lead)
        words.addWidget(self.board)
        ways = row(self.gap)
        ways.addWidget(self.again, 1)
        ways.addWidget(self.next, 1)
        self._beside: QWidget | None = None
        self.body.addWidget(self.steps)
        if self.is_wide:
            words.addStretch()
            words.addLayout(ways)
            self._beside = boxed(words)
            line = row(2 * self.gap)
            line.addWidget(self._beside, 2)
            line.addWidget(self.parts, 3)
            self.body.addLayout(line, 1)
            return
        self.body.addLayout(words)
        self.body.addStretch()
        self.body.addWidget(self.parts)
        self.body.addStretch()
        self.body.addLayout(ways)

    # --- words ----------------------------------------------------------------------------------

    @override
    def refill(self) -> None:
        """Ask the question of this step."""
        self.takes_digits = self.step is not Step.CONSENT
        names = (self.tr("Phone"), self.tr("Code"), self.tr("Name"), self.tr("Agreement"))
        self.steps.name(names)
        self.steps.go(self.step)
        self.pad.retranslate()
        self.keyboard.retranslate()
        self.consent.retranslate(self.kiosk)
        title, lead = self._question()
        self.title.setText(title)
        self.lead.setText(lead)
        self.parts.setCurrentIndex(max(0, self.step - 1))
        if self.step is Step.CODE:
            self.field.show_number(self.number, self.tr("Code of six digits"))
        else:
            self.field.show_number(self.number, self.tr("Phone number"))
        shown = self.keyboard.text + self.keyboard.sound
        self.name_field.show_number(shown, self.tr("Your name"))
        self.again.setVisible(self.step is Step.CODE)
        missing = self._missing()
        self.next.allow(can=not missing, why=missing)

    def _question(self) -> tuple[str, str]:
        match self.step:
            case Step.PHONE:
                return self.tr("Join us"), self.tr(
                    "It costs nothing. We send a code to your phone, so that nobody else uses it."
                )
            case Step.CODE:
                phone = self.sent.phone if self.sent else ""
                words = self.tr("The code was sent to {phone}. It holds for five minutes.")
                return self.tr("Your code"), words.format(phone=in_groups(phone))
            case Step.NAME:
                return self.tr("Your name"), self.tr("As you would like to be greeted.")
            case Step.CONSENT:
                return self.tr("Plainly said"), self.tr("What we keep, and what you decide.")

    def _missing(self) -> str:
        """Say what must be done before one can go on; empty for nothing."""
        least = {Step.PHONE: 5, Step.CODE: _CODE_FIGURES}.get(self.step, 0)
        if len(self.number) < least:
            return self.tr("Type the number first.")
        is_named = bool(self.keyboard.text.strip()) and not self.keyboard.sound
        if self.step is Step.NAME and not is_named:
            return self.tr("Write your name first.")
        if self.step is Step.CONSENT and not self.consent.agreed.isChecked():
            return self.tr("Agree to the rules first.")
        return ""

    # --- steps ----------------------------------------------------------------------------------

    def _pressed(self, key: str) -> None:
        longest = _LONGEST_PHONE if self.step is Step.PHONE else _CODE_FIGURES
        self.number = typed(self.number, key, longest)
        self.board.say("")
        self.refill()

    def go_on(self) -> None:
        """Answer this step's question."""
        kiosk = self.kiosk
        if kiosk.busy or self._missing():
            return
        match self.step:
            case Step.PHONE:
                self._send()
            case Step.CODE:
                sent, digits = self.sent, self.number
                if sent is not None:
                    kiosk.do(lambda: kiosk.service.check_code(sent.token, digits), self._checked)
            case Step.NAME:
                self._go(Step.CONSENT)
            case Step.CONSENT:
                form = EnrolForm(
                    name=self.keyboard.text.strip(),
                    language=kiosk.language.code,
                    consent=self.consent.wants_news.isChecked(),
                )
                if self.sent is not None:
                    kiosk.pending.entered = self.keep()
                    ask_new_pin(kiosk, form, self.sent, ())

    def _go(self, step: Step) -> None:
        self.step, self.number = step, ""
        self.board.say("")
        if step is Step.NAME and not self.keyboard.text:
            self.keyboard.begin("", chinese=self.kiosk.language.chinese)
        self.refill()
        self.setFocus()

    def _send(self) -> None:
        kiosk = self.kiosk
        phone = self.number if self.step is Step.PHONE else (self.sent.phone if self.sent else "")

        def sent(found: CodeSent | Refusal) -> None:
            if isinstance(found, Refusal):
                self.board.say(refusal_words(found, kiosk.language))
                return
            self.sent = found
            self._go(Step.CODE)

        kiosk.do(lambda: kiosk.service.send_code(phone), sent)

    def _checked(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self.number = ""
            self.board.say(refusal_words(refusal, self.kiosk.language))
            self.refill()
            return
        self._proved = True
        self._go(Step.NAME)

    # --- the window's questions -----------------------------------------------------------------

    @override
    def goes_back(self) -> bool:
        if self.step is Step.PHONE:
            return False
        self._go(Step.PHONE if self.step is Step.CODE or not self._proved else Step.NAME)
        if self.step is Step.NAME and self._proved and self.keyboard.text:
            self.refill()
        return True

    @override
    def type_sign(self, sign: str) -> bool:
        if sign == BACK and not self.number:
            return False
        self._pressed(sign)
        return True

    @override
    def choices(self) -> list[QPushButton]:
        if self.step is not Step.NAME:
            return super().choices()
        # The keys of the keyboard are typed, not chosen.
        return [one for one in (self.keyboard.switch, self.next) if one.isEnabled()]

    @override
    def key_words(self) -> list[str]:
        if self.step is not Step.NAME:
            return super().key_words()
        return [letters_words(chinese=self.keyboard.is_chinese)]

    @override
    def press(self, sign: str, say: Callable[[str], object]) -> bool:
        if self.step is not Step.NAME:
            return super().press(sign, say)
        if sign != ENTER:
            return self.letters.press(sign, say)
        if self.keyboard.sound:
            say(self.letters.take())
        return super().press(sign, say)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if self.step is Step.NAME and event.key() == Qt.Key.Key_Backspace:
            self.keyboard.press(BACK)
        elif self.step is Step.NAME and text.isascii() and (text.isalpha() or text == " "):
            self.keyboard.press(text.lower())
        else:
            super().keyPressEvent(event)

    @override
    def shown(self) -> None:
        super().shown()
        pending = self.kiosk.pending
        if pending.entered is not None:  # back from the PIN pad
            self.restore(pending.entered)
            pending.entered = None
        if pending.note is not None:
            self.board.say(pending.note[0](), tone=pending.note[1])
            pending.note = None

    @override
    def left(self) -> None:
        self.step, self.number, self.sent, self._proved = Step.PHONE, "", None, False
        self.keyboard.begin("", chinese=False)
        self.consent.clear()
        self.board.say("")

    @override
    def keep(self) -> object:
        box = self.consent
        ticks = (box.agreed.isChecked(), box.wants_news.isChecked())
        typed_so_far = (self.keyboard.text, self.keyboard.sound, self.keyboard.is_chinese)
        return (self.step, self.number, self.sent, self._proved, typed_so_far, ticks)

    @override
    def restore(self, kept: object) -> None:
        if not isinstance(kept, tuple):
            return
        self.step, self.number, self.sent, self._proved, name, ticks = kept
        self.keyboard.begin(name[0], sound=name[1], chinese=name[2])
        self.consent.agreed.setChecked(ticks[0])
        self.consent.wants_news.setChecked(ticks[1])
        self.refill()


def ask_new_pin(kiosk: Kiosk, form: EnrolForm, sent: CodeSent, pins: tuple[PinToken, ...]) -> None:
    """Ask for the new PIN, and for the same once more; then join."""
    if len(pins) == 2:
        join(kiosk, form, sent, pins)
        return
    kiosk.ask_pin(
        PinAsk(
            purpose=PinPurpose.AGAIN if pins else PinPurpose.NEW,
            title=lambda: translate("guest", "A PIN of your own"),
            note=lambda: translate("guest", "Only you know it; nobody else can spend with it."),
            came=lambda pin: ask_new_pin(kiosk, form, sent, (*pins, pin)),
            ended=lambda why: kiosk.go_noting(KioskPage.ENROL, lambda: no_pin_words(why), "info"),
        )
    )


def join(kiosk: Kiosk, form: EnrolForm, sent: CodeSent, pins: tuple[PinToken, ...]) -> None:
    """Open the membership, then greet the new member."""

    def done(outcome: Visit | Refusal | Late | NotSaved) -> None:
        match outcome:
            case Visit():
                kiosk.show_visit(outcome)
                kiosk.end_with(
                    Ending(
                        title=lambda: translate("guest", "Welcome to the club"),
                        note=lambda: translate(
                            "guest",
                            "Your member number is {number}. Your card for the phone is under “My card”.",
                        ).format(number=outcome.panel.member_no),
                    )
                )
            case Refusal():
                kiosk.go_noting(KioskPage.ENROL, lambda: refusal_words(outcome, kiosk.language))
            case Late():
                kiosk.go_noting(KioskPage.PHONE, unsure_words, "warning")
            case NotSaved():
                kiosk.go_noting(KioskPage.ENROL, late_words)

    kiosk.do(lambda: kiosk.service.enrol(form, sent.token, pins), done)
