"""Text messages as modems take and give them: SUBMIT, DELIVER and STATUS-REPORT in hex.

Source: 3GPP TS 23.040, clause 9.2. Numbers are semi-octets, swapped; times are semi-octets with a
quarter-hour offset. Nothing here shows a number or a text in a ``repr``.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from devices.codec.gsm_text import Alphabet, cut, from_septets, pack, to_septets, unpack
from devices.codec.pdu_reader import PduReader, swapped
from devices.errors import WrongAnswerError

_SUBMIT, _REPORT_REQUEST, _HEADER, _RELATIVE = 0x01, 0x20, 0x40, 0x10
_TYPE = 0x03
_DELIVER, _STATUS = 0x00, 0x02
_UNKNOWN_TYPE, _INTERNATIONAL, _ALPHANUMERIC = 0x81, 0x91, 0x50
_CODINGS = {Alphabet.GSM: 0x00, Alphabet.UCS2: 0x08}
_LONG_8, _LONG_16 = 0x00, 0x08
_EXTRA_DIGITS = "*#abc"


@dataclass(frozen=True, slots=True)
class Part:
    """Place of a message in a longer text.

    Attributes:
        reference: The same in all parts of a text.
        total: How many there are.
        number: 1 to ``total``.
    """

    reference: int
    total: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """One message to send.

    Attributes:
        pdu: What follows the prompt, hex, the service centre's address first.
        length: Bytes after that address, for ``AT+CMGS=``.
    """

    pdu: str = field(repr=False)
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message that came, or one to send read back.

    Attributes:
        number: Who sent it (or to whom it goes): ``+`` and digits, digits, or a name.
        text: Of this part.
        at: When the service centre took it; None in a message to send.
        part: Place in a longer text; None when it stands alone.
        wants_report: Whether the sender asked to hear of its delivery.
    """

    number: str = field(repr=False)
    text: str = field(repr=False)
    at: datetime | None = None
    part: Part | None = None
    wants_report: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """What became of a message.

    Attributes:
        reference: As ``+CMGS:`` gave it.
        number: To whom it went.
        taken_at: When the service centre took it.
        done_at: When that was known.
        status: 0 to 31 delivered, 32 to 63 still being tried, above failed for good (9.2.3.15).
    """

    reference: int
    number: str = field(repr=False)
    taken_at: datetime | None
    done_at: datetime | None
    status: int

    @property
    def is_delivered(self) -> bool:
        """Whether the phone has it."""
        return self.status < 0x20

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be tried."""
        return not 0x20 <= self.status < 0x40


def submits(
    number: str,
    text: str,
    *,
    reference: int = 0,
    smsc: str = "",
    wants_report: bool = False,
    valid_minutes: int = 1440,
) -> tuple[Submit, ...]:
    """Write a text to a number as messages to send.

    Args:
        number: ``+`` and digits, or digits.
        text: Any length; cut as ``gsm_text.cut`` says.
        reference: 0 to 255, the same in all parts of a long text; take another for the next.
        smsc: Service centre; ``""`` leaves it to the SIM.
        wants_report: Ask to hear of the delivery.
        valid_minutes: How long the service centre tries; rounded up to what it can be told.
    """
    made = cut(text)
    first = _SUBMIT | _RELATIVE | (_REPORT_REQUEST if wants_report else 0)
    centre = _centre(smsc)
    messages = []
    for place, piece in enumerate(made.parts, 1):
        total = len(made.parts)
        header = bytes([5, _LONG_8, 3, reference, total, place]) if total > 1 else b""
        body = (
            bytes([first | (_HEADER if header else 0), 0])
            + _address(number)
            + bytes([0, _CODINGS[made.alphabet], _validity(valid_minutes)])
            + _user_data(piece, made.alphabet, header)
        )
        messages.append(Submit(pdu=(centre + body).hex().upper(), length=len(body)))
    return tuple(messages)


def delivers(number: str, text: str, at: datetime, *, reference: int = 0) -> tuple[str, ...]:
    """Write a text as it comes to a phone, in hex: what simulators send."""
    made = cut(text)
    total = len(made.parts)
    found = []
    for place, piece in enumerate(made.parts, 1):
        header = bytes([5, _LONG_8, 3, reference, total, place]) if total > 1 else b""
        first = _DELIVER | (_HEADER if header else 0)
        body = bytes([first]) + _address(number) + bytes([0, _CODINGS[made.alphabet]])
        body += _time(at) + _user_data(piece, made.alphabet, header)
        found.append((b"\0" + body).hex().upper())
    return tuple(found)


def status_report(reference: int, number: str, at: datetime, status: int) -> str:
    """Write a status report in hex: what simulators send."""
    body = bytes([_STATUS, reference]) + _address(number) + _time(at) * 2 + bytes([status])
    return (b"\0" + body).hex().upper()


def parse(pdu: str) -> Delivered | StatusReport:
    """Read what a modem holds: a message that came, or a status report.

    Raises:
        WrongAnswerError: It is neither, or stops before its end.
    """
    reader = PduReader(pdu)
    reader.take(reader.byte())  # the service centre
    first = reader.byte()
    match first & _TYPE:
        case 0x00:
            number = _number(reader)
            reader.byte()
            coding = reader.byte()
            at = _time_of(reader.take(7))
            text, part = _text(reader, coding, has_header=bool(first & _HEADER))
            return Delivered(number=number, text=text, at=at, part=part)
        case 0x02:
            reference = reader.byte()
            number = _number(reader)
            taken_at = _time_of(reader.take(7))
            done_at = _time_of(reader.take(7))
            return StatusReport(
                reference=reference,
                number=number,
                taken_at=taken_at,
                done_at=done_at,
                status=reader.byte(),
            )
        case _:
            raise WrongAnswerError("the message is neither a text nor a report")


def parse_submit(pdu: str) -> Delivered:
    """Read a message to send: what simulators do.

    Raises:
        WrongAnswerError: It is none, or stops before its end.
    """
    reader = PduReader(pdu)
    reader.take(reader.byte())
    first = reader.byte()
    if first & _TYPE != _SUBMIT:
        raise WrongAnswerError("the message is none to send")
    reader.byte()
    number = _number(reader)
    reader.byte()
    coding = reader.byte()
    # The validity has no byte, one (relative) or seven (absolute, enhanced).
    reader.take({0x00: 0, _RELATIVE: 1}.get(first & 0x18, 7))
    text, part = _text(reader, coding, has_header=bool(first & _HEADER))
    return Delivered(
        number=number, text=text, part=part, wants_report=bool(first & _REPORT_REQUEST)
    )


def masked(number: str) -> str:
    """Give a number for logs: its first three and last two characters."""
    if len(number) <= 5:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def _centre(smsc: str) -> bytes:
    if not smsc:
        return b"\0"
    digits = smsc.removeprefix("+")
    kind = _INTERNATIONAL if smsc.startswith("+") else _UNKNOWN_TYPE
    number = swapped(digits)
    return bytes([len(number) + 1, kind]) + number


def _address(number: str) -> bytes:
    if not number.removeprefix("+").isdecimal():  # the name of a sender, at most 11 letters
        packed = pack(to_septets(number))
        return bytes([2 * len(packed), 0x80 | _ALPHANUMERIC]) + packed
    digits = number.removeprefix("+")
    kind = _INTERNATIONAL if number.startswith("+") else _UNKNOWN_TYPE
    return bytes([len(digits), kind]) + swapped(digits)


def _number(reader: PduReader) -> str:
    digits, kind = reader.byte(), reader.byte()
    data = reader.take((digits + 1) // 2)
    if kind & 0x70 == _ALPHANUMERIC:
        return from_septets(unpack(data, digits * 4 // 7))
    found = "".join(f"{byte & 0x0F:x}{byte >> 4:x}" for byte in data)[:digits]
    readable = "".join(
        one if one.isdecimal() else _EXTRA_DIGITS[int(one, 16) - 10]
        for one in found.rstrip("f")
        if one != "f"
    )
    return ("+" if kind & 0x70 == 0x10 else "") + readable


def _user_data(text: str, alphabet: Alphabet, header: bytes) -> bytes:
    if alphabet is Alphabet.UCS2:
        data = header + text.encode("utf-16-be", "surrogatepass")
        return bytes([len(data)]) + data
    fill_bits = -8 * len(header) % 7
    septets = to_septets(text)
    length = (8 * len(header) + fill_bits) // 7 + len(septets)
    return bytes([length]) + header + pack(septets, fill_bits=fill_bits)


def _text(reader: PduReader, coding: int, *, has_header: bool) -> tuple[str, Part | None]:
    alphabet = _alphabet(coding)
    length = reader.byte()
    data = reader.take((7 * length + 7) // 8 if alphabet is Alphabet.GSM else length)
    part, header = None, 0
    if has_header and data:
        header = data[0] + 1
        part = _part(data[1:header])
    body = data[header:]
    if alphabet is Alphabet.UCS2:
        # A pair may be torn apart between two parts; whoever joins them mends it.
        return body[: len(body) // 2 * 2].decode("utf-16-be", "surrogatepass"), part
    if alphabet is Alphabet.DATA:
        return body.decode("latin-1"), part
    fill_bits = -8 * header % 7
    count = length - (8 * header + fill_bits) // 7
    return from_septets(unpack(body, count, fill_bits=fill_bits)), part


def _alphabet(coding: int) -> Alphabet:
    """Read the data coding scheme (TS 23.038, clause 4)."""
    if coding & 0x80 == 0:
        if coding & 0x20:
            raise WrongAnswerError("the text is compressed")
        return (Alphabet.GSM, Alphabet.DATA, Alphabet.UCS2, Alphabet.GSM)[coding >> 2 & 3]
    if coding >> 4 == 0xF:
        return Alphabet.DATA if coding & 4 else Alphabet.GSM
    return Alphabet.UCS2 if coding >> 4 == 0xE else Alphabet.GSM


def _part(header: bytes) -> Part | None:
    """Find the place in a longer text among the elements of a header."""
    at = 0
    while at + 1 < len(header):
        kind, length = header[at], header[at + 1]
        data = header[at + 2 : at + 2 + length]
        if (kind, len(data)) in ((_LONG_8, 3), (_LONG_16, 4)):
            reference = int.from_bytes(data[:-2], "big")
            total, number = data[-2], data[-1]
            # A place that cannot be means: read it as if there were none (9.2.3.24.1).
            return Part(reference, total, number) if 0 < number <= total else None
        at += 2 + length
    return None


def _validity(minutes: int) -> int:
    """Write a relative validity period (9.2.3.12.1), rounded up."""
    if minutes <= 720:
        return max(0, -(-minutes // 5) - 1)
    if minutes <= 1440:
        return 143 - (720 - minutes) // 30
    if minutes <= 30 * 1440:
        return 166 - -minutes // 1440
    return min(255, 192 - -minutes // (7 * 1440))


def _time(at: datetime) -> bytes:
    offset = at.utcoffset() or timedelta()
    quarters = int(abs(offset).total_seconds()) // 900
    zone = int(f"{quarters:02}"[::-1], 16) | (0x08 if offset < timedelta() else 0)
    return swapped(f"{at:%y%m%d%H%M%S}") + bytes([zone])


def _time_of(data: bytes) -> datetime | None:
    """Read a time; None where it is none, as some centres send zeros."""
    digits = "".join(f"{byte & 0x0F:x}{byte >> 4:x}" for byte in data[:6])
    zone = data[6]
    quarters = f"{zone & 0x07:x}{zone >> 4:x}"
    if not (digits + quarters).isdecimal():
        return None
    offset = timedelta(minutes=15 * int(quarters)) * (-1 if zone & 0x08 else 1)
    try:
        naive = datetime.strptime(digits, "%y%m%d%H%M%S").replace(tzinfo=UTC)
        return naive.replace(tzinfo=timezone(offset))
    except ValueError:
        return None
