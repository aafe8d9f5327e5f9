"""The search line: always there, results as you type, arrows and Enter; Ctrl+K comes back to it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.ui.kit.access import search_words
from app.ui.kit.boxes import Card
from app.ui.kit.paint import draw_key
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.kit.tasks import Latest
from app.ui.kit.text import Paragraph
from app.ui.kit.theme import Theme
from app.ui.service.records import HitKind, SearchHit
from app.ui.serving.context import Desk
from app.ui.serving.slip_sayings import slip_title


class SearchField(QLineEdit):
    """The line itself, with its glass and its key."""

    stepped = Signal(int)
    entered = Signal()
    gave_up = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "search")
        self.setMaxLength(60)

    @override
    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.setAccessibleDescription(search_words())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.stepped.emit(1)
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Escape if self.text():
                self.gave_up.emit()
            case _:
                super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        picture = self._theme.pixmap("search", "ink2", 18, self.devicePixelRatioF())
        painter.drawPixmap(14, (self.height() - 18) // 2, picture)
        draw_key(painter, self._theme, self.width() - 11, self.height() // 2, "Ctrl K")


class SearchLine(QWidget):
    """Field and results. The results float over the page, so that nothing moves."""

    found = Signal(object)  # SearchHit

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._hits: tuple[SearchHit, ...] = ()
        theme = desk.theme
        wide = theme.number("desk", "search_width")
        self.field = SearchField(theme, self)
        self.field.setFixedSize(wide, theme.control("height"))
        self.setFixedSize(wide, theme.control("height"))
        self._card = Card(theme, parent=window)
        self._card.body.setContentsMargins(6, 6, 6, 6)
        self.results = RowList(theme, RowStyle(height=48, mark=24))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._nobody = Paragraph("ink2")
        self._nobody.setContentsMargins(14, 8, 14, 8)
        self._card.body.addWidget(self.results)
        self._card.body.addWidget(self._nobody)
        self._card.hide()
        self._latest = Latest(desk.tasks, 40, self)
        self.field.textEdited.connect(self._typed)
        self.field.stepped.connect(self._step)
        self.field.entered.connect(self._enter)
        self.field.gave_up.connect(self.clear)
        self.field.left.connect(self._hide)
        self.results.chosen.connect(self._choose)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the present language."""
        words = self.tr("Card, phone, member number, name or pinyin initials, bill number")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(self.tr("Search"))
        self.results.setAccessibleName(self.tr("Search results"))

    def start(self) -> None:
        """Take the keyboard, ready to type anew."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def clear(self) -> None:
        """Forget what was typed."""
        self._latest.cancel()
        self.field.clear()
        self._hide()

    def _hide(self) -> None:
        self._card.hide()

    def _typed(self, text: str) -> None:
        text = text.strip()
        if not text:
            self._latest.cancel()
            self._hide()
            return
        self._latest.ask(lambda: self._desk.service.search(text), self._show)

    def _show(self, hits: tuple[SearchHit, ...]) -> None:
        self._hits = hits
        rows = tuple(self._row(i, hit) for i, hit in enumerate(hits))
        self.results.fill(rows)
        self.results.setVisible(bool(rows))
        self._nobody.setVisible(not rows)
        self._nobody.setText(
            self.tr("Nobody found. Try the phone number, or swipe the card. Enrol: F7")
        )
        if rows:
            self.results.go(rows[0].key)
        height = 48 * min(8, len(rows)) + 16 if rows else 52
        at = self.mapTo(self._window, QPoint(0, self.height() + 6))
        self._card.setGeometry(at.x(), at.y(), self.width(), height)
        self._card.raise_()
        self._card.setVisible(self.field.hasFocus())

    def _row(self, number: int, hit: SearchHit) -> Row:
        language = self._desk.language
        other = hit.name.en if language.chinese else hit.name.zh
        parts = [hit.member_no, f"•••• {hit.phone_tail}" if hit.phone_tail else ""]
        if hit.room:
            parts.append(self.tr("Room {room}").format(room=hit.room))
        if hit.kind is HitKind.BILL and hit.slip is not None:
            parts = [slip_title(hit.slip, language), hit.slip.number]
        mine = language.words(hit.name)
        title = f"{mine}  {other}" if other and other != mine else mine
        letter = language.words(hit.tier.letter) if hit.tier else ""
        return Row(
            key=str(number),
            title=title,
            note=" · ".join(p for p in parts if p),
            icon="" if hit.tier else "user",
            tier=(hit.tier.rank, letter) if hit.tier else None,
            aside=self._kind(hit.kind),
        )

    def _kind(self, kind: HitKind) -> str:
        match kind:
            case HitKind.CARD:
                return self.tr("Card")
            case HitKind.PHONE:
                return self.tr("Phone")
            case HitKind.MEMBER_NO:
                return self.tr("Member no.")
            case HitKind.NAME:
                return self.tr("Name")
            case HitKind.BILL:
                return self.tr("Bill")

    def _step(self, by: int) -> None:
        if self._hits and self._card.isVisible():
            at = int(self.results.current_key() or 0) + by
            self.results.go(str(max(0, min(len(self._hits) - 1, at))))

    def _enter(self) -> None:
        if self._card.isVisible() and self._hits:
            self._choose(self.results.current_key() or "0")

    def _choose(self, key: str) -> None:
        hit = self._hits[int(key)]
        self.clear()
        self.found.emit(hit)
