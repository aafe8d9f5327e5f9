"""Enrol (入会): a person, a company, or an anonymous stored-value card; reviewed where the house reviews."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.loyalty.card_no import luhn_digit
from app.loyalty.house import CounterRow
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind, MemberRow, MemberStatus
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "enrol_member"
_FIRST_NUMBER = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolMember(Body):
    """An application; name, phone and birthday stand in the personal record it names.

    Attributes:
        personal: Id of the personal record; empty for an anonymous card.
        personal_hash: SHA-256 of the record's ciphertext, hex.
        phone_claim: Keyed hash of the phone number, so that one number has one member.
        age: In whole years; -1 where it was not given.
        legal_capacity: The applicant says so; the contract asks it.
        walk_in: True when somebody is at the desk and the hotel reviews on the spot.
    """

    kind: MemberKind
    channel: str = "desk"
    personal: str = ""
    personal_hash: str = ""
    phone_claim: str = ""
    age: int = -1
    legal_capacity: bool = True
    language: str = "zh_CN"
    consent: bool = False
    consent_third_party: bool = False
    company: MemberId = MemberId("")


def claims(slip: Slip[EnrolMember]) -> tuple[str, ...]:
    """One phone number has one member."""
    return (f"phone:{slip.body.phone_claim}",) if slip.body.phone_claim else ()


def needs(slip: Slip[EnrolMember], view: View) -> Needs:
    """The member that is to be, and the company it is linked to."""
    del view
    return Needs(members=frozenset({slip.member, slip.body.company}))


def decide(slip: Slip[EnrolMember], view: View) -> Decision:
    """Open the account, or say why not; applied until approved where the house reviews."""
    refusal = barred(slip, view, Act.SERVE)
    if refusal:
        return refused_as(refusal)
    body = slip.body
    membership = view.programme.pack.membership
    if view.member(slip.member).row is not None:
        return refused(Reason.MEMBER_EXISTS)
    if body.kind.value not in membership.kinds:
        return refused(Reason.NOT_IN_PROGRAMME, kind=body.kind.value)
    if view.observed.claims_lost:
        return refused(Reason.PHONE_TAKEN)
    if not body.legal_capacity:
        return refused(Reason.NO_LEGAL_CAPACITY)
    if 0 <= body.age < membership.least_age:
        return refused(Reason.TOO_YOUNG, least=membership.least_age)
    if body.company and view.member(body.company).row is None:
        return refused(Reason.MEMBER_UNKNOWN)
    entry = Entry(slip, view)
    waits = membership.review and body.kind is not MemberKind.ANONYMOUS
    row = MemberRow(
        member=slip.member,
        number="",
        kind=body.kind,
        status=MemberStatus.APPLIED if waits else MemberStatus.ACTIVE,
        tier=membership.entry_tier,
        tier_since=view.observed.business_date,
        tier_until=None,
        joined_on=view.observed.business_date,
        channel=body.channel,
        language=body.language,
        consent=body.consent,
        consent_third_party=body.consent_third_party,
        personal=body.personal,
        company=body.company,
        invited_to="",
        version=1,
    )
    entry.put(row if waits else with_number(entry, row, view))
    entry.gives["account"] = "child" if body.kind is MemberKind.CHILD else "standard"
    entry.gives["status"] = row.status.value
    return entry.posted()


def with_number(entry: Entry, row: MemberRow, view: View) -> MemberRow:
    """Give a member the next number, with a check digit against slips of the finger."""
    value = view.house.counters.get("member", 0) + 1
    entry.put(CounterRow(property=entry.slip.property, name="member", value=value))
    digits = str(_FIRST_NUMBER + value)
    return replace(row, number=digits + luhn_digit(digits))
