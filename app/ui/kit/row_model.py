"""What lists show: one row as it is painted, how a list lays rows out, and the model of many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One step under an opened row; ``total`` draws a line above it and larger figures."""

    title: str
    note: str = ""
    figure: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as it is painted.

    Attributes:
        key: What ``RowList.chosen`` tells.
        lead: Caption in the first column: a time or date.
        tier: Rank and letter of a badge, in place of ``icon``.
        figure: The number at the right edge; ``aside`` stands before it.
        keys: Key cap at the right edge.
        dim: Cannot be chosen now.
        details: What opening it shows.
    """

    key: str
    title: str
    note: str = ""
    lead: str = ""
    icon: str = ""
    icon_tone: str = "ink2"
    tier: tuple[int, str] | None = None
    figure: str = ""
    figure_tone: str = "ink"
    aside: str = ""
    aside_tone: str = "ink2"
    keys: str = ""
    dim: bool = False
    details: tuple[Detail, ...] = ()

    def spoken(self) -> str:
        """Say it in one line, for screen readers."""
        return ". ".join(
            t for t in (self.title, self.note, self.lead, self.aside, self.figure) if t
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStyle:
    """How a list lays out its rows.

    Attributes:
        height: Of a closed row.
        lead: Width of the first column; 0 without one.
        one_line: The note stands beside the title, at ``note_at``, instead of below it.
        bold: Weight of titles.
    """

    height: int = 57
    lead: int = 0
    one_line: bool = False
    note_at: int = 172
    weight: int = 500
    mark: int = 20


class RowModel(QAbstractListModel):
    """A tuple of rows, and which one is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.open_key = ""

    def fill(self, rows: tuple[Row, ...]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        return None
