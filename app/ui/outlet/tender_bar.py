"""The ways to pay, a key each: the tender for the rest, stored value, points, a voucher."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.boxes import row
from app.ui.kit.paint import draw_box, draw_key, draw_line, text_width
from app.ui.kit.theme import Theme
from app.ui.outlet.sale import Sale
from app.ui.serving.context import Desk

REST, STORED, POINTS, VOUCHER = "rest", "stored", "points", "voucher"
_TILES: Final = (
    (REST, "F1", "receipt"),
    (STORED, "F2", "wallet"),
    (POINTS, "F3", "star"),
    (VOUCHER, "F4", "ticket"),
)


class TenderTile(QPushButton):
    """One way to pay: icon, name, what it pays, its key; tinted while it pays."""

    def __init__(self, theme: Theme, keys: str, icon: str) -> None:
        super().__init__()
        self._theme, self._keys, self._icon = theme, keys, icon
        self.note = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(theme.control("tender"))
        self.setMinimumWidth(96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, name: str, note: str) -> None:
        """Set name and second line; both are said by screen readers."""
        self.setText(name)
        self.note = note
        self.setAccessibleName(f"{name}. {note}" if note else name)
        self.update()

    def overflows(self) -> bool:
        """Tell whether a line does not fit; for tests."""
        name = text_width(self._theme.font("caption", 600, tabular=False), self.text())
        return name > self.width() - 24

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        on, can = self.isChecked(), self.isEnabled()
        fill = "accent_tint" if on else ("surface" if can else "resting")
        line = "accent" if on else "line"
        radius = theme.number("radius", "control")
        border = theme.colour(line)
        draw_box(painter, self.rect(), theme.colour(fill), border, radius, 2.0 if on else 1.0)
        ink = "accent" if on else ("ink" if can else "ink3")
        picture = theme.pixmap(self._icon, ink, 20, self.devicePixelRatioF())
        painter.drawPixmap(12, 10, picture)
        draw_key(painter, theme, self.width() - 10, 20, self._keys)
        font = theme.font("caption", 600, tabular=False)
        box = QRect(12, self.height() - 32, self.width() - 20, 26)
        draw_line(painter, box, self.note or self.text(), font, theme.colour(ink))


class TenderBar(QWidget):
    """A row of tiles."""

    pressed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        line = row(8)
        self.tiles: dict[str, TenderTile] = {}
        for name, keys, icon in _TILES:
            tile = TenderTile(theme, keys, icon)
            tile.clicked.connect(lambda _checked=False, n=name: self.pressed.emit(n))
            line.addWidget(tile)
            self.tiles[name] = tile
        self.setLayout(line)

    def show_sale(self, desk: Desk, sale: Sale) -> None:
        """Show what each way pays of a sale."""
        house, panel, language = desk.house, desk.panel, desk.language
        if house is None:
            return
        names = {one.code: language.words(one.name) for one in house.tenders}
        self.show_tile(REST, names.get(sale.tender, ""), "", on=True, can=bool(names))
        stored = sale.stored_minor(panel) if panel else 0
        can = panel is not None and panel.stored_minor > 0
        words = language.money(stored) if stored else ""
        self.show_tile(STORED, self.tr("Stored value"), words, on=sale.with_stored, can=can)
        points = sale.points(panel, house) if panel else 0
        can = panel is not None and panel.points > 0 and house.points_per_unit > 0
        words = language.count(points) if points else ""
        self.show_tile(POINTS, self.tr("Points"), words, on=sale.with_points, can=can)
        vouchers = {one.code: language.words(one.name) for one in panel.vouchers} if panel else {}
        words = vouchers.get(sale.voucher, self.tr("Voucher"))
        self.show_tile(VOUCHER, words, "", on=bool(sale.voucher), can=bool(vouchers))

    def show_tile(self, name: str, words: str, note: str, *, on: bool, can: bool) -> None:
        """Show one way as it stands."""
        tile = self.tiles[name]
        tile.setEnabled(can)
        tile.setChecked(on and can)
        tile.say(words, note)
