"""Commands to IC cards and their answers (ISO/IEC 7816-3 clause 12.1, 7816-4 clause 5)."""

from dataclasses import dataclass, field
from enum import IntEnum, unique
from typing import Self

from devices.errors import WrongAnswerError

MOST_DATA = 255
ANY_LENGTH = 256
"""``Le`` 00 of a short command: whatever there is, up to 256 bytes."""


@unique
class Sw(IntEnum):
    """Status words by their meaning."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    FAILED = 0x6300
    WRONG_LENGTH = 0x6700
    SECURITY = 0x6982
    PIN_BLOCKED = 0x6983
    CONDITIONS = 0x6985
    NOT_SUPPORTED = 0x6A81
    NOT_FOUND = 0x6A82
    WRONG_P1_P2 = 0x6A86
    NO_REFERENCE = 0x6A88
    WRONG_OFFSET = 0x6B00
    UNKNOWN_INS = 0x6D00
    UNKNOWN_CLA = 0x6E00


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One short command.

    Attributes:
        cla: Class byte.
        ins: Instruction byte.
        p1: First parameter.
        p2: Second parameter.
        data: At most 255 bytes; may be a key, so it is never shown.
        le: Bytes wanted, 1 to 256; None for none.
    """

    cla: int
    ins: int
    p1: int = 0
    p2: int = 0
    data: bytes = field(default=b"", repr=False)
    le: int | None = None

    def encode(self) -> bytes:
        """Give the bytes.

        Raises:
            ValueError: A field is out of its range.
        """
        if len(self.data) > MOST_DATA or (self.le is not None and not 0 < self.le <= ANY_LENGTH):
            raise ValueError("a short command has at most 255 bytes and wants 1 to 256")
        head = bytes([self.cla, self.ins, self.p1, self.p2])
        body = bytes([len(self.data)]) + self.data if self.data else b""
        return head + body + (b"" if self.le is None else bytes([self.le % ANY_LENGTH]))


@dataclass(frozen=True, slots=True)
class Response:
    """One answer.

    Attributes:
        data: What stands before the status word.
        sw: Status word.
    """

    data: bytes = field(repr=False)
    sw: int

    @classmethod
    def decode(cls, raw: bytes) -> Self:
        """Take an answer apart.

        Raises:
            WrongAnswerError: It has no status word.
        """
        if len(raw) < 2:
            raise WrongAnswerError(f"{len(raw)} bytes are no answer of a card")
        return cls(raw[:-2], int.from_bytes(raw[-2:], "big"))

    @property
    def is_ok(self) -> bool:
        """Whether it is ``90 00``."""
        return self.sw == Sw.OK

    @property
    def more_waits(self) -> int | None:
        """Bytes to fetch with GET RESPONSE (``61 xx``), 1 to 256; None when nothing waits."""
        return (self.sw & 0xFF or ANY_LENGTH) if self.sw >> 8 == 0x61 else None

    @property
    def right_length(self) -> int | None:
        """The ``Le`` to repeat the command with (``6C xx``), 1 to 256; None for other answers."""
        return (self.sw & 0xFF or ANY_LENGTH) if self.sw >> 8 == 0x6C else None

    @property
    def tries_left(self) -> int | None:
        """Tries left after, or before, a VERIFY (``63 Cx``, ``69 83``); None for other answers."""
        if self.sw == Sw.PIN_BLOCKED:
            return 0
        return self.sw & 0x0F if self.sw & 0xFFF0 == 0x63C0 else None


# --- ISO/IEC 7816-4 ---------------------------------------------------------------------------------


def select_name(name: bytes) -> Command:
    """SELECT an application by its name (11.2.2)."""
    return Command(cla=0, ins=0xA4, p1=4, data=name)


def select_file(file_id: int) -> Command:
    """SELECT a file by its two-byte identifier."""
    return Command(cla=0, ins=0xA4, p2=0x0C, data=file_id.to_bytes(2, "big"))


def get_response(length: int) -> Command:
    """GET RESPONSE (12.5.1) after ``61 xx``; length 1 to 256."""
    return Command(cla=0, ins=0xC0, le=length)


def read_binary(short_id: int, length: int) -> Command:
    """READ BINARY (11.3.3) from the beginning of a file named by its short identifier, 1 to 30."""
    return Command(cla=0, ins=0xB0, p1=0x80 | short_id, le=length)


def update_binary(short_id: int, data: bytes) -> Command:
    """UPDATE BINARY (11.3.5) at the beginning of a file named by its short identifier, 1 to 30."""
    return Command(cla=0, ins=0xD6, p1=0x80 | short_id, data=data)


def verify(reference: int, code: bytes = b"") -> Command:
    """VERIFY (11.5.6); without a code it only asks how many tries are left."""
    return Command(cla=0, ins=0x20, p2=reference, data=code)


def change_reference(reference: int, old: bytes, new: bytes) -> Command:
    """CHANGE REFERENCE DATA (11.5.7): the old code, then the new one."""
    return Command(cla=0, ins=0x24, p2=reference, data=old + new)
