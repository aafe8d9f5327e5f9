"""Paints the rows of a list: mark, words and figures, and the trace under an opened one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.ui.kit.marks import draw_tier
from app.ui.kit.paint import draw_box, draw_key, draw_line, split_line, text_width
from app.ui.kit.row_model import Detail, Index, Row, RowModel, RowStyle
from app.ui.kit.theme import Theme

_SIDE = 14  # left and right of everything in a row
_DETAIL = {1: 40, 2: 48, 3: 70}  # height by the lines of words


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
            view = option.widget
            height += sum(self._detail_height(d, view) for d in row.details) + 12
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
        inner = box.adjusted(_SIDE, 0, -_SIDE, 0)
        head = QRect(inner.left(), inner.top(), inner.width(), self._style.height)
        self._paint_head(painter, head, row)
        if opened:
            self._paint_details(painter, inner, row.details, option.widget)
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

    def _paint_details(
        self, painter: QPainter, box: QRect, details: tuple[Detail, ...], view: QWidget | None
    ) -> None:
        top = box.top() + self._style.height
        painter.fillRect(QRect(box.left(), top - 2, box.width(), 1), self._theme.colour("line"))
        top += 4
        for detail in details:
            height = self._detail_height(detail, view)
            self._paint_detail(painter, QRect(box.left(), top, box.width(), height), detail, view)
            top += height

    def _paint_detail(
        self, painter: QPainter, box: QRect, detail: Detail, view: QWidget | None
    ) -> None:
        theme = self._theme
        ink = theme.colour("ink")
        if detail.total:
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 1), theme.colour("line"))
        draw_line(painter, box, detail.figure, self._figure_font(detail), ink, right=True)
        room = box.adjusted(0, 0, -self._figure_room(detail), 0)
        title_font = self._title_font(detail)
        lines = [(text, title_font, ink) for text in self._title_lines(detail, view)]
        if detail.note:
            lines.append((detail.note, theme.font("caption"), theme.colour("ink2")))
        if len(lines) == 1:
            draw_line(painter, room, detail.title, title_font, ink)
            return
        for place, (text, font, colour) in enumerate(lines):
            at = QRect(room.left(), room.top() + 2 + 22 * place, room.width(), 22)
            draw_line(painter, at, text, font, colour)

    def _detail_height(self, detail: Detail, view: QWidget | None) -> int:
        return _DETAIL[len(self._title_lines(detail, view)) + bool(detail.note)]

    def _title_lines(self, detail: Detail, view: QWidget | None) -> tuple[str, ...]:
        """Give a title in one line, or in two when it is too long for one."""
        if not isinstance(view, QAbstractItemView):
            return (detail.title,)
        # As if the bar were there: a row must not change its height as the bar comes and goes.
        bar = view.verticalScrollBar().sizeHint().width()
        room = view.width() - bar - 2 * _SIDE - self._figure_room(detail)
        return split_line(self._title_font(detail), detail.title, room)

    def _title_font(self, detail: Detail) -> QFont:
        return self._theme.font("body", 600 if detail.total else 400, tabular=False)

    def _figure_font(self, detail: Detail) -> QFont:
        return self._theme.font("lead" if detail.total else "body", 600 if detail.total else 500)

    def _figure_room(self, detail: Detail) -> int:
        return text_width(self._figure_font(detail), detail.figure) + 12
