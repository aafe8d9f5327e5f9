"""Giving points: to whom, how many, is this right; then the PIN."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.kiosk.boxes import Board, NumberField
from app.ui.kiosk.confirm import late_words, unsure_words
from app.ui.kiosk.number_pad import BACK, NumberPad, typed
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import no_pin_words, refusal_words
from app.ui.kiosk.state import Ending, Kiosk, KioskPage, PinAsk
from app.ui.kit.boxes import boxed, column, row
from app.ui.service.answers import Late, NotSaved, PinPurpose, PinToken
from app.ui.service.kiosk import Friend, Handed, Price

translate = QCoreApplication.translate
_LONGEST = 15
_MOST_FIGURES = 7


class GiftPage(GuestPage):
    """First the phone or member number of the other, then the points."""

    name = KioskPage.GIFT
    takes_digits = True

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self.friend: Friend | None = None
        self.number = ""
        self._title = self.text(
            lambda: self.tr("Give points away"), "title-serif", weight=600, elide=True
        )
        self._lead = self.paragraph(role="lead")
        self.field, self.pad, self.board = NumberField(theme), NumberPad(theme), Board(theme)
        self.next = self.button(
            lambda: self.tr("Continue"), self.go_on, "primary", "forward", wide=True
        )
        self.pad.pressed.connect(self._pressed)
        words, typing = column(self.gap), column(self.gap)
        words.addWidget(self._title)
        words.addWidget(self._lead)
        words.addWidget(self.board)
        typing.addWidget(self.field)
        typing.addWidget(self.pad)
        if self.is_wide:
            words.addStretch()
            words.addWidget(self.next)
            line = row(2 * self.gap)
            line.addWidget(boxed(words), 1)
            typing.addStretch()
            line.addWidget(boxed(typing), 1)
            self.body.addLayout(line, 1)
        else:
            self.body.addLayout(words)
            self.body.addStretch()
            self.body.addLayout(typing)
            self.body.addStretch()
            self.body.addWidget(self.next)

    @override
    def refill(self) -> None:
        """Ask for what comes next."""
        visit, language = self.kiosk.visit, self.kiosk.language
        if visit is None:
            return
        self.pad.retranslate()
        if self.friend is None:
            self._lead.setText(self.tr("Enter the phone number or member number of who gets them."))
            self.field.show_number(self.number, self.tr("Phone or member number"))
        else:
            name = language.words(self.friend.name)
            words = self.tr("To {name}, •••• {tail}. You have {points} points. How many?")
            points = language.count(visit.panel.points)
            self._lead.setText(words.format(name=name, tail=self.friend.tail, points=points))
            self.field.show_number(self.number, self.tr("Points"))
        self.next.allow(can=bool(self.number), why=self.tr("Type the number first."))

    def _pressed(self, key: str) -> None:
        longest = _LONGEST if self.friend is None else _MOST_FIGURES
        self.number = typed(self.number, key, longest)
        if self.friend is not None:
            self.number = self.number.lstrip("0")
        self.board.say("")
        self.refill()

    def go_on(self) -> None:
        """Find who it is for, or ask what it takes."""
        kiosk, number, friend = self.kiosk, self.number, self.friend
        if not number or kiosk.busy:
            return
        if friend is None:
            kiosk.do(lambda: kiosk.service.find_friend(number), self._found)
        else:
            points = int(number)
            kiosk.do(
                lambda: kiosk.service.price_gift(friend.token, points),
                lambda price: self._priced(friend, points, price),
            )

    def _found(self, found: Friend | Refusal) -> None:
        if isinstance(found, Refusal):
            self.board.say(refusal_words(found, self.kiosk.language))
            return
        self.friend, self.number = found, ""
        self.refill()
        self.setFocus()

    def _priced(self, friend: Friend, points: int, price: Price | Refusal) -> None:
        kiosk, language = self.kiosk, self.kiosk.language
        if isinstance(price, Refusal):
            self.board.say(refusal_words(price, language))
            return
        after = price.points.after

        def title() -> str:
            words = self.tr("{points} points for {name}")
            return words.format(points=language.count(points), name=language.words(friend.name))

        kiosk.ask_pin(
            PinAsk(
                purpose=PinPurpose.PAY,
                title=title,
                note=lambda: translate("guest", "{points} points are left").format(
                    points=language.count(after)
                ),
                came=lambda pin: give(kiosk, friend, points, pin),
                ended=lambda why: kiosk.go_noting(
                    KioskPage.HOME, lambda: no_pin_words(why), "info"
                ),
            )
        )

    @override
    def goes_back(self) -> bool:
        if self.friend is None:
            return False
        self.friend, self.number = None, ""
        self.board.say("")
        self.refill()
        return True

    @override
    def type_sign(self, sign: str) -> bool:
        if sign == BACK and not self.number:
            return False
        self._pressed(sign)
        return True

    @override
    def left(self) -> None:
        self.friend, self.number = None, ""
        self.board.say("")

    @override
    def keep(self) -> object:
        return (self.friend, self.number)

    @override
    def restore(self, kept: object) -> None:
        if isinstance(kept, tuple):
            self.friend, self.number = kept
            self.refill()


def give(kiosk: Kiosk, friend: Friend, points: int, pin: PinToken) -> None:
    """Give the points, then say what became of it."""
    language = kiosk.language

    def done(outcome: Handed | Refusal | Late | NotSaved) -> None:
        match outcome:
            case Handed():
                kiosk.show_visit(outcome.visit)
                kiosk.end_with(
                    Ending(
                        title=lambda: translate("guest", "Given, with your regards"),
                        note=lambda: translate(
                            "guest", "{points} points are on the account of {name}."
                        ).format(points=language.count(points), name=language.words(friend.name)),
                        slip=outcome.slip.number,
                    )
                )
            case Refusal():
                kiosk.go_noting(KioskPage.HOME, lambda: refusal_words(outcome, language))
            case Late():
                kiosk.go_noting(KioskPage.HOME, unsure_words, "warning")
            case NotSaved():
                kiosk.go_noting(KioskPage.HOME, late_words)

    kiosk.do(lambda: kiosk.service.give(friend.token, points, pin), done)
