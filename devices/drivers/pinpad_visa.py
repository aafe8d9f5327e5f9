"""PIN pads with VISA second-generation packets: one PIN at a time, encrypted in the pad.

Each entry ends with exactly one event, whatever happens: the block, cancel, time-out, or the fault
that ended it. A clear PIN is never seen here.
"""

import re
from time import monotonic

from typing_extensions import override

from devices.codec import visa_pinpad as visa
from devices.codec.visa_pinpad import Keys, PinResult, Variant
from devices.drivers.opening import Opening
from devices.drivers.pin_entry import PinEntryDevice
from devices.drivers.visa_talk import ACK_S, VisaTalk
from devices.errors import (
    BadFrameError,
    CancelledError,
    ClosedError,
    DeviceError,
    PinPadKeyError,
    TimedOutError,
    WrongAnswerError,
)
from devices.events import PinCancelled, PinTimedOut
from devices.roles import PinRequest
from devices.wire.line import Wire
from devices.wire.serial_port import SerialWire

BAUD = 9600
_LATE_READS = 16
_WORKING_KEY = re.compile(r"[0-9A-Fa-f]{16}([0-9A-Fa-f]{16})?")
_ANSWER_S = 3.0


class VisaPinPad(PinEntryDevice):
    """A ``PinPad``."""

    def __init__(
        self,
        opening: Opening,
        wire: Wire,
        *,
        variant: Variant,
        keys: Keys,
        slot: int = 0,
        ack_s: float = ACK_S,
    ) -> None:
        """Take the wire; ``start`` opens it.

        Args:
            opening: What every driver gets.
            wire: The pad's port.
            variant: Dialect.
            keys: Key management that the pad was loaded for.
            slot: Master key slot 0 to 9, with master and session key.
            ack_s: How long a pad may take to acknowledge; it is asked three times.
        """
        super().__init__(opening, wire)
        self._variant = variant
        self._keys = keys
        self._slot = slot
        self._talk = VisaTalk(ack_s=ack_s, check=self._check)

    @override
    def _check_key(self, request: PinRequest) -> None:
        if self._keys is Keys.MKSK and _WORKING_KEY.fullmatch(request.working_key) is None:
            raise PinPadKeyError("a working key has 16 or 32 hexadecimal digits")

    # --- on the owner thread --------------------------------------------------------------------

    @override
    def opened(self, wire: Wire) -> None:
        """Reset the pad; with master and session key, see that the key is there and select it."""
        self._talk.forget()
        self._talk.send(wire, visa.RESET)
        if self._keys is Keys.DUKPT:
            return
        self._see_key(wire)
        self._talk.send(wire, visa.select_master_key(self._slot))
        if self._variant is Variant.UIC:  # VeriFone pads only acknowledge
            answer = self._talk.packet(wire, monotonic() + _ANSWER_S)
            if answer.text != "080":
                raise PinPadKeyError(f"the pad does not select master key {self._slot}")

    @override
    def examine(self, wire: Wire) -> dict[str, str]:
        """Reset it; with master and session key, see that the key is still there."""
        self._talk.forget()
        self._talk.send(wire, visa.RESET)
        if self._keys is Keys.DUKPT:
            return {"answers": "yes"}
        self._see_key(wire)
        return {"answers": "yes", f"master key {self._slot}": "loaded"}

    def _see_key(self, wire: Wire) -> None:
        self._talk.send(wire, visa.check_master_key(self._slot))
        answer = self._talk.packet(wire, monotonic() + _ANSWER_S)
        if answer.text != "04F":
            raise PinPadKeyError(f"the pad holds no master key in slot {self._slot}")

    @override
    def received(self, wire: Wire, data: bytes, at_ns: int) -> None:
        """Acknowledge an answer nobody waits for, so that the pad stops repeating it."""
        self._talk.acknowledge_stray(wire, data)

    @override
    def gone(self, error: DeviceError) -> None:
        """Forget half a packet."""
        self._talk.forget()

    def _check(self) -> None:
        if self._owner.is_stopping:
            raise ClosedError("the device is closed")
        if self._must_stop:
            raise CancelledError("cancelled")

    @override
    def _ask(self, wire: Wire, request: PinRequest) -> None:
        self._drop_late_answers(wire)
        account = request.account_digits.rjust(13, "0")
        try:
            result = self._exchange(wire, request, account)
        except CancelledError:
            self._talk.abort(wire)
            self._end(request, self._ended(PinCancelled, request))
        except TimedOutError:
            self._talk.abort(wire)
            self._end(request, self._ended(PinTimedOut, request))
        except (ClosedError, BadFrameError, WrongAnswerError):
            self._talk.abort(wire)
            raise
        else:
            self._end(request, self._entered(request, account, result.block, ksn=result.ksn))

    def _drop_late_answers(self, wire: Wire) -> None:
        """Throw away what belongs to an earlier entry: it must not pass for this one's."""
        self._talk.forget()
        for _ in range(_LATE_READS):
            data = wire.read(0.0)
            if not data:
                return
            self.received(wire, data, 0)

    def _exchange(self, wire: Wire, request: PinRequest, account: str) -> PinResult:
        end = monotonic() + request.timeout_s
        prompt = request.prompt.value
        try:
            if self._keys is Keys.MKSK:
                self._talk.send(
                    wire,
                    visa.ask_pin_prompted(
                        account,
                        request.working_key,
                        (request.min_digits, request.max_digits),
                        (prompt, "THEN PRESS ENTER", "PROCESSING"),
                    ),
                )
            else:
                if self._variant is Variant.UIC:  # it takes no Z60 before a prompt
                    self._talk.send(wire, visa.display(prompt))
                self._talk.send(wire, visa.ask_pin_dukpt(account, self._variant))
        except TimedOutError as silent:
            # Nobody was asked: that is a fault of the pad, not a guest who was slow.
            raise WrongAnswerError("the pad does not acknowledge") from silent
        answer = self._talk.packet(wire, end)
        return visa.parse_pin_answer(answer.text, self._keys)


def from_uri(opening: Opening) -> VisaPinPad:
    """Make the device of ``pinpad-visa:PORT?variant=…&keys=…&slot=…``; touches no port yet.

    Raises:
        BadUriError: An option has a value that is not possible.
    """
    uri = opening.uri
    return VisaPinPad(
        opening,
        SerialWire.from_uri(uri, baud=BAUD),
        variant=Variant(uri.choice("variant", tuple(item.value for item in Variant))),
        keys=Keys(uri.choice("keys", tuple(item.value for item in Keys))),
        slot=uri.number("slot", 0),
    )
