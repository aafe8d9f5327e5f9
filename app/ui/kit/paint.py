"""Small strokes that several widgets share: one line of text, rounded boxes, key caps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout

from app.ui.kit.theme import Theme

KEY_HEIGHT = 20
_BASELINE = 0.365  # of the size, below the middle: Latin figures and 汉字 then share one line


_MOST_MEASURED = 2_048
# The font is kept beside its width, so that no other font takes its identity meanwhile.
_measured: dict[tuple[int, str], tuple[QFont, int]] = {}


def text_width(font: QFont, text: str) -> int:
    """Measure one line; measured once, since a window paints the same lines again and again."""
    known = _measured.get((id(font), text))
    if known is not None:
        return known[1]
    if len(_measured) >= _MOST_MEASURED:
        _measured.clear()
    width = QFontMetrics(font).horizontalAdvance(text)
    _measured[id(font), text] = (font, width)
    return width


def forget_measured() -> None:
    """Forget every line that was measured: names of guests are among them."""
    _measured.clear()


def draw_line(
    painter: QPainter,
    box: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    right: bool = False,
) -> None:
    """Draw one line of text in a box on a baseline that does not depend on the script.

    What does not fit ends in an ellipsis.
    """
    width = text_width(font, text)
    if width > box.width():
        metrics = QFontMetrics(font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        width = metrics.horizontalAdvance(text)
    x = box.right() + 1 - width if right else box.left()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(QPointF(x, box.center().y() + 0.5 + _BASELINE * font.pixelSize()), text)


def draw_box(
    painter: QPainter,
    box: QRect,
    fill: QColor,
    line: QColor | None = None,
    radius: int = 6,
    width: float = 1,
) -> None:
    """Draw a rounded box with a crisp border."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    inset = width / 2 if line is not None else 0
    painter.setPen(QPen(line, width) if line is not None else QPen(Qt.PenStyle.NoPen))
    area = QRectF(box).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(area, radius, radius)


def key_width(theme: Theme, keys: str) -> int:
    """Measure a key cap."""
    return text_width(theme.key_font(), keys) + 14


def split_line(font: QFont, text: str, width: int) -> tuple[str, ...]:
    """Break a text that is wider than ``width`` once, where its script allows it."""
    if width <= 0 or text_width(font, text) <= width:
        return (text,)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    end = line.textLength()
    lines = (text[:end].rstrip(), text[end:].lstrip())
    return lines if all(lines) else (text,)


def draw_key(
    painter: QPainter, theme: Theme, right: int, middle: int, keys: str, *, on_accent: bool = False
) -> int:
    """Draw a key cap that ends at ``right``; returns its width."""
    width = key_width(theme, keys)
    box = QRect(right - width, middle - KEY_HEIGHT // 2, width, KEY_HEIGHT)
    radius = theme.number("radius", "key")
    if on_accent:
        draw_box(painter, box, theme.colour("accent_hover"), None, radius)
    else:
        draw_box(painter, box, theme.colour("line"), None, radius)
        draw_box(
            painter, box.adjusted(0, 0, 0, -1), theme.colour("sunken"), theme.colour("line"), radius
        )
    colour = theme.colour("accent_ink" if on_accent else "ink2")
    draw_line(painter, box.adjusted(7, 0, -7, -1), keys, theme.key_font(), colour)
    return width
