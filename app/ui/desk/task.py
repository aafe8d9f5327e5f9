"""What the tasks of the card page share: a few fields, a request, a line of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.ui.kit.boxes import column
from app.ui.kit.fields import Field
from app.ui.kit.text import Paragraph
from app.ui.serving.context import Desk
from app.ui.serving.flow import Ask


class Task(QWidget):
    """One task: its fields, its request, its words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.body = column(10)
        # At the height of the menu's first row; a list still takes all there is.
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setLayout(self.body)
        self._said: list[tuple[Callable[[str], object], Callable[[], str]]] = []

    def field(self, entry: QWidget, words: Callable[[], str]) -> Field:
        """Make a field that follows the language."""
        field = Field(self.desk.theme, entry)
        self._said.append((field.name, words))
        return field

    def paragraph(self) -> Paragraph:
        """Make the words of a task that has no field above them, level with the menu's first row."""
        words = Paragraph("ink")
        words.setContentsMargins(0, 8, 0, 0)
        self.body.addWidget(words)
        return words

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

    def wrong(self) -> tuple[QWidget, str] | None:
        """Give the first field that cannot be as it is, and why in one sentence."""
        return None

    def summary(self) -> str:
        """Say it in one line."""
        return ""


class Tasks(QStackedWidget):
    """The tasks of a page, one behind the other; each is built when it is first needed.

    Args:
        makers: What builds each, by its key.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Task]]) -> None:
        super().__init__()
        self._makers = makers
        self._built: dict[str, Task] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The tasks there are, built or not."""
        return tuple(self._makers)

    def __getitem__(self, key: str) -> Task:
        if key not in self._built:
            task = self._makers[key]()
            task.retranslate()
            self._built[key] = task
            self.addWidget(task)
        return self._built[key]

    def open(self, key: str) -> Task:
        """Bring a task to the front."""
        task = self[key]
        self.setCurrentWidget(task)
        return task

    def build_more(self) -> bool:
        """Build one that is missing; False when all are there."""
        missing = next((key for key in self._makers if key not in self._built), None)
        if missing is None:
            return False
        return self[missing] is not None

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for task in self._built.values():
            task.retranslate()
