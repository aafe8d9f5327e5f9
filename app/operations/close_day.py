"""Close the day (夜审): proves the business date, turns it, and lets the day-end work follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.loyalty.business_day import hotel_time
from app.loyalty.house import DayRow
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View

KIND = "close_day"


class CloseDay(Body, frozen=True, kw_only=True):
    """The business date that is closed; it must be the open one."""

    date: date


def needs(slip: Slip[CloseDay], view: View) -> Needs:
    """Shifts and the property are always in the view; proof and sums are observed."""
    del slip, view
    return NOTHING


def decide(slip: Slip[CloseDay], view: View) -> Decision:
    """Turn the business date, or say why not."""
    refusal = barred(slip, view, Act.CLOSE_DAY)
    if refusal:
        return refused_as(refusal)
    house = view.house.property
    if house is None or slip.body.date != house.business_date:
        return refused(Reason.DAY_CLOSED, date=slip.body.date.isoformat())
    if house.business_date > hotel_time(view.observed.at, house.zone).date():
        return refused(Reason.DAY_NOT_BEGUN, date=house.business_date.isoformat())
    if view.house.shifts:
        operators = ", ".join(sorted(shift.operator for shift in view.house.shifts.values()))
        return refused(Reason.SHIFTS_STILL_OPEN, open=len(view.house.shifts), operators=operators)
    if not view.observed.proof:
        return refused(Reason.DAY_NOT_PROVED)
    entry = Entry(slip, view)
    entry.put(replace(house, business_date=house.business_date + timedelta(days=1)))
    entry.put(
        DayRow(
            property=slip.property,
            business_date=house.business_date,
            closed_at=view.observed.at,
            operator=slip.operator,
            slips=view.observed.figures.get("slips", 0),
            proof=view.observed.proof,
        )
    )
    entry.receipt |= dict(view.observed.figures)
    entry.receipt |= {"date": house.business_date.isoformat(), "proof": view.observed.proof[:16]}
    return entry.posted()
