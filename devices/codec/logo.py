"""Pictures for the head of a receipt: a hotel's logo, or its name drawn with the house font."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from devices.codec import cells, picture
from devices.codec.receipt import Centered, Paper, Picture, Receipt, Title

_WIDEST: Final = 0.6  # of the paper
_HIGHEST: Final = 160
_MOST_DOTS: Final = 16_000_000  # a picture that unpacks to more is no logo
_WHITE: Final = 255


def logo(png: bytes, paper: Paper) -> Picture:
    """Turn a picture file into dots: fitted, what shows through white, greys as patterns of dots.

    Args:
        png: A PNG, JPEG or BMP file.
        paper: What it is printed on.

    Raises:
        ValueError: It is no picture, or one far too large.
    """
    try:
        with Image.open(BytesIO(png), formats=("PNG", "JPEG", "BMP")) as found:
            if found.width * found.height > _MOST_DOTS:
                raise ValueError("the picture has more than 16 million dots")
            coloured = found.convert("RGBA")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("this is no picture that can be printed: PNG, JPEG or BMP") from error
    sheet = Image.new("RGBA", coloured.size, "white")
    sheet.alpha_composite(coloured)
    room = (round(paper.dots * _WIDEST), _HIGHEST)
    fitted = ImageOps.contain(sheet.convert("L"), room)
    return _dots(fitted.convert("1"))


def name(text: str, paper: Paper) -> Picture:
    """Draw a hotel's name as its own letters."""
    drawn = picture.draw(Receipt((Title(text),)), paper)
    ink = ImageOps.invert(drawn.convert("L")).getbbox()
    if ink is None:  # a name of blanks
        drawn = picture.draw(Receipt((Centered(text),)), paper)
        return _dots(drawn)
    return _dots(drawn.crop((ink[0], max(0, ink[1] - 4), ink[2], ink[3] + 8)))


def _dots(sheet: Image.Image) -> Picture:
    _, height, rows = cells.to_rows(sheet.convert("L"))
    return Picture(width=sheet.width, height=height, rows=rows)
