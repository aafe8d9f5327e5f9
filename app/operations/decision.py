"""The decision: what the poster answers to a slip, with everything it changes, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, unique

import msgspec

from app.loyalty.appeal import AppealRow
from app.loyalty.booking import BookingRow
from app.loyalty.house import (
    CounterRow,
    DayRow,
    OperatorRow,
    OutletRow,
    ProgrammeRow,
    PropertyRow,
    RewardRow,
    ShiftRow,
    UsageRow,
)
from app.loyalty.ids import MemberId
from app.loyalty.ledger import Transfer
from app.loyalty.lots import Lot
from app.loyalty.member import (
    BankCardRow,
    CardRow,
    CredentialRow,
    DebtRow,
    MemberRow,
    TallyRow,
)
from app.loyalty.refusals import Reason, Refusal
from app.loyalty.stay import BillRow, StayRow
from app.loyalty.trace import TraceLine
from app.loyalty.web import WebMemberRow
from app.operations.slip import Body

Row = (
    MemberRow
    | CardRow
    | BankCardRow
    | CredentialRow
    | DebtRow
    | StayRow
    | BookingRow
    | BillRow
    | AppealRow
    | WebMemberRow
    | PropertyRow
    | OutletRow
    | RewardRow
    | OperatorRow
    | ShiftRow
    | DayRow
    | UsageRow
    | ProgrammeRow
    | CounterRow
)

Figure = int | str | bool | list[str]


@unique
class Outcome(Enum):
    """How a slip was decided."""

    POSTED = "posted"
    REFUSED = "refused"
    REFERRED = "referred"


@unique
class PinResult(Enum):
    """What the comparison of a PIN said."""

    NONE = "none"
    RIGHT = "right"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    NOT_SET = "not-set"
    STORED = "stored"


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """What decide() cannot work out; fetched before it, kept with the decision, read again by replay.

    Attributes:
        at: The poster's time, aware.
        number: The slip's number in its shard.
        programme: Version of the programme in force.
        business_date: The open business date, on which the entry is posted.
        pin: Result of the PIN check.
        claims_lost: Claims that another slip has, with its id.
        withdrawn: A withdraw slip named this slip before it was decided.
        scene: What the house knows beside the books (rooms left, a result), as text by name.
        proof: For a day that is closed: hash over its trial balance.
        figures: What was gathered beforehand, as the operation's ``observes`` says: sums over many
            members, or the claims of one, each with the figure 1.
    """

    at: datetime
    number: int
    programme: int
    business_date: date
    pin: PinResult = PinResult.NONE
    claims_lost: Mapping[str, str] = msgspec.field(default_factory=dict)
    withdrawn: bool = False
    proof: str = ""
    scene: Mapping[str, str] = msgspec.field(default_factory=dict)
    figures: Mapping[str, int] = msgspec.field(default_factory=dict)


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """A slip that follows from a decision, for another member or another account.

    The poster writes and decides it in the same transaction, right behind its cause. One cause has at
    most one of a kind for each member, unless its parts are told apart.

    Attributes:
        part: Of the cause that it follows from; empty for all of it.
    """

    kind: str
    member: MemberId
    body: Body
    part: str = ""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a slip.

    Attributes:
        transfers: The entry; empty for a refusal.
        lots: Lots that the entry makes.
        rows: Rows as they stand after it.
        tallies: Counts to be added (or taken back, negative).
        frees: Claims that become free again.
        gives: Figures of the result, by the names of the scenario language.
        receipt: Facts for the receipt; empty where there is nothing to print.
        derives: Slips that follow from it.
        operations: The named steps of the sources' flow chart, in order.
        notified: Ways by which the result is told to the member.
    """

    outcome: Outcome
    refusal: Refusal | None = None
    transfers: tuple[Transfer, ...] = ()
    lots: tuple[Lot, ...] = ()
    rows: tuple[Row, ...] = ()
    tallies: tuple[TallyRow, ...] = ()
    frees: tuple[str, ...] = ()
    gives: Mapping[str, Figure] = msgspec.field(default_factory=dict)
    trace: tuple[TraceLine, ...] = ()
    receipt: Mapping[str, str | int] = msgspec.field(default_factory=dict)
    operations: tuple[str, ...] = ()
    notified: tuple[str, ...] = ()
    derives: tuple[Derived, ...] = ()
    member: MemberId = MemberId("")


def refused(
    reason: Reason,
    *,
    rows: tuple[Row, ...] = (),
    gives: Mapping[str, Figure] | None = None,
    **facts: str | int,
) -> Decision:
    """Refuse a slip. It moves nothing; ``rows`` may hold counters (wrong PINs) and nothing else."""
    return Decision(
        outcome=Outcome.REFUSED, refusal=Refusal(reason, facts), rows=rows, gives=gives or {}
    )


def refused_as(refusal: Refusal) -> Decision:
    """Refuse a slip for a refusal that a rule returned."""
    return Decision(outcome=Outcome.REFUSED, refusal=refusal)


def referred(reason: Reason, **facts: str | int) -> Decision:
    """Let a slip wait for a person; it blocks nothing behind it."""
    return Decision(outcome=Outcome.REFERRED, refusal=Refusal(reason, facts))
