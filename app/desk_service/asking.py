"""Turns the desk's drafts into slips: which operation, whose, with which personal record sealed beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from msgspec import UNSET, UnsetType

from app.desk_service.context import Counter
from app.desk_service.tier_ways import tier_body
from app.loyalty.ids import MemberId, uuid7
from app.loyalty.member import MemberKind
from app.loyalty.refusals import Reason, Refusal
from app.operations.adjust import Adjust
from app.operations.amend_member import AmendMember
from app.operations.approve_member import ApproveMember
from app.operations.check_in import CheckIn
from app.operations.check_out import CheckOut
from app.operations.close_day import CloseDay
from app.operations.enrol_member import EnrolMember, age_of
from app.operations.issue_card import IssueCard
from app.operations.link_bank_card import KIND as LINK_KIND
from app.operations.link_bank_card import UNLINK_KIND, LinkBankCard, UnlinkBankCard
from app.operations.post_spend import Identify, PostSpend
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.reject_member import RejectMember
from app.operations.replace_card import ReplaceCard
from app.operations.report_lost import ReportLost
from app.operations.set_pin import How, SetPin
from app.operations.shift import CloseShift, OpenShift
from app.operations.slip import Body
from app.operations.tenders import TenderPart
from app.operations.top_up import TopUp
from app.operations.void import Void
from app.store.keys import card_hash, phone_hash
from app.store.personal import PersonalRecord, SealedRecord, seal
from app.store.search import phone_in_full, pieces, tokens_of
from app.ui.service import requests as face
from app.ui.service.requests import Request

_LONGEST_NAME = 80
_FOUND: Final[dict[face.FoundBy, Identify | UnsetType]] = {
    face.FoundBy.CARD: UNSET,
    face.FoundBy.PHONE: "mobile",
    face.FoundBy.QR: "qr",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as the poster understands it."""

    kind: str
    body: Body
    member: str = ""
    record: SealedRecord | None = None
    tokens: tuple[int, ...] = ()


def asked(counter: Counter, request: Request) -> Asked | Refusal:  # noqa: C901, PLR0911, PLR0912 - one line a request
    """Turn a request into an operation's slip; a refusal where its text cannot be read."""
    match request:
        case face.SpendDraft():
            return Asked(kind="post_spend", body=_spend(request), member=request.member_id)
        case face.TopUpDraft():
            body: Body = TopUp(amount_minor=request.amount_minor, tender=request.tender)
            return Asked(kind="top_up", body=body, member=request.member_id)
        case face.RedeemDraft():
            how = request.found_by.value
            body = Redeem(reward=request.reward, quantity=request.quantity, identify=how)
            return Asked(kind="redeem", body=body, member=request.member_id)
        case face.VoidDraft():
            body = Void(of=request.slip_id, reason=request.reason)
            return _undoing(counter, "void", body, request.slip_id)
        case face.RefundDraft():
            body = Refund(
                of=request.slip_id, amount_minor=request.amount_minor, reason=request.reason
            )
            return _undoing(counter, "refund", body, request.slip_id)
        case face.CheckInDraft():
            body = CheckIn(
                room=request.room,
                nights=request.nights,
                rate_class=request.rate_class,
                choice=request.earn.value,
            )
            return Asked(kind="check_in", body=body, member=request.member_id)
        case face.CheckOutDraft():
            return Asked(kind="check_out", body=CheckOut(), member=request.member_id)
        case face.EnrolDraft():
            return _enrol(counter, request)
        case face.ReviewDraft():
            if request.approve:
                return Asked(
                    kind="approve_member", body=ApproveMember(), member=request.applicant_id
                )
            body = RejectMember(reason=request.reason)
            return Asked(kind="reject_member", body=body, member=request.applicant_id)
        case face.AmendDraft():
            return _amend(counter, request)
        case face.IssueCardDraft():
            return Asked(
                kind="issue_card",
                body=IssueCard(card=_card(counter, request.card_no)),
                member=request.member_id,
            )
        case face.ReplaceCardDraft():
            body = ReplaceCard(card=_card(counter, request.card_no))
            return Asked(kind="replace_card", body=body, member=request.member_id)
        case face.TierDraft():
            kind, tier = tier_body(request)
            return Asked(kind=kind, body=tier, member=request.member_id)
        case face.LinkBankCardDraft():
            return _bank_card(counter, request)
        case face.ReportLostDraft():
            return Asked(kind="report_lost", body=ReportLost(), member=request.member_id)
        case face.PinDraft():
            return Asked(
                kind="set_pin", body=SetPin(how=How(request.change.value)), member=request.member_id
            )
        case face.AdjustDraft():
            asset = "points" if request.asset is face.AdjustAsset.POINTS else _currency(counter)
            body = Adjust(asset=asset, quantity=request.quantity, reason=request.reason)
            return Asked(kind="adjust", body=body, member=request.member_id)
        case face.OpenShiftDraft():
            return Asked(kind="open_shift", body=OpenShift(float_minor=request.float_minor))
        case face.CloseShiftDraft():
            body = CloseShift(counted=dict(request.counted), explanation=request.explanation)
            return Asked(kind="close_shift", body=body)
        case face.CloseDayDraft():
            return Asked(kind="close_day", body=CloseDay(date=request.business_date))


def _spend(request: face.SpendDraft) -> PostSpend:
    parts: list[TenderPart] = []
    if request.stored_minor:
        parts.append(TenderPart("stored_value", request.stored_minor))
    if request.points:
        parts.append(TenderPart("points", points=request.points))
    parts += [TenderPart("voucher", asset=code) for code in request.vouchers]
    parts += [TenderPart(code, minor) for code, minor in request.other_tenders]
    return PostSpend(
        outlet=request.outlet,
        bill=request.bill.strip(),
        amount_minor=request.amount_minor,
        parts=tuple(parts),
        rest=request.rest_tender,
        identify=_FOUND[request.found_by],
    )


def _enrol(counter: Counter, request: face.EnrolDraft) -> Asked | Refusal:
    now = counter.clock()
    member = MemberId(uuid7(int(now.timestamp() * 1000), counter.chance(10)))
    kind = MemberKind(request.kind)
    if kind is MemberKind.ANONYMOUS:
        return Asked(
            kind="enrol_member",
            body=EnrolMember(kind=kind, language=request.language),
            member=member,
        )
    phone = phone_in_full(request.phone) if request.phone.strip() else ""
    if phone is None:
        return Refusal(Reason.PHONE_MALFORMED)
    if len(request.name) > _LONGEST_NAME or len(request.latin_name) > _LONGEST_NAME:
        return Refusal(Reason.TEXT_TOO_LONG, {"longest": _LONGEST_NAME})
    record = PersonalRecord(
        name=request.name.strip(),
        latin_name=request.latin_name.strip(),
        phone=phone,
        email=request.email.strip(),
        birthday=request.birthday.isoformat() if request.birthday else "",
        preferences=request.preferences,
    )
    sealed, tokens = _sealed(counter, member, record)
    body = EnrolMember(
        kind=kind,
        personal=sealed.record,
        personal_hash=sealed.hash,
        phone_claim=phone_claim(counter, phone),
        age=age_of(request.birthday, counter.clock().date()),
        language=request.language,
        consent=request.consent,
    )
    return Asked(kind="enrol_member", body=body, member=member, record=sealed, tokens=tokens)


def _amend(counter: Counter, request: face.AmendDraft) -> Asked | Refusal:
    member = MemberId(request.member_id)
    with counter.books.reading() as connection:
        old = counter.search.record(connection, member)
    if old is None:
        return Refusal(Reason.MEMBER_UNKNOWN)
    phone: str | None = old.phone
    if request.phone is not None:
        phone = phone_in_full(request.phone) if request.phone.strip() else ""
    if phone is None:
        return Refusal(Reason.PHONE_MALFORMED)
    record = replace(
        old,
        phone=phone,
        email=old.email if request.email is None else request.email.strip(),
        address=old.address if request.address is None else request.address.strip(),
        preferences=old.preferences if request.preferences is None else request.preferences,
        note=old.note if request.note is None else request.note.strip(),
    )
    sealed, tokens = _sealed(counter, member, record)
    is_new_phone = phone != old.phone
    body = AmendMember(
        personal=sealed.record,
        personal_hash=sealed.hash,
        phone_claim=phone_claim(counter, phone) if is_new_phone else "",
        old_phone_claim=phone_claim(counter, old.phone) if is_new_phone else "",
        language=request.language or "",
        consent=request.consent,
        no_sms=None if request.wants_sms is None else not request.wants_sms,
        no_email=None if request.wants_email is None else not request.wants_email,
    )
    return Asked(kind="amend_member", body=body, member=member, record=sealed, tokens=tokens)


def phone_claim(counter: Counter, phone: str) -> str:
    """Return the keyed hash under which a phone number is claimed; empty for none."""
    return phone_hash(counter.books.keys, phone)


def _sealed(
    counter: Counter, member: MemberId, record: PersonalRecord
) -> tuple[SealedRecord, tuple[int, ...]]:
    keys = counter.books.keys
    record_id = uuid7(int(counter.clock().timestamp() * 1000), counter.chance(10))
    return seal(keys.personal, record_id, member, record), tokens_of(
        keys.index, sorted(pieces(record))
    )


def _bank_card(counter: Counter, request: face.LinkBankCardDraft) -> Asked:
    """Name the bank card by its hash; a swipe of another card, or of long ago, has none."""
    if request.swipe is None:
        return Asked(kind=UNLINK_KIND, body=UnlinkBankCard(), member=request.member_id)
    read = counter.station.read_of(request.swipe)
    body = LinkBankCard(hash=read.bank_hash if read else "", last4=read.bank_last4 if read else "")
    return Asked(kind=LINK_KIND, body=body, member=request.member_id)


def _card(counter: Counter, typed: str) -> str:
    """Return what a slip names a typed card number by; empty for none."""
    number = "".join(typed.split()).replace("-", "")
    return card_hash(counter.books.keys, number) if number else ""


def _currency(counter: Counter) -> str:
    with counter.books.reading() as connection:
        return counter.view(connection).programme.currency


def _undoing(counter: Counter, kind: str, body: Body, slip: str) -> Asked | Refusal:
    """Ask to undo a slip of a member; others cannot be undone."""
    with counter.books.reading() as connection:
        sql = counter.books.sql("SELECT member, kind FROM decisions WHERE slip = ?")
        row = connection.exec_driver_sql(sql, (slip,)).first()
    if row is None:
        return Refusal(Reason.SLIP_UNKNOWN)
    if not row[0]:
        return Refusal(Reason.CANNOT_BE_VOIDED, {"kind": str(row[1])})
    return Asked(kind=kind, body=body, member=str(row[0]))
