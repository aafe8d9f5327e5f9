"""Carry over: opening balances of a member who comes from an earlier system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from app.loyalty import accounts
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind, MemberRow, MemberStatus
from app.loyalty.money import LARGEST_MINOR, from_minor
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.enrol_member import with_number
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "carry_over"


@dataclass(frozen=True, slots=True)
class OpeningLot:
    """Points with the day they were earned."""

    points: int
    earned_on: date


@dataclass(frozen=True, slots=True)
class OpeningCount:
    """A count made on one day before.

    Attributes:
        metric: As the pack names it.
        amount: Whole; of money in minor units of the currency.
    """

    metric: str
    on: date
    amount: int


class CarryOver(Body, frozen=True, kw_only=True):
    """What the member brings.

    Attributes:
        tier: Empty: the entry tier.
        tier_since: None: the open business date.
        balances: Other assets by name, in minor units.
        company: Member id of the company a person is linked to; empty for none.
        grows_up_on: Of a child: the birthday on which the account becomes a standard one.
    """

    kind: MemberKind = MemberKind.PERSON
    tier: str = ""
    tier_since: date | None = None
    personal: str = ""
    personal_hash: str = ""
    phone_claim: str = ""
    language: str = "zh_CN"
    points: int = 0
    lots: tuple[OpeningLot, ...] = ()
    stored_minor: int = 0
    counts: tuple[OpeningCount, ...] = ()
    balances: Mapping[str, int] = msgspec.field(default_factory=dict)
    consent: bool = False
    consent_third_party: bool = False
    company: MemberId = MemberId("")
    grows_up_on: date | None = None


def claims(slip: Slip[CarryOver]) -> tuple[str, ...]:
    """One phone number has one member."""
    return (f"phone:{slip.body.phone_claim}",) if slip.body.phone_claim else ()


def _tier(body: CarryOver, view: View) -> str:
    membership = view.programme.pack.membership
    if body.kind.value in membership.without_tier:
        return ""
    return view.programme.moved(body.tier) or membership.entry_tier


def needs(slip: Slip[CarryOver], view: View) -> Needs:
    """The member that is to be."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[CarryOver], view: View) -> Decision:
    """Open the account with its balances, or say why not. The tier is taken as given."""
    refusal = barred(slip, view, Act.CARRY_OVER)
    if refusal:
        return refused_as(refusal)
    stopped = _bad_entry(slip, view)
    if stopped:
        return stopped
    body, pack = slip.body, view.programme.pack
    entry = Entry(slip, view)
    day = view.observed.business_date
    _bring(entry, "points", body.points, view)
    for lot in body.lots:
        _bring(entry, "points", lot.points, view, earned_on=lot.earned_on)
    _bring(entry, pack.currency, body.stored_minor, view)
    for asset, amount in sorted(body.balances.items()):
        _bring(entry, asset, amount, view)
    for count in body.counts:
        entry.tally(count.metric, count.amount, count.on)
    entry.put(
        with_number(
            entry,
            MemberRow(
                member=slip.member,
                number="",
                kind=body.kind,
                status=MemberStatus.ACTIVE,
                tier=_tier(body, view),
                tier_since=body.tier_since or day,
                tier_until=None,
                joined_on=_joined_on(body, day),
                channel="carry-over",
                language=body.language,
                consent=body.consent,
                consent_third_party=body.consent_third_party,
                personal=body.personal,
                company=body.company,
                invited_to="",
                version=1,
                grows_up_on=body.grows_up_on,
            ),
            view,
        )
    )
    return entry.posted()


def _joined_on(body: CarryOver, day: date) -> date:
    """Return since when somebody is a member: the earliest day that they bring anything from."""
    brought = [count.on for count in body.counts] + [lot.earned_on for lot in body.lots]
    return min([body.tier_since or day, *brought])


def _bring(
    entry: Entry, asset: str, amount: int, view: View, *, earned_on: date | None = None
) -> None:
    if amount:
        entry.credit(asset, amount, accounts.CARRIED_OVER, earned_on=earned_on)
        said = from_minor(amount, view.programme.asset(asset).scale)
        since = earned_on.isoformat() if earned_on else ""
        entry.explain("brought", since, said, asset=asset, amount=amount)


def _bad_entry(slip: Slip[CarryOver], view: View) -> Decision | None:
    body, pack = slip.body, view.programme.pack
    if view.member(slip.member).row is not None:
        return refused(Reason.MEMBER_EXISTS)
    if body.kind.value not in pack.membership.kinds:
        return refused(Reason.NOT_IN_PROGRAMME, kind=body.kind.value)
    if view.observed.claims_lost:
        return refused(Reason.PHONE_TAKEN)
    if body.tier and view.programme.moved(body.tier) not in {tier.code for tier in pack.tiers}:
        return refused(Reason.NOT_IN_PROGRAMME, tier=body.tier)
    points = ["points"] if body.points or body.lots else []
    unknown = [asset for asset in [*points, *body.balances] if asset not in pack.assets]
    if unknown:
        return refused(Reason.NOT_IN_PROGRAMME, asset=unknown[0])
    figures = [
        body.points,
        body.stored_minor,
        *body.balances.values(),
        *(lot.points for lot in body.lots),
        *(count.amount for count in body.counts),
    ]
    if min(figures) < 0:
        return refused(Reason.AMOUNT_NOT_POSITIVE)
    if max(figures) > LARGEST_MINOR:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=LARGEST_MINOR)
    return None
