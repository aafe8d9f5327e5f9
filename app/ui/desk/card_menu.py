"""The menu of the card page: the tasks that make sense now, each with its key."""

from __future__ import annotations

from typing import Final

from app.loyalty.permissions import Act
from app.ui.kit.row_model import Row, RowStyle
from app.ui.kit.rows import RowList
from app.ui.service.station_records import DeviceRole
from app.ui.serving.context import Desk

MENU_KEYS: Final = 9  # Alt+1 to Alt+9; fewer rows than that are ever offered at once


class CardMenu(RowList):
    """A row for each task; Alt and a number choose it by its place, as it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, RowStyle(height=42))
        self._desk = desk
        self.setFixedWidth(260)

    def offered(self) -> tuple[str, ...]:
        """Give the tasks that make sense now."""
        desk, panel = self._desk, self._desk.panel
        review = ("review",) if desk.may(Act.APPROVE) or panel is None else ()
        if panel is None:
            return ("enrol", *review)
        pin = "pin-unblock" if panel.pin_blocked else ("pin-change" if panel.has_pin else "pin-set")
        card = ("replace", "lost") if panel.card_tail else ("issue",)
        lost = ("replace",) if desk.problem is not None else card
        bank = "bank-off" if panel.bank_tail else "bank"
        tier = ("tier",) if panel.tier_ways and desk.problem is None else ()
        chip = ("ic",) if self._has_ic() else ()
        return ("amend", *lost, pin, *tier, bank, *chip, "enrol", *review)

    def _has_ic(self) -> bool:
        return any(lamp.role is DeviceRole.IC_READER for lamp in self._desk.lamps)

    def offer(self, at: str) -> None:
        """Show what is offered now and stand on a task, or on the first when it is offered no more."""
        names = self._names()
        offered = self.offered()
        rows = (
            Row(key=key, icon=names[key][0], title=names[key][1], keys=f"Alt {place + 1}")
            for place, key in enumerate(offered)
        )
        self.fill(tuple(rows))
        self.go(at if at in offered else offered[0])

    def take(self, place: int) -> None:
        """Choose a row by its place; nothing while a question is asked."""
        if place < len(self.rows.rows) and self.isEnabled():
            key = self.rows.rows[place].key
            self.go(key)
            self.chosen.emit(key)

    def _names(self) -> dict[str, tuple[str, str]]:
        return {
            "enrol": ("user-plus", self.tr("Enrol")),
            "review": ("users", self.tr("Review applicants")),
            "amend": ("pencil", self.tr("Member data")),
            "issue": ("card", self.tr("Issue a card")),
            "replace": ("swap", self.tr("Replace the card")),
            "lost": ("lost", self.tr("Report lost")),
            "ic": ("ic-card", self.tr("IC card")),
            "tier": ("star", self.tr("Tier")),
            "bank": ("wallet", self.tr("Link bank card")),
            "bank-off": ("wallet", self.tr("Unlink bank card")),
            "pin-set": ("key", self.tr("Set the PIN")),
            "pin-change": ("key", self.tr("Change the PIN")),
            "pin-unblock": ("lock", self.tr("Unblock the PIN")),
        }
