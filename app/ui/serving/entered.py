"""What a form says about itself: its fields, its request, its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.loyalty.refusals import Reason, Refusal
from app.ui.kit.fields import Field
from app.ui.kit.messages import sentence
from app.ui.service.answers import Late, NotSaved
from app.ui.serving.flow import Ask
from app.ui.serving.house_sayings import books_fault
from app.ui.serving.page import Page


class Entered(Page):
    """A page on which something is entered; each form answers these for itself."""

    needs_member = True
    with_preview = True
    ways_for: ClassVar[frozenset[Reason]] = frozenset()

    def primary_words(self) -> str:
        """Name the button that goes on."""
        return self.tr("Go on")

    def confirm_words(self) -> str:
        """Name the answer to "is this right?"."""
        return self.tr("Yes, post")

    def ask(self) -> Ask | None:
        """Give the request as typed; None while something is missing (and go to that field)."""
        return None

    def summary(self) -> str:
        """Say the entry in one line."""
        return ""

    def rest_words(self) -> tuple[str, str]:
        """Name the preview's large figure and its second line; empty hides it."""
        return "", ""

    def fields(self) -> tuple[QWidget, ...]:
        """Give what is locked once the entry was checked."""
        return ()

    def clear(self) -> None:
        """Empty the fields for a new entry."""

    def field_of(self, reason: Reason) -> QWidget | None:
        """Give the field that a refusal is about."""
        return None

    def field(self, entry: QWidget, words: Callable[[], str]) -> Field:
        """Make a field with its caption."""
        field = Field(self.desk.theme, entry)
        self.say(field.name, words)
        return field

    def first_field(self) -> QWidget:
        """Give the field where work begins."""
        fields = self.fields()
        return fields[0] if fields else self

    def undone(self, outcome: Refusal | Late | NotSaved) -> str:
        """Say why something was not done."""
        if isinstance(outcome, Refusal):
            return sentence(outcome, self.desk.language)
        if isinstance(outcome, Late) and outcome.is_saved:
            return self.tr("Saved here; it will be confirmed when the line is back.")
        if isinstance(outcome, Late):
            return self.tr("No answer in time: nothing was taken. Try again.")
        return books_fault(outcome.fault)
