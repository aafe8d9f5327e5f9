"""Merge (合并重复会员): one person who was enrolled twice becomes one member again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.loyalty import accounts
from app.loyalty.booking import BookingStatus
from app.loyalty.ids import MemberId
from app.loyalty.member import CardStatus, MemberKind, MemberRow, MemberStatus
from app.loyalty.money import from_minor
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred, derived_only, inactive
from app.operations.link_bank_card import bank_cards_in
from app.operations.review_tier import review_tier
from app.operations.slip import Body, Slip
from app.operations.top_up import over_limit
from app.operations.view import MemberState, Needs, View

KIND = "merge_member"
RECEIVE_KIND = "receive_merge"
STAKE = "stake:"  # an open market, among what is observed
_PHONE = "phone:"
_LONGEST_REASON = 200
_WITH_LINKED = frozenset({MemberKind.COMPANY, MemberKind.HOUSEHOLD})
_CAN_END = frozenset({MemberStatus.ACTIVE, MemberStatus.INACTIVE, MemberStatus.SUSPENDED})


class MergeMember(Body, frozen=True, kw_only=True):
    """Into whom; the slip's member is the double that ends. The reason holds no names."""

    into: MemberId
    reason: str


@dataclass(frozen=True, slots=True)
class MovedLot:
    """A part of what moves, in minor units, with the date it keeps; None where the asset keeps none."""

    asset: str
    amount: int
    earned_on: date | None


@dataclass(frozen=True, slots=True)
class MovedCount:
    """What was counted on a day."""

    metric: str
    on: date
    amount: int


class ReceiveMerge(Body, frozen=True, kw_only=True):
    """What arrives.

    Attributes:
        tier, tier_since: Of the double; the higher of both is held.
        debts: What the double still owed, by asset.
    """

    lots: tuple[MovedLot, ...]
    counts: tuple[MovedCount, ...]
    tier: str
    tier_since: date
    debts: tuple[tuple[str, int], ...] = ()


def needs(slip: Slip[MergeMember], view: View) -> Needs:
    """Both members, with their cards, debts and appeals."""
    del view
    both = frozenset({slip.member, slip.body.into})
    return Needs(members=both, wholes=both)


def receive_needs(slip: Slip[ReceiveMerge], view: View) -> Needs:
    """The member who stays."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[MergeMember], view: View) -> Decision:
    """End the double and send what it holds and counted to the member who stays, or say why not.

    Balances, counts, debts and the higher tier move; past bills stay where they were posted. A card moves
    to a member who has none, else it is blocked; bank cards open the member who stays, whose PIN holds.

    Source:
        Not stated; Guinness: records of members were cleaned and merged (S2).
    """
    refusal = barred(slip, view, Act.CARRY_OVER) or _not_two(slip, view)
    if refusal:
        return refused_as(refusal)
    if not slip.body.reason.strip():
        return refused(Reason.REASON_MISSING)
    if len(slip.body.reason) > _LONGEST_REASON:
        return refused(Reason.TEXT_TOO_LONG, longest=_LONGEST_REASON)
    state, other = view.member(slip.member), view.member(slip.body.into)
    row = state.row
    if row is None or row.status not in _CAN_END:
        return refused(Reason.MEMBER_NOT_ACTIVE, status=row.status.value if row else "")
    currency = view.programme.currency
    stopped = _open(state, view) or _too_much(state.balance(currency), other, view)
    if stopped:
        return refused_as(stopped)
    entry = Entry(slip, view)
    body = _moved(entry, row, view)
    _move_card(entry, state, other, slip.body.into)
    entry.put(replace(row, status=MemberStatus.TERMINATED, version=row.version + 1))
    entry.explain("status", row.status.value, MemberStatus.TERMINATED.value)
    for card in bank_cards_in(view.observed.figures, slip.body.into):
        entry.put(card)
    # Bank cards go over with their claims; of what was observed, phone numbers alone are free again.
    entry.free(sorted(name for name in view.observed.figures if name.startswith(_PHONE)))
    entry.derive(RECEIVE_KIND, slip.body.into, body)
    entry.gives |= {"into": slip.body.into, "status": MemberStatus.TERMINATED.value}
    return entry.posted()


def receive(slip: Slip[ReceiveMerge], view: View) -> Decision:
    """Put what the double held and counted onto the member who stays."""
    refusal = derived_only(slip)
    if refusal:
        return refused_as(refusal)
    body, entry = slip.body, Entry(slip, view)
    for lot in body.lots:
        entry.credit(lot.asset, lot.amount, accounts.IN_TRANSIT, earned_on=lot.earned_on)
    for asset, amount in _sums(body.lots).items():
        said = from_minor(amount, view.programme.asset(asset).scale)
        entry.explain("merged-in", said, said, asset=asset, amount=amount)
    for count in body.counts:
        entry.tally(count.metric, count.amount, count.on)
    for asset, amount in body.debts:
        entry.owe(asset, amount)
    row = entry.row
    if row and view.programme.rank(body.tier) > view.programme.rank(row.tier):
        higher = replace(row, tier=body.tier, tier_since=body.tier_since, version=row.version + 1)
        entry.put(higher)
        entry.explain("tier", f"{row.tier} → {body.tier}", body.tier, tier=body.tier)
        entry.gives["tier"] = body.tier
    review_tier(entry, view)
    return entry.posted()


def _not_two(slip: Slip[MergeMember], view: View) -> Refusal | None:
    """Refuse a merge that has no two members of one kind in it.

    Companies and households have people linked to them, whose shares would go to nobody. A card without
    a name goes to a person, but no person ends in one.
    """
    row, other = view.member(slip.member).row, view.member(slip.body.into)
    if row is None or other.row is None or slip.body.into == slip.member:
        return Refusal(Reason.MEMBER_UNKNOWN)
    fits = row.kind in {other.row.kind, MemberKind.ANONYMOUS}
    if not fits or {row.kind, other.row.kind} & _WITH_LINKED:
        return Refusal(Reason.NOT_ELIGIBLE)
    return inactive(other)


def _too_much(amount_minor: int, other: MemberState, view: View) -> Refusal | None:
    """Refuse more stored value than one card may hold; where none moves, a limit lowered since says nothing."""
    return over_limit(amount_minor, other, view) if amount_minor > 0 else None


def _open(state: MemberState, view: View) -> Refusal | None:
    """Refuse while something of the double is under way: it would lose its owner."""
    booked = [one for one in state.bookings.values() if one.status is BookingStatus.OPEN]
    held = any(state.held(asset) for asset, _ in state.flows)
    for what, is_open in (
        ("stay", bool(state.stays)),
        ("booking", bool(booked)),
        ("held", held),
        ("appeal", bool(state.appeals)),
        ("stake", any(name.startswith(STAKE) for name in view.observed.figures)),
    ):
        if is_open:
            return Refusal(Reason.STILL_OPEN, {"what": what})
    return None


def _moved(entry: Entry, row: MemberRow, view: View) -> ReceiveMerge:
    """Take everything from the double, and return it as the slip that brings it to the other."""
    lots: list[MovedLot] = []
    for asset, declared in view.programme.pack.assets.items():
        amount = entry.balance(asset)
        if amount <= 0:
            continue
        used = entry.debit(asset, amount, accounts.IN_TRANSIT)
        lots += [MovedLot(asset, part, lot.earned_on) for lot, part in used]
        lots += [] if declared.lots else [MovedLot(asset, amount, None)]
        said = from_minor(amount, declared.scale)
        entry.explain("merged-away", said, said, asset=asset, amount=-amount)
    counts = [
        MovedCount(metric, on, amount)
        for metric, days in sorted(entry.state.tallies.items())
        for on, amount in sorted(days.items())
        if amount
    ]
    for count in counts:
        entry.tally(count.metric, -count.amount, count.on)
    debts = tuple((asset, owed) for asset, owed in sorted(entry.state.debts.items()) if owed)
    for asset, owed in debts:
        entry.owe(asset, -owed)
    return ReceiveMerge(
        lots=tuple(lots),
        counts=tuple(counts),
        tier=row.tier,
        tier_since=row.tier_since,
        debts=debts,
    )


def _move_card(entry: Entry, state: MemberState, other: MemberState, into: MemberId) -> None:
    """Give the double's card to a member who has none; one too many opens nothing any more."""
    card = state.active_card()
    if card is None:
        return
    if other.active_card() is None:
        entry.put(replace(card, member=into))
    else:
        entry.put(replace(card, status=CardStatus.BLOCKED))


def _sums(lots: tuple[MovedLot, ...]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for lot in lots:
        sums[lot.asset] = sums.get(lot.asset, 0) + lot.amount
    return sums
