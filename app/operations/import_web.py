"""Import from the website (网站导数据): registrations, appeals and redemption applications, taken in when confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations import appeal, enrol_member, reserve_reward
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import barred
from app.operations.slip import Body, Slip
from app.operations.view import NOTHING, Needs, View

KIND = "import_web"
MOST: Final = 500
_CHANNEL = "website"
_LONGEST_REFERENCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRegistration:
    """Somebody registered; name and phone stand in the personal record it names.

    Attributes:
        reference: The website's own number of the record, so that it is taken in once.
    """

    reference: str
    member: MemberId
    personal: str = ""
    personal_hash: str = ""
    phone_claim: str = ""
    age: int = -1
    language: str = "zh_CN"
    consent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAppeal:
    """A member says that a bill was not counted."""

    reference: str
    member: MemberId
    outlet: str
    bill: str
    billed_on: date
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRedemption:
    """A member applies for a reward; it is set aside until the hotel hands it over."""

    reference: str
    member: MemberId
    reward: str


class ImportWeb(Body, frozen=True, kw_only=True):
    """What was fetched, and whether somebody has browsed it and says yes."""

    confirmed: bool
    registrations: tuple[WebRegistration, ...] = ()
    appeals: tuple[WebAppeal, ...] = ()
    redemptions: tuple[WebRedemption, ...] = ()


def claims(slip: Slip[ImportWeb]) -> tuple[str, ...]:
    """A record of the website is taken in once, however often it is fetched."""
    if not slip.body.confirmed:
        return ()
    return tuple(_claim(one.reference) for one in _records(slip.body))


def needs(slip: Slip[ImportWeb], view: View) -> Needs:
    """Nothing: what follows asks for its own members."""
    del slip, view
    return NOTHING


def decide(slip: Slip[ImportWeb], view: View) -> Decision:
    """Say how many records wait and, confirmed, let a slip follow from each that is new.

    A record may be refused by its own rules; that decision then stands beside the others.

    Source:
        S4 L766-770: the data are browsed first and transferred after confirmation.
    """
    refusal = barred(slip, view, Act.EXCHANGE)
    if refusal:
        return refused_as(refusal)
    records = list(_records(slip.body))
    if len(records) > MOST:
        return refused(Reason.AMOUNT_TOO_LARGE, largest=MOST)
    if not all(one.member and 0 < len(one.reference) <= _LONGEST_REFERENCE for one in records):
        return refused(Reason.RECORD_INCOMPLETE)
    new = {
        one.reference: one
        for one in records
        if _claim(one.reference) not in view.observed.claims_lost
    }
    entry = Entry(slip, view)
    if slip.body.confirmed:
        for one in new.values():
            _take_in(entry, one)
    taken = len(entry.derives)
    entry.explain("imported", str(len(records)), str(taken))
    entry.gives |= {"preview": len(new), "transferred": taken}
    return entry.posted()


def _take_in(entry: Entry, record: WebRegistration | WebAppeal | WebRedemption) -> None:
    kind, body = _slip_of(record)
    entry.derive(kind, record.member, body, part=record.reference)


def _slip_of(record: WebRegistration | WebAppeal | WebRedemption) -> tuple[str, Body]:
    match record:
        case WebRegistration():
            return enrol_member.KIND, enrol_member.EnrolMember(
                kind=MemberKind.PERSON,
                channel=_CHANNEL,
                personal=record.personal,
                personal_hash=record.personal_hash,
                phone_claim=record.phone_claim,
                age=record.age,
                language=record.language,
                consent=record.consent,
            )
        case WebAppeal():
            return appeal.KIND, appeal.Appeal(
                outlet=record.outlet,
                bill=record.bill,
                billed_on=record.billed_on,
                amount_minor=record.amount_minor,
            )
        case WebRedemption():
            body = reserve_reward.ReserveReward(reward=record.reward, where=_CHANNEL)
            return reserve_reward.KIND, body


def _records(body: ImportWeb) -> Iterable[WebRegistration | WebAppeal | WebRedemption]:
    yield from body.registrations
    yield from body.appeals
    yield from body.redemptions


def _claim(reference: str) -> str:
    return f"web:{reference}"
