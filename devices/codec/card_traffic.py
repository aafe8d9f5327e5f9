"""Talk to IC cards without its secrets, so that it may be kept.

What is not known to be harmless becomes zeros, in commands and answers alike; headers, lengths and status words
stay. A card's own number becomes one that counts the cards of a recording. A record that was read and found genuine
becomes one with test digits, sealed for that number under keys that stand here for everybody: it is genuine again for
whoever reads it with them. Talk under a session's key (DESFire) and everything about writing is zeros throughout.
"""

from dataclasses import dataclass, field

from devices.codec import mifare, pointer
from devices.codec.pointer import CardRecord
from devices.ic_card import CardFamily, CardKeys, CardRead

REPLAY_KEYS = CardKeys(diversifying=bytes(16), sealing=bytes(32))
"""Keys of every recording; they open nothing else."""

_TEST = "8888000012345678" * 2
_HEADER = 5  # class, instruction, two parameters, length of what follows or of what is wanted
_STATUS = 2
_STORAGE, _ISO = 0xFF, 0x00
_UID, _SELECT, _READ, _COUNTER, _MORE = 0xCA, 0xA4, 0xB0, 0xB1, 0xC0
_OPEN_COMMANDS = frozenset(
    {_SELECT, 0x86}
)  # what is chosen; which block is opened, not by which key
_RECORD_AT = {  # what is read, by command and parameters: where in the record it stands
    (_STORAGE, 0, mifare.first_block(1)): 0,
    (_STORAGE, 0, mifare.first_block(1) + 1): mifare.BLOCK,
    (_STORAGE, 0, 0x40): 0,
    (_ISO, 0x82, 0): 0,
}
_NUMBER_AT = {(_STORAGE, 0, 0x1B), (_ISO, 0x81, 0)}
_READABLE = frozenset({CardFamily.MIFARE_CLASSIC, CardFamily.SLE4442, CardFamily.ISO7816})


@dataclass(frozen=True, slots=True)
class Said:
    """One command and its answer; ``b""`` where none came.

    Attributes:
        at_ms: When the command was sent, since the recording began.
    """

    at_ms: int
    command: bytes = field(repr=False)
    answer: bytes = field(repr=False)


def is_readable(read: CardRead) -> bool:
    """Tell whether a read can be kept so that it may be read again: a genuine record outside of a session."""
    return read.is_genuine and not read.is_former and read.family in _READABLE


class CardTraffic:
    """The cards of one recording."""

    def __init__(self) -> None:
        """Know no card yet."""
        self._numbers: dict[bytes, bytes] = {}
        self._last = b""

    def number(self, real: bytes) -> bytes:
        """Give what stands for a card's own number: its first byte, which names a maker, zeros, and a count."""
        if not real.strip(b"\xff"):  # none was given yet
            return real
        if real not in self._numbers:
            count = len(self._numbers) + 1
            self._numbers[real] = real[:1] + count.to_bytes(len(real) - 1, "big")
        return self._numbers[real]

    def clean(self, said: Said, record: bytes = b"") -> Said:
        """Take the secrets out of a command and its answer.

        Args:
            said: What was said.
            record: Stands for the card's record; without it that becomes zeros.
        """
        command, answer = said.command, said.answer
        if command[1:2] != bytes([_MORE]):  # else the rest of the answer before
            self._last = command
        data, status = answer[:-_STATUS], answer[-_STATUS:]
        return Said(said.at_ms, _clean_command(command), self._clean_answer(data, record) + status)

    def _clean_answer(self, data: bytes, record: bytes) -> bytes:
        head = self._last[:4].ljust(4, b"\0")
        place = (head[0], head[2], head[3])
        if not data:
            return data
        if head[0] == _STORAGE and head[1] == _UID and not head[2]:
            return self.number(data)
        if head[0] == _STORAGE and head[1] == _COUNTER:
            return data[:1] + bytes(len(data) - 1)  # the code itself may stand behind the counter
        if head[1] == _READ and place in _NUMBER_AT:
            size = self._last[4] or len(data)
            return self.number(data[:size]) + bytes(len(data[size:]))
        if head[1] == _READ and place in _RECORD_AT and record:
            at = _RECORD_AT[place]
            return record[at : at + len(data)].ljust(len(data), b"\0")
        return bytes(len(data))

    def record(self, read: CardRead) -> bytes:
        """Give a record with test digits that is genuine under ``REPLAY_KEYS`` for a card's new number."""
        told = CardRecord(number=_TEST[: len(read.number)], is_blocked=read.is_blocked)
        return pointer.encode(told, read.family, self.number(read.uid), REPLAY_KEYS)


def test_digits(digits: int) -> str:
    """Give test digits in the place of a number with so many."""
    return _TEST[:digits]


def _clean_command(command: bytes) -> bytes:
    if command[:1] in (bytes([_STORAGE]), bytes([_ISO])) and command[1] in _OPEN_COMMANDS:
        return command
    return command[:_HEADER] + bytes(len(command) - _HEADER) if len(command) > _HEADER else command
