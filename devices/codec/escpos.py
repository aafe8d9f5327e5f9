"""Turns receipts into ESC/POS bytes.

Source: EPSON ESC/POS reference (ESC @, ESC a, ESC E, GS !, GS V, GS v 0, GS ( k, ESC p) and the
kanji mode of Chinese printers (FS &, FS ., FS !). A line with a character that the printer lacks is
drawn and sent as a picture, so it always prints.
"""

from dataclasses import dataclass

from devices.codec import columns
from devices.codec.printer_profiles import GBK, Profile
from devices.codec.receipt import (
    Blank,
    Centered,
    Cut,
    Element,
    Line,
    Paper,
    Picture,
    QrCode,
    Receipt,
    Rule,
    SignatureLine,
    Title,
    Weight,
)

INIT = b"\x1b@"
LEFT, CENTER, RIGHT = b"\x1ba\x00", b"\x1ba\x01", b"\x1ba\x02"
BOLD_ON, BOLD_OFF = b"\x1bE\x01", b"\x1bE\x00"
# Chinese heads size their Chinese letters by FS ! and the others by GS !; Epson's by either.
DOUBLE_ON = b"\x1d!\x11\x1c!\x0c"
DOUBLE_OFF = b"\x1d!\x00\x1c!\x00"
CUT = b"\x1dV\x00"
FEED_AND_CUT = b"\x1dVB\x00"
FEED_TO_TEAR = b"\x1bd\x05"
DRAWER = b"\x1bp\x00\x32\x32"
_QR_LONGEST = 500
_BAND = 256  # rows per picture command: small heads have small buffers


def encode(receipt: Receipt, paper: Paper, profile: Profile = GBK) -> bytes:
    """Write a receipt with the printer's own letters."""
    sheet = _Sheet(paper, profile)
    return INIT + b"".join(sheet.element(element) for element in receipt.elements)


def encode_as_picture(receipt: Receipt, paper: Paper, profile: Profile = GBK) -> bytes:
    """Write a receipt as one drawn picture; then cut."""
    from devices.codec import cells, picture  # Pillow: 50 ms at start that few printers need

    sheet = picture.draw(receipt, paper)
    is_cut = any(isinstance(part, Cut) for part in receipt.elements)
    return INIT + raster(*cells.to_rows(sheet)) + (_cut(profile) if is_cut else b"")


def text_line(
    text: str, paper: Paper, weight: Weight = Weight.NORMAL, profile: Profile = GBK
) -> bytes:
    """Write one line, laid out in columns already.

    Args:
        text: Any characters; ``U+00A5`` becomes the sign that the printer has, what it lacks is drawn.
        paper: For drawn lines.
        weight: Big letters take two columns each.
        profile: What the printer has.
    """
    text = profile.printable(text)
    is_big = weight is Weight.BIG
    data = profile.encode(text)
    if data is None:
        from devices.codec import cells  # Pillow, as above

        sheet = cells.draw(
            text,
            dots=paper.dots,
            scale=2 if is_big else 1,
            bold=weight is not Weight.NORMAL,
            measure=profile.measure,
        )
        return raster(*cells.to_rows(sheet))
    if weight is not Weight.NORMAL:
        data = BOLD_ON + data + BOLD_OFF
    if is_big:
        data = DOUBLE_ON + data + DOUBLE_OFF
    return data + b"\n"


def raster(width_bytes: int, height: int, rows: bytes) -> bytes:
    """Write a picture with GS v 0, in bands.

    Args:
        width_bytes: Bytes per row.
        height: Rows.
        rows: Most significant bit left, 1 is black.
    """
    parts = []
    for top in range(0, height, _BAND):
        count = min(_BAND, height - top)
        parts.append(
            b"\x1dv0\x00"
            + width_bytes.to_bytes(2, "little")
            + count.to_bytes(2, "little")
            + rows[top * width_bytes : (top + count) * width_bytes]
        )
    return b"".join(parts)


def qr_code(text: str, module: int) -> bytes:
    """Write a QR code, model 2, error correction M, with functions 165, 167, 169, 180, 181.

    Raises:
        ValueError: Longer than 500 bytes, or modules not 1 to 16 dots.
    """
    data = text.encode()
    if len(data) > _QR_LONGEST or not 1 <= module <= 16:
        raise ValueError("a QR code holds up to 500 bytes, with modules of 1 to 16 dots")
    return b"".join(
        (
            b"\x1d(k\x04\x001A2\x00",
            b"\x1d(k\x03\x001C" + bytes([module]),
            b"\x1d(k\x03\x001E1",
            b"\x1d(k" + (len(data) + 3).to_bytes(2, "little") + b"1P0" + data,
            b"\x1d(k\x03\x001Q0",
        )
    )


def _cut(profile: Profile) -> bytes:
    return FEED_AND_CUT if profile.has_cutter else FEED_TO_TEAR


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Lays the parts of a receipt out for one printer."""

    paper: Paper
    profile: Profile

    def element(self, element: Element) -> bytes:
        """Write one part."""
        paper, measure = self.paper, self.profile.measure
        printable = self.profile.printable
        match element:
            case Title(text):
                lines = columns.centered(printable(text), paper.columns // 2, measure)
                return self._lines(lines, Weight.BIG)
            case Centered(text, weight):
                lines = columns.centered(printable(text), self._columns(weight), measure)
                return self._lines(lines, weight)
            case Line(left, right, weight):
                both = (printable(left), printable(right))
                return self._lines(columns.beside(*both, self._columns(weight), measure), weight)
            case Rule():
                return self._lines(["-" * paper.columns], Weight.NORMAL)
            case Blank():
                return b"\n"
            case SignatureLine(label):
                return b"\n" + self._lines([f"{printable(label)} {'_' * 20}"], Weight.NORMAL)
            case QrCode(text, module):
                return CENTER + self._code(text, module) + b"\n" + LEFT
            case Picture():
                drawn = raster((element.width + 7) // 8, element.height, element.rows)
                return CENTER + drawn + LEFT
            case Cut():
                return _cut(self.profile)

    def _code(self, text: str, module: int) -> bytes:
        if self.profile.has_qr:
            return qr_code(text, module)
        from devices.codec import cells, picture  # Pillow, as above

        return raster(*cells.to_rows(picture.qr_strip(text, module, self.paper.dots)))

    def _lines(self, lines: list[str], weight: Weight) -> bytes:
        return b"".join(text_line(line, self.paper, weight, self.profile) for line in lines)

    def _columns(self, weight: Weight) -> int:
        return self.paper.columns // 2 if weight is Weight.BIG else self.paper.columns
