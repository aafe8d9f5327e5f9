"""The left column of the member page: name, tier and the way to the next, warnings, wishes, notes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.kit.boxes import Card, Hairline, boxed, column, row
from app.ui.kit.marks import ProgressBar, TierBadge, tier_colour
from app.ui.kit.messages import sentence
from app.ui.kit.notice import Chip, Chips, Notice
from app.ui.kit.text import Paragraph, Text
from app.ui.kit.theme import Theme
from app.ui.service.member_records import MemberPanel
from app.ui.serving.context import Desk
from app.ui.serving.member_sayings import progress_words, warning_words

_NOTICES = 3


class WhoCard(Card):
    """Who stands at the desk."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.theme, parent=parent)
        self._desk = desk
        theme = desk.theme
        self.name = Text(theme, "title-serif", weight=600, elide=True)
        self._badge = TierBadge(theme, 34)
        self._tier = Text(theme, "lead", weight=600)
        self._other = Text(theme, "caption", "ink2", elide=True)
        self._numbers = Text(theme, "caption", "ink3", elide=True)
        self._bar = ProgressBar(theme)
        self._stands = Text(theme, "caption", "ink2", weight=500)
        self._next = TierBadge(theme, 20, outline=True)
        self._missing = Text(theme, "caption", "ink", weight=600)
        self._notices = [Notice(theme) for _ in range(_NOTICES)]
        self._chips = Chips(theme)
        self._note = Paragraph("ink", "small")
        self._contact = Text(theme, "caption", "ink3", elide=True)
        self._wishes = Text(theme, "caption", "ink2", weight=600)
        self._note_head = Text(theme, "caption", "ink2", weight=600)
        self._build(theme)

    def _build(self, theme: Theme) -> None:
        head = row(10)
        head.addWidget(self.name, 1)
        head.addWidget(self._badge)
        head.addWidget(self._tier)
        self.body.addLayout(head)
        self.body.addWidget(self._other)
        self.body.addSpacing(4)
        self.body.addWidget(self._numbers)
        way = column(4, (0, 8, 0, 0))
        way.addWidget(self._bar)
        line = row(6)
        line.addWidget(self._stands)
        line.addStretch()
        line.addWidget(self._next)
        line.addWidget(self._missing)
        way.addLayout(line)
        self._way = boxed(way)
        self.body.addWidget(self._way)
        self.body.addSpacing(8)
        for notice in self._notices:
            self.body.addWidget(notice)
            self.body.addSpacing(6)
        self.body.addSpacing(4)
        wishes = column(4)
        wishes.addWidget(self._wishes)
        wishes.addWidget(self._chips)
        self._wish_box = boxed(wishes)
        self.body.addWidget(self._wish_box)
        self.body.addStretch(1)
        notes = column(4)
        notes.addWidget(Hairline())
        notes.addSpacing(4)
        notes.addWidget(self._note_head)
        notes.addWidget(self._note)
        self._note_box = boxed(notes)
        self.body.addWidget(self._note_box)
        self.body.addSpacing(2)
        self.body.addWidget(self._contact)

    def refill(self) -> None:
        """Show the open member."""
        panel, language = self._desk.panel, self._desk.language
        if panel is None:
            return
        self._fill_names(panel)
        progress = panel.progress
        self._way.setVisible(progress is not None)
        if progress is not None:
            stands, missing = progress_words(progress, language)
            self._bar.show_share(progress.have, progress.need)
            self._bar.setAccessibleName(f"{stands}. {missing}")
            self._stands.setText(stands)
            self._next.show_tier(progress.to.rank, language.words(progress.to.letter))
            self._missing.setText(missing)
        self._fill_notices(panel)
        chips = tuple(Chip(language.words(p.text), p.icon, p.alert) for p in panel.preferences)
        self._chips.fill(chips)
        self._wish_box.setVisible(bool(chips))
        self._wishes.setText(self.tr("Preferences"))
        self._note_head.setText(self.tr("Desk note"))
        self._note.setText(panel.note)
        self._note_box.setVisible(bool(panel.note))

    def _fill_names(self, panel: MemberPanel) -> None:
        language = self._desk.language
        name = language.words(panel.name) or self.tr("Anonymous card")
        title = language.words(panel.salutation)
        chinese = language.chinese and bool(panel.name.zh)
        self.name.setText(f"{name} {title}".strip() if chinese else name)
        other = panel.name.en if language.chinese else f"{title} {panel.name.zh}".strip()
        where = ""
        if panel.stay is not None:
            where = self.tr("Room {room}").format(room=panel.stay.room)
        self._other.setText(" · ".join(t for t in (other, where) if t and t != name))
        self._badge.show_tier(panel.tier.rank, language.words(panel.tier.letter))
        self._tier.setText(language.words(panel.tier.name))
        self._tier.set_tone(tier_colour(panel.tier.rank))
        parts = [self.tr("No. {number}").format(number=panel.member_no)]
        if panel.card_tail:
            parts.append(self.tr("card •••• {tail}").format(tail=panel.card_tail))
        parts.append(self.tr("since {year}").format(year=panel.since.year))
        self._numbers.setText(" · ".join(parts))
        said = self.tr("receipts in Chinese")
        if panel.receipt_language == "en":
            said = self.tr("receipts in English")
        phone = self.tr("Phone •••• {tail}").format(tail=panel.phone_tail)
        contacts = (phone if panel.phone_tail else "", panel.email_hint, said)
        self._contact.setText(" · ".join(t for t in contacts if t))

    def _fill_notices(self, panel: MemberPanel) -> None:
        language, problem = self._desk.language, self._desk.problem
        said = [warning_words(w, language) for w in panel.warnings]
        if problem is not None and not any(tone == "refused" for tone, *_ in said):
            said.insert(0, ("refused", "refused", sentence(problem, language), ""))
        said.sort(key=lambda s: ("refused", "warning", "info").index(s[0]))
        for i, notice in enumerate(self._notices):
            notice.setVisible(i < len(said))
            if i < len(said):
                notice.say(*said[i])
