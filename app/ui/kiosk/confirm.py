"""One reward, how many, what is left afterwards; then the PIN, and the voucher."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.kiosk.boxes import BigCard, Board
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.picture import draw_reward
from app.ui.kiosk.sayings import (
    first_trouble_words,
    no_pin_words,
    printed_words,
    refusal_words,
)
from app.ui.kiosk.spoken import number_words
from app.ui.kiosk.state import Ending, Kiosk, KioskPage, PinAsk
from app.ui.kiosk.works import Trouble
from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.theme import Theme
from app.ui.service.answers import Late, NoPin, NotSaved, PinPurpose, PinToken
from app.ui.service.kiosk import Handed, Price, TakenBack
from app.ui.service.member_records import Reward
from app.ui.service.records import SlipId

translate = QCoreApplication.translate
_MOST = 9


class LargePicture(QWidget):
    """The reward's picture over the whole width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._dim = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, name: str, *, dim: bool) -> None:
        """Set the picture."""
        self._name, self._dim = name, dim
        self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 140)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        radius = self._theme.number("radius", "kiosk")
        box = QRect(self.rect())
        draw_reward(QPainter(self), self._theme, box, self._name, radius=radius, dim=self._dim)


class ConfirmPage(GuestPage):
    """Take one reward: nothing is taken before the PIN, and nothing without the paper."""

    name = KioskPage.CONFIRM

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self._picture = LargePicture(theme)
        self._name = self.paragraph(role="ask")
        self._note = self.paragraph()
        self.fewer = self.button(lambda: "\u2212", lambda: self._change(-1), height="chip")
        self.more = self.button(lambda: "+", lambda: self._change(1), height="chip")
        self.say(self.fewer.setAccessibleName, lambda: self.tr("One less"))
        self.say(self.more.setAccessibleName, lambda: self.tr("One more"))
        for one in (self.fewer, self.more):
            one.setProperty("numbered", False)  # noqa: FBT003 (Qt's signature); + and − press them
            one.describe(lambda: self.tr("Changes how many. Keys: + and −."))
        self._number = self.text(None, "title", weight=600)
        self._takes_name = self.text(lambda: self.tr("This takes"), "body", "ink2")
        self._takes = self.text(None, "lead", weight=600, right=True)
        self._left_name = self.text(lambda: self.tr("You keep"), "body", "ink2")
        self._left = self.text(None, "lead", weight=600, right=True)
        self.board = Board(theme)
        self.take = self.button(
            lambda: self.tr("Redeem"), self._begin, "primary", "check", wide=True, height="start"
        )
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self.kiosk.theme
        card = BigCard(theme, self.gap // 2)
        steps = row(self.gap)
        steps.addStretch()
        steps.addWidget(self.fewer)
        steps.addWidget(self._number)
        steps.addWidget(self.more)
        steps.addStretch()
        self._steps = boxed(steps)
        for name, figure in ((self._takes_name, self._takes), (self._left_name, self._left)):
            line = row(self.gap)
            line.addWidget(name)
            line.addWidget(figure, 1)
            card.body.addLayout(line)
        words = column(self.gap // 2)
        words.addWidget(self._name)
        words.addWidget(self._note)
        for label in (self._name, self._note):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        right = column(self.gap)
        right.addLayout(words)
        right.addWidget(self._steps)
        right.addWidget(card)
        right.addWidget(self.board)
        right.addStretch()
        right.addWidget(self.take)
        if self.is_wide:
            line = row(2 * self.gap)
            line.addWidget(self._picture, 1)
            line.addWidget(boxed(right), 1)
            self.body.addLayout(line, 1)
            return
        self.body.addWidget(self._picture, 2)
        self.body.addLayout(right, 3)

    @property
    def _reward(self) -> Reward | None:
        return self.kiosk.pending.reward

    @override
    def refill(self) -> None:
        """Show the reward and what it takes."""
        reward, kiosk = self._reward, self.kiosk
        visit, language = kiosk.visit, kiosk.language
        if reward is None or visit is None:
            return
        quantity = kiosk.pending.quantity
        price = reward.points * quantity
        keeps = visit.panel.points - price
        self._picture.show_picture(reward.icon, dim=reward.barred is not None)
        self._name.setText(language.words(reward.name))
        self._note.setText(language.words(reward.note))
        self._note.setVisible(bool(self._note.text()))
        self._number.setText(str(quantity))
        words = self.tr("{points} points")
        self._takes.setText(words.format(points=language.count(price)))
        self._left.setText(words.format(points=language.count(keeps)) if keeps >= 0 else "–")
        stock = reward.stock if reward.stock is not None else _MOST
        self._steps.setVisible(reward.barred is None)
        self.fewer.allow(can=quantity > 1, why=self.tr("It is one already."))
        can_more = quantity < min(_MOST, stock) and keeps >= reward.points
        why_not = self.tr("There are no more, or the points do not reach.")
        self.more.allow(can=can_more, why=why_not)
        troubles = (Trouble.PIN_PAD, Trouble.NO_PAPER, Trouble.PRINTER, Trouble.BOOKS)
        why = refusal_words(reward.barred, language) if reward.barred else ""
        why = why or first_trouble_words(kiosk.missing, *troubles)
        self.take.allow(can=not why, why=why)
        self.board.show_troubles(kiosk, *troubles)
        if reward.barred is not None and self.board.isHidden():
            self.board.say(why, tone="info")

    @override
    def shown(self) -> None:
        """Say what an entry before had to say."""
        super().shown()
        note, self.kiosk.pending.note = self.kiosk.pending.note, None
        if note is not None:
            self.board.say(note[0](), tone=note[1])

    @override
    def turn(self, by: int) -> None:
        (self.more if by > 0 else self.fewer).click()

    @override
    def turn_words(self) -> list[str]:
        return [number_words()] if self._steps.isVisibleTo(self) else []

    def _change(self, by: int) -> None:
        self.kiosk.pending.quantity = max(1, min(_MOST, self.kiosk.pending.quantity + by))
        self.refill()

    def _begin(self) -> None:
        reward, kiosk = self._reward, self.kiosk
        quantity = kiosk.pending.quantity
        if reward is None or kiosk.busy:
            return
        code = reward.code
        kiosk.do(lambda: kiosk.service.price(code, quantity), self._priced)

    def _priced(self, price: Price | Refusal) -> None:
        reward, kiosk = self._reward, self.kiosk
        if isinstance(price, Refusal):
            self.board.say(refusal_words(price, kiosk.language))
            return
        if reward is None:
            return
        quantity, language = kiosk.pending.quantity, kiosk.language
        before, after = price.points.before, price.points.after

        def note() -> str:
            words = self.tr("{points} points · {left} are left")
            return words.format(points=language.count(before - after), left=language.count(after))

        kiosk.ask_pin(
            PinAsk(
                purpose=PinPurpose.REDEEM,
                title=lambda: f"{language.words(reward.name)} × {quantity}",
                note=note,
                picture=reward.icon,
                came=lambda pin: redeem(kiosk, reward, quantity, pin),
                ended=lambda why: not_redeemed(kiosk, why),
            )
        )


def not_redeemed(kiosk: Kiosk, why: NoPin) -> None:
    """Go back to the reward and say how the entry ended."""
    kiosk.go_noting(KioskPage.CONFIRM, lambda: no_pin_words(why), "info")


def redeem(kiosk: Kiosk, reward: Reward, quantity: int, pin: PinToken) -> None:
    """Take the points and print the voucher, then say what became of it."""

    def done(outcome: Handed | TakenBack | Refusal | Late | NotSaved) -> None:
        match outcome:
            case Handed():
                kiosk.show_visit(outcome.visit)
                kiosk.end_with(_handed(kiosk, reward, outcome))
            case TakenBack():
                kiosk.show_visit(outcome.visit)
                kiosk.end_with(_taken_back(outcome))
            case Refusal():
                kiosk.go_noting(KioskPage.CONFIRM, lambda: refusal_words(outcome, kiosk.language))
            case Late() | NotSaved():
                kiosk.go_noting(KioskPage.CONFIRM, late_words)

    kiosk.do(lambda: kiosk.service.redeem(reward.code, quantity, pin), done)


def late_words() -> str:
    """Say that the books did not answer."""
    return translate("guest", "It did not work just now, and nothing was taken. Please try again.")


def unsure_words() -> str:
    """Say that the answer did not come in time to something that cannot be taken back."""
    return translate(
        "guest",
        "The answer did not come in time. Look at your points in a minute: it is done, or it is not.",
    )


def _handed(kiosk: Kiosk, reward: Reward, outcome: Handed) -> Ending:
    language = kiosk.language
    slip = outcome.slip.slip_id
    return Ending(
        title=lambda: translate("guest", "Enjoy it!"),
        note=lambda: translate(
            "guest", "Your voucher for {reward} is in the tray below. You keep {points} points."
        ).format(
            reward=language.words(reward.name), points=language.count(outcome.visit.panel.points)
        ),
        again=lambda: print_again(kiosk, slip),
        slip=outcome.slip.number,
    )


def _taken_back(outcome: TakenBack) -> Ending:
    return Ending(
        tone="warning",
        title=lambda: translate("guest", "No voucher, no points taken"),
        note=lambda: (
            f"{printed_words(outcome.why)} "
            + translate(
                "guest", "Every point is back on your account. The front desk can do it for you."
            )
        ),
    )


def print_again(kiosk: Kiosk, slip: SlipId) -> None:
    """Print the voucher once more, marked as a copy."""
    kiosk.do(lambda: kiosk.service.print_voucher(slip), lambda _printed: None)
