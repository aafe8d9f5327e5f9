"""What becomes of a message: when it is due again, when it is given up, and what is never sent again by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, unique
from typing import Final

from app.store.outbox import Message, MessageState

# Behind the last of them each try waits as long as that: fifteen tries take some 22 hours.
BACK_OFF: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
MOST_TRIES: Final = 15
GIVEN_UP_AFTER: Final = timedelta(days=1)
STOPPED: Final = "stopped"  # nobody wrote down how the sending ended


@unique
class Went(Enum):
    """How one try to send ended."""

    SENT = "sent"
    NOT_NOW = "not-now"  # it did not go, and may go later
    REFUSED = "refused"  # it did not go, and never will
    UNSURE = "unsure"  # it may have gone


@unique
class Reason(Enum):
    """Why a message is given up without a try, or after too many."""

    TOO_LATE = "too-late"
    NO_RECORD = "no-record"
    NO_ADDRESS = "no-address"
    NO_CONSENT = "no-consent"
    NO_TEXT = "no-text"
    BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class Result:
    """How one try ended, with the way's own code; empty for a sent one."""

    went: Went
    code: str = ""


def is_too_late(one: Message, now: datetime) -> bool:
    """Tell whether a message was due for a whole day, and no way took it: yesterday's news is not told."""
    return one.next_at + GIVEN_UP_AFTER <= now


def taken(one: Message) -> Message:
    """Return a message as it stands while it is sent."""
    return replace(one, state=MessageState.SENDING, tries=one.tries + 1)


def ended(one: Message, result: Result, now: datetime) -> Message:
    """Return a message as it stands after a try.

    Args:
        one: As ``taken`` left it.
        result: How the try ended.
        now: When it ended.
    """
    match result.went:
        case Went.SENT:
            return replace(one, state=MessageState.SENT, sent_at=now, error="")
        case Went.REFUSED:
            return replace(one, state=MessageState.FAILED, error=result.code)
        case Went.UNSURE:
            return replace(one, state=MessageState.UNSURE, error=result.code)
        case Went.NOT_NOW if one.tries >= MOST_TRIES:
            return given_up(one, result.code)
        case Went.NOT_NOW:
            wait = BACK_OFF[min(one.tries, len(BACK_OFF)) - 1]
            return replace(one, state=MessageState.WAITING, next_at=now + wait, error=result.code)


def interrupted(one: Message) -> Message:
    """Return a message whose sending was cut short by a crash: it may have gone, so it is not sent again."""
    return replace(one, state=MessageState.UNSURE, error=STOPPED)


def given_up(one: Message, why: str) -> Message:
    """Return a message that is not sent any more."""
    return replace(one, state=MessageState.GIVEN_UP, error=why)


def again(one: Message, now: datetime) -> Message | None:
    """Return a message as a person sends it again; None for one that was sent, or is under way."""
    if one.state in {MessageState.SENT, MessageState.SENDING}:
        return None
    return replace(one, state=MessageState.WAITING, tries=0, next_at=now, error="")


def put_aside(one: Message) -> Message | None:
    """Return a message as a person gives it up; None for one that is through, or is under way."""
    if one.state in {MessageState.SENT, MessageState.SENDING, MessageState.GIVEN_UP}:
        return None
    return given_up(one, Reason.BY_HAND.value)
