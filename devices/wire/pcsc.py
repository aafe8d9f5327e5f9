"""PC/SC, thin: contexts, readers, changes, cards; the system's own through pyscard.

pyscard's monitoring threads die silently when the daemon restarts and cannot see two cards of one
kind being swapped, so only its lowest layer is used. A context belongs to one thread; ``cancel``
alone may be called from others.
"""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from devices.errors import (
    CancelledError,
    CardGoneError,
    CardMuteError,
    DeviceError,
    NotInstalledError,
    PortBusyError,
    PortForbiddenError,
    PortGoneError,
    TimedOutError,
    WrongAnswerError,
)

PLUG_AND_PLAY = "\\\\?PnP?\\Notification"
"""The reader that is none: its state changes when readers come and go."""

_OK = 0
_TIMEOUT = 0x8010000A
_NO_READERS = 0x8010002E
# libpcsclite keeps one lock of the whole process while a context is made, and pyscard 2.3.1 waits for
# that lock with the interpreter's own lock held when it frees a list of readers: every thread would
# stand still until the service answers. So these two never run at once.
_NEVER_AT_ONCE = Lock()
_ESCAPE = 3500  # vendor command: LED, buzzer, firmware while no card is there
_REMEDY = "apt install pcscd, then systemctl enable --now pcscd.socket"
_ERRORS: Mapping[int, tuple[type[DeviceError], str]] = {
    0x80100002: (CancelledError, "cancelled"),
    0x80100009: (PortGoneError, "the reader is not there"),
    _TIMEOUT: (TimedOutError, "the reader does not answer"),
    0x8010000B: (PortBusyError, "another program holds the card"),
    0x8010000C: (CardGoneError, "no card is there"),
    0x80100017: (PortGoneError, "the reader was unplugged"),
    0x8010001D: (PortGoneError, f"the PC/SC service does not run: {_REMEDY}"),
    0x8010001E: (PortGoneError, "the PC/SC service was stopped"),
    0x80100027: (PortForbiddenError, "this user may not use PC/SC"),
    _NO_READERS: (PortGoneError, "no card reader is plugged in"),
    0x80100066: (CardMuteError, "the card does not answer"),
    0x80100067: (CardMuteError, "the card has no power"),
    0x80100068: (CardGoneError, "the card was reset by another program"),
    0x80100069: (CardGoneError, "the card was taken away"),
    0x8010006A: (PortForbiddenError, "this user may not use PC/SC"),
}
_LOST_CARD = frozenset(
    {0x80100016, 0x8010002F}
)  # not transacted, protocol error: the contact failed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderState:
    """What PC/SC says about a reader.

    Attributes:
        reader: Its name.
        mark: To be given back at the next wait; holds flags and the count of insertions and removals.
        has_card: A card is there.
        is_mute: It is there and does not answer.
        atr: Its answer to reset.
    """

    reader: str
    mark: int
    has_card: bool
    is_mute: bool
    atr: bytes

    @property
    def count(self) -> int:
        """How often a card came or went, modulo 65536: two cards of one kind differ in this only."""
        return self.mark >> 16 & 0xFFFF


class PcscCard(Protocol):
    """A connection to a card, or to a reader without one."""

    def transmit(self, command: bytes) -> bytes:
        """Send a command and give the answer with its status word.

        Raises:
            CardGoneError: The card that was connected is there no more, even if another one is.
            CardMuteError: It does not answer.
            PortGoneError: The reader or the service went.
        """

    def control(self, data: bytes) -> bytes:
        """Send a vendor's escape command to the reader; raises as ``transmit``."""

    def reset(self) -> None:
        """Reset the card and go on with it: a storage card is deaf after a refused key.

        Raises:
            DeviceError: As ``transmit``.
        """

    def alone(self) -> AbstractContextManager[None]:
        """Keep other programs away from the card meanwhile; raises as ``transmit``."""

    def disconnect(self, *, resets: bool = False) -> None:
        """Let go of the card, leaving it powered; with ``resets`` it forgets keys and codes; may be called twice."""


class PcscContext(Protocol):
    """A link to the service, used by one thread."""

    def readers(self) -> tuple[str, ...]:
        """List the readers.

        Raises:
            PortGoneError: The service went.
        """

    def wait(self, known: Mapping[str, int], timeout_s: float) -> tuple[ReaderState, ...]:
        """Wait until a reader comes or goes, or a reader's state differs from the mark that is known.

        Args:
            known: Every reader that is known and its last mark, 0 when it has none yet.
            timeout_s: Longest wait.

        Returns:
            States of known readers; nothing when the time is over or readers came or went.

        Raises:
            CancelledError: ``cancel`` was called.
            PortGoneError: The service went.
        """

    def connect(self, reader: str, *, is_direct: bool = False) -> PcscCard:
        """Connect to a reader's card, or to the reader alone.

        Raises:
            CardGoneError: No card is there.
            CardMuteError: The card does not answer.
            PortBusyError: Another program holds it.
            PortGoneError: The reader or the service is not there.
        """

    def cancel(self) -> None:
        """End a ``wait`` that waits now, from any thread; one that begins later is not ended."""

    def close(self) -> None:
        """Give the link back; may be called twice."""


class Pcsc(Protocol):
    """Where contexts come from."""

    def establish(self) -> PcscContext:
        """Make a link to the service.

        Raises:
            NotInstalledError: pyscard or libpcsclite is absent; the message holds the remedy.
            PortGoneError: The service does not run.
        """


class SystemPcsc:
    """The system's PC/SC, through ``smartcard.scard``."""

    def establish(self) -> "SystemContext":
        """Make a link as ``Pcsc.establish`` says."""
        try:
            # Imported only when asked: without libpcsclite the import itself fails.
            scard = importlib.import_module("smartcard.scard")
        except ImportError as error:
            raise NotInstalledError(
                "IC cards need pyscard: apt install pcscd libpcsclite1, then pip install pyscard"
            ) from error
        with _NEVER_AT_ONCE:
            code, handle = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _check(code)
        return SystemContext(scard, handle)


@dataclass(slots=True)
class SystemContext:
    """A ``PcscContext`` of the system."""

    _scard: Any  # a module without types
    _handle: Any
    _is_closed: bool = field(default=False, init=False)

    def readers(self) -> tuple[str, ...]:
        """List as ``PcscContext.readers`` says."""
        with _NEVER_AT_ONCE:
            code, names = self._scard.SCardListReaders(self._handle, [])
        if code & 0xFFFFFFFF == _NO_READERS:
            return ()
        _check(code)
        return tuple(names)

    def wait(self, known: Mapping[str, int], timeout_s: float) -> tuple[ReaderState, ...]:
        """Wait as ``PcscContext.wait`` says."""
        # The high word of the pseudo reader's mark is the number of readers that are known.
        asked = [*known.items(), (PLUG_AND_PLAY, len(known) << 16)]
        code, states = self._scard.SCardGetStatusChange(self._handle, int(timeout_s * 1000), asked)
        if code & 0xFFFFFFFF in (_TIMEOUT, 0x80100009):
            return ()
        _check(code)
        return tuple(self._state(*state) for state in states if state[0] != PLUG_AND_PLAY)

    def connect(self, reader: str, *, is_direct: bool = False) -> "SystemCard":
        """Connect as ``PcscContext.connect`` says."""
        scard = self._scard
        mode = scard.SCARD_SHARE_DIRECT if is_direct else scard.SCARD_SHARE_SHARED
        wanted = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        code, handle, protocol = scard.SCardConnect(
            self._handle, reader, mode, 0 if is_direct else wanted
        )
        _check(code)
        return SystemCard(scard, handle, protocol)

    def cancel(self) -> None:
        """Cancel as ``PcscContext.cancel`` says."""
        if not self._is_closed:
            self._scard.SCardCancel(self._handle)

    def close(self) -> None:
        """Give the link back."""
        if not self._is_closed:
            self._is_closed = True
            self._scard.SCardReleaseContext(
                self._handle
            )  # with the service gone, nothing is left to do

    def _state(self, reader: str, event: int, atr: list[int]) -> ReaderState:
        scard = self._scard
        return ReaderState(
            reader=reader,
            mark=event & ~scard.SCARD_STATE_CHANGED,
            has_card=bool(event & scard.SCARD_STATE_PRESENT),
            is_mute=bool(event & scard.SCARD_STATE_MUTE),
            atr=bytes(atr),
        )


@dataclass(slots=True)
class SystemCard:
    """A ``PcscCard`` of the system."""

    _scard: Any
    _handle: Any
    _protocol: int
    _is_closed: bool = field(default=False, init=False)

    def transmit(self, command: bytes) -> bytes:
        """Send as ``PcscCard.transmit`` says."""
        scard = self._scard
        is_t0 = self._protocol == scard.SCARD_PROTOCOL_T0
        header = scard.SCARD_PCI_T0 if is_t0 else scard.SCARD_PCI_T1
        code, answer = scard.SCardTransmit(self._handle, header, list(command))
        _check(code)
        return bytes(byte & 0xFF for byte in answer)

    def control(self, data: bytes) -> bytes:
        """Send as ``PcscCard.control`` says."""
        code, answer = self._scard.SCardControl(
            self._handle, self._scard.SCARD_CTL_CODE(_ESCAPE), list(data)
        )
        _check(code)
        return bytes(byte & 0xFF for byte in answer)

    def reset(self) -> None:
        """Reset as ``PcscCard.reset`` says."""
        scard = self._scard
        code, self._protocol = scard.SCardReconnect(
            self._handle,
            scard.SCARD_SHARE_SHARED,
            scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1,
            scard.SCARD_RESET_CARD,
        )
        _check(code)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other programs away from the card meanwhile; raises as ``transmit``."""
        _check(self._scard.SCardBeginTransaction(self._handle))
        try:
            yield
        finally:
            # Fails only when the card went, and then there is nothing to give back.
            self._scard.SCardEndTransaction(self._handle, self._scard.SCARD_LEAVE_CARD)

    def disconnect(self, *, resets: bool = False) -> None:
        """Let go of the card."""
        if not self._is_closed:
            self._is_closed = True
            scard = self._scard
            how = scard.SCARD_RESET_CARD if resets else scard.SCARD_LEAVE_CARD
            scard.SCardDisconnect(self._handle, how)


def _check(code: int) -> None:
    """Turn a status into the error that means it.

    Raises:
        DeviceError: The status is not success.
    """
    if code == _OK:
        return
    code &= 0xFFFFFFFF
    if code in _LOST_CARD:
        raise CardGoneError(f"the contact with the card failed (PC/SC {code:08X})")
    if code in _ERRORS:
        kind, message = _ERRORS[code]
        raise kind(message)
    if code in (0x80100003, 0x80100013, 0x80100001):
        # Handles of a service that was restarted are invalid, and its socket breaks in many ways.
        raise PortGoneError(f"the PC/SC service went (PC/SC {code:08X})")
    raise WrongAnswerError(f"PC/SC answered {code:08X}")
