"""Writing a member card on the encoder: what step it waits for, and how it ended."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from app.station.news import CardStep, CardWanted, CardWrite
from devices.errors import DeviceError
from devices.events import Lamp, WriteDone, WriteFailed, WriterPrompt, WriterStep
from devices.manager import DeviceManager
from devices.roles import Role, WriteOrder

_STOPPING_S = 3.0
_STEPS = {
    WriterStep.SWIPE_TO_WRITE: CardStep.WRITE,
    WriterStep.SWIPE_TO_VERIFY: CardStep.VERIFY,
}
_ENDS = {
    "cancelled": CardWrite.CANCELLED,
    "timed-out": CardWrite.TIMED_OUT,
    "verify-mismatch": CardWrite.DIFFERS,
    "write-failed": CardWrite.FAILED,
    "busy": CardWrite.FAILED,
}
_WriteEvent = WriterPrompt | WriteDone | WriteFailed


class Encoder:
    """The encoder of one terminal, if it has one.

    Args:
        manager: Knows the devices.
        tell: Takes each step that wants the card; called on the thread that writes.
    """

    def __init__(self, manager: DeviceManager, tell: Callable[[CardWanted], None]) -> None:
        self._manager = manager
        self._tell = tell
        self._lock = threading.Lock()
        self._waiting: dict[str, SimpleQueue[_WriteEvent]] = {}
        self._busy = ""

    @property
    def is_ready(self) -> bool:
        """Whether an encoder is plugged in and answers."""
        names = self._manager.with_role(Role.MSR_WRITER)
        return any(self._manager.status(name).lamp is Lamp.READY for name in names)

    def take(self, event: _WriteEvent) -> None:
        """Take what the driver says, on its thread."""
        with self._lock:
            answers = self._waiting.get(event.entry_id)
        if answers is not None:
            answers.put(event)

    def write(self, number: str, seconds: int) -> CardWrite:
        """Write one card and read it back; blocks until it ended in one way or another.

        Args:
            number: All digits of the card.
            seconds: How long each step may take.
        """
        names = self._manager.with_role(Role.MSR_WRITER)
        if not names:
            return CardWrite.NO_WRITER
        order = WriteOrder(entry_id=secrets.token_hex(8), track2=number)
        answers: SimpleQueue[_WriteEvent] = SimpleQueue()
        with self._lock:
            self._waiting[order.entry_id] = answers
        try:
            self._manager.writer(names[0]).write(order)
            self._busy = names[
                0
            ]  # only now: an order refused as busy ends without a cancel of its own
            ended = self._follow(answers, seconds)
            self._busy = ""
        except DeviceError as error:
            ended = _ENDS.get(error.code, CardWrite.UNPLUGGED)
        finally:
            with self._lock:
                self._waiting.pop(order.entry_id, None)
        return ended

    def cancel(self) -> None:
        """End the writing under way, if there is one."""
        if busy := self._busy:
            self._manager.writer(busy).cancel()

    def _follow(self, answers: SimpleQueue[_WriteEvent], seconds: int) -> CardWrite:
        """Tell each step until the writing ended."""
        while True:
            try:
                answer = answers.get(timeout=seconds)
            except Empty:
                return self._stopped(answers)
            match answer:
                case WriterPrompt():
                    if answer.step in _STEPS:
                        self._tell(CardWanted(_STEPS[answer.step]))
                case WriteDone():
                    return CardWrite.DONE
                case WriteFailed():
                    return _ENDS.get(answer.code, CardWrite.UNPLUGGED)

    def _stopped(self, answers: SimpleQueue[_WriteEvent]) -> CardWrite:
        """The time is up: let the encoder stop; a card that was good in that moment is good."""
        self.cancel()
        try:
            while isinstance(answer := answers.get(timeout=_STOPPING_S), WriterPrompt):
                pass
        except Empty:
            return CardWrite.TIMED_OUT
        return CardWrite.DONE if isinstance(answer, WriteDone) else CardWrite.TIMED_OUT
