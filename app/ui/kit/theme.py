"""Tokens made visible: colours, sizes, fonts, icons and the sheet, all from ``tokens.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from string import Template
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

_STROKE = ((28, "1.25"), (22, "1.5"), (0, "1.75"))


class _Dresser(QObject):
    """Dresses one window; goes with it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._window = theme, window
        theme.changed.connect(self.dress)

    @Slot()
    def dress(self) -> None:
        """Put the sheet on."""
        self._window.setStyleSheet(self._theme.sheet())


class Theme(QObject):
    """One set of colours and one face's sizes, read once.

    Args:
        folder: The resources folder, with ``themes/`` and ``icons/`` in it.
        colours: ``light``, ``dark`` or ``high_contrast``.
        face: ``desk``, ``outlet``, ``kiosk`` or ``kiosk_wide``: which sizes hold; the last two have
            ``_large`` ones for the text alone.
    """

    changed = Signal()

    def __init__(self, folder: Path, colours: str = "light", face: str = "desk") -> None:
        super().__init__()
        with (folder / "themes" / "tokens.toml").open("rb") as file:
            self._tokens: dict[str, Any] = tomllib.load(file)
        self._sheet = Template((folder / "themes" / "base.qss").read_text("utf-8"))
        self._icons = folder / "icons"
        self._face = face
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._fonts: dict[tuple[str, int, bool, bool], QFont] = {}
        self.name = colours
        self._colours = self._read_colours()

    def of_face(self, face: str) -> Theme:
        """Give the theme of another face in the same colours; this one where it is the same."""
        if face == self._face:
            return self
        return Theme(self._icons.parent, self.name, face)

    @property
    def face(self) -> str:
        """Whose sizes hold."""
        return self._face

    def choose_face(self, face: str) -> None:
        """Take the sizes of another face; windows are dressed anew, fixed heights are the pages' own affair."""
        self._face = face
        self._fonts.clear()
        self.changed.emit()

    def _read_colours(self) -> dict[str, QColor]:
        return {k: QColor(v) for k, v in self._tokens["colour"][self.name].items()}

    def colour(self, name: str) -> QColor:
        """Give a colour by its token's name."""
        return self._colours[name]

    def number(self, table: str, key: str) -> int:
        """Give a length or duration, e.g. ``number("space", "m")``."""
        value = self._tokens[table][key]
        return int(value)

    def control(self, key: str) -> int:
        """Give a height of this face's controls."""
        return int(self._tokens["control"][self._face.removesuffix("_large")][key])

    def size(self, role: str) -> tuple[int, int]:
        """Give a text size and its line height in pixels."""
        size, line = self._tokens["type"][self._face][role]
        return int(size), int(line)

    def font(self, role: str, weight: int = 400, *, tabular: bool = True) -> QFont:
        """Give the font of a text role; ``serif`` in the role's name takes the display family."""
        serif = role.endswith("-serif")
        key = (role, weight, tabular, serif)
        if key not in self._fonts:
            families = self._tokens["font"]["display" if serif else "text"]
            font = QFont()
            font.setFamilies([*families, *self._tokens["font"]["text"]] if serif else families)
            font.setPixelSize(self.size(role.removesuffix("-serif"))[0])
            font.setWeight(QFont.Weight(weight))
            # said either way: a painter inherits the features of the application's font
            font.setFeature(QFont.Tag("tnum"), int(tabular))
            self._fonts[key] = font
        return self._fonts[key]

    def families(self) -> tuple[str, ...]:
        """Give the families that texts are drawn with where all are installed."""
        return tuple(self._tokens["font"]["text"][:2]) + tuple(self._tokens["font"]["display"][:1])

    def key_font(self, size: int = 12) -> QFont:
        """Give the font of key caps and badges, in pixels: a mark, not a sixth text size. Not to be changed."""
        key = ("key", size, True, False)
        if key not in self._fonts:
            font = QFont(self.font("caption", 600))
            font.setPixelSize(size)
            self._fonts[key] = font
        return self._fonts[key]

    def pixmap(self, icon: str, colour: str, size: int, density: float = 1.0) -> QPixmap:
        """Draw an icon in a colour; kept, so that painting is cheap."""
        key = (icon, colour, size, density)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(icon, self.colour(colour), size, density)
        return self._pixmaps[key]

    def _draw(self, icon: str, colour: QColor, size: int, density: float) -> QPixmap:
        if icon not in self._sources:
            self._sources[icon] = (self._icons / f"{icon}.svg").read_text("utf-8")
        stroke = next(width for least, width in _STROKE if size >= least)
        source = self._sources[icon].replace("currentColor", colour.name())
        source = source.replace('stroke-width="1.5"', f'stroke-width="{stroke}"')
        pixmap = QPixmap(round(size * density), round(size * density))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer = QSvgRenderer(QByteArray(source.encode()))
        renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
        painter.end()
        pixmap.setDevicePixelRatio(density)
        return pixmap

    def sheet(self) -> str:
        """Fill the style sheet with this theme's tokens."""
        values = {name: colour.name() for name, colour in self._colours.items()}
        for table in ("radius", "line", "space", "inset"):
            values |= {f"{table}_{k}": str(v) for k, v in self._tokens[table].items()}
        for role in ("caption", "body", "lead", "title", "figure"):
            values[f"{role}_size"], values[f"{role}_line"] = map(str, self.size(role))
        families = self._tokens["font"]
        for name in ("display", "text"):
            values[f"{name}_families"] = ", ".join(f'"{one}"' for one in families[name])
        if self.name == "high_contrast":
            values["line_hair"] = str(self._tokens["line"]["high_contrast"])
        return self._sheet.substitute(values | {"line_line": values["line"]})

    def warm_up(self, role: str, weight: int) -> None:
        """Open a font's files by drawing with it once; the first 汉字 of a family takes up to 100 ms."""
        pixmap = QPixmap(400, 120)
        painter = QPainter(pixmap)
        painter.setFont(self.font(role, weight))
        painter.drawText(0, 80, "汉字 Latin \u00a51,280.00 → − · ••••")
        painter.end()

    def dress(self, window: QWidget) -> None:
        """Give a window the sheet, now and whenever the colours change.

        Not the application: there each widget is dressed anew by every box that it is put into, and a
        page takes twice as long to build.
        """
        _Dresser(self, window).dress()

    def apply(self, app: QApplication) -> None:
        """Dress the application: Fusion, fonts and palette; windows take the sheet by ``dress``."""
        app.setStyle("Fusion")
        app.setFont(self.font("body"))
        self._colour(app)

    def _colour(self, app: QApplication) -> None:
        palette = QPalette()
        for role, name in (
            (QPalette.ColorRole.Window, "paper"),
            (QPalette.ColorRole.Base, "surface"),
            (QPalette.ColorRole.Text, "ink"),
            (QPalette.ColorRole.WindowText, "ink"),
            (QPalette.ColorRole.PlaceholderText, "ink3"),
            (QPalette.ColorRole.Highlight, "accent"),
            (QPalette.ColorRole.HighlightedText, "accent_ink"),
        ):
            palette.setColor(role, self.colour(name))
        app.setPalette(palette)

    def choose(self, colours: str, app: QApplication) -> None:
        """Change the colours at run time: style and fonts stay, each widget is dressed anew once."""
        self.name = colours
        self._colours = self._read_colours()
        self._pixmaps.clear()
        self._colour(app)
        self.changed.emit()
