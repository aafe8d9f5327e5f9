"""Finds a font with Chinese characters for drawing receipts.

Asks fontconfig when there is one, then looks where systems keep fonts. Noto Sans CJK SC first,
WenQuanYi and the systems' own next, DejaVu last (no Chinese, but it prints).
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

_LAYOUT: Final = ImageFont.Layout.BASIC  # the other one fails on stray control characters
_FAMILIES: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "DejaVu Sans")
_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "${WINDIR}/Fonts",
)
_FILES: Final = {
    False: (
        "NotoSansCJK-Medium.ttc",
        "NotoSansCJKsc-Medium.otf",
        "NotoSansCJK-Regular.ttc",
        "NotoSansCJKsc-Regular.otf",
        "msyh.ttc",
        "PingFang.ttc",
        "wqy-microhei.ttc",
        "wqy-zenhei.ttc",
        "DejaVuSans.ttf",
    ),
    True: (
        "NotoSansCJK-Bold.ttc",
        "NotoSansCJKsc-Bold.otf",
        "msyhbd.ttc",
        "DejaVuSans-Bold.ttf",
    ),
}
_NO_GLYPH: Final = "\U0010fffe"  # never assigned: draws what the font draws for missing ones


@cache
def load(size: int, *, bold: bool = False) -> tuple[Font, ...]:
    """Load the fonts to try, best first.

    Args:
        size: Pixels per em; 22 or more stays readable on a thermal head.
        bold: For titles and sums.

    Returns:
        At least one font; Pillow's own when the system has none.
    """
    fonts: list[Font] = []
    for path in _paths(bold=bold):
        with contextlib.suppress(OSError):
            fonts.append(_simplified_chinese(path, size))
    builtin = ImageFont.load_default(size)
    if isinstance(builtin, Font):
        fonts.append(builtin)
    return tuple(fonts)


def font_for(character: str, fonts: tuple[Font, ...]) -> Font:
    """Choose the first font that has the character, else the first."""
    for font in fonts:
        if _has(font, character):
            return font
    return fonts[0]


def _has(font: Font, character: str) -> bool:
    drawn = font.getmask(character, mode="1")
    missing = font.getmask(_NO_GLYPH, mode="1")
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)


def _simplified_chinese(path: Path, size: int) -> Font:
    """Open a file; of a collection the face whose name ends in SC, else the first."""
    first = ImageFont.truetype(str(path), size, layout_engine=_LAYOUT)
    if path.suffix.lower() != ".ttc":
        return first
    for index in range(1, 10):
        try:
            face = ImageFont.truetype(str(path), size, index=index, layout_engine=_LAYOUT)
        except OSError:
            break
        if (face.getname()[0] or "").endswith(" SC"):
            return face
    return first


@cache
def _paths(*, bold: bool) -> tuple[Path, ...]:
    found = dict.fromkeys([*_from_fontconfig(bold=bold), *_from_folders(bold=bold)])
    return tuple(found)


def _from_fontconfig(*, bold: bool) -> Iterator[Path]:
    command = shutil.which("fc-match")
    if command is None:
        return
    weight = "bold" if bold else "medium"
    for family in _FAMILIES:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            answer = subprocess.run(  # noqa: S603 - a fixed command, no text of others
                [command, "--format", "%{file}|%{family}", f"{family}:weight={weight}"],
                capture_output=True,
                text=True,
                timeout=5,
                check=True,
            )
            path, _, families = answer.stdout.partition("|")
            if family in families.split(",") and Path(path).is_file():
                yield Path(path)


def _from_folders(*, bold: bool) -> Iterator[Path]:
    for folder in _FOLDERS:
        place = Path(os.path.expandvars(folder)).expanduser()
        if place.is_dir():
            files = {path.name: path for path in place.rglob("*.[to]t[cf]")}
            yield from (files[name] for name in _FILES[bold] if name in files)
