"""Ways to a higher tier that are taken at the desk: an invitation answered, an application, a purchase."""

from __future__ import annotations

from app.desk_service.context import tier_of
from app.loyalty.member import MemberRow, MemberStatus
from app.operations.accept_invitation import AcceptInvitation
from app.operations.apply_tier import ApplyTier
from app.operations.buy_tier import BuyTier
from app.operations.slip import Body
from app.operations.view import View
from app.ui.service.member_records import TierWay, Way
from app.ui.service.requests import TierDraft


def tier_ways(view: View, row: MemberRow) -> tuple[TierWay, ...]:
    """Return the ways that are open to a member now; conditions of an application are asked when it is made."""
    if row.status is not MemberStatus.ACTIVE:
        return ()
    programme = view.programme
    found: list[TierWay] = []
    if row.invited_to:
        found.append(TierWay(way=Way.INVITED, tier=tier_of(view, row.invited_to)))
    held = programme.rank(programme.moved(row.tier))
    scale = programme.asset(programme.currency).scale
    for tier in programme.pack.tiers:
        if programme.rank(tier.code) <= held:
            continue
        if tier.reached == "applied":
            found.append(TierWay(way=Way.APPLIED, tier=tier_of(view, tier.code)))
        price = int(programme.figure(tier.price).scaleb(scale))
        if price > 0:
            way = TierWay(way=Way.BOUGHT, tier=tier_of(view, tier.code), price_minor=price)
            found.append(way)
    return tuple(found)


def tier_body(request: TierDraft) -> tuple[str, Body]:
    """Return the kind and body of the slip that a request means."""
    match request.way:
        case Way.INVITED:
            body = AcceptInvitation(tier=request.tier, accept=request.accepts)
            return "accept_invitation", body
        case Way.APPLIED:
            return "apply_tier", ApplyTier(tier=request.tier)
        case Way.BOUGHT:
            bought = BuyTier(
                tier=request.tier, paid_minor=request.price_minor, tender=request.tender
            )
            return "buy_tier", bought
