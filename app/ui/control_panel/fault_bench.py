"""The control panel's faults: a worn stripe, a slow pad, a jam, an open drawer, a network that is gone."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout

from app.ui.control_panel.bench import BenchState, SimulatorBench
from app.ui.kit.boxes import Card
from app.ui.kit.fields import Tick
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme

_SWITCHES: Final = (
    "worn-stripe",
    "slow-pad",
    "wrong-check",
    "jam",
    "drawer",
    "no-network",
)
_ACROSS: Final = 2


class FaultBench(Card):
    """A tick for each thing that may go wrong until it is put right."""

    def __init__(self, theme: Theme, tasks: TaskRunner, bench: SimulatorBench) -> None:
        super().__init__(theme, 4)
        self._tasks, self._bench = tasks, bench
        self._head = Text(theme, "caption", "ink2", weight=600)
        self.ticks = {switch: Tick(theme) for switch in _SWITCHES}
        self.body.addWidget(self._head)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for at, (switch, tick) in enumerate(self.ticks.items()):
            grid.addWidget(tick, at // _ACROSS, at % _ACROSS)
            tick.clicked.connect(lambda on, one=switch: self._turn(one, on=on))
        self.body.addLayout(grid)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        self._head.setText(self.tr("Faults"))
        words = (
            self.tr("Worn stripe"),
            self.tr("Slow PIN pad"),
            self.tr("Wrong check bytes"),
            self.tr("Paper jam"),
            self.tr("Drawer open"),
            self.tr("No mobile network"),
        )
        for tick, said in zip(self.ticks.values(), words, strict=True):
            tick.setText(said)

    def show_state(self, state: BenchState) -> None:
        """Show what is on."""
        for switch, tick in self.ticks.items():
            tick.setChecked(switch in state.switches)

    def _turn(self, switch: str, *, on: bool) -> None:
        self._tasks.run(lambda: self._bench.turn(switch, on=on), lambda _none: None)
