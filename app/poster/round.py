"""One batch at work: what it knows, what it has decided so far, and what is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.loyalty.ids import shard_of
from app.loyalty.stay import BillRow
from app.operations.decision import Decision, Observed, Outcome
from app.operations.notices import notices
from app.operations.slip import Body, Slip
from app.operations.view import PastSlip, View
from app.poster.lookups import Known, claims_of, shard_key
from app.store.writing import Batch


@dataclass(slots=True)
class Round:
    """What one batch works with.

    Attributes:
        known: Slips seen before or decided in this batch, with hash and decision.
        claimed: Who holds the claims that these slips ask about.
        heads: The last number given in each shard.
        recorded: For replay: what was observed then.
    """

    connection: Connection
    view: View
    batch: Batch
    known: Known
    claimed: dict[str, str]
    heads: dict[int, int]
    recorded: Mapping[str, Observed] = field(default_factory=dict)

    def record(
        self, slip: Slip[Body], decision: Decision, observed: Observed, position: int
    ) -> None:
        """Take a decision down, and let the next slip of the batch see what it did."""
        won: tuple[str, ...] = ()
        if decision.outcome is Outcome.POSTED:
            won = tuple(value for value in claims_of(slip) if value not in observed.claims_lost)
            for value in won:
                self.claimed[value] = self.batch.claims[value] = slip.id
        for value in decision.frees:
            self.claimed.pop(value, None)
        self.batch.tell(slip.id, notices(slip, decision, self.view), observed.at)
        self.view.apply(slip.member, decision, observed.business_date)
        if slip.id in self.view.slips:  # another slip of the batch names this one
            self.view.slips[slip.id] = _past(slip, decision, observed, won)
        shard = shard_of(shard_key(slip))
        self.batch.decide(slip, decision, observed, shard=shard, position=position, claims=won)


def _past(
    slip: Slip[Body], decision: Decision, observed: Observed, claims: tuple[str, ...]
) -> PastSlip:
    bills = (row for row in decision.rows if isinstance(row, BillRow) and row.slip == slip.id)
    return PastSlip(
        id=slip.id,
        kind=slip.kind,
        member=slip.member,
        outcome=decision.outcome,
        business_date=observed.business_date,
        terminal=slip.terminal,
        transfers=decision.transfers,
        gives=dict(decision.gives),
        bill=next(bills, None),
        claims=claims,
        tallies=decision.tallies,
        trace=decision.trace,
    )
