"""Which page is which, built when it is first needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.desk.context import Desk, PageName
from app.ui.desk.page import Page
from app.ui.desk.printing import Printing

_BETWEEN_BUILDS_MS = 120
_AFTER_START_MS = 400
_BETWEEN_FONTS_MS = 20
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

    def page(self, name: PageName) -> Page:
        """Give a page, building it the first time."""
        if name not in self._built:
            page = self._factory(name)()
            page.refill()
            self._built[name] = page
            self.addWidget(page)
        return self._built[name]

    def build_ahead(self) -> None:
        """Build the pages that are missing, one at a time while nothing else is to be done.

        A page takes 20 to 60 ms to build: in front of a waiting guest that would be seen.
        """
        missing = next((name for name in PageName if name not in self._built), None)
        if missing is None:
            self._warm_up(list(_FONTS))
            return
        self.page(missing)
        QTimer.singleShot(_BETWEEN_BUILDS_MS, self, self.build_ahead)

    def _warm_up(self, fonts: list[tuple[str, int]]) -> None:
        """Open the fonts that the first guest's name and figures need, one at a time."""
        if fonts:
            self._desk.theme.warm_up(*fonts[0])
            QTimer.singleShot(_BETWEEN_FONTS_MS, self, lambda: self._warm_up(fonts[1:]))

    def build_ahead_soon(self) -> None:
        """Begin to build ahead once the window stands."""
        QTimer.singleShot(_AFTER_START_MS, self, self.build_ahead)

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
                from app.ui.desk.sign_in import SignInPage

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
