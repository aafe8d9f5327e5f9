"""Which page is which, built when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.desk.printing import Printing
from app.ui.kit.font_files import read_ahead
from app.ui.serving.context import Desk, PageName
from app.ui.serving.page import Page

_BETWEEN_STEPS_MS = 30
_AFTER_START_MS = 400
_FONTS = (
    ("title-serif", 600),
    ("figure", 600),
    ("title", 600),
    ("lead", 500),
    ("body", 600),
    ("caption", 600),
)


class Pages(QStackedWidget):
    """All pages one behind the other; only those that were opened exist."""

    def __init__(self, desk: Desk, printing: Printing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._printing = printing
        self._built: dict[PageName, Page] = {}
        self.are_ready = False  # every page is built and every font open
        self._steps = self._build_all()

    def page(self, name: PageName) -> Page:
        """Give a page, building it the first time."""
        if name not in self._built:
            page = self._factory(name)()
            page.refill()
            self._built[name] = page
            self.addWidget(page)
        return self._built[name]

    def build_ahead_soon(self) -> None:
        """Build what is missing once the window stands, a little at a time while guests are served.

        Modules and fonts' files are read on another thread first: both may wait for the disk.
        """
        tasks = self._desk.tasks
        QTimer.singleShot(
            _AFTER_START_MS, self, lambda: tasks.run(self._read, lambda _none: self._go_on())
        )

    def _read(self) -> None:
        read_ahead(self._desk.theme.families())
        for name in PageName:
            self._factory(name)

    def _go_on(self) -> None:
        """Do the next step; each keeps the window waiting for 40 ms at most."""
        if next(self._steps, None) is None:
            self.are_ready = True
        else:
            QTimer.singleShot(_BETWEEN_STEPS_MS, self, self._go_on)

    def _build_all(self) -> Iterator[str]:
        """Build each page, then its parts, then rehearse it out of sight; open the fonts last.

        What is drawn for the first time costs three times as much: styles are worked out, pictures drawn.
        """
        for name in PageName:
            page = self.page(name)
            yield name.value
            while page.build_more():
                yield name.value
            page.ensurePolished()
            yield name.value
            if page.isHidden():
                page.resize(self.size())
                page.grab()
                yield name.value
        for role, weight in _FONTS:
            self._desk.theme.warm_up(role, weight)
            yield role

    def built(self) -> tuple[Page, ...]:
        """Give the pages that exist."""
        return tuple(self._built.values())

    def current(self) -> Page:
        """Give the page that is open."""
        widget = self.currentWidget()
        if not isinstance(widget, Page):
            raise TypeError(widget)
        return widget

    def open(self, name: PageName) -> Page:
        """Bring a page to the front."""
        page = self.page(name)
        if self.count() and self.currentWidget() is not page:
            self.setCurrentWidget(page)
        return page

    def _factory(self, name: PageName) -> Callable[[], Page]:
        """Import a page only when it is needed: the start is quicker."""
        desk, page = self._desk, self._plain(name)
        if page is not None:
            return lambda: page(desk)
        match name:
            case PageName.SHIFT:
                from app.ui.desk.shift import ShiftPage

                return lambda: ShiftPage(desk, self._printing)
            case PageName.FORMAT:
                from app.ui.desk.print_format import FormatPage

                return lambda: FormatPage(desk, self._printing)
            case PageName.DAY:
                from app.ui.desk.day import DayPage

                return lambda: DayPage(desk, self._printing)
            case PageName.DEVICES:
                from app.ui.desk.devices import DevicesPage

                return lambda: DevicesPage(desk)
            case PageName.MESSAGES:
                from app.ui.desk.messages import MessagesPage

                return lambda: MessagesPage(desk)
            case PageName.CARD:
                from app.ui.desk.card_page import CardPage

                return lambda: CardPage(desk)
            case PageName.ADJUST:
                from app.ui.desk.adjust import AdjustPage

                return lambda: AdjustPage(desk)
            case _:
                from app.ui.desk.undo import UndoPage

                return lambda: UndoPage(desk)

    @staticmethod
    def _plain(name: PageName) -> type[Page] | None:
        match name:
            case PageName.SIGN_IN:
                from app.ui.serving.sign_in import SignInPage

                return SignInPage
            case PageName.WAITING:
                from app.ui.desk.waiting import WaitingPage

                return WaitingPage
            case PageName.MEMBER:
                from app.ui.desk.member import MemberPage

                return MemberPage
            case PageName.SPEND:
                from app.ui.desk.spend import SpendPage

                return SpendPage
            case PageName.REDEEM:
                from app.ui.desk.redeem import RedeemPage

                return RedeemPage
            case PageName.TOP_UP:
                from app.ui.desk.top_up import TopUpPage

                return TopUpPage
            case PageName.STAY:
                from app.ui.desk.stay import StayPage

                return StayPage
            case _:
                return None
