"""How one bill is paid: from the card, by points, by voucher, in parts, and the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.splits import Splits
from app.ui.desk.tenders import PointsField, TenderRow
from app.ui.kit.boxes import Hairline, boxed, column
from app.ui.kit.buttons import KeyButton
from app.ui.kit.fields import AmountField, Choice
from app.ui.kit.messages import sentence
from app.ui.service.answers import Preview
from app.ui.serving.context import Desk

_LEAST = 94  # two rows; a low window scrolls the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """How a bill is paid, as entered."""

    stored_minor: int
    points: int
    vouchers: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]
    rest: str


class Paying(QScrollArea):
    """The tender rows, one under the other; as high as they need, scrolled where the window is too low."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        theme, language = desk.theme, desk.language
        self.stored = AmountField(theme, language)
        self.points = PointsField(desk)
        self.voucher, self.rest = Choice(theme), Choice(theme)
        self.splits = Splits(desk)
        self.add = KeyButton(theme, "Alt A", "link", "plus")
        self.rows = {
            "stored_value": TenderRow(desk, "wallet", "Alt S", self.stored),
            "points": TenderRow(desk, "star", "Alt P", self.points),
            "voucher": TenderRow(desk, "ticket", "Alt V", self.voucher),
            "rest": TenderRow(desk, "receipt", "Alt O", self.rest, self.add),
        }
        self._offered: dict[str, bool] = {}
        self._lines: dict[str, QWidget] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        body = column()
        for code, each in self.rows.items():
            if code == "rest":
                body.addWidget(self.splits)
            if body.count():
                self._lines[code] = Hairline()
                body.addWidget(self._lines[code])
            body.addWidget(each)
        self._holder = boxed(body)
        self.setWidget(self._holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _connect(self) -> None:
        for signal in (
            self.stored.changed,
            self.points.textChanged,
            self.voucher.currentIndexChanged,
            self.rest.currentIndexChanged,
            self.splits.changed,
        ):
            signal.connect(self._changed)

    def _changed(self) -> None:
        self._make_room()
        self.changed.emit()

    @override
    def sizeHint(self) -> QSize:
        return self._holder.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST)

    def refill(self) -> None:
        """Show what this house takes and what the member has."""
        house, panel, language = self._desk.house, self._desk.panel, self._desk.language
        if house is None or panel is None:
            return
        tenders = tuple((t.code, language.words(t.name)) for t in house.tenders)
        self.rest.offer(tenders)
        self.splits.offer(tenders)
        vouchers = {v.code: language.words(v.name) for v in panel.vouchers}
        self.voucher.offer((("", self.tr("None")), *vouchers.items()))
        has = self.tr("Has {amount}").format(amount=language.money(panel.stored_minor))
        self.rows["stored_value"].name(self.tr("Stored value"), has)
        worth = self.tr("Has {count}").format(count=language.count(panel.points))
        if house.points_per_unit:
            rate = self.tr("{count} points are worth {amount}").format(
                count=house.points_per_unit,
                amount=language.money(house.units_of_points * 10**house.scale),
            )
            worth = f"{worth} · {rate}"
        self.rows["points"].name(self.tr("Points"), worth)
        count = self.tr("%n in hand", "", len(panel.vouchers))
        self.rows["voucher"].name(self.tr("Voucher"), count)
        self.rows["rest"].name(self.tr("The rest"), self.tr("Taken at the till"))
        self.add.set_words(self.tr("Split"))
        self.add.setToolTip(self.tr("Pay a part of the rest by another tender"))

    def clear(self) -> None:
        """Empty everything for a new bill."""
        for entry in (self.stored, self.points):
            entry.clear()
        self.voucher.setCurrentIndex(0)
        self.rest.setCurrentIndex(0)
        self.splits.clear()
        self._make_room()

    def fields(self) -> tuple[QWidget, ...]:
        """Give what is locked once the entry was checked."""
        pays = (self.stored, self.points, self.voucher, self.rest)
        parts = (field for part in self.splits.parts for field in part.fields())
        return (*pays, *parts, self.add)

    def paid(self) -> Paid | None:
        """Give how the bill is paid; None while stored value is no amount."""
        stored = self.stored.minor()
        if isinstance(stored, Reason) and stored is not Reason.AMOUNT_NOT_POSITIVE:
            return None
        return Paid(
            stored_minor=stored if isinstance(stored, int) else 0,
            points=self.points.count(),
            vouchers=(self.voucher.code(),) if self.voucher.code() else (),
            parts=self.splits.entered(),
            rest=self.rest.code(),
        )

    def wrong(self) -> tuple[QLineEdit, Reason] | None:
        """Give the first field that holds no amount, and why."""
        stored = self.stored.minor()
        if isinstance(stored, Reason):
            return self.stored, stored
        for part in self.splits.used:
            minor = part.amount.minor()
            if not isinstance(minor, int):
                return part.amount, minor or Reason.AMOUNT_MALFORMED
        return None

    def likely_wrong(self) -> QWidget:
        """Give the amount to correct when the payments do not add up: the one being typed, else the last."""
        parts = [part.amount for part in self.splits.used]
        here = [entry for entry in (self.stored, *parts) if entry.hasFocus()]
        return (here or parts or [self.stored])[-1]

    def allow(self, barred: Mapping[str, Refusal]) -> None:
        """Offer what the member has and this bill may be paid with; grey the others."""
        house, panel = self._desk.house, self._desk.panel
        if house is None or panel is None:
            return
        self._offered = {
            "stored_value": panel.stored_minor > 0 and "stored_value" not in barred,
            "points": panel.points > 0 and house.points_per_unit > 0 and "points" not in barred,
            "voucher": bool(panel.vouchers) and "voucher" not in barred,
        }
        for code, offered in self._offered.items():
            self.rows[code].allow(allowed=offered)
            if code in barred:
                self.rows[code].note.setText(sentence(barred[code], self._desk.language))
        self._make_room()

    def _make_room(self) -> None:
        """While the rest is split, rows that cannot be used make room for the parts."""
        for code, offered in self._offered.items():
            shown = offered or not self.splits.used
            self.rows[code].setVisible(shown)
            if code in self._lines:
                self._lines[code].setVisible(shown)
        self.updateGeometry()

    def toggle_stored(self, preview: Preview | None, amount_minor: int) -> None:
        """Take as much stored value as there is and the bill needs, or nothing."""
        panel = self._desk.panel
        if panel is None or not self.stored.isEnabled():
            return
        if self.stored.text():
            self.stored.clear()
            return
        due = preview.payable_minor if preview else amount_minor
        self.stored.set_minor(min(panel.stored_minor, due) or None)
        self._go(self.stored)

    def toggle_points(self, preview: Preview | None) -> None:
        """Take as many points as the rest needs, or none."""
        house, panel = self._desk.house, self._desk.panel
        if house is None or panel is None or not self.points.isEnabled():
            return
        if self.points.text():
            self.points.clear()
            return
        rate, units = house.points_per_unit, house.units_of_points
        worth = panel.points * units // rate if rate else 0
        due = (preview.rest_minor if preview else 0) // 10**house.scale
        points = -(-min(worth, due) * rate // units)
        self.points.setText(str(points) if points else "")
        self._go(self.points)

    def next_of(self, choice: Choice) -> None:
        """Take the next voucher or tender."""
        if choice.isEnabled() and choice.count():
            choice.setCurrentIndex((choice.currentIndex() + 1) % choice.count())
            self._go(choice)

    def split(self, preview: Preview | None) -> None:
        """Add a part that takes all that is left; what is typed over it goes to the rest."""
        if self.rest.isEnabled() and preview is not None:
            self.splits.add(self.rest, preview.rest_minor)
            if self.splits.used:
                self._go(self.splits.used[-1].amount)

    def unsplit(self) -> None:
        """Take a part away again."""
        if self.rest.isEnabled():
            self.splits.remove()

    def _go(self, entry: QWidget) -> None:
        entry.setFocus()
        self.ensureWidgetVisible(entry, 0, 8)
