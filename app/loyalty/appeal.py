"""Appeals: a member says that a bill was not counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, unique

from app.loyalty.ids import MemberId


@unique
class AppealStatus(Enum):
    """What became of an appeal."""

    OPEN = "open"
    GRANTED = "granted"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRow:
    """One appeal for points of a bill (积分申诉); the bill is its key, so it is open once at a time.

    Attributes:
        outlet: Where the bill was written; ``bill`` is its number.
        billed_on: Date of consumption, as the bill says.
        amount_minor: As on the bill.
        slip: The slip that filed it last.
        decided_on: Business date of the answer; None while it is open.
    """

    member: MemberId
    outlet: str
    bill: str
    billed_on: date
    amount_minor: int
    slip: str
    filed_on: date
    decided_on: date | None
    status: AppealStatus

    @property
    def key(self) -> tuple[str, str, date]:
        """What tells this appeal from the member's others: outlet, bill number and date."""
        return self.outlet, self.bill, self.billed_on
