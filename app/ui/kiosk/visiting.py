"""How a visit begins and ends: cards and phones, the first PIN, and a card that is taken away."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from app.loyalty.refusals import Refusal
from app.ui.kiosk.confirm import late_words
from app.ui.kiosk.sayings import no_pin_words, refusal_words
from app.ui.kiosk.state import Kiosk, KioskPage, PinAsk
from app.ui.service.answers import (
    DeskEvent,
    HouseChanged,
    IcChanged,
    LampsChanged,
    Late,
    LinkChanged,
    NoPin,
    NotSaved,
    PinPurpose,
    PinToken,
    ScanSeen,
    SwipeSeen,
    SwipeToken,
    SwipeUnreadable,
)
from app.ui.service.kiosk import Claim, Claimed, ServiceSheet, StaffCame, Visit

translate = QCoreApplication.translate


class Visiting(QObject):
    """Turns what the readers say into a visit. Only one visit at a time; a card in between waits."""

    ended = Signal()
    _news = Signal(object)

    def __init__(self, kiosk: Kiosk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kiosk = kiosk
        self._card = ""
        self._news.connect(self._take, Qt.ConnectionType.QueuedConnection)
        kiosk.claimed.connect(self._claim)
        kiosk.tasks.fault.connect(self._fault)
        self._stop = kiosk.service.subscribe(self._news.emit)

    def close(self) -> None:
        """Hear no more news."""
        self._stop()

    @Slot(str)
    def _fault(self, number: str) -> None:
        """Say that something went wrong, where the guest stands."""
        kiosk = self._kiosk

        def words() -> str:
            said = translate(
                "guest", "Something went wrong; nothing was taken. Please call staff: {number}."
            )
            return said.format(number=number)

        kiosk.go_noting(KioskPage.HOME if kiosk.visit is not None else KioskPage.PHONE, words)

    @Slot(object)
    def _take(self, event: DeskEvent) -> None:
        kiosk = self._kiosk
        match event:
            case SwipeSeen() | ScanSeen():
                self._swiped(event.token)
            case SwipeUnreadable():
                self._said_badly()
            case IcChanged():
                self._lies_there(event.card.token if event.card else "")
            case LampsChanged():
                kiosk.show_lamps(event.lamps)
            case LinkChanged():
                kiosk.show_link(event.link)
            case HouseChanged():
                kiosk.refresh_house()
            case _:
                pass  # encoders are the desk's

    def _swiped(self, token: SwipeToken) -> None:
        kiosk = self._kiosk
        if kiosk.visit is not None or kiosk.pending.pin is not None or kiosk.busy:
            return  # whoever stands here finishes first
        kiosk.pending.swipe = token
        kiosk.do(lambda: kiosk.service.claim_by_card(token), self._claimed)

    def _said_badly(self) -> None:
        kiosk = self._kiosk
        if kiosk.visit is None and kiosk.pending.pin is None and not kiosk.busy:
            kiosk.go_noting(
                KioskPage.PHONE,
                lambda: translate(
                    "guest", "The card could not be read. Swipe it again, evenly, not too fast."
                ),
                "warning",
            )

    def _lies_there(self, token: str) -> None:
        """Clear everything at once when the card with which the visit began is taken away."""
        kiosk = self._kiosk
        began_with = kiosk.pending.swipe
        if kiosk.pending.has_card and began_with and token != began_with:
            self.ended.emit()

    def _claimed(self, found: Claimed) -> None:
        kiosk = self._kiosk
        match found:
            case Claim():
                self._claim(found)
            case StaffCame():
                self._ask_staff(found)
            case Refusal():
                kiosk.go_noting(KioskPage.PHONE, lambda: refusal_words(found, kiosk.language))

    @Slot(object)
    def _claim(self, claim: Claim) -> None:
        kiosk = self._kiosk
        kiosk.pending.has_card = claim.has_card
        kiosk.ask_pin(
            PinAsk(
                purpose=PinPurpose.PAY,
                claim=claim.token,
                came=lambda pin: self._open(claim, pin),
                ended=self._no_pin,
            )
        )

    def _no_pin(self, why: NoPin) -> None:
        self._kiosk.go_noting(KioskPage.PHONE, lambda: no_pin_words(why), "info")

    def _open(self, claim: Claim, pin: PinToken) -> None:
        kiosk = self._kiosk
        kiosk.do(lambda: kiosk.service.open_visit(claim.token, pin), self._opened)

    def _opened(self, found: Visit | Refusal | Late | NotSaved) -> None:
        kiosk = self._kiosk
        match found:
            case Visit():
                if not kiosk.chose_language:
                    kiosk.language.choose(found.panel.receipt_language)
                kiosk.show_visit(found)
                kiosk.go.emit(KioskPage.HOME)
            case Refusal():
                kiosk.go_noting(KioskPage.PHONE, lambda: refusal_words(found, kiosk.language))
            case Late() | NotSaved():
                kiosk.go_noting(KioskPage.PHONE, late_words)

    def _ask_staff(self, staff: StaffCame) -> None:
        kiosk = self._kiosk
        kiosk.ask_pin(
            PinAsk(
                purpose=PinPurpose.PAY,
                claim=staff.token,
                title=lambda: translate("guest", "Service page"),
                note=lambda: kiosk.language.words(staff.name),
                came=lambda pin: self._open_service(staff, pin),
                ended=self._no_pin,
            )
        )

    def _open_service(self, staff: StaffCame, pin: PinToken) -> None:
        kiosk = self._kiosk

        def opened(found: ServiceSheet | Refusal) -> None:
            if isinstance(found, Refusal):
                kiosk.go_noting(KioskPage.PHONE, lambda: refusal_words(found, kiosk.language))
            else:
                kiosk.go.emit(KioskPage.SERVICE)

        kiosk.do(lambda: kiosk.service.open_service(staff.token, pin), opened)
