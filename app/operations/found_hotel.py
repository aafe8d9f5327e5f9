"""Found the hotel: the first slip of a book says which property, outlets and people there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.loyalty.house import OperatorRow, OutletRow, PropertyRow
from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View

KIND = "found_hotel"
APPOINT_KIND = "appoint_operator"


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """An outlet with its names."""

    code: str
    name_zh: str
    name_en: str


class FoundHotel(Body, frozen=True, kw_only=True):
    """The property as it opens its books; the slip's operator becomes its first administrator."""

    name_zh: str
    name_en: str
    currency: str
    zone: str
    first_date: date
    outlets: tuple[NamedOutlet, ...]


class AppointOperator(Body, frozen=True, kw_only=True):
    """Somebody gets a role, or leaves."""

    operator: str
    role: Role
    active: bool = True


def needs(slip: Slip[Body], view: View) -> Needs:
    """The house is always in the view."""
    del slip, view
    return NOTHING


def decide(slip: Slip[FoundHotel], view: View) -> Decision:
    """Open the books, once."""
    if view.house.property is not None:
        return refused(Reason.ALREADY_FOUNDED)
    entry = Entry(slip, view)
    body = slip.body
    entry.put(
        PropertyRow(
            property=slip.property,
            name_zh=body.name_zh,
            name_en=body.name_en,
            currency=body.currency,
            zone=body.zone,
            business_date=body.first_date,
        )
    )
    for outlet in body.outlets:
        entry.put(
            OutletRow(
                property=slip.property,
                outlet=outlet.code,
                name_zh=outlet.name_zh,
                name_en=outlet.name_en,
            )
        )
    entry.put(
        OperatorRow(
            property=slip.property, operator=slip.operator, role=Role.ADMINISTRATOR, active=True
        )
    )
    return entry.posted()


def appoint(slip: Slip[AppointOperator], view: View) -> Decision:
    """Give somebody a role, or say why not."""
    refusal = barred(slip, view, Act.CONFIGURE)
    if refusal:
        return refused_as(refusal)
    entry = Entry(slip, view)
    body = slip.body
    entry.put(
        OperatorRow(
            property=slip.property, operator=body.operator, role=body.role, active=body.active
        )
    )
    return entry.posted()
