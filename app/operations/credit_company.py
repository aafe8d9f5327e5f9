"""The share of a linked account, a company's or a household's, in what a linked person earned or gave back."""

from __future__ import annotations

from collections.abc import Mapping

from app.loyalty import accounts
from app.loyalty.money import from_minor
from app.operations.decision import Decision, Figure, refused_as
from app.operations.entry import Entry
from app.operations.guards import derived_only, inactive
from app.operations.slip import Body, Slip
from app.operations.undo import claw
from app.operations.view import Needs, View

KIND = "credit_company"
_SHARE = "company_"


class CreditCompany(Body, frozen=True, kw_only=True):
    """How much of which asset, and the rule that gave it; below zero where an entry was undone."""

    points: int
    rule: str
    asset: str = "points"


def needs(slip: Slip[CreditCompany], view: View) -> Needs:
    """The account."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CreditCompany], view: View) -> Decision:
    """Credit the account, or take back what was credited; one that is not in force gets nothing.

    Source:
        7 Days Club: linked persons keep their own benefits and the company gets its points.
    """
    refusal = derived_only(slip) or inactive(view.member(slip.member))
    if refusal:
        return refused_as(refusal)
    entry, body = Entry(slip, view), slip.body
    before = entry.balance(body.asset)
    if body.points > 0:
        entry.credit(body.asset, body.points)
        said = from_minor(body.points, view.programme.asset(body.asset).scale)
        entry.explain("company", said, said, body.rule, asset=body.asset, amount=body.points)
    else:
        claw(entry, body.asset, -body.points, accounts.CLAWED_BACK, view)
    entry.gives[body.asset] = entry.balance(body.asset) - before
    return entry.posted()


def share_of(asset: str) -> str:
    """Return the name under which an entry gives the linked account's share of an asset."""
    return f"{_SHARE}{asset}"


def shares_in(gives: Mapping[str, Figure]) -> dict[str, int]:
    """Return what an entry gave to the linked account, by asset."""
    return {
        name.removeprefix(_SHARE): share
        for name, share in gives.items()
        if name.startswith(_SHARE) and isinstance(share, int)
    }


def take_share_back(entry: Entry, back: Mapping[str, int]) -> None:
    """Let the linked account give back its share of what an entry that is undone had given.

    Args:
        entry: The undoing.
        back: How much of it, by asset.
    """
    row = entry.state.row
    if row is None or not row.company:
        return
    for asset, share in back.items():
        if share:
            body = CreditCompany(points=-share, rule="", asset=asset)
            entry.derive(KIND, row.company, body, part=asset if asset != "points" else "")
