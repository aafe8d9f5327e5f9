"""Plain Chinese password keypads: keys come in the clear, one by one, so this driver is the pad.

Opened only where the address says ``plain=allowed``. The digits live in one buffer until Enter, are
turned into a block of format 4 under the session key of this run, and wiped; such a wire is never
recorded. From there on the entry is like that of any pad.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

from typing_extensions import override

from devices.codec import cn_keypad, pin_block
from devices.codec.cn_keypad import Command, Press
from devices.drivers.opening import Opening
from devices.drivers.pin_entry import PinEntryDevice
from devices.errors import (
    CancelledError,
    ClosedError,
    PinPadKeyError,
    PlainPadForbiddenError,
    TimedOutError,
)
from devices.events import PinBlockFormat, PinCancelled, PinTimedOut
from devices.roles import PinRequest
from devices.wire.line import Wire
from devices.wire.serial_port import SerialWire

BAUD = 9600
_SESSION_KEY = re.compile(r"[0-9A-Fa-f]{32}|[0-9A-Fa-f]{48}|[0-9A-Fa-f]{64}")
_PROBE_S = 1.0
_PROBES = 3
_LATE_READS = 16
_FEWEST, _MOST = 4, 12  # digits that a PIN block takes
_MOST_AT_ONCE = 32  # more at once was pressed by nobody: noise


class PlainKeypad(PinEntryDevice):
    """A ``PinPad`` whose blocks are made here; the request's working key is the AES session key."""

    def __init__(self, opening: Opening, wire: Wire, *, probe_s: float = _PROBE_S) -> None:
        """Take the wire; ``start`` opens it.

        Args:
            opening: What every driver gets; its wire is not recorded whatever it says.
            wire: The keypad's port.
            probe_s: How long the keypad may take to say that it is there; it is asked three times.
        """
        super().__init__(replace(opening, watch_wire=_unrecorded), wire)
        self._probe_s = probe_s

    @override
    def _check_key(self, request: PinRequest) -> None:
        if _SESSION_KEY.fullmatch(request.working_key) is None:
            raise PinPadKeyError("a session key of AES has 32, 48 or 64 hexadecimal digits")

    @override
    def opened(self, wire: Wire) -> None:
        """Ask whether it is there, and close whatever entry was open."""
        self._find(wire)
        wire.write(cn_keypad.command(Command.CLOSE_ENTRY))

    @override
    def examine(self, wire: Wire) -> dict[str, str]:
        """Ask whether it is there; it says nothing else of itself."""
        self._find(wire)
        return {"answers": "yes", "encrypts": "no"}

    def _find(self, wire: Wire) -> None:
        for _ in range(_PROBES):
            wire.write(cn_keypad.command(Command.INQUIRY))
            end = monotonic() + self._probe_s
            heard = b""
            while cn_keypad.INQUIRY_ANSWER not in heard and monotonic() < end:
                if self._owner.is_stopping:
                    raise ClosedError("the device is closed")
                heard = (heard + wire.read(max(0.0, end - monotonic())))[-8:]
            if cn_keypad.INQUIRY_ANSWER in heard:
                return
        raise TimedOutError("no keypad answers at this port")

    @override
    def _ask(self, wire: Wire, request: PinRequest) -> None:
        for _ in range(_LATE_READS):  # keys of an earlier entry must not pass for this one's
            if not wire.read(0.0):
                break
        typed = bytearray()
        try:
            block, account = self._take(wire, request, typed)
        except CancelledError:
            wire.write(cn_keypad.command(Command.CLOSE_ENTRY))
            self._end(request, self._ended(PinCancelled, request))
        except ClosedError:
            wire.write(cn_keypad.command(Command.CLOSE_ENTRY))
            raise
        except TimedOutError:
            wire.write(cn_keypad.command(Command.CLOSE_ENTRY))
            self._end(request, self._ended(PinTimedOut, request))
        else:
            self._end(request, self._entered(request, account, block, fmt=PinBlockFormat.ISO_4))
            wire.write(cn_keypad.command(Command.CLOSE_ENTRY))
        finally:
            _wipe(typed)

    def _take(self, wire: Wire, request: PinRequest, typed: bytearray) -> tuple[bytes, str]:
        """Gather digits until Enter; the block is made at once."""
        wire.write(cn_keypad.command(Command.ENTER_PASSWORD))
        wire.write(cn_keypad.show(1, request.prompt.value))
        for press in self._presses(wire, monotonic() + request.timeout_s):
            if press is Press.CANCEL:
                raise CancelledError("cancelled at the keypad")
            if press is Press.CORRECT:
                del typed[-1:]
            elif press is Press.ENTER:
                if len(typed) >= max(request.min_digits, _FEWEST):
                    account = request.account_digits.rjust(13, "0")
                    key = bytes.fromhex(request.working_key)
                    return pin_block.encode(4, typed.decode("ascii"), account, key), account
                _wipe(typed)
                wire.write(cn_keypad.command(Command.TRY_AGAIN))
                wire.write(cn_keypad.command(Command.OPEN_KEYS))
            elif press is not Press.OTHER and len(typed) < min(request.max_digits, _MOST):
                typed.append(press)
            wire.write(cn_keypad.show(2, "*" * len(typed)))
        raise TimedOutError("nobody typed a PIN in time")

    def _presses(self, wire: Wire, end: float) -> Iterator[int | Press]:
        """Give key by key until the time is over.

        Raises:
            CancelledError: Cancelled by us.
            ClosedError: The device is being closed.
        """
        while monotonic() < end:
            if self._owner.is_stopping:
                raise ClosedError("the device is closed")
            if self._must_stop:
                raise CancelledError("cancelled")
            data = wire.read(max(0.0, end - monotonic()))
            if len(data) <= _MOST_AT_ONCE:
                yield from map(cn_keypad.press_of, data)


def from_uri(opening: Opening) -> PlainKeypad:
    """Make the device of ``keypad-cn:PORT?plain=allowed``; touches no port yet.

    Raises:
        PlainPadForbiddenError: The address does not allow it.
        BadUriError: An option has a value that is not possible.
    """
    if opening.uri.choice("plain", ("forbidden", "allowed")) != "allowed":
        raise PlainPadForbiddenError(
            f"{opening.uri.text!r} is a keypad that sends PINs unencrypted over its cable; where the "
            "house accepts that, add plain=allowed to its address"
        )
    return PlainKeypad(opening, SerialWire.from_uri(opening.uri, baud=BAUD))


def _unrecorded(wire: Wire) -> Wire:
    return wire


def _wipe(digits: bytearray) -> None:
    for place in range(len(digits)):
        digits[place] = 0
    digits.clear()
