"""What the desk shows of messages to members."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, unique

import msgspec

from app.ui.service.records import MemberId, Words


@unique
class MessageStand(Enum):
    """How far a message has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"
    GIVEN_UP = "given-up"


class MessageLine(msgspec.Struct, frozen=True, kw_only=True):
    """One message. Of its text the figures are masked, and no number or address is shown.

    Attributes:
        way: ``sms`` or ``email``.
        text: What the member reads, each digit as a dot; empty where nothing can be written.
        made_at, sent_at: In the hotel's time.
        why: Stable code of why it did not go; empty for none.
        report: ``unknown``, ``delivered`` or ``failed``; empty where the network was not asked.
    """

    message_id: str
    member_id: MemberId
    member_name: Words
    way: str
    text: str
    stand: MessageStand
    made_at: datetime
    sent_at: datetime | None = None
    tries: int = 0
    why: str = ""
    report: str = ""


class MessageSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The newest messages of the house.

    Attributes:
        lines: The newest first.
        faults: What is wrong with the hotel's own sentences, a line each.
    """

    lines: tuple[MessageLine, ...] = ()
    faults: tuple[str, ...] = ()
