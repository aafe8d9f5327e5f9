"""What the link remembers in the books: each question once, each answer once, whatever dies in between."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

from sqlalchemy import Connection

from app.exchange.pos import answers
from app.exchange.pos.answers import NumberOf
from app.exchange.pos.messages import Sale, TillRules, sale_from
from app.store.books import Books
from app.store.pos_bills import KeptBill, PosBills, PosState

T = TypeVar("T")

# A till that numbers its bills anew each day uses a number again; one that had no answer repeats it sooner.
_REPEATS_FOR: Final = timedelta(hours=12)
_ANSWER_S: Final = 30.0


class Writing(Protocol):
    """Does a piece of work where the books are written, behind the slips handed in before it."""

    def __call__(self, work: Callable[[], T], /) -> Future[T]:
        """Queue it; the future has what it returns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the link needs of the desk.

    Attributes:
        property: Whose bills.
        rules: What bills must fit to; asked where the books are written.
        clock: Aware.
        number_of: What people call a slip.
    """

    books: Books
    property: str
    writing: Writing
    rules: Callable[[], TillRules]
    clock: Callable[[], datetime]
    number_of: NumberOf


@dataclass(frozen=True, slots=True)
class Heard:
    """A bill that was asked.

    Attributes:
        is_same: False where the number belongs to a bill with other content.
    """

    kept: KeptBill
    is_same: bool = True


class Memory:
    """The till's bills in the books; each method is one transaction and may be called by any thread.

    Every method raises ``BooksError`` or ``TimeoutError`` where the books cannot be asked in time: what was
    asked is then perhaps done, and may be asked again.

    Args:
        desk: Where the books are written, clock and rules.
        is_held: Whether a face is posting a bill at this moment. Its slip answers nothing until the face
            says so: one that came too late is taken back.
    """

    def __init__(self, desk: Desk, is_held: Callable[[KeptBill], bool]) -> None:
        self._desk = desk
        self._is_held = is_held
        self._bills = PosBills(desk.books, desk.property)

    def rules(self) -> TillRules:
        """Return what bills must fit to at this moment."""
        return self._desk.writing(self._desk.rules).result(_ANSWER_S)

    def ask(self, sale: Sale) -> Heard:
        """Keep a bill as asked, or find it asked before; where a slip has posted it, it is answered at once."""

        def work(connection: Connection) -> Heard:
            known = self._known(connection, sale)
            if known is not None and known.digest != sale.digest():
                return Heard(known, is_same=False)
            if known is not None:
                return Heard(self._settled(connection, known))
            kept = KeptBill(
                property=self._desk.property,
                outlet=sale.outlet,
                bill=sale.bill,
                business_date=self._bills.today(connection),
                digest=sale.digest(),
                question=sale.text(),
                asked_at=self._desk.clock(),
                position=self._bills.newest_position(connection),
            )
            self._bills.put(connection, kept)
            return Heard(kept)

        return self._done(work)

    def newest(self, outlet: str, bill: str) -> KeptBill | None:
        """Return the last use of a number, answered where a slip has posted it; None for none."""

        def work(connection: Connection) -> KeptBill | None:
            found = self._bills.of_number(connection, outlet, bill)
            return self._settled(connection, found[0]) if found else None

        return self._done(work)

    def waiting(self) -> list[KeptBill]:
        """Return the bills that wait, once those that a slip has posted meanwhile are answered."""

        def work(connection: Connection) -> list[KeptBill]:
            found = [self._settled(connection, one) for one in self._bills.waiting(connection)]
            return [one for one in found if one.state is PosState.WAITING]

        return self._done(work)

    def settle(self, kept: KeptBill) -> KeptBill:
        """Answer a bill where a slip has posted it; else it stays as it is."""
        return self._done(lambda connection: self._settled(connection, self._now(connection, kept)))

    def post(self, kept: KeptBill, slip: str) -> KeptBill:
        """Answer a bill by the slip that posted it; one that has its answer keeps that.

        Raises:
            LookupError: The slip posted no such bill.
        """

        def work(connection: Connection) -> KeptBill:
            now = self._now(connection, kept)
            return (
                self._approved(connection, now, slip, is_told=True)
                if now.state is PosState.WAITING
                else now
            )

        return self._done(work)

    def end(self, kept: KeptBill, state: PosState) -> KeptBill:
        """Let a bill go, or give it up, unless a slip has posted it; the face that holds it may do so, too."""
        words = answers.declined if state is PosState.DECLINED else answers.withdrawn

        def work(connection: Connection) -> KeptBill:
            now = self._settled(connection, self._now(connection, kept), is_free=True)
            if now.state is not PosState.WAITING:
                return now
            return self._keep(connection, replace(now, state=state, answer=words(now)))

        return self._done(work)

    def _known(self, connection: Connection, sale: Sale) -> KeptBill | None:
        """Find the bill that this one repeats, or whose number it takes.

        A number belongs to one bill within an outlet and business date. A bill of an earlier date is the
        same where its content is, and it waits, names its time, or was asked a short while ago.
        """
        today = self._bills.today(connection)
        for one in self._bills.of_number(connection, sale.outlet, sale.bill):
            if one.state is PosState.WITHDRAWN:
                continue
            if one.business_date == today:
                return one
            is_recent = abs(self._desk.clock() - one.asked_at) < _REPEATS_FOR
            is_sure = one.state is PosState.WAITING or sale.at is not None or is_recent
            if one.digest == sale.digest() and is_sure:
                return one
        return None

    def _now(self, connection: Connection, kept: KeptBill) -> KeptBill:
        same = self._bills.of_number(connection, kept.outlet, kept.bill)
        return next((one for one in same if one.business_date == kept.business_date), kept)

    def _settled(
        self, connection: Connection, kept: KeptBill, *, is_free: bool = False
    ) -> KeptBill:
        if kept.state is not PosState.WAITING or (self._is_held(kept) and not is_free):
            return kept
        slip = self._bills.posted(connection, kept, sale_from(kept.question).amount_minor)
        return self._approved(connection, kept, slip) if slip else kept

    def _approved(
        self, connection: Connection, kept: KeptBill, slip: str, *, is_told: bool = False
    ) -> KeptBill:
        posted = self._bills.posting(connection, slip)
        receipt = posted.decided.receipt
        if is_told and (receipt["outlet"], receipt["bill"]) != (kept.outlet, kept.bill):
            raise LookupError(f"{slip} posted another bill than {kept.bill}")
        text = answers.approved(kept, posted, self._desk.rules(), self._desk.number_of)
        return self._keep(
            connection, replace(kept, state=PosState.APPROVED, slip=slip, answer=text)
        )

    def _keep(self, connection: Connection, kept: KeptBill) -> KeptBill:
        answered = replace(kept, answered_at=self._desk.clock())
        self._bills.put(connection, answered)
        return answered

    def _done(self, work: Callable[[Connection], T]) -> T:
        def written() -> T:
            with self._desk.books.writing() as connection:
                return work(connection)

        return self._desk.writing(written).result(_ANSWER_S)
