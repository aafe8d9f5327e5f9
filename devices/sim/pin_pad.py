"""A PIN pad with real keys: master and session key, or DUKPT.

Source: UIC PP791 Programmer's Manual PM0103-U, VeriFone MX800 Programmer's Manual. Uses only the
public test keys of ANSI X9.24-1 unless others are given.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Event

from devices.codec import dukpt, pin_block, tdes, tr31
from devices.codec import visa_pinpad as visa
from devices.codec.visa_pinpad import Control, Keys, Packet, PacketParser, Variant
from devices.errors import KeyBlockError
from devices.sim.pty_port import PtyPort

TEST_BASE_KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
TEST_MASTER_KEY = TEST_BASE_KEY
TEST_PROTECTION_KEY = bytes.fromhex("19191919191919195B5B5B5B5B5B5B5B")
"""Protection key of the example in the UIC manual (p. 31)."""

TEST_KSN = bytes.fromhex("FFFF9876543210E00000")
_FS = chr(visa.FS)
_PROMPTED = re.compile(
    r"(?P<key>[0-9A-F]{32}|[0-9A-F]{16})\d{4}[YN](?P<prompt>[^\x1c]*)\x1c[^\x1c]*\x1c[^\x1c]*$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    account: str = field(repr=False)
    working_key: str = field(default="", repr=False)


class _Slots:
    """Master keys, and the messages between SI and SO that are about them."""

    def __init__(self, first: bytes | None, protection_key: bytes, variant: Variant) -> None:
        self._keys = {} if first is None else {"0": first}
        self._protection_key = protection_key
        self._variant = variant
        self._selected = "0"
        self._to_store: tuple[str, bytes] | None = None

    @property
    def key(self) -> bytes | None:
        """Key in the selected slot."""
        return self._keys.get(self._selected)

    def answer(self, text: str) -> str:
        """Answer a message; ``""`` where the pad only acknowledges."""
        slot = text[2:3]
        match text[:2]:
            case "02":
                return self._load(slot, text)
            case "04":
                return "04F" if slot in self._keys else "040"
            case "08":
                self._selected = slot
                return "080" if self._variant is Variant.UIC else ""
            case "06":
                return "060000000000000001"
            case _:
                return ""

    def store(self) -> bool:
        """Keep the key whose block was repeated to the host and acknowledged, if there is one."""
        if self._to_store is None:
            return False
        slot, key = self._to_store
        self._keys[slot] = key
        self._to_store = None
        return True

    def _load(self, slot: str, text: str) -> str:
        try:
            opened = tr31.unwrap(self._protection_key, text[3:])
        except KeyBlockError:
            return "02?5"
        if opened.header.usage != "K0" or not slot.isdecimal():
            return "02?1"
        self._to_store = (slot, opened.key)
        return text


class SimPinPad:
    """Speaks as ``drivers.pinpad_visa`` listens. Ready to use; ``close`` it."""

    def __init__(
        self,
        directory: Path,
        *,
        variant: Variant = Variant.UIC,
        keys: Keys = Keys.MKSK,
        master_key: bytes | None = TEST_MASTER_KEY,
        base_key: bytes = TEST_BASE_KEY,
        protection_key: bytes = TEST_PROTECTION_KEY,
        name: str = "pinpad",
    ) -> None:
        """Plug a pad in at ``directory/name``.

        Args:
            directory: Where the port appears.
            variant: Dialect.
            keys: Key management it is loaded for.
            master_key: Master key in slot 0, 16 bytes; None for an empty pad.
            base_key: Base key that its DUKPT keys come from.
            protection_key: Opens the key blocks that it is sent.
            name: Name of the port.
        """
        self._variant = variant
        self._keys = keys
        self._slots = _Slots(master_key, protection_key, variant)
        self._initial_key = dukpt.tdes_initial_key(base_key, TEST_KSN)
        self._ksn = TEST_KSN
        self._parser = PacketParser()
        self._changed = Condition()
        self._asked: _Asked | None = None
        self._sent = b""
        self.display = ""
        self.broken_lrcs = 0
        self.refusals = 0
        self.is_silent = False
        self.delay_s = 0.0
        self._is_gone = Event()
        self._port = PtyPort(directory / name, self._received)
        self._port.plug()

    @property
    def uri(self) -> str:
        """Address to open it by."""
        options = f"variant={self._variant.value}&keys={self._keys.value}"
        return f"pinpad-visa:{self._port.path}?{options}"

    @property
    def is_asking(self) -> bool:
        """Whether it waits for a PIN."""
        return self._asked is not None

    def wait_until_asking(self, timeout_s: float = 5.0) -> bool:
        """Wait until a PIN is asked for."""
        with self._changed:
            return self._changed.wait_for(lambda: self._asked is not None, timeout_s)

    def wait_until_idle(self, timeout_s: float = 5.0) -> bool:
        """Wait until no PIN is asked for any more."""
        with self._changed:
            return self._changed.wait_for(lambda: self._asked is None, timeout_s)

    def type_pin(self, pin: str) -> None:
        """Type a PIN and press enter; nothing happens when none is asked for.

        Raises:
            PinBlockError: It is not 4 to 12 digits; the pad goes on asking.
        """
        asked = self._asked
        if asked is None:
            return
        clear = pin_block.encode(0, pin, asked.account)
        if self._take_asked() is None:  # cancelled meanwhile
            return
        if self._keys is Keys.DUKPT:
            self._ksn = dukpt.next_ksn(self._ksn)
            block = tdes.encrypt(
                dukpt.tdes_keys_of_initial(self._initial_key, self._ksn).pin, clear
            )
            self._answer(visa.pin_answer_dukpt(block, self._ksn, self._variant))
            return
        session = tdes.decrypt(self._slots.key or b"", bytes.fromhex(asked.working_key))
        self._answer(visa.pin_answer_session(tdes.encrypt(session, clear), len(pin)))

    def press_cancel(self) -> None:
        """Press the cancel key."""
        if self._take_asked() is not None:
            self._port.send(bytes([visa.EOT]))

    def let_time_out(self) -> None:
        """Let the pad's own time run out."""
        if self._take_asked() is not None:
            self._answer("716")

    def refuse(self, error: str) -> None:
        """Answer an entry with an error code of message 71: ``9`` no key, ``7`` too often."""
        if self._take_asked() is not None:
            self._answer("71" + error)

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._port.send(data)

    def unplug(self) -> None:
        """Pull the cable; an entry under way is forgotten."""
        self._port.unplug()
        self._parser.flush()
        self._take_asked()

    def plug(self) -> None:
        """Plug the cable in again, at the same path."""
        self._port.plug()

    def close(self) -> None:
        """Be gone for good."""
        self._is_gone.set()
        self.unplug()

    def _take_asked(self) -> _Asked | None:
        with self._changed:
            asked, self._asked = self._asked, None
            self._changed.notify_all()
        return asked

    def _answer(self, text: str, start: int = visa.STX) -> None:
        self._sent = visa.frame(text, start)
        self._send_again()

    def _send_again(self) -> None:
        self._is_gone.wait(self.delay_s)
        frame = self._sent
        if self.broken_lrcs > 0:
            self.broken_lrcs -= 1
            frame = frame[:-1] + bytes([frame[-1] ^ 0x55])
        self._port.send(frame)

    def _received(self, data: bytes) -> None:
        for item in self._parser.feed(data):
            if self.is_silent:
                continue
            if isinstance(item, Packet):
                self._packet(item)
            elif item is Control.NAK and self._sent:
                self._send_again()
            elif item is Control.ACK and self._slots.store():
                self._port.send(bytes([visa.EOT]))

    def _packet(self, packet: Packet) -> None:
        if not packet.is_sound or self.refusals > 0:
            self.refusals -= packet.is_sound
            self._port.send(bytes([visa.NAK]))
            return
        if packet.text == "72":
            was_asking = self._take_asked() is not None
            self._port.send(bytes([visa.EOT if was_asking else visa.ACK]))
            return
        self._port.send(bytes([visa.ACK]))
        if packet.start == visa.SI:
            if answer := self._slots.answer(packet.text):
                self._answer(answer, visa.SI)
        else:
            self._transaction(packet.text)

    def _transaction(self, text: str) -> None:
        if text == "Z1":
            self._take_asked()
            self.display = ""
        elif text.startswith(("Z2", "Z3")):
            self.display = text[2:].lstrip(chr(visa.SUB))
        elif text.startswith(("Z60.", "Z62.")):
            self._ask(text)

    def _ask(self, text: str) -> None:
        account, _, rest = text[4:].partition(_FS)
        is_empty = self._keys is Keys.MKSK and self._slots.key is None
        if error := _fault(account) or ("9" if is_empty else ""):
            self._answer("71" + error)
            return
        working_key = rest if self._keys is Keys.MKSK else ""
        if text.startswith("Z62"):
            # key, shortest(2), longest(2), flag, then the first prompt, all before the next FS
            found = _PROMPTED.match(rest)
            if found is None:
                self._answer("718")
                return
            working_key, self.display = found["key"], found["prompt"]
        with self._changed:
            self._asked = _Asked(account=account, working_key=working_key)
            self._changed.notify_all()


def _fault(account: str) -> str:
    """Give the error code of message 71 for account digits that the pad refuses."""
    if not account:
        return "0"
    if not account.isdecimal():
        return "4"
    if len(account) < 8:
        return "2"
    return "3" if len(account) > 19 else ""
