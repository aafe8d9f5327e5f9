"""Fill the pool: card numbers made and printed before any member has them (预制卡号)."""

from __future__ import annotations

from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.card_numbers import MOST_AT_ONCE, put_pool
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View

KIND = "fill_pool"


class FillPool(Body, frozen=True, kw_only=True):
    """How many numbers, 1 to 10,000."""

    count: int


def needs(slip: Slip[FillPool], view: View) -> Needs:
    """Nothing but the counter, which is always there."""
    del slip, view
    return NOTHING


def decide(slip: Slip[FillPool], view: View) -> Decision:
    """Make the numbers, or say why not."""
    refusal = barred(slip, view, Act.CONFIGURE)
    if refusal:
        return refused_as(refusal)
    if not 1 <= slip.body.count <= MOST_AT_ONCE:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=MOST_AT_ONCE)
    entry = Entry(slip, view)
    put_pool(entry, view.programme.pack, slip.body.count, view)
    return entry.posted()
