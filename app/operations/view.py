"""The view: the part of the books that a batch of slips needs, in memory, and what each decision does to it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from app.loyalty.accounts import AVAILABLE, is_held, is_member_account
from app.loyalty.appeal import AppealRow, AppealStatus
from app.loyalty.booking import BookingRow, BookingStatus
from app.loyalty.house import (
    CounterRow,
    DayRow,
    OperatorRow,
    OutletRow,
    ProgrammeRow,
    PropertyRow,
    RewardRow,
    ShiftRow,
    ShiftStatus,
    UsageRow,
)
from app.loyalty.ids import MemberId
from app.loyalty.ledger import Transfer
from app.loyalty.lots import Lot
from app.loyalty.member import (
    BankCardRow,
    CardRow,
    CardStatus,
    CredentialRow,
    DebtRow,
    MemberRow,
    TallyRow,
)
from app.loyalty.refusals import Reason
from app.loyalty.stay import BillRow, StayRow, StayStatus
from app.loyalty.trace import TraceLine
from app.loyalty.web import WebMemberRow
from app.operations.decision import Decision, Figure, Observed, Outcome, Row
from app.programme.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What must be in the view before a slip can be decided; a key that is there already costs nothing.

    Attributes:
        wholes: Members of whom cards and open appeals are asked too.
        cards: Hashes of card numbers.
        pool: How many free numbers of the pool.
    """

    members: frozenset[MemberId] = frozenset()
    wholes: frozenset[MemberId] = frozenset()
    cards: frozenset[str] = frozenset()
    slips: frozenset[str] = frozenset()
    pool: int = 0


NOTHING = Needs()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSlip:
    """A decided slip that another one names."""

    id: str
    kind: str
    member: MemberId
    outcome: Outcome
    business_date: date
    terminal: str
    transfers: tuple[Transfer, ...]
    gives: dict[str, Figure]
    bill: BillRow | None
    claims: tuple[str, ...]
    tallies: tuple[TallyRow, ...] = ()
    trace: tuple[TraceLine, ...] = ()


class MemberState:
    """Everything of one member that rules ask."""

    __slots__ = (
        "appeals",
        "bookings",
        "cards",
        "credential",
        "debts",
        "flows",
        "lots",
        "row",
        "stays",
        "tallies",
    )

    def __init__(self, row: MemberRow | None) -> None:
        self.row = row
        # What went into and out of each (asset, account); both only grow.
        self.flows: dict[tuple[str, str], tuple[int, int]] = {}
        self.lots: dict[tuple[str, str], Lot] = {}
        self.tallies: dict[str, dict[date, int]] = {}
        self.cards: dict[str, CardRow] = {}
        self.credential: CredentialRow | None = None
        self.stays: dict[str, StayRow] = {}  # open ones
        self.bookings: dict[str, BookingRow] = {}  # open, or the guest has arrived
        self.debts: dict[str, int] = {}  # by asset
        self.appeals: dict[tuple[str, str, date], AppealRow] = {}  # open ones

    def balance(self, asset: str, account: str = AVAILABLE) -> int:
        """Return what one account holds of an asset."""
        into, out = self.flows.get((asset, account), (0, 0))
        return into - out

    def held(self, asset: str) -> int:
        """Return what is on hold of an asset."""
        return sum(
            into - out
            for (one, account), (into, out) in self.flows.items()
            if one == asset and is_held(account)
        )

    def in_account(self, asset: str, account: str) -> list[Lot]:
        """Return the lots that one account holds something of."""
        return [
            lot
            for lot in self.lots.values()
            if lot.asset == asset and lot.account == account and lot.remaining
        ]

    def counted(self, metric: str, first: date, last: date) -> int:
        """Add up a count from day to day, both inside."""
        return sum(n for day, n in self.tallies.get(metric, {}).items() if first <= day <= last)

    def active_card(self) -> CardRow | None:
        """Return the card that opens this account, if there is one."""
        return next(
            (card for card in self.cards.values() if card.status is CardStatus.ACTIVE), None
        )


@dataclass(slots=True, kw_only=True)
class HouseState:
    """The reference rows of one property, which every decision may read."""

    property: PropertyRow | None = None
    outlets: dict[str, OutletRow] = field(default_factory=dict)
    rewards: dict[str, RewardRow] = field(default_factory=dict)
    operators: dict[str, OperatorRow] = field(default_factory=dict)
    shifts: dict[str, ShiftRow] = field(default_factory=dict)  # by terminal, open ones only
    usage: dict[tuple[str, date], UsageRow] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    versions: dict[int, ProgrammeRow] = field(default_factory=dict)
    days: dict[date, DayRow] = field(default_factory=dict)


class View:
    """The books as one batch sees them.

    Args:
        house: Reference rows, kept by the poster from batch to batch.
        programme: The version in force.
        card_hash: Hashes a card number under the house's key.
        members: Members as the batches before left them; the view changes it.
    """

    def __init__(
        self,
        house: HouseState,
        programme: Programme | None,
        card_hash: Callable[[str], str],
        members: dict[MemberId, MemberState] | None = None,
    ) -> None:
        self.house = house
        self._programme = programme
        self._observed: Observed | None = None
        self.members: dict[MemberId, MemberState] = {} if members is None else members
        self.wholes: set[MemberId] = set()
        self.cards: dict[str, CardRow | None] = {}  # by the hash of the number
        self.card_hash = card_hash
        self.slips: dict[str, PastSlip | None] = {}
        self.pool: list[str] = []

    @property
    def programme(self) -> Programme:
        """The programme in force.

        Raises:
            LookupError: None was published; the poster refuses before any rule asks.
        """
        if self._programme is None:
            raise LookupError(Reason.PROGRAMME_INVALID.value)
        return self._programme

    @property
    def version(self) -> int:
        """Number of the programme version in force, 0 for none."""
        return self._programme.version if self._programme else 0

    @property
    def observed(self) -> Observed:
        """What was fetched for the slip that is being decided.

        Raises:
            LookupError: No slip is being decided; the poster sets it before each.
        """
        if self._observed is None:
            raise LookupError("nothing was observed")
        return self._observed

    def observe(self, observed: Observed) -> None:
        """Set what was fetched for the next slip."""
        self._observed = observed

    def use_programme(self, programme: Programme) -> None:
        """Go on under another version, published within this batch."""
        self._programme = programme

    @property
    def zone(self) -> str:
        """The hotel's time zone; UTC before the hotel is founded."""
        return self.house.property.zone if self.house.property else "UTC"

    def member(self, member: MemberId) -> MemberState:
        """Return a member's state; of one who does not exist, an empty one."""
        return self.members.get(member) or MemberState(None)

    def missing(self, needs: Needs) -> Needs:
        """Return what of these needs is not in the view yet."""
        return Needs(
            members=frozenset(
                one for one in needs.members | needs.wholes if one and one not in self.members
            ),
            wholes=frozenset(one for one in needs.wholes if one and one not in self.wholes),
            cards=frozenset(one for one in needs.cards if one and one not in self.cards),
            slips=frozenset(one for one in needs.slips if one and one not in self.slips),
            pool=max(0, needs.pool - len(self.pool)),
        )

    def apply(self, member: MemberId, decision: Decision, business_date: date) -> None:
        """Make the next slip of the batch see what this decision did."""
        state = self.members.get(member)
        if state is not None:
            self._apply_entry(state, decision, business_date)
        for row in decision.rows:
            self._put(row)

    def _apply_entry(self, state: MemberState, decision: Decision, business_date: date) -> None:
        dates = {lot.lot: lot for lot in decision.lots}
        for transfer in decision.transfers:
            for account, signed in (
                (transfer.source, -transfer.amount),
                (transfer.target, transfer.amount),
            ):
                if not is_member_account(account):
                    continue
                key = (transfer.asset, account)
                into, out = state.flows.get(key, (0, 0))
                state.flows[key] = (into + signed, out) if signed > 0 else (into, out - signed)
                if transfer.lot:
                    move_lot(
                        state, transfer, account, signed, dates.get(transfer.lot), business_date
                    )
        for tally in decision.tallies:
            days = state.tallies.setdefault(tally.metric, {})
            days[tally.on] = days.get(tally.on, 0) + tally.amount

    def _put(self, row: Row) -> None:  # noqa: C901, PLR0912, PLR0915 - one line per kind of row
        match row:
            case MemberRow():
                self.members.setdefault(row.member, MemberState(None)).row = row
            case CardRow():
                known = self.cards.get(row.hash)
                if known and known.member in self.members:
                    self.members[known.member].cards.pop(row.number, None)
                self.cards[row.hash] = row
                if row.number in self.pool:
                    self.pool.remove(row.number)
                if row.status is CardStatus.POOL:
                    insort(self.pool, row.number)
                if row.member in self.members:
                    self.members[row.member].cards[row.number] = row
            case CredentialRow():
                self.member(row.member).credential = row
            case DebtRow():
                debts = self.member(row.member).debts
                debts[row.asset] = debts.get(row.asset, 0) + row.amount
            case StayRow():
                stays = self.member(row.member).stays
                if row.status is StayStatus.OPEN:
                    stays[row.stay] = row
                else:
                    stays.pop(row.stay, None)
            case BookingRow():
                bookings = self.member(row.member).bookings
                if row.status in {BookingStatus.OPEN, BookingStatus.ARRIVED}:
                    bookings[row.booking] = row
                else:
                    bookings.pop(row.booking, None)
            case AppealRow():
                appeals = self.member(row.member).appeals
                if row.status is AppealStatus.OPEN:
                    appeals[row.key] = row
                else:
                    appeals.pop(row.key, None)
            case WebMemberRow():
                pass  # no rule asks what the website shows
            case BillRow():
                past = self.slips.get(row.slip)
                if past is not None:
                    self.slips[row.slip] = replace(past, bill=row)
            case BankCardRow():
                pass  # asked of the table alone
            case PropertyRow():
                self.house.property = row
            case OutletRow():
                self.house.outlets[row.outlet] = row
            case RewardRow():
                self.house.rewards[row.code] = row
            case OperatorRow():
                self.house.operators[row.operator] = row
            case ShiftRow():
                if row.status is ShiftStatus.OPEN:
                    self.house.shifts[row.terminal] = row
                else:
                    self.house.shifts.pop(row.terminal, None)
            case UsageRow():
                self.house.usage[row.operator, row.business_date] = row
            case CounterRow():
                self.house.counters[row.name] = row.value
            case ProgrammeRow():
                self.house.versions[row.version] = row
            case DayRow():
                self.house.days[row.business_date] = row


def move_lot(
    state: MemberState,
    transfer: Transfer,
    account: str,
    signed: int,
    made: Lot | None,
    business_date: date,
) -> None:
    """Add one leg of a transfer to the lots of a member."""
    if transfer.lot is None:
        return
    key = (transfer.lot, account)
    lot = state.lots.get(key)
    if lot is None:
        known = made or next(
            (one for (name, _), one in state.lots.items() if name == transfer.lot), None
        )
        earned_on = known.earned_on if known else business_date
        expires_on = known.expires_on if known else None
        state.lots[key] = Lot(transfer.lot, account, transfer.asset, signed, earned_on, expires_on)
        return
    state.lots[key] = Lot(
        lot.lot, account, lot.asset, lot.remaining + signed, lot.earned_on, lot.expires_on
    )


def merged(all_needs: Iterable[Needs]) -> Needs:
    """Join the needs of a batch into one."""
    members: set[MemberId] = set()
    wholes: set[MemberId] = set()
    cards: set[str] = set()
    slips: set[str] = set()
    pool = 0
    for one in all_needs:
        members |= one.members
        wholes |= one.wholes
        cards |= one.cards
        slips |= one.slips
        pool += one.pool
    return Needs(
        members=frozenset(members),
        wholes=frozenset(wholes),
        cards=frozenset(cards),
        slips=frozenset(slips),
        pool=pool,
    )
