"""Works on IC cards asked for at the desk: whose card it is, whether somebody must agree, and what became of it."""

from __future__ import annotations

from collections.abc import Callable

from app.desk_service.asking import Asked
from app.desk_service.card_notes import NotNotedError, just_issued, noting
from app.desk_service.context import Counter
from app.loyalty.ids import MemberId, OperatorId
from app.loyalty.member import CardStatus
from app.loyalty.permissions import Act, Role, may, may_give_number
from app.loyalty.refusals import Reason, Refusal
from app.operations.report_lost import KIND as LOST
from app.operations.report_lost import ReportLost
from app.poster.submission import PinEntry
from app.station.news import IcCard, IcEnd, IcOrder, IcState, IcWork
from app.store.card_works import Standing, standing_of
from app.ui.service.answers import Done, IcAsk, IcChanged, Outcome
from app.ui.service.station_records import IcCard as FaceCard
from app.ui.service.station_records import IcDone
from app.ui.service.station_records import IcState as FaceState

_SECONDS = 20  # the slowest family takes two
_REASONS = {
    IcEnd.NO_READER: Reason.READER_GONE,
    IcEnd.NO_CARD: Reason.CARD_NOT_THERE,
    IcEnd.SWAPPED: Reason.CARD_SWAPPED,
    IcEnd.EMPTY: Reason.CARD_EMPTY,
    IcEnd.TAKEN: Reason.CARD_HELD,
    IcEnd.KEY: Reason.CARD_KEYED,
    IcEnd.LAST_TRY: Reason.CARD_LAST_TRY,
    IcEnd.LOCKED: Reason.CARD_LOCKED,
    IcEnd.DIFFERS: Reason.CARD_DIFFERS,
    IcEnd.BUSY: Reason.CARD_NOT_WRITTEN,
    IcEnd.FAILED: Reason.CARD_NOT_WRITTEN,
}
_UNREAD = {IcState.EMPTY: Reason.CARD_EMPTY, IcState.NOT_GENUINE: Reason.CARD_NOT_GENUINE}
_BARRED = {
    CardStatus.POOL: Reason.CARD_UNKNOWN,
    CardStatus.LOST: Reason.CARD_LOST,
    CardStatus.BLOCKED: Reason.CARD_BLOCKED,
    CardStatus.REPLACED: Reason.CARD_REPLACED,
}
_KEEPS_ITS_NUMBER = frozenset({IcWork.BLOCK, IcWork.RENEW})
_GIVES_A_NUMBER = frozenset({IcWork.PERSONALISE, IcWork.RE_PERSONALISE})
Post = Callable[[Asked, str, tuple[PinEntry, ...]], Outcome]


class IcWorks:
    """Answers for ``IcService``.

    Args:
        counter: The parts of one desk.
        post: Posts a slip and waits for its decision.
    """

    def __init__(self, counter: Counter, post: Post) -> None:
        self._counter = counter
        self._ic_post = post

    def work_ic_card(self, ask: IcAsk) -> IcDone | Refusal:
        """Do one work on the card that is meant, and read it again; noted before and after in the audit table."""
        counter, work = self._counter, IcWork(ask.work.value)
        supervisor = counter.overrides.pop(ask.override, "") if ask.override else ""
        found = self._number(ask, work)
        if isinstance(found, Refusal):
            return found
        stopped = self._may_not(ask, work, supervisor) or self._books_first(
            ask, work, found, supervisor
        )
        if stopped is not None:
            return stopped
        order = IcOrder(
            work=work,
            card=ask.card,
            number=found,
            may_use_last_try=bool(supervisor) and ask.last_try,
        )
        try:
            with noting(counter, ask.member_id, work.value, found, supervisor) as noted:
                end = counter.station.ic.work(order, _SECONDS)
                noted.end = end.value
        except NotNotedError:
            return Refusal(Reason.CARD_NOT_NOTED)
        if end is not IcEnd.DONE:
            return Refusal(_REASONS[end])
        return IcDone(work=ask.work, tail=found[-4:])

    def _number(self, ask: IcAsk, work: IcWork) -> str | Refusal:
        """Return the number that the card is to hold, or holds and keeps: then it is one of this member's."""
        counter = self._counter
        if work not in _KEEPS_ITS_NUMBER:
            member = MemberId(ask.member_id)
            with counter.books.reading() as connection:
                active = counter.view(connection, member).member(member).active_card()
            return active.number if active is not None else Refusal(Reason.CARD_MISSING)
        laid = counter.station.ic.card
        if laid is None:
            is_ready = counter.station.ic.is_ready
            return Refusal(Reason.CARD_NOT_THERE if is_ready else Reason.READER_GONE)
        if laid.token != ask.card:
            return Refusal(Reason.CARD_SWAPPED)
        number = counter.station.ic.number_of(ask.card)
        if not number:
            return Refusal(_UNREAD.get(laid.state, Reason.CARD_UNREADABLE))
        card = self._standing(number)
        if card is None or card.status is CardStatus.POOL:
            return Refusal(Reason.CARD_UNKNOWN)
        if card.member != ask.member_id:
            return Refusal(Reason.CARD_OF_ANOTHER_MEMBER)
        if work is IcWork.RENEW and card.status is not CardStatus.ACTIVE:
            return Refusal(_BARRED[card.status])
        return number

    def _standing(self, number: str) -> Standing | None:
        books = self._counter.books
        with books.reading() as connection:
            return standing_of(books, connection, number)

    def _may_not(self, ask: IcAsk, work: IcWork, supervisor: str) -> Refusal | None:
        """Refuse what whoever is signed in may not do, or not without a supervisor."""
        role = self._role()
        if role is None or not may(role, Act.SERVE):
            return Refusal(Reason.NOT_PERMITTED, {"act": Act.SERVE.value})
        if work not in _GIVES_A_NUMBER or supervisor:
            return None
        is_fresh = bool(just_issued(self._counter, ask.member_id))
        return (
            None if may_give_number(role, is_fresh=is_fresh) else Refusal(Reason.NEEDS_SUPERVISOR)
        )

    def _role(self) -> Role | None:
        counter = self._counter
        with counter.books.reading() as connection:
            operators = counter.view(connection).house.operators
        who = counter.operator  # None where the desk was locked meanwhile
        known = operators.get(OperatorId(who.id)) if who is not None else None
        return known.role if known is not None and known.active else None

    def _books_first(
        self, ask: IcAsk, work: IcWork, number: str, supervisor: str
    ) -> Refusal | None:
        """Report a card lost before it is blocked.

        The books decide: whatever happens behind that slip, the card opens nothing. The other way round,
        a desk that dies in between would leave a dead card that the books take for one in use.
        """
        card = self._standing(number) if work is IcWork.BLOCK else None
        if card is None or card.status is not CardStatus.ACTIVE:
            return None
        lost = Asked(kind=LOST, body=ReportLost(card=card.card), member=ask.member_id)
        outcome = self._ic_post(lost, supervisor, ())
        if isinstance(outcome, Done):
            return None
        return outcome if isinstance(outcome, Refusal) else Refusal(Reason.CARD_NOT_NOTED)


def ic_changed(card: IcCard | None) -> IcChanged:
    """Turn the station's news of a card into the desk's."""
    if card is None:
        return IcChanged(None)
    return IcChanged(
        FaceCard(
            token=card.token,
            family=card.family,
            state=FaceState(card.state.value),
            tail=card.tail,
            is_former=card.is_former,
        )
    )
