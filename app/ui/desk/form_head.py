"""The head of a form: for whom it is, and how far it got."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.ui.kit.boxes import Card, Icon, column, row
from app.ui.kit.marks import Steps, TierBadge
from app.ui.kit.text import Text
from app.ui.serving.context import Desk
from app.ui.serving.flow import FlowState


class FormHead(Card):
    """Badge, name and place at the left; steps at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent=parent)
        self._desk = desk
        theme = desk.theme
        self.setFixedHeight(68)
        self.body.setContentsMargins(20, 8, 20, 8)
        self.badge = TierBadge(theme, 34)
        self._icon = Icon(theme, "", "accent", 28)
        self._name = Text(theme, "lead-serif", weight=600, elide=True)
        self._note = Text(theme, "caption", "ink2", elide=True)
        self.steps = Steps(theme)
        self._steps: tuple[FlowState, ...] = ()
        self._names: Callable[[], tuple[str, ...]] = tuple
        self._subject: Callable[[], tuple[str, str, str]] | None = None
        words = column()
        words.addWidget(self._name)
        words.addWidget(self._note)
        line = row(14)
        line.addWidget(self.badge)
        line.addWidget(self._icon)
        line.addLayout(words, 1)
        line.addWidget(self.steps)
        self.body.addLayout(line)
        self.show_steps((), tuple)

    def show_steps(
        self, states: tuple[FlowState, ...], names: Callable[[], tuple[str, ...]]
    ) -> None:
        """Set the steps: which state each stands for, and their names."""
        self._steps, self._names = states, names
        self.steps.setVisible(bool(states))
        self.steps.name(names())
        self.steps.go(0)

    def subject(self, subject: Callable[[], tuple[str, str, str]] | None) -> None:
        """Say what the form is about when it is about no member: icon, title, second line."""
        self._subject = subject
        self.refill()

    def go(self, state: FlowState) -> None:
        """Mark the step that a state stands for."""
        if state in (FlowState.SUBMITTING, FlowState.DONE):
            done = state is FlowState.DONE
            self.steps.go(len(self._steps) - 1 + done)
        elif state in self._steps:
            self.steps.go(self._steps.index(state))
        elif state is FlowState.SUPERVISOR:
            self.steps.go(max(0, len(self._steps) - 2))

    def refill(self) -> None:
        """Show the open member, or what the form is about."""
        language, panel = self._desk.language, self._desk.panel
        self.steps.name(self._names())
        about = self._subject() if self._subject is not None else None
        self._icon.setVisible(about is not None)
        self.badge.setVisible(about is None)
        if about is not None:
            icon, title, note = about
            self._icon.set_icon(icon)
            self._name.setText(title)
            self._note.setText(note)
        elif panel is not None:
            name = language.words(panel.name) or self.tr("Anonymous card")
            salutation = language.words(panel.salutation)
            mine = f"{name} {salutation}".strip() if language.chinese else name
            self.badge.show_tier(panel.tier.rank, language.words(panel.tier.letter))
            self._name.setText(mine)
            where = ""
            if panel.stay is not None:
                where = self.tr("room {room}").format(room=panel.stay.room)
            tail = f"•••• {panel.card_tail}" if panel.card_tail and not where else ""
            tier = language.words(panel.tier.name)
            self._note.setText(" · ".join(t for t in (tier, where, tail) if t))
