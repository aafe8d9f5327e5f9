"""The card page (卡片): everything about membership and cards, one task beside the other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.card_menu import MENU_KEYS, CardMenu
from app.ui.desk.card_tasks import BankCardTask, CardTask, PinTask
from app.ui.desk.card_writing import CardWriting
from app.ui.desk.form import FormPage
from app.ui.desk.ic_task import IcTask
from app.ui.desk.ic_writing import IcWriting
from app.ui.desk.member_tasks import AmendTask, EnrolTask
from app.ui.desk.review_task import ReviewTask
from app.ui.desk.task import Tasks
from app.ui.desk.tier_task import TierTask
from app.ui.kit.boxes import column, row
from app.ui.service.answers import Done, Outcome, SwipeToken
from app.ui.service.member_records import Command, MemberPanel
from app.ui.service.requests import PinChange
from app.ui.serving.context import Desk, PageName
from app.ui.serving.flow import Ask, FlowState

_ABOUT_IC = frozenset({"ic", "issue", "replace", "lost"})


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
                "ic": lambda: IcTask(desk, chosen=self.ic.calm),
                "tier": lambda: TierTask(desk),
                "bank": lambda: BankCardTask(desk, links=True),
                "bank-off": lambda: BankCardTask(desk, links=False),
                "pin-set": lambda: PinTask(desk, PinChange.SET),
                "pin-change": lambda: PinTask(desk, PinChange.CHANGE),
                "pin-unblock": lambda: PinTask(desk, PinChange.UNBLOCK),
            }
        )
        self.menu = CardMenu(desk)
        self.flow.state_changed.connect(self._show_side)
        self.flow.state_changed.connect(self._forget_swipe)
        self.side.hide()
        self.writing = CardWriting(desk, self.note, self.side)
        self.ic = IcWriting(desk)
        self.on_key("Alt+W", lambda: None if self.ic.repeat() else self.writing.write())
        for part in (self.writing, self.ic):
            part.moved.connect(lambda: self._show_side(self.flow.state))
        side = self.side.layout()
        if isinstance(side, QVBoxLayout):
            side.addWidget(self.writing)
            side.addWidget(self.ic.overriding)
            side.addStretch()
        self.say(self.menu.setAccessibleName, lambda: self.tr("Tasks"))
        self._at = "enrol"
        right = column(10)
        right.addWidget(self._tasks)
        right.addStretch()
        right.addWidget(self.strip)
        right.addWidget(self.ic)
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
        for place in range(MENU_KEYS):
            self.on_key(f"Alt+{place + 1}", partial(self.menu.take, place))

    def _show_side(self, state: FlowState) -> None:
        """The right side is only needed for the pad, the supervisor and the encoder."""
        shown = state in (FlowState.PIN, FlowState.SUPERVISOR)
        self.side.setVisible(shown or self.writing.is_running or self.ic.is_asking)
        self.primary.setVisible(state is FlowState.EDITING and not self.ic.isVisible())

    def _forget_swipe(self, state: FlowState) -> None:
        """Ask about each bank card once: after a "no" the next one is swiped anew."""
        task = self._tasks[self._at]
        if state is FlowState.EDITING and isinstance(task, BankCardTask):
            task.forget()

    @override
    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        self._forget_swipe(self.flow.state)

    def _subject(self) -> tuple[str, str, str]:
        return "card", self.tr("Membership and cards"), self.tr("No member is open")

    @override
    def refill(self) -> None:
        self._tasks.retranslate()
        self.writing.retranslate()
        self.ic.retranslate()
        self.menu.offer(self._at)
        self.head.subject(self._subject if self.desk.panel is None else None)
        super().refill()

    def _choose(self, key: str) -> None:
        if key not in self._tasks.keys or self.flow.state is not FlowState.EDITING:
            return
        if self.ic.is_running or self.ic.is_asking:
            return
        self._at = key
        self.ic.forget()
        self._tasks.open(key).start()
        self.note.say("")

    @override
    def first_field(self) -> QWidget:
        fields = self._tasks[self._at].fields()
        return next((f for f in fields if f.isVisible() and f.isEnabled()), self.primary)

    @override
    def shown(self) -> None:
        self._at = self.menu.offered()[0]
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
        task = self._tasks[self._at]
        if self.ic.enter(task.work if isinstance(task, IcTask) else None):
            return
        if self.writing.is_unwritten:
            self.writing.write()
            return
        if self.flow.state is FlowState.EDITING and self.ask() is None:
            missing = self.tr("Something is missing or nothing was changed.")
            wrong = self._tasks[self._at].wrong()
            field, said = wrong or (self.first_field(), missing)
            self.note.say(said, tone="refused" if wrong else "info")
            takes_keys = field.focusPolicy() is not Qt.FocusPolicy.NoFocus
            (field if takes_keys else self.first_field()).setFocus()
            return
        super().enter()

    @override
    def finished(self, outcome: Outcome) -> None:
        super().finished(outcome)
        if not isinstance(outcome, Done):
            return
        if outcome.panel is not None and self.desk.panel is None:
            self.desk.show_panel(outcome.panel)
        task = self._tasks[self._at]
        if isinstance(task, BankCardTask):
            task.retranslate()
        panel = outcome.panel
        if isinstance(panel, MemberPanel):
            self.head.refill()
        self.writing.issued(outcome, here=self.isVisible())
        self.ic.issued(outcome, here=self.isVisible())

    @override
    def build_more(self) -> bool:
        return self._tasks.build_more()

    @override
    def left(self) -> None:
        self.writing.forget()
        self.ic.forget()
        super().left()

    @override
    def back(self) -> bool:
        if self.writing.is_running:
            self.writing.stop()
            return True
        if self.ic.is_running or self.ic.is_asking:
            self.ic.stop()
            return True
        return super().back()

    @override
    def take_swipe(self, swipe: SwipeToken) -> bool:
        if self.ic.takes(swipe, is_about_ic=self._at in _ABOUT_IC):
            return True
        if self.ic.is_asking:
            self.ic.overriding.swiped(swipe)
            return True
        if self.writing.is_running:
            self.note.say(self.tr("Finish this card first, on the encoder."), tone="info")
            return True
        task = self._tasks[self._at]
        if isinstance(task, BankCardTask) and task.waits_for_swipe:
            if self.flow.state is not FlowState.EDITING:
                return super().take_swipe(swipe)
            task.take(swipe)
            self.note.say("")
            self.enter()
            return True
        return super().take_swipe(swipe)

    @override
    def field_of(self, reason: Reason) -> QWidget | None:
        task = self._tasks[self._at]
        phone = reason in (Reason.PHONE_TAKEN, Reason.PHONE_MALFORMED)
        return task.phone if phone and isinstance(task, EnrolTask | AmendTask) else None
