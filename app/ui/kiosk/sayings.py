"""Refusals, troubles and slips in a guest's words: nobody is told to ask the guest."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from app.loyalty.refusals import Reason, Refusal
from app.ui.kiosk.works import Trouble
from app.ui.kit.language import Language
from app.ui.kit.messages import sentence
from app.ui.service.answers import NoPin
from app.ui.service.records import SlipKind, SlipRow, TraceKind, TraceLine
from app.ui.service.station_records import PrintResult
from app.ui.serving.slip_sayings import slip_title, trace_detail

translate = QCoreApplication.translate


def refusal_words(refusal: Refusal, language: Language) -> str:
    """Say why not, to the guest."""
    said = _said(refusal.reason)
    if not said:
        return sentence(refusal, language)
    facts = {key: language.fact(key, value) for key, value in refusal.facts.items()}
    try:
        return said.format(**facts)
    except KeyError:
        return sentence(refusal, language)


def _said(reason: Reason) -> str:  # noqa: C901, PLR0911, PLR0912 (a case for each)
    match reason:
        case Reason.NOT_ENOUGH_POINTS:
            return translate("guest", "This needs {needs} points; you have {has}.")
        case Reason.PIN_WRONG:
            return translate("guest", "The PIN was not right. You have {left} more tries.")
        case Reason.PIN_BLOCKED:
            return translate(
                "guest", "The PIN is blocked after three wrong tries. The front desk can help."
            )
        case Reason.PIN_NOT_SET:
            return translate("guest", "You have no PIN yet. The front desk sets one in a minute.")
        case Reason.PIN_UNREADABLE:
            return translate("guest", "The PIN pad did not answer clearly. Please try again.")
        case Reason.CARD_UNKNOWN | Reason.CARD_OF_ANOTHER_HOUSE:
            return translate(
                "guest", "This card is not one of ours. Use your phone number, or join now."
            )
        case Reason.CARD_LOST | Reason.CARD_BLOCKED | Reason.CARD_NOT_GENUINE:
            return translate("guest", "This card cannot be used. Please see the front desk.")
        case Reason.CARD_REPLACED:
            return translate("guest", "You have a newer card. Please use that one.")
        case Reason.CARD_EXPIRED:
            return translate("guest", "This card has expired. The front desk has a new one.")
        case Reason.CARD_IS_BANK_CARD:
            return translate("guest", "This is a bank card. Please use your member card.")
        case Reason.CARD_UNREADABLE | Reason.CARD_EMPTY:
            return translate("guest", "The card could not be read. Please try it once more.")
        case Reason.MEMBER_UNKNOWN:
            return translate("guest", "Nobody was found under this number.")
        case Reason.MEMBER_NOT_ACTIVE:
            return translate(
                "guest", "Your membership is not active yet. The front desk can tell you more."
            )
        case Reason.PHONE_MALFORMED:
            return translate("guest", "This is no phone number. Please check the digits.")
        case Reason.PHONE_TAKEN:
            return translate(
                "guest", "You are a member already. Go back and enter this phone number."
            )
        case Reason.REWARD_OUT_OF_STOCK:
            return translate("guest", "There is none left just now.")
        case Reason.REWARD_FOR_OTHER_TIER:
            return translate("guest", "This is for members of a higher tier.")
        case Reason.NOT_ARRIVAL_DAY:
            return translate("guest", "Your arrival is on another day.")
        case Reason.STAY_OPEN:
            return translate("guest", "You are checked in already. Welcome!")
        case Reason.NOT_PERMITTED | Reason.NEEDS_SUPERVISOR | Reason.OVER_LIMIT:
            return translate("guest", "This is done at the front desk.")
        case _:
            return ""


def trouble_words(trouble: Trouble) -> str:
    """Say what does not work, and what the guest can do instead."""
    match trouble:
        case Trouble.NO_PAPER:
            return translate("guest", "The printer is out of paper")
        case Trouble.PRINTER:
            return translate("guest", "The printer does not work just now")
        case Trouble.PIN_PAD:
            return translate("guest", "The PIN pad does not work just now")
        case Trouble.READER:
            return translate("guest", "Cards cannot be read just now: use your phone number")
        case Trouble.TEXTS:
            return translate("guest", "Text messages cannot be sent just now")
        case Trouble.BOOKS:
            return translate("guest", "The line is down just now")


def first_trouble_words(missing: Collection[Trouble], *which: Trouble | None) -> str:
    """Say the first of some troubles that there is; empty where there is none."""
    found = next((one for one in which if one is not None and one in missing), None)
    return "" if found is None else trouble_words(found)


def printed_words(result: PrintResult) -> str:
    """Say why a paper did not come."""
    match result:
        case PrintResult.PRINTED:
            return ""
        case PrintResult.NO_PAPER:
            return translate("guest", "The printer has run out of paper.")
        case PrintResult.JAMMED | PrintResult.COVER_OPEN:
            return translate("guest", "The paper has jammed.")
        case _:
            return translate("guest", "The printer did not answer.")


def no_pin_words(came: NoPin) -> str:
    """Say how a PIN entry ended without one."""
    match came:
        case NoPin.CANCELLED:
            return translate("guest", "You ended the PIN entry. Nothing was taken.")
        case NoPin.TIMED_OUT:
            return translate("guest", "The time for the PIN ran out. Nothing was taken.")
        case NoPin.UNPLUGGED | NoPin.NO_PAD:
            return translate("guest", "The PIN pad does not answer. Nothing was taken.")


def slip_words(row: SlipRow, language: Language) -> str:
    """Say what a slip was, as the guest remembers it: ``翠庭 ¥476.00``, ``Given by a friend``."""
    match row.kind:
        case SlipKind.RECEIVE_GIFT:
            return translate("guest", "Points given to you")
        case SlipKind.GIFT:
            return translate("guest", "Points you gave away")
        case SlipKind.CARRY_OVER:
            return translate("guest", "Brought along from before")
        case SlipKind.VOID:
            return translate("guest", "Taken back, as if it had not been")
        case SlipKind.EXPIRY:
            return translate("guest", "Points that lapsed")
        case _:
            return slip_title(row, language)


def why_lines(row: SlipRow, language: Language) -> tuple[tuple[str, str], ...]:
    """Explain a slip in steps: what was reckoned, and what it came to."""
    found = [_why(one, language) for one in row.trace]
    if row.points is not None:
        together = translate("guest", "Together")
        found.append((together, language.count(row.points, signed=True)))
    return tuple(found)


def _why(line: TraceLine, language: Language) -> tuple[str, str]:
    detail = trace_detail(line, language)
    figure = detail.figure.removeprefix("= ")
    base, rate = line.facts.get("base_minor"), line.facts.get("rate")
    if line.kind is TraceKind.RATE and isinstance(base, int) and rate is not None:
        said = translate("guest", "{amount} spent, {rate} points for each whole one")
        return said.format(amount=language.money(base), rate=rate), figure
    if line.kind is TraceKind.BONUS:
        said = translate("guest", "Thanks for being {tier}: {percent} % more")
        facts = {key: language.fact(key, value) for key, value in line.facts.items()}
        return said.format(tier=facts.get("name", ""), percent=facts.get("percent", "")), figure
    if line.kind is TraceKind.TAKEN:
        return translate("guest", "Taken from the points that would lapse first"), figure
    return detail.title, figure
