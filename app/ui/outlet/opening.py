"""Opens the till's windows."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from app.ui.desk.bench import SimulatorBench
from app.ui.desk.service import DeskService
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.kit.wedge_filter import Assembler, WedgeFilter
from app.ui.outlet.window import OutletWindow

if TYPE_CHECKING:
    from app.ui.desk.control_panel import ControlPanel

RESOURCES = Path(__file__).parents[3] / "resources"


@dataclass(slots=True, kw_only=True)
class OutletFaces:
    """The open windows and what they share."""

    app: QApplication
    window: OutletWindow
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


def open_outlet(
    service: DeskService,
    *,
    bench: SimulatorBench | None = None,
    wedge: Assembler | None = None,
    language: str = "zh_CN",
    colours: str = "light",
) -> OutletFaces:
    """Show the till, and the simulators' control panel where there are simulators.

    Args:
        service: What the till asks.
        bench: The simulators.
        wedge: Where keys of a reader that types go.
        language: zh_CN or en.
        colours: light, dark or high_contrast.
    """
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    theme = Theme(RESOURCES, colours, "outlet")
    theme.apply(app)
    words = Language(RESOURCES / "i18n", language)
    tasks = TaskRunner()
    window = OutletWindow(theme, words, tasks, service)
    window.show()
    panel: ControlPanel | None = None
    if bench is not None:
        from app.ui.desk.control_panel import ControlPanel as Panel

        panel = Panel(Theme(RESOURCES, colours), words, tasks, bench)
        panel.move(window.x() + window.width() + 16, window.y())
        panel.show()
        window.raise_()
        window.activateWindow()
    held: WedgeFilter | None = None
    if wedge is not None:
        held = WedgeFilter(wedge)
        held.watch(app)
    return OutletFaces(app=app, window=window, language=words, tasks=tasks, panel=panel, wedge=held)
