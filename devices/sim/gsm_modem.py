"""A GSM modem with a SIM, a network and a memory for messages, driven by AT commands."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Condition

from devices.codec import sms_pdu
from devices.codec.sms_join import TextJoiner
from devices.codec.sms_pdu import Delivered
from devices.errors import WrongAnswerError
from devices.modem import NetworkState, SimState
from devices.sim.pty_port import PtyPort

_NETWORK = {
    NetworkState.NONE: 0,
    NetworkState.HOME: 1,
    NetworkState.SEARCHING: 2,
    NetworkState.DENIED: 3,
    NetworkState.ROAMING: 5,
}
_SIM = {
    SimState.READY: "+CPIN: READY",
    SimState.PIN_NEEDED: "+CPIN: SIM PIN",
    SimState.BLOCKED: "+CPIN: SIM PUK",
    SimState.MISSING: "+CME ERROR: 10",
    SimState.BROKEN: "+CME ERROR: 13",
}
_NAMES = {
    "+CGMI": "SIMULATED",
    "+CGMM": "MODEM",
    "+CGMR": "1",
    "+CSCS": '+CSCS: ("GSM","UCS2")',
    "+CFUN": "+CFUN: 1",
}
_COMMAND = re.compile(r"AT(?P<name>[+&]?[A-Z]*)(?P<ask>\?)?=?(?P<rest>.*)")
_MOMENT = datetime.fromisoformat("2026-05-03T14:05:06+08:00")
_PLACES = 50


class _Memory:
    """Messages by memory and place; what finds no room waits in the network."""

    def __init__(self) -> None:
        self.stored: dict[tuple[str, int], str] = {}
        self._chosen = "SM"

    def put(self, memory: str, pdu: str) -> int:
        """Put a message into the first free place and give that; 0 where there is none."""
        for index in range(1, _PLACES + 1):
            if (memory, index) not in self.stored:
                self.stored[memory, index] = pdu
                return index
        return 0

    def count(self, memory: str) -> int:
        """Count what lies in a memory."""
        return sum(one == memory for one, _ in self.stored)

    def answer(self, name: str, rest: str) -> str:
        """Answer a command about messages that lie here."""
        place = (self._chosen, int(rest) if rest.isdecimal() else -1)
        match name:
            case "+CMGR":
                pdu = self.stored.get(place)
                return "+CMS ERROR: 321" if pdu is None else f"+CMGR: 0,,{_length(pdu)}\n{pdu}\nOK"
            case "+CMGL":
                return self._list()
            case "+CMGD":
                self.stored.pop(place, None)
                return "OK"
            case "+CPMS":
                return self._choose(rest)
            case "+CNMI":
                return "OK"
            case _:
                return "ERROR"

    def _list(self) -> str:
        listed = [
            f"+CMGL: {index},1,,{_length(pdu)}\n{pdu}"
            for (memory, index), pdu in self.stored.items()
            if memory == self._chosen
        ]
        return "\n".join([*listed, "OK"])

    def _choose(self, rest: str) -> str:
        if rest == "?":
            return '+CPMS: ("SM","SR"),("SM","SR"),("SM","SR")\nOK'
        if rest:
            self._chosen = rest.strip('"')[:2]
            return f"+CPMS: {self.count(self._chosen)},{_PLACES},1,50,1,50\nOK"
        used = self.count(self._chosen)
        return f'+CPMS: "{self._chosen}",{used},{_PLACES},"SM",1,50,"SM",1,50\nOK'


class SimGsmModem:
    """Speaks as ``drivers.gsm_modem`` listens. Ready to use; ``close`` it."""

    def __init__(self, directory: Path, *, name: str = "modem") -> None:
        """Plug a modem in at ``directory/name``, at home in its network."""
        self.sim = SimState.READY
        self.network = NetworkState.HOME
        self.signal = 21
        self.errors: list[int] = []
        self.garbled = 0
        self.is_silent = False
        self.loses_answers = False
        self.swallows_pdu = False
        self.fails_after: int | None = None
        self.sent: list[tuple[str, str]] = []
        self.asked_reports: list[tuple[int, str]] = []
        self.chatter = ""
        self._memory = _Memory()
        self._waiting: list[tuple[str, str, str]] = []
        self._joiner = TextJoiner()
        self._reference = 0
        self._has_echo = True
        self._held = b""
        self._awaits_pdu = False
        self._changed = Condition()
        self._port = PtyPort(directory / name, self._received)
        self._port.plug()

    @property
    def uri(self) -> str:
        """Address to open it by."""
        return f"gsm:{self._port.path}"

    @property
    def stored(self) -> int:
        """How many messages lie in it."""
        return len(self._memory.stored)

    def wait_until(self, is_so: Callable[[], bool], timeout_s: float = 5.0) -> bool:
        """Wait until something is so; asked after each command."""
        with self._changed:
            return self._changed.wait_for(is_so, timeout_s)

    def receive(
        self, number: str, text: str, at: datetime = _MOMENT, *, is_announced: bool = True
    ) -> None:
        """Let a text come; unannounced it came while nobody listened."""
        self._reference = (self._reference + 1) % 256
        for pdu in sms_pdu.delivers(number, text, at, reference=self._reference):
            self.store("SM", pdu, "+CMTI" if is_announced else "")

    def report(self, status: int = 0, at: datetime = _MOMENT) -> None:
        """Report on the oldest message that a report was wanted for: 0 delivered, 65 failed."""
        reference, number = self.asked_reports.pop(0)
        self.store("SR", sms_pdu.status_report(reference, number, at, status), "+CDSI")

    def store(self, memory: str, pdu: str, announced: str) -> None:
        """Put a message into a memory and announce it, or not with ``""``; with no room it waits."""
        index = self._memory.put(memory, pdu)
        if not index:
            self._waiting.append((memory, pdu, announced))
        elif announced:
            self.say(f'{announced}: "{memory}",{index}')

    def say(self, line: str) -> None:
        """Say a line unasked."""
        self.send(f"\r\n{line}\r\n".encode("latin-1"))

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._port.send(data)

    def unplug(self) -> None:
        """Pull the cable; what lies in the memory stays there."""
        self._port.unplug()
        self._held, self._awaits_pdu, self._has_echo = b"", False, True

    def plug(self) -> None:
        """Plug the cable in again, at the same path."""
        self._port.plug()

    def close(self) -> None:
        """Be gone for good."""
        self.unplug()

    def _received(self, data: bytes) -> None:
        if self.is_silent:
            return
        self._held += data
        while (found := re.search(rb"[\r\x1a\x1b]", self._held)) is not None:
            line = self._held[: found.start()].decode("latin-1").strip()
            self._held = self._held[found.end() :]
            with self._changed:
                self._line(line, found[0])
                self._changed.notify_all()

    def _line(self, line: str, end: bytes) -> None:
        if end == b"\x1b":
            self._awaits_pdu = False
        elif end == b"\x1a" and self._awaits_pdu:
            self._awaits_pdu = False
            self._answer(self._take(line))
        elif line and not self._awaits_pdu:
            if self._has_echo:
                self.send(line.encode("latin-1") + b"\r")
            self._answer(self._command(line))

    def _answer(self, answer: str) -> None:
        if not answer or self.loses_answers:
            return
        if self.chatter:  # in the middle of an answer, as real ones do
            answer = f"{self.chatter}\n{answer}"
        if self.garbled > 0:
            self.garbled -= 1
            answer = "\x00\xff" + answer[1:]
        for line in answer.split("\n"):
            self.say(line)

    def _command(self, line: str) -> str:
        found = _COMMAND.fullmatch(line)
        if found is None:
            return "ERROR"
        name, rest = found["name"], found["rest"]
        if name in ("+CPIN", "+CREG", "+CSQ"):
            return self._state(name)
        if line == "AT" or name in ("E", "+CMEE", "+CMGF"):
            self._has_echo = self._has_echo and line != "ATE0"
            return "OK"
        if name in _NAMES:
            return f"{_NAMES[name]}\nOK"
        if self.sim is not SimState.READY:
            return "+CMS ERROR: 310"
        if name == "+CMGS":
            return self._prompt()
        answer = self._memory.answer(name, rest)
        if name == "+CMGD" and self._waiting:
            self.store(*self._waiting.pop(0))
        return answer

    def _state(self, name: str) -> str:
        if name == "+CPIN":
            answer = _SIM.get(self.sim, "+CME ERROR: 100")
        elif name == "+CREG":
            answer = f"+CREG: 0,{_NETWORK.get(self.network, 4)}"
        else:
            answer = f"+CSQ: {self.signal},0"
        return answer if "ERROR" in answer else f"{answer}\nOK"

    def _prompt(self) -> str:
        if self.errors:
            return f"+CMS ERROR: {self.errors.pop(0)}"
        if self.network not in (NetworkState.HOME, NetworkState.ROAMING):
            return "+CMS ERROR: 331"
        self._awaits_pdu = True
        self.send(b"\r\n> ")
        return ""

    def _take(self, pdu: str) -> str:
        if self.swallows_pdu:
            self.swallows_pdu = False
            return ""
        if self.fails_after is not None:
            self.fails_after -= 1
            if self.fails_after < 0:
                return "+CMS ERROR: 500"
        try:
            message = sms_pdu.parse_submit(pdu)
        except WrongAnswerError:
            return "+CMS ERROR: 304"
        self._reference = (self._reference + 1) % 256
        if message.wants_report:
            self.asked_reports.append((self._reference, message.number))
        self._keep(message)
        return f"+CMGS: {self._reference}\nOK"

    def _keep(self, message: Delivered) -> None:
        joined = self._joiner.take(message)
        if joined is not None:
            self.sent.append((joined.text.number, joined.text.text))


def _length(pdu: str) -> int:
    """Bytes of a message without the service centre, which simulated ones leave out."""
    return len(pdu) // 2 - 1
