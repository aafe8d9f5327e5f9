"""The message page (短信与邮件): what members are told, what did not go, send again or give up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.desk.message_sayings import TONES, report_words, stand_words, way_words, why_words
from app.ui.kit.boxes import Card, Hairline, column, row
from app.ui.kit.fields import Choice
from app.ui.kit.lines import Line, Lines
from app.ui.kit.messages import sentence
from app.ui.kit.note import Note
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.kit.tasks import Latest
from app.ui.kit.text import Paragraph
from app.ui.service.message_records import MessageLine, MessageSheet, MessageStand
from app.ui.serving.context import Desk, PageName
from app.ui.serving.page import Page

_ICONS = {"sms": "message", "email": "mail"}
_SOFT = frozenset({MessageStand.SENT, MessageStand.SENDING})  # a person changes nothing about these


class MessagesPage(Page):
    """Choose with the arrows; Alt+S sends again, Alt+G gives up, Alt+F goes to the filter."""

    name = PageName.MESSAGES

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        theme = desk.theme
        self._sheet = MessageSheet()
        self._asked = Latest(desk.tasks, 0, self)
        self.list = RowList(theme, RowStyle(height=57, lead=86, mark=22))
        self.filter = Choice(theme)
        self.filter.setFixedWidth(190)
        self.say(self.list.setAccessibleName, lambda: self.tr("Messages"))
        self.say(self.filter.setAccessibleName, lambda: self.tr("Which messages"))
        self._broken = Note(theme, "warning")
        self._lines = Lines(theme, 30)
        self._title = self.text(role="lead", weight=500, elide=True)
        self._text = Paragraph("ink")
        self._hint = Note(theme, "info")
        self.again = self.button(
            lambda: self.tr("Send again"), self._again, "Alt S", "primary", icon="refresh"
        )
        self.give_up = self.button(lambda: self.tr("Give up"), self._give_up, "Alt G", icon="close")
        self.on_key("Alt+F", self.filter.setFocus)
        body = row(16, (16, 0, 16, 0))
        body.addWidget(self._listed(), 1)
        body.addWidget(self._side())
        self.setLayout(body)
        self.list.moved.connect(lambda _key: self._show())
        self.filter.currentIndexChanged.connect(lambda _at: self._ask())

    def _listed(self) -> Card:
        card = Card(self.desk.theme)
        head = row(12)
        head.addWidget(self.text(lambda: self.tr("Messages to members"), "lead", weight=500))
        head.addStretch()
        head.addWidget(self.text(lambda: self.tr("Alt F"), "caption", "ink2"))
        head.addWidget(self.filter)
        card.body.addLayout(head)
        card.body.addSpacing(6)
        card.body.addWidget(Hairline())
        card.body.addSpacing(8)
        card.body.addWidget(self._broken)
        holder = column(0, (-14, 0, -14, 0))
        holder.addWidget(self.list)
        card.body.addLayout(holder, 1)
        return card

    def _side(self) -> Card:
        side = Card(self.desk.theme, 8)
        side.setFixedWidth(self.desk.theme.number("desk", "side"))
        for part in (self._title, self._text, self._lines, self._hint):
            side.body.addWidget(part)
        side.body.addStretch()
        foot = row()
        foot.addWidget(self.give_up)
        foot.addStretch()
        foot.addWidget(self.again)
        side.body.addLayout(foot)
        return side

    @override
    def refill(self) -> None:
        names = ((one.value, stand_words(one)) for one in MessageStand)
        self.filter.offer((("", self.tr("All")), *names))
        self._fill()

    @override
    def shown(self) -> None:
        self.list.setFocus()
        self._ask()

    def _ask(self) -> None:
        service, stand = self.desk.service, self.filter.code()
        self._asked.ask(lambda: service.messages(stand), self._take)

    def _take(self, found: MessageSheet | Refusal) -> None:
        if isinstance(found, Refusal):
            self._sheet = MessageSheet()
            self._fill()
            self._broken.say(sentence(found, self.desk.language))
            return
        self._sheet = found
        self._fill()

    def _fill(self) -> None:
        language, key = self.desk.language, self.list.current_key()
        house = self.desk.house
        rows = []
        for line in self._sheet.lines:
            is_today = house is not None and line.made_at.date() == house.business_date
            rows.append(
                Row(
                    key=line.message_id,
                    lead=language.clock(line.made_at)
                    if is_today
                    else language.day(line.made_at.date()),
                    title=language.words(line.member_name) or self.tr("Unnamed"),
                    note=line.text or why_words(line.why),
                    icon=_ICONS.get(line.way, "message"),
                    aside=stand_words(line.stand),
                    aside_tone=TONES[line.stand],
                )
            )
        none = Row(key="", title=self.tr("No messages"), icon="check-circle", dim=True)
        self.list.fill(tuple(rows) or (none,))
        keys = [one.message_id for one in self._sheet.lines]
        if keys:
            self.list.go(key if key in keys else keys[0])
        faults = self._sheet.faults
        self._broken.say(
            self.tr("The hotel's own sentences are broken; the common ones stand in.")
            if faults
            else "",
            faults[0] if faults else "",
        )
        self._show()

    def _line(self) -> MessageLine | None:
        key = self.list.current_key()
        return next((one for one in self._sheet.lines if one.message_id == key), None)

    def _show(self) -> None:
        line, language = self._line(), self.desk.language
        can_move = line is not None and line.stand not in _SOFT
        is_lost = line is not None and line.report == "failed"  # it went, and never arrived
        self.again.setEnabled(can_move or is_lost)
        can_end = line is not None and can_move and line.stand is not MessageStand.GIVEN_UP
        self.give_up.setEnabled(can_end)
        self._text.setText(line.text if line else "")
        self._text.setVisible(bool(line and line.text))
        if line is None:
            self._title.setText(self.tr("No message is chosen"))
            self._lines.fill(())
            self._hint.say("")
            return
        self._title.setText(language.words(line.member_name) or self.tr("Unnamed"))
        lines = [
            Line(self.tr("State"), stand_words(line.stand), TONES[line.stand]),
            Line(self.tr("Way"), way_words(line.way)),
            Line(
                self.tr("Made"),
                f"{language.day(line.made_at.date())} {language.clock(line.made_at)}",
            ),
        ]
        if line.sent_at is not None:
            when = f"{language.day(line.sent_at.date())} {language.clock(line.sent_at)}"
            lines.append(Line(self.tr("Sent"), when))
        if line.report:
            lines.append(Line(self.tr("Network"), report_words(line.report)))
        lines.append(Line(self.tr("Tries"), language.count(line.tries)))
        self._lines.fill(tuple(lines))
        unsure = self.tr("It may have gone: sent again, the guest may read it twice.")
        is_unsure = line.stand is MessageStand.UNSURE
        self._hint.say(
            unsure if is_unsure else why_words(line.why), tone="warning" if is_unsure else "info"
        )

    def _again(self) -> None:
        service = self.desk.service
        if self.again.isEnabled():
            self._move(lambda line: service.send_message_again(line.message_id))

    def _give_up(self) -> None:
        service = self.desk.service
        if self.give_up.isEnabled():
            self._move(lambda line: service.give_up_message(line.message_id))

    def _move(self, does: Callable[[MessageLine], Refusal | None]) -> None:
        line = self._line()
        if line is None:
            return
        self.desk.tasks.run(lambda: does(line), self._moved)

    def _moved(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._broken.say(sentence(refusal, self.desk.language))
            return
        self._ask()
