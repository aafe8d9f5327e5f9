"""The guest's card for the phone, and the vouchers in hand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from app.ui.kiosk.boxes import BigCard
from app.ui.kiosk.line_button import LineButton
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.turning import Turning, page_of
from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.qr import QrCode


class MinePage(GuestPage):
    """A QR code to photograph, and what there is to spend it on."""

    name = KioskPage.MINE

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        middle = Qt.AlignmentFlag.AlignHCenter
        title = self.text(lambda: self.tr("My card"), "title-serif", weight=600, elide=True)
        card = BigCard(theme, self.gap // 2)
        self.code = QrCode(theme, theme.control("tile") * (2 if not self.is_wide else 1))
        self._hint = self.paragraph(
            lambda: self.tr(
                "Take a picture of this code: shown at any till it is your card. "
                "To spend, you still enter your PIN."
            )
        )
        self._hint.setAlignment(middle)
        card.body.addWidget(self.code, 0, middle)
        card.body.addWidget(self._hint)
        self._card = card
        self._vouchers_name = self.text(lambda: self.tr("My vouchers"), "lead", weight=600)
        self.turning = Turning(theme)
        self.turning.turned.connect(self.refill)
        self._none = self.paragraph(lambda: self.tr("No vouchers just now."))
        self.lines = [LineButton(theme, "ticket") for _ in range(3 if self.is_wide else 4)]
        head = row(self.gap)
        head.addWidget(self._vouchers_name, 1)
        head.addWidget(self.turning)
        vouchers = column(self.gap // 2)
        vouchers.addLayout(head)
        vouchers.addWidget(self._none)
        for line in self.lines:
            line.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.setProperty("numbered", False)  # noqa: FBT003 (Qt's signature)
            vouchers.addWidget(line)
        vouchers.addStretch()
        self.body.addWidget(title)
        if self.is_wide:
            line_up = row(self.gap * 2)
            line_up.addWidget(card, 1)
            line_up.addWidget(boxed(vouchers), 1)
            self.body.addLayout(line_up)
            self.body.addStretch()
        else:
            self.body.addWidget(card)
            self.body.addLayout(vouchers, 1)

    @override
    def refill(self) -> None:
        """Show code and vouchers."""
        visit, language = self.kiosk.visit, self.kiosk.language
        if visit is None:
            return
        self.code.show_text(visit.ecard)
        self.code.setAccessibleName(self.tr("QR code of your card"))
        self._card.setVisible(bool(visit.ecard))
        found = page_of(visit.panel.vouchers, self.turning, len(self.lines))
        self._none.setVisible(not found)
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(found))
            if at >= len(found):
                continue
            one = found[at]
            until = ""
            if one.expires_on is not None:
                day = language.day(one.expires_on, year=True)
                until = self.tr("until {day}").format(day=day)
            worth = language.money(one.worth_minor) if one.worth_minor else ""
            parts = (one.code, until)
            line.show_line(
                language.words(one.name), " · ".join(part for part in parts if part), worth
            )
        self.turning.retranslate()
