"""Shifts: open with a float (开班), close with what was counted against what must be there (交班)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from app.loyalty import accounts
from app.loyalty.house import ShiftRow, ShiftStatus
from app.loyalty.money import LARGEST_MINOR
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View

OPEN_KIND = "open_shift"
CLOSE_KIND = "close_shift"
_LONGEST = 200
_LARGEST_FLOAT = 10_000_000


class OpenShift(Body, frozen=True, kw_only=True):
    """Cash in the drawer at the start, in minor units."""

    float_minor: int


class CloseShift(Body, frozen=True, kw_only=True):
    """What was counted.

    Attributes:
        counted: Minor units by tender; cash contains the float.
        explanation: Why it differs from what must be there.
    """

    counted: Mapping[str, int] = msgspec.field(default_factory=dict)
    explanation: str = ""


def open_needs(slip: Slip[OpenShift], view: View) -> Needs:
    """Open shifts are always in the view."""
    del slip, view
    return NOTHING


def open_decide(slip: Slip[OpenShift], view: View) -> Decision:
    """Open the shift, or say why not."""
    refusal = barred(slip, view, Act.SERVE)
    if refusal:
        return refused_as(refusal)
    if slip.terminal in view.house.shifts:
        return refused(Reason.SHIFT_OPEN, operator=view.house.shifts[slip.terminal].operator)
    if not 0 <= slip.body.float_minor <= _LARGEST_FLOAT:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=_LARGEST_FLOAT)
    entry = Entry(slip, view)
    entry.put(
        ShiftRow(
            property=slip.property,
            shift=slip.id,
            terminal=slip.terminal,
            operator=slip.operator,
            business_date=view.observed.business_date,
            opened_at=view.observed.at,
            closed_at=None,
            float_minor=slip.body.float_minor,
            expected_minor=slip.body.float_minor,
            counted_minor=0,
            explanation="",
            status=ShiftStatus.OPEN,
        )
    )
    return entry.posted()


def close_needs(slip: Slip[CloseShift], view: View) -> Needs:
    """Open shifts are always in the view; their sums are observed."""
    del slip, view
    return NOTHING


def close_decide(slip: Slip[CloseShift], view: View) -> Decision:
    """Close the shift, or say why not; a difference needs its explanation and stands on its own account."""
    refusal = barred(slip, view, Act.SERVE)
    if refusal:
        return refused_as(refusal)
    shift = view.house.shifts.get(slip.terminal)
    if shift is None:
        return refused(Reason.SHIFT_NOT_OPEN)
    if len(slip.body.explanation) > _LONGEST:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST)
    bad = _bad_count(slip, view)
    if bad:
        return bad
    sums = view.observed.figures
    expected = {name: sums.get(name, 0) for name in {*sums, *slip.body.counted, "cash"}}
    expected["cash"] += shift.float_minor
    differences = {name: slip.body.counted.get(name, 0) - expected[name] for name in expected}
    if any(differences.values()) and not slip.body.explanation.strip():
        name = next(one for one, by in sorted(differences.items()) if by)
        return refused(Reason.REASON_MISSING, tender=name, difference_minor=differences[name])
    entry = Entry(slip, view)
    currency = view.programme.currency
    for name, difference in sorted(differences.items()):
        if difference > 0:
            entry.move(currency, difference, accounts.tender(name), accounts.SHIFT_DIFFERENCE)
        elif difference < 0:
            entry.move(currency, -difference, accounts.SHIFT_DIFFERENCE, accounts.tender(name))
    entry.put(
        replace(
            shift,
            closed_at=view.observed.at,
            expected_minor=expected["cash"],
            counted_minor=slip.body.counted.get("cash", 0),
            explanation=slip.body.explanation,
            status=ShiftStatus.CLOSED,
        )
    )
    for name in sorted(expected):
        entry.receipt[f"expected_{name}"] = expected[name]
        entry.receipt[f"counted_{name}"] = slip.body.counted.get(name, 0)
    entry.receipt["float_minor"] = shift.float_minor
    entry.receipt["shift"] = shift.shift
    return entry.posted()


def _bad_count(slip: Slip[CloseShift], view: View) -> Decision | None:
    """Refuse a count of what the house does not take, and one that no drawer can hold."""
    known = {"cash", *view.programme.tenders(), *view.observed.figures}
    unknown = sorted(slip.body.counted.keys() - known)
    if unknown:
        return refused(Reason.TENDER_UNKNOWN, tender=unknown[0])
    if any(abs(minor) > LARGEST_MINOR for minor in slip.body.counted.values()):
        return refused(Reason.AMOUNT_TOO_LARGE, largest=LARGEST_MINOR)
    return None
