"""Buy a tier (购买会员级别): where the programme sells it."""

from __future__ import annotations

from app.loyalty import accounts
from app.loyalty.money import from_minor
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.review_tier import raise_to
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "buy_tier"


class BuyTier(Body, frozen=True, kw_only=True):
    """What is bought, and what was taken for it.

    Attributes:
        paid_minor: In minor units of the programme's currency.
        tender: How it was paid.
    """

    tier: str
    paid_minor: int
    tender: str = "cash"


def needs(slip: Slip[BuyTier], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[BuyTier], view: View) -> Decision:
    """Give the tier for its price, or say why not. What it cost is club income, apart from the outlets'."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    programme, row = view.programme, view.member(slip.member).row
    tier = next((one for one in programme.pack.tiers if one.code == slip.body.tier), None)
    scale = programme.asset(programme.currency).scale
    price = int(programme.figure(tier.price).scaleb(scale)) if tier else 0
    if tier is None or row is None or price <= 0:
        return refused(Reason.NOT_IN_PROGRAMME, tier=slip.body.tier)
    if programme.rank(tier.code) <= programme.rank(row.tier):
        return refused(Reason.TIER_HELD, tier=row.tier)
    if slip.body.paid_minor != price:
        return refused(Reason.FEE_NOT_PAID, price=from_minor(price, scale))
    if slip.body.tender not in programme.tenders():
        return refused(Reason.TENDER_UNKNOWN, tender=slip.body.tender)
    entry = Entry(slip, view)
    entry.move(programme.currency, price, accounts.tender(slip.body.tender), accounts.CLUB_SALES)
    fee = from_minor(price, scale)
    entry.explain("fee", fee, fee, tender=slip.body.tender)
    raise_to(entry, view, row, tier.code, view.observed.business_date)
    entry.receipt |= {"tier": tier.code, "paid_minor": price, "tender": slip.body.tender}
    return entry.posted()
