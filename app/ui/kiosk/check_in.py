"""Checking in a booking: which one, and what was agreed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.kiosk.boxes import Board
from app.ui.kiosk.confirm import late_words, unsure_words
from app.ui.kiosk.line_button import LineButton
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import printed_words, refusal_words
from app.ui.kiosk.state import Ending, Kiosk, KioskPage
from app.ui.kit.boxes import column
from app.ui.kit.counts import Counts
from app.ui.service.answers import Late, NotSaved
from app.ui.service.kiosk import Booking, Handed

translate = QCoreApplication.translate
_MOST = 4


class CheckInPage(GuestPage):
    """The guest's bookings; a touch on today's checks it in."""

    name = KioskPage.CHECK_IN

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        title = self.text(lambda: self.tr("Welcome back"), "title-serif", weight=600, elide=True)
        lead = self.paragraph(lambda: self.tr("Touch the booking you are here for."), role="lead")
        self.board = Board(kiosk.theme)
        self.lines = [LineButton(kiosk.theme, "door") for _ in range(_MOST)]
        self.body.addWidget(title)
        self.body.addWidget(lead)
        lines = column(self.gap)
        for at, line in enumerate(self.lines):
            line.clicked.connect(lambda _on=False, n=at: self._take(n))
            lines.addWidget(line)
        self.body.addLayout(lines)
        self.body.addWidget(self.board)
        self.body.addStretch()

    @property
    def _bookings(self) -> tuple[Booking, ...]:
        return self.kiosk.visit.bookings[:_MOST] if self.kiosk.visit else ()

    @override
    def refill(self) -> None:
        """Show the bookings."""
        language = self.kiosk.language
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(self._bookings))
            if at >= len(self._bookings):
                continue
            one = self._bookings[at]
            title = f"{language.weekday(one.arrives_on)} · {Counts().nights(one.nights)}"
            rooms = self.tr("%n rooms", "", one.rooms) if one.rooms > 1 else ""
            why = refusal_words(one.barred, language) if one.barred else ""
            parts = (language.words(one.rate_class), rooms, why)
            line.show_line(title, " · ".join(part for part in parts if part), one.room)
            line.allow(can=one.barred is None, why=why)

    def _take(self, at: int) -> None:
        kiosk, bookings = self.kiosk, self._bookings
        if at < len(bookings) and not kiosk.busy:
            label = bookings[at].booking
            kiosk.do(lambda: kiosk.service.check_in(label), self._done)

    def _done(self, outcome: Handed | Refusal | Late | NotSaved) -> None:
        kiosk = self.kiosk
        match outcome:
            case Handed():
                kiosk.show_visit(outcome.visit)
                kiosk.end_with(_checked_in(outcome))
            case Refusal():
                self.board.say(refusal_words(outcome, kiosk.language))
            case Late():
                self.board.say(unsure_words(), tone="warning")
            case NotSaved():
                self.board.say(late_words())


def _checked_in(outcome: Handed) -> Ending:
    room = outcome.slip.facts.get("room")
    printed = outcome.printed

    def note() -> str:
        if room:
            said = translate("guest", "Your room is {room}. Have a good stay!")
            words = said.format(room=room)
        else:
            words = translate("guest", "The front desk has your key ready. Have a good stay!")
        lost = printed_words(printed) if printed is not None else ""
        return f"{words} {lost}".strip()

    return Ending(
        title=lambda: translate("guest", "You are checked in"),
        note=note,
        slip=outcome.slip.number,
    )
