"""The till's window: bar, one page, the day's figures; and what the readers say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget
from typing_extensions import override

from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.focus_ring import FocusRing
from app.ui.kit.idle import IdleWatch
from app.ui.kit.language import Language
from app.ui.kit.messages import sentence
from app.ui.kit.tasks import Latest, TaskRunner
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme
from app.ui.outlet.bar import OutletBar
from app.ui.outlet.printing import TillPrinting
from app.ui.outlet.till import TillPage
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
from app.ui.service.protocols import DeskService
from app.ui.service.requests import FoundBy
from app.ui.service.station_records import LinkState
from app.ui.serving.context import Desk, PageName
from app.ui.serving.e_card import print_e_card
from app.ui.serving.news import take_house_news, unreadable_words
from app.ui.serving.page import Page
from app.ui.serving.sign_in import SignInPage

LEAST = (1024, 600)


class OutletWindow(QWidget):
    """One till.

    Args:
        theme: Of the face ``outlet``, already applied.
        language: Already loaded.
        tasks: Where blocking calls run.
        service: What the till asks.
    """

    _news = Signal(object)
    panel_painted = Signal(object)

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, service: DeskService
    ) -> None:
        super().__init__()
        self.setProperty("role", "window")
        self.setMinimumSize(*LEAST)
        self.resize(*LEAST)
        self.desk = Desk(theme, language, tasks, service)
        self.sign_in, self.till = SignInPage(self.desk), TillPage(self.desk)
        self.pages = QStackedWidget()
        for page in (self.sign_in, self.till):
            self.pages.addWidget(page)
        self.bar = OutletBar(self.desk)
        self._offline = Text(theme, "body", "warning_ink", weight=600)
        self._figures = Text(theme, "caption", "ink2", elide=True)
        self._keys = Text(theme, "caption", "ink2", right=True)
        self._lay_out()
        self._ring, self._idle = FocusRing(theme, self), IdleWatch(self)
        self._who = Latest(tasks, 0, self)
        self.printing = TillPrinting(self.desk, self._warn, self)
        self._connect(tasks)
        theme.dress(self)
        self.desk.refresh_house()
        self.go(PageName.SIGN_IN)
        self.retranslate()

    def _lay_out(self) -> None:
        strip = row(0, (16, 4, 16, 4))
        strip.addWidget(self._offline)
        strip.addStretch()
        self._banner = QFrame()
        self._banner.setLayout(strip)
        self._banner.setProperty("role", "warning-strip")
        self._banner.hide()
        foot = row(16, (16, 2, 16, 8))
        foot.addWidget(self._figures, 1)
        foot.addWidget(self._keys)
        self._foot = boxed(foot)
        body = column()
        body.addWidget(self.bar)
        body.addWidget(self._banner)
        body.addWidget(self.pages, 1)
        body.addWidget(self._foot)
        self.setLayout(body)

    def _connect(self, tasks: TaskRunner) -> None:
        desk = self.desk
        for keys, does in (
            ("Esc", self._back),
            ("F8", self.printing.print_last),
            ("F12", self.lock),
            ("Ctrl+K", self.till.find_guest),
            ("Ctrl+E", self._print_e_card),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _on=False, d=does: d())
            self.addAction(action)
        self._news.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._stop = desk.service.subscribe(self._news.emit)
        desk.go.connect(self.go)
        desk.language.changed.connect(self.retranslate)
        desk.today_changed.connect(self._show_figures)
        desk.house_changed.connect(self.retranslate)
        desk.link_changed.connect(self._show_link)
        desk.session_changed.connect(self._session_changed)
        self.till.posted.connect(self.printing.posted)
        self.till.selling.pos.changed.connect(self._show_pos)
        tasks.fault.connect(self._say_fault)
        self._idle.idle.connect(self.lock)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._idle.watch(app)

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.till if self.pages.currentWidget() is self.till else self.sign_in

    @Slot(object)
    def go(self, name: PageName) -> None:
        """Open the till for who is signed in, else the sign-in."""
        del name
        page: Page = self.sign_in if self.desk.session is None else self.till
        page.refill()
        self.pages.setCurrentWidget(page)
        self._foot.setVisible(self.desk.session is not None)
        page.shown()

    def lock(self) -> None:
        """Leave the till; a sale that was begun is cleared."""
        session, desk = self.desk.session, self.desk
        if session is None:
            return
        self._who.cancel()
        self.till.selling.flow.reset()
        self.till.phone.close_it()
        self.till.back()
        desk.show_panel(None)
        desk.session = None
        desk.session_changed.emit()
        desk.tasks.run(desk.service.lock, lambda _none: None)
        name = desk.language.words(session.name)
        self.sign_in.lock(session.operator_id, name, in_shift=session.shift is not None)
        self.go(PageName.SIGN_IN)

    def _print_e_card(self) -> None:
        print_e_card(self.desk, lambda text, tone: self.till.say_note(text(), tone))

    def _back(self) -> None:
        if self.desk.session is not None:
            self.till.back()

    # --- what comes by itself -------------------------------------------------------------------

    @Slot(object)
    def _take(self, event: DeskEvent) -> None:
        desk = self.desk
        match event:
            case SwipeSeen():
                if not self.page.take_swipe(event.token):
                    self._identify(event.token, FoundBy.CARD)
            case ScanSeen():
                if not desk.busy:  # a code signs for nobody, and no PIN entry is left for one
                    self._identify(event.token, FoundBy.QR)
            case SwipeUnreadable():
                self.till.say_note(unreadable_words(), "warning")
            case PosMoved():
                self.till.selling.pos.hear(event)
            case SlipConfirmed():
                desk.refresh_today()
                if event.refusal is not None:
                    self.till.say_note(sentence(event.refusal, desk.language))
            case _:
                take_house_news(desk, event)

    def _identify(self, token: SwipeToken, found_by: FoundBy) -> None:
        if self.desk.session is None:
            return
        service = self.desk.service
        self._who.ask(
            lambda: service.identify(token), lambda found: self._found(found, token, found_by)
        )

    def _found(self, found: Identified, token: SwipeToken, found_by: FoundBy) -> None:
        language, say = self.desk.language, self.till.say_note
        match found:
            case MemberPanel():
                say("")
                self.desk.show_panel(found, swipe=token, found_by=found_by)
                self.panel_painted.emit(token)
            case VoucherShown():
                say("")
                self.desk.show_panel(found.panel, swipe=token, found_by=found_by)
                self.till.selling.take_voucher(found.code)
                self.panel_painted.emit(token)
            case CardProblem():
                self.desk.show_panel(None)
                say(sentence(found.refusal, language))
            case StaffCard():
                words = self.tr("Staff card of {name}: no member")
                say(words.format(name=language.words(found.name)), "info")

    # --- words ----------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        for page in (self.sign_in, self.till):
            page.retranslate()
        self.bar.refill()
        self._show_pos()
        self._keys.setText(self.tr("Esc clears · F6 void · F8 print again · F12 lock"))
        house, language = self.desk.house, self.desk.language
        title = language.words(house.name) if house is not None else ""
        self.setWindowTitle(self.tr("InnPoint till · {house}").format(house=title))
        self._show_figures()
        self._show_link()

    def _show_figures(self) -> None:
        today, language = self.desk.today, self.desk.language
        if today is None:
            return
        words = self.tr("Today %n bills", "", today.bills)
        money = language.money(today.spend_minor)
        points = self.tr("{points} points").format(points=language.count(today.points_earned))
        self._figures.setText(f"{words} · {money} · {points}")

    def _show_link(self) -> None:
        link = self.desk.link
        offline = link.state is LinkState.OFFLINE
        self._banner.setVisible(offline and self.desk.session is not None)
        waiting = self.tr("%n slips wait to be sent", "", link.waiting_slips)
        self._offline.setText(self.tr("Offline · {waiting}").format(waiting=waiting))

    def _show_pos(self) -> None:
        self.bar.show_pos(self.till.selling.pos.stand)

    def _session_changed(self) -> None:
        session = self.desk.session
        self._idle.start(session.idle_lock_s if session is not None else 0)
        self.bar.refill()
        self._show_link()

    def _warn(self, words: str) -> None:
        self.till.say_note(words, "warning")

    def _say_fault(self, number: str) -> None:
        words = self.tr("Something went wrong; nothing more was done. Note the number {number}.")
        self.till.say_note(words.format(number=number))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.desk.theme.colour("paper"))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        self.desk.tasks.finish()
        super().closeEvent(event)
