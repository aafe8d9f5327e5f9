"""Members, their cards, PINs, counts and what they were invited to: rows of the books that belong to one member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, unique

import msgspec

from app.loyalty.ids import MemberId


@unique
class MemberKind(Enum):
    """Who holds the account."""

    PERSON = "person"
    CHILD = "child"
    COMPANY = "company"
    HOUSEHOLD = "household"
    ANONYMOUS = "anonymous"


@unique
class MemberStatus(Enum):
    """Whether the membership is in force (会员资料生效)."""

    APPLIED = "applied"
    ACTIVE = "active"
    INACTIVE = "inactive"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


@unique
class CardStatus(Enum):
    """Whether a card opens its account."""

    POOL = "pool"
    ACTIVE = "active"
    LOST = "lost"
    BLOCKED = "blocked"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """A member without personal data; those stand encrypted in the personal record named here.

    Attributes:
        number: Member number, as printed in letters to the member; empty before approval.
        tier_until: Last day of the tier; None while it does not end.
        personal: Id of the personal record; empty for an anonymous card.
        grows_up_on: Day on which a child account becomes a standard one; None for all others.
        company: Member id of the company a person is linked to; empty for none.
        version: Rises by one with each change.
        referrer: Member id of who brought this member; empty for nobody.
        no_sms: Said no to texts about the membership; what concerns the account's safety goes still.
        no_email: Likewise to e-mails.
    """

    member: MemberId
    number: str
    kind: MemberKind
    status: MemberStatus
    tier: str
    tier_since: date
    tier_until: date | None
    joined_on: date
    channel: str
    language: str
    consent: bool
    consent_third_party: bool
    personal: str
    company: MemberId
    invited_to: str
    version: int
    grows_up_on: date | None = None
    referrer: MemberId = MemberId("")
    no_sms: bool = False
    no_email: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A card number and what it opens. The number is the key: only one card has it.

    Attributes:
        member: Empty while the number lies in the pool.
        replaced_by: Number of the card that took its place; empty for none.
        hash: Of the number, under a key of the house; slips name a card by it, never by its number.
    """

    number: str
    member: MemberId
    status: CardStatus
    issued_on: date
    expires_on: date | None
    replaced_by: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCardRow:
    """A bank card that opens a membership.

    Attributes:
        hash: Keyed hash of the number; the number itself is kept nowhere.
        member: Empty once it is unlinked.
        last4: Last four digits, to be told apart by; empty once it is unlinked.
    """

    hash: str
    member: MemberId
    last4: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialRow:
    """What a PIN is compared with, and how often it was wrong.

    Attributes:
        salt: Of this member alone.
        mac: HMAC-SHA-256 of the PIN under the house's key; empty while no PIN is set.
        tries: Wrong tries in a row.
        blocked: No PIN is taken until a supervisor unblocks it.
    """

    member: MemberId
    salt: bytes
    mac: bytes
    tries: int
    blocked: bool


class TallyRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What was counted for a member on one day; windows add these up.

    Attributes:
        metric: stays, nights, points_earned … as the pack names it.
        amount: Sum of the day; a void may make it smaller.
    """

    member: MemberId
    metric: str
    on: date
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtRow:
    """What a clawback could not take, noted for the desk; no entry of the ledger."""

    member: MemberId
    slip: str
    asset: str
    amount: int


PIN_TRIES = 3
