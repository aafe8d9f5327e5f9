"""Messages to members in memory: what the desk shows of them, and what a person did."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from app.loyalty.refusals import Refusal
from app.ui.service.message_records import MessageLine, MessageSheet, MessageStand
from tests.support.desk_samples import LIN, SHEN

AT = datetime(2026, 3, 20, 14, 5, tzinfo=UTC)
LINES = (
    MessageLine(
        message_id="m-unsure",
        member_id=LIN.member_id,
        member_name=LIN.name,
        way="sms",
        text="【锦汀酒店】您消费¥•,•••.••。获积分•••，现有••,•••。",
        stand=MessageStand.UNSURE,
        made_at=AT,
        tries=1,
        why="modem-unsure",
    ),
    MessageLine(
        message_id="m-sent",
        member_id=SHEN.member_id,
        member_name=SHEN.name,
        way="sms",
        text="【锦汀酒店】储值充入¥•••.••，余¥•,•••.••。",
        stand=MessageStand.SENT,
        made_at=AT,
        sent_at=AT,
        tries=1,
        report="delivered",
    ),
    MessageLine(
        message_id="m-given-up",
        member_id=SHEN.member_id,
        member_name=SHEN.name,
        way="email",
        text="",
        stand=MessageStand.GIVEN_UP,
        made_at=AT,
        why="no-address",
    ),
)


class FakeMessages:
    """The part of ``DeskService`` that is about messages."""

    message_sheet = MessageSheet(lines=LINES)
    message_refusal: Refusal | None = None

    def messages(self, stand: str) -> MessageSheet | Refusal:
        if self.message_refusal is not None:
            return self.message_refusal
        lines = self.message_sheet.lines
        shown = tuple(one for one in lines if not stand or one.stand.value == stand)
        return replace(self.message_sheet, lines=shown)

    def send_message_again(self, message_id: str) -> Refusal | None:
        return self._move(message_id, MessageStand.WAITING)

    def give_up_message(self, message_id: str) -> Refusal | None:
        return self._move(message_id, MessageStand.GIVEN_UP)

    def _move(self, message_id: str, stand: MessageStand) -> Refusal | None:
        lines = tuple(
            replace(one, stand=stand, why="") if one.message_id == message_id else one
            for one in self.message_sheet.lines
        )
        self.message_sheet = replace(self.message_sheet, lines=lines)
        return self.message_refusal
