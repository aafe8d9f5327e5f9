"""ESC/POS receipt printers: asks for paper and cover first, then prints, then sees that it did."""

from time import monotonic, monotonic_ns

from typing_extensions import override

from devices.codec import escpos, escpos_status
from devices.codec.escpos_status import Switches
from devices.codec.printer_profiles import PROFILES, Profile
from devices.codec.receipt import Centered, Cut, Line, Paper, QrCode, Receipt, Rule, Title
from devices.drivers.ear import Ear
from devices.drivers.opening import Opening
from devices.drivers.wire_device import WireDevice
from devices.errors import (
    BadUriError,
    ClosedError,
    CoverOpenError,
    DeviceError,
    NoPaperError,
    PrinterFaultError,
    PrinterOfflineError,
)
from devices.events import PrinterStatus
from devices.lifecycle import Count
from devices.wire.device_file import DeviceFileWire
from devices.wire.line import Wire
from devices.wire.serial_port import SerialWire
from devices.wire.tcp import TcpWire

BAUD = 19200
TCP_PORT = 9100
_ANSWER_S = 1.0
_IN_TURN_S = 3.0
_SLICE_S = 0.5
_WRITE_S = 15.0
_POLL_NS = 1_500_000_000
_SYSTEM_BUFFER = 4096
_BITS_PER_BYTE = 10
_PAPERS = {"80": Paper.MM_80, "58": Paper.MM_58}
_QUESTIONS = (
    escpos_status.ASK_PRINTER,
    escpos_status.ASK_OFFLINE,
    escpos_status.ASK_PAPER,
)


_TEST_PAGE = Receipt(
    elements=(
        Title("InnPoint"),
        Centered("测试页 · Test page"),
        Rule(),
        Line("中文与全角 ￥１２３", "188.00"),
        Line("ABCDEFGHIJ 0123456789", "OK"),
        QrCode("INNPOINT TEST"),
        Cut(),
    )
)


class EscposPrinter(WireDevice):
    """A ``ReceiptPrinter[Receipt]``."""

    def __init__(
        self,
        opening: Opening,
        wire: Wire,
        *,
        paper: Paper,
        profile: Profile,
        as_picture: bool,
        asks_status: bool,
        byte_s: float = 0.0,
        drawer_open_is_high: bool | None = None,
    ) -> None:
        """Take the wire; ``start`` opens it.

        Args:
            opening: What every driver gets.
            wire: The printer's port.
            paper: Its paper.
            profile: Its letters, and whether it draws codes and cuts by itself.
            as_picture: Draw whole receipts here instead of using the printer's letters.
            asks_status: Whether the printer answers status requests; without, paper and cover
                cannot be known and printing means only handing over.
            byte_s: Seconds that one byte takes on the wire; 0 where it does not matter.
            drawer_open_is_high: How the drawer's switch tells that it is open; None: not known.
        """
        super().__init__(opening, wire)
        self._paper = paper
        self._profile = profile
        self._as_picture = as_picture
        self._asks_status = asks_status
        self._byte_s = byte_s
        self._drawer_open_is_high = drawer_open_is_high
        # A question waits behind what the system still holds of the receipt.
        self._answer_s = _ANSWER_S + _SYSTEM_BUFFER * byte_s
        self._next_poll_ns: int | None = None
        self._knows_in_turn = True
        self._is_done = False  # the printer answered GS r: all before it is done
        self._printer_status = PrinterStatus(
            device=opening.name, at_monotonic_ns=opening.clock_ns(), is_offline=True
        )

    @property
    def printer_status(self) -> PrinterStatus:
        """Latest switches."""
        return self._printer_status

    def print_receipt(self, receipt: Receipt) -> None:
        """Print one document; returns when the printer took all of it."""
        data = self._bytes_of(receipt)
        done = self._owner.submit(lambda wire: self._print(wire, data))
        try:
            done.result()
        except DeviceError:
            self.statistics.add(Count.FAILED_PRINTS)
            raise
        self.statistics.add(Count.PRINTED)

    def preview(self, receipt: Receipt) -> bytes:
        """Draw as PNG what would come out, from the very bytes that would be sent."""
        from devices.codec.print_head import PrintHead  # Pillow: few printers need it

        head = PrintHead(receipt.paper or self._paper, self._profile)
        head.print_bytes(self._bytes_of(receipt))
        return head.png()

    def _bytes_of(self, receipt: Receipt) -> bytes:
        encode = escpos.encode_as_picture if self._as_picture else escpos.encode
        return encode(receipt, receipt.paper or self._paper, self._profile)

    @override
    def examine(self, wire: Wire) -> dict[str, str]:
        """Ask for paper, cover and faults."""
        if not self._asks_status:
            return {"asked": "no; this printer answers no questions (status=none)"}
        state = self._look(wire)
        _refuse(state)
        return {"paper": "near its end" if state.is_near_end else "well", "cover": "closed"}

    @override
    def invite(self, ear: Ear, timeout_s: float) -> str:
        """Print a page that a person looks at."""
        del ear, timeout_s
        self.print_receipt(_TEST_PAGE)
        return "a test page was printed: see that it is whole, cut, and legible in both languages"

    def open_drawer(self) -> None:
        """Pulse the drawer on pin 2."""
        self._owner.submit(lambda wire: wire.write(escpos.DRAWER)).result()

    # --- on the owner thread --------------------------------------------------------------------

    @override
    def opened(self, wire: Wire) -> None:
        """Ask how it is."""
        self._next_poll_ns = None
        if self._asks_status:
            self._look(wire)

    @override
    def next_due_ns(self) -> int | None:
        """When to ask again."""
        return self._next_poll_ns

    @override
    def due(self, wire: Wire, now_ns: int) -> None:
        """Ask how it is."""
        self._look(wire)

    @override
    def gone(self, error: DeviceError) -> None:
        """Show it offline."""
        self._next_poll_ns = None
        self._show_switches(Switches(is_offline=True))

    def _print(self, wire: Wire, data: bytes) -> None:
        write_s = _WRITE_S + 2 * len(data) * self._byte_s
        if not self._asks_status:
            wire.write(data, write_s)
            return
        _refuse(self._look(wire))
        wire.write(data, write_s)
        if not self._knows_in_turn:
            _refuse(self._look(wire, self._answer_s))
            return
        wire.write(escpos_status.ASK_IN_TURN)
        self._is_done = False
        end = monotonic() + _IN_TURN_S + self._answer_s
        while monotonic() < end:
            self._read(wire, min(end, monotonic() + _SLICE_S))
            if self._is_done:
                return
            _refuse(self._look(wire, self._answer_s))
        # Some printers know no GS r. It is online and has paper, so this one is taken as printed,
        # and the next is not waited for.
        self._knows_in_turn = False

    def _look(self, wire: Wire, answer_s: float = _ANSWER_S) -> Switches:
        """Ask for all switches and show them.

        Raises:
            PrinterOfflineError: No answer.
        """
        while self._read(wire, 0.0):
            pass  # answers to earlier questions
        found: list[int] = []
        for question in _QUESTIONS:
            wire.write(question)
            found.append(self._realtime_answer(wire, answer_s))
        state = escpos_status.switches(*found)
        self._show_switches(state)
        self._next_poll_ns = monotonic_ns() + _POLL_NS
        return state

    def _realtime_answer(self, wire: Wire, answer_s: float) -> int:
        end = monotonic() + answer_s
        while monotonic() < end:
            for byte in self._read(wire, end):
                if escpos_status.is_realtime(byte):
                    return byte
        raise PrinterOfflineError("the printer does not answer")

    def _read(self, wire: Wire, end: float) -> bytes:
        if self._owner.is_stopping:
            raise ClosedError("the device is closed")
        data = wire.read(max(0.0, end - monotonic()))
        self._is_done = self._is_done or any(escpos_status.is_in_turn(byte) for byte in data)
        return data

    def _show_switches(self, state: Switches) -> None:
        latest = self._printer_status
        event = PrinterStatus(
            device=self.name,
            at_monotonic_ns=self._opening.clock_ns(),
            is_near_end=state.is_near_end,
            is_out=state.is_out,
            is_cover_open=state.is_cover_open,
            is_offline=state.is_offline,
            has_fault=state.has_fault,
            is_drawer_open=self._is_drawer_open(state),
        )
        self._printer_status = event
        if _flags(event) != _flags(latest):
            self._tell(event)

    def _is_drawer_open(self, state: Switches) -> bool | None:
        is_high_open = self._drawer_open_is_high
        return None if is_high_open is None else state.is_pin3_high == is_high_open


def _flags(status: PrinterStatus) -> tuple[bool | None, ...]:
    switches = (status.is_near_end, status.is_out, status.is_cover_open, status.is_offline)
    return (*switches, status.has_fault, status.is_drawer_open)


def _refuse(state: Switches) -> None:
    # Cover first: an open cover often shows as missing paper too.
    if state.is_cover_open:
        raise CoverOpenError("the printer's cover is open")
    if state.is_out:
        raise NoPaperError("the printer is out of paper")
    if state.has_fault:
        raise PrinterFaultError("the printer reports a fault")
    if state.is_offline:
        raise PrinterOfflineError("the printer is offline")


def from_uri(opening: Opening) -> EscposPrinter:
    """Make the device of ``escpos:PORT`` or ``escpos+tcp://HOST:PORT``; touches no port yet.

    Raises:
        BadUriError: An option has a value that is not possible.
    """
    uri = opening.uri
    wire: Wire
    byte_s = 0.0
    if uri.host:
        if "baud" in uri.options or "mode" in uri.options:
            raise BadUriError(f"{uri.text!r}: a network printer has no baud or mode")
        wire = TcpWire(uri.host, uri.port or TCP_PORT)
    elif "baud" not in uri.options and uri.path.rsplit("/", 1)[-1].startswith("lp"):
        wire = DeviceFileWire(uri.path, remedy="add the user to group lp")
    else:
        wire = SerialWire.from_uri(uri, baud=BAUD)
        byte_s = _BITS_PER_BYTE / max(1, uri.number("baud", BAUD))
    return EscposPrinter(
        opening,
        wire,
        paper=_PAPERS[uri.choice("paper", tuple(_PAPERS))],
        profile=PROFILES[uri.choice("profile", tuple(PROFILES))],
        as_picture=uri.choice("print", ("text", "picture")) == "picture",
        asks_status=uri.choice("status", ("ask", "none")) == "ask",
        byte_s=byte_s,
        drawer_open_is_high={"none": None, "high": True, "low": False}[
            uri.choice("drawer", ("none", "high", "low"))
        ],
    )
