"""Turns receipts into ESC/POS bytes.

Source: EPSON ESC/POS reference (ESC @, ESC a, ESC E, GS !, GS V, GS v 0, GS ( k, ESC p) and the
kanji mode of Chinese printers (FS &, FS ., FS !) in GBK. A line with a character that GBK lacks is
drawn and sent as a picture, so it always prints.
"""

from devices.codec import columns
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
KANJI_ON = b"\x1c&"
KANJI_OFF = b"\x1c."
LEFT, CENTER, RIGHT = b"\x1ba\x00", b"\x1ba\x01", b"\x1ba\x02"
BOLD_ON, BOLD_OFF = b"\x1bE\x01", b"\x1bE\x00"
# Chinese heads size their Chinese letters by FS ! and the others by GS !; Epson's by either.
DOUBLE_ON = b"\x1d!\x11\x1c!\x0c"
DOUBLE_OFF = b"\x1d!\x00\x1c!\x00"
CUT = b"\x1dV\x00"
FEED_AND_CUT = b"\x1dVB\x00"
DRAWER = b"\x1bp\x00\x32\x32"
_QR_LONGEST = 500
_BAND = 256  # rows per picture command: small heads have small buffers


def encode(receipt: Receipt, paper: Paper) -> bytes:
    """Write a receipt with the printer's own letters."""
    return INIT + b"".join(_element(element, paper) for element in receipt.elements)


def encode_as_picture(receipt: Receipt, paper: Paper) -> bytes:
    """Write a receipt as one drawn picture, for printers without Chinese letters; then cut."""
    from devices.codec import cells, picture  # Pillow: 50 ms at start that few printers need

    sheet = picture.draw(receipt, paper)
    cut = FEED_AND_CUT if any(isinstance(part, Cut) for part in receipt.elements) else b""
    return INIT + raster(*cells.to_rows(sheet)) + cut


def text_line(text: str, paper: Paper, weight: Weight = Weight.NORMAL) -> bytes:
    """Write one line, laid out in columns already.

    Args:
        text: Any characters; ``U+00A5`` becomes the full-width sign, what GBK lacks is drawn.
        paper: For drawn lines.
        weight: Big letters take two columns each.
    """
    text = columns.printable(text)
    is_big = weight is Weight.BIG
    if not columns.is_gbk(text):
        from devices.codec import cells  # Pillow, as above

        sheet = cells.draw(
            text,
            dots=paper.dots,
            scale=2 if is_big else 1,
            bold=weight is not Weight.NORMAL,
        )
        return raster(*cells.to_rows(sheet))
    data = text.encode("gbk")
    if not text.isascii():
        data = KANJI_ON + data + KANJI_OFF
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


def _element(element: Element, paper: Paper) -> bytes:
    match element:
        case Title(text):
            return _lines(
                columns.centered(columns.printable(text), paper.columns // 2), paper, Weight.BIG
            )
        case Centered(text, weight):
            lines = columns.centered(columns.printable(text), _columns(paper, weight))
            return _lines(lines, paper, weight)
        case Line(left, right, weight):
            both = (columns.printable(left), columns.printable(right))
            return _lines(columns.beside(*both, _columns(paper, weight)), paper, weight)
        case Rule():
            return text_line("-" * paper.columns, paper)
        case Blank():
            return b"\n"
        case SignatureLine(label):
            label = columns.printable(label)
            return b"\n" + text_line(f"{label} {'_' * 20}", paper)
        case QrCode(text, module):
            return CENTER + qr_code(text, module) + b"\n" + LEFT
        case Picture():
            drawn = raster((element.width + 7) // 8, element.height, element.rows)
            return CENTER + drawn + LEFT
        case Cut():
            return FEED_AND_CUT


def _lines(lines: list[str], paper: Paper, weight: Weight) -> bytes:
    return b"".join(text_line(line, paper, weight) for line in lines)


def _columns(paper: Paper, weight: Weight) -> int:
    return paper.columns // 2 if weight is Weight.BIG else paper.columns
