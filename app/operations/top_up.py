"""Top up (储值): money paid in advance; the limits of prepaid cards hold."""

from __future__ import annotations

from app.loyalty import accounts
from app.loyalty.member import MemberKind
from app.loyalty.money import from_minor, positive
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.post_spend import notice_ways
from app.operations.slip import Body, Slip
from app.operations.view import MemberState, Needs, View
from app.programme.pack import FROM_BOOKS

KIND = "top_up"


class TopUp(Body, frozen=True, kw_only=True):
    """How much, in minor units, and how it was paid."""

    amount_minor: int
    tender: str = "cash"


def needs(slip: Slip[TopUp], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[TopUp], view: View) -> Decision:
    """Credit stored value, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    bad = positive(slip.body.amount_minor)
    if bad:
        return refused_as(bad)
    if slip.body.tender in FROM_BOOKS:
        return refused(Reason.TENDERS_DO_NOT_ADD_UP, payable=str(slip.body.amount_minor), left="0")
    if slip.body.tender not in view.programme.tenders():
        return refused(Reason.TENDER_UNKNOWN, tender=slip.body.tender)
    state = view.member(slip.member)
    over = over_limit(slip.body.amount_minor, state, view)
    if over:
        return refused_as(over)
    currency = view.programme.currency
    before = state.balance(currency)
    entry = Entry(slip, view)
    entry.credit(currency, slip.body.amount_minor, accounts.tender(slip.body.tender))
    paid = from_minor(slip.body.amount_minor, view.programme.asset(currency).scale)
    entry.explain(
        "topped-up",
        paid,
        paid,
        asset=currency,
        amount=slip.body.amount_minor,
        tender=slip.body.tender,
    )
    entry.receipt |= {
        "amount_minor": slip.body.amount_minor,
        "tender": slip.body.tender,
        "stored_before_minor": before,
        "stored_after_minor": entry.balance(currency),
    }
    return entry.posted(notified=notice_ways(view))


def over_limit(amount_minor: int, state: MemberState, view: View) -> Refusal | None:
    """Refuse an amount that would bring more onto a card than the law lets it hold."""
    programme = view.programme
    currency = programme.currency
    limits = programme.pack.stored_value
    is_anonymous = state.row is not None and state.row.kind is MemberKind.ANONYMOUS
    limit = int(programme.figure(limits.limit_anonymous if is_anonymous else limits.limit_named))
    room = limit - state.balance(currency) - state.held(currency)
    if amount_minor <= room:
        return None
    scale = programme.asset(currency).scale
    facts = {"limit": from_minor(limit, scale), "room": from_minor(max(0, room), scale)}
    return Refusal(Reason.STORED_VALUE_LIMIT, facts)
