"""Messages to members, as the desk shows them and has them sent again or given up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.desk_service.context import Counter, person_words
from app.loyalty.business_day import hotel_time
from app.loyalty.ids import OperatorId
from app.loyalty.permissions import Act, may
from app.loyalty.refusals import Reason, Refusal
from app.messaging.letters import Letter, LetterBook
from app.messaging.plan import again, put_aside
from app.messaging.texts import faults_of
from app.store.outbox import Message, MessageState, Outbox
from app.ui.service.message_records import MessageLine, MessageSheet, MessageStand
from app.ui.service.records import MemberId as FaceMember

_MOST: Final = 200
_DIGIT: Final = re.compile(r"\d")


class Letters:
    """Answers for ``MessageService``."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._outbox = Outbox(counter.books)
        self._book = LetterBook(counter.books, counter.own_texts)

    def messages(self, stand: str) -> MessageSheet | Refusal:
        """List the newest messages, all or those of one stand."""
        barred = self._barred()
        if barred is not None:
            return barred
        counter = self._counter
        with counter.books.reading() as connection:
            state = MessageState(stand) if stand else None
            found = self._outbox.listed(connection, state, _MOST)[::-1]
            names = counter.search.records(connection, [one.member for one in found])
            house = counter.view(connection).house.property
            zone = house.zone if house else "UTC"
            letters = [self._book.letter(connection, one) for one in found]
        counter.note("messages")
        lines = tuple(
            MessageLine(
                message_id=one.id,
                member_id=FaceMember(one.member),
                member_name=person_words(names.get(one.member)),
                way=one.way,
                text=_DIGIT.sub("•", letter.text) if isinstance(letter, Letter) else "",
                stand=MessageStand(one.state.value),
                made_at=hotel_time(one.made_at, zone),
                sent_at=hotel_time(one.sent_at, zone) if one.sent_at else None,
                tries=one.tries,
                why=one.error,
                report=one.delivery.value,
            )
            for one, letter in zip(found, letters, strict=True)
        )
        own = counter.own_texts
        return MessageSheet(
            lines=lines, faults=tuple(str(one) for one in faults_of(own)) if own else ()
        )

    def send_message_again(self, message_id: str) -> Refusal | None:
        """Have a message sent again; nothing for one that is through or under way."""
        now: datetime = self._counter.clock()
        return self._move(message_id, lambda one: again(one, now), "message-again")

    def give_up_message(self, message_id: str) -> Refusal | None:
        """Have a message not sent any more; likewise."""
        return self._move(message_id, put_aside, "message-given-up")

    def _move(
        self, message_id: str, move: Callable[[Message], Message | None], act: str
    ) -> Refusal | None:
        barred = self._barred()
        if barred is not None:
            return barred
        counter = self._counter
        moved: list[Message] = []

        def work() -> bool:
            with counter.books.writing() as connection:
                one = self._outbox.get(connection, message_id)
                after = move(one) if one else None
                if one is None or after is None:
                    return False
                moved.append(after)
                return self._outbox.keep(connection, after, before=one.state)

        if counter.line.between(work).result():
            counter.note(act, moved[0].member, message_id)
        return None

    def _barred(self) -> Refusal | None:
        counter = self._counter
        with counter.books.reading() as connection:
            operators = counter.view(connection).house.operators
        who = counter.operator  # None where the desk was locked meanwhile
        known = operators.get(OperatorId(who.id)) if who is not None else None
        if known is None or not may(known.role, Act.EXCHANGE):
            return Refusal(Reason.NOT_PERMITTED, {"act": Act.EXCHANGE.value})
        return None
