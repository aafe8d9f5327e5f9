"""Rewards handed out on paper: points and voucher go together, or neither does."""

from __future__ import annotations

import logging
from typing import Final

from app.desk_service.asking import Asked
from app.desk_service.context import Counter
from app.desk_service.posting import not_saved
from app.desk_service.previews import preview_of
from app.kiosk_service.parts import Kiosk
from app.loyalty.refusals import Reason, Refusal
from app.operations.pen import Pen
from app.operations.redeem import KIND, Redeem
from app.operations.void import Void
from app.operations.withdraw import Withdraw
from app.poster.submission import Answer
from app.store import kiosk_vouchers
from app.store.books import BooksError
from app.store.kiosk_vouchers import PaperEnd
from app.ui.service.answers import Change, Late, NotSaved, PinToken
from app.ui.service.kiosk import Handed, Price, TakenBack
from app.ui.service.records import SlipId
from app.ui.service.station_records import PrintResult

_log = logging.getLogger(__name__)
NOT_PRINTED: Final = (
    "凭条没有打印出来，积分已退回/The voucher was not printed; the points are given back"
)
CUT_SHORT: Final = (
    "自助机中断，凭条未确认打印/The kiosk was cut short before the voucher was printed"
)


class Handing:
    """Prices, redemptions, and the vouchers that prove them."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def price(self, reward: str, quantity: int) -> Price | Refusal:
        """Tell what a reward would take."""
        member = self._kiosk.guest.member
        if not member:
            return Refusal(Reason.VISIT_OVER)
        body = Redeem(reward=reward, quantity=quantity)
        return priced(self._kiosk, Asked(kind=KIND, body=body, member=member))

    def redeem(
        self, reward: str, quantity: int, pin: PinToken
    ) -> Handed | TakenBack | Refusal | Late | NotSaved:
        """Take the points and print the voucher; without the paper the points are given back.

        That the slip is about to be made is written down first. Where the machine dies before the paper's end
        is written down too, the next start gives the points back: see ``settle``.
        """
        kiosk = self._kiosk
        paid = kiosk.paid(pin)
        if isinstance(paid, Refusal):
            return paid
        member, entry = paid
        found = Asked(kind=KIND, body=Redeem(reward=reward, quantity=quantity), member=member)
        draft = kiosk.draft(found, (entry,))
        counter = kiosk.counter
        try:
            _begin(counter, draft.id)
        except BooksError as error:
            return not_saved(error)
        answer = kiosk.posted(draft, found, (entry,))
        if isinstance(answer, Refusal):
            _end(counter, draft.id, PaperEnd.NOT_POSTED)
        if not isinstance(answer, Answer):
            return answer  # of a late one the end is not known: the next start looks
        printed = kiosk.put_out(draft.id, is_copy=False)
        if printed is not PrintResult.PRINTED:
            take_back(kiosk, draft.id, member, NOT_PRINTED)
            return TakenBack(why=printed, visit=kiosk.must_visit(member))
        _end(counter, draft.id, PaperEnd.PRINTED)
        return Handed(
            slip=kiosk.row_of(draft.id, member), visit=kiosk.must_visit(member), printed=printed
        )

    def print_voucher(self, slip: SlipId) -> PrintResult:
        """Print a voucher of this guest once more, marked as a copy."""
        member = self._kiosk.guest.member
        if not member or str(self._kiosk.row_of(slip, member).member_id) != member:
            return PrintResult.NOTHING_YET
        return self._kiosk.put_out(slip, is_copy=True)


def priced(kiosk: Kiosk, found: Asked) -> Price | Refusal:
    """Tell what a slip would do to the guest's points."""
    counter = kiosk.counter
    slip, _ = Pen(property="hotel", terminal=counter.settings.terminal).write(
        kiosk.draft(found), counter.clock().date(), 0
    )
    predicted = counter.predictor.predict(slip, counter.clock())
    if predicted.decision.refusal is not None:
        return predicted.decision.refusal
    points = preview_of(predicted, found.body).points
    return Price(points=points or Change(before=0, after=0))


def take_back(kiosk: Kiosk, slip: str, member: str, reason: str) -> bool:
    """Undo a redemption whose paper did not come out.

    Returns:
        False where the books did not take it; the line stays open, and the next start tries again.
    """
    found = Asked(kind="void", body=Void(of=slip, reason=reason), member=member)
    answer = kiosk.posted(kiosk.draft(found), found)
    if isinstance(answer, Refusal) and answer.reason is Reason.NOT_PERMITTED:
        # Cut short on a business day that was closed since: a terminal may always take its own slip back.
        found = Asked(kind="withdraw", body=Withdraw(of=slip), member=member)
        answer = kiosk.posted(kiosk.draft(found), found)
    is_back = isinstance(answer, Answer) or (
        isinstance(answer, Refusal) and answer.reason is Reason.ALREADY_VOIDED
    )
    if is_back:
        _end(kiosk.counter, slip, PaperEnd.TAKEN_BACK)
    else:
        _log.error("a redemption without its voucher could not be taken back yet: %s", answer)
    return is_back


def settle(kiosk: Kiosk) -> int:
    """Take back what was posted without its paper before this start; returns how many redemptions it was.

    Raises:
        BooksError: The books cannot be read or written.
    """
    counter = kiosk.counter
    with counter.books.reading() as connection:
        found = kiosk_vouchers.cut_short(counter.books, connection, counter.settings.terminal)
    taken = 0
    for slip, member, is_posted in found:
        if is_posted:
            taken += take_back(kiosk, slip, member, CUT_SHORT)
        else:
            _end(counter, slip, PaperEnd.NOT_POSTED)
    return taken


def _begin(counter: Counter, slip: str) -> None:
    def write() -> None:
        with counter.books.writing() as connection:
            kiosk_vouchers.begin(
                counter.books, connection, slip, counter.settings.terminal, counter.clock()
            )

    counter.line.between(write).result()


def _end(counter: Counter, slip: str, what: PaperEnd) -> None:
    """Write down what became of the paper; what cannot be written is looked at again at the next start."""

    def write() -> None:
        with counter.books.writing() as connection:
            kiosk_vouchers.end(counter.books, connection, slip, what, counter.clock())

    try:
        counter.line.between(write).result()
    except BooksError:
        _log.exception("the end of a voucher's paper could not be written")
