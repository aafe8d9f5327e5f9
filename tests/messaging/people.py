"""Members with a personal record, so that they can be written to."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.ids import MemberId
from app.loyalty.member import MemberKind
from app.operations.approve_member import ApproveMember
from app.operations.enrol_member import EnrolMember
from app.store.keys import keyed_hash
from app.store.personal import PersonalRecord, seal
from tests.support.book import KEYS, Book

PHONE, EMAIL = "+8613812345999", "lin@example.com"


def enrol(
    book: Book,
    member: str = "li",
    *,
    phone: str = PHONE,
    email: str = EMAIL,
    language: str = "zh_CN",
    consent: bool = False,
) -> None:
    """Enrol somebody with a phone number and an address."""
    record = PersonalRecord(name="林语晴", phone=phone, email=email)
    sealed = seal(KEYS.personal, f"record-{member}", MemberId(member), record)
    body = EnrolMember(
        kind=MemberKind.PERSON,
        personal=sealed.record,
        personal_hash=sealed.hash,
        phone_claim=keyed_hash(KEYS.index, f"phone:{phone}").hex() if phone else "",
        language=language,
        consent=consent,
    )
    submission = replace(book.submission("enrol_member", body, member=member), record=sealed)
    book.poster.post([submission])
    book.must("approve_member", ApproveMember(), member=member, operator="sue")
