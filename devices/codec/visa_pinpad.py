"""Packets of PIN pads of the VISA second generation (VeriFone 101 to MX800, UIC PP79x).

Source: UIC PP791 Programmer's Manual PM0103-U rev 06; VeriFone MX800 Programmer's Manual pp. 309,
322 to 327. Transactions travel as ``STX … ETX LRC``, administration as ``SI … SO LRC``; the LRC is
the XOR of every byte after the first up to and including ETX or SO. It may be any byte, also ETX
or ACK, so it is taken by its place and never searched for.
"""

from dataclasses import dataclass, field
from enum import Enum, IntEnum, unique

from devices.codec.key_block_header import KeyBlockHeader
from devices.errors import (
    DeviceError,
    PinPadAccountError,
    PinPadError,
    PinPadExhaustedError,
    PinPadKeyError,
    TimedOutError,
    WrongAnswerError,
)

STX, ETX, EOT, ACK, SO, SI, NAK, SUB, FS = 0x02, 0x03, 0x04, 0x06, 0x0E, 0x0F, 0x15, 0x1A, 0x1C
_ENDS = {STX: ETX, SI: SO}
_LONGEST = 512


@unique
class Variant(Enum):
    """Dialects."""

    UIC = "uic"
    VERIFONE = "verifone"


@unique
class Keys(Enum):
    """Key management."""

    MKSK = "mksk"
    DUKPT = "dukpt"


@unique
class Control(IntEnum):
    """Single bytes between frames."""

    ACK = ACK
    NAK = NAK
    EOT = EOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """A whole frame.

    Attributes:
        start: STX or SI.
        text: Between start and end; may hold an encrypted block, so never in a ``repr``.
        is_sound: Whether the LRC fits.
    """

    start: int
    text: str = field(repr=False)
    is_sound: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PinResult:
    """Answer 71 or 73.

    Attributes:
        block: Encrypted PIN block, 8 bytes.
        ksn: 20 hex digits, or None with master and session key.
        pin_digits: Length that the pad reports, None with DUKPT.
    """

    block: bytes = field(repr=False)
    ksn: str | None = field(default=None, repr=False)
    pin_digits: int | None = None


def frame(text: str, start: int = STX) -> bytes:
    """Wrap a message as ``STX … ETX LRC`` or ``SI … SO LRC``."""
    body = text.encode("latin-1") + bytes([_ENDS[start]])
    return bytes([start]) + body + bytes([lrc(body)])


def lrc(body: bytes) -> int:
    """XOR of the bytes after the start up to and including the end."""
    result = 0
    for byte in body:
        result ^= byte
    return result


class PacketParser:
    """Splits a stream into packets and control bytes; everything else is noise and dropped."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> list[Packet | Control]:
        """Take bytes, give what they complete."""
        self._held += data
        done: list[Packet | Control] = []
        while self._held:
            first = self._held[0]
            if first in _ENDS:
                end = self._held.find(_ENDS[first], 1)
                if end < 0 or end + 1 >= len(self._held):
                    break
                body = self._held[1 : end + 1]
                done.append(
                    Packet(
                        start=first,
                        text=body[:-1].decode("latin-1"),
                        is_sound=lrc(body) == self._held[end + 1],
                    )
                )
                self._held = self._held[end + 2 :]
                continue
            if first in (ACK, NAK, EOT):
                done.append(Control(first))
            self._held = self._held[1:]
        if len(self._held) > _LONGEST:  # a start without an end: noise that looked like a frame
            self._held = b""
        return done

    def flush(self) -> None:
        """Forget an unfinished packet."""
        self._held = b""


def select_master_key(slot: int) -> bytes:
    """Message 08."""
    return frame(f"08{slot}", SI)


def load_master_key(slot: int, key_block: str) -> bytes:
    """Message 02 with a key block (TR-31); the pad repeats the message, stores after our ACK, sends EOT.

    Raises:
        ValueError: It is no key block: a key in the clear is never sent.
    """
    KeyBlockHeader.parse(key_block)
    return frame(f"02{slot}{key_block}", SI)


def check_master_key(slot: int) -> bytes:
    """Message 04; the answer is ``04F`` when the slot holds a key, ``040`` when not."""
    return frame(f"04{slot}", SI)


RESET = frame("Z1")
CANCEL = frame("72")


def display(text: str) -> bytes:
    """Message Z2, clearing the display first; only with texts of ``PinPrompt``."""
    return frame("Z2" + chr(SUB) + text)


def ask_pin_dukpt(account: str, variant: Variant) -> bytes:
    """Message Z60 for DUKPT; the VeriFone form names the encryption."""
    tail = chr(FS) + "DUKPT ENCRYPTION" if variant is Variant.VERIFONE else ""
    return frame(f"Z60.{account}{tail}")


def ask_pin_session(account: str, working_key: str) -> bytes:
    """Message Z60 for master and session key, with the pad's own prompt."""
    return frame(f"Z60.{account}{chr(FS)}{working_key.upper()}")


def ask_pin_prompted(
    account: str, working_key: str, digits: tuple[int, int], prompts: tuple[str, str, str]
) -> bytes:
    """Message Z62: as Z60 with shortest and longest PIN and three prompts; no empty PIN."""
    least, most = digits
    return frame(
        f"Z62.{account}{chr(FS)}{working_key.upper()}{least:02}{most:02}N" + chr(FS).join(prompts)
    )


_ERRORS: dict[str, tuple[type[DeviceError], str]] = {
    "0": (PinPadAccountError, "no account digits"),
    "1": (PinPadKeyError, "the working key is malformed"),
    "2": (PinPadAccountError, "the account has fewer than 8 digits"),
    "3": (PinPadAccountError, "the account has more than 19 digits"),
    "4": (PinPadAccountError, "the account has a character that is no digit"),
    "5": (PinPadKeyError, "key or amount are malformed"),
    "6": (TimedOutError, "nobody typed a PIN in time"),
    "7": (PinPadExhaustedError, "too many PINs in too short a time"),
    "8": (PinPadError, "amount or prompt is malformed"),
    "9": (PinPadKeyError, "the pad holds no such master key"),
    "A": (PinPadKeyError, "the pad holds no DUKPT key"),
    "B": (PinPadError, "flash fault"),
    "C": (PinPadError, "memory fault"),
    "F": (PinPadExhaustedError, "the pad used its last DUKPT key"),
}


def parse_pin_answer(text: str, keys: Keys) -> PinResult:
    """Read message 71, or 73 of VeriFone with DUKPT.

    Raises:
        TimedOutError: Nobody typed a PIN.
        PinPadError: The pad refused; the subclass says what to do.
        WrongAnswerError: It is no such message.
    """
    if text[:2] not in ("71", "73"):
        raise WrongAnswerError(f"message {text[:2]!r} where 71 or 73 was due")
    if text[:2] == "71" and len(text) == 3:
        error, words = _ERRORS.get(text[2], (PinPadError, f"error {text[2]!r}"))
        raise error(words)
    if keys is Keys.MKSK:
        return _session_result(text)
    # UIC: "71" "0" KSN block; VeriFone: "73." "00000" KSN block. Leading Fs of the KSN are left out.
    head = "710" if text[:2] == "71" else "73.00000"
    if not text.startswith(head) or not 26 <= len(text) - len(head) <= 36:
        raise WrongAnswerError("the DUKPT answer has the wrong length")
    ksn = text[len(head) : -16].rjust(20, "F").upper()
    _hex(ksn)
    return PinResult(block=_hex(text[-16:]), ksn=ksn)


def pin_answer_session(block: bytes, pin_digits: int) -> str:
    """Build message 71 as the pad does with master and session key."""
    return f"71.0{pin_digits:02}01{block.hex().upper()}"


def pin_answer_dukpt(block: bytes, ksn: bytes, variant: Variant) -> str:
    """Build message 71 (UIC) or 73 (VeriFone) as the pad does with DUKPT."""
    serial = ksn.hex().upper().lstrip("F")
    head = "73.00000" if variant is Variant.VERIFONE else "710"
    return head + serial + block.hex().upper()


def _session_result(text: str) -> PinResult:
    # 71 . 0 LL 01 block
    if len(text) != 24 or not text.startswith("71.0") or not text[4:6].isdecimal():
        raise WrongAnswerError("the session key answer has the wrong form")
    return PinResult(block=_hex(text[-16:]), pin_digits=int(text[4:6]))


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise WrongAnswerError("the answer holds something that is not hexadecimal") from error
