"""Marks that say something by shape as well as by colour: tier badges, lamps, progress, steps."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.paint import draw_line, text_width
from app.ui.kit.theme import Theme

_DESK_CAPTION = 13  # pixels; what stands beside a caption grows with it
_TIERS = ("tier_member", "tier_silver", "tier_gold", "tier_platinum", "tier_diamond")


def tier_colour(rank: int) -> str:
    """Give the colour token of a tier's rank."""
    return _TIERS[max(0, min(rank, len(_TIERS) - 1))]


def tier_shape(rank: int, box: QRectF) -> QPainterPath:
    """Outline a tier's badge: circle, square, hexagon, shield, lozenge."""
    path = QPainterPath()
    middle, half = box.center(), box.width() / 2
    if rank <= 0:
        path.addEllipse(box)
    elif rank == 1:
        path.addRoundedRect(box.adjusted(half * 0.1, half * 0.1, -half * 0.1, -half * 0.1), 3, 3)
    elif rank == 2:
        points = [
            QPointF(
                middle.x() + half * math.cos(math.radians(60 * i - 90)),
                middle.y() + half * math.sin(math.radians(60 * i - 90)),
            )
            for i in range(6)
        ]
        path.addPolygon(QPolygonF([*points, points[0]]))
    elif rank == 3:
        left, top, side = box.left() + half * 0.14, box.top(), box.width() - half * 0.28
        path.moveTo(middle.x(), top)
        path.lineTo(left + side, top + side * 0.16)
        path.lineTo(left + side, top + side * 0.58)
        bottom = QPointF(middle.x(), box.bottom())
        path.quadTo(QPointF(left + side * 0.95, top + side * 0.95), bottom)
        path.quadTo(
            QPointF(left + side * 0.05, top + side * 0.95), QPointF(left, top + side * 0.58)
        )
        path.lineTo(left, top + side * 0.16)
        path.closeSubpath()
    else:
        corners = [
            QPointF(middle.x(), box.top()),
            QPointF(box.right(), middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(box.left(), middle.y()),
        ]
        path.addPolygon(QPolygonF([*corners, corners[0]]))
    return path


def draw_tier(
    painter: QPainter, theme: Theme, box: QRect, rank: int, letter: str, *, outline: bool = False
) -> None:
    """Draw a badge; the tier still to be reached is drawn in outline."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme.colour(tier_colour(rank))
    shape = tier_shape(rank, QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75))
    if outline:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5))
    else:
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPath(shape)
    font = theme.key_font(max(9, round(box.height() * 0.46)))
    wide = text_width(font, letter)
    at = QRect(box.center().x() - wide // 2 + (wide % 2 == 0), box.top(), wide + 2, box.height())
    draw_line(painter, at, letter, font, colour if outline else theme.colour("tier_ink"))


class TierBadge(QWidget):
    """A tier as shape and letter; the word stands beside it."""

    def __init__(
        self, theme: Theme, size: int = 32, *, outline: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._outline = outline
        self._rank = 0
        self._letter = ""
        self.setFixedSize(size, size)

    def show_tier(self, rank: int, letter: str) -> None:
        """Set what it shows."""
        self._rank, self._letter = rank, letter
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._letter:
            painter = QPainter(self)
            draw_tier(
                painter, self._theme, self.rect(), self._rank, self._letter, outline=self._outline
            )


class ProgressBar(QWidget):
    """How far it is to the next tier."""

    def __init__(self, theme: Theme, height: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, have: int, need: int) -> None:
        """Fill it as far as ``have`` of ``need``."""
        self._share = max(0.0, min(1.0, have / need if need else 1.0))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        high, half = self.height(), self.height() / 2
        painter.drawRoundedRect(self.rect(), half, half)
        if self._share:
            painter.setBrush(self._theme.colour("accent"))
            filled = QRectF(0, 0, max(float(high), self.width() * self._share), high)
            painter.drawRoundedRect(filled, half, half)


def draw_lamp(painter: QPainter, middle: QPointF, state: str, colour: QColor) -> None:
    """Draw a lamp: disc (ready), triangle (warning), square (refused)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if state == "ready":
        painter.drawEllipse(middle, 4, 4)
    elif state == "warning":
        x, y = middle.x(), middle.y()
        corners = [QPointF(x, y - 4.5), QPointF(x + 4.5, y + 4), QPointF(x - 4.5, y + 4)]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.drawRect(QRectF(middle.x() - 4, middle.y() - 4, 8, 8))


class Steps(QWidget):
    """Where a posting stands: done, now, still to come."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._unit = theme.size("caption")[0] / _DESK_CAPTION
        self._names: tuple[str, ...] = ()
        self.at = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def name(self, names: tuple[str, ...]) -> None:
        """Set the steps' names."""
        self._names = names
        self.updateGeometry()
        self.update()

    def go(self, at: int) -> None:
        """Mark the step that is under way; past the last one all are done."""
        self.at = at
        if self._names:
            self.setAccessibleName(self._names[min(at, len(self._names) - 1)])
        self.update()

    @override
    def sizeHint(self) -> QSize:
        font = self._theme.font("caption", 600)
        words = sum(text_width(font, n) for n in self._names)
        rest = 30 * len(self._names) + 40 * (len(self._names) - 1)
        return QSize(round(words + rest * self._unit), round(28 * self._unit))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit, x, middle = self._unit, 0, self.height() // 2
        figure = theme.key_font(round(12 * unit))
        high = theme.size("caption")[1]
        for i, name in enumerate(self._names):
            disc = QRectF(x + unit, middle - 10.5 * unit, 21 * unit, 21 * unit)
            if i <= self.at:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent"))
            else:
                painter.setPen(QPen(theme.colour("line_strong"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc)
            if i < self.at:
                size = round(14 * unit)
                tick = theme.pixmap("check", "accent_ink", size, self.devicePixelRatioF())
                painter.drawPixmap(round(x + 5 * unit), round(middle - 7 * unit), tick)
            else:
                tone = "accent_ink" if i == self.at else "ink2"
                left = round(x + 12 * unit) - text_width(figure, str(i + 1)) // 2
                at = QRect(left, middle - high // 2, high, high)
                draw_line(painter, at, str(i + 1), figure, theme.colour(tone))
            font = theme.font("caption", 600 if i == self.at else 400)
            wide = text_width(font, name)
            tone = "ink" if i == self.at else "ink2"
            box = QRect(round(x + 30 * unit), middle - high // 2, wide + 2, high)
            draw_line(painter, box, name, font, theme.colour(tone))
            x += round(30 * unit) + text_width(theme.font("caption", 600), name)
            if i + 1 < len(self._names):
                painter.setPen(QPen(theme.colour("line"), 1))
                painter.drawLine(x + round(8 * unit), middle, x + round(32 * unit), middle)
            x += round(40 * unit)
