"""AT commands and their answers on one wire; what the modem says unasked meanwhile is kept."""

from collections import deque
from collections.abc import Callable
from time import monotonic

from devices.codec.at_lines import (
    PROMPT,
    Final,
    LineSplitter,
    Unasked,
    UnaskedFilter,
    final_of,
    reference_of,
)
from devices.codec.sms_pdu import Submit
from devices.errors import (
    DeviceError,
    ModemError,
    ModemUnsureError,
    TimedOutError,
    WrongAnswerError,
)
from devices.wire.line import Wire

ANSWER_S = 5.0
SEND_S = 60.0
_PROBES = 3
_QUIET_S = 0.1
_MOST_QUIET_S = 1.0
_MOST_LINES = 4096
_MOST_UNASKED = 256
_ESCAPE = b"\x1b"
_END = b"\x1a"


class AtTalk:
    """The receiving end of one modem; used by the thread that owns its wire."""

    def __init__(
        self, *, answer_s: float = ANSWER_S, send_s: float = SEND_S, check: Callable[[], None]
    ) -> None:
        """Begin with nothing received.

        Args:
            answer_s: How long an answer may take.
            send_s: How long the network may take to accept a message.
            check: Called before each wait; raises to end it.
        """
        self._answer_s = answer_s
        self._send_s = send_s
        self._check = check
        self._splitter = LineSplitter()
        self._filter = UnaskedFilter()
        self._lines: deque[str] = deque()
        # The newest are kept: older ones lie in the modem and are found when it is opened next.
        self.unasked: deque[Unasked] = deque(maxlen=_MOST_UNASKED)

    def forget(self) -> None:
        """Forget everything received."""
        self._splitter.flush()
        self._filter.flush()
        self._lines.clear()
        self.unasked.clear()

    def hear(self, data: bytes) -> None:
        """Take bytes that came while nothing was asked; answers to nobody are dropped."""
        self._sort(data)
        self._lines.clear()

    def probe(self, wire: Wire) -> None:
        """Find the modem, whatever state it is in.

        Raises:
            TimedOutError: None answers: wrong port, wrong baud, switched off.
        """
        for _ in range(_PROBES):
            wire.write(_ESCAPE + b"\r")  # out of a message half written
            try:
                self.command(wire, "AT", self._answer_s / _PROBES)
            except (TimedOutError, WrongAnswerError):
                continue
            except ModemError:  # an answer, if to something else
                pass
            self._hear_out(wire)
            return
        raise TimedOutError("no modem answers at this port")

    def _hear_out(self, wire: Wire) -> None:
        """Wait until the modem is quiet: answers to what was asked before would pass for those to come."""
        last = monotonic()
        end = last + _MOST_QUIET_S
        while (quiet_at := min(last + _QUIET_S, end)) > monotonic():
            self._check()
            data = wire.read(max(0.0, quiet_at - monotonic()))
            if data:
                self._sort(data)
                last = monotonic()
        self._lines.clear()

    def command(self, wire: Wire, text: str, timeout_s: float | None = None) -> list[str]:
        """Give a command and return the lines of its answer, without echo and ``OK``.

        Raises:
            TimedOutError: No answer.
            ModemError: The modem refuses; the subclass says why.
        """
        self._lines.clear()
        wire.write(text.encode("ascii") + b"\r")
        end = monotonic() + (self._answer_s if timeout_s is None else timeout_s)
        return self._answer(wire, end, echo=text)

    def ask(self, wire: Wire, text: str) -> list[str]:
        """Ask something that may be refused while there is no SIM: then there are no lines.

        Raises:
            TimedOutError: No answer.
        """
        try:
            return self.command(wire, text)
        except ModemError:
            return []

    def send(self, wire: Wire, message: Submit) -> int | None:
        """Send one message.

        Returns:
            The reference that a report of it will have; None when the modem gave none.

        Raises:
            TimedOutError: The modem does not ask for the message; it did not go.
            ModemUnsureError: The message was handed over, and no answer came.
            ModemError: It did not go; the subclass says why.
        """
        self._lines.clear()
        command = f"AT+CMGS={message.length}"
        wire.write(command.encode("ascii") + b"\r")
        end = monotonic() + self._answer_s
        self._await_prompt(wire, end)
        wire.write(message.pdu.encode("ascii") + _END)
        try:
            lines = self._answer(wire, monotonic() + self._send_s, echo=message.pdu)
        except (TimedOutError, WrongAnswerError) as error:
            raise ModemUnsureError("nobody said whether the message went") from error
        return reference_of(lines)

    def _await_prompt(self, wire: Wire, end: float) -> None:
        for _ in range(_MOST_LINES):
            line = self._line(wire, end)
            if line == PROMPT:
                return
            result = final_of(line)
            if isinstance(result, DeviceError):
                raise result
        raise WrongAnswerError("the modem does not ask for the message")

    def _answer(self, wire: Wire, end: float, *, echo: str) -> list[str]:
        found: list[str] = []
        while len(found) < _MOST_LINES:
            line = self._line(wire, end)
            result = final_of(line)
            if result is Final.OK:
                return found
            if isinstance(result, DeviceError):
                raise result
            if line not in (echo, PROMPT):
                found.append(line)
        raise WrongAnswerError("the modem's answer does not end")

    def _line(self, wire: Wire, end: float) -> str:
        while not self._lines:
            self._check()
            data = wire.read(max(0.0, end - monotonic()))
            self._sort(data)
            if monotonic() >= end and not self._lines:
                raise TimedOutError("the modem does not answer")
        return self._lines.popleft()

    def _sort(self, data: bytes) -> None:
        for line in self._splitter.feed(data):
            sorted_out = self._filter.sort(line)
            if isinstance(sorted_out, str):
                self._lines.append(sorted_out)
            elif sorted_out is not None:
                self.unasked.append(sorted_out)
