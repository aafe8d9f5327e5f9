"""Text messages through this terminal's modem: one is sent at a time, and what comes in is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from time import monotonic

from app.station.news import ReportCame, TextCame
from devices.errors import DeviceError
from devices.events import Lamp
from devices.manager import DeviceManager
from devices.modem import (
    DeliveryReported,
    NetworkState,
    SimState,
    TextFailed,
    TextReceived,
    TextSent,
)
from devices.roles import Role

NO_MODEM = "no-modem"
NO_ANSWER = "no-answer"  # the driver never said how it ended
_LONGEST_S = 660.0  # ten messages of a minute each, and a margin
_NO_NETWORK = {NetworkState.SEARCHING, NetworkState.NONE, NetworkState.DENIED}
_TextEvent = TextSent | TextFailed


@dataclass(frozen=True, slots=True)
class TextEnded:
    """How a text ended.

    Attributes:
        code: Of the fault, as ``devices.errors`` names it; empty for a text that went.
        parts_sent: Messages of a long text that had gone before the fault.
        references: The network's number of each message, where reports were asked for.
    """

    code: str = ""
    parts_sent: int = 0
    references: tuple[int, ...] = ()


class Texts:
    """The modem of one terminal, if it has one.

    Args:
        manager: Knows the devices.
        tell: Takes each text and report that came in; called on the modem's thread.
    """

    def __init__(
        self, manager: DeviceManager, tell: Callable[[TextCame | ReportCame], None]
    ) -> None:
        self._manager = manager
        self._tell = tell
        self._one_at_a_time = threading.Lock()
        self._ends: SimpleQueue[_TextEvent] = SimpleQueue()

    @property
    def is_there(self) -> bool:
        """Whether this terminal has a modem at all, plugged in or not."""
        return bool(self._manager.with_role(Role.MODEM))

    @property
    def is_ready(self) -> bool:
        """Whether a modem answers, with a SIM that works, and does not say that it has no network."""
        for name in self._manager.with_role(Role.MODEM):
            status = self._manager.modem(name).modem_status
            is_open = self._manager.status(name).lamp is Lamp.READY
            return is_open and status.sim is SimState.READY and status.network not in _NO_NETWORK
        return False

    def acknowledge(self, token: str) -> None:
        """Say that what came in is kept, so that the modem may delete it; what is not comes again."""
        for name in self._manager.with_role(Role.MODEM):
            self._manager.modem(name).acknowledge(token)

    def send(self, number: str, text: str, *, wants_report: bool = False) -> TextEnded:
        """Send one text; blocks until it ended.

        Args:
            number: 3 to 20 digits, ``+`` in front or not.
            text: Sent in several messages when long.
            wants_report: Ask the network to say when the phone has it.
        """
        with self._one_at_a_time:
            names = self._manager.with_role(Role.MODEM)
            if not names:
                return TextEnded(NO_MODEM)
            try:
                modem = self._manager.modem(names[0])
                text_id = modem.send(number, text, wants_report=wants_report)
            except DeviceError as error:  # nothing was handed to the modem
                return TextEnded(error.code)
            ended = self._end_of(text_id)
            return ended if wants_report else replace(ended, references=())

    def take(self, event: TextReceived | TextSent | TextFailed | DeliveryReported) -> None:
        """Take what the driver says, on its thread."""
        match event:
            case TextReceived():
                self._tell(TextCame(event.token, event.number, event.text, event.sent_at))
            case DeliveryReported():
                self._tell(
                    ReportCame(
                        event.token,
                        event.reference,
                        event.number,
                        event.is_delivered,
                        event.taken_at,
                        event.done_at,
                    )
                )
            case TextSent() | TextFailed():
                self._ends.put(event)

    def _end_of(self, text_id: str) -> TextEnded:
        until = monotonic() + _LONGEST_S
        while True:
            try:
                ended = self._ends.get(timeout=max(0.0, until - monotonic()))
            except Empty:
                return TextEnded(NO_ANSWER)
            if ended.text_id != text_id:
                continue  # of one that was waited for too long
            if isinstance(ended, TextSent):
                return TextEnded(references=ended.references)
            return TextEnded(ended.code, ended.parts_sent)
