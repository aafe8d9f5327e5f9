"""How receipts are printed (打印格式), set up before the first print, with the receipt as it will be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from typing_extensions import override

from app.ui.desk.printing import Printing
from app.ui.kit.access import scroll_words
from app.ui.kit.boxes import Card, row
from app.ui.kit.fields import Choice, Field, Tick
from app.ui.kit.note import Note
from app.ui.kit.tasks import Latest
from app.ui.service.station_records import PrintFormat
from app.ui.serving.context import Desk, PageName
from app.ui.serving.page import Page


class FormatPage(Page):
    """Paper, language, logo, code, copies; the picture follows each choice."""

    name = PageName.FORMAT

    def __init__(self, desk: Desk, printing: Printing, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._printing = printing
        self._latest = Latest(desk.tasks, 60, self)
        self.paper, self.language = Choice(theme), Choice(theme)
        self.copies = Choice(theme)
        self.logo, self.qr = Tick(theme), Tick(theme)
        card = Card(theme, 8)
        card.body.setContentsMargins(20, 14, 20, 14)
        title = self.text(lambda: self.tr("How are receipts printed here?"), "lead", weight=500)
        card.body.addWidget(title)
        note = Note(theme, "info")
        card.body.addWidget(note)
        self.say(note.say, lambda: self.tr("Asked once; it can be changed on this page later."))
        for entry, words in (
            (self.paper, lambda: self.tr("Paper width")),
            (self.language, lambda: self.tr("Language of the receipt")),
            (self.copies, lambda: self.tr("Copies")),
        ):
            field = Field(theme, entry)
            self.say(field.name, words)
            card.body.addWidget(field)
        self.say(self.logo.setText, lambda: self.tr("The hotel's name as a picture"))
        self.say(self.qr.setText, lambda: self.tr("QR code that leads to the slip"))
        card.body.addWidget(self.logo)
        card.body.addWidget(self.qr)
        card.body.addStretch()
        foot = row(8)
        foot.addStretch()
        save = self.button(self._save_words, self.enter, "⏎", "primary", "printer")
        self._save = save
        foot.addWidget(save)
        card.body.addLayout(foot)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        scroll = QScrollArea()
        scroll.setWidget(self._picture)
        scroll.setWidgetResizable(True)
        self.say(scroll.setAccessibleName, lambda: self.tr("Receipt as it will be printed"))
        self.say(scroll.setAccessibleDescription, scroll_words)
        paper = Card(theme, 8)
        head = self.text(lambda: self.tr("Receipt as it will be printed"), "caption", "ink2")
        paper.body.addWidget(head)
        paper.body.addWidget(scroll, 1)
        paper.setFixedWidth(theme.number("desk", "side"))
        body = row(16, (16, 0, 16, 0))
        body.addWidget(card, 1)
        body.addWidget(paper)
        self.setLayout(body)
        for choice in (self.paper, self.language, self.copies):
            choice.currentIndexChanged.connect(self._look)
        self.logo.toggled.connect(self._look)
        self.qr.toggled.connect(self._look)

    def _save_words(self) -> str:
        waits = self._printing.waiting is not None
        return self.tr("Keep and print") if waits else self.tr("Keep")

    @override
    def refill(self) -> None:
        self.paper.offer((("80", "80 mm"), ("58", "58 mm")))
        guest = self.tr("The guest's")
        self.language.offer((("guest", guest), ("zh_CN", "中文"), ("en", "English")))
        self.copies.offer(tuple((str(n), str(n)) for n in (1, 2, 3)))
        self._save.set_words(self._save_words())

    @override
    def shown(self) -> None:
        self.refill()
        self.paper.setFocus()
        self.desk.tasks.run(self.desk.service.print_format, self._fill)

    def _fill(self, kept: PrintFormat | None) -> None:
        chosen = kept or PrintFormat()
        self.paper.choose(str(chosen.paper_mm))
        self.language.choose(chosen.language)
        self.copies.choose(str(chosen.copies))
        self.logo.setChecked(chosen.logo)
        self.qr.setChecked(chosen.qr)
        self._look()

    def _chosen(self) -> PrintFormat:
        return PrintFormat(
            paper_mm=int(self.paper.code() or 80),
            language=self.language.code() or "guest",
            logo=self.logo.isChecked(),
            qr=self.qr.isChecked(),
            copies=int(self.copies.code() or 1),
        )

    def _look(self) -> None:
        slip, chosen = self._printing.waiting or self.desk.last_slip, self._chosen()
        if slip is None:
            self._picture.setText(self.tr("The picture comes with the first slip."))
            return
        service, slip_id = self.desk.service, slip.slip_id
        self._latest.ask(lambda: service.receipt_picture(slip_id, chosen), self._show)

    def _show(self, png: bytes) -> None:
        pixmap = QPixmap()
        if pixmap.loadFromData(png):
            wide = self.desk.theme.number("desk", "side") - 70
            shown = pixmap.scaledToWidth(
                min(wide, pixmap.width()), Qt.TransformationMode.SmoothTransformation
            )
            self._picture.setPixmap(shown)

    @override
    def enter(self) -> None:
        chosen, service = self._chosen(), self.desk.service
        self.desk.tasks.run(lambda: service.save_print_format(chosen), lambda _none: self._kept())

    def _kept(self) -> None:
        self._printing.print_waiting()
        panel = self.desk.panel
        self.desk.go.emit(PageName.MEMBER if panel is not None else PageName.WAITING)

    @override
    def left(self) -> None:
        self._latest.cancel()
