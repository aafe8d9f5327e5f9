"""Pictures: of rewards in the theme's colours, and the hotel's own on the first page."""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_box
from app.ui.kit.theme import Theme

_PICTURES = Path(__file__).parents[3] / "resources" / "pictures"
_OTHER = "gift"
_DIMMED = 0.45
# Which token each colour of a picture is; the pictures themselves hold names only.
_COLOURS = {
    "ink": "ink",
    "surface": "surface",
    "accent": "accent",
    "accent_soft": "chart_3",
    "accent_deep": "chart_2",
    "gold": "chart_4",
}


def draw_reward(
    painter: QPainter, theme: Theme, box: QRect, name: str, *, radius: int, dim: bool = False
) -> None:
    """Draw a reward's picture on its ground; ``dim`` for one that cannot be had now."""
    ground = theme.colour("sunken" if dim else "accent_tint")
    draw_box(painter, box, ground, None, radius)
    wide, high = box.width() * 0.8, box.height() * 0.92
    scale = min(wide / 320, high / 160)
    area = QRectF(0, 0, 320 * scale, 160 * scale)
    area.moveCenter(QRectF(box).center())
    painter.setOpacity(_DIMMED if dim else 1.0)
    painter.drawPixmap(
        area.topLeft(), _picture(theme, name, painter.device().devicePixelRatioF(), scale)
    )
    painter.setOpacity(1.0)


def _picture(theme: Theme, name: str, density: float, scale: float) -> QPixmap:
    path = _PICTURES / f"{name}.svg"
    if not path.is_file():
        path = _PICTURES / f"{_OTHER}.svg"
    colours = {key: theme.colour(token).name() for key, token in _COLOURS.items()}
    source = Template(path.read_text("utf-8")).substitute(colours)
    pixmap = QPixmap(round(320 * scale * density), round(160 * scale * density))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap


class HotelPicture(QWidget):
    """The hotel's picture, as large as its place and cut where the place has another shape."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawn = QSvgRenderer(self)
        self._kept = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_picture(self, svg: bytes) -> None:
        """Show an SVG; empty leaves the bar's plain colour."""
        self._drawn.load(QByteArray(svg))
        self._drawn.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        self._kept = QPixmap()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        density = self.devicePixelRatioF()
        if self._kept.size() != self.size() * density:
            self._kept = QPixmap(self.size() * density)
            self._kept.fill(self._theme.colour("bar"))
            inner = QPainter(self._kept)
            if self._drawn.isValid() and self._theme.name != "high_contrast":
                self._drawn.render(inner, self._place())
            inner.end()
            self._kept.setDevicePixelRatio(density)
        QPainter(self).drawPixmap(0, 0, self._kept)

    def _place(self) -> QRectF:
        """Return where the whole picture lies so that its foot and right side stay on the screen."""
        wide, high = self._kept.width(), self._kept.height()
        size = self._drawn.defaultSize()
        scale = max(wide / size.width(), high / size.height())
        across, down = size.width() * scale, size.height() * scale
        return QRectF((wide - across) / 2, high - down, across, down)
