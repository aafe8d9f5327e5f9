"""Points given to a friend: who it is stays masked, and few may be looked for."""

from __future__ import annotations

import re
from typing import Final

from app.desk_service.asking import Asked, phone_claim
from app.desk_service.context import person_words
from app.kiosk_service.handing import priced
from app.kiosk_service.parts import Kiosk
from app.loyalty.ids import MemberId
from app.loyalty.refusals import Reason, Refusal
from app.operations.gift import KIND, Gift
from app.operations.guards import inactive
from app.poster.submission import Answer
from app.store.search import phone_in_full
from app.ui.service.answers import Late, NotSaved, PinToken
from app.ui.service.kiosk import Friend, FriendToken, Handed, Price
from app.ui.service.records import Words

_A_VISIT: Final = 5
_MASK: Final = "**"


class Giving:
    """Gifts of points."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def find_friend(self, phone_or_number: str) -> Friend | Refusal:
        """Find who would get a gift, by phone or member number in full; five tries a visit."""
        kiosk = self._kiosk
        guest, number = kiosk.guest, kiosk.guest.number
        if not guest.member:
            return Refusal(Reason.VISIT_OVER)
        if guest.friend_tries >= _A_VISIT or not kiosk.phone_tries.take(kiosk.counter.clock()):
            return Refusal(Reason.TOO_MANY_TRIES)
        guest.friend_tries += 1
        member = self._member(phone_or_number)
        if member is None or member == guest.member:
            return Refusal(Reason.FRIEND_UNKNOWN)
        counter = kiosk.counter
        with counter.books.reading() as connection:
            state = counter.view(connection, member).member(member)
            record = counter.search.record(connection, member)
        if inactive(state) is not None or record is None:
            return Refusal(Reason.FRIEND_UNKNOWN)
        name = person_words(record)
        return Friend(
            token=FriendToken(guest.befriended(member, number)),
            name=Words(f"{name.zh[:1]}{_MASK}", f"{name.en[:1]}{_MASK}"),
            tail=record.phone[-4:],
        )

    def price_gift(self, friend: FriendToken, points: int) -> Price | Refusal:
        """Tell what a gift would take."""
        asked = self._gift(friend, points)
        return asked if isinstance(asked, Refusal) else priced(self._kiosk, asked)

    def give(
        self, friend: FriendToken, points: int, pin: PinToken
    ) -> Handed | Refusal | Late | NotSaved:
        """Give points to another member."""
        kiosk = self._kiosk
        asked = self._gift(friend, points)
        if isinstance(asked, Refusal):
            return asked
        paid = kiosk.paid(pin)
        if isinstance(paid, Refusal):
            return paid
        member, entry = paid
        answer = kiosk.posted(kiosk.draft(asked, (entry,)), asked, (entry,))
        if not isinstance(answer, Answer):
            return answer
        return Handed(slip=kiosk.row_of(answer.slip_id, member), visit=kiosk.must_visit(member))

    def _gift(self, friend: FriendToken, points: int) -> Asked | Refusal:
        guest = self._kiosk.guest
        to = guest.friend_of(friend)
        if not guest.member or not to:
            return Refusal(Reason.VISIT_OVER)
        return Asked(kind=KIND, body=Gift(to=MemberId(to), points=points), member=guest.member)

    def _member(self, typed: str) -> MemberId | None:
        counter = self._kiosk.counter
        full = phone_in_full(typed)
        if full is not None:
            found = self._kiosk.member_with(phone_claim(counter, full))
            if found is not None:
                return found
        number = re.sub(r"[\s-]", "", typed)
        sql = counter.books.sql("SELECT member FROM members WHERE number = ? AND number <> ''")
        with counter.books.reading() as connection:
            row = connection.exec_driver_sql(sql, (number,)).scalar()
        return MemberId(str(row)) if row else None
