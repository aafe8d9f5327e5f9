"""Bills of tills of another maker: which wait, who takes one, and what its till hears."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from app.desk_service.context import Counter
from app.store.books import BooksError
from app.ui.service.pos_records import PosBill, PosKey, PosMoved, PosStand, PosTrouble
from app.ui.service.records import SlipId

if TYPE_CHECKING:
    from app.exchange.pos import bills
    from app.exchange.pos.counter import PosCounter

_log: Final = logging.getLogger(__name__)


class Tills:
    """Answers for ``PosService``; without a link nothing waits and nothing is answered."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def pos_stand(self) -> PosStand:
        """Tell which bills wait, and whether tills are heard."""
        link = self._counter.pos
        if link is None:
            return PosStand()
        trouble = link.trouble
        return PosStand(
            is_set_up=True,
            bills=tuple(self._shown(one) for one in link.counter.waiting()),
            trouble=PosTrouble(trouble.value) if trouble else None,
        )

    def begin_pos_bill(self, key: PosKey) -> PosBill | None:
        """Take a bill to post it; None where it waits no more, or is taken."""
        link = self._counter.pos
        found = link.counter.begin(_key(key)) if link else None
        return self._shown(found) if found else None

    def give_back_pos_bill(self, key: PosKey) -> None:
        """Let a bill wait on."""
        if self._counter.pos is not None:
            self._counter.pos.counter.give_back(_key(key))

    def answer_pos_bill(self, key: PosKey, slip_id: SlipId) -> bool:
        """Tell a till what the posting of its bill did; False where it could not be told now."""
        return self._answered(lambda till: till.answer_posted(_key(key), slip_id))

    def decline_pos_bill(self, key: PosKey) -> bool:
        """Tell a till to take the whole bill; False where it waits no more or could not be told."""
        return self._answered(lambda till: till.answer_declined(_key(key)))

    def _answered(self, answer: Callable[[PosCounter], bool]) -> bool:
        link = self._counter.pos
        if link is None:
            return False
        try:
            return answer(link.counter)
        except (BooksError, LookupError, TimeoutError):
            # The bill waits on; what became of it is found in the books at the till's next word.
            _log.warning("a till could not be told", exc_info=True)
            return False

    def _shown(self, bill: bills.PosBill) -> PosBill:
        counter = self._counter
        with counter.books.reading() as connection:
            asked_at = counter.local(bill.asked_at, counter.view(connection))
        key = PosKey(bill.key.outlet, bill.key.date, bill.key.bill)
        return PosBill(key=key, amount_minor=bill.amount_minor, asked_at=asked_at)


def listen(counter: Counter) -> Callable[[], None]:
    """Send news of the tills' bills to whoever listens to the desk; returns how to end it."""
    if counter.pos is None:
        return lambda: None
    from app.exchange.pos.bills import BillWithdrawn

    def tell(news: bills.PosNews) -> None:
        gone = news.key if isinstance(news, BillWithdrawn) else None
        counter.tell(PosMoved(PosKey(gone.outlet, gone.date, gone.bill) if gone else None))

    return counter.pos.counter.subscribe(tell)


def _key(key: PosKey) -> bills.BillKey:
    from app.exchange.pos.bills import BillKey

    return BillKey(key.outlet, key.date, key.bill)
