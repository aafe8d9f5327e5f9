"""What the link and the faces call a till's bill, and the news of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.exchange.pos.messages import BillLine, sale_from
from app.store.pos_bills import KeptBill


@dataclass(frozen=True, slots=True)
class BillKey:
    """What a till's bill is called: a number counts once within an outlet and business date."""

    outlet: str
    date: date
    bill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PosBill:
    """A till's bill that waits for a cashier.

    Attributes:
        made_at: When it was made, by the till's clock; None where it did not say.
    """

    key: BillKey
    lines: tuple[BillLine, ...]
    amount_minor: int
    currency: str
    asked_at: datetime
    made_at: datetime | None


@dataclass(frozen=True, slots=True)
class BillCame:
    """A till asks."""

    bill: PosBill


@dataclass(frozen=True, slots=True)
class BillWithdrawn:
    """The till gave a bill up: it is not to be posted any more."""

    key: BillKey


@dataclass(frozen=True, slots=True)
class BillAnswered:
    """A bill has its answer and waits no more.

    Attributes:
        slip: Which posted it; empty where it was let go.
    """

    key: BillKey
    slip: str


PosNews = BillCame | BillWithdrawn | BillAnswered


def key_of(kept: KeptBill) -> BillKey:
    """Return what a kept bill is called."""
    return BillKey(kept.outlet, kept.business_date, kept.bill)


def bill_of(kept: KeptBill) -> PosBill:
    """Return a kept bill as a face shows it."""
    sale = sale_from(kept.question)
    return PosBill(
        key=key_of(kept),
        lines=sale.lines,
        amount_minor=sale.amount_minor,
        currency=sale.currency,
        asked_at=kept.asked_at,
        made_at=sale.at,
    )
