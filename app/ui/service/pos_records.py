"""Bills that a till of another maker sends, as the outlet's page shows them."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum, unique

import msgspec


class PosKey(msgspec.Struct, frozen=True):
    """What a till's bill is called: a number counts once within an outlet and business date."""

    outlet: str
    date: date
    bill: str


class PosBill(msgspec.Struct, frozen=True, kw_only=True):
    """A till's bill that waits for a cashier.

    Attributes:
        asked_at: When the till sent it, by the hotel's clock.
    """

    key: PosKey
    amount_minor: int
    asked_at: datetime


@unique
class PosTrouble(Enum):
    """Why no till is heard; each has a sentence."""

    ADDRESS_UNREADABLE = "address-unreadable"
    BEYOND_LOOPBACK = "beyond-loopback"
    NOT_OPENED = "not-opened"


class PosStand(msgspec.Struct, frozen=True, kw_only=True):
    """How the link to tills stands.

    Attributes:
        is_set_up: Whether this terminal hears tills at all.
        bills: Those that wait, the oldest first.
        trouble: Why no till is heard; None while they are.
    """

    is_set_up: bool = False
    bills: tuple[PosBill, ...] = ()
    trouble: PosTrouble | None = None


class PosMoved(msgspec.Struct, frozen=True):
    """A till's bill came, or waits no more: ask ``pos_stand`` again.

    Attributes:
        withdrawn: The bill that its till gave up; None for other news.
    """

    withdrawn: PosKey | None = None
