"""One IC card reader, opened for as long as a command takes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

from app.cli.signing import RefusedError
from app.station.ic_cards import IcCards
from app.station.news import CardRead, IcCard, IcEnd, IcOrder, IcState, IcWork
from app.store.keys import Keys
from devices import ic_card
from devices.events import DeviceEvent, WriteDone, WriteFailed
from devices.manager import DeviceManager
from devices.wire.recording import begin_recording

_READY_S = 5.0
_WRITE_S = 20
STATES: Final = {
    IcState.GENUINE: "genuine",
    IcState.BLOCKED: "genuine, and blocked",
    IcState.NOT_GENUINE: "NOT genuine: copied, or damaged while it was written",
    IcState.EMPTY: "nothing of this house on it",
    IcState.UNREADABLE: "it cannot be read; take it away and lay it on once more",
    IcState.READING: "it did not answer in time; take it away and lay it on once more",
}


class CardDesk:
    """The reader and what lies on it; use as a context manager.

    Args:
        uri: Address of the reader.
        keys: The house's, its former card keys among them.
        record: A new file for what passes between the reader and this program, without its secrets; None for none.

    Raises:
        OSError: The file is there already, or cannot be written.
    """

    def __init__(self, uri: str, keys: Keys, record: Path | None = None) -> None:
        if record is not None:
            begin_recording(record, uri)
        self._reads: dict[str, CardRead] = {}
        self._moved = threading.Condition()
        self._name = record.stem if record is not None else "ic"
        self._manager = DeviceManager(self._take, recordings=record and record.parent)
        self._cards = IcCards(
            self._manager,
            keys.cards,
            former=keys.former_cards,
            keep=self._reads.__setitem__,
            tell=lambda _news: self._wake(),
        )
        self._uri = uri

    def __enter__(self) -> Self:
        self._manager.open(self._name, self._uri)
        if self._wait(lambda: self._cards.is_ready):
            return self
        why = self._manager.status(self._name).detail
        self._manager.close()
        raise RefusedError(f"No card reader answers: {why}.")

    def __exit__(self, *_error: object) -> None:
        self._manager.close()

    def card(self) -> IcCard:
        """Wait for a card, and until it was read.

        Raises:
            RefusedError: None lies there.
        """
        self._wait(lambda: self._cards.card is not None and self._is_read(self._cards.card))
        card = self._cards.card
        if card is None:
            raise RefusedError("No IC card lies on the reader: lay one on, then try again.")
        return card

    def number(self, *, may_be_blocked: bool = False) -> str:
        """Give the number on the card.

        Raises:
            RefusedError: It names none that may be believed, or it is blocked.
        """
        card = self.card()
        read = self._reads.get(card.token)
        good = {IcState.GENUINE, IcState.BLOCKED} if may_be_blocked else {IcState.GENUINE}
        if read is None or card.state not in good:
            raise RefusedError(f"The card is no good: {STATES[card.state]}.")
        return read.number

    def work(self, work: IcWork, number: str, *, may_use_last_try: bool) -> IcEnd:
        """Do one work on the card that lies there."""
        order = IcOrder(
            work=work, card=self.card().token, number=number, may_use_last_try=may_use_last_try
        )
        return self._cards.work(order, _WRITE_S)

    def _is_read(self, card: IcCard) -> bool:
        return card.state is not IcState.READING

    def _wait(self, found: Callable[[], bool]) -> bool:
        with self._moved:
            return self._moved.wait_for(found, _READY_S)

    def _take(self, event: DeviceEvent) -> None:
        match event:
            case (
                ic_card.CardInserted()
                | ic_card.CardRemoved()
                | ic_card.CardRead()
                | ic_card.CardReadFailed()
                | WriteDone()
                | WriteFailed()
            ):
                self._cards.take(event)
            case _:
                pass
        self._wake()

    def _wake(self) -> None:
        with self._moved:
            self._moved.notify_all()
