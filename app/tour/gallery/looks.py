"""In which looks each face is shown: size, colours, text size; language is the walk's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from app.ui.kiosk.window import KioskWindow
from app.ui.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """One look.

    Attributes:
        size: Width and height in pixels.
        colours: light, dark or high_contrast.
        is_large: The kiosk's large text.
    """

    size: tuple[int, int]
    colours: str
    is_large: bool = False

    @property
    def name(self) -> str:
        """Short, for a file."""
        wide, high = self.size
        return f"{wide}x{high}-{self.colours}{'-large' if self.is_large else ''}"


_DESK: Final = tuple(
    Look(size, colours)
    for size in ((1366, 768), (1920, 1080))
    for colours in ("light", "dark", "high_contrast")
)
_OUTLET: Final = tuple(
    Look(size, colours)
    for size in ((1024, 600), (1280, 800), (1366, 768))
    for colours in ("light", "dark", "high_contrast")
)
_KIOSK: Final = tuple(
    Look(size, colours, is_large)
    for size in ((1080, 1920), (1280, 800))
    for colours in ("light", "high_contrast")
    for is_large in (False, True)
)
LOOKS: Final = {"desk": _DESK, "outlet": _OUTLET, "kiosk": _KIOSK}


def each_look(face: str, window: QWidget, theme: Theme, app: QApplication) -> Iterator[Look]:
    """Give a window one look after the other, and the first one again at the end."""
    looks = LOOKS[face]
    for look in looks:
        take(look, window, theme, app)
        yield look
    take(looks[0], window, theme, app)


def take(look: Look, window: QWidget, theme: Theme, app: QApplication) -> None:
    """Give a window a look."""
    if isinstance(window, KioskWindow):
        _take_kiosk(look, window)
    elif theme.name != look.colours:
        theme.choose(look.colours, app)
    if (window.width(), window.height()) != look.size:
        window.resize(*look.size)
    for _ in range(3):
        app.processEvents()


def _take_kiosk(look: Look, window: KioskWindow) -> None:
    kiosk = window.kiosk
    if kiosk.is_large != look.is_large:
        window.look.turn_large()
    if (kiosk.theme.name == "high_contrast") != (look.colours == "high_contrast"):
        window.look.turn_contrast()
