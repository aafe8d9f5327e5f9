"""The control panel's IC cards: lay one on the reader, take it away, tear it away while it is written."""

from __future__ import annotations

from app.ui.control_panel.bench import BenchCard, BenchState, SimulatorBench
from app.ui.kit.boxes import Card, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.fields import Choice
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme


class IcBench(Card):
    """A choice of cards and what a hand does with them."""

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, bench: SimulatorBench
    ) -> None:
        super().__init__(theme, 4)
        self._language, self._tasks, self._bench = language, tasks, bench
        self._cards: tuple[BenchCard, ...] = ()
        self._state: BenchState | None = None
        self._head = Text(theme, "caption", "ink2", weight=600)
        self.choice = Choice(theme)
        self.lay = KeyButton(theme, icon="ic-card", small=True)
        self.take = KeyButton(theme, small=True)
        self.tear = KeyButton(theme, small=True)
        top = row(8)
        top.addWidget(self._head)
        top.addWidget(self.choice, 1)
        self.body.addLayout(top)
        line = row(8)
        for button in (self.lay, self.take, self.tear):
            line.addWidget(button)
        line.addStretch()
        self.body.addLayout(line)
        self.lay.clicked.connect(self._lay)
        self.take.clicked.connect(lambda: tasks.run(bench.take_ic_card, lambda _none: None))
        self.tear.clicked.connect(lambda: tasks.run(bench.tear_ic_card, lambda _none: None))
        tasks.run(bench.ic_cards, self._fill)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(self.tr("IC card"))
        self.choice.setAccessibleName(self.tr("IC card"))
        self.lay.set_words(self.tr("Lay on"))
        self.take.set_words(self.tr("Take away"))
        self.tear.set_words(self.tr("Tear while writing"))
        self._fill(self._cards)
        if self._state is not None:
            self.show_state(self._state)

    def show_state(self, state: BenchState) -> None:
        """Show what lies on the reader."""
        self._state = state
        for button in (self.take, self.tear):
            button.setEnabled(bool(state.ic_card))

    def _fill(self, cards: tuple[BenchCard, ...]) -> None:
        chosen = self.choice.code()
        self._cards = cards
        self.choice.offer(tuple((one.card_id, self._language.words(one.name)) for one in cards))
        if chosen:
            self.choice.choose(chosen)

    def _lay(self) -> None:
        card_id = self.choice.code()
        if card_id:
            self._tasks.run(lambda: self._bench.lay_ic_card(card_id), lambda _none: None)
