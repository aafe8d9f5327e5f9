"""One PIN entry at a time, ending with exactly one event: what all drivers of PIN pads share."""

from abc import abstractmethod
from threading import Lock

from typing_extensions import override

from devices.drivers.opening import Opening
from devices.drivers.wire_device import WireDevice
from devices.errors import BusyError, DeviceError, PinPadAccountError
from devices.events import (
    DeviceEvent,
    PinBlockFormat,
    PinCancelled,
    PinEntered,
    PinFailed,
    PinTimedOut,
)
from devices.roles import PinRequest
from devices.wire.line import Wire


class PinEntryDevice(WireDevice):
    """Base of a ``PinPad``; a driver says which keys it takes and how an entry goes."""

    def __init__(self, opening: Opening, wire: Wire) -> None:
        """Take the wire; ``start`` opens it."""
        super().__init__(opening, wire)
        self._lock = Lock()
        self._entry: PinRequest | None = None
        self._is_cancelled = False

    def ask_pin(self, request: PinRequest) -> None:
        """Ask the guest for a PIN, as ``PinPad.ask_pin`` says."""
        digits = request.account_digits
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= 19):
            raise PinPadAccountError("account digits must be 1 to 19 digits")
        self._check_key(request)
        with self._lock:
            if self._entry is not None:
                raise BusyError("a PIN is being asked for")
            self._entry = request
            self._is_cancelled = False
        future = self._owner.submit(lambda wire: self._ask(wire, request))
        future.add_done_callback(lambda done: self._end_failed(request, done.exception()))

    def cancel(self) -> None:
        """End the entry under way."""
        with self._lock:
            if self._entry is None:
                return
            self._is_cancelled = True
        self._owner.wake()

    @override
    def quiet(self) -> None:
        """End the entry under way."""
        self.cancel()

    @abstractmethod
    def _check_key(self, request: PinRequest) -> None:
        """Refuse a working key that is none: ``PinPadKeyError``."""

    @abstractmethod
    def _ask(self, wire: Wire, request: PinRequest) -> None:
        """Take one PIN on the owner thread and ``_end`` the entry; what it raises ends it as failed."""

    @property
    def _must_stop(self) -> bool:
        """Whether the entry under way was cancelled by us."""
        return self._entry is not None and self._is_cancelled

    def _end(self, request: PinRequest, event: DeviceEvent) -> None:
        """Tell it, once."""
        with self._lock:
            if self._entry is not request:
                return
            self._entry = None
        self._tell(event)

    def _end_failed(self, request: PinRequest, error: BaseException | None) -> None:
        if error is None:
            return
        is_known = isinstance(error, DeviceError)
        self._end(
            request,
            PinFailed(
                device=self.name,
                at_monotonic_ns=self._opening.clock_ns(),
                entry_id=request.entry_id,
                code=error.code if isinstance(error, DeviceError) else "device",
                retry=isinstance(error, DeviceError) and error.retry,
                detail=str(error) if is_known else "",
            ),
        )

    def _ended(
        self, kind: type[PinCancelled] | type[PinTimedOut], request: PinRequest
    ) -> PinCancelled | PinTimedOut:
        return kind(
            device=self.name,
            at_monotonic_ns=self._opening.clock_ns(),
            entry_id=request.entry_id,
        )

    def _entered(
        self,
        request: PinRequest,
        account: str,
        block: bytes,
        *,
        ksn: str | None = None,
        fmt: PinBlockFormat = PinBlockFormat.ISO_0,
    ) -> PinEntered:
        return PinEntered(
            device=self.name,
            at_monotonic_ns=self._opening.clock_ns(),
            entry_id=request.entry_id,
            block=block,
            ksn=ksn,
            account_digits=account,
            format=fmt,
        )
