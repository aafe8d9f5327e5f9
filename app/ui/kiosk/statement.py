"""The statement: on paper now, or by e-mail to the guest's own address."""

from __future__ import annotations

from typing_extensions import override

from app.ui.kiosk.boxes import BigCard, Board
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import printed_words, trouble_words
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.works import printing
from app.ui.kit.boxes import row
from app.ui.service.kiosk import Mailed
from app.ui.service.station_records import PrintResult


class StatementPage(GuestPage):
    """Balances and the last slips, to take along."""

    name = KioskPage.STATEMENT

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self._title = self.text(
            lambda: self.tr("Your statement"), "title-serif", weight=600, elide=True
        )
        self.card = BigCard(theme, self.gap // 2)
        self._figures = []
        for words in (
            lambda: self.tr("Points to spend"),
            lambda: self.tr("Stored value"),
            lambda: self.tr("Vouchers"),
        ):
            figure = self.text(None, "lead", weight=600, right=True)
            line = row(self.gap)
            line.addWidget(self.text(words, "body", "ink2"))
            line.addWidget(figure, 1)
            self.card.body.addLayout(line)
            self._figures.append(figure)
        self.board = Board(theme)
        self.print = self.button(
            lambda: self.tr("Print it"),
            self._print,
            "primary",
            "printer",
            wide=True,
            height="start",
        )
        self.mail = self.button(
            lambda: self.tr("Send it by e-mail"), self._mail, icon="mail", wide=True, height="start"
        )
        self._where = self.paragraph()
        self.body.addWidget(self._title)
        self.body.addWidget(self.card)
        self.body.addWidget(self.board)
        if self.is_wide:
            ways = row(self.gap)
            ways.addWidget(self.print, 1)
            ways.addWidget(self.mail, 1)
            self.body.addLayout(ways)
        else:
            self.body.addWidget(self.print)
            self.body.addWidget(self.mail)
        self.body.addWidget(self._where)
        self.body.addStretch()

    @override
    def refill(self) -> None:
        """Show the balances and which ways there are."""
        visit, language = self.kiosk.visit, self.kiosk.language
        if visit is None:
            return
        panel = visit.panel
        figures = (
            language.count(panel.points),
            language.money(panel.stored_minor),
            language.count(len(panel.vouchers)),
        )
        for label, words in zip(self._figures, figures, strict=True):
            label.setText(words)
        trouble = printing(self.kiosk.missing)
        why = "" if trouble is None else trouble_words(trouble)
        self.print.allow(can=trouble is None, why=why)
        self.mail.setVisible(bool(visit.email))
        self._where.setVisible(bool(visit.email))
        words = self.tr("The e-mail goes to {address}, the address you gave us.")
        self._where.setText(words.format(address=visit.email))
        if trouble is not None and self.board.isHidden():
            self.board.say(trouble_words(trouble), tone="warning")

    def _print(self) -> None:
        kiosk = self.kiosk
        if not kiosk.busy:
            kiosk.do(kiosk.service.print_statement, self._printed)

    def _printed(self, result: PrintResult) -> None:
        if result is PrintResult.PRINTED:
            self.board.say(self.tr("Your statement is in the tray below."), tone="ready")
        else:
            self.board.say(printed_words(result))

    def _mail(self) -> None:
        kiosk = self.kiosk
        if not kiosk.busy:
            kiosk.do(kiosk.service.mail_statement, self._mailed)

    def _mailed(self, result: Mailed) -> None:
        match result:
            case Mailed.HANDED_IN:
                self.board.say(self.tr("It is on its way to you."), tone="ready")
            case Mailed.NO_ADDRESS:
                self.board.say(
                    self.tr("There is no e-mail address on your account. The front desk adds it.")
                )
            case Mailed.NOT_REACHED:
                self.board.say(self.tr("The e-mail could not be sent just now. Print it instead."))
