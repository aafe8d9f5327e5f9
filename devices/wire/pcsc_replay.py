"""Plays a recording of PC/SC: readers and cards come and go as they did, and cards answer what they answered.

One place in the recording moves on for both threads of a driver, each waiting for its own lines: so they come in the
order in which they came then. What the driver says is compared by its header and length, as data in it differs.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition
from typing import Any

from devices.errors import (
    CancelledError,
    DeviceError,
    PortGoneError,
    TimedOutError,
    WrongAnswerError,
    error_class,
)
from devices.wire.pcsc import PcscCard, PcscContext, ReaderState

_PATIENCE_S = 3.0
_DOWN_S = 0.05
_HEAD = 4
_OF_THE_MONITOR = frozenset({"card", "readers", "service"})
Line = dict[str, Any]


def read_pcsc_recording(path: Path) -> tuple[Line, ...]:
    """Read the lines behind the first, which names the address.

    Raises:
        ValueError: A line is none of such a recording.
    """
    lines = []
    for text in path.read_text(encoding="ascii").splitlines()[1:]:
        line = json.loads(text)
        if not isinstance(line, dict) or not (
            "pcsc" in line or {"direction", "hex"} <= line.keys()
        ):
            raise ValueError("a line is none of a recording of PC/SC")
        lines.append(line)
    return tuple(lines)


class ReplayedPcsc:
    """A ``Pcsc`` that is a recording."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        """Take the recording."""
        self._lines = list(lines)
        self._changed = Condition()
        self.down: str = PortGoneError.code
        self.names: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """Lines that were not played yet."""
        with self._changed:
            return len(self._lines)

    def next_work(self) -> Line | None:
        """Give the work that comes before any reader or card comes or goes; None where none does.

        What stands before it is said by whoever does the work: it may have to connect to the card first.
        """
        with self._changed:
            for place, line in enumerate(self._lines):
                if line.get("pcsc") == "work":
                    return self._lines.pop(place)
                if line.get("pcsc") in _OF_THE_MONITOR:
                    return None
        return None

    def end_work(self) -> None:
        """Go on behind a work that ended before the card could be asked."""
        self.take(lambda line: line.get("pcsc") == "end", 0.0)

    def establish(self) -> PcscContext:
        """Give a link while the service answered then.

        Raises:
            DeviceError: It did not.
        """
        line = self.take(lambda one: one.get("pcsc") == "service", _DOWN_S if self.down else 0.0)
        if line is not None:
            self.down = line["code"]
        if self.down:
            raise error_class(self.down, PortGoneError)(
                "the service did not answer in the recording"
            )
        return _ReplayedContext(self)

    def take(self, fits: Callable[[Line], bool], timeout_s: float) -> Line | None:
        """Wait for the next line to be one that fits and go on behind it; None when it is not in time."""
        with self._changed:
            if not self._changed.wait_for(
                lambda: bool(self._lines) and fits(self._lines[0]), timeout_s
            ):
                return None
            line = self._lines.pop(0)
            self._changed.notify_all()
            return line

    def skip_work(self) -> None:
        """Go on behind the end of the work that is played; does nothing where none is."""
        with self._changed:
            if not any(line.get("pcsc") == "end" for line in self._lines):
                return
            while self._lines.pop(0).get("pcsc") != "end":
                pass
            self._changed.notify_all()


@dataclass(slots=True)
class _ReplayedContext:
    _from: ReplayedPcsc
    _is_cancelled: bool = field(default=False, init=False)

    def readers(self) -> tuple[str, ...]:
        line = self._from.take(lambda one: one.get("pcsc") == "readers", 0.0)
        if line is not None:
            self._from.names = tuple(line["names"])
        return self._from.names

    def wait(self, known: Mapping[str, int], timeout_s: float) -> tuple[ReaderState, ...]:
        del known
        steps = max(1, round(timeout_s / _DOWN_S))
        for _ in range(steps):
            if self._is_cancelled:
                raise CancelledError("cancelled")
            line = self._from.take(_is_of_the_monitor, _DOWN_S)
            if line is None:
                continue
            if line["pcsc"] == "card":
                return (_state(line),)
            if line["pcsc"] == "readers":
                self._from.names = tuple(line["names"])
                return ()
            self._from.down = line["code"]
            self._from.names = ()
            raise error_class(line["code"], PortGoneError)("the service went in the recording")
        return ()

    def connect(self, reader: str, *, is_direct: bool = False) -> PcscCard:
        del is_direct
        line = self._from.take(
            lambda one: one.get("pcsc") == "connect" and one["reader"] == reader, _PATIENCE_S
        )
        if line is None:
            raise TimedOutError("the recording has no connection to a card here")
        if line["code"]:
            raise error_class(line["code"], DeviceError)("as recorded")
        return _ReplayedCard(self._from)

    def cancel(self) -> None:
        self._is_cancelled = True

    def close(self) -> None:
        self._is_cancelled = True


@dataclass(slots=True)
class _ReplayedCard:
    _from: ReplayedPcsc
    _times: int = 0

    def transmit(self, command: bytes) -> bytes:
        line = self._from.take(lambda one: "direction" in one, _PATIENCE_S)
        said = bytes.fromhex(line["hex"]) if line and line["direction"] == "out" else b""
        if (len(said), said[:_HEAD]) != (len(command), command[:_HEAD]):
            raise WrongAnswerError("the driver says something else here than it did then")
        answer = self._from.take(
            lambda one: one.get("direction") == "in" or one.get("pcsc") == "failed", _PATIENCE_S
        )
        if answer is None or "code" in answer:
            raise error_class(answer["code"] if answer else "", TimedOutError)("as recorded")
        return bytes.fromhex(answer["hex"])

    def control(self, data: bytes) -> bytes:
        raise WrongAnswerError(f"{len(data)} bytes to the reader itself are not recorded")

    def reset(self) -> None:
        if self._from.take(lambda one: one.get("pcsc") == "reset", _PATIENCE_S) is None:
            raise WrongAnswerError("the driver resets the card here, and did not then")
        failed = self._from.take(lambda one: one.get("pcsc") == "failed", 0.0)
        if failed is not None:
            raise error_class(failed["code"], DeviceError)("as recorded")

    @contextmanager
    def alone(self) -> Iterator[None]:
        self._times += 1
        try:
            yield
        finally:
            if self._times > 1:
                self._from.skip_work()

    def disconnect(self, *, resets: bool = False) -> None:
        del resets


def _is_of_the_monitor(line: Line) -> bool:
    is_up = line.get("pcsc") == "service" and not line["code"]
    return line.get("pcsc") in _OF_THE_MONITOR and not is_up


def _state(line: Line) -> ReaderState:
    return ReaderState(
        reader=line["reader"],
        mark=int(line["count"]) << 16,
        has_card=bool(line["present"]),
        is_mute=bool(line["mute"]),
        atr=bytes.fromhex(line["atr"]),
    )
