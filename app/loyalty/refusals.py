"""Why a slip was refused or waits: one code for each reason, with a sentence per language in the faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, unique


@unique
class Reason(Enum):
    """A reason the poster or a look-up gives instead of doing something.

    The value is the stable code that stands in decisions, scenarios and logs.
    """

    # the entry itself
    NOT_CONFIRMED = "not-confirmed"  # the cashier said the entry is wrong
    AMOUNT_NOT_POSITIVE = "amount-not-positive"
    AMOUNT_TOO_LARGE = "amount-too-large"
    AMOUNT_MALFORMED = "amount-malformed"
    BILL_MISSING = "bill-missing"
    BILL_USED = "bill-used"
    OUTLET_UNKNOWN = "outlet-unknown"
    CURRENCY_UNKNOWN = "currency-unknown"
    TENDER_UNKNOWN = "tender-unknown"
    TENDERS_DO_NOT_ADD_UP = "tenders-do-not-add-up"
    CHOICE_NOT_OFFERED = "choice-not-offered"
    TEXT_TOO_LONG = "text-too-long"
    # members and cards
    MEMBER_UNKNOWN = "member-unknown"
    MEMBER_NOT_ACTIVE = "member-not-active"
    MEMBER_EXISTS = "member-exists"
    NOT_APPLIED = "not-applied"
    STILL_OPEN = "still-open"  # a stay, a booking, something set aside, an appeal, a stake
    NOT_INVITED = "not-invited"
    BIRTHDAY_IMPOSSIBLE = "birthday-impossible"
    TOO_YOUNG = "too-young"
    NO_LEGAL_CAPACITY = "no-legal-capacity"
    FEE_NOT_PAID = "fee-not-paid"
    PHONE_TAKEN = "phone-taken"
    PHONE_MALFORMED = "phone-malformed"
    CARD_UNKNOWN = "card-unknown"
    CARD_LOST = "card-lost"
    CARD_BLOCKED = "card-blocked"
    CARD_REPLACED = "card-replaced"
    CARD_EXPIRED = "card-expired"
    CARD_OF_ANOTHER_HOUSE = "card-of-another-house"
    CARD_IS_BANK_CARD = "card-is-bank-card"
    CARD_TAKEN = "card-taken"
    BANK_CARD_WANTED = "bank-card-wanted"
    CARD_MISSING = "card-missing"
    CARD_POOL_EMPTY = "card-pool-empty"
    # IC cards
    CARD_EMPTY = "card-empty"
    QR_NOT_GENUINE = "qr-not-genuine"
    CARD_NOT_GENUINE = "card-not-genuine"
    CARD_UNREADABLE = "card-unreadable"
    CARD_NOT_THERE = "card-not-there"
    CARD_SWAPPED = "card-swapped"
    CARD_HELD = "card-held"  # it belongs to another number, or was blocked
    CARD_KEYED = "card-keyed"  # it has keys that are not this house's
    CARD_LAST_TRY = "card-last-try"
    CARD_LOCKED = "card-locked"
    CARD_DIFFERS = "card-differs"
    CARD_NOT_WRITTEN = "card-not-written"
    CARD_OF_ANOTHER_MEMBER = "card-of-another-member"  # not of the one who is open at the desk
    CARD_NOT_NOTED = "card-not-noted"  # the books did not take it, so the card was left alone
    READER_GONE = "reader-gone"
    # PIN
    PIN_NEEDED = "pin-needed"
    PIN_WRONG = "pin-wrong"
    PIN_BLOCKED = "pin-blocked"
    PIN_NOT_SET = "pin-not-set"
    PIN_UNREADABLE = "pin-unreadable"
    # what a guest hears who is alone at a kiosk
    PHONE_OR_PIN_WRONG = (
        "phone-or-pin-wrong"  # which of the two, and whether there is such a phone, is not said
    )
    TOO_MANY_TRIES = "too-many-tries"
    VISIT_OVER = "visit-over"
    CODE_WRONG = "code-wrong"
    CODE_OVER = "code-over"
    TEXT_NOT_SENT = "text-not-sent"
    NAME_MISSING = "name-missing"
    ALREADY_MEMBER = "already-member"
    FRIEND_UNKNOWN = "friend-unknown"
    STAFF_PIN_WRONG = "staff-pin-wrong"
    # value
    NOT_ENOUGH_POINTS = "not-enough-points"
    NOT_ENOUGH_STORED_VALUE = "not-enough-stored-value"
    STORED_VALUE_LIMIT = "stored-value-limit"
    VOUCHER_UNKNOWN = "voucher-unknown"
    VOUCHER_USED = "voucher-used"
    POINTS_AS_MONEY_OFF = "points-as-money-off"
    REWARD_UNKNOWN = "reward-unknown"
    REWARD_OUT_OF_STOCK = "reward-out-of-stock"
    REWARD_FOR_OTHER_TIER = "reward-for-other-tier"
    REWARD_NOT_HERE = "reward-not-here"
    # undoing
    SLIP_UNKNOWN = "slip-unknown"
    SLIP_NOT_POSTED = "slip-not-posted"
    ALREADY_VOIDED = "already-voided"
    CANNOT_BE_VOIDED = "cannot-be-voided"
    REFUND_TOO_LARGE = "refund-too-large"
    WITHDRAWN = "withdrawn"
    # stays
    STAY_UNKNOWN = "stay-unknown"
    STAY_OPEN = "stay-open"
    STAY_CLOSED = "stay-closed"
    # tiers
    TIER_HELD = "tier-held"
    TIER_NOT_REACHED = "tier-not-reached"
    # bookings
    BOOKING_UNKNOWN = "booking-unknown"
    BOOKING_EXISTS = "booking-exists"
    ARRIVAL_PASSED = "arrival-passed"
    NOT_ARRIVAL_DAY = "not-arrival-day"
    TOO_LATE = "too-late"
    NOT_OFFERED = "not-offered"
    # games and actions
    DONE_BEFORE = "done-before"
    NOT_ELIGIBLE = "not-eligible"
    MARKET_CLOSED = "market-closed"
    MARKET_NOT_OVER = "market-not-over"
    MARKET_UNKNOWN = "market-unknown"
    NOT_WHOLE_STAKES = "not-whole-stakes"
    DRAW_NOT_OVER = "draw-not-over"
    DRAWN_BEFORE = "drawn-before"
    SEED_MISSING = "seed-missing"
    # agreements
    NO_AGREEMENT = "no-agreement"
    NO_CONSENT = "no-consent"
    NOT_TRANSFERABLE = "not-transferable"
    # appeals, the website and texts
    APPEAL_OPEN = "appeal-open"
    APPEAL_UNKNOWN = "appeal-unknown"
    BILL_POSTED = "bill-posted"
    SEGMENT_UNKNOWN = "segment-unknown"
    RECORD_INCOMPLETE = "record-incomplete"
    RESERVED_BEFORE = "reserved-before"
    RESERVATION_UNKNOWN = "reservation-unknown"
    # shifts and days
    SHIFT_OPEN = "shift-open"
    SHIFT_NOT_OPEN = "shift-not-open"
    DAY_CLOSED = "day-closed"
    DAY_NOT_BEGUN = "day-not-begun"
    DAY_NOT_PROVED = "day-not-proved"
    SHIFTS_STILL_OPEN = "shifts-still-open"
    # people who work here
    OPERATOR_UNKNOWN = "operator-unknown"
    NOT_PERMITTED = "not-permitted"
    OVER_LIMIT = "over-limit"
    NEEDS_SUPERVISOR = "needs-supervisor"
    REASON_MISSING = "reason-missing"
    # the books
    SAME_ID_OTHER_CONTENT = "same-id-other-content"
    KIND_UNKNOWN = "kind-unknown"
    PROGRAMME_INVALID = "programme-invalid"
    NOT_IN_PROGRAMME = "not-in-programme"
    ALREADY_FOUNDED = "already-founded"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal as a value: the reason and the facts its sentence needs.

    Attributes:
        reason: The code.
        facts: Figures for the sentence, as text or integers, e.g. ``{"needs": 2000, "has": 1460}``.
    """

    reason: Reason
    facts: Mapping[str, str | int] = field(default_factory=dict)
