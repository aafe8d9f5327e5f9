"""The tasks about a membership: enrol (入会), and amend a member's own data."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.loyalty.refusals import Refusal
from app.ui.desk.task import Task
from app.ui.kit.boxes import row
from app.ui.kit.fields import Choice, Entry, Tick
from app.ui.service.member_records import Profile
from app.ui.service.requests import AmendDraft, EnrolDraft
from app.ui.serving.context import Desk
from app.ui.serving.flow import Ask

translate = QCoreApplication.translate
_MAIL = re.compile(
    r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+"
)  # whether it is read only the mail itself shows
_LANGUAGES = (("zh_CN", "中文"), ("en", "English"))


def mail_wrong(text: str) -> str:
    """Say what is wrong with an e-mail address; empty for one that may be, and for none."""
    if not text.strip() or _MAIL.fullmatch(text.strip()):
        return ""
    return translate("EnrolTask", "This is no e-mail address. Write it as name@example.com.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class EnrolTask(Task):
    """Enrol a person, a company or an anonymous stored-value card (入会)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.kind, self.language = Choice(desk.theme), Choice(desk.theme)
        self.named, self.latin = Entry(), Entry()
        self.phone, self.email = Entry(), Entry()
        self.birthday, self.wishes = Entry(), Entry()
        self.consent, self.card = Tick(desk.theme), Tick(desk.theme)
        lines: tuple[tuple[tuple[QWidget, Callable[[], str]], ...], ...] = (
            (
                (self.kind, lambda: self.tr("Kind")),
                (self.language, lambda: self.tr("Language of receipts")),
                (self.birthday, lambda: self.tr("Birthday, e.g. 1990-05-01")),
            ),
            (
                (self.named, lambda: self.tr("Name")),
                (self.latin, lambda: self.tr("Latin name")),
            ),
            (
                (self.phone, lambda: self.tr("Phone")),
                (self.email, lambda: self.tr("E-mail")),
                (self.wishes, lambda: self.tr("Preferences, with commas")),
            ),
        )
        for each in lines:
            line = row(16)
            for entry, words in each:
                line.addWidget(self.field(entry, words), 1)
            self.body.addLayout(line)
        self.say(self.consent.setText, lambda: self.tr("Agrees to receive hotel news"))
        self.say(self.card.setText, lambda: self.tr("Issue a card at once"))
        ticks = row(24)
        ticks.addWidget(self.consent)
        ticks.addWidget(self.card)
        ticks.addStretch()
        self.body.addLayout(ticks)
        self.kind.currentIndexChanged.connect(self._kind_changed)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        names = {
            "person": self.tr("Person"),
            "company": self.tr("Company"),
            "household": self.tr("Household"),
            "anonymous": self.tr("Anonymous card"),
        }
        house = self.desk.house
        kinds = house.member_kinds if house is not None else tuple(names)
        self.kind.offer(tuple((k, names.get(k, k)) for k in kinds))
        self.language.offer(_LANGUAGES)

    def _kind_changed(self) -> None:
        named = self.kind.code() != "anonymous"
        contacts = (self.phone, self.email, self.wishes, self.consent)
        for entry in (self.named, self.latin, *contacts):
            entry.setEnabled(named)
        self.birthday.setEnabled(self.kind.code() == "person")

    @override
    def start(self) -> None:
        contacts = (self.phone, self.email, self.birthday, self.wishes)
        for entry in (self.named, self.latin, *contacts):
            entry.clear()
        self.consent.setChecked(False)
        self.card.setChecked(True)
        self.kind.setCurrentIndex(0)

    @override
    def fields(self) -> tuple[QWidget, ...]:
        entries = (self.named, self.latin, self.phone, self.email, self.birthday, self.wishes)
        return (*entries, self.kind, self.language, self.consent, self.card)

    @override
    def wrong(self) -> tuple[QWidget, str] | None:
        if self.email.isEnabled() and (said := mail_wrong(self.email.text())):
            return self.email, said
        text = self.birthday.text().strip()
        if self.birthday.isEnabled() and text and _day(text) is None:
            return self.birthday, self.tr("This is no date. Write it as 1990-05-01.")
        return None

    @override
    def ask(self) -> Ask | None:
        kind = self.kind.code()
        if (kind != "anonymous" and not self.named.text().strip()) or self.wrong() is not None:
            return None
        wishes = self.wishes.text().replace("，", ",").split(",")
        draft = EnrolDraft(
            kind=kind,
            name=self.named.text().strip(),
            latin_name=self.latin.text().strip(),
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
            birthday=_day(self.birthday.text().strip()),
            language=self.language.code() or "zh_CN",
            consent=self.consent.isChecked(),
            preferences=tuple(w.strip() for w in wishes if w.strip()),
            issue_card=self.card.isChecked(),
        )
        return Ask(request=draft)

    @override
    def summary(self) -> str:
        parts = (self.kind.currentText(), self.named.text().strip(), self.phone.text().strip())
        return " · ".join(p for p in parts if p)


class AmendTask(Task):
    """Change phone, mail, address, language, consent, preferences and note."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._before: Profile | None = None
        self.phone, self.email, self.address = Entry(), Entry(), Entry()
        self.wishes, self.note = Entry(), Entry()
        self.language = Choice(desk.theme)
        self.consent, self.sms, self.mail = (Tick(desk.theme) for _ in range(3))
        first, second = row(16), row(16)
        first.addWidget(self.field(self.phone, lambda: self.tr("Phone")), 1)
        first.addWidget(self.field(self.language, lambda: self.tr("Language of receipts")), 1)
        second.addWidget(self.field(self.email, lambda: self.tr("E-mail")), 1)
        second.addWidget(self.field(self.address, lambda: self.tr("Address")), 1)
        self.body.addLayout(first)
        self.body.addLayout(second)
        third = row(16)  # side by side: four rows of fields are cut off in the smallest window
        wishes = self.field(self.wishes, lambda: self.tr("Preferences, with commas"))
        third.addWidget(wishes, 1)
        third.addWidget(self.field(self.note, lambda: self.tr("Desk note")), 1)
        self.body.addLayout(third)
        self.say(self.consent.setText, lambda: self.tr("Agrees to receive hotel news"))
        self.say(self.sms.setText, lambda: self.tr("Texts about the membership"))
        self.say(self.mail.setText, lambda: self.tr("E-mails about the membership"))
        ticks = row(24)
        for tick in (self.consent, self.sms, self.mail):
            ticks.addWidget(tick)
        ticks.addStretch(1)
        self.body.addLayout(ticks)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.language.offer(_LANGUAGES)

    @override
    def start(self) -> None:
        panel, service = self.desk.panel, self.desk.service
        if panel is not None:
            member_id = panel.member_id
            self.desk.tasks.run(lambda: service.profile(member_id), self._fill)

    def _fill(self, found: Profile | Refusal) -> None:
        if isinstance(found, Refusal):
            return
        self._before = found
        self.phone.setText(found.phone)
        self.email.setText(found.email)
        self.address.setText(found.address)
        self.wishes.setText(", ".join(found.preferences))
        self.note.setText(found.note)
        self.language.choose(found.language)
        self.consent.setChecked(found.consent)
        self.sms.setChecked(found.wants_sms)
        self.mail.setChecked(found.wants_email)

    @override
    def fields(self) -> tuple[QWidget, ...]:
        entries = (self.phone, self.language, self.email, self.address, self.wishes, self.note)
        return (*entries, self.consent, self.sms, self.mail)

    @override
    def wrong(self) -> tuple[QWidget, str] | None:
        said = mail_wrong(self.email.text())
        return (self.email, said) if said else None

    @override
    def ask(self) -> Ask | None:
        before = self._before
        if before is None or self.wrong() is not None:
            return None
        wishes = self.wishes.text().replace("，", ",").split(",")
        after = Profile(
            member_id=before.member_id,
            phone=self.phone.text().strip(),
            email=self.email.text().strip(),
            address=self.address.text().strip(),
            language=self.language.code(),
            consent=self.consent.isChecked(),
            wants_sms=self.sms.isChecked(),
            wants_email=self.mail.isChecked(),
            preferences=tuple(w.strip() for w in wishes if w.strip()),
            note=self.note.text().strip(),
        )
        if after == before:
            return None
        draft = AmendDraft(
            member_id=before.member_id,
            phone=after.phone if after.phone != before.phone else None,
            email=after.email if after.email != before.email else None,
            address=after.address if after.address != before.address else None,
            language=after.language if after.language != before.language else None,
            consent=after.consent if after.consent != before.consent else None,
            wants_sms=after.wants_sms if after.wants_sms != before.wants_sms else None,
            wants_email=after.wants_email if after.wants_email != before.wants_email else None,
            preferences=after.preferences if after.preferences != before.preferences else None,
            note=after.note if after.note != before.note else None,
        )
        return Ask(request=draft, member_id=before.member_id)

    @override
    def summary(self) -> str:
        return self.tr("member data")
