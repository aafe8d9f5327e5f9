"""An SLE4442 in an ACS reader: open memory, protection bits, a code with three tries (ACR39x 1.03, 8.4)."""

from typing_extensions import override

from devices.codec import sle4442
from devices.sim.cards.chip import FAILED, NOT_SUPPORTED, OK, SimChip

_AFTER_WRONG = {7: 3, 3: 1, 1: 0, 0: 0}


class SimSle4442(SimChip):
    """Speaks as ``cards.sle4442`` listens."""

    is_t0 = True

    def __init__(self, *, appends_protection: bool = False) -> None:
        """Make a card as delivered.

        Args:
            appends_protection: Its reader sends the protection bytes after what was read.
        """
        super().__init__(sle4442.ATR, b"")
        self.memory = bytearray(sle4442.ATR[2:].ljust(sle4442.SIZE, b"\xff"))
        self.protected = {0, 1, 2, 3}
        self.code = sle4442.FACTORY_PSC
        self.counter = 7
        self._appends_protection = appends_protection
        self._is_chosen = False
        self._is_open = False

    @override
    def reset(self) -> None:
        """Forget that the code was presented."""
        self._is_chosen = self._is_open = False

    def apdu(self, command: bytes) -> bytes:
        """Answer as ``Chip.apdu`` says."""
        if command == sle4442.SELECT.encode():
            self.reset()
            self._is_chosen = True
            return OK
        if not self._is_chosen or len(command) < 5 or command[0] != 0xFF:
            return FAILED
        address, length, data = command[3], command[4], command[5:]
        match command[1]:
            case 0xB0:
                more = self._bits() if self._appends_protection else b""
                return bytes(self.memory[address : address + length]) + more + OK
            case 0xB1:
                return bytes([self.counter]) + (self.code if self._is_open else bytes(3)) + OK
            case 0xB2:
                return self._bits() + OK
            case 0xD0 | 0xD1 | 0xD2 if len(data) == length:
                return self._change(command[1], address, data)
            case 0x20 if len(data) == sle4442.PSC:
                return self._present(data)
            case _:
                return NOT_SUPPORTED

    def _present(self, code: bytes) -> bytes:
        if self.counter and code == self.code:
            self.counter, self._is_open = 7, True
        else:
            self.counter, self._is_open = _AFTER_WRONG[self.counter], False
        return bytes([0x90, self.counter])

    def _change(self, ins: int, address: int, data: bytes) -> bytes:
        if not self._is_open:
            return OK  # the chip says nothing; only reading shows that nothing was written
        if ins == 0xD2:
            self.store(data, self.code, self._put_code)
        elif ins == 0xD0:
            before = bytes(self.memory[address : address + len(data)])
            self.store(data, before, lambda new: self._put(address, new))
        elif self.memory[address : address + len(data)] == data:
            self.store(data, data, lambda _: self._protect(address, len(data)))
        return OK

    def _put_code(self, code: bytes) -> None:
        self.code = code

    def _put(self, address: int, data: bytes) -> None:
        for place, byte in enumerate(data, start=address):
            if place < sle4442.SIZE and place not in self.protected:
                self.memory[place] = byte

    def _protect(self, address: int, length: int) -> None:
        self.protected |= set(range(address, min(address + length, sle4442.PROTECTED)))

    def _bits(self) -> bytes:
        bits = sum(1 << place for place in range(sle4442.PROTECTED) if place not in self.protected)
        return bits.to_bytes(4, "little")
