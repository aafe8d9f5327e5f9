"""Opens the desk's windows and runs them until they are closed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.ui.desk.bench import SimulatorBench
from app.ui.desk.service import DeskService
from app.ui.desk.window import DeskWindow
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.kit.wedge_filter import Assembler, WedgeFilter

if TYPE_CHECKING:
    from app.ui.desk.control_panel import ControlPanel

_GAP = 16
RESOURCES = Path(__file__).parents[3] / "resources"


@dataclass(slots=True, kw_only=True)
class Faces:
    """The open windows and what they share."""

    app: QApplication
    window: DeskWindow
    language: Language
    tasks: TaskRunner
    panel: ControlPanel | None = None
    wedge: WedgeFilter | None = None

    def close(self) -> None:
        """Close the windows."""
        if self.wedge is not None:
            self.wedge.unwatch(self.app)
        if self.panel is not None:
            self.panel.close()
        self.window.close()


def open_faces(
    service: DeskService,
    *,
    bench: SimulatorBench | None = None,
    wedge: Assembler | None = None,
    language: str = "zh_CN",
    colours: str = "light",
) -> Faces:
    """Show the desk, and the simulators' control panel where there are simulators.

    Args:
        service: What the desk asks.
        bench: The simulators.
        wedge: Where keys of a reader that types go.
        language: zh_CN or en.
        colours: light, dark or high_contrast.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    theme = Theme(RESOURCES, colours)
    theme.apply(app)
    words = Language(RESOURCES / "i18n", language)
    tasks = TaskRunner()
    window = DeskWindow(theme, words, tasks, service)
    panel = _panel(theme, words, tasks, bench) if bench is not None else None
    window.show()
    window.pages.build_ahead_soon()
    if panel is not None:
        lowest = app.primaryScreen().availableGeometry().height()
        panel.resize(panel.width(), min(panel.height(), lowest))
        panel.move(_beside(app, window, panel))
        panel.show()
        window.raise_()
        window.activateWindow()
    held: WedgeFilter | None = None
    if wedge is not None:
        held = WedgeFilter(wedge)
        held.watch(app)
    return Faces(app=app, window=window, language=words, tasks=tasks, panel=panel, wedge=held)


def _panel(theme: Theme, words: Language, tasks: TaskRunner, bench: SimulatorBench) -> ControlPanel:
    # A desk with real devices need not wait for the simulators' page to be imported.
    from app.ui.desk.control_panel import ControlPanel

    return ControlPanel(theme, words, tasks, bench)


def _beside(app: QApplication, window: DeskWindow, panel: ControlPanel) -> QPoint:
    """Find the panel's place: right of the desk, or as far right as the screen goes."""
    screen = app.primaryScreen().availableGeometry()
    wanted = window.x() + window.width() + _GAP
    return QPoint(min(wanted, screen.right() - panel.width()), window.y())
