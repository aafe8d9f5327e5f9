"""Enrol (入会): a person, a company, or an anonymous stored-value card; reviewed where the house reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.loyalty import accounts
from app.loyalty.business_day import whole_years
from app.loyalty.card_no import luhn_digit
from app.loyalty.house import CounterRow
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind, MemberRow, MemberStatus
from app.loyalty.money import from_minor
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.loyalty.stay import StayRow, StayStatus
from app.operations.credit_referral import thank_referrer
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred, by_kiosk, only_in_person
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "enrol_member"
KIOSK = "kiosk"  # the channel of whoever joins without a person
_FIRST_NUMBER = 10_000_000
_NO_BIRTHDAY = -1
_NOT_BORN = -2
_OLDEST = 130


class EnrolMember(Body, frozen=True, kw_only=True):
    """An application; name, phone and birthday stand in the personal record it names.

    Attributes:
        personal: Id of the personal record; empty for an anonymous card.
        personal_hash: SHA-256 of the record's ciphertext, hex.
        phone_claim: Keyed hash of the phone number, so that one number has one member.
        age: In whole years, as ``age_of`` reckons it; -1 where no birthday was given.
        legal_capacity: The applicant says so; the contract asks it.
        grows_up_on: Of a child: the birthday on which the account becomes a standard one.
        invited: The house invited the guest.
        referrer: Member id of who brought the guest; empty for nobody.
        as_of_stay: Label of the stay during which the guest joins: it is open from now on, and what is
            posted to it earns; empty where there is none.
        paid_minor: What was paid for joining, in minor units; tender: how.
        walk_in: True when somebody is at the desk and the hotel reviews on the spot.
    """

    kind: MemberKind
    channel: str = "desk"
    personal: str = ""
    personal_hash: str = ""
    phone_claim: str = ""
    age: int = _NO_BIRTHDAY
    legal_capacity: bool = True
    language: str = "zh_CN"
    consent: bool = False
    consent_third_party: bool = False
    company: MemberId = MemberId("")
    grows_up_on: date | None = None
    invited: bool = False
    paid_minor: int = 0
    tender: str = "cash"
    referrer: MemberId = MemberId("")
    as_of_stay: str = ""


def claims(slip: Slip[EnrolMember]) -> tuple[str, ...]:
    """One phone number has one member."""
    return (f"phone:{slip.body.phone_claim}",) if slip.body.phone_claim else ()


def needs(slip: Slip[EnrolMember], view: View) -> Needs:
    """The member that is to be, the company it is linked to, and who brought the guest."""
    del view
    return Needs(members=frozenset({slip.member, slip.body.company, slip.body.referrer}))


def decide(slip: Slip[EnrolMember], view: View) -> Decision:
    """Open the account, or say why not; applied until approved where the house reviews."""
    refusal = barred(slip, view, Act.SERVE)
    if refusal:
        return refused_as(refusal)
    kind = _kind_of(slip.body, view)
    stopped = only_in_person(slip, view, wanted=_is_more(slip.body)) or _bad_entry(slip, kind, view)
    if stopped:
        return stopped
    body, membership = slip.body, view.programme.pack.membership
    entry = Entry(slip, view)
    waits = membership.review and kind is not MemberKind.ANONYMOUS
    if by_kiosk(slip, view) and view.programme.word(membership.review_at_kiosk) != "true":
        waits = False  # the phone number was proved: there is nothing that a review would see
    row = MemberRow(
        member=slip.member,
        number="",
        kind=kind,
        status=MemberStatus.APPLIED if waits else MemberStatus.ACTIVE,
        tier="" if kind.value in membership.without_tier else membership.entry_tier,
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
        grows_up_on=body.grows_up_on if kind is MemberKind.CHILD else None,
        referrer=body.referrer,
    )
    entry.put(row if waits else with_number(entry, row, view))
    if body.as_of_stay:
        entry.put(joined_stay(body.as_of_stay, slip, view.observed.business_date))
    thank_referrer(entry, row, view)
    tender, currency = accounts.tender(body.tender), view.programme.currency
    entry.move(currency, body.paid_minor, tender, accounts.CLUB_SALES)
    if body.paid_minor:
        fee = from_minor(body.paid_minor, view.programme.asset(currency).scale)
        entry.explain("fee", fee, fee, tender=body.tender)
    entry.gives["account"] = "child" if kind is MemberKind.CHILD else "standard"
    entry.gives["status"] = row.status.value
    return entry.posted()


def _is_more(body: EnrolMember) -> bool:
    """Tell whether an application needs a person: all but that of a guest who proved a phone number."""
    is_plain = body.kind is MemberKind.PERSON and body.channel == KIOSK and bool(body.phone_claim)
    added = (body.company, body.invited, body.paid_minor, body.referrer, body.as_of_stay)
    return not is_plain or any(added) or body.grows_up_on is not None


def joined_stay(label: str, slip: Slip[EnrolMember], day: date) -> StayRow:
    """Return the stay of a guest who joins in the house; its room and nights are said at check-in, if at all."""
    return StayRow(
        member=slip.member,
        stay=label,
        room="",
        rate_class="qualifying",
        brand="",
        channel=slip.body.channel,
        choice="points",
        nights=0,
        rooms=1,
        arrived_on=day,
        arrived_at=slip.occurred_at,
        left_on=None,
        status=StayStatus.OPEN,
    )


def _kind_of(body: EnrolMember, view: View) -> MemberKind:
    """Return the kind of account that is opened: a person below the age for a standard one is a child."""
    children = view.programme.pack.membership.children
    if children is None or body.kind is not MemberKind.PERSON:
        return body.kind
    return MemberKind.CHILD if 0 <= body.age < children.until_age else MemberKind.PERSON


def _bad_entry(slip: Slip[EnrolMember], kind: MemberKind, view: View) -> Decision | None:
    body, membership = slip.body, view.programme.pack.membership
    if view.member(slip.member).row is not None:
        return refused(Reason.MEMBER_EXISTS)
    if kind.value not in membership.kinds:
        return refused(Reason.NOT_IN_PROGRAMME, kind=kind.value)
    if view.observed.claims_lost:
        return refused(Reason.PHONE_TAKEN)
    if membership.by_invitation and not body.invited:
        return refused(Reason.NOT_INVITED)
    others = [one for one in (body.company, body.referrer) if one]
    if any(view.member(one).row is None for one in others):
        return refused(Reason.MEMBER_UNKNOWN)
    return _too_young(body, kind, view) or _fee_not_paid(body, view)


def _too_young(body: EnrolMember, kind: MemberKind, view: View) -> Decision | None:
    membership = view.programme.pack.membership
    if not body.legal_capacity:
        return refused(Reason.NO_LEGAL_CAPACITY)
    if not _NO_BIRTHDAY <= body.age <= _OLDEST:
        return refused(Reason.BIRTHDAY_IMPOSSIBLE)
    least = membership.least_age
    if kind is MemberKind.CHILD and membership.children is not None:
        least = membership.children.from_age
    return refused(Reason.TOO_YOUNG, least=least) if 0 <= body.age < least else None


def _fee_not_paid(body: EnrolMember, view: View) -> Decision | None:
    programme = view.programme
    scale = programme.asset(programme.currency).scale
    fee = int(programme.figure(programme.pack.membership.fee).scaleb(scale))
    if body.paid_minor != fee:
        return refused(Reason.FEE_NOT_PAID, price=from_minor(fee, scale))
    if fee and body.tender not in programme.tenders():
        return refused(Reason.TENDER_UNKNOWN, tender=body.tender)
    return None


def age_of(born: date | None, on: date) -> int:
    """Return an applicant's age for the slip: whole years, -1 without a birthday, -2 for one to come."""
    if born is None:
        return _NO_BIRTHDAY
    return _NOT_BORN if born > on else whole_years(born, on)


def with_number(entry: Entry, row: MemberRow, view: View) -> MemberRow:
    """Give a member the next number, with a check digit against slips of the finger."""
    value = view.house.counters.get("member", 0) + 1
    entry.put(CounterRow(property=entry.slip.property, name="member", value=value))
    digits = str(_FIRST_NUMBER + value)
    return replace(row, number=digits + luhn_digit(digits))
