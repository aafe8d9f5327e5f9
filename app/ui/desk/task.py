"""What the tasks of the card page share: a few fields, a request, a line of words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.ui.desk.context import Desk
from app.ui.desk.flow import Ask
from app.ui.kit.boxes import column
from app.ui.kit.fields import Field


class Task(QWidget):
    """One task: its fields, its request, its words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body = column(10)
        self.setLayout(self.body)
        self._said: list[tuple[Callable[[str], object], Callable[[], str]]] = []

    def field(self, entry: QWidget, words: Callable[[], str]) -> Field:
        """Make a field that follows the language."""
        field = Field(self.desk.theme, entry)
        self._said.append((field.name, words))
        return field

    def say(self, setter: Callable[[str], object], words: Callable[[], str]) -> None:
        """Set words that follow the language."""
        self._said.append((setter, words))

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for setter, words in self._said:
            setter(words())

    def start(self) -> None:
        """Empty the fields and fetch what is needed."""

    def fields(self) -> tuple[QWidget, ...]:
        """Give what is locked once it was checked."""
        return ()

    def ask(self) -> Ask | None:
        """Give the request; None while something is missing."""
        return None

    def summary(self) -> str:
        """Say it in one line."""
        return ""
