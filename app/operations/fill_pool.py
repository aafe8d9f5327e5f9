"""Fill the pool: card numbers made and printed before any member has them (预制卡号)."""

from __future__ import annotations

from dataclasses import dataclass

from app.loyalty.house import CounterRow
from app.loyalty.ids import MemberId
from app.loyalty.member import CardRow, CardStatus
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.card_numbers import COUNTER, template_of
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View

KIND = "fill_pool"
_MOST_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FillPool(Body):
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
    if not 1 <= slip.body.count <= _MOST_AT_ONCE:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=_MOST_AT_ONCE)
    entry = Entry(slip, view)
    template = template_of(view.programme.pack)
    start = view.house.counters.get(COUNTER, 0)
    for serial in range(start + 1, start + slip.body.count + 1):
        number = template.number(serial)
        entry.put(
            CardRow(
                number=number,
                member=MemberId(""),
                status=CardStatus.POOL,
                issued_on=view.observed.business_date,
                expires_on=None,
                replaced_by="",
                hash=view.card_hash(number),
            )
        )
    entry.put(CounterRow(property=slip.property, name=COUNTER, value=start + slip.body.count))
    return entry.posted()
