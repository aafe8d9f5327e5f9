"""The ring round what has the keyboard: one transparent overlay per window that follows it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QListView, QWidget
from typing_extensions import override

from app.ui.kit.theme import Theme


class FocusRing(QWidget):
    """Draws 3 px with a 2 px gap round the focused widget of its window."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._times = 2 if theme.face.startswith("kiosk") else 1  # seen from further away
        self._on: QWidget | None = None
        self._list: QListView | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        window = self._window
        if self._on is not None:
            self._watch(self._on, on=False)
        if self._list is not None:
            self._list.selectionModel().currentChanged.disconnect(self._place)
            self._list.verticalScrollBar().valueChanged.disconnect(self._place)
        # A choice's own list opens in a window of its own, and goes when Qt likes.
        is_here = new is not None and window.isAncestorOf(new)
        self._list = new if is_here and isinstance(new, QListView) else None
        if self._list is not None:
            self._list.selectionModel().currentChanged.connect(self._place)
            self._list.verticalScrollBar().valueChanged.connect(self._place)
        self._on = new if is_here else None
        if new is not None and new.property("role") == "page":
            self._on = None  # a whole page needs no ring
        if self._on is None:
            self.hide()
            return
        self._watch(self._on, on=True)
        self._place()

    def _watch(self, widget: QWidget, *, on: bool) -> None:
        window = self._window
        each: QWidget | None = widget
        while each is not None and each is not window:
            if on:
                each.installEventFilter(self)
            else:
                each.removeEventFilter(self)
            each = each.parentWidget()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
            QEvent.Type.LayoutRequest,
        ):
            self._place()
        return False

    def _place(self, *_changed: object) -> None:
        target = self._on
        if target is None or not target.isVisible():
            self.hide()
            return
        proxy = target.property("ring_on")
        if isinstance(proxy, QWidget):
            target = proxy
        window = self._window
        box = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        if isinstance(target, QListView) and target.currentIndex().isValid():
            at = target.visualRect(target.currentIndex())
            box &= QRect(target.viewport().mapTo(window, at.topLeft()), at.size())
        each = target.parentWidget()
        while each is not None and each is not window:  # what is scrolled away has no ring
            box &= QRect(each.mapTo(window, QPoint(0, 0)), each.size())
            each = each.parentWidget()
        if box.isEmpty():
            self.hide()
            return
        out = self._times * (
            self._theme.number("line", "focus") + self._theme.number("line", "focus_gap")
        )
        self.setGeometry(box.adjusted(-out, -out, out, out))
        self.raise_()
        self.show()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        width = self._theme.number("line", "focus") * self._times
        on_bar = self._on is not None and self._on.property("on_bar") is True
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.colour("bar_ink" if on_bar else "accent")
        painter.setPen(QPen(colour, width))
        radius: float = 9 if isinstance(self._on, QAbstractButton) else 10
        if self._times > 1:
            radius = self._theme.number("radius", "kiosk") + 2 * width
        half = width / 2
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(area, radius, radius)
