"""The sign-in and lock page: operator number and password, or a staff card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.kit.boxes import Card, Icon, column, row
from app.ui.kit.fields import Entry, Field
from app.ui.kit.messages import sentence
from app.ui.kit.note import Note
from app.ui.service.answers import SwipeToken
from app.ui.service.records import Session
from app.ui.serving.context import Desk, PageName
from app.ui.serving.page import Page


class SignInPage(Page):
    """Nobody works here before saying who they are."""

    name = PageName.SIGN_IN

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._locked_by = ""
        self._in_shift = False
        self._checking = False
        self.operator = Entry()
        self.password = Entry(secret=True)
        self._note = Note(theme)
        card = Card(theme, 14)
        card.setFixedWidth(440)
        card.body.setContentsMargins(32, 28, 32, 28)
        self._title = self.text(role="title-serif", weight=600)
        self._lead = self.text(role="caption", tone="ink2", elide=True)
        head = column(2)
        head.addWidget(self._title)
        head.addWidget(self._lead)
        card.body.addLayout(head)
        for entry, words in (
            (self.operator, lambda: self.tr("Operator")),
            (self.password, lambda: self.tr("Password")),
        ):
            field = Field(theme, entry)
            self.say(field.name, words)
            card.body.addWidget(field)
        card.body.addWidget(self._note)
        self.go = self.button(lambda: self.tr("Sign in"), self.enter, "⏎", "primary")
        foot = row(10)
        foot.addWidget(Icon(theme, "card", "ink2", 18))
        foot.addWidget(self.text(lambda: self.tr("or swipe your staff card"), "caption", "ink2"))
        foot.addStretch()
        foot.addWidget(self.go)
        card.body.addLayout(foot)
        body = column(0, (16, 0, 16, 0))
        body.addStretch(2)
        body.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(3)
        self.setLayout(body)
        desk.house_changed.connect(self.refill)

    @override
    def refill(self) -> None:
        house, language = self.desk.house, self.desk.language
        if self._locked_by:
            self._title.setText(self.tr("Locked"))
            words = self.tr("{name} was here")
            if self._in_shift:
                words = self.tr("{name} was here; the shift stays open")
            self._lead.setText(words.format(name=self._locked_by))
        else:
            self._title.setText(self.tr("Good day"))
            self._lead.setText(language.words(house.name) if house is not None else "")

    def lock(self, operator_id: str, name: str, *, in_shift: bool) -> None:
        """Ask for the same operator again; say so where a shift is still open."""
        self._locked_by, self._in_shift = name, in_shift
        self.operator.setText(operator_id)
        self.refill()

    @override
    def shown(self) -> None:
        self.password.clear()
        self._note.say("")
        (self.password if self.operator.text() else self.operator).setFocus()

    @override
    def enter(self) -> None:
        who, secret = self.operator.text().strip(), self.password.text()
        if not who:
            self.operator.setFocus()
        elif not secret:
            self.password.setFocus()
        elif not self._checking:
            self._checking = True
            self.desk.tasks.run(
                lambda: self.desk.service.sign_in(who, secret), self._came, failed=self._failed
            )

    @override
    def take_swipe(self, swipe: SwipeToken) -> bool:
        self.desk.tasks.run(lambda: self.desk.service.sign_in_by_card(swipe), self._came)
        return True

    def _failed(self) -> None:
        self._checking = False

    def _came(self, answer: Session | Refusal) -> None:
        self._checking = False
        self.password.clear()
        if isinstance(answer, Refusal):
            self._note.say(sentence(answer, self.desk.language))
            (self.password if self.operator.text() else self.operator).setFocus()
            return
        self._note.say("")
        self._locked_by = ""
        self.desk.session = answer
        self.desk.session_changed.emit()
        self.desk.refresh_today()
        self.desk.go.emit(PageName.WAITING)
