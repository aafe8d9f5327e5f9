"""A processor card with a small application: two files, a PIN (ISO/IEC 7816-4)."""

from typing_extensions import override

from devices.sim.cards.chip import OK, SimChip

ATR = bytes.fromhex("3B6800000073C84013009000")
NAME = b"\xf0InnPoint"
_TRIES = 3
_NOT_FOUND = b"\x6a\x82"
_SECURITY = b"\x69\x82"
_CONDITIONS = b"\x69\x85"
_BLOCKED = b"\x69\x83"
_LENGTH = b"\x67\x00"
_UNKNOWN = b"\x6d\x00"


class SimIso7816(SimChip):
    """Speaks as ``cards.iso7816`` listens."""

    def __init__(
        self, uid: bytes = bytes.fromhex("8600000011223344"), *, is_t0: bool = True
    ) -> None:
        """Make a card as its maker's tool leaves it.

        Args:
            uid: Its number, eight bytes.
            is_t0: Answers wait for GET RESPONSE and wrong lengths are told, as T=0 has it.
        """
        super().__init__(ATR, uid)
        self.is_t0 = is_t0
        self.files = {1: bytearray(uid), 2: bytearray(b"\xff" * 32)}
        self.pin = b"\xff" * 8
        self.tries = _TRIES
        self._is_selected = False
        self._is_verified = False
        self._waiting = b""

    @override
    def reset(self) -> None:
        """Forget what was selected and verified."""
        self._is_selected = self._is_verified = False
        self._waiting = b""

    def apdu(self, command: bytes) -> bytes:
        """Answer as ``Chip.apdu`` says."""
        if len(command) < 4 or command[0] != 0:
            return b"\x6e\x00"
        waiting, self._waiting = self._waiting, b""
        ins = command[1]
        if ins == 0xC0:
            return waiting + OK if waiting else _CONDITIONS
        if ins == 0xA4:
            return self._select(command)
        if not self._is_selected:
            return _CONDITIONS
        file = self.files.get(command[2] & 0x1F) if command[2] & 0x80 else None
        match ins:
            case 0xB0:
                return self._read(file, command)
            case 0xD6:
                return self._update(file, command[5:])
            case 0x20 | 0x24:
                return self._pin(ins, command[5:])
            case _:
                return _UNKNOWN

    def _select(self, command: bytes) -> bytes:
        length = command[4] if len(command) > 4 else 0
        self._is_selected = command[2] == 4 and command[5 : 5 + length] == NAME
        self._is_verified = False
        if not self._is_selected:
            return _NOT_FOUND
        control = b"\x6f\x0b\x84\x09" + NAME
        if not self.is_t0:
            return OK
        self._waiting = control
        return bytes([0x61, len(control)])

    def _read(self, file: bytearray | None, command: bytes) -> bytes:
        if file is None:
            return _NOT_FOUND
        wanted = command[4] if len(command) > 4 else 0
        if self.is_t0 and (wanted == 0 or wanted > len(file)):
            return bytes([0x6C, len(file)])
        return bytes(file[: wanted or len(file)]) + OK

    def _update(self, file: bytearray | None, data: bytes) -> bytes:
        if file is None or file is self.files[1]:
            return _NOT_FOUND if file is None else _SECURITY
        if not self._is_verified:
            return _SECURITY
        if len(data) > len(file):
            return _LENGTH

        def put(new: bytes) -> None:
            file[: len(new)] = new

        self.store(data, bytes(file[: len(data)]), put)
        return OK

    def _pin(self, ins: int, data: bytes) -> bytes:
        if self.tries == 0:
            return _BLOCKED
        if ins == 0x20 and not data:
            return OK if self._is_verified else bytes([0x63, 0xC0 | self.tries])
        if data[:8] != self.pin or len(data) != (8 if ins == 0x20 else 16):
            self.tries -= 1
            self._is_verified = False
            return bytes([0x63, 0xC0 | self.tries]) if self.tries else _BLOCKED
        self.tries = _TRIES
        self._is_verified = True
        if ins == 0x24:
            self.store_at_once(lambda: self._put_pin(data[8:]))
        return OK

    def _put_pin(self, pin: bytes) -> None:
        self.pin = pin
