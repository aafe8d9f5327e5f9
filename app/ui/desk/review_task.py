"""The task of reviewing who applied (核准)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.desk.task import Task
from app.ui.kit.boxes import row
from app.ui.kit.fields import Choice, Entry
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.service.member_records import Applicant
from app.ui.service.requests import ReviewDraft
from app.ui.serving.context import Desk
from app.ui.serving.flow import Ask


class ReviewTask(Task):
    """Review applicants (核准): approve, or reject with a reason."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._applicants: dict[str, Applicant] = {}
        self.list = RowList(desk.theme, RowStyle(height=50, mark=22))
        self.list.setMinimumHeight(160)
        self.answer, self.why = Choice(desk.theme), Entry()
        self.body.addWidget(self.list, 1)
        line = row(16)
        line.addWidget(self.field(self.answer, lambda: self.tr("Answer")), 1)
        line.addWidget(self.field(self.why, lambda: self.tr("Why, when rejected")), 2)
        self.body.addLayout(line)
        self.say(self.list.setAccessibleName, lambda: self.tr("Applicants"))

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.answer.offer((("yes", self.tr("Approve")), ("no", self.tr("Reject"))))
        self._show()

    @override
    def start(self) -> None:
        self.why.clear()
        self.desk.tasks.run(self.desk.service.applicants, self._fill)

    def _fill(self, found: tuple[Applicant, ...]) -> None:
        self._applicants = {a.applicant_id: a for a in found}
        self._show()
        if found:
            self.list.go(found[0].applicant_id)

    def _show(self) -> None:
        language = self.desk.language
        rows = []
        for applicant in self._applicants.values():
            parts = (f"•••• {applicant.phone_tail}", language.words(applicant.channel))
            rows.append(
                Row(
                    key=applicant.applicant_id,
                    title=language.words(applicant.name),
                    note=" · ".join(p for p in parts if p),
                    icon="user",
                    aside=language.day(applicant.applied_on),
                )
            )
        none = Row(key="", title=self.tr("Nobody waits for review"), icon="check-circle", dim=True)
        self.list.fill(tuple(rows) or (none,))

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.list, self.answer, self.why)

    @override
    def ask(self) -> Ask | None:
        applicant = self._applicants.get(self.list.current_key())
        approve = self.answer.code() != "no"
        if applicant is None or (not approve and not self.why.text().strip()):
            return None
        draft = ReviewDraft(
            applicant_id=applicant.applicant_id, approve=approve, reason=self.why.text().strip()
        )
        return Ask(request=draft, member_id=applicant.applicant_id)

    @override
    def summary(self) -> str:
        applicant = self._applicants.get(self.list.current_key())
        name = self.desk.language.words(applicant.name) if applicant else ""
        return f"{self.answer.currentText()} · {name}"
