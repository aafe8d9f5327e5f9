"""The control panel's till of another maker: a bill is sent, or taken back, and its answer is shown."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.control_panel.bench import BenchState, SimulatorBench
from app.ui.kit.boxes import Card, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme


class TillBench(Card):
    """Shown where the desk hears a simulated till."""

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, bench: SimulatorBench
    ) -> None:
        super().__init__(theme, 4)
        self._language, self._tasks = language, tasks
        self._head = Text(theme, "caption", "ink2", weight=600)
        self.says = Text(theme, "caption", "ink2", elide=True)
        self.send = KeyButton(theme, icon="receipt", small=True)
        self.take_back = KeyButton(theme, small=True)
        line = row(8)
        line.addWidget(self.send)
        line.addWidget(self.take_back)
        line.addStretch()
        self.body.addWidget(self._head)
        self.body.addLayout(line)
        self.body.addWidget(self.says)
        self.send.clicked.connect(lambda _checked=False: self._do(bench.send_bill))
        self.take_back.clicked.connect(lambda _checked=False: self._do(bench.take_bill_back))
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(self.tr("Another maker's till"))
        self.send.set_words(self.tr("Send a bill"))
        self.take_back.set_words(self.tr("Take it back"))

    def show_state(self, state: BenchState) -> None:
        """Show what the till heard."""
        self.setVisible(state.till is not None)
        if state.till is not None:
            self.says.setText(self._language.words(state.till))

    def _do(self, work: Callable[[], None]) -> None:
        self._tasks.run(work, lambda _none: None)
