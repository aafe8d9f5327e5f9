"""Lists of what happened or can be chosen, moved through by keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from app.ui.kit.access import rows_words
from app.ui.kit.row_model import Row, RowModel, RowStyle
from app.ui.kit.row_painter import RowPainter
from app.ui.kit.theme import Theme


class RowList(QListView):
    """A list of rows. Up and down move, Space opens the trace, Enter chooses.

    Args:
        theme: Where sizes and colours come from.
        style: How rows are laid out.
    """

    chosen = Signal(str)
    moved = Signal(str)

    def __init__(
        self, theme: Theme, style: RowStyle | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = RowModel(self)
        self._style = style or RowStyle()
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(theme, self._style, self.rows))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(self._style.height)
        self.verticalScrollBar().valueChanged.connect(self._snap)
        self.clicked.connect(self._click)
        self.selectionModel().currentChanged.connect(self._tell_moved)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setAccessibleDescription(rows_words())

    def fill(self, rows: tuple[Row, ...]) -> None:
        """Replace all rows; nothing is open afterwards."""
        key = self.current_key()
        self.rows.open_key = ""
        self.rows.fill(rows)
        self._fit()
        for i, row in enumerate(rows):
            if row.key == key:
                self.setCurrentIndex(self.rows.index(i))

    def current_key(self) -> str:
        """Give the key of the row that the keyboard stands on."""
        index = self.currentIndex()
        return self.rows.rows[index.row()].key if index.isValid() else ""

    def go(self, key: str) -> None:
        """Stand on a row."""
        for i, row in enumerate(self.rows.rows):
            if row.key == key:
                self.setCurrentIndex(self.rows.index(i))

    def toggle(self, key: str) -> None:
        """Open a row's details, or close them."""
        self.rows.open_key = "" if self.rows.open_key == key else key
        self._fit()
        self._snap(self.verticalScrollBar().value())
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
        # A note under the list makes it shorter: what is chosen stays whole.
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    def _fit(self) -> None:
        """Leave out at the foot what is no whole row, as the list stands when nothing is scrolled."""
        height, row = self.height(), self._style.height
        left = height % row if height > row else 0
        if self.rows.open_key:
            left = self._left_with_open(height)
        self.setViewportMargins(0, 0, 0, left)

    def _left_with_open(self, height: int) -> int:
        """Return what is left under the last whole row while one row is open and so of another height.

        The open row itself is never left out, however tall it is: of it a part is seen.
        """
        filled = 0
        for place in range(len(self.rows.rows)):
            tall = self.sizeHintForRow(place)
            if filled + tall > height:
                return height - filled if tall == self._style.height else 0
            filled += tall
        return 0

    def _snap(self, value: int) -> None:
        """Let a whole row stand at the top, wherever the wheel or the handle was let go."""
        over = value % self._style.height
        if over and not self.rows.open_key:
            up = self._style.height - over if over * 2 >= self._style.height else -over
            self.verticalScrollBar().setValue(value + up)

    def _click(self, index: QModelIndex) -> None:
        row = self.rows.rows[index.row()]
        if row.details:
            self.toggle(row.key)
        else:
            self.chosen.emit(row.key)

    def _tell_moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.moved.emit(self.rows.rows[index.row()].key)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.rows.rows:
            self.setCurrentIndex(self.rows.index(0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if key and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.rows.rows[self.currentIndex().row()]
            if row.details:
                self.toggle(key)
            else:
                self.chosen.emit(key)
        elif key and event.key() == Qt.Key.Key_Space:
            self.toggle(key)
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
            event.ignore()
        else:
            super().keyPressEvent(event)
