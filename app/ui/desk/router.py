"""Where keys, swipes and news lead: from page to page, from card to member."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.loyalty.refusals import Refusal
from app.ui.desk.form import FormPage
from app.ui.desk.ic_sayings import ic_renewal
from app.ui.desk.pages import Pages
from app.ui.kit.messages import sentence
from app.ui.kit.paint import forget_measured
from app.ui.kit.tasks import Latest
from app.ui.service.answers import (
    CardProblem,
    DeskEvent,
    Identified,
    ScanSeen,
    SlipConfirmed,
    StaffCard,
    SwipeSeen,
    SwipeToken,
    SwipeUnreadable,
    VoucherShown,
)
from app.ui.service.member_records import MemberPanel
from app.ui.service.pos_records import PosMoved
from app.ui.service.records import HitKind, SearchHit
from app.ui.service.requests import FoundBy
from app.ui.serving.context import Desk, PageName, Told
from app.ui.serving.news import take_house_news, unreadable_words
from app.ui.serving.sign_in import SignInPage

_HOME = (PageName.WAITING, PageName.MEMBER)


class Router(QObject):
    """Turns what happens into the page that is shown. Newest swipe wins."""

    opened = Signal(object)  # PageName
    _news = Signal(object)

    def __init__(self, desk: Desk, pages: Pages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pages = pages
        self._who = Latest(desk.tasks, 0, self)
        self.name = PageName.SIGN_IN
        self._news.connect(self._take)
        desk.go.connect(self.go)
        self._stop = desk.service.subscribe(self._news.emit)

    def close(self) -> None:
        """Hear no more news."""
        self._stop()

    @Slot(object)
    def go(self, name: PageName) -> None:
        """Open a page."""
        if self._desk.session is None:
            name = PageName.SIGN_IN
        page = self._pages.page(name)
        needs_member = isinstance(page, FormPage) and page.needs_member
        if (needs_member or name is PageName.MEMBER) and self._desk.panel is None:
            name = PageName.WAITING
        before = (
            self._pages.current() if self._pages.count() and self._pages.currentWidget() else None
        )
        if before is not None:
            before.left()
        if name not in _HOME and name is not self.name:
            self._desk.tell(None)
        self.name = name
        page = self._pages.page(name)
        page.refill()
        self._pages.open(name)
        self.opened.emit(name)
        page.shown()

    def escape(self) -> None:
        """One step back: within the page, to the member, to waiting."""
        if self._desk.session is None or self._pages.current().back():
            return
        form = self.name not in _HOME
        if form and self._desk.panel is not None:
            self.go(PageName.MEMBER)
            return
        self._desk.tell(None)
        self._desk.show_panel(None)
        self.go(PageName.WAITING)

    def lock(self) -> None:
        """Leave the desk; the shift stays open."""
        session = self._desk.session
        if session is None:
            return
        self._who.cancel()
        self._pages.current().left()
        self._desk.tell(None)
        self._desk.show_panel(None)
        self._desk.session = None
        self._desk.session_changed.emit()
        self._desk.tasks.run(self._desk.service.lock, lambda _none: None)
        forget_measured()
        page = self._pages.page(PageName.SIGN_IN)
        if isinstance(page, SignInPage):
            name = self._desk.language.words(session.name)
            page.lock(session.operator_id, name, in_shift=session.shift is not None)
        self.go(PageName.SIGN_IN)

    def found(self, hit: SearchHit) -> None:
        """Open what a search found."""
        if hit.kind is HitKind.BILL and hit.slip is not None:
            self._desk.undo_slip = hit.slip.slip_id
        service = self._desk.service
        self._who.ask(lambda: service.member(hit.member_id), self._show_member)

    def _show_member(self, found: MemberPanel | Refusal) -> None:
        if isinstance(found, Refusal):
            self._desk.tell(self._said(found))
            return
        self._desk.tell(None)
        self._desk.show_panel(found, found_by=FoundBy.PHONE)
        self.go(PageName.MEMBER)

    def _said(self, refusal: Refusal) -> Told:
        return Told(text=lambda: sentence(refusal, self._desk.language), tone="refused")

    @Slot(object)
    def _take(self, event: DeskEvent) -> None:
        match event:
            case SwipeSeen():
                self._swiped(event.token)
            case ScanSeen():
                self._scanned(event.token)
            case SwipeUnreadable():
                self._desk.tell(Told(text=unreadable_words, tone="warning"))
            case SlipConfirmed():
                self._confirmed(event)
            case PosMoved():
                pass  # the till's
            case _:
                take_house_news(self._desk, event)

    def _confirmed(self, event: SlipConfirmed) -> None:
        self._desk.refresh_today()
        self._desk.refresh_panel()
        if event.refusal is not None:
            self._desk.tell(self._said(event.refusal))

    def _swiped(self, token: SwipeToken) -> None:
        if not (self._pages.count() and self._pages.current().take_swipe(token)):
            self._identify(token, FoundBy.CARD)

    def _scanned(self, token: SwipeToken) -> None:
        if not self._desk.busy:  # a code signs for nobody, and no PIN entry is left for one
            self._identify(token, FoundBy.QR)

    def _identify(self, token: SwipeToken, found_by: FoundBy) -> None:
        if self._desk.session is None:
            return
        service = self._desk.service
        self._who.ask(
            lambda: service.identify(token),
            lambda found: self._identified(token, found, found_by),
        )

    def _identified(self, token: SwipeToken, found: Identified, found_by: FoundBy) -> None:
        desk = self._desk
        if desk.session is None:
            return
        match found:
            case MemberPanel():
                card = desk.ic_card
                is_old = card is not None and card.token == token and card.is_former
                desk.tell(Told(text=ic_renewal, tone="info") if is_old else None)
                desk.show_panel(found, swipe=token, found_by=found_by)
                self.go(PageName.MEMBER)
            case VoucherShown():
                desk.tell(None)
                desk.show_panel(found.panel, swipe=token, found_by=found_by)
                self.go(PageName.MEMBER)
            case CardProblem():
                desk.tell(None if found.panel is not None else self._said(found.refusal))
                if found.panel is not None:
                    desk.show_panel(found.panel, found.refusal, token)
                    self.go(PageName.MEMBER)
                elif self.name in _HOME:
                    desk.show_panel(None)
                    self.go(PageName.WAITING)
            case StaffCard():
                name = found.name
                desk.tell(
                    Told(
                        text=lambda: self.tr("Staff card of {name}: no member").format(
                            name=desk.language.words(name)
                        ),
                        tone="info",
                    )
                )
