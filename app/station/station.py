"""The station: opens this terminal's devices, keeps what they read behind tokens, and says what became of each act."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from queue import Empty, SimpleQueue

from app.station.encoder import Encoder
from app.station.ic_cards import IcCards
from app.station.news import (
    CardRead,
    CardWrite,
    Entered,
    Lamp,
    LampsMoved,
    NotEntered,
    Prompt,
    Scanned,
    StationEvent,
    Swiped,
    SwipedBadly,
)
from app.station.paper import PrinterDoor
from app.station.texts import Texts
from app.station.wedge import WedgeDoor
from devices import events, ic_card, modem
from devices.codec.card_numbers import CardPattern, CardPolicy
from devices.errors import DeviceError
from devices.manager import DeviceManager
from devices.roles import Arming, PinRequest, Role

_KEPT_SWIPES = 16
_WEDGE = "keyboard"
_ENTRY_MARGIN_S = 3.0
# A device with several roles is shown by the first of these.
_SHOWN_AS = (
    Role.PIN_PAD,
    Role.RECEIPT_PRINTER,
    Role.MSR_WRITER,
    Role.IC_CARD,
    Role.KEYBOARD_WEDGE,
    Role.MODEM,
    Role.MSR_READER,
)


class Station:
    """All devices of one terminal.

    Attributes:
        texts: The door for text messages.
        paper: The door for receipts.

    Args:
        devices: URIs by name.
        card_prefix: First digits of the house's cards.
        card_length: Their digits.
        bank_key: Key of the hash that stands for a bank card.
        card_key: Of which the keys of the house's IC cards are made.
        former_card_keys: Those before it, the newest first.
        working_key: Session key of the pad as hex, encrypted under its master key; empty with DUKPT.

    Attributes:
        ic: The IC card reader.
    """

    def __init__(
        self,
        devices: Mapping[str, str],
        *,
        card_prefix: str,
        card_length: int,
        bank_key: bytes,
        card_key: bytes,
        working_key: str,
        former_card_keys: Sequence[bytes] = (),
    ) -> None:
        policy = CardPolicy(
            member_cards=(CardPattern(card_prefix, frozenset({card_length})),), hash_key=bank_key
        )
        self._uris = dict(devices)
        self._working_key = working_key
        self._manager = DeviceManager(self._take, cards=policy)
        self._lock = threading.Lock()
        self._reads: OrderedDict[str, CardRead] = OrderedDict()
        self._listeners: list[Callable[[StationEvent], None]] = []
        self._entries: dict[str, SimpleQueue[events.DeviceEvent]] = {}
        self._asking = ""
        self._encoder = Encoder(self._manager, self._tell)
        self.ic = IcCards(
            self._manager, card_key, former=former_card_keys, keep=self._keep, tell=self._tell
        )
        self.texts = Texts(self._manager, self._tell)
        self.paper = PrinterDoor(self._manager)

    def start(self) -> None:
        """Open every device; one that is not there shows in its lamp and is opened when it comes."""
        for name, uri in {**self._uris, _WEDGE: "wedge:"}.items():
            self._manager.open(name, uri)
        for name in self._manager.with_role(Role.MSR_READER):
            self._manager.reader(name).arm(Arming.ALWAYS)

    def close(self) -> None:
        """Give every device back; no thread of theirs is left."""
        self._manager.close()

    def subscribe(self, listener: Callable[[StationEvent], None]) -> Callable[[], None]:
        """Send events to a listener, from any thread; the answer ends it."""
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def read_of(self, token: str) -> CardRead | None:
        """Return what a swipe said; None when it is too long ago."""
        with self._lock:
            return self._reads.get(token)

    def forget(self) -> None:
        """Forget every card that was read; one that lies on the reader must be laid on anew."""
        with self._lock:
            self._reads.clear()
        self.ic.forget()

    def lamps(self) -> tuple[Lamp, ...]:
        """Return all lamps, in the order of opening."""
        found: list[Lamp] = []
        for name in self._manager.names():
            if name == _WEDGE:
                continue  # whether a reader that types is plugged in cannot be known
            status = self._manager.status(name)
            role = next(
                (one for one in _SHOWN_AS if name in self._manager.with_role(one)), Role.MSR_READER
            )
            switches = self.paper.switch_code(name) if role is Role.RECEIPT_PRINTER else ""
            found.append(
                Lamp(
                    name=name,
                    role=role.name,
                    state=status.lamp.value,
                    code=status.code or switches,
                    uri=self._uris.get(name, ""),
                    since_monotonic_ns=status.at_monotonic_ns,
                )
            )
        return tuple(found)

    def retry(self, name: str) -> None:
        """Open a device anew."""
        uri = self._uris.get(name)
        if uri:
            device = self._manager.open(name, uri)
            if device.name in self._manager.with_role(Role.MSR_READER):
                self._manager.reader(name).arm(Arming.ALWAYS)

    def ask_pin(self, account_digits: str, prompt: Prompt, seconds: int) -> Entered | NotEntered:
        """Let the guest enter a PIN; blocks until it ends in one way or another.

        Args:
            account_digits: 8 to 19 digits that the block is bound to.
            prompt: What the pad shows; never free text.
            seconds: How long the guest may take.
        """
        pads = self._manager.with_role(Role.PIN_PAD)
        if not pads:
            return NotEntered.NO_PAD
        pad = self._manager.pin_pad(pads[0])
        if self._manager.status(pads[0]).lamp is not events.Lamp.READY:
            return NotEntered.UNPLUGGED
        entry = secrets.token_hex(8)
        answers: SimpleQueue[events.DeviceEvent] = SimpleQueue()
        with self._lock:
            self._entries[entry] = answers
            self._asking = pads[0]
        request = PinRequest(
            entry_id=entry,
            account_digits=account_digits,
            working_key=self._working_key,
            timeout_s=float(seconds),
            prompt=prompt.value,
        )
        try:
            pad.ask_pin(request)
            answer = answers.get(timeout=seconds + _ENTRY_MARGIN_S)
        except Empty:
            pad.cancel()
            return NotEntered.TIMED_OUT
        except DeviceError:
            return NotEntered.UNPLUGGED
        finally:
            with self._lock:
                self._entries.pop(entry, None)
                self._asking = ""
        return _entry_of(answer)

    def cancel_pin(self) -> None:
        """End the entry under way, if there is one."""
        with self._lock:
            asking = self._asking
        if asking:
            self._manager.pin_pad(asking).cancel()

    @property
    def has_writer(self) -> bool:
        """Whether an encoder is plugged in."""
        return self._encoder.is_ready

    def write_card(self, number: str, seconds: int) -> CardWrite:
        """Write a member card and read it back; blocks, and tells each step that wants the card.

        Args:
            number: All digits of the card.
            seconds: How long each step may take.
        """
        return self._encoder.write(number, seconds)

    def cancel_write(self) -> None:
        """End the writing under way, if there is one."""
        self._encoder.cancel()

    def wedge(self) -> WedgeDoor:
        """Return the door for keys; any desk may have a reader that types."""
        return WedgeDoor(self._manager.wedge(_WEDGE))

    def _take(self, event: events.DeviceEvent) -> None:
        """Take an event on the device's thread: sort it and hand it on at once."""
        match event:
            case events.CardSwiped():
                self._swiped(event)
            case events.CodeScanned():
                token = secrets.token_hex(8)
                self._keep(token, CardRead(qr=event.text))
                self._tell(Scanned(token, event.at_monotonic_ns))
            case events.SwipeFailed():
                self._tell(SwipedBadly(event.at_monotonic_ns))
            case (
                events.PinEntered()
                | events.PinCancelled()
                | events.PinTimedOut()
                | events.PinFailed()
            ):
                self._answer(event.entry_id, event)
            case events.WriterPrompt():
                self._encoder.take(event)
            case events.WriteDone() | events.WriteFailed():
                self._encoder.take(event)
                self.ic.take(event)
            case (
                ic_card.CardInserted()
                | ic_card.CardRemoved()
                | ic_card.CardRead()
                | ic_card.CardReadFailed()
            ):
                self.ic.take(event)
            case (
                modem.TextReceived()
                | modem.TextSent()
                | modem.TextFailed()
                | modem.DeliveryReported()
            ):
                self.texts.take(event)
            case events.DeviceStatus() | events.PrinterStatus() | modem.ModemStatus():
                self._tell(LampsMoved())
            case _:
                pass  # what nobody here waits for

    def _swiped(self, event: events.CardSwiped) -> None:
        token = secrets.token_hex(8)
        read = CardRead(
            number=event.member_number or "",
            is_foreign=event.member_number is None and not event.is_bank_card,
            bank_hash=event.bank_hash or "",
            bank_last4=event.bank_last4 or "",
            track1=event.track1 or "",
            track2=event.track2 or "",
        )
        self._keep(token, read)
        self._tell(Swiped(token, event.at_monotonic_ns))

    def _keep(self, token: str, read: CardRead) -> None:
        with self._lock:
            self._reads[token] = read
            while len(self._reads) > _KEPT_SWIPES:
                self._reads.popitem(last=False)

    def _answer(self, entry: str, event: events.DeviceEvent) -> None:
        with self._lock:
            answers = self._entries.get(entry)
        if answers is not None:
            answers.put(event)

    def _tell(self, event: StationEvent) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(event)


def _entry_of(event: events.DeviceEvent) -> Entered | NotEntered:
    match event:
        case events.PinEntered():
            return Entered(event.entry_id, event.block, event.ksn or "", event.account_digits)
        case events.PinCancelled():
            return NotEntered.CANCELLED
        case events.PinTimedOut():
            return NotEntered.TIMED_OUT
        case _:
            return NotEntered.UNPLUGGED
