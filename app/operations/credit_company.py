"""The company's share of what a linked person earned; it follows from that person's slip."""

from __future__ import annotations

from dataclasses import dataclass

from app.operations.decision import Decision, refused_as
from app.operations.entry import Entry
from app.operations.guards import derived_only, inactive
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "credit_company"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditCompany(Body):
    """How many points, and the rule that gave them."""

    points: int
    rule: str


def needs(slip: Slip[CreditCompany], view: View) -> Needs:
    """The company."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CreditCompany], view: View) -> Decision:
    """Credit the company; a company that is not in force gets nothing.

    Source:
        7 Days Club: linked persons keep their own benefits and the company gets its points.
    """
    refusal = derived_only(slip) or inactive(view.member(slip.member))
    if refusal:
        return refused_as(refusal)
    entry = Entry(slip, view)
    entry.credit("points", slip.body.points)
    entry.explain("company", slip.body.rule, str(slip.body.points), slip.body.rule)
    entry.gives["points"] = slip.body.points
    return entry.posted()
