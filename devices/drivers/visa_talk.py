"""Packets there and back with a PIN pad of the VISA second generation: acknowledged, or sent again."""

from collections.abc import Callable
from time import monotonic

from devices.codec import visa_pinpad as visa
from devices.codec.visa_pinpad import Control, Packet, PacketParser
from devices.errors import BadFrameError, CancelledError, DeviceError, PinPadKeyError, TimedOutError
from devices.wire.line import Wire

TRIES = 3
ACK_S = 2.0
_STORE_S = 8.0  # the pad repeats its echo after 5 s


class VisaTalk:
    """The receiving end of one wire; used by the thread that owns it."""

    def __init__(self, *, ack_s: float = ACK_S, check: Callable[[], None] = lambda: None) -> None:
        """Begin with nothing received.

        Args:
            ack_s: How long a pad may take to acknowledge; it is asked three times.
            check: Called before each wait; raises to end it.
        """
        self._ack_s = ack_s
        self._check = check
        self._parser = PacketParser()
        self._inbox: list[Packet | Control] = []

    def forget(self) -> None:
        """Forget half a packet and what nobody took."""
        self._parser.flush()
        self._inbox.clear()

    def acknowledge_stray(self, wire: Wire, data: bytes) -> None:
        """Acknowledge an answer nobody waits for, so that the pad stops repeating it."""
        for item in self._parser.feed(data):
            if isinstance(item, Packet) and item.is_sound:
                wire.write(bytes([visa.ACK]))

    def send(self, wire: Wire, frame: bytes) -> None:
        """Send a frame until it is acknowledged.

        Raises:
            TimedOutError: Silence after three tries.
            BadFrameError: The pad refused it three times.
            CancelledError: Cancelled at the pad, or what the check raises.
        """
        error: DeviceError = TimedOutError("no PIN pad answers at this port")
        for _ in range(TRIES):
            wire.write(frame)
            try:
                item = self._next(wire, monotonic() + self._ack_s)
            except TimedOutError as silent:
                error = silent
                continue
            if item is Control.ACK:
                return
            if item is Control.EOT:
                raise CancelledError("the pad ended the exchange")
            if isinstance(item, Packet):  # its ACK was lost on the way; the answer is here already
                self._inbox.insert(0, item)
                return
            error = BadFrameError("the pad refuses the packet")
        raise error

    def packet(self, wire: Wire, end: float) -> Packet:
        """Wait for a sound packet and acknowledge it; a broken one is asked for again.

        Raises:
            TimedOutError: The time is over.
            CancelledError: The guest pressed cancel (EOT), or what the check raises.
            BadFrameError: Broken three times.
        """
        for _ in range(TRIES):
            item: Packet | Control = Control.ACK
            while not isinstance(item, Packet):
                item = self._next(wire, end)
                if item is Control.EOT:
                    raise CancelledError("cancelled at the pad")
            if item.is_sound:
                wire.write(bytes([visa.ACK]))
                return item
            wire.write(bytes([visa.NAK]))
        raise BadFrameError("the pad's answer arrives broken")

    def abort(self, wire: Wire) -> None:
        """Bring the pad back to idle; what it still answers is thrown away."""
        self.forget()
        wire.write(visa.CANCEL)
        end = monotonic() + self._ack_s
        while monotonic() < end:
            for item in self._parser.feed(wire.read(max(0.0, end - monotonic()))):
                if isinstance(item, Packet):
                    wire.write(bytes([visa.ACK]))
                elif item in (Control.EOT, Control.ACK):
                    return

    def _next(self, wire: Wire, end: float) -> Packet | Control:
        while not self._inbox:
            self._check()  # before the wait: an earlier read may have taken the wake-up that told of it
            data = wire.read(max(0.0, end - monotonic()))
            self._inbox += self._parser.feed(data)
            if not data and monotonic() >= end:
                raise TimedOutError("the pad does not answer")
        return self._inbox.pop(0)

    def stored(self, wire: Wire) -> None:
        """Wait until the pad says that it stored a key: EOT after our acknowledgement.

        Raises:
            TimedOutError: It does not say so.
        """
        end = monotonic() + _STORE_S
        while self._next(wire, end) is not Control.EOT:
            pass


def load_master_key(wire: Wire, slot: int, key_block: str, *, ack_s: float = ACK_S) -> None:
    """Load a master key into a pad, wrapped: only pad and key's owner can open the block.

    Opens the wire and gives it back; no driver may be on it.

    Args:
        wire: The pad's port.
        slot: 0 to 9.
        key_block: TR-31 block under the protection key that the pad was loaded with by its maker.
        ack_s: How long the pad may take to acknowledge.

    Raises:
        PinPadKeyError: The pad refused the block or repeats another one.
        DeviceError: No pad, or it does not answer.
    """
    talk = VisaTalk(ack_s=ack_s)
    try:
        wire.open()
        talk.send(wire, visa.load_master_key(slot, key_block))
        echo = talk.packet(wire, monotonic() + _STORE_S).text
        if echo.startswith("02?"):
            raise PinPadKeyError(f"the pad refuses the key block (its error {echo[3:4]!r})")
        if echo != f"02{slot}{key_block}":
            raise PinPadKeyError("the pad repeats another key block than it was sent")
        talk.stored(wire)
        talk.send(wire, visa.check_master_key(slot))
        if talk.packet(wire, monotonic() + _STORE_S).text != "04F":
            raise PinPadKeyError(f"the pad holds no master key in slot {slot} after loading")
    finally:
        wire.close()
