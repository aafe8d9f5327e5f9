"""What all simulated IC cards have: an answer to reset, a number, and a way to be torn away."""

from collections.abc import Callable
from enum import Enum, unique
from random import Random
from typing import Protocol

OK = b"\x90\x00"
FAILED = b"\x63\x00"
NOT_SUPPORTED = b"\x6a\x81"
_LONGEST_NOISE = 64


class TornError(Exception):
    """The card left the reader in the middle of a command; there is no answer."""


@unique
class Tear(Enum):
    """When a card is torn away."""

    BEFORE = "before the write"
    HALF = "half of it is written"
    AFTER = "written, but the answer is lost"


class Chip(Protocol):
    """A card as a reader sees it."""

    atr: bytes
    is_t0: bool

    def apdu(self, command: bytes) -> bytes:
        """Answer a command.

        Raises:
            TornError: The card is gone.
        """

    def reset(self) -> None:
        """Power up anew: forget keys presented and sessions."""

    def tear_at(self, write: int, how: Tear = Tear.BEFORE) -> None:
        """Be torn away at a coming write: 1 for the next one, 0 for none."""


class SimChip:
    """Base of the simulated cards."""

    is_t0 = False

    def __init__(self, atr: bytes, uid: bytes) -> None:
        """Make a card; ``uid`` is ``b""`` for one without a number of its own."""
        self.atr = atr
        self.uid = uid
        self.writes = 0
        self._tears_in = 0
        self._tear = Tear.BEFORE

    def tear_at(self, write: int, how: Tear = Tear.BEFORE) -> None:
        """Be torn away at a coming write.

        Args:
            write: 1 for the next one; 0 for none.
            how: Before, in or after it.
        """
        self._tears_in = write
        self._tear = how

    def reset(self) -> None:
        """Forget nothing."""

    def uid_answer(self, command: bytes) -> bytes | None:
        """Answer what the reader answers for a contactless card; None for other commands."""
        if command[:2] != b"\xff\xca":
            return None
        return self.uid + OK if command[2:3] == b"\0" else NOT_SUPPORTED

    def store(self, data: bytes, before: bytes, put: Callable[[bytes], None]) -> None:
        """Write, unless the card is torn away.

        Args:
            data: What to write.
            before: What stands there.
            put: Writes bytes.

        Raises:
            TornError: It was.
        """
        self.writes += 1
        self._tears_in -= 1
        if self._tears_in != 0:
            put(data)
            return
        half = len(data) // 2
        match self._tear:
            case Tear.BEFORE:
                pass
            case Tear.HALF:
                put(data[:half] + before[half:])
            case Tear.AFTER:
                put(data)
        raise TornError

    def store_at_once(self, do: Callable[[], object]) -> None:
        """Write whole or not at all, as chips do that keep a shadow of what they write.

        Raises:
            TornError: The card was torn away.
        """

        def put(new: bytes) -> None:
            if new:
                do()

        self.store(b"\1", b"", put)


class SimNoise(SimChip):
    """A card that answers anything; ``seed`` makes it repeatable."""

    def __init__(self, atr: bytes, seed: int) -> None:
        """Make it."""
        super().__init__(atr, b"")
        self._random = Random(seed)  # noqa: S311 - noise, no secret

    def apdu(self, command: bytes) -> bytes:
        """Answer noise; every second time with a status that reads like success."""
        noise = self._random.randbytes(self._random.randrange(_LONGEST_NOISE))
        status = self._random.choice([b"", OK, b"\x91\x00", b"\x91\xaf", b"\x61\x10", b"\x6c\x20"])
        return noise + status
