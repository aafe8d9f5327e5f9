"""A QR code on a screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.kit.theme import Theme

_QUIET = 4  # modules of white round it, as ISO/IEC 18004 asks


class QrCode(QWidget):
    """A square that a scanner reads: dark on white in every theme, each module a whole number of pixels."""

    def __init__(self, theme: Theme, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[tuple[int, ...], ...] = ()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show a text as a code; empty shows nothing."""
        self._rows = ()
        if text:
            import segno  # only pages with a code need it

            code = segno.make_qr(text, error="m", boost_error=False)
            self._rows = tuple(tuple(row) for row in code.matrix)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        across = len(self._rows) + 2 * _QUIET
        module = min(self.width(), self.height()) // across
        left = (self.width() - module * len(self._rows)) // 2
        top = (self.height() - module * len(self._rows)) // 2
        for y, line in enumerate(self._rows):
            for x, dark in enumerate(line):
                if dark:
                    box = QRect(left + x * module, top + y * module, module, module)
                    painter.fillRect(box, Qt.GlobalColor.black)
