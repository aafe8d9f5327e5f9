"""GSM modems: text messages out and in, delivery reports, signal, state of the SIM.

The dialogue is AT commands in PDU mode (3GPP TS 27.005). What the modem says unasked may come in the
middle of an answer; it is kept and worked off when the answer is there. Each text sent ends with
exactly one event; sending again belongs to the caller, who knows what it was about.
"""

import re
import secrets
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic_ns

from typing_extensions import override

from devices.codec import at_lines, sms_pdu
from devices.codec.sms_pdu import Delivered, StatusReport, Submit
from devices.drivers.gsm_inbox import Inbox
from devices.drivers.gsm_reports import ReportBook
from devices.drivers.gsm_talk import ANSWER_S, SEND_S, AtTalk
from devices.drivers.opening import Opening
from devices.drivers.wire_device import WireDevice
from devices.errors import (
    ClosedError,
    DeviceError,
    ModemError,
    ModemNumberError,
    ModemTextError,
    ModemUnsureError,
    TimedOutError,
    WrongAnswerError,
)
from devices.events import DeviceEvent
from devices.modem import (
    DeliveryReported,
    ModemStatus,
    SimState,
    TextFailed,
    TextReceived,
    TextSent,
)
from devices.wire.line import Wire
from devices.wire.serial_port import SerialWire

BAUD = 115_200
_POLL_S = 30.0
_SOON_NS = 2_000_000_000  # a modem just switched on does not know its SIM yet
_MOST_PARTS = 10
_NUMBER = re.compile(r"\+?[0-9]{3,20}")
# Stored, and told where: reports too; some modems only send reports directly.
_ANNOUNCE = ("AT+CNMI=2,1,0,2,0", "AT+CNMI=2,1,0,1,0", "AT+CNMI=1,1,0,0,0")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    text_id: str
    messages: tuple[Submit, ...] = field(repr=False)
    wants_report: bool


class GsmModem(WireDevice):
    """A ``Modem``."""

    def __init__(
        self,
        opening: Opening,
        wire: Wire,
        *,
        answer_s: float = ANSWER_S,
        send_s: float = SEND_S,
        poll_s: float = _POLL_S,
    ) -> None:
        """Take the wire; ``start`` opens it.

        Args:
            opening: What every driver gets.
            wire: The modem's port.
            answer_s: How long an answer may take.
            send_s: How long the network may take to accept a message.
            poll_s: How often SIM, network and signal are asked for.
        """
        super().__init__(opening, wire)
        self._talk = AtTalk(answer_s=answer_s, send_s=send_s, check=self._check)
        self._poll_ns = int(poll_s * 1e9)
        self._next_poll_ns = 0
        self._lock = Lock()
        self._under_way: set[str] = set()
        self._long_reference = secrets.randbelow(256)
        self._reports = ReportBook()
        self._inbox = Inbox(self._talk, tell=self._tell_of, name=opening.name)
        self._is_set_up = False
        self._has_mail = False
        self._modem_status = ModemStatus(device=opening.name, at_monotonic_ns=opening.clock_ns())

    @property
    def modem_status(self) -> ModemStatus:
        """Latest SIM, network and signal."""
        return self._modem_status

    @override
    def enable(self) -> None:
        """Let events flow; texts that came meanwhile are fetched now."""
        super().enable()
        self._owner.wake()

    def send(self, number: str, text: str, *, wants_report: bool = False) -> str:
        """Send a text, as ``Modem.send`` says."""
        if _NUMBER.fullmatch(number) is None:
            raise ModemNumberError("a number has 3 to 20 digits, with or without + in front")
        with self._lock:
            self._long_reference = (self._long_reference + 1) % 256
            reference = self._long_reference
        messages = sms_pdu.submits(number, text, reference=reference, wants_report=wants_report)
        if not text or len(messages) > _MOST_PARTS:
            raise ModemTextError(f"a text is not empty and takes at most {_MOST_PARTS} messages")
        order = _Order(text_id=secrets.token_hex(8), messages=messages, wants_report=wants_report)
        with self._lock:
            self._under_way.add(order.text_id)
        future = self._owner.submit(lambda wire: self._send(wire, order))
        future.add_done_callback(lambda done: self._end_failed(order, done.exception(), 0))
        return order.text_id

    def acknowledge(self, token: str) -> None:
        """Have a text or report deleted in the modem, as ``Modem.acknowledge`` says."""
        self._inbox.acknowledge(token)
        self._owner.wake()

    # --- on the owner thread --------------------------------------------------------------------

    @override
    def opened(self, wire: Wire) -> None:
        """Find the modem, quieten its echo, ask how it is; with a SIM, fetch what lies there."""
        self._forget()
        self._talk.probe(wire)
        self._talk.command(wire, "ATE0")
        self._talk.command(wire, "AT+CMEE=1")
        self._poll(wire)

    @override
    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Take what the modem says unasked."""
        self._talk.hear(data)
        self._fetch(wire)

    @override
    def next_due_ns(self) -> int | None:
        """When SIM, network and signal are asked for next; at once while announcements wait."""
        has_more = bool(self._talk.unasked) or self._inbox.has_kept
        waits = self._is_set_up and (self._has_mail or has_more)
        return 0 if waits and self._is_enabled else self._next_poll_ns

    @override
    def due(self, wire: Wire, now_ns: int) -> None:
        """Ask for SIM, network and signal."""
        is_poll = now_ns >= self._next_poll_ns
        if is_poll:
            self._poll(wire)
        self._fetch(wire)
        if is_poll and self._is_set_up and self._is_enabled:
            self._inbox.make_room(wire)

    @override
    def examine(self, wire: Wire) -> dict[str, str]:
        """Ask for SIM, network and signal."""
        self._poll(wire)
        latest = self._modem_status
        signal = "unknown" if latest.signal_dbm is None else f"{latest.signal_dbm} dBm"
        return {"sim": latest.sim.value, "network": latest.network.value, "signal": signal}

    @override
    def gone(self, error: DeviceError) -> None:
        """Forget half an answer; messages that were not told of lie in the modem still."""
        self._forget()

    def _forget(self) -> None:
        self._talk.forget()
        self._inbox.forget()
        self._is_set_up = False

    def _check(self) -> None:
        if self._owner.is_stopping:
            raise ClosedError("the device is closed")

    def _poll(self, wire: Wire) -> None:
        self._next_poll_ns = monotonic_ns() + self._poll_ns
        try:
            sim = at_lines.sim_of(self._talk.command(wire, "AT+CPIN?"))
        except ModemError as error:
            sim = at_lines.sim_of_error(error)
        if sim is SimState.UNKNOWN:
            self._next_poll_ns = monotonic_ns() + min(self._poll_ns, _SOON_NS)
        latest = self._modem_status
        fresh = ModemStatus(
            device=self.name,
            at_monotonic_ns=self._opening.clock_ns(),
            sim=sim,
            network=at_lines.network_of(self._talk.ask(wire, "AT+CREG?")),
            signal_dbm=at_lines.signal_dbm_of(self._talk.ask(wire, "AT+CSQ")),
        )
        known = (latest.sim, latest.network, latest.signal_dbm)
        if known != (fresh.sim, fresh.network, fresh.signal_dbm):
            self._modem_status = fresh
            self._tell(fresh)
        if sim is SimState.READY and not self._is_set_up:
            self._set_up(wire)
        elif sim is not SimState.READY and self._is_set_up:
            self._inbox.forget()  # another SIM may come
            self._is_set_up = False

    def _set_up(self, wire: Wire) -> None:
        """Work with messages in hex, have new ones announced, and fetch those that lie there."""
        self._talk.command(wire, "AT+CMGF=0")
        for announce in _ANNOUNCE:
            try:
                self._talk.command(wire, announce)
                break
            except ModemError:
                continue
        self._is_set_up = self._has_mail = True
        self._fetch(wire)

    def _fetch(self, wire: Wire) -> None:
        """Tell what came, delete what is kept; while nobody may be told all stays in the modem."""
        if not (self._is_set_up and self._is_enabled):
            return
        if self._has_mail:
            self._has_mail = False
            self._inbox.fetch_all(wire)
        self._inbox.work_off(wire)

    def _send(self, wire: Wire, order: _Order) -> None:
        references: list[int | None] = []
        try:
            # What went before a failure stays in the list.
            references.extend(self._talk.send(wire, message) for message in order.messages)
        except DeviceError as error:
            self._end_failed(order, error, len(references))
            if isinstance(error, TimedOutError | WrongAnswerError | ModemUnsureError):
                self._talk.probe(wire)  # the modem may still wait for the rest of a message
            elif not isinstance(error, ModemError):
                raise
        else:
            known = [one for one in references if one is not None]
            if order.wants_report and known:
                self._reports.expect(order.text_id, known)
            self._end(
                order.text_id,
                TextSent(
                    device=self.name,
                    at_monotonic_ns=self._opening.clock_ns(),
                    text_id=order.text_id,
                    parts=len(order.messages),
                    references=tuple(known),
                ),
            )
        self._fetch(wire)

    def _tell_of(self, message: Delivered | StatusReport, token: str) -> None:
        at_ns = self._opening.clock_ns()
        if isinstance(message, Delivered):
            self._tell(
                TextReceived(
                    device=self.name,
                    at_monotonic_ns=at_ns,
                    token=token,
                    number=message.number,
                    masked_number=sms_pdu.masked(message.number),
                    text=message.text,
                    sent_at=message.at,
                )
            )
            return
        self._tell(
            DeliveryReported(
                device=self.name,
                at_monotonic_ns=at_ns,
                text_id=self._reports.take(message.reference),
                reference=message.reference,
                number=message.number,
                is_delivered=message.is_delivered,
                status=message.status,
                taken_at=message.taken_at,
                done_at=message.done_at,
                token=token,
            )
        )

    # --- how a text ends ------------------------------------------------------------------------

    def _end(self, text_id: str, event: DeviceEvent) -> None:
        """Tell it, once."""
        with self._lock:
            if text_id not in self._under_way:
                return
            self._under_way.remove(text_id)
        self._tell(event)

    def _end_failed(self, order: _Order, error: BaseException | None, parts_sent: int) -> None:
        if error is None:
            return
        is_known = isinstance(error, DeviceError)
        self._end(
            order.text_id,
            TextFailed(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                text_id=order.text_id,
                code=error.code if isinstance(error, DeviceError) else "device",
                retry=isinstance(error, DeviceError) and error.retry,
                detail=str(error) if is_known else "",
                parts_sent=parts_sent,
            ),
        )


def from_uri(opening: Opening) -> GsmModem:
    """Make the device of ``gsm:PORT``; touches no port yet.

    Raises:
        BadUriError: An option has a value that is not possible.
    """
    return GsmModem(opening, SerialWire.from_uri(opening.uri, baud=BAUD))
