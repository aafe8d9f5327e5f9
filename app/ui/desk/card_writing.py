"""The encoder writes the card just issued: what the cashier does now, how long it waits, how it ended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.kit.boxes import Card, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.drawings import Countdown, ReaderDrawing
from app.ui.kit.note import Note
from app.ui.kit.text import Paragraph, Text
from app.ui.service.answers import CardStep, CardWritten, Done
from app.ui.serving.context import Desk, Told
from app.ui.serving.house_sayings import card_written


class CardWriting(Card):
    """Shown while the encoder waits for the card: once to write it, once to read it back.

    Args:
        desk: The desk it stands on.
        note: Where the page says what went wrong, with the way out: write once more.
    """

    moved = Signal()  # it began or ended: the page makes room, or takes it back

    def __init__(self, desk: Desk, note: Note, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent=parent)
        self._desk, self._note = desk, note
        theme = desk.theme
        self.again = KeyButton(theme, "Alt W", "primary", "card")
        self.again.clicked.connect(lambda _checked=False: self.write())
        note.offer(self.again)
        self.is_running = False
        self._done: Done | None = None
        self._step = CardStep.WRITE
        self.title = Text(theme, "lead", weight=500, elide=True)
        self._step_words = Text(theme, "caption", "ink2", elide=True)
        self._ring = Countdown(theme)
        self._left = Paragraph("ink2", "small")
        self.cancel = KeyButton(theme, "Esc")
        self.cancel.clicked.connect(self.stop)
        drawing = ReaderDrawing(theme)
        drawing.setFixedHeight(150)
        foot = row(12)
        foot.addWidget(self._ring)
        foot.addWidget(self._left, 1)
        foot.addWidget(self.cancel)
        self.body.addSpacing(4)
        self.body.addWidget(drawing)
        self.body.addSpacing(12)
        self.body.addWidget(self.title)
        self.body.addWidget(self._step_words)
        self.body.addSpacing(8)
        self.body.addLayout(foot)
        desk.card_wanted.connect(self._wanted)
        self.hide()

    @property
    def is_unwritten(self) -> bool:
        """Whether a card was issued here that can be written once more."""
        return self._done is not None and not self.is_running

    def issued(self, done: Done, *, here: bool) -> None:
        """Show the number of a card just issued, and write it where there is an encoder.

        Args:
            done: What was posted; other things than cards are passed over.
            here: Whether the page is still open; nobody stands at the encoder otherwise.
        """
        if "card_no" not in done.facts:
            return
        self._tell(done, None if here or not done.to_write else CardWritten.CANCELLED)
        if done.to_write and here:
            self._done = done
            self.write()

    def write(self) -> None:
        """Let the encoder write the card just issued, the first time or once more."""
        desk, service, done = self._desk, self._desk.service, self._done
        if done is None or done.member_id is None or self.is_running:
            return
        member_id, seconds = done.member_id, desk.theme.number("duration", "card_seconds")
        self._note.say("")
        self.is_running = True
        desk.set_busy(busy=True)
        self._wanted(CardStep.WRITE)
        self.show()
        self.moved.emit()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        desk.tasks.run(lambda: service.write_card(member_id, seconds), self._came, failed=self._end)

    def stop(self) -> None:
        """End the wait; the answer comes the usual way."""
        if self.is_running:
            self._desk.tasks.run(self._desk.service.cancel_write, lambda _none: None)

    def forget(self) -> None:
        """The page is left: end the wait; how it ended is told as a line without the number."""
        self._done = None
        self.stop()

    def retranslate(self) -> None:
        """Say the present step in the language in use."""
        writes = self._step is CardStep.WRITE
        self.title.setText(
            self.tr("Pull the blank card through the encoder")
            if writes
            else self.tr("Pull the same card through once more")
        )
        self._step_words.setText(
            self.tr("Step 1 of 2: the number is written")
            if writes
            else self.tr("Step 2 of 2: the number is read back and compared")
        )
        self._left.setText(self.tr("seconds left, then the encoder stops waiting"))
        self.cancel.set_words(self.tr("Cancel"))
        self.again.set_words(self.tr("Write the card"))
        self.setAccessibleName(self.title.text())

    def _wanted(self, step: CardStep) -> None:
        if self.is_running:
            self._step = step
            self._ring.start(self._desk.theme.number("duration", "card_seconds"))
            self.retranslate()

    def _came(self, end: CardWritten) -> None:
        self._end()
        done, good = self._done, end is CardWritten.WRITTEN
        if done is None:
            if not good and self._desk.session is not None:
                self._desk.tell(Told(text=lambda: card_written(end), tone="warning"))
            return
        if good:
            self._done = None
            self._tell(done, end)
            self._free_keyboard()
            return
        calm = end in (CardWritten.CANCELLED, CardWritten.TIMED_OUT)
        self._note.say(card_written(end), tone="warning" if calm else "refused", ways=True)
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _free_keyboard(self) -> None:
        """Leave the keyboard to the page, as after any posting."""
        page = self._note.parentWidget()
        while page is not None and page.property("role") != "page":
            page = page.parentWidget()
        if page is not None:
            page.setFocus()

    def _end(self) -> None:
        self.is_running = False
        self._ring.stop()
        self.hide()
        self._desk.set_busy(busy=False)
        self.moved.emit()

    def _tell(self, done: Done, end: CardWritten | None = None) -> None:
        """Put the number into the line that stays: only here it stands in full."""
        number = done.facts["card_no"]

        def words() -> str:
            said = self.tr("Card number {number}").format(number=number)
            parts = [done.slip.number, said, card_written(end) if end is not None else ""]
            return " · ".join(part for part in parts if part)

        self._desk.tell(Told(text=words, slip=done.slip, can_print=done.can_print))
