"""Draws a receipt with real letters, one bit deep, as it comes out of a good thermal head."""

from io import BytesIO

from PIL import Image, ImageDraw

from devices.codec import cells, fonts
from devices.codec import columns as text_columns
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

_INK = 140  # of 255: sheets are white; greyer than this becomes paper
_SIZES = {Weight.NORMAL: 24, Weight.BOLD: 26, Weight.BIG: 38}
_HEIGHTS = {Weight.NORMAL: 38, Weight.BOLD: 44, Weight.BIG: 60}
_TITLE_SIZE, _TITLE_HEIGHT = 48, 74
_RULE_HEIGHT = 22
_SIGNATURE = 240
_QR_QUIET = 4


def draw(receipt: Receipt, paper: Paper) -> Image.Image:
    """Draw a receipt.

    Returns:
        A picture of mode ``1``, as wide as the paper.
    """
    strips = [_strip(element, paper) for element in receipt.elements]
    margin = _margin(paper)
    sheet = Image.new("L", (paper.dots, sum(strip.height for strip in strips) + 2 * margin), 255)
    y = margin
    for strip in strips:
        sheet.paste(strip, (0, y))
        y += strip.height
    return sheet.point(lambda grey: 255 if grey > _INK else 0).convert("1")


def to_png(sheet: Image.Image) -> bytes:
    """Write a picture as PNG, one bit deep."""
    out = BytesIO()
    sheet.convert("1").save(out, "PNG")
    return out.getvalue()


def qr_strip(text: str, module: int, dots: int) -> Image.Image:
    """Draw a QR code (model 2, error correction M) in the middle of a strip."""
    import segno  # only receipts with a code need it

    code = segno.make_qr(text, error="m", boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    # A long text must not be cut off: its modules shrink to what the paper takes.
    module = max(1, min(module, dots // (len(rows) + 2 * _QR_QUIET)))
    side = len(rows) * module
    strip = Image.new("L", (dots, side + 2 * module), 255)
    pen = ImageDraw.Draw(strip)
    left = (dots - side) // 2
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                corner = (left + x * module, (y + 1) * module)
                pen.rectangle((*corner, corner[0] + module - 1, corner[1] + module - 1), fill=0)
    return strip


def _strip(element: Element, paper: Paper) -> Image.Image:
    match element:
        case Title(text):
            return _centered(text, paper, size=_TITLE_SIZE, height=_TITLE_HEIGHT, bold=True)
        case Centered(text, weight):
            size, height = _SIZES[weight], _HEIGHTS[weight]
            return _centered(
                text, paper, size=size, height=height, bold=weight is not Weight.NORMAL
            )
        case Line():
            return _line(element, paper)
        case Rule():
            return _rule(paper)
        case Blank():
            return _blank(paper, _HEIGHTS[Weight.NORMAL] // 2)
        case SignatureLine(label):
            return _signature(label, paper)
        case QrCode(text, module):
            return qr_strip(text, module, paper.dots)
        case Picture():
            strip = _blank(paper, element.height + 8)
            logo = cells.from_rows((element.width + 7) // 8, element.height, element.rows)
            strip.paste(logo, ((paper.dots - element.width) // 2, 4))
            return strip
        case Cut():
            return _blank(paper, 0)


def _margin(paper: Paper) -> int:
    return 28 if paper is Paper.MM_80 else 12


def _blank(paper: Paper, height: int) -> Image.Image:
    return Image.new("L", (paper.dots, height), 255)


def _text_width(text: str, size: int, *, bold: bool) -> int:
    candidates = fonts.load(size, bold=bold)
    return round(
        sum(fonts.font_for(character, candidates).getlength(character) for character in text)
    )


def _write(strip: Image.Image, place: tuple[int, int], text: str, *, size: int, bold: bool) -> None:
    pen = ImageDraw.Draw(strip)
    candidates = fonts.load(size, bold=bold)
    x: float = place[0]
    for character in text:
        font = fonts.font_for(character, candidates)
        pen.text((x, place[1]), character, font=font, fill=0, anchor="ls")
        x += font.getlength(character)


def _fold(text: str, room: int, size: int, *, bold: bool) -> list[str]:
    """Break text into lines that fit the room in pixels."""
    columns = max(2, room * 2 // size)
    lines = text_columns.wrap(text, columns)
    while columns > 2 and any(_text_width(line, size, bold=bold) > room for line in lines):
        columns -= 1
        lines = text_columns.wrap(text, columns)
    return lines


def _centered(text: str, paper: Paper, *, size: int, height: int, bold: bool) -> Image.Image:
    room = paper.dots - 2 * _margin(paper)
    lines = _fold(_narrow(text), room, size, bold=bold)
    strip = _blank(paper, height * len(lines))
    for row, line in enumerate(lines):
        x = (paper.dots - _text_width(line, size, bold=bold)) // 2
        _write(strip, (x, row * height + _baseline(height, size)), line, size=size, bold=bold)
    return strip


def _line(element: Line, paper: Paper) -> Image.Image:
    size, height = _SIZES[element.weight], _HEIGHTS[element.weight]
    bold = element.weight is not Weight.NORMAL
    margin = _margin(paper)
    room = paper.dots - 2 * margin
    left, right = _narrow(element.left), _narrow(element.right)
    right_width = _text_width(right, size, bold=bold)
    is_beside = _text_width(left, size, bold=bold) + right_width + size // 2 <= room
    lefts = [left] if is_beside else _fold(left, room, size, bold=bold)
    rights = [right] if is_beside else _fold(right, room, size, bold=bold)
    rows = 1 if is_beside else len(lefts) + (len(rights) if right else 0)
    strip = _blank(paper, height * rows)
    base = _baseline(height, size)
    for row, line in enumerate(lefts):
        _write(strip, (margin, row * height + base), line, size=size, bold=bold)
    for row, line in enumerate(rights if right else [], start=0 if is_beside else len(lefts)):
        x = paper.dots - margin - _text_width(line, size, bold=bold)
        _write(strip, (x, row * height + base), line, size=size, bold=bold)
    return strip


def _narrow(text: str) -> str:
    # Drawn, the narrow sign stands close to its figures; the full-width cell tears them apart.
    return text_columns.printable(text).replace("\uffe5", "\u00a5")


def _baseline(height: int, size: int) -> int:
    return (height + size) // 2 - size // 8


def _rule(paper: Paper) -> Image.Image:
    strip = _blank(paper, _RULE_HEIGHT)
    pen = ImageDraw.Draw(strip)
    margin = _margin(paper)
    y = _RULE_HEIGHT // 2
    for x in range(margin, paper.dots - margin, 12):
        pen.rectangle((x, y, min(x + 7, paper.dots - margin - 1), y + 1), fill=0)
    return strip


def _signature(label: str, paper: Paper) -> Image.Image:
    size = _SIZES[Weight.NORMAL]
    strip = _blank(paper, 62)
    margin = _margin(paper)
    _write(strip, (margin, 44), label, size=size, bold=False)
    start = margin + _text_width(label, size, bold=False) + 10
    end = min(start + _SIGNATURE, paper.dots - margin)
    ImageDraw.Draw(strip).rectangle((start, 46, end, 47), fill=0)
    return strip
