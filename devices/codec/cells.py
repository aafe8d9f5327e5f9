"""Draws text in cells as a print head sets it: half-width 12 by 24 dots, Chinese twice as wide.

Used for lines that a printer's own letters cannot show, and to show what a printer would have
printed.
"""

from PIL import Image, ImageDraw

from devices.codec import fonts
from devices.codec.columns import WIDE, Measure

CELL_WIDTH = 12
CELL_HEIGHT = 24
LINE_HEIGHT = 30  # ESC/POS default line spacing, 1/6 inch less leading
_EM = 22
_INK = 110  # of 255: a little below half, so that thin strokes survive one bit


def draw(
    text: str, *, dots: int, scale: int = 1, bold: bool = False, measure: Measure = WIDE
) -> Image.Image:
    """Draw one line in cells.

    Args:
        text: As laid out in columns; what does not fit is cut off.
        dots: Width of the picture.
        scale: 1 or 2.
        bold: Use the bold font.
        measure: How many cells each character takes.

    Returns:
        A picture of mode ``L``, white, black letters, no greys.
    """
    sheet = Image.new("L", (dots, CELL_HEIGHT * scale), 255)
    canvas = ImageDraw.Draw(sheet)
    candidates = fonts.load(_EM * scale, bold=bold)
    x = 0
    for character in text:
        cells = measure.width(character)
        font = fonts.font_for(character, candidates)
        middle = x + cells * CELL_WIDTH * scale / 2
        # One baseline for all: fonts disagree about where a line's top is.
        canvas.text((middle, 20 * scale), character, font=font, fill=0, anchor="ms")
        x += cells * CELL_WIDTH * scale
    return sheet.point(lambda grey: 0 if grey < 255 - _INK else 255)


def to_rows(sheet: Image.Image) -> tuple[int, int, bytes]:
    """Pack a picture for printing.

    Returns:
        Bytes per row, rows, and the bytes: most significant bit left, 1 is black.
    """
    bits = sheet.convert("L").point(lambda grey: 255 if grey < 128 else 0).convert("1")
    return (bits.width + 7) // 8, bits.height, bits.tobytes()


def from_rows(width_bytes: int, height: int, rows: bytes) -> Image.Image:
    """Undo ``to_rows``: a picture of mode ``L``, black where bits are 1."""
    bits = Image.frombytes("1", (width_bytes * 8, height), rows)
    return bits.convert("L").point(lambda grey: 0 if grey else 255)
