"""Drawings made of the theme's colours: a card in its reader, a PIN pad, and the countdown ring."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_line, text_width
from app.ui.kit.theme import Theme


class ReaderDrawing(QWidget):
    """A card half-way through the reader."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(212)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, 208)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(220, 120)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / 300, self.height() / 208)
        painter.translate(self.width() / 2, self.height() / 2)
        painter.scale(scale, scale)
        painter.translate(-150, -104)
        ink = QPen(theme.colour("ink"), 2.6)
        self._card(painter)
        painter.setPen(ink)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(13, 140, 274, 65), 9, 9)
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(2, 120, 296, 27), 9, 9)
        painter.drawLine(QPointF(24, 133.5), QPointF(276, 133.5))
        painter.setPen(QPen(theme.colour("accent"), 3))
        painter.drawLine(QPointF(110, 177), QPointF(185, 177))
        painter.drawPolyline([QPointF(172, 165), QPointF(186, 177), QPointF(172, 189)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ready"))
        painter.drawEllipse(QPointF(266, 177), 5.5, 5.5)

    def _card(self, painter: QPainter) -> None:
        theme = self._theme
        painter.save()
        painter.translate(138, 62)
        painter.rotate(-8)
        painter.setClipRect(QRectF(-110, -70, 220, 128))
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(-91, -52, 182, 118), 11, 11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillPath(outline, theme.colour("accent"))
        painter.setBrush(theme.colour("accent_press"))
        painter.drawRect(QRectF(-91, 34, 182, 19))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accent_ink"), 2))
        painter.drawRoundedRect(QRectF(-76, -35, 28, 22), 5, 5)
        painter.drawLine(QPointF(-76, 8), QPointF(-22, 8))
        painter.drawLine(QPointF(-76, 20), QPointF(-46, 20))
        side = [(0, -15), (13, -7.5), (13, 7.5), (0, 15), (-13, 7.5), (-13, -7.5), (0, -15)]
        painter.drawPolyline([QPointF(62 + x, -27 + y) for x, y in side])
        painter.restore()


class PadDrawing(QWidget):
    """A PIN pad; it never counts keys.

    Args:
        theme: Where the colours come from.
        height: In pixels.
    """

    def __init__(self, theme: Theme, height: int = 132, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = height / 132
        self.setFixedSize(round(100 * self._scale), height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._scale, self._scale)
        ink = QPen(theme.colour("ink"), 2)
        painter.setPen(ink)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(4, 2, 92, 58), 12, 12)
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(12, 15, 76, 115), 9, 9)
        painter.setPen(QPen(theme.colour("ink"), 1.6))
        painter.setBrush(theme.colour("accent_tint"))
        painter.drawRoundedRect(QRectF(21, 25, 58, 19), 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink2"))
        for i in range(6):
            painter.drawEllipse(QPointF(32 + i * 7.2, 34.5), 1.6, 1.6)
        painter.setPen(QPen(theme.colour("ink"), 1.5))
        for line in range(4):
            for at in range(3):
                last = line == 3 and at == 2
                painter.setBrush(theme.colour("accent" if last else "surface"))
                painter.drawRoundedRect(QRectF(21 + at * 20.5, 51 + line * 14.5, 17, 10), 2.5, 2.5)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(21, 110, 27, 10), 2.5, 2.5)
        painter.drawRoundedRect(QRectF(52, 110, 27, 10), 2.5, 2.5)


class Countdown(QWidget):
    """A ring that empties, with the seconds in it."""

    ended = Signal()

    def __init__(self, theme: Theme, size: int = 56, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = size
        self._seconds = 0
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self.setFixedSize(size, size)

    @property
    def left(self) -> int:
        """Seconds that are left."""
        return self._left

    def start(self, seconds: int) -> None:
        """Count down from ``seconds``."""
        self._seconds = self._left = seconds
        self._timer.start()
        self.update()

    def stop(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        if self._left == 0:
            self._timer.stop()
            self.ended.emit()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        broad = 5 * self._size / 56
        ring = QRectF(self.rect()).adjusted(broad * 0.6, broad * 0.6, -broad * 0.6, -broad * 0.6)
        self._arc(painter, ring, theme.colour("sunken"), 360, broad)
        share = self._left / self._seconds if self._seconds else 0
        self._arc(painter, ring, theme.colour("accent"), round(360 * share), broad)
        font = theme.font("lead", 600)
        words = str(self._left)
        left = (self.width() - text_width(font, words)) // 2
        draw_line(painter, QRect(left, 0, self._size, self._size), words, font, theme.colour("ink"))

    @staticmethod
    def _arc(painter: QPainter, ring: QRectF, colour: QColor, degrees: int, broad: float) -> None:
        painter.setPen(QPen(colour, broad, c=Qt.PenCapStyle.FlatCap))
        painter.drawArc(ring, 90 * 16, -degrees * 16)
