"""Paints the rows of a list: mark, words and figures, and the trace under an opened one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from app.ui.kit.marks import draw_tier
from app.ui.kit.paint import draw_box, draw_key, draw_line, text_width
from app.ui.kit.row_model import Detail, Index, Row, RowModel, RowStyle
from app.ui.kit.theme import Theme

_DETAIL = 48


class RowPainter(QStyledItemDelegate):
    """Paints a row, and its details when it is open."""

    def __init__(self, theme: Theme, style: RowStyle, model: RowModel) -> None:
        super().__init__(model)
        self._theme = theme
        self._style = style
        self._model = model

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.rows[index.row()]
        height = self._style.height
        if row.key == self._model.open_key and row.details:
            height += sum(40 if d.total or not d.note else _DETAIL for d in row.details) + 12
        return QSize(100, height)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.rows[index.row()]
        opened = row.key == self._model.open_key and bool(row.details)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        here = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if opened or here:
            ground = box.adjusted(0, 1, 0, -1)
            radius = self._theme.number("radius", "control")
            draw_box(painter, ground, self._theme.colour("accent_tint"), None, radius)
        elif index.row() + 1 < len(self._model.rows):
            painter.fillRect(
                QRect(box.left() + 14, box.bottom(), box.width() - 28, 1),
                self._theme.colour("line"),
            )
        inner = box.adjusted(14, 0, -14, 0)
        head = QRect(inner.left(), inner.top(), inner.width(), self._style.height)
        self._paint_head(painter, head, row)
        if opened:
            self._paint_details(painter, inner, row.details)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRect, row: Row) -> None:
        theme, style = self._theme, self._style
        ink = theme.colour("ink3" if row.dim else "ink")
        middle = box.center().y()
        left = box.left()
        if style.lead:
            at = QRect(left, box.top(), style.lead - 8, box.height())
            draw_line(painter, at, row.lead, theme.font("caption"), theme.colour("ink3"))
            left += style.lead
        left = self._paint_mark(painter, left, middle, row)
        right = self._paint_figures(painter, box, row)
        room = QRect(left, box.top(), right - left - 10, box.height())
        title_font = theme.font("body", style.weight, tabular=False)
        note_font = theme.font("caption", tabular=False)
        note_colour = theme.colour("ink2" if not row.dim else "ink3")
        if style.one_line:
            split = min(style.note_at, room.width())
            title = QRect(room.left(), room.top(), split - 8, room.height())
            if not row.note:
                title = room
            draw_line(painter, title, row.title, title_font, ink)
            note = QRect(room.left() + split, room.top(), room.width() - split, room.height())
            if row.note:
                draw_line(painter, note, row.note, note_font, note_colour)
        elif row.note:
            title = QRect(room.left(), middle - 21, room.width(), 22)
            draw_line(painter, title, row.title, title_font, ink)
            note = QRect(room.left(), middle + 1, room.width(), 20)
            draw_line(painter, note, row.note, note_font, note_colour)
        else:
            draw_line(painter, room, row.title, title_font, ink)

    def _paint_mark(self, painter: QPainter, left: int, middle: int, row: Row) -> int:
        mark = self._style.mark
        if row.tier is not None:
            rank, letter = row.tier
            badge = QRect(left, middle - mark // 2, mark, mark)
            draw_tier(painter, self._theme, badge, rank, letter)
            return left + mark + 10
        if row.icon:
            tone = "ink3" if row.dim else row.icon_tone
            density = painter.device().devicePixelRatioF()
            picture = self._theme.pixmap(row.icon, tone, mark, density)
            painter.drawPixmap(left, middle - mark // 2, picture)
            return left + mark + 10
        return left

    def _paint_figures(self, painter: QPainter, box: QRect, row: Row) -> int:
        theme = self._theme
        right = box.right() + 1
        if row.keys:
            right -= draw_key(painter, theme, right, box.center().y(), row.keys) + 12
        if row.figure:
            font = theme.font("body", 500 if self._style.one_line else 600)
            tone = theme.colour("ink3" if row.dim else row.figure_tone)
            at = QRect(box.left(), box.top(), right - box.left(), box.height())
            draw_line(painter, at, row.figure, font, tone, right=True)
            right -= max(text_width(font, row.figure), 64 if self._style.one_line else 0) + 14
        elif self._style.one_line and row.aside:
            right -= 78
        if row.aside:
            font = theme.font("body" if self._style.one_line else "caption", 600)
            at = QRect(box.left(), box.top(), right - box.left(), box.height())
            draw_line(painter, at, row.aside, font, theme.colour(row.aside_tone), right=True)
            right -= text_width(font, row.aside) + 12
        return right

    def _paint_details(self, painter: QPainter, box: QRect, details: tuple[Detail, ...]) -> None:
        theme = self._theme
        top = box.top() + self._style.height
        painter.fillRect(QRect(box.left(), top - 2, box.width(), 1), theme.colour("line"))
        top += 4
        for detail in details:
            height = 40 if detail.total or not detail.note else _DETAIL
            line = QRect(box.left(), top, box.width(), height)
            figure_font = theme.font(
                "lead" if detail.total else "body", 600 if detail.total else 500
            )
            used = text_width(figure_font, detail.figure) + 12
            if detail.total:
                painter.fillRect(QRect(box.left(), top, box.width(), 1), theme.colour("line"))
            draw_line(painter, line, detail.figure, figure_font, theme.colour("ink"), right=True)
            room = line.adjusted(0, 0, -used, 0)
            title_font = theme.font("body", 600 if detail.total else 400, tabular=False)
            if detail.note:
                upper = QRect(room.left(), top + 2, room.width(), 22)
                draw_line(painter, upper, detail.title, title_font, theme.colour("ink"))
                lower = QRect(room.left(), top + 24, room.width(), 20)
                draw_line(painter, lower, detail.note, theme.font("caption"), theme.colour("ink2"))
            else:
                draw_line(painter, room, detail.title, title_font, theme.colour("ink"))
            top += height
