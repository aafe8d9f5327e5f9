"""Stays and bills: what a member does in the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, unique

from app.loyalty.ids import MemberId


@unique
class StayStatus(Enum):
    """Whether the guest is in the house."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StayRow:
    """One stay of a member (入住).

    Attributes:
        stay: Label of the stay, unique for the member.
        choice: points, miles or both, as said at check-in.
        nights: Nights planned until check-out, then nights stayed; 0 for a day room.
        idle_nights: Of these, nights that earn nothing (extended at the desk, where the programme says so).
        booking: The booking it came from; empty for a walk-in.
        booked_by: ``self`` or ``other``.
        self_stayed: False where the member booked and somebody else sleeps.
        overnight: False for a day room.
        prepaid: The room was paid through the website beforehand.
    """

    member: MemberId
    stay: str
    room: str
    rate_class: str
    brand: str
    channel: str
    choice: str
    nights: int
    rooms: int
    arrived_on: date
    arrived_at: datetime
    left_on: date | None
    status: StayStatus
    idle_nights: int = 0
    booking: str = ""
    booked_by: str = "self"
    self_stayed: bool = True
    overnight: bool = True
    prepaid: bool = False


@unique
class BillStatus(Enum):
    """What became of a posting."""

    POSTED = "posted"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillRow:
    """A bill as posted (消费登记), found again by its number.

    Attributes:
        slip: The slip that posted it.
        amount_minor: As on the bill.
        payable_minor: After discount.
        points: Points it earned in all.
        refunded_minor: Given back so far.
    """

    member: MemberId
    slip: str
    outlet: str
    bill: str
    business_date: date
    stay: str
    product: str
    amount_minor: int
    payable_minor: int
    points: int
    refunded_minor: int
    status: BillStatus
