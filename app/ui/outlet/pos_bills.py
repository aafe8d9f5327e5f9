"""The bills that a till of another maker sends: which is open here, and what its till hears; knows no widget."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.kit.tasks import Latest
from app.ui.service.pos_records import PosBill, PosMoved, PosStand
from app.ui.service.records import SlipId
from app.ui.serving.context import Desk

_LOOK_AGAIN_MS = 5_000


class PosBills(QObject):
    """What waits, and the one bill that is open on the page.

    A till may give its bill up until it is being posted; from ``begin`` on it cannot, until it was answered
    or given back.

    Attributes:
        stand: What waits, and whether tills are heard.
        open: The bill on the page; None for none.
    """

    changed = Signal()
    opened = Signal()  # another bill, or none, is open
    noted = Signal(str, str)  # a sentence and its tone

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.stand = PosStand()
        self.open: PosBill | None = None
        self._begun: PosBill | None = None
        self._latest = Latest(desk.tasks, 0, self)
        # Whether a port can be listened on is not told; it is looked at.
        self._again = QTimer(self)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.look)

    @property
    def is_begun(self) -> bool:
        """Whether the open bill is being posted."""
        return self._begun is not None

    @property
    def offered(self) -> PosBill | None:
        """The bill that a key would open next."""
        bills = self.stand.bills
        if self.open in bills:
            return bills[(bills.index(self.open) + 1) % len(bills)]
        return bills[0] if bills else None

    def hear(self, news: PosMoved) -> None:
        """Take news of a bill."""
        gone = self.open
        if gone is not None and news.withdrawn == gone.key and not self.is_begun:
            self._close()
            words = self.tr("The till took bill {bill} back: nothing is posted.")
            self.noted.emit(words.format(bill=gone.key.bill), "warning")
        self.look()

    def look(self) -> None:
        """Ask what waits."""
        self._latest.ask(self._desk.service.pos_stand, self._came)

    def take_next(self) -> None:
        """Open the next bill that waits, the oldest first."""
        if self.offered is not None and not self.is_begun:
            self.open = self.offered
            self.opened.emit()
            self.changed.emit()

    def let_wait(self) -> None:
        """Close the open bill; it waits on."""
        if self.open is not None and not self.is_begun:
            self._close()

    def begin(self, then: Callable[[], None]) -> None:
        """Take the open bill to post it, then go on; where it waits no more, that is said."""
        bill = self.open
        if bill is None or self.is_begun:
            return
        self._begun = bill
        service = self._desk.service

        def came(found: PosBill | None) -> None:
            if self._begun is not bill:
                return
            if found == bill:
                then()
                return
            self._begun = None
            if found is not None:  # the number was used again for another sum
                self._desk.tasks.run(lambda: service.give_back_pos_bill(bill.key), _nothing)
            self._waits_no_more()
            self.look()

        self._desk.tasks.run(
            lambda: service.begin_pos_bill(bill.key), came, failed=lambda: self._failed(bill)
        )

    def give_back(self) -> None:
        """Let the bill that was being posted wait on; it stays open here."""
        bill, self._begun = self._begun, None
        if bill is not None:
            service = self._desk.service
            self._desk.tasks.run(lambda: service.give_back_pos_bill(bill.key), _nothing)

    def posted(self, slip: SlipId) -> None:
        """Tell the till of the bill that was posted."""
        bill, self._begun = self._begun, None
        if bill is None:
            return
        self._close()
        service = self._desk.service
        words = self.tr("The till could not be told of bill {bill}; it hears when it asks again.")

        def told(is_told: bool) -> None:  # noqa: FBT001 - a task's answer
            if not is_told:
                self.noted.emit(words.format(bill=bill.key.bill), "warning")
            self.look()

        self._desk.tasks.run(lambda: service.answer_pos_bill(bill.key, slip), told)

    def decline(self) -> None:
        """Tell the till that the guest of the open bill, or of the next one, is no member."""
        bill = self.open or self.offered
        if bill is None or self.is_begun:
            return
        service = self._desk.service

        def told(is_told: bool) -> None:  # noqa: FBT001 - a task's answer
            if is_told and self.open == bill:
                self._close()
            done = self.tr("Bill {bill} is the till's alone: no member.")
            not_done = self.tr("Bill {bill} waits no more, or the till could not be told.")
            words = done if is_told else not_done
            self.noted.emit(words.format(bill=bill.key.bill), "info" if is_told else "warning")
            self.look()

        self._desk.tasks.run(lambda: service.decline_pos_bill(bill.key), told)

    def _failed(self, bill: PosBill) -> None:
        if self._begun is bill:
            self.give_back()

    def _came(self, stand: PosStand) -> None:
        self.stand = stand
        if stand.is_set_up and not self._again.isActive():
            self._again.start()
        is_gone = self.open is not None and self.open not in stand.bills
        if is_gone and not self.is_begun:
            self._waits_no_more()
        self.changed.emit()

    def _waits_no_more(self) -> None:
        number = self.open.key.bill if self.open else ""
        self._close()
        words = self.tr("Bill {bill} waits no more: nothing is posted.")
        self.noted.emit(words.format(bill=number), "warning")

    def _close(self) -> None:
        self.open = None
        self.opened.emit()
        self.changed.emit()


def _nothing(_none: None) -> None:
    """A task without an answer."""
