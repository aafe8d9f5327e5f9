"""The right side of a posting: what it would do, and below it the PIN entry or the supervisor's word."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.loyalty.refusals import Refusal
from app.ui.kit.boxes import Card, Hairline, boxed, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.drawings import Countdown, PadDrawing
from app.ui.kit.fields import Entry, Field
from app.ui.kit.lines import Line, Lines
from app.ui.kit.messages import sentence
from app.ui.kit.note import Note
from app.ui.kit.text import Paragraph, Text
from app.ui.service.answers import Override, PinPurpose, Preview, SwipeToken
from app.ui.serving.context import Desk
from app.ui.serving.slip_sayings import preview_label, trace_detail


class PreviewCard(Card):
    """Step by step from the bill to what remains, and from the spend to the points."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent=parent)
        self._desk = desk
        theme = desk.theme
        self._head = Text(theme, "caption", "ink2", weight=600)
        self._state = Text(theme, "caption", "ink2", right=True)
        head = row()
        head.addWidget(self._head)
        head.addStretch()
        head.addWidget(self._state)
        self.body.addLayout(head)
        self.body.addSpacing(4)
        self._lines = Lines(theme)
        self.body.addWidget(self._lines)
        self._rest_name = Text(theme, "body", weight=500)
        self._rest_note = Text(theme, "caption", "ink2", elide=True)
        self._rest = Text(theme, "figure", weight=600, right=True)
        names = column()
        names.addWidget(self._rest_name)
        names.addWidget(self._rest_note)
        rest = row(12)
        rest.addLayout(names, 1)
        rest.addWidget(self._rest)
        total = column(6, (0, 8, 0, 6))
        total.addWidget(Hairline())
        total.addLayout(rest)
        total.addWidget(Hairline())
        self._total = boxed(total)
        self.body.addWidget(self._total)
        self._trace = Lines(theme)
        self.body.addWidget(self._trace)
        self._after = Text(theme, "caption", "ink2", right=True)
        self.body.addWidget(self._after)
        self.body.addStretch()
        self.empty = Paragraph("ink3")
        self.body.addWidget(self.empty)
        self.body.addStretch()

    def show_preview(
        self, preview: Preview | None, *, rest: str, rest_note: str = "", posted: str = ""
    ) -> None:
        """Show a preview.

        Args:
            preview: None shows what there will be to see.
            rest: What the large figure is called; empty hides it.
            rest_note: Under it, e.g. the tender.
            posted: The slip's number, once it is in the books.
        """
        language = self._desk.language
        self._head.setText(self.tr("This posting"))
        words = self.tr("Posted, {slip}").format(slip=posted)
        self._state.setText(words if posted else self.tr("Preview, not posted yet"))
        self._state.set_tone("ready" if posted else "ink2")
        shown = preview or Preview()
        moves = shown.lines or shown.trace or shown.points or shown.stored
        self.empty.setVisible(not moves)
        hint = self.tr("What it gives and takes is shown here while you type.")
        nothing = self.tr("Neither money nor points move.")
        self.empty.setText(hint if preview is None else nothing)
        lines: list[Line] = []
        for line in shown.lines:
            minor, points = line.minor, line.points
            money = language.money(minor) if minor is not None else ""
            figure = language.count(points) if points is not None else money
            less = (minor or 0) < 0 and line.kind.value == "discount"
            lines.append(Line(preview_label(line, language), figure, "ready" if less else "ink"))
        self._lines.fill(tuple(lines))
        self._total.setVisible(preview is not None and bool(rest))
        self._rest_name.setText(rest)
        self._rest_note.setText(rest_note)
        self._rest.setText(language.money(shown.rest_minor))
        self._fill_points(shown)

    def _fill_points(self, shown: Preview) -> None:
        language = self._desk.language
        steps = [trace_detail(step, language) for step in shown.trace]
        lines = [Line(s.title, s.figure.removeprefix("= ")) for s in steps]
        if shown.earned:
            figure = language.count(shown.earned, signed=True)
            lines.append(Line(self.tr("Points earned"), figure, "ready", strong=True))
        self._trace.fill(tuple(lines))
        after: list[str] = []
        if shown.points is not None:
            before, then = language.count(shown.points.before), language.count(shown.points.after)
            after.append(self.tr("Points {a} → {b}").format(a=before, b=then))
        if shown.stored is not None:
            before, then = language.money(shown.stored.before), language.money(shown.stored.after)
            after.append(self.tr("Stored value {a} → {b}").format(a=before, b=then))
        self._after.setText(" · ".join(after))


class PinCard(Card):
    """The guest enters the PIN on the pad; the desk shows how long, never what."""

    cancelled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent=parent)
        theme = desk.theme
        self.body.setContentsMargins(20, 12, 16, 12)
        self._title = Text(theme, "lead", weight=500)
        self._note = Text(theme, "caption", "ink2", elide=True)
        self._ring = Countdown(theme)
        self._left = Paragraph("ink2", "small")
        self.cancel = KeyButton(theme, "Esc")
        self.cancel.clicked.connect(self.cancelled)
        foot = row(12)
        foot.addWidget(self._ring)
        foot.addWidget(self._left, 1)
        foot.addWidget(self.cancel)
        words = column()
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addStretch()
        words.addLayout(foot)
        body = row(20)
        body.addWidget(PadDrawing(theme))
        body.addLayout(words, 1)
        self.body.addLayout(body)
        self.hide()

    def ask(self, purpose: PinPurpose, amount: str, seconds: int) -> None:
        """Show the entry and start counting."""
        self._title.setText(self._words(purpose))
        self._note.setText(self.tr("For {amount}").format(amount=amount) if amount else "")
        self._left.setText(self.tr("seconds left, then nothing is taken"))
        self.cancel.set_words(self.tr("Cancel"))
        self._ring.start(seconds)
        self.show()

    def _words(self, purpose: PinPurpose) -> str:
        match purpose:
            case PinPurpose.PAY | PinPurpose.REDEEM:
                return self.tr("Guest enters PIN on the pad")
            case PinPurpose.OLD:
                return self.tr("Guest enters the old PIN")
            case PinPurpose.NEW:
                return self.tr("Guest chooses a new PIN")
            case PinPurpose.AGAIN:
                return self.tr("Guest enters it once more")

    def end(self) -> None:
        """Put it away."""
        self._ring.stop()
        self.hide()


class OverrideCard(Card):
    """A supervisor answers for one request, in place: own card, or number and password."""

    given = Signal(object)  # Override

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, 8, parent)
        self._desk = desk
        theme = desk.theme
        self._why: Refusal | None = None
        self._title = Text(theme, "lead", weight=500)
        self._note = Paragraph("ink2", "small")
        self.operator = Field(theme, Entry())
        self.password = Field(theme, Entry(secret=True))
        self._wrong = Note(theme)
        self.agree = KeyButton(theme, "⏎", "primary")
        self.agree.clicked.connect(self.sign)
        fields = row(12)
        fields.addWidget(self.operator, 1)
        fields.addWidget(self.password, 1)
        foot = row(12)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.agree)
        self.body.addWidget(self._title)
        self.body.addLayout(fields)
        self.body.addWidget(self._wrong)
        self.body.addLayout(foot)
        self.hide()

    def _entry(self, field: Field) -> Entry:
        entry = field.entry
        if not isinstance(entry, Entry):
            raise TypeError(entry)
        return entry

    def ask(self, why: Refusal) -> None:
        """Ask for a supervisor, saying why."""
        self._why = why
        self._title.setText(self.tr("A supervisor must agree"))
        self._note.setText(self.tr("Or swipe the supervisor's own card."))
        self.operator.name(self.tr("Supervisor"))
        self.password.name(self.tr("Password"))
        self.agree.set_words(self.tr("Agree"))
        self._wrong.say("")
        for field in (self.operator, self.password):
            self._entry(field).clear()
        self.show()
        self.operator.entry.setFocus()

    def sign(self) -> None:
        """Check what was typed."""
        why, service = self._why, self._desk.service
        who, secret = self._entry(self.operator).text(), self._entry(self.password).text()
        if why is None:
            return
        if not secret:
            self.password.entry.setFocus()
            return
        self._desk.tasks.run(lambda: service.override(who.strip(), secret, why), self._came)

    def swiped(self, swipe: SwipeToken) -> None:
        """Check a staff card."""
        why, service = self._why, self._desk.service
        if why is not None:
            self._desk.tasks.run(lambda: service.override_by_card(swipe, why), self._came)

    def _came(self, answer: Override | Refusal) -> None:
        self._entry(self.password).clear()
        if isinstance(answer, Override):
            self.hide()
            self.given.emit(answer)
            return
        self._wrong.say(sentence(answer, self._desk.language))
        self.password.entry.setFocus()
