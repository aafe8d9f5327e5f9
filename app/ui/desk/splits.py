"""What remains of a bill, split over several tenders: a part each, the last one takes the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.kit.boxes import Hairline, column, row
from app.ui.kit.buttons import KeyButton
from app.ui.kit.fields import AmountField, Choice
from app.ui.serving.context import Desk

_MOST = 4
_SIDE_BY_SIDE = 2


class SplitPart(QWidget):
    """One part: its tender, its amount, and the key that takes it away."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        theme = desk.theme
        self.tender = Choice(theme)
        self.tender.setMinimumContentsLength(4)
        self.amount = AmountField(theme, desk.language)
        self.amount.setFixedWidth(132)
        self.remove = KeyButton(theme, "Alt X", "link", "close")
        line = row(6)
        line.addWidget(self.tender, 1)
        line.addWidget(self.amount)
        line.addWidget(self.remove)
        self.setLayout(line)
        self.setFixedHeight(46)

    def fields(self) -> tuple[QWidget, ...]:
        """Give what is locked once the entry was checked."""
        return (self.tender, self.amount, self.remove)

    def has_keyboard(self) -> bool:
        """Tell whether the keyboard stands in this part."""
        return any(each.hasFocus() for each in self.fields())


class Splits(QWidget):
    """The parts, two beside each other; hidden while there is none."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._tenders: tuple[tuple[str, str], ...] = ()
        self._count = 0
        self.parts = tuple(SplitPart(desk) for _ in range(_MOST))
        grid = QGridLayout()
        grid.setContentsMargins(32, 0, 0, 0)  # under the names of the rows above
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for i, part in enumerate(self.parts):
            grid.addWidget(part, i // _SIDE_BY_SIDE, i % _SIDE_BY_SIDE)
            grid.setColumnStretch(i % _SIDE_BY_SIDE, 1)
            part.remove.clicked.connect(lambda _checked=False, at=i: self.remove(at))
            part.tender.currentIndexChanged.connect(self.changed)
            part.amount.changed.connect(self.changed)
        body = column()
        body.addWidget(Hairline())
        body.addLayout(grid)
        self.setLayout(body)
        self._show()

    @property
    def used(self) -> tuple[SplitPart, ...]:
        """The parts there are."""
        return self.parts[: self._count]

    def offer(self, tenders: tuple[tuple[str, str], ...]) -> None:
        """Set (code, name) of the tenders, and the words for screen readers."""
        self._tenders = tenders
        for i, part in enumerate(self.parts):
            part.tender.offer(tenders)
            part.tender.setAccessibleName(self.tr("Tender of part {n}").format(n=i + 1))
            part.amount.setAccessibleName(self.tr("Amount of part {n}").format(n=i + 1))
            part.remove.setAccessibleName(self.tr("Remove part {n}").format(n=i + 1))
            part.remove.setToolTip(self.tr("Remove this part"))

    def may_add(self) -> bool:
        """Tell whether another tender is left for another part."""
        return self._count < min(_MOST, len(self._tenders) - 1)

    def add(self, rest: Choice, left_minor: int) -> None:
        """Pay all that is left by the present tender, to be typed over; the rest goes to the next one.

        Args:
            rest: The tender that takes the rest.
            left_minor: What is left now, above zero.
        """
        if not self.may_add() or left_minor <= 0:
            return
        part = self.parts[self._count]
        part.tender.choose(rest.code())
        self._count += 1
        taken = {one.tender.code() for one in self.used}
        free = next((code for code, _name in self._tenders if code not in taken), "")
        rest.choose(free or rest.code())
        part.amount.set_minor(left_minor)
        self._show()
        part.amount.setFocus(Qt.FocusReason.OtherFocusReason)
        part.amount.selectAll()
        self.changed.emit()

    def remove(self, at: int | None = None) -> None:
        """Take a part away: that one, or the one the keyboard stands in, or the last."""
        if not self._count:
            return
        if at is None:
            here = (i for i, part in enumerate(self.used) if part.has_keyboard())
            at = next(here, self._count - 1)
        for part, following in zip(self.parts[at:], self.parts[at + 1 :], strict=False):
            part.tender.choose(following.tender.code())
            part.amount.setText(following.amount.text())
        self._count -= 1
        self.parts[self._count].amount.clear()
        self._show()
        if self._count:
            self.used[-1].amount.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def clear(self) -> None:
        """Take all parts away."""
        self._count = 0
        for part in self.parts:
            part.amount.clear()
        self._show()

    def entered(self) -> tuple[tuple[str, int], ...]:
        """Give (tender, minor) of each part that has an amount."""
        found = ((part.tender.code(), part.amount.minor()) for part in self.used)
        return tuple((code, minor) for code, minor in found if isinstance(minor, int))

    def _show(self) -> None:
        for i, part in enumerate(self.parts):
            part.setVisible(i < self._count)
        self.setVisible(bool(self._count))
