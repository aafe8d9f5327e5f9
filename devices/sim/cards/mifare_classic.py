"""A MIFARE Classic 1K behind a PC/SC reader: sectors, keys, access conditions (NXP MF1S50yyX rev 3.0)."""

from typing_extensions import override

from devices.codec import mifare
from devices.codec import storage_card as storage
from devices.codec.storage_card import KeyType, ValueStep
from devices.errors import CardLayoutError
from devices.sim.cards.chip import FAILED, NOT_SUPPORTED, OK, SimChip

_BLOCKS = 64
_A, _B, _AB = frozenset({KeyType.A}), frozenset({KeyType.B}), frozenset(KeyType)
_NO: frozenset[KeyType] = frozenset()
# Who may read, write, increment, decrement a data block (table 8).
_DATA = {
    0b000: (_AB, _AB, _AB, _AB),
    0b010: (_AB, _NO, _NO, _NO),
    0b100: (_AB, _B, _NO, _NO),
    0b110: (_AB, _B, _B, _AB),
    0b001: (_AB, _NO, _NO, _AB),
    0b011: (_B, _B, _NO, _NO),
    0b101: (_B, _NO, _NO, _NO),
    0b111: (_NO, _NO, _NO, _NO),
}
# Who may write keys, write access bits, read key B (table 7).
_TRAILER = {
    0b000: (_A, _NO, _A),
    0b010: (_NO, _NO, _A),
    0b100: (_B, _NO, _NO),
    0b110: (_NO, _NO, _NO),
    0b001: (_A, _A, _A),
    0b011: (_B, _B, _NO),
    0b101: (_NO, _B, _NO),
    0b111: (_NO, _NO, _NO),
}
_LED_OK = b"\x90\x03"


class SimMifareClassic(SimChip):
    """Speaks as ``cards.mifare_classic`` listens."""

    def __init__(self, uid: bytes = b"\x04\xa1\xb2\xc3") -> None:
        """Make a card as delivered."""
        super().__init__(storage.storage_atr(1), uid)
        transport = mifare.trailer(mifare.TRANSPORT_KEY, mifare.TRANSPORT, mifare.TRANSPORT_KEY)
        self.blocks = [transport if n % 4 == 3 else bytes(mifare.BLOCK) for n in range(_BLOCKS)]
        self.blocks[0] = uid.ljust(mifare.BLOCK, b"\0")
        self._keys: dict[int, bytes] = {}
        self._open: tuple[int, KeyType] | None = None
        self._is_halted = False

    @override
    def reset(self) -> None:
        """Listen again, with no sector open."""
        self._open = None
        self._is_halted = False

    def is_locked(self, sector: int) -> bool:
        """Whether a wrong pattern of access bits locked the sector for good."""
        return self._access(sector) is None

    def apdu(self, command: bytes) -> bytes:
        """Answer as ``Chip.apdu`` says."""
        answer = self.uid_answer(command)
        if answer is not None:
            return answer
        match command[1:2]:
            case b"\x82" if len(command) == 11:
                self._keys[command[3]] = command[5:]
                return OK
            case b"\x86" if len(command) == 10:
                return self._authenticate(command[7], command[8], command[9])
            case b"\x88" if len(command) == 6:
                return self._authenticate(command[3], command[4], command[5])
            case b"\x00":
                return b"ACR122U201" if command[2] == 0x48 else _LED_OK
            case _:
                pass
        if len(command) < 5 or command[3] >= _BLOCKS or self._is_halted:
            return FAILED
        return self._in_block(command[1], command[3], command[5:])

    def _in_block(self, ins: int, block: int, data: bytes) -> bytes:
        if self._open is None or self._open[0] != block // 4:
            return FAILED
        match ins:
            case 0xB0:
                return self._read(block)
            case 0xD6 if len(data) == mifare.BLOCK:
                return self._update(block, data)
            case 0xB1 | 0xD7:
                return self._value(block, data)
            case _:
                return NOT_SUPPORTED

    def _authenticate(self, block: int, kind: int, slot: int) -> bytes:
        sector = block // 4
        access = self._access(sector) if block < _BLOCKS else None
        self._open = None
        if access is None or self._is_halted or kind not in set(KeyType):
            return FAILED
        trailer = self.blocks[sector * 4 + 3]
        key = trailer[:6] if kind == KeyType.A else trailer[10:]
        # A key B that can be read is data and opens nothing.
        is_usable = kind == KeyType.A or not _TRAILER[access.trailer][2]
        if not is_usable or self._keys.get(slot) != key:
            self._is_halted = True
            return FAILED
        self._open = sector, KeyType(kind)
        return OK

    def _access(self, sector: int) -> mifare.Access | None:
        try:
            return mifare.read_access(self.blocks[sector * 4 + 3][6:9])
        except CardLayoutError:
            return None

    def _may(self, block: int, what: int) -> bool:
        access = self._access(block // 4)
        if access is None or self._open is None:
            return False
        table = _TRAILER[access.trailer] if block % 4 == 3 else _DATA[access.data[block % 4]]
        return self._open[1] in table[what]

    def _read(self, block: int) -> bytes:
        raw = self.blocks[block]
        if block % 4 == 3:
            return bytes(6) + raw[6:10] + (raw[10:] if self._may(block, 2) else bytes(6)) + OK
        return raw + OK if self._may(block, 0) else FAILED

    def _update(self, block: int, data: bytes) -> bytes:
        before = self.blocks[block]
        if block == 0:
            return FAILED
        if block % 4 == 3:
            keys = data if self._may(block, 0) else before
            access = data if self._may(block, 1) else before
            if keys is before and access is before:
                return FAILED
            data = keys[:6] + access[6:10] + keys[10:]
        elif not self._may(block, 1):
            return FAILED
        self.store(data, before, lambda new: self.blocks.__setitem__(block, new))
        return OK

    def _value(self, block: int, data: bytes) -> bytes:
        if block % 4 == 3 or block == 0:
            return FAILED
        if not data or len(data) == 1:
            return self._read_value(block)
        step, amount = data[0], int.from_bytes(data[1:5], "big", signed=True)
        try:
            if step == ValueStep.STORE:
                value, address, what = amount, block, 1
            else:
                value, address = mifare.read_value_block(self.blocks[block])
                what = 2 if step == ValueStep.INCREMENT else 3
                value += amount if step == ValueStep.INCREMENT else -amount
            new = mifare.value_block(value, address)
        except (CardLayoutError, OverflowError):
            return FAILED
        if not self._may(block, what):
            return FAILED
        self.store(new, self.blocks[block], lambda raw: self.blocks.__setitem__(block, raw))
        return OK

    def _read_value(self, block: int) -> bytes:
        try:
            value, _ = mifare.read_value_block(self.blocks[block])
        except CardLayoutError:
            return FAILED
        return value.to_bytes(4, "big", signed=True) + OK if self._may(block, 0) else FAILED
