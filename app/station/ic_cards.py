"""IC cards on this terminal's reader: each is read as it is laid on, and written when somebody asks."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue

from app.station.news import CardRead, IcCard, IcEnd, IcMoved, IcOrder, IcState, Swiped
from devices import ic_card
from devices.codec.check_value import Cipher, check_value
from devices.errors import BusyError, DeviceError
from devices.events import Lamp, WriteDone, WriteFailed
from devices.ic_card import CardInserted, CardKeys, CardOrder, CardReadFailed, CardRemoved, CardWork
from devices.manager import DeviceManager
from devices.roles import Role

_READ_MARGIN_S = 5.0
_ENDS = {
    "card-gone": IcEnd.NO_CARD,
    "card-swapped": IcEnd.SWAPPED,
    "card-not-ours": IcEnd.EMPTY,
    "card-taken": IcEnd.TAKEN,
    "card-key": IcEnd.KEY,
    "card-last-try": IcEnd.LAST_TRY,
    "card-locked": IcEnd.LOCKED,
    "verify-mismatch": IcEnd.DIFFERS,
    "busy": IcEnd.BUSY,
    "port-busy": IcEnd.BUSY,
    "port-gone": IcEnd.NO_READER,
    "not-installed": IcEnd.NO_READER,
    "closed": IcEnd.NO_READER,
}
IcEvent = CardInserted | CardRemoved | ic_card.CardRead | CardReadFailed | WriteDone | WriteFailed


def card_keys(key: bytes) -> CardKeys:
    """Make the keys of all the house's IC cards from the one that is kept."""
    return CardKeys(
        diversifying=hmac.digest(key, b"diversifying", "sha256")[:16],
        sealing=hmac.digest(key, b"sealing", "sha256"),
    )


def shown_key(key: bytes) -> str:
    """Return the digits by which people tell one of the house's card keys from another; never the key."""
    return check_value(key, Cipher.AES).hex().upper()


@dataclass(frozen=True, slots=True)
class _Laid:
    """The card that lies there, the device that told of it, and what is known."""

    told: CardInserted = field(repr=False)
    card: IcCard
    uid: bytes = field(repr=False)
    number: str = field(default="", repr=False)
    tries: int = 1
    is_quiet: bool = False  # written just now: it is looked at, but nobody laid it on


class IcCards:
    """The IC card reader of one terminal, if it has one.

    Args:
        manager: Knows the devices.
        key: The house's, of which all cards' keys are made.
        former: Those before it, the newest first; cards that still have one are genuine.
        keep: Keeps what a card said behind its token.
        tell: Takes the news, on the thread of the reader.
    """

    def __init__(
        self,
        manager: DeviceManager,
        key: bytes,
        *,
        former: Sequence[bytes] = (),
        keep: Callable[[str, CardRead], None],
        tell: Callable[[Swiped | IcMoved], None],
    ) -> None:
        self._manager = manager
        self._keys = card_keys(key)
        self._former = tuple(card_keys(one) for one in former)
        self._keep = keep
        self._tell = tell
        self._lock = threading.RLock()
        self._laid: _Laid | None = None
        self._ended: SimpleQueue[WriteDone | WriteFailed | IcCard | None] | None = None
        self._order = ""

    @property
    def card(self) -> IcCard | None:
        """The card that lies there now."""
        laid = self._laid
        return laid.card if laid is not None else None

    def number_of(self, token: str) -> str:
        """Return the number on the card that lies there; empty for another card, or one that is not genuine."""
        laid = self._of(token)
        return laid.number if laid is not None else ""

    @property
    def is_ready(self) -> bool:
        """Whether a reader is plugged in and answers."""
        names = self._manager.with_role(Role.IC_CARD)
        return any(self._manager.status(name).lamp is Lamp.READY for name in names)

    def forget(self) -> None:
        """Forget what the card that lies there said of itself."""
        with self._lock:
            if self._laid is not None:
                self._laid = replace(self._laid, number="", card=replace(self._laid.card, tail=""))

    def take(self, event: IcEvent) -> None:
        """Take what the reader says, on its thread."""
        match event:
            case CardInserted():
                self._came(event)
            case CardRemoved():
                self._went(event)
            case ic_card.CardRead():
                self._was_read(event)
            case CardReadFailed():
                self._was_not_read(event)
            case WriteDone() | WriteFailed():
                ended = self._ended
                if ended is not None and event.entry_id == self._order:
                    ended.put(event)

    def work(self, order: IcOrder, seconds: int) -> IcEnd:
        """Do one work on the card that is meant, and look at it again; blocks until it ended.

        Args:
            order: What to do, and to which card.
            seconds: How long it may take.
        """
        laid = self._laid
        if not self._manager.with_role(Role.IC_CARD):
            return IcEnd.NO_READER
        if laid is None:
            return IcEnd.NO_CARD if self.is_ready else IcEnd.NO_READER
        if laid.card.token != order.card:
            return IcEnd.SWAPPED
        ended: SimpleQueue[WriteDone | WriteFailed | IcCard | None] = SimpleQueue()
        with self._lock:
            if self._ended is not None:
                return IcEnd.BUSY
            self._ended, self._order = ended, secrets.token_hex(8)
        try:
            self._manager.ic_cards(laid.told.device).write(self._ordered(order, laid))
            end = _end_of(ended.get(timeout=seconds))
            self._look_again(laid)
            ended.get(timeout=_READ_MARGIN_S)
        except BusyError:
            return IcEnd.BUSY
        except (DeviceError, Empty):
            return IcEnd.FAILED
        finally:
            self._ended = None
        return end

    def _ordered(self, order: IcOrder, laid: _Laid) -> CardOrder:
        return CardOrder(
            entry_id=self._order,
            work=CardWork(order.work.value),
            uid=laid.uid,
            keys=self._keys,
            former=self._former,
            number=order.number,
            may_use_last_try=order.may_use_last_try,
        )

    def _came(self, event: CardInserted) -> None:
        family = event.family.value if event.family is not None else ""
        state = IcState.READING if family else IcState.UNREADABLE
        card = IcCard(token=secrets.token_hex(8), family=family, state=state)
        with self._lock:
            self._laid = laid = _Laid(event, card, event.uid)
        self._tell(IcMoved(card))
        if family:
            self._read(laid)
        else:
            self._known(laid, CardRead(ic=IcState.UNREADABLE))

    def _went(self, event: CardRemoved) -> None:
        with self._lock:
            if self._laid is None or self._laid.told.device != event.device:
                return
            self._laid = None
            if self._ended is not None:
                self._ended.put(None)
        self._tell(IcMoved(None))

    def _look_again(self, laid: _Laid) -> None:
        """Read the card that was just written, for its state alone."""
        with self._lock:
            if self._laid is None or self._laid.card.token != laid.card.token:
                if self._ended is not None:
                    self._ended.put(None)
                return
            self._laid = again = replace(self._laid, is_quiet=True, tries=0)
        self._read(again)

    def _read(self, laid: _Laid) -> None:
        try:
            self._manager.ic_cards(laid.told.device).read(laid.card.token, self._keys, self._former)
        except BusyError:
            self._known(laid, CardRead(ic=IcState.UNREADABLE))
        except DeviceError:
            return  # the reader is being closed, and says so itself

    def _of(self, entry_id: str) -> _Laid | None:
        """Give the card that was meant, if it still lies there."""
        laid = self._laid
        return laid if laid is not None and laid.card.token == entry_id else None

    def _was_read(self, event: ic_card.CardRead) -> None:
        laid = self._of(event.entry_id)
        if laid is None:
            return
        if not laid.uid:  # a memory card gets its own number from us, with its first record
            laid = replace(laid, uid=event.uid)
        state = IcState.GENUINE
        if not event.is_genuine:
            state = IcState.NOT_GENUINE
        elif event.is_blocked:
            state = IcState.BLOCKED
        number = event.number if event.is_genuine else ""
        self._known(laid, CardRead(number=number, ic=state), is_former=event.is_former)

    def _was_not_read(self, event: CardReadFailed) -> None:
        laid = self._of(event.entry_id)
        if laid is None:
            return
        if event.code != "card-not-ours" and event.retry and laid.tries:
            with self._lock:
                self._laid = again = replace(laid, tries=laid.tries - 1)
            self._read(again)
            return
        is_empty = event.code == "card-not-ours"
        self._known(laid, CardRead(ic=IcState.EMPTY if is_empty else IcState.UNREADABLE))

    def _known(self, laid: _Laid, read: CardRead, *, is_former: bool = False) -> None:
        """Keep what the card said and tell of it, unless it was taken away meanwhile."""
        state = read.ic or IcState.UNREADABLE
        card = replace(laid.card, state=state, tail=read.number[-4:], is_former=is_former)
        with self._lock:
            if self._of(card.token) is None:
                return
            self._laid = replace(laid, card=card, number=read.number, is_quiet=False)
            self._keep(card.token, read)
        self._tell(IcMoved(card))
        if laid.is_quiet:
            ended = self._ended
            if ended is not None:
                ended.put(card)
            return
        self._tell(Swiped(card.token, laid.told.at_monotonic_ns))


def _end_of(event: WriteDone | WriteFailed | IcCard | None) -> IcEnd:
    match event:
        case WriteDone():
            return IcEnd.DONE
        case WriteFailed():
            return _ENDS.get(event.code, IcEnd.FAILED)
        case _:
            return IcEnd.NO_CARD
