"""One sale as it is typed: amount, bill and ways to pay; pure, and what the page shows and asks is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.loyalty.refusals import Reason
from app.ui.kit.amounts import parse_amount
from app.ui.service.member_records import MemberPanel
from app.ui.service.pos_records import PosBill
from app.ui.service.records import House
from app.ui.service.requests import FoundBy, SpendDraft

_LONGEST = 24
_TRAILING = re.compile(r"^(.*?)(\d+)$")
BACK, CLEAR = "back", "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What was entered so far.

    Attributes:
        amount: As typed, e.g. ``428+26``.
        bill: Bill number.
        pos: The bill of another maker's till; its number and amount stand, and cannot be typed.
        with_stored: Whether stored value pays as far as it goes.
        with_points: Whether points pay what is left then.
        voucher: Code of a voucher; empty for none.
        tender: Code of the tender for the rest, or while ``part`` is typed, for that.
        part: Of a rest paid in two ways, the first as typed; None while it is not being typed.
        first: The first of two ways: code and minor units; None where one pays all.
        payable_minor: After discount, once a preview said so; None before.
    """

    amount: str = ""
    bill: str = ""
    pos: PosBill | None = None
    with_stored: bool = False
    with_points: bool = False
    voucher: str = ""
    tender: str = ""
    part: str | None = None
    first: tuple[str, int] | None = None
    payable_minor: int | None = None

    def minor(self, scale: int) -> int | Reason | None:
        """Return the amount in minor units, why it is none, or None while nothing is typed."""
        if self.pos is not None:
            return self.pos.amount_minor
        return parse_amount(self.amount, scale) if self.amount else None

    @property
    def number(self) -> str:
        """The bill's number."""
        return self.pos.key.bill if self.pos is not None else self.bill.strip()

    @property
    def first_minor(self) -> int:
        """What the first of two ways pays; 0 where one pays all."""
        return self.first[1] if self.first else 0

    def voucher_minor(self, panel: MemberPanel) -> int:
        """Return what the voucher pays: one of money what it holds, any other all of it."""
        row = next((one for one in panel.vouchers if one.code == self.voucher), None)
        due = self.payable_minor or 0
        return min(row.worth_minor or due, due) if row is not None else 0

    def stored_minor(self, panel: MemberPanel) -> int:
        """Return what stored value pays of what a voucher leaves."""
        left = (self.payable_minor or 0) - self.voucher_minor(panel) - self.first_minor
        return max(0, min(panel.stored_minor, left)) if self.with_stored else 0

    def points(self, panel: MemberPanel, house: House) -> int:
        """Return how many points pay; whole units of money only, as the desk has it."""
        rate, units = house.points_per_unit, house.units_of_points
        if not self.with_points or not rate:
            return 0
        paid = self.voucher_minor(panel) + self.stored_minor(panel) + self.first_minor
        left = ((self.payable_minor or 0) - paid) // int(10**house.scale)
        return -(-min(panel.points * units // rate, max(0, left)) * rate // units)

    def draft(
        self, panel: MemberPanel, house: House, found_by: FoundBy = FoundBy.CARD
    ) -> SpendDraft | None:
        """Return the request; None while bill or amount is missing or wrong."""
        minor = self.minor(house.scale)
        if not isinstance(minor, int) or not self.number:
            return None
        return SpendDraft(
            member_id=panel.member_id,
            outlet=self.pos.key.outlet if self.pos is not None else house.outlet,
            bill=self.number,
            amount_minor=minor,
            stored_minor=self.stored_minor(panel),
            points=self.points(panel, house),
            vouchers=(self.voucher,) if self.voucher else (),
            rest_tender=self.tender,
            other_tenders=(self.first,) if self.first else (),
            found_by=found_by,
        )


def typed(text: str, key: str) -> str:
    """Return an amount after one key of the pad.

    Args:
        text: Before.
        key: A digit, ``00``, ``.``, ``+``, ``back`` or ``clear``.
    """
    if key == CLEAR:
        return ""
    if key == BACK:
        return text[:-1]
    last = re.split(r"[+\-]", text)[-1]
    if (key == "." and "." in last) or (key in "+-" and not last):
        return text
    if key == "." and not last:
        key = "0."
    return (text + key)[:_LONGEST]


def next_bill(last: str) -> str:
    """Return the number behind a bill's: its last digits one more, as wide as they were; empty where it has none."""
    found = _TRAILING.match(last)
    if found is None:
        return ""
    return f"{found[1]}{int(found[2]) + 1:0{len(found[2])}d}"


def next_code(codes: tuple[str, ...], now: str) -> str:
    """Return the code behind the one in use, the first behind the last; empty where there is none."""
    if not codes:
        return ""
    return codes[(codes.index(now) + 1) % len(codes)] if now in codes else codes[0]
