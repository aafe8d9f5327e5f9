"""Opens a face's windows: desk, till or kiosk, and the simulators' control panel beside it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.control_panel.bench import SimulatorBench
from app.ui.desk.window import DeskWindow
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.kit.wedge_filter import Assembler, WedgeFilter
from app.ui.service.protocols import DeskService

if TYPE_CHECKING:
    from app.ui.control_panel.panel import ControlPanel
    from app.ui.kiosk.window import KioskWindow
    from app.ui.outlet.window import OutletWindow
    from app.ui.service.kiosk import KioskService
    from app.ui.service.voice import Reader

_GAP = 16
RESOURCES = Path(__file__).parents[2] / "resources"
WindowT = TypeVar("WindowT", bound=QWidget)


@dataclass(slots=True, kw_only=True)
class Faces(Generic[WindowT]):
    """The open windows and what they share."""

    app: QApplication
    window: WindowT
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


DeskFaces = Faces[DeskWindow]
"""The desk's."""


def open_faces(
    service: DeskService,
    *,
    bench: SimulatorBench | None = None,
    wedge: Assembler | None = None,
    language: str = "zh_CN",
    colours: str = "light",
) -> DeskFaces:
    """Show the desk, and the simulators' control panel where there are simulators.

    Args:
        service: What the desk asks.
        bench: The simulators.
        wedge: Where keys of a reader that types go.
        language: zh_CN or en.
        colours: light, dark or high_contrast.
    """
    theme = _theme(colours, "desk")
    words, tasks = Language(RESOURCES / "i18n", language), TaskRunner()
    window = DeskWindow(theme, words, tasks, service)
    return _shown(window, theme, words, tasks, bench, wedge, window.pages.build_ahead_soon)


def open_outlet(
    service: DeskService,
    *,
    bench: SimulatorBench | None = None,
    wedge: Assembler | None = None,
    language: str = "zh_CN",
    colours: str = "light",
) -> Faces[OutletWindow]:
    """Show the till of an outlet; arguments as for the desk."""
    from app.ui.outlet.window import OutletWindow  # a desk starts without it

    theme = _theme(colours, "outlet")
    words, tasks = Language(RESOURCES / "i18n", language), TaskRunner()
    window = OutletWindow(theme, words, tasks, service)
    return _shown(window, theme, words, tasks, bench, wedge, lambda: None)


def open_kiosk_face(
    service: KioskService,
    *,
    bench: SimulatorBench | None = None,
    wedge: Assembler | None = None,
    languages: tuple[str, ...] = (),
    colours: str = "light",
    size: tuple[int, int] | None = None,
    reader: Reader | None = None,
) -> Faces[KioskWindow]:
    """Show the kiosk.

    Args:
        service: What the kiosk asks.
        bench: The simulators.
        wedge: Where keys of a reader that types go.
        languages: Codes to choose from, that of the first page in front; those without a file are left
            out, and none offers all.
        colours: light, dark or high_contrast.
        size: Width and height in a window; None takes the whole screen, without a frame.
        reader: Reads pages aloud on the earphone; None for a kiosk that does not.
    """
    from app.ui.kiosk.reading import Reading  # a desk starts without it
    from app.ui.kiosk.window import KioskWindow

    is_wide = size is not None and size[0] > size[1]
    theme = _theme(colours, "kiosk_wide" if is_wide else "kiosk")
    words, tasks = Language(RESOURCES / "i18n"), TaskRunner()
    words.offered = tuple(one for one in languages if one in words.codes)
    words.choose(words.codes[0])
    window = KioskWindow(theme, words, tasks, service)
    if size is None:
        window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        window.setWindowState(Qt.WindowState.WindowFullScreen)
    else:
        window.resize(*size)
    if reader is not None:
        Reading(window, reader.voice, always=reader.always)
    return _shown(window, theme, words, tasks, bench, wedge, lambda: None)


def _theme(colours: str, face: str) -> Theme:
    theme = Theme(RESOURCES, colours, face)
    theme.apply(_app())
    return theme


def _app() -> QApplication:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("InnPoint")  # what a screen reader calls the program
    return app


def _shown(
    window: WindowT,
    theme: Theme,
    words: Language,
    tasks: TaskRunner,
    bench: SimulatorBench | None,
    wedge: Assembler | None,
    ahead: Callable[[], None],
) -> Faces[WindowT]:
    app = _app()
    panel = _panel(theme, words, tasks, bench) if bench is not None else None
    window.show()
    ahead()
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
    from app.ui.control_panel.panel import ControlPanel

    return ControlPanel(theme.of_face("desk"), words, tasks, bench)


def _beside(app: QApplication, window: QWidget, panel: ControlPanel) -> QPoint:
    """Find the panel's place: right of the window, or as far right as the screen goes."""
    screen = app.primaryScreen().availableGeometry()
    wanted = window.x() + window.width() + _GAP
    return QPoint(min(wanted, screen.right() - panel.width()), window.y())
