"""The simulators' control panel, in a second window: swipe cards, type PINs, pull plugs, see paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget
from typing_extensions import override

from app.ui.control_panel.bench import BenchCard, BenchDevice, BenchState, SimulatorBench
from app.ui.control_panel.fault_bench import FaultBench
from app.ui.control_panel.ic_bench import IcBench
from app.ui.control_panel.till_bench import TillBench
from app.ui.kit.boxes import Card, boxed, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.fields import Field, Tick
from app.ui.kit.language import Language
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.text import Text
from app.ui.kit.theme import Theme

_DEVICES = 6
_WIDE = 460
_HIGH = 980


class ControlPanel(QWidget):
    """Stands in for hands and cables. Only a training or demo desk has one."""

    _state_came = Signal(object)

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, bench: SimulatorBench
    ) -> None:
        super().__init__()
        self._theme, self._language = theme, language
        self._tasks, self._bench = tasks, bench
        self._cards: tuple[BenchCard, ...] = ()
        self._state: BenchState | None = None
        self.setProperty("role", "window")
        self.setFixedWidth(_WIDE)
        self.setMinimumHeight(700)
        self.resize(_WIDE, _HIGH)
        self.cards = RowList(theme, RowStyle(height=38, mark=20))
        self.cards.setMinimumHeight(4 * 38)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(12)
        self.pin.returnPressed.connect(self._type_pin)
        self.text = QLineEdit()
        self.text.setMaxLength(70)
        self.text.returnPressed.connect(self._send_text)
        self._text_field = Field(theme, self.text)
        self._send = KeyButton(theme)
        self._texts = Text(theme, "caption", "ink2", elide=True)
        self._swiped = ""
        self._heads = [Text(theme, "caption", "ink2", weight=600) for _ in range(5)]
        self.ic = IcBench(theme, language, tasks, bench)
        self.faults = FaultBench(theme, tasks, bench)
        self.till = TillBench(theme, language, tasks, bench)
        self._pin_field = Field(theme, self.pin)
        self._enter = KeyButton(theme, role="primary")
        self._cancel = KeyButton(theme)
        self._paper = [KeyButton(theme, small=True) for _ in range(3)]
        self._cover = Tick(theme)
        self._pull = KeyButton(theme, icon="card", small=True)
        self._worn = Tick(theme)
        self._encoder = Text(theme, "caption", "ink3", right=True, elide=True)
        self._plugs = [Tick(theme) for _ in range(_DEVICES)]
        self._receipt = QLabel()
        self._receipt.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea()
        self._scroll.setMinimumHeight(60)
        self._build()
        self._connect()
        theme.dress(self)
        self.retranslate()

    def _build(self) -> None:
        theme = self._theme
        body = column(12, (16, 16, 16, 16))
        swipe = Card(theme)
        swipe.for_rows()
        swipe.indented(self._heads[0])
        swipe.body.addWidget(self.cards, 1)
        body.addWidget(swipe, 4)
        pad = Card(theme, 8)
        line = row(8)
        line.addWidget(self._pin_field, 1)
        line.addWidget(self._enter, 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignBottom)
        pad.body.addLayout(line)
        body.addWidget(pad)
        body.addWidget(self._modem())
        encoder = Card(theme, 4)
        line = row(8)
        line.addWidget(self._heads[4])
        line.addWidget(self._encoder, 1)
        encoder.body.addLayout(line)
        line = row(16)
        line.addWidget(self._pull)
        line.addWidget(self._worn)
        line.addStretch()
        encoder.body.addLayout(line)
        body.addWidget(self.till)
        body.addWidget(encoder)
        body.addWidget(self.ic)
        plugs = Card(theme, 4)
        plugs.body.addWidget(self._heads[1])
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        for i, plug in enumerate(self._plugs):
            grid.addWidget(plug, i // 2, i % 2)
        plugs.body.addLayout(grid)
        body.addWidget(plugs)
        printer = Card(theme, 8)
        printer.body.addWidget(self._heads[2])
        papers = row(8)
        for button in self._paper:
            button.setCheckable(True)
            papers.addWidget(button)
        papers.addStretch()
        printer.body.addWidget(boxed(papers))
        printer.body.addWidget(self._cover)
        self._scroll.setWidget(self._receipt)
        self._scroll.setWidgetResizable(True)
        printer.body.addWidget(self._heads[3])
        printer.body.addWidget(self._scroll, 1)
        body.addWidget(printer, 3)
        body.addWidget(self.faults)
        self._shelve(boxed(body))

    def _shelve(self, whole: QWidget) -> None:
        """Let a small screen show a part of it."""
        shelf = QScrollArea()
        shelf.setWidget(whole)
        shelf.setWidgetResizable(True)
        shelf.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        shelf.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = column()
        outer.addWidget(shelf)
        self.setLayout(outer)

    def _modem(self) -> Card:
        """Lay out the guest's phone: what it sends to the modem, and what the modem sent last."""
        card = Card(self._theme, 4)
        line = row(8)
        line.addWidget(self._text_field, 1)
        line.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        card.body.addLayout(line)
        card.body.addWidget(self._texts)
        return card

    def _connect(self) -> None:
        bench, do = self._bench, self._tasks.run
        self.cards.chosen.connect(self._swipe)
        self._enter.clicked.connect(self._type_pin)
        self._send.clicked.connect(self._send_text)
        self._cancel.clicked.connect(lambda: do(bench.cancel_pin, lambda _none: None))
        self._pull.clicked.connect(lambda: do(bench.pull_card, lambda _none: None))
        self._worn.clicked.connect(
            lambda worn: do(lambda: bench.take_card(worn=worn), lambda _none: None)
        )
        for button, paper in zip(self._paper, ("ok", "low", "out"), strict=True):
            button.clicked.connect(
                lambda _on=False, p=paper: do(lambda: bench.set_paper(p), lambda _none: None)
            )
        self._cover.clicked.connect(
            lambda opened: do(lambda: bench.turn("cover", on=opened), lambda _none: None)
        )
        for i, plug in enumerate(self._plugs):
            plug.clicked.connect(lambda on, n=i: self._plug(n, plugged=on))
        self._language.changed.connect(self.retranslate)
        self._state_came.connect(self._show_state)
        self._stop = bench.subscribe(self._state_came.emit)
        do(bench.cards, self._fill_cards)

    def retranslate(self) -> None:
        """Say everything in the language in use."""
        words = (
            self.tr("Swipe a card"),
            self.tr("Cables"),
            self.tr("Printer"),
            self.tr("Last receipt"),
            self.tr("Encoder"),
        )
        for head, said in zip(self._heads, words, strict=True):
            head.setText(said)
        self.setWindowTitle(self.tr("InnPoint simulators"))
        self._enter.set_words(self.tr("Enter"))
        self._cancel.set_words(self.tr("Cancel"))
        papers = (self.tr("Paper"), self.tr("Paper low"), self.tr("No paper"))
        for button, said in zip(self._paper, papers, strict=True):
            button.set_words(said)
        self._cover.setText(self.tr("Cover open"))
        self.ic.retranslate()
        self.faults.retranslate()
        self.till.retranslate()
        self._pull.set_words(self.tr("Pull the card through"))
        self._worn.setText(self.tr("Worn card"))
        self.cards.setAccessibleName(words[0])
        self._scroll.setAccessibleName(words[3])
        self._pin_field.name(self.tr("PIN pad"))
        self._text_field.name(self.tr("Text from the guest's phone"))
        self._send.set_words(self.tr("Send"))
        self._fill_cards(self._cards)
        if self._state is not None:
            self._show_state(self._state)

    def _fill_cards(self, cards: tuple[BenchCard, ...]) -> None:
        self._cards = cards
        language = self._language
        self.cards.fill(
            tuple(
                Row(
                    key=card.card_id,
                    title=language.words(card.name),
                    icon="card",
                    aside=language.words(card.expect),
                )
                for card in cards
            )
        )

    def _send_text(self) -> None:
        """Let the guest whose card was swiped last send a text."""
        words, guest = self.text.text().strip(), self._swiped
        self.text.clear()
        if words:
            self._tasks.run(lambda: self._bench.receive_text(guest, words), lambda _none: None)

    def _swipe(self, card_id: str) -> None:
        self._swiped = card_id
        self._tasks.run(lambda: self._bench.swipe(card_id), lambda _none: None)

    def _type_pin(self) -> None:
        digits = self.pin.text()
        self.pin.clear()
        if digits:
            self._tasks.run(lambda: self._bench.type_pin(digits), lambda _none: None)

    def _devices(self) -> tuple[BenchDevice, ...]:
        return self._state.devices[:_DEVICES] if self._state is not None else ()

    def _plug(self, at: int, *, plugged: bool) -> None:
        devices = self._devices()
        if at < len(devices):
            device_id = devices[at].device_id
            self._tasks.run(
                lambda: self._bench.plug(device_id, plugged=plugged), lambda _none: None
            )

    def _show_state(self, state: BenchState) -> None:
        before, self._state = self._state, state
        language = self._language
        devices = self._devices()
        for i, plug in enumerate(self._plugs):
            plug.setVisible(i < len(devices))
            if i < len(devices):
                plug.setText(language.words(devices[i].name))
                plug.setChecked(devices[i].plugged)
        for button, paper in zip(self._paper, ("ok", "low", "out"), strict=True):
            button.setChecked(state.paper == paper)
        self._cover.setChecked("cover" in state.switches)
        self.faults.show_state(state)
        self.till.show_state(state)
        self.ic.show_state(state)
        waits_for = {
            "write": self.tr("waits for a card to write"),
            "read": self.tr("waits for a card to read"),
        }
        self._encoder.setText(waits_for.get(state.encoder, ""))
        self._texts.setText(state.texts[0] if state.texts else "")
        self._texts.setToolTip("\n".join(state.texts))
        waits = self.tr("the pad waits for a PIN")
        self._pin_field.remark.setText(
            waits if state.pin_waiting else language.words(state.pin_hint)
        )
        if before is None or before.printed != state.printed:
            self._tasks.run(self._bench.last_receipt, self._show_receipt)

    def _show_receipt(self, png: bytes) -> None:
        pixmap = QPixmap()
        if png and pixmap.loadFromData(png):
            wide = min(_WIDE - 90, pixmap.width())
            smooth = Qt.TransformationMode.SmoothTransformation
            self._receipt.setPixmap(pixmap.scaledToWidth(wide, smooth))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("paper"))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._stop()
        super().closeEvent(event)
