"""The kiosk's window: head, page and foot in one look at a time, and what card and reader say."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLayout, QWidget
from typing_extensions import override

from app.ui.kiosk.boxes import said_on
from app.ui.kiosk.busy_cursor import BusyCursor
from app.ui.kiosk.frame import Foot, Head, round_page
from app.ui.kiosk.keypad import Keypad, sign_of
from app.ui.kiosk.leaving import Leaving, StillThere
from app.ui.kiosk.look import Look
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.pages import PAGES
from app.ui.kiosk.state import FOR_GUESTS, Kiosk, KioskPage
from app.ui.kiosk.visiting import Visiting
from app.ui.kit.boxes import column
from app.ui.kit.focus_ring import FocusRing
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.service.kiosk import KioskService

PORTRAIT: Final = (1080, 1920)
LANDSCAPE: Final = (1280, 800)
_NO_BACK: Final = frozenset({KioskPage.ATTRACT, KioskPage.HOME, KioskPage.DONE})


class KioskWindow(QWidget):
    """One kiosk. It never closes by itself or by a key; staff close it on the service page.

    Args:
        theme: Of the face ``kiosk``, already applied.
        language: The house's own, already loaded; each visit begins in it.
        tasks: Where blocking calls run.
        service: What the kiosk asks.

    Attributes:
        page_opened: A page is shown, for the voice.
        closed_by_staff: Staff end the kiosk; True asks to start it anew.
    """

    page_opened = Signal(object)
    closed_by_staff = Signal(bool)

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, service: KioskService
    ) -> None:
        super().__init__()
        self.setProperty("role", "window")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.kiosk = Kiosk(theme, language, tasks, service)
        self._may_close = False
        self._at = self._came_from = KioskPage.ATTRACT
        self._pages: dict[KioskPage, GuestPage] = {}
        self._box: QBoxLayout = column()
        self._box.setSizeConstraint(
            QLayout.SizeConstraint.SetNoConstraint
        )  # a screen does not grow
        self.setLayout(self._box)
        times = (
            theme.number("duration", "kiosk_ask_seconds"),
            theme.number("duration", "kiosk_clear_seconds"),
        )
        self.leaving = Leaving(*times, self)
        self.visiting = Visiting(self.kiosk, self)
        self._ring = FocusRing(theme, self)
        BusyCursor(self.kiosk, self)
        self.look = Look(self.kiosk, self)
        self.keypad = Keypad(
            lambda: self.page, lambda: round_page(self.head, self.foot), self._back, self
        )
        self._build_frame()
        self._connect(tasks)
        theme.dress(self)
        self.kiosk.refresh_house()
        self.go(KioskPage.ATTRACT)

    def _connect(self, tasks: TaskRunner) -> None:
        kiosk = self.kiosk
        kiosk.go.connect(self.go)
        kiosk.back.connect(lambda: self.go(self._came_from))
        kiosk.end_asked.connect(self.end)
        kiosk.visit_changed.connect(self._retranslate)
        kiosk.house_changed.connect(self._retranslate)
        kiosk.works_changed.connect(self._retranslate)
        kiosk.language.changed.connect(self._retranslate)
        kiosk.busy_changed.connect(lambda _busy: self._watch())
        kiosk.leave_asked.connect(self.closed_by_staff)
        self.visiting.ended.connect(self.end)
        self.look.changed.connect(self._rebuild)
        self.leaving.left.connect(self.end)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.leaving.watch(app)

    # --- the look -------------------------------------------------------------------------------

    def _build_frame(self) -> None:
        """Build head, foot and the question for the present look; the pages follow one by one."""
        kiosk = self.kiosk
        self.head, self.foot = Head(kiosk), Foot(kiosk)
        self.still_there = StillThere(kiosk, self)
        self.still_there.end.connect(self.end)
        self.leaving.asked.connect(self.still_there.ask)
        self.leaving.stayed.connect(self.still_there.hide)
        self.head.back.connect(self._back)
        self.head.end.connect(self.end)
        self.foot.large.connect(self.look.turn_large)
        self.foot.contrast.connect(self.look.turn_contrast)
        self.foot.language.connect(self.look.turn_language)
        self.foot.call.connect(self._call)
        self._box.addWidget(self.head)
        self._box.addWidget(self.foot)

    def _rebuild(self) -> None:
        """Take another look: everything is built anew at its sizes, and what was entered stays."""
        kept, said = self.page.keep(), said_on(self.page)
        self.leaving.asked.disconnect(self.still_there.ask)
        self.leaving.stayed.disconnect(self.still_there.hide)
        for widget in (*self._pages.values(), self.head, self.foot, self.still_there):
            self._box.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._pages.clear()
        self.look.fit(is_wide=self.width() > self.height())
        self._build_frame()
        page = self._page(self._at)
        self._place(page)
        page.restore(kept)
        page.refill()
        if said is not None:
            said.say_on(page)
        page.resumed()
        self._retranslate()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() > self.height()
        if is_wide != self.kiosk.theme.face.startswith("kiosk_wide"):
            self.look.ask()
        self.still_there.setGeometry(self.rect())

    # --- pages ----------------------------------------------------------------------------------

    @property
    def page(self) -> GuestPage:
        """The page that is shown."""
        return self._page(self._at)

    def _page(self, name: KioskPage) -> GuestPage:
        if name not in self._pages:
            self._pages[name] = PAGES[name](self.kiosk)
        return self._pages[name]

    @Slot(object)
    def go(self, name: KioskPage) -> None:
        """Open a page; one that shows a guest's affairs only during a visit."""
        kiosk = self.kiosk
        if name in FOR_GUESTS and kiosk.visit is None:
            name = KioskPage.ATTRACT
        before = self._pages.get(self._at)
        if before is not None and name is not self._at:
            before.left()
        if self._at is KioskPage.PIN and name is not KioskPage.PIN:
            kiosk.give_pin_up()
        if name is KioskPage.HELP and self._at is not KioskPage.HELP:
            self._came_from = self._at
        self._at = name
        page = self._page(name)
        page.refill()
        self._place(page)
        page.shown()
        self._watch()
        self.page_opened.emit(page)

    def _place(self, page: GuestPage) -> None:
        if page.parentWidget() is None:
            self._box.insertWidget(1, page, 1)
        for one in self._pages.values():
            one.setVisible(one is page)
        at_rest = self._at is KioskPage.ATTRACT
        self.head.setVisible(not at_rest)
        back = self._at not in _NO_BACK
        self.head.show_ways(back=back, end=self._at is not KioskPage.DONE)
        self.head.retranslate()
        self.foot.retranslate(both=at_rest)
        self.still_there.raise_()
        self.keypad.close()
        self.page.introduce()

    def _watch(self) -> None:
        """Count the seconds without a touch, but not at the first page nor while the pad has the guest."""
        quiet = self._at in (KioskPage.ATTRACT, KioskPage.PIN) or self.kiosk.busy
        self.leaving.watch_guest(on=not quiet)

    def _back(self) -> None:
        self.keypad.close()
        if self._at is KioskPage.ATTRACT or self.page.goes_back():
            return
        home = KioskPage.HOME if self.kiosk.visit is not None else KioskPage.ATTRACT
        if self._at is KioskPage.CONFIRM:
            home = KioskPage.REWARDS
        if self._at is KioskPage.ENROL:
            home = KioskPage.PHONE
        if home is KioskPage.ATTRACT:
            self.end()
        else:
            self.go(home)

    def _call(self) -> None:
        if self._at not in (KioskPage.PIN, KioskPage.HELP) and not self.kiosk.busy:
            self.go(KioskPage.HELP)

    def _retranslate(self) -> None:
        for page in self._pages.values():
            page.retranslate()
        self.page.introduce()
        self.head.retranslate()
        self.foot.retranslate(both=self._at is KioskPage.ATTRACT)
        self.still_there.retranslate()
        house = self.kiosk.house
        if house is not None:
            self.setWindowTitle(self.kiosk.language.words(house.house.name))

    # --- the end --------------------------------------------------------------------------------

    @Slot()
    def end(self) -> None:
        """End the visit: nothing of the guest stays on the screen, in the pages or behind them."""
        kiosk = self.kiosk
        kiosk.give_pin_up()
        kiosk.show_visit(None)
        kiosk.do(kiosk.service.end_visit, lambda _none: None)  # nobody comes before it is done
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.clipboard().clear()
        self._at = self._came_from = KioskPage.ATTRACT
        self.look.go_home()
        self._rebuild()  # texts of a guest stand in widgets: they go with them
        self._watch()
        self.page_opened.emit(self.page)

    @override
    def close(self) -> bool:
        """Close the window, as only the program itself may."""
        self._may_close = True
        return super().close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:  # the window system asks: a key, a gesture, a session that ends
            event.ignore()
            return
        self.visiting.close()
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            self.keypad.press(sign_of(event), repeats=event.isAutoRepeat())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.kiosk.theme.colour("paper"))
