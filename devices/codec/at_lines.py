"""Lines that a modem sends: answers, final results, and what it says unasked (3GPP TS 27.005, 27.007)."""

import re
from dataclasses import dataclass, field
from enum import Enum, unique
from itertools import pairwise

from devices.errors import (
    DeviceError,
    ModemError,
    ModemNetworkError,
    ModemNumberError,
    ModemSimError,
)
from devices.modem import NetworkState, SimState

PROMPT = "> "
_LONGEST = 2048
_FAILURE = re.compile(r"\+(CME|CMS) ERROR: ?(\d{1,5}|[\x20-\x7e]{1,80})")
_UNASKED = re.compile(r'\+(?:CMTI|CDSI): ?"([A-Z]{2})", ?(\d{1,5})')
_FOLLOWED = ("+CMT:", "+CDS:")
_NOISE = ("RING", "NO CARRIER", "^", "*PSUTTZ", "+CTZV", "+CIEV", "+CUSD")
_NO_SIM = {10: SimState.MISSING, 11: SimState.PIN_NEEDED, 12: SimState.BLOCKED}
_SIM_WORDS = {
    "READY": SimState.READY,
    "SIM PIN": SimState.PIN_NEEDED,
    "SIM PIN2": SimState.READY,
    "SIM PUK": SimState.BLOCKED,
}
_NETWORKS = {
    0: NetworkState.NONE,
    1: NetworkState.HOME,
    2: NetworkState.SEARCHING,
    3: NetworkState.DENIED,
    5: NetworkState.ROAMING,
}
# TS 27.005, 3.2.5: numbers of the network (TS 24.011, E-2), of the modem and of the SIM.
_CMS_NUMBER = {1, 28, 96}
_CMS_NETWORK = {17, 22, 27, 38, 41, 42, 47, 331, 332, 500, 512}
_CMS_SIM = range(310, 319)
_CME_SIM = (10, 11, 12, 13, 14, 15, 16, 17, 18)
_CME_NETWORK = (30, 31, 32)


@unique
class Final(Enum):
    """A good end of an answer."""

    OK = "OK"


@dataclass(frozen=True, slots=True)
class Stored:
    """A message or report lies in the modem: ``+CMTI`` and ``+CDSI``.

    Attributes:
        memory: Two letters: ``SM``, ``ME``, ``SR``.
        index: Place in it.
    """

    memory: str
    index: int


@dataclass(frozen=True, slots=True)
class Direct:
    """A message or report that came without being stored: ``+CMT`` and ``+CDS``.

    Attributes:
        pdu: In hex.
    """

    pdu: str = field(repr=False)


Unasked = Stored | Direct


class LineSplitter:
    """Cuts a stream into lines and tells the prompt for a message, which has no line end."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[str]:
        """Take bytes, give whole lines without their ends; empty ones are left out."""
        *lines, self._held = re.split(rb"[\r\n]+", self._held + data)
        if self._held == PROMPT.encode():
            lines.append(self._held)
            self._held = b""
        if len(self._held) > _LONGEST:  # no modem writes such a line: noise
            self._held = b""
        return [line.decode("latin-1") for line in lines if line]

    def flush(self) -> None:
        """Forget an unfinished line."""
        self._held = b""


class UnaskedFilter:
    """Takes out of a modem's lines what it says unasked, also in the middle of an answer."""

    def __init__(self) -> None:
        self._awaits_pdu = False

    def sort(self, line: str) -> Unasked | str | None:
        """Say what a line is: unasked, one of an answer, or None for noise."""
        if self._awaits_pdu:
            self._awaits_pdu = False
            return Direct(line)
        if line.startswith(_FOLLOWED):
            self._awaits_pdu = True
            return None
        if found := _UNASKED.fullmatch(line):
            return Stored(found[1], int(found[2]))
        return None if line.startswith(_NOISE) else line

    def flush(self) -> None:
        """Forget that a message was announced."""
        self._awaits_pdu = False


def final_of(line: str) -> Final | DeviceError | None:
    """Say whether a line ends an answer, and how; None when it is a part of it."""
    if line == Final.OK.value:
        return Final.OK
    if line == "ERROR":
        return ModemError("the modem refuses the command")
    found = _FAILURE.fullmatch(line)
    if found is None:
        return None
    words = f"the modem reports {found[1]} error {found[2]}"
    if not found[2].isdecimal():  # it was not told yet to speak in numbers
        return ModemSimError(words) if "SIM" in found[2] else ModemError(words)
    number = int(found[2])
    if found[1] == "CMS":
        if number in _CMS_NUMBER:
            return ModemNumberError(words)
        if number in _CMS_NETWORK:
            return ModemNetworkError(words)
        return ModemSimError(words) if number in _CMS_SIM else ModemError(words)
    if number in _CME_NETWORK:
        return ModemNetworkError(words)
    return ModemSimError(words) if number in _CME_SIM else ModemError(words)


def sim_of(lines: list[str]) -> SimState:
    """Read the answer to ``AT+CPIN?``."""
    words = [line.removeprefix("+CPIN:").strip() for line in lines if line.startswith("+CPIN:")]
    return _SIM_WORDS.get(words[-1], SimState.BLOCKED) if words else SimState.UNKNOWN


def sim_of_error(error: DeviceError) -> SimState:
    """Read the error that ``AT+CPIN?`` ended with."""
    number = re.search(r"\d+$", str(error))
    if number is None or not isinstance(error, ModemSimError):
        return SimState.UNKNOWN
    return _NO_SIM.get(int(number[0]), SimState.BROKEN)


def network_of(lines: list[str]) -> NetworkState:
    """Read the answer to ``AT+CREG?``."""
    for line in lines:
        if found := re.match(r"\+CREG: ?\d,(\d)\b", line):
            return _NETWORKS.get(int(found[1]), NetworkState.UNKNOWN)
    return NetworkState.UNKNOWN


def signal_dbm_of(lines: list[str]) -> int | None:
    """Read the answer to ``AT+CSQ``: 0 to 31 is -113 to -51 dBm, 99 not known."""
    for line in lines:
        if found := re.match(r"\+CSQ: ?(\d{1,2}),", line):
            steps = int(found[1])
            return -113 + 2 * steps if steps <= 31 else None
    return None


def reference_of(lines: list[str]) -> int | None:
    """Read the reference of a message that was sent, from ``+CMGS:``."""
    for line in lines:
        if (found := re.match(r"\+CMGS: ?(\d{1,3})\b", line)) and int(found[1]) < 256:
            return int(found[1])
    return None


def memories_of(lines: list[str]) -> tuple[str, str]:
    """Read which memory is read from, and which one takes what comes in, from the answer to ``AT+CPMS?``.

    Returns:
        Both ``SM`` where unsaid; the first twice where the second is.
    """
    for line in lines:
        if line.startswith("+CPMS:") and (named := re.findall(r'"([A-Z]{2})"', line)):
            return named[0], named[2] if len(named) > 2 else named[0]
    return "SM", "SM"


def room_of(lines: list[str]) -> tuple[int, int]:
    """Read how many messages lie in a memory that was chosen, and how many there is room for; 0, 0 where unsaid."""
    for line in lines:
        if found := re.match(r"\+CPMS: ?(\d{1,5}),(\d{1,5})", line):
            return int(found[1]), int(found[2])
    return 0, 0


def stored_pdus(lines: list[str]) -> list[tuple[int | None, str]]:
    """Read the answers to ``AT+CMGL`` and ``AT+CMGR``: place (None for one) and message in hex."""
    found: list[tuple[int | None, str]] = []
    for head, pdu in pairwise(lines):
        if head.startswith("+CMGR:"):
            found.append((None, pdu))
        elif listed := re.match(r"\+CMGL: ?(\d{1,5}),", head):
            found.append((int(listed[1]), pdu))
    return found
