"""Cash a cheque (兑换支票): up to the tier's limit, in all during one stay."""

from __future__ import annotations

from app.loyalty import accounts
from app.loyalty.money import from_minor, positive
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.stays import stay_of
from app.operations.view import Needs, View

KIND = "cash_cheque"


class CashCheque(Body, frozen=True, kw_only=True):
    """During which stay (empty: the only open one), and the amount in minor units."""

    stay: str = ""
    amount_minor: int


def needs(slip: Slip[CashCheque], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CashCheque], view: View) -> Decision:
    """Pay the cheque out of the drawer, or say why not.

    Source:
        Hyatt Gold Passport: up to US$250 or 500 for each stay.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    programme, state = view.programme, view.member(slip.member)
    stay = stay_of(slip.body.stay, state)
    if stay is None:
        return refused(Reason.STAY_UNKNOWN)
    bad = positive(slip.body.amount_minor)
    if bad:
        return refused_as(bad)
    tier = state.row.tier if state.row else ""
    rule = next((one for one in programme.pack.cheques if tier in one.tiers), None)
    if rule is None:
        return refused(Reason.NOT_OFFERED)
    entry = Entry(slip, view)
    metric = f"cheque:{stay.stay}"
    scale = programme.asset(programme.currency).scale
    limit = int(programme.figure(rule.most).scaleb(scale))
    if entry.total(metric) + slip.body.amount_minor > limit:
        return refused(Reason.OVER_LIMIT, limit=from_minor(limit, scale))
    cash = accounts.tender("cash")
    entry.move(programme.currency, slip.body.amount_minor, accounts.CHEQUES, cash)
    entry.tally(metric, slip.body.amount_minor, view.observed.business_date)
    cashed = from_minor(slip.body.amount_minor, scale)
    entry.explain("cheque", cashed, cashed)
    entry.gives["granted"] = True
    entry.receipt |= {"amount_minor": slip.body.amount_minor, "stay": stay.stay}
    return entry.posted()
