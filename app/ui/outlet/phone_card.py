"""Finds a guest without a card by the phone number, typed on the till's pad."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.loyalty.refusals import Refusal
from app.ui.kit.boxes import Card, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.messages import sentence
from app.ui.kit.tasks import Latest
from app.ui.kit.text import Text
from app.ui.outlet.sale import BACK, CLEAR
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import HitKind, SearchHit
from app.ui.service.requests import FoundBy
from app.ui.serving.context import Desk

_LONGEST: Final = 15  # digits of a number with its country code (ITU-T E.164)
_LEAST: Final = 4
_MOST: Final = 3


class PhoneCard(Card):
    """A number as it is typed, and whose it may be."""

    moved = Signal()  # opened, closed
    noted = Signal(str, str)  # a sentence and its tone

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, 8, parent)
        self._desk = desk
        theme = desk.theme
        self.is_open = False
        self._text = ""
        self.hits: tuple[SearchHit, ...] = ()
        self._latest = Latest(desk.tasks, 60, self)
        desk.panel_changed.connect(self.close_it)  # a card was read meanwhile
        self._title = Text(theme, "lead", weight=500)
        self.number = Text(theme, "title", weight=600, right=True)
        self._note = Text(theme, "caption", "ink2", elide=True)
        self.rows = [KeyButton(theme, f"F{n + 1}", small=True) for n in range(_MOST)]
        head = row(12)
        head.addWidget(self._title)
        head.addWidget(self.number, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._note)
        for place, button in enumerate(self.rows):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, p=place: self.choose(p))
            self.body.addWidget(button)
        self.body.addStretch()

    def begin(self) -> None:
        """Ask for a number."""
        self.is_open, self._text, self.hits = True, "", ()
        self.refill()
        self.moved.emit()

    def close_it(self) -> None:
        """Give the search up."""
        if self.is_open:
            self._latest.cancel()
            self.is_open = False
            self.moved.emit()

    def type(self, key: str) -> None:
        """Take a key of the number pad."""
        if key == CLEAR:
            self._text = ""
        elif key == BACK:
            self._text = self._text[:-1]
        elif key.isdigit():
            self._text = (self._text + key)[:_LONGEST]
        self.hits = ()
        text, service = self._text, self._desk.service
        if len(text) < _LEAST:
            self._latest.cancel()
        else:
            self._latest.ask(lambda: service.search(text), self._came)
        self.refill()

    def enter(self) -> None:
        """Take the one whose number it is."""
        if len(self.hits) == 1:
            self.choose(0)
        elif self.hits:
            self.noted.emit(self.tr("More than one: choose with F1 to F3, or type more."), "info")
        elif self._latest.pending or not self._desk.tasks.idle():
            return  # the answer is on its way
        else:
            self.noted.emit(self.tr("No member has this phone number."), "warning")

    def choose(self, place: int) -> None:
        """Open one of those found."""
        if place >= min(len(self.hits), _MOST):
            return
        member, service = self.hits[place].member_id, self._desk.service

        def came(found: MemberPanel | Refusal) -> None:
            if not self.is_open:
                return
            self.close_it()
            if isinstance(found, Refusal):
                self.noted.emit(sentence(found, self._desk.language), "refused")
            else:
                self._desk.show_panel(found, found_by=FoundBy.PHONE)

        self._latest.ask(lambda: service.member(member), came)

    def refill(self) -> None:
        """Show number and hits."""
        language = self._desk.language
        self._title.setText(self.tr("Phone number"))
        self.number.setText(self._text)
        more = self.tr("There are more: type more digits.")
        hint = self.tr("At least the last {count} digits; Enter opens.").format(count=_LEAST)
        self._note.setText(more if len(self.hits) > _MOST else hint)
        for place, button in enumerate(self.rows):
            button.setVisible(place < len(self.hits))
            if place < len(self.hits):
                hit = self.hits[place]
                tier = language.words(hit.tier.name) if hit.tier else ""
                parts = (language.words(hit.name), tier, f"•••• {hit.phone_tail}")
                button.set_words(" · ".join(part for part in parts if part))

    def _came(self, hits: tuple[SearchHit, ...]) -> None:
        self.hits = tuple(one for one in hits if one.kind is HitKind.PHONE)
        self.refill()
