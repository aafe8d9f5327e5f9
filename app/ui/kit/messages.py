"""One sentence with the way out for every reason to say no, in the words of a cashier."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.loyalty.refusals import Reason, Refusal
from app.ui.kit.card_messages import card_sentence
from app.ui.kit.guest_messages import guest_sentence
from app.ui.kit.language import Language
from app.ui.kit.programme_messages import programme_sentence
from app.ui.kit.words import Fact

translate = QCoreApplication.translate
_MONEY = frozenset(
    {
        Reason.NOT_ENOUGH_STORED_VALUE,
        Reason.STORED_VALUE_LIMIT,
        Reason.REFUND_TOO_LARGE,
        Reason.TENDERS_DO_NOT_ADD_UP,
        Reason.AMOUNT_TOO_LARGE,
    }
)


def sentence(refusal: Refusal, language: Language) -> str:
    """Say why not, with the facts that are known, and what to do.

    Args:
        refusal: The reason and its facts.
        language: Writes the figures.
    """
    facts = {
        key: _figure(key, value, refusal.reason, language) for key, value in refusal.facts.items()
    }
    detailed = _with_facts(refusal.reason)
    if detailed:
        try:
            return detailed.format(**facts)
        except (KeyError, IndexError):
            pass  # the facts are not known here: the plain sentence does
    return plain(refusal.reason)


def _figure(key: str, value: Fact, reason: Reason, language: Language) -> str:
    """Write one fact; operations give money as a plain decimal, the desk itself in minor units."""
    if reason in _MONEY and isinstance(value, int):
        return language.money(value)
    whole, dot, part = str(value).partition(".")
    is_decimal = dot and len(part) == language.scale and (whole + part).isdecimal()
    if is_decimal and reason in _MONEY | {Reason.OVER_LIMIT}:
        return language.money(int(whole + part))
    return language.fact(key, value)


def _with_facts(reason: Reason) -> str:  # noqa: C901, PLR0911 (a case for each)
    """Give the sentence that needs facts; empty for reasons without one."""
    match reason:
        case Reason.NOT_ENOUGH_POINTS:
            return translate("messages", "Needs {needs} points, has {has}.")
        case Reason.NOT_ENOUGH_STORED_VALUE:
            return translate(
                "messages", "Needs {needs} on the card, has {has}. Take the rest by cash or card."
            )
        case Reason.TENDER_UNKNOWN:
            return translate(
                "messages", "“{tender}” is not taken here. Choose a way to pay from the list."
            )
        case Reason.BILL_USED:
            return translate(
                "messages",
                "Posted today already as slip {slip}. Change the number or open that slip.",
            )
        case Reason.STORED_VALUE_LIMIT:
            return translate("messages", "The card may hold {limit} at most. Top up less.")
        case Reason.REFUND_TOO_LARGE:
            return translate("messages", "Only {left} of this bill can still be given back.")
        case Reason.CARD_REPLACED:
            return translate(
                "messages",
                "This card was replaced by the card ending in {tail}. Ask for the new card.",
            )
        case Reason.OVER_LIMIT:
            return translate("messages", "Over today's limit of {limit}. Ask a manager.")
        case Reason.PIN_WRONG:
            return translate("messages", "The PIN is wrong, {left} tries left. Nothing was taken.")
        case Reason.SHIFTS_STILL_OPEN:
            return translate("messages", "Shifts are still open: {open}. Close them first.")
        case Reason.REWARD_OUT_OF_STOCK:
            return translate("messages", "Only {left} left. Take fewer or another reward.")
        case _:
            return ""


def plain(reason: Reason) -> str:  # noqa: C901, PLR0911, PLR0912, PLR0915 (one case for each reason)
    """Give the sentence that needs no facts; a reason without one does not pass the type check."""
    match reason:
        case Reason.NOT_CONFIRMED:
            return translate(
                "messages", "Nothing was posted. Correct the entry and check it again."
            )
        case Reason.AMOUNT_NOT_POSITIVE:
            return translate("messages", "The amount must be more than zero.")
        case Reason.AMOUNT_TOO_LARGE:
            return translate("messages", "The amount is too large. Check the figures.")
        case Reason.AMOUNT_MALFORMED:
            return translate(
                "messages",
                "This is no amount. Type figures with two decimals at most, e.g. 428+260.",
            )
        case Reason.BILL_MISSING:
            return translate(
                "messages", "The bill number is missing. It stands at the top of the bill."
            )
        case Reason.BILL_USED:
            return translate(
                "messages",
                "Posted today already. Change the number or open the earlier slip.",
            )
        case Reason.OUTLET_UNKNOWN:
            return translate("messages", "This outlet is not known. Choose one from the list.")
        case Reason.CURRENCY_UNKNOWN:
            return translate("messages", "This currency is not taken here.")
        case Reason.TENDER_UNKNOWN:
            return translate("messages", "This way to pay is not known. Choose one from the list.")
        case Reason.TENDERS_DO_NOT_ADD_UP:
            return translate(
                "messages", "The payments do not add up to the bill. Correct one of them."
            )
        case Reason.CHOICE_NOT_OFFERED:
            return translate("messages", "This choice is not offered. Choose another one.")
        case Reason.TEXT_TOO_LONG:
            return translate("messages", "The text is too long. Shorten it.")
        case Reason.MEMBER_UNKNOWN:
            return translate("messages", "No member found. Check the number or search by phone.")
        case Reason.MEMBER_NOT_ACTIVE:
            return translate(
                "messages", "The membership is not active. Ask a supervisor to review it."
            )
        case Reason.MEMBER_EXISTS:
            return translate("messages", "This guest is a member already. Open that membership.")
        case Reason.NOT_APPLIED:
            return translate("messages", "The guest has not applied yet. Enrol the guest first.")
        case Reason.NOT_INVITED:
            return translate("messages", "This tier is by invitation only.")
        case Reason.BIRTHDAY_IMPOSSIBLE:
            return translate("messages", "This birthday cannot be right. Check the year.")
        case Reason.TOO_YOUNG:
            return translate("messages", "The guest is too young to join. Check the birthday.")
        case Reason.NO_LEGAL_CAPACITY:
            return translate("messages", "The guest cannot join without a guardian.")
        case Reason.FEE_NOT_PAID:
            return translate("messages", "The fee is not paid yet. Take it first.")
        case Reason.PHONE_TAKEN:
            return translate(
                "messages", "This phone number belongs to another member. Search for it."
            )
        case Reason.PHONE_MALFORMED:
            return translate("messages", "This is no phone number. Check the digits.")
        case Reason.CARD_UNKNOWN:
            return translate(
                "messages", "This card is not known here. Search by phone, or enrol the guest."
            )
        case Reason.CARD_LOST:
            return translate(
                "messages", "This card was reported lost. Keep it and call a supervisor."
            )
        case Reason.CARD_BLOCKED:
            return translate("messages", "This card is blocked. Replace it or ask a supervisor.")
        case Reason.CARD_REPLACED:
            return translate("messages", "This card was replaced. Ask for the new card.")
        case Reason.CARD_EXPIRED:
            return translate("messages", "This card has expired. Replace it.")
        case Reason.CARD_OF_ANOTHER_HOUSE:
            return translate(
                "messages", "This card belongs to another house. Search by phone instead."
            )
        case Reason.CARD_IS_BANK_CARD:
            return translate("messages", "This is a bank card. Please swipe the member card.")
        case Reason.CARD_TAKEN:
            return translate(
                "messages", "This card number belongs to somebody else. Take another card."
            )
        case Reason.BANK_CARD_WANTED:
            return translate("messages", "This is no bank card. Swipe the guest's bank card.")
        case Reason.CARD_MISSING:
            return translate("messages", "The member has no card. Issue one.")
        case Reason.CARD_POOL_EMPTY:
            return translate("messages", "No card numbers are left. Ask a manager for new ones.")
        case Reason.PIN_NEEDED:
            return translate("messages", "The PIN is needed. Ask the guest to enter it on the pad.")
        case Reason.PIN_WRONG:
            return translate(
                "messages", "The PIN is wrong. Nothing was taken; ask the guest to try again."
            )
        case Reason.PIN_BLOCKED:
            return translate(
                "messages",
                "The PIN is blocked after three wrong tries. A supervisor can unblock it.",
            )
        case Reason.PIN_NOT_SET:
            return translate("messages", "No PIN is set yet. Set one under Card.")
        case Reason.PIN_UNREADABLE:
            return translate(
                "messages", "The pad's answer could not be read. Nothing was taken; try again."
            )
        case Reason.NOT_ENOUGH_POINTS:
            return translate("messages", "There are not enough points.")
        case Reason.NOT_ENOUGH_STORED_VALUE:
            return translate(
                "messages", "There is not enough on the card. Take the rest by cash or card."
            )
        case Reason.STORED_VALUE_LIMIT:
            return translate("messages", "The card may not hold that much. Top up less.")
        case Reason.VOUCHER_UNKNOWN:
            return translate("messages", "This voucher is not known. Check its number.")
        case Reason.VOUCHER_USED:
            return translate("messages", "This voucher was used already.")
        case Reason.POINTS_AS_MONEY_OFF:
            return translate("messages", "Points cannot be taken as money off this bill.")
        case Reason.REWARD_UNKNOWN:
            return translate("messages", "This reward is not in the catalogue.")
        case Reason.REWARD_OUT_OF_STOCK:
            return translate("messages", "This reward is out of stock. Choose another one.")
        case Reason.REWARD_FOR_OTHER_TIER:
            return translate("messages", "This reward is for other tiers.")
        case Reason.REWARD_NOT_HERE:
            return translate("messages", "This reward is not handed out here.")
        case Reason.SLIP_UNKNOWN:
            return translate("messages", "This slip is not known.")
        case Reason.SLIP_NOT_POSTED:
            return translate("messages", "This slip was never posted, there is nothing to undo.")
        case Reason.ALREADY_VOIDED:
            return translate("messages", "This slip is void already.")
        case Reason.CANNOT_BE_VOIDED:
            return translate(
                "messages", "This slip cannot be voided any more. Refund it or ask a manager."
            )
        case Reason.REFUND_TOO_LARGE:
            return translate("messages", "That is more than can still be given back.")
        case Reason.WITHDRAWN:
            return translate("messages", "The request was withdrawn. Nothing was taken.")
        case Reason.STAY_UNKNOWN:
            return translate("messages", "The guest is not checked in.")
        case Reason.STAY_OPEN:
            return translate("messages", "The guest is checked in already. Check out first.")
        case Reason.STAY_CLOSED:
            return translate("messages", "This stay is closed already.")
        case Reason.SHIFT_OPEN:
            return translate("messages", "A shift is open already. Close it first.")
        case Reason.SHIFT_NOT_OPEN:
            return translate("messages", "Open your shift first (Shift+F12).")
        case Reason.DAY_NOT_BEGUN:
            return translate("messages", "This business day has not begun yet. Check the date.")
        case Reason.DAY_CLOSED:
            return translate("messages", "This business day is closed. Post on the open day.")
        case Reason.DAY_NOT_PROVED:
            return translate(
                "messages", "The day does not prove. See what is marked, then try again."
            )
        case Reason.SHIFTS_STILL_OPEN:
            return translate("messages", "Shifts are still open. Close them first.")
        case Reason.OPERATOR_UNKNOWN:
            return translate("messages", "Operator or password is wrong. Try again.")
        case Reason.NOT_PERMITTED:
            return translate("messages", "You may not do this. Ask somebody who may.")
        case Reason.OVER_LIMIT:
            return translate("messages", "This is over today's limit. Ask a manager.")
        case Reason.NEEDS_SUPERVISOR:
            return translate(
                "messages", "A supervisor must agree. Let them swipe their card or sign."
            )
        case Reason.REASON_MISSING:
            return translate("messages", "Say why. The reason stands in the books.")
        case Reason.SAME_ID_OTHER_CONTENT:
            return translate(
                "messages", "This slip was sent before with other content. Enter it anew."
            )
        case Reason.KIND_UNKNOWN:
            return translate(
                "messages", "This kind of slip is not known here yet; it waits for review."
            )
        case Reason.PROGRAMME_INVALID:
            return translate(
                "messages", "The programme's rules do not allow this. Tell the manager."
            )
        case Reason.NOT_IN_PROGRAMME:
            return translate("messages", "This programme does not have it.")
        case Reason.ALREADY_FOUNDED:
            return translate("messages", "These books belong to a hotel already.")
        case (
            Reason.STILL_OPEN
            | Reason.TIER_HELD
            | Reason.TIER_NOT_REACHED
            | Reason.BOOKING_UNKNOWN
            | Reason.BOOKING_EXISTS
            | Reason.ARRIVAL_PASSED
            | Reason.NOT_ARRIVAL_DAY
            | Reason.TOO_LATE
            | Reason.NOT_OFFERED
            | Reason.DONE_BEFORE
            | Reason.NOT_ELIGIBLE
            | Reason.MARKET_CLOSED
            | Reason.MARKET_NOT_OVER
            | Reason.MARKET_UNKNOWN
            | Reason.NOT_WHOLE_STAKES
            | Reason.DRAW_NOT_OVER
            | Reason.DRAWN_BEFORE
            | Reason.SEED_MISSING
            | Reason.NO_AGREEMENT
            | Reason.NO_CONSENT
            | Reason.NOT_TRANSFERABLE
            | Reason.APPEAL_OPEN
            | Reason.APPEAL_UNKNOWN
            | Reason.BILL_POSTED
            | Reason.SEGMENT_UNKNOWN
            | Reason.RECORD_INCOMPLETE
            | Reason.RESERVED_BEFORE
            | Reason.RESERVATION_UNKNOWN
        ):
            return programme_sentence(reason)
        case (
            Reason.PHONE_OR_PIN_WRONG
            | Reason.TOO_MANY_TRIES
            | Reason.VISIT_OVER
            | Reason.CODE_WRONG
            | Reason.CODE_OVER
            | Reason.TEXT_NOT_SENT
            | Reason.NAME_MISSING
            | Reason.ALREADY_MEMBER
            | Reason.FRIEND_UNKNOWN
            | Reason.STAFF_PIN_WRONG
        ):
            return guest_sentence(reason)
        case (
            Reason.CARD_EMPTY
            | Reason.CARD_NOT_GENUINE
            | Reason.QR_NOT_GENUINE
            | Reason.CARD_UNREADABLE
            | Reason.CARD_NOT_THERE
            | Reason.CARD_SWAPPED
            | Reason.CARD_HELD
            | Reason.CARD_KEYED
            | Reason.CARD_LAST_TRY
            | Reason.CARD_LOCKED
            | Reason.CARD_DIFFERS
            | Reason.CARD_NOT_WRITTEN
            | Reason.CARD_OF_ANOTHER_MEMBER
            | Reason.CARD_NOT_NOTED
            | Reason.READER_GONE
        ):
            return card_sentence(reason)


def short(reason: Reason) -> str:  # noqa: C901, PLR0911, PLR0912 (a case for each)
    """Say in two or three words why an action key is grey."""
    match reason:
        case Reason.PIN_BLOCKED:
            return translate("short", "PIN blocked")
        case Reason.PIN_NOT_SET:
            return translate("short", "No PIN yet")
        case Reason.CARD_LOST:
            return translate("short", "Card lost")
        case Reason.CARD_BLOCKED | Reason.CARD_REPLACED | Reason.CARD_EXPIRED:
            return translate("short", "Card not valid")
        case Reason.CARD_MISSING:
            return translate("short", "No card")
        case Reason.MEMBER_NOT_ACTIVE | Reason.NOT_APPLIED:
            return translate("short", "Not active")
        case Reason.NOT_IN_PROGRAMME | Reason.CHOICE_NOT_OFFERED:
            return translate("short", "Not in scheme")
        case Reason.SHIFT_NOT_OPEN:
            return translate("short", "Open shift first")
        case Reason.NOT_PERMITTED | Reason.NEEDS_SUPERVISOR | Reason.OVER_LIMIT:
            return translate("short", "Not permitted")
        case Reason.STAY_OPEN:
            return translate("short", "Checked in")
        case Reason.STAY_UNKNOWN | Reason.STAY_CLOSED:
            return translate("short", "Not checked in")
        case Reason.NOT_ENOUGH_POINTS:
            return translate("short", "Few points")
        case Reason.DAY_CLOSED:
            return translate("short", "Day closed")
        case _:
            return translate("short", "Not now")
