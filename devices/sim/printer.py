"""An ESC/POS printer with paper, a cover and switches, on a serial port or TCP."""

from dataclasses import replace
from pathlib import Path
from threading import Condition
from typing import Protocol

from devices.codec import escpos_status
from devices.codec.escpos_status import Switches
from devices.codec.print_head import PrintHead
from devices.codec.printer_profiles import PROFILES
from devices.codec.receipt import Paper
from devices.sim.pty_port import PtyPort
from devices.sim.tcp_port import TcpPort

_MOST_HELD = 1 << 20


class _Port(Protocol):
    def plug(self) -> None: ...
    def unplug(self) -> None: ...
    def send(self, data: bytes) -> None: ...


class SimPrinter:
    """Speaks as ``drivers.escpos`` listens. Ready to use; ``close`` it."""

    def __init__(
        self,
        directory: Path | None = None,
        *,
        paper: Paper = Paper.MM_80,
        profile: str = "gbk",
        name: str = "printer",
    ) -> None:
        """Plug a printer in.

        Args:
            directory: Plug it in at ``directory/name`` as a serial port; None for TCP on a free
                port of this machine.
            paper: Its paper.
            profile: Which of ``PROFILES`` it is.
            name: Name of the port.
        """
        self._paper = paper
        self._profile = profile
        self._switches = Switches()
        self._changed = Condition()
        self._held = b""
        self._received_bytes = b""
        self._head = PrintHead(paper, PROFILES[profile])
        self.knows_in_turn = True
        self.is_silent = False
        if directory is not None:
            self._port: _Port = PtyPort(directory / name, self._received)
            self._uri = f"escpos:{directory / name}?baud=19200"
        else:
            tcp = TcpPort(self._received)
            self._port = tcp
            self._uri = f"escpos+tcp://127.0.0.1:{tcp.number}"
        self._port.plug()

    @property
    def uri(self) -> str:
        """Address to open it by."""
        words = ["paper=58"] if self._paper is Paper.MM_58 else []
        words += [] if self._profile == "gbk" else [f"profile={self._profile}"]
        if not words:
            return self._uri
        return f"{self._uri}{'&' if '?' in self._uri else '?'}{'&'.join(words)}"

    @property
    def data(self) -> bytes:
        """All bytes that came, status requests included."""
        return self._received_bytes

    @property
    def text(self) -> tuple[str, ...]:
        """Lines that were printed."""
        with self._changed:
            return tuple(self._head.text)

    @property
    def cuts(self) -> int:
        """How often the paper was cut."""
        return self._head.cuts

    @property
    def drawer_pulses(self) -> int:
        """How often the drawer was opened."""
        return self._head.drawer_pulses

    def png(self) -> bytes:
        """Draw what was printed."""
        with self._changed:
            return self._head.png()

    def tear_off(self) -> None:
        """Take the printed paper away."""
        with self._changed:
            self._head = PrintHead(self._paper, PROFILES[self._profile])
            self._received_bytes = b""

    def wait_for_cut(self, cuts: int = 1, timeout_s: float = 5.0) -> bool:
        """Wait until the paper was cut so often."""
        with self._changed:
            return self._changed.wait_for(lambda: self._head.cuts >= cuts, timeout_s)

    def set_paper(self, *, out: bool = False, near_end: bool = False) -> None:
        """Take paper out, or put a roll in."""
        self._set(is_out=out, is_near_end=near_end)

    def set_cover(self, *, is_open: bool) -> None:
        """Open or close the cover."""
        self._set(is_cover_open=is_open)

    def turn(self, *, is_jammed: bool | None = None, is_drawer_open: bool | None = None) -> None:
        """Let the cutter jam, or clear it; pull the drawer open, or push it shut: its switch is high while open."""
        if is_jammed is not None:
            self._set(has_fault=is_jammed)
        if is_drawer_open is not None:
            self._set(is_pin3_high=is_drawer_open)

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._port.send(data)

    def unplug(self) -> None:
        """Pull the cable; what was not printed yet is lost."""
        self._port.unplug()
        with self._changed:
            self._held = b""

    def plug(self) -> None:
        """Plug the cable in again, at the same address."""
        self._port.plug()

    def close(self) -> None:
        """Be gone for good."""
        self.unplug()

    def _set(self, **changed: bool) -> None:
        with self._changed:
            now = replace(self._switches, **changed)
            is_stopped = now.is_out or now.is_cover_open or now.has_fault
            self._switches = replace(now, is_offline=is_stopped)
        self._received(b"")

    def _received(self, data: bytes) -> None:
        answers = b""
        with self._changed:
            self._received_bytes += data
            if self._switches.is_offline:
                answers = self._offline(data)
            else:
                self._held = self._head.print_bytes(self._held + data)
                requests, self._head.requests = self._head.requests, []
                for request in requests:
                    answers += self._answer(request)
            self._changed.notify_all()
        if answers and not self.is_silent:
            self._port.send(answers)

    def _offline(self, data: bytes) -> bytes:
        """Hold the data; realtime requests are answered all the same."""
        answers = b""
        while (at := data.find(b"\x10\x04")) >= 0 and at + 3 <= len(data):
            answers += self._answer(data[at : at + 3])
            data = data[:at] + data[at + 3 :]
        self._held = (self._held + data)[-_MOST_HELD:]
        return answers

    def _answer(self, request: bytes) -> bytes:
        if request.startswith(b"\x1dr"):
            return b"\x00" if self.knows_in_turn else b""
        answer = escpos_status.answers(self._switches).get(request[2])
        return b"" if answer is None else bytes([answer])
