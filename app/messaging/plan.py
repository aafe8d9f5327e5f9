"""What becomes of a message: when it is due again, when it is given up, and what is never sent again by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, unique
from typing import Final

from app.store.outbox import Delivery, Message, MessageState

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
    SAID_NO = "said-no"  # the member wants no messages by this way
    TOO_MANY = "too-many"  # the member has had the day's
    NO_TEXT = "no-text"
    BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class Result:
    """How one try ended.

    Attributes:
        code: The way's own; empty for a sent one.
        references: The network's number of each message, where it is asked what becomes of them.
    """

    went: Went
    code: str = ""
    references: tuple[int, ...] = ()


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
            asked = Delivery.UNKNOWN if result.references else Delivery.NOT_ASKED
            return replace(
                one,
                state=MessageState.SENT,
                sent_at=now,
                error="",
                awaits=result.references,
                delivery=asked,
            )
        case Went.REFUSED:
            return replace(one, state=MessageState.FAILED, error=result.code)
        case Went.UNSURE:
            return replace(one, state=MessageState.UNSURE, error=result.code)
        case Went.NOT_NOW if one.tries >= MOST_TRIES:
            return given_up(one, result.code)
        case Went.NOT_NOW:
            wait = BACK_OFF[min(one.tries, len(BACK_OFF)) - 1]
            return replace(one, state=MessageState.WAITING, next_at=now + wait, error=result.code)


def reported(one: Message, reference: int, *, is_delivered: bool, at: datetime) -> Message:
    """Return a text as it stands when the network has said what became of one of its messages.

    It is delivered when all of them are; one that failed decides it.
    """
    left = tuple(other for other in one.awaits if other != reference)
    if not is_delivered:
        return replace(one, awaits=(), delivery=Delivery.FAILED, reported_at=at)
    if left:
        return replace(one, awaits=left)
    return replace(one, awaits=(), delivery=Delivery.DELIVERED, reported_at=at)


def interrupted(one: Message) -> Message:
    """Return a message whose sending was cut short by a crash: it may have gone, so it is not sent again."""
    return replace(one, state=MessageState.UNSURE, error=STOPPED)


def given_up(one: Message, why: str) -> Message:
    """Return a message that is not sent any more."""
    return replace(one, state=MessageState.GIVEN_UP, error=why)


def can_go_again(one: Message) -> bool:
    """Tell whether a person may have it sent again: not what is under way, or went and did not fail on its way."""
    if one.state is MessageState.SENT:
        return one.delivery is Delivery.FAILED
    return one.state is not MessageState.SENDING


def again(one: Message, now: datetime) -> Message | None:
    """Return a message as a person sends it again; None for one that was sent, or is under way."""
    if not can_go_again(one):
        return None
    return replace(
        one,
        state=MessageState.WAITING,
        tries=0,
        next_at=now,
        sent_at=None,
        error="",
        awaits=(),
        delivery=Delivery.NOT_ASKED,
        reported_at=None,
    )


def put_aside(one: Message) -> Message | None:
    """Return a message as a person gives it up; None for one that is through, or is under way."""
    if one.state in {MessageState.SENT, MessageState.SENDING, MessageState.GIVEN_UP}:
        return None
    return given_up(one, Reason.BY_HAND.value)
