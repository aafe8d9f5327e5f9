"""A DESFire EV1 with AES: applications, keys, a real authentication, MACs on every answer."""

import secrets
from dataclasses import dataclass, field
from hmac import compare_digest

from typing_extensions import override

from devices.codec import desfire
from devices.codec.cmac import BLOCK, decrypt, encrypt
from devices.codec.desfire import MAC, Ins, Session, Status
from devices.codec.tdes import xor
from devices.sim.cards.chip import SimChip

ATR = bytes.fromhex("3B8180018080")
_ROOT = bytes(3)
_FREE = 14
_MACED = 1
_FRESH_KEY = bytes(16)


@dataclass(slots=True)
class _File:
    is_maced: bool
    rights: int  # read, write, both, change: four bits each
    data: bytes

    def may(self, key: int, *, reads: bool) -> bool:
        wanted = {self.rights >> (12 if reads else 8) & 15, self.rights >> 4 & 15}
        return key in wanted or _FREE in wanted


@dataclass(slots=True)
class _Application:
    keys: list[bytes]
    files: dict[int, _File] = field(default_factory=dict)


class _RefusedError(Exception):
    def __init__(self, status: Status) -> None:
        super().__init__(status)
        self.status = status


class SimDesfire(SimChip):
    """Speaks as ``cards.desfire_ev1`` listens."""

    def __init__(self, uid: bytes = bytes.fromhex("04782E21801D80")) -> None:
        """Make a card as delivered: anyone makes applications."""
        super().__init__(ATR, uid)
        self.applications: dict[bytes, _Application] = {_ROOT: _Application([_FRESH_KEY])}
        self._selected = _ROOT
        self._pending: tuple[int, bytes, bytes, bytes] | None = None
        self._session: Session | None = None
        self._key = -1

    @override
    def reset(self) -> None:
        """Forget selection and session."""
        self._selected = _ROOT
        self._pending = None
        self._end_session()

    def apdu(self, command: bytes) -> bytes:
        """Answer as ``Chip.apdu`` says."""
        answer = self.uid_answer(command)
        if answer is not None:
            return answer
        if len(command) < 5 or command[0] != 0x90:
            return b"\x6e\x00"
        data = command[5:-1] if len(command) > 5 else b""
        try:
            status, told = self._native(command[1], data)
        except _RefusedError as refused:
            self._end_session()
            status, told = refused.status, b""
        return told + bytes([desfire.STATUS_CLASS, status])

    def _native(self, ins: int, data: bytes) -> tuple[Status, bytes]:
        match ins:
            case Ins.AUTHENTICATE_AES:
                return self._challenge(data)
            case Ins.MORE:
                return self._prove(data)
            case Ins.SELECT_APPLICATION:
                return self._select(data)
            case Ins.CHANGE_KEY:
                return self._change_key(data)
            case Ins.CREATE_APPLICATION:
                return self._closed(self._create_application(self._opened(ins, data)))
            case Ins.CREATE_STANDARD_FILE:
                return self._closed(self._create_file(self._opened(ins, data)))
            case Ins.WRITE_DATA:
                return self._write(data)
            case Ins.READ_DATA:
                return self._closed(self._read(self._opened(ins, data)))
            case _:
                raise _RefusedError(Status.PARAMETER)

    @property
    def _application(self) -> _Application:
        return self.applications[self._selected]

    def _end_session(self) -> None:
        self._session, self._key = None, -1

    def _opened(self, ins: int, data: bytes) -> bytes:
        if self._session is not None:
            self._session.mac(bytes([ins]) + data)
        return data

    def _closed(self, told: bytes) -> tuple[Status, bytes]:
        mac = b"" if self._session is None else self._session.mac(told + bytes([Status.OK]))
        return Status.OK, told + mac

    def _challenge(self, data: bytes) -> tuple[Status, bytes]:
        self._end_session()
        if len(data) != 1 or data[0] >= len(self._application.keys):
            raise _RefusedError(Status.NO_SUCH_KEY)
        key, rnd_b = self._application.keys[data[0]], secrets.token_bytes(BLOCK)
        challenge = encrypt(key, bytes(BLOCK), rnd_b)
        self._pending = data[0], key, rnd_b, challenge
        return Status.MORE, challenge

    def _prove(self, frame: bytes) -> tuple[Status, bytes]:
        pending, self._pending = self._pending, None
        if pending is None or len(frame) != 2 * BLOCK:
            raise _RefusedError(Status.ABORTED)
        number, key, rnd_b, challenge = pending
        plain = decrypt(key, challenge, frame)
        rnd_a = plain[:BLOCK]
        if not compare_digest(plain[BLOCK:], desfire.rotate(rnd_b)):
            raise _RefusedError(Status.AUTHENTICATION)
        self._session, self._key = Session(desfire.session_key(rnd_a, rnd_b)), number
        return Status.OK, encrypt(key, frame[-BLOCK:], desfire.rotate(rnd_a))

    def _select(self, data: bytes) -> tuple[Status, bytes]:
        self._end_session()
        if data not in self.applications:
            raise _RefusedError(Status.NO_APPLICATION)
        self._selected = data
        return Status.OK, b""

    def _create_application(self, data: bytes) -> bytes:
        if len(data) != 5 or self._selected != _ROOT:
            raise _RefusedError(Status.LENGTH)
        if data[:3] in self.applications:
            raise _RefusedError(Status.DUPLICATE)
        made = _Application([_FRESH_KEY] * (data[4] & 15))
        self.store_at_once(lambda: self.applications.update({data[:3]: made}))
        return b""

    def _create_file(self, data: bytes) -> bytes:
        if len(data) != 7:
            raise _RefusedError(Status.LENGTH)
        if self._key != 0:
            raise _RefusedError(Status.AUTHENTICATION)
        if data[0] in self._application.files:
            raise _RefusedError(Status.DUPLICATE)
        size = int.from_bytes(data[4:7], "little")
        made = _File(data[1] == _MACED, int.from_bytes(data[2:4], "little"), bytes(size))
        files = self._application.files
        self.store_at_once(lambda: files.update({data[0]: made}))
        return b""

    def _file(self, data: bytes, *, reads: bool) -> tuple[_File, slice]:
        file = self._application.files.get(data[0]) if data else None
        if file is None or len(data) < 7:
            raise _RefusedError(Status.NO_FILE)
        if not file.may(self._key, reads=reads):
            raise _RefusedError(Status.AUTHENTICATION)
        offset = int.from_bytes(data[1:4], "little")
        end = offset + int.from_bytes(data[4:7], "little")
        if end > len(file.data):
            raise _RefusedError(Status.BOUNDARY)
        return file, slice(offset, end)

    def _read(self, data: bytes) -> bytes:
        file, part = self._file(data, reads=True)
        return file.data[part]

    def _write(self, data: bytes) -> tuple[Status, bytes]:
        file, part = self._file(data, reads=False)
        if self._session is None:
            raise _RefusedError(Status.AUTHENTICATION)
        plain, mac = (data[:-MAC], data[-MAC:]) if file.is_maced else (data, b"")
        computed = self._session.mac(bytes([Ins.WRITE_DATA]) + plain)
        if file.is_maced and not compare_digest(computed, mac):
            raise _RefusedError(Status.INTEGRITY)
        if len(plain) - 7 != part.stop - part.start:
            raise _RefusedError(Status.LENGTH)

        def put(new: bytes) -> None:
            file.data = file.data[: part.start] + new + file.data[part.stop :]

        self.store_at_once(lambda: put(plain[7:]))
        return self._closed(b"")

    def _change_key(self, data: bytes) -> tuple[Status, bytes]:
        session, keys = self._session, self._application.keys
        if session is None or self._key != 0:
            raise _RefusedError(Status.AUTHENTICATION)
        if len(data) != 33 or data[0] >= len(keys):
            raise _RefusedError(Status.LENGTH)
        number, plain = data[0], session.decrypt(data[1:])
        head = bytes([Ins.CHANGE_KEY, number])
        if plain[17:21] != desfire.crc32(head + plain[:17]):
            raise _RefusedError(Status.INTEGRITY)
        is_own = number == self._key
        new = plain[:16] if is_own else xor(plain[:16], keys[number])
        if not is_own and plain[21:25] != desfire.crc32(new):
            raise _RefusedError(Status.INTEGRITY)
        self.store_at_once(lambda: keys.__setitem__(number, new))
        if is_own:
            self._end_session()
            return Status.OK, b""
        return self._closed(b"")
