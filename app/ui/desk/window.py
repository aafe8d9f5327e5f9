"""The desk's window: bar, strips, search line, pages and function keys, one above the other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.ui.desk.action_bar import ActionBar
from app.ui.desk.member import MemberPage
from app.ui.desk.pages import Pages
from app.ui.desk.printing import Printing
from app.ui.desk.router import Router
from app.ui.desk.search_line import SearchLine
from app.ui.desk.strips import Banner, ResultBar
from app.ui.desk.top_bar import TopBar
from app.ui.kit.boxes import boxed, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.focus_ring import FocusRing
from app.ui.kit.idle import IdleWatch
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme
from app.ui.service.protocols import DeskService
from app.ui.serving.context import Desk, PageName, Told
from app.ui.serving.e_card import print_e_card


class DeskWindow(QWidget):
    """Stacks the parts and wires them; everything else is in the parts.

    Args:
        theme: Already applied to the application.
        language: Already loaded.
        tasks: Where blocking calls run.
        service: What the desk asks.
    """

    panel_painted = Signal(object)  # the swipe whose member now stands on the screen

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, service: DeskService
    ) -> None:
        super().__init__()
        self.setProperty("role", "window")
        self.setMinimumSize(1366, 700)
        self.resize(1366, 768)
        self.desk = Desk(theme, language, tasks, service)
        self.printing = Printing(self.desk, self)
        self.pages = Pages(self.desk, self.printing)
        self.bar = TopBar(self.desk)
        self.banner = Banner(self.desk)
        self.result = ResultBar(self.desk)
        self.search = SearchLine(self.desk, self)
        self.router = Router(self.desk, self.pages, self)
        does = {"F8": self.print_last, "F12": self.router.lock}
        self.actions_bar = ActionBar(self.desk, does, self)
        self._lay_out(theme)
        self._ring = FocusRing(theme, self)
        self._idle = IdleWatch(self)
        self._connect(tasks)
        theme.dress(self)  # once, after everything stands
        self.desk.refresh_house()
        member = self.pages.page(PageName.MEMBER)
        if isinstance(member, MemberPage):
            member.painted.connect(self.panel_painted)
        self.router.go(PageName.SIGN_IN)

    def _lay_out(self, theme: Theme) -> None:
        self._back = KeyButton(theme, "Esc", small=True)
        self._back.clicked.connect(self.router.escape)
        self._shift = KeyButton(theme, "Shift F12", small=True)
        self._shift.clicked.connect(lambda: self.desk.go.emit(PageName.SHIFT))
        self._shift_words = Text(theme, "caption", "ink2", right=True)
        top = row(16, (16, 12, 16, 16))
        top.addWidget(self.search)
        top.addStretch()
        top.addWidget(self._shift_words)
        top.addWidget(self._shift)
        top.addWidget(self._back)
        self._top = boxed(top)
        strip = row(0, (16, 0, 16, 12))
        strip.addWidget(self.result)
        self._strip = boxed(strip)
        self._strip.hide()
        frame = theme.number("desk", "frame")
        self._body = column(0)
        self._body.addWidget(self.bar)
        self._body.addWidget(self.banner)
        self._body.addWidget(self._top)
        self._body.addWidget(self._strip)
        self._body.addWidget(self.pages, 1)
        self._body.addSpacing(16)
        self._body.addWidget(self.actions_bar)
        self._body.addSpacing(theme.number("desk", "actions_bottom"))
        self._frame = frame
        self.setLayout(self._body)

    def _connect(self, tasks: TaskRunner) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+K", self._start_search),
            ("Esc", self._escape),
            ("Shift+F12", lambda: self.desk.go.emit(PageName.SHIFT)),
            ("Ctrl+L", lambda: self.desk.go.emit(PageName.UNDO)),
            ("Ctrl+U", self.banner.open_page),
            ("Ctrl+Z", self._undo),
            ("Ctrl+T", self.bar.next_colours),
            ("Ctrl+E", self._print_e_card),
            ("Ctrl+D", lambda: self.desk.go.emit(PageName.DEVICES)),
            ("Ctrl+M", lambda: self.desk.go.emit(PageName.MESSAGES)),
            ("Ctrl+J", lambda: self.desk.go.emit(PageName.ADJUST)),
            ("Ctrl+Shift+D", lambda: self.desk.go.emit(PageName.DAY)),
        )
        for shortcut, does in keys:
            action = QAction(self)
            action.setShortcut(QKeySequence(shortcut))
            action.triggered.connect(lambda _on=False, d=does: d())
            self.addAction(action)
        tasks.fault.connect(self._say_fault)
        self.desk.told.connect(lambda told: self._strip.setVisible(told is not None))
        self.desk.language.changed.connect(self.retranslate)
        self.desk.session_changed.connect(self._session_changed)
        self.desk.house_changed.connect(self._show_frame)
        self.router.opened.connect(self._opened)
        self.search.found.connect(self.router.found)
        self.result.print_asked.connect(self.print_last)
        self.result.undo_asked.connect(self._undo)
        self.desk.keys_wanted.connect(self.actions_bar.take_focus)
        self._idle.idle.connect(self.router.lock)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._idle.watch(app)

    def _print_e_card(self) -> None:
        print_e_card(self.desk, lambda text, tone: self.desk.tell(Told(text=text, tone=tone)))

    def _start_search(self) -> None:
        if self.desk.session is not None:
            self.search.start()

    def _escape(self) -> None:
        if self.search.field.hasFocus() and self.search.field.text():
            self.search.clear()
        else:
            self.router.escape()

    def print_last(self) -> None:
        """Print the slip that was last made or looked at."""
        panel, slip = self.desk.panel, self.desk.last_slip
        if slip is None and panel is not None and panel.slips:
            slip = panel.slips[0]
        if slip is not None and self.desk.session is not None:
            self.desk.print_asked.emit(slip)

    def _undo(self) -> None:
        now = self.result.now
        if now is not None and now.can_undo and now.slip is not None:
            self.desk.undo_slip = now.slip.slip_id
            self.desk.go.emit(PageName.UNDO)

    def _say_fault(self, number: str) -> None:
        words = self.tr("Something went wrong; nothing more was done. Note the number {number}.")
        self.desk.tell(Told(text=lambda: words.format(number=number), tone="refused"))

    def _session_changed(self) -> None:
        session = self.desk.session
        self._idle.start(session.idle_lock_s if session is not None else 0)
        self._opened(self.router.name)

    def _opened(self, name: PageName) -> None:
        signed_in = self.desk.session is not None
        self.actions_bar.page = name
        self.actions_bar.refill()
        self.actions_bar.setVisible(signed_in)
        self._top.setVisible(signed_in)
        waiting = name is PageName.WAITING
        self._back.setVisible(not waiting)
        self._shift.setVisible(waiting)
        self._shift_words.setVisible(waiting)
        form = name is not PageName.MEMBER and self.desk.panel is not None
        self._back.set_words(self.tr("Back to member") if form else self.tr("Back to waiting"))
        shift = self.desk.session.shift if self.desk.session else None
        self._shift.set_words(self.tr("Close shift") if shift else self.tr("Open shift"))
        text = self.tr("No shift is open")
        if shift is not None:
            clock = self.desk.language.clock(shift.opened_at)
            text = self.tr("Shift {letter} · since {time}").format(letter=shift.letter, time=clock)
        self._shift_words.setText(text)
        if waiting:
            self.search.clear()
            self.search.start()

    def retranslate(self) -> None:
        """Say everything in the language just chosen."""
        for page in self.pages.built():
            page.retranslate()
        for part in (self.bar, self.banner, self.result, self.actions_bar):
            part.refill()
        self.search.retranslate()
        self._opened(self.router.name)

    def _show_frame(self) -> None:
        house = self.desk.house
        training = house is not None and house.training
        edge = self._frame if training else 0
        self._body.setContentsMargins(edge, edge, edge, edge)
        title = self.desk.language.words(house.name) if house is not None else ""
        self.setWindowTitle(self.tr("InnPoint desk · {house}").format(house=title))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = self.desk.theme
        house = self.desk.house
        if house is not None and house.training:
            painter.fillRect(self.rect(), theme.colour("refused"))
            edge = self._frame
            painter.fillRect(self.rect().adjusted(edge, edge, -edge, -edge), theme.colour("paper"))
        else:
            painter.fillRect(self.rect(), theme.colour("paper"))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.router.close()
        self.pages.current().left()
        self.desk.tasks.finish()
        super().closeEvent(event)
