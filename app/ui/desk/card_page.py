"""The card page (卡片): everything about membership and cards, one task beside the other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.ui.desk.answers import Done, Outcome, SwipeToken
from app.ui.desk.card_tasks import BankCardTask, CardTask, PinTask
from app.ui.desk.card_writing import CardWriting
from app.ui.desk.context import Desk, PageName
from app.ui.desk.flow import Ask, FlowState
from app.ui.desk.form import FormPage
from app.ui.desk.member_records import Command, MemberPanel
from app.ui.desk.member_tasks import AmendTask, EnrolTask
from app.ui.desk.requests import PinChange
from app.ui.desk.review_task import ReviewTask
from app.ui.desk.task import Tasks
from app.ui.desk.tier_task import TierTask
from app.ui.kit.boxes import column, row
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList


class CardPage(FormPage):
    """Tasks at the left, the chosen one's fields beside them."""

    name = PageName.CARD
    command = Command.CARD
    needs_member = False
    with_preview = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._tasks = Tasks(
            {
                "enrol": lambda: EnrolTask(desk),
                "review": lambda: ReviewTask(desk),
                "amend": lambda: AmendTask(desk),
                "issue": lambda: CardTask(desk, "issue"),
                "replace": lambda: CardTask(desk, "replace"),
                "lost": lambda: CardTask(desk, "lost"),
                "tier": lambda: TierTask(desk),
                "bank": lambda: BankCardTask(desk, links=True),
                "bank-off": lambda: BankCardTask(desk, links=False),
                "pin-set": lambda: PinTask(desk, PinChange.SET),
                "pin-change": lambda: PinTask(desk, PinChange.CHANGE),
                "pin-unblock": lambda: PinTask(desk, PinChange.UNBLOCK),
            }
        )
        self.menu = RowList(desk.theme, RowStyle(height=42))
        self.menu.setFixedWidth(260)
        self.flow.state_changed.connect(self._show_side)
        self.side.hide()
        self.writing = CardWriting(desk, self.note, self.side)
        self.on_key("Alt+W", self.writing.write)
        self.writing.moved.connect(lambda: self._show_side(self.flow.state))
        side = self.side.layout()
        if side is not None:
            side.addWidget(self.writing)
        self.say(self.menu.setAccessibleName, lambda: self.tr("Tasks"))
        self._at = "enrol"
        right = column(10)
        right.addWidget(self._tasks)
        right.addStretch()
        right.addWidget(self.strip)
        foot = row(16)
        foot.addWidget(self.note, 1)
        foot.addStretch()
        foot.addWidget(self.primary, 0, Qt.AlignmentFlag.AlignBottom)
        right.addLayout(foot)
        line = row(20)
        line.addWidget(self.menu)
        line.addLayout(right, 1)
        self.form.body.setContentsMargins(8, 14, 20, 16)
        self.form.body.addLayout(line, 1)
        self.menu.moved.connect(self._choose)
        self.menu.chosen.connect(lambda _key: self.first_field().setFocus())
        for i, key in enumerate(self._tasks.keys):
            shortcut = QShortcut(QKeySequence(f"Alt+{i + 1}"), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda k=key: self.menu.go(k))

    def _show_side(self, state: FlowState) -> None:
        """The right side is only needed for the pad, the supervisor and the encoder."""
        shown = state in (FlowState.PIN, FlowState.SUPERVISOR)
        self.side.setVisible(shown or self.writing.is_running)

    def _subject(self) -> tuple[str, str, str]:
        return "card", self.tr("Membership and cards"), self.tr("No member is open")

    @override
    def refill(self) -> None:
        self._tasks.retranslate()
        self.writing.retranslate()
        self._fill_menu()
        self.head.subject(self._subject if self.desk.panel is None else None)
        super().refill()

    def _fill_menu(self) -> None:
        names = {
            "enrol": ("user-plus", self.tr("Enrol")),
            "review": ("users", self.tr("Review applicants")),
            "amend": ("pencil", self.tr("Member data")),
            "issue": ("card", self.tr("Issue a card")),
            "replace": ("swap", self.tr("Replace the card")),
            "lost": ("lost", self.tr("Report lost")),
            "tier": ("star", self.tr("Tier")),
            "bank": ("card", self.tr("Link a bank card")),
            "bank-off": ("card", self.tr("Unlink the bank card")),
            "pin-set": ("key", self.tr("Set the PIN")),
            "pin-change": ("key", self.tr("Change the PIN")),
            "pin-unblock": ("lock", self.tr("Unblock the PIN")),
        }
        offered = self._offered()
        at = self._at if self._at in offered else offered[0]
        self.menu.fill(tuple(Row(key=k, icon=names[k][0], title=names[k][1]) for k in offered))
        self.menu.go(at)

    def _offered(self) -> tuple[str, ...]:
        """Give the tasks that make sense now."""
        panel = self.desk.panel
        review = ("review",) if self.desk.may(Act.APPROVE) or panel is None else ()
        if panel is None:
            return ("enrol", *review)
        pin = "pin-unblock" if panel.pin_blocked else ("pin-change" if panel.has_pin else "pin-set")
        card = ("replace", "lost") if panel.card_tail else ("issue",)
        lost = ("replace",) if self.desk.problem is not None else card
        bank = "bank-off" if panel.bank_tail else "bank"
        tier = ("tier",) if panel.tier_ways and self.desk.problem is None else ()
        return ("amend", *lost, pin, *tier, bank, "enrol", *review)

    def _choose(self, key: str) -> None:
        if key not in self._tasks.keys or self.flow.state is not FlowState.EDITING:
            return
        self._at = key
        self._tasks.open(key).start()
        self.note.say("")

    @override
    def first_field(self) -> QWidget:
        fields = self._tasks[self._at].fields()
        return next((f for f in fields if f.isVisible() and f.isEnabled()), self.primary)

    @override
    def shown(self) -> None:
        self._at = self._offered()[0]
        super().shown()
        self._choose(self._at)
        self.menu.setFocus()

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (*self._tasks[self._at].fields(), self.menu)

    @override
    def ask(self) -> Ask | None:
        return self._tasks[self._at].ask()

    @override
    def summary(self) -> str:
        return self._tasks[self._at].summary()

    @override
    def confirm_words(self) -> str:
        return self.tr("Yes")

    @override
    def enter(self) -> None:
        if self.writing.is_unwritten:
            self.writing.write()
            return
        if self.flow.state is FlowState.EDITING and self.ask() is None:
            missing = self.tr("Something is missing or nothing was changed.")
            wrong = self._tasks[self._at].wrong()
            field, said = wrong or (self.first_field(), missing)
            self.note.say(said, tone="refused" if wrong else "info")
            field.setFocus()
            return
        super().enter()

    @override
    def finished(self, outcome: Outcome) -> None:
        super().finished(outcome)
        if not isinstance(outcome, Done):
            return
        if outcome.panel is not None and self.desk.panel is None:
            self.desk.show_panel(outcome.panel)
        panel = outcome.panel
        if isinstance(panel, MemberPanel):
            self.head.refill()
        self.writing.issued(outcome, here=self.isVisible())

    @override
    def build_more(self) -> bool:
        return self._tasks.build_more()

    @override
    def left(self) -> None:
        self.writing.forget()
        super().left()

    @override
    def back(self) -> bool:
        if self.writing.is_running:
            self.writing.stop()
            return True
        return super().back()

    @override
    def take_swipe(self, swipe: SwipeToken) -> bool:
        if self.writing.is_running:
            self.note.say(self.tr("Finish this card first, on the encoder."), tone="info")
            return True
        task = self._tasks[self._at]
        if isinstance(task, BankCardTask) and task.waits_for_swipe:
            if self.flow.state is not FlowState.EDITING:
                return super().take_swipe(swipe)
            task.take(swipe)
            self.enter()
            return True
        return super().take_swipe(swipe)

    @override
    def field_of(self, reason: Reason) -> QWidget | None:
        task = self._tasks[self._at]
        phone = reason in (Reason.PHONE_TAKEN, Reason.PHONE_MALFORMED)
        return task.phone if phone and isinstance(task, EnrolTask | AmendTask) else None
