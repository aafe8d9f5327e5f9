"""Text messages by the house's modem; the station keeps its door."""

from __future__ import annotations

from typing import Final, Protocol

from app.messaging.letters import Letter
from app.messaging.plan import Result, Went

# What the modem or its network refused before it took the text; whatever else happens in between is unsure.
_DID_NOT_GO: Final = frozenset(
    {"modem", "modem-sim", "modem-network", "timed-out", "wrong-answer", "no-modem"}
)
_NEVER_WILL: Final = frozenset({"modem-number", "modem-text"})


class TextEnd(Protocol):
    """How a text ended.

    Attributes:
        code: Stable code of the fault; empty for a text that was sent.
        parts_sent: Messages of a long text that had gone before the fault.
        references: The network's number of each message, where reports were asked for.
    """

    @property
    def code(self) -> str:
        """Stable code; empty when it went."""

    @property
    def parts_sent(self) -> int:
        """Messages that had gone before the fault."""

    @property
    def references(self) -> tuple[int, ...]:
        """The network's number of each message."""


class TextDoor(Protocol):
    """What the station offers for texts."""

    @property
    def is_ready(self) -> bool:
        """Whether a modem answers."""

    def send(self, number: str, text: str, *, wants_report: bool = False) -> TextEnd:
        """Send a text; blocks until it ended."""


class ModemWay:
    """A ``Way`` through the modem.

    Args:
        door: The station's.
        wants_reports: Whether the network is asked what becomes of each text.
    """

    def __init__(self, door: TextDoor, *, wants_reports: bool = False) -> None:
        self._door = door
        self._wants_reports = wants_reports

    @property
    def is_ready(self) -> bool:
        """Whether a modem answers."""
        return self._door.is_ready

    def send(self, letter: Letter) -> Result:
        """Send one text."""
        end = self._door.send(letter.address, letter.text, wants_report=self._wants_reports)
        if not end.code:
            return Result(Went.SENT, references=end.references)
        if end.parts_sent:
            return Result(Went.UNSURE, end.code)  # the guest may have seen its beginning
        if end.code in _NEVER_WILL:
            return Result(Went.REFUSED, end.code)
        return Result(Went.NOT_NOW if end.code in _DID_NOT_GO else Went.UNSURE, end.code)
