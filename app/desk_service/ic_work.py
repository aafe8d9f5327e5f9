"""Works on IC cards asked for at the desk: whose number, whether somebody must agree, and what became of it."""

from __future__ import annotations

from app.desk_service.context import Counter
from app.loyalty.ids import MemberId, OperatorId
from app.loyalty.permissions import Act, may
from app.loyalty.refusals import Reason, Refusal
from app.station.news import IcCard, IcEnd, IcOrder, IcWork
from app.ui.desk.answers import IcAsk, IcChanged
from app.ui.desk.station_records import IcCard as FaceCard
from app.ui.desk.station_records import IcDone, IcState

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
_GIVES_A_NUMBER = frozenset({IcWork.PERSONALISE, IcWork.RE_PERSONALISE})


class IcWorks:
    """Answers for ``IcService``."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def work_ic_card(self, ask: IcAsk) -> IcDone | Refusal:
        """Do one work on the card that is meant, and read it again; noted in the audit table."""
        counter, work = self._counter, IcWork(ask.work.value)
        supervisor = counter.overrides.pop(ask.override, "") if ask.override else ""
        number = "" if work is IcWork.BLOCK else self._number(ask.member_id)
        if not number and work is not IcWork.BLOCK:
            return Refusal(Reason.CARD_MISSING)
        if work in _GIVES_A_NUMBER and not supervisor and not self._may_give(ask, number):
            return Refusal(Reason.NEEDS_SUPERVISOR)
        order = IcOrder(
            work=work,
            card=ask.card,
            number=number,
            may_use_last_try=bool(supervisor) and ask.last_try,
        )
        end = counter.station.ic.work(order, _SECONDS)
        card = counter.station.ic.card
        tail = number[-4:] or (card.tail if card is not None else "")
        facts = f"{work.value} {tail} {end.value} {supervisor}".strip()
        counter.note("ic-card", ask.member_id, facts)
        if end is not IcEnd.DONE:
            return Refusal(_REASONS[end])
        if work in _GIVES_A_NUMBER:
            counter.unwritten.pop(ask.member_id, None)
        return IcDone(work=ask.work, tail=tail)

    def _number(self, member_id: str) -> str:
        member = MemberId(member_id)
        with self._counter.books.reading() as connection:
            card = self._counter.view(connection, member).member(member).active_card()
        return card.number if card is not None else ""

    def _may_give(self, ask: IcAsk, number: str) -> bool:
        """Tell whether nobody else need agree: the card was just issued here, or a supervisor stands here.

        A second card with a number that is in a guest's hand already would be a copy without a slip.
        """
        counter = self._counter
        if counter.unwritten.get(ask.member_id) == number:
            return True
        with counter.books.reading() as connection:
            known = counter.view(connection).house.operators.get(OperatorId(counter.who()))
        return known is not None and may(known.role, Act.OVERRIDE)


def ic_changed(card: IcCard | None) -> IcChanged:
    """Turn the station's news of a card into the desk's."""
    if card is None:
        return IcChanged(None)
    state = IcState(card.state.value)
    return IcChanged(FaceCard(token=card.token, family=card.family, state=state, tail=card.tail))
