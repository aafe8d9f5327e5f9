"""Shows ESC/POS bytes as a print head would: the printer simulator's paper.

Knows what ``codec.escpos`` writes, and steps over commands that it does not know the way printers
do: by their length where it is fixed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PIL import Image

from devices.codec import cells, picture
from devices.codec.printer_profiles import GBK, KANJI_ON, Profile
from devices.codec.receipt import Paper

_GAP = cells.LINE_HEIGHT - cells.CELL_HEIGHT
_CUT_FEED = 40
# Length of the whole command, by its first two bytes.
_FIXED = {
    b"\x1b@": 2,
    b"\x1ba": 3,
    b"\x1bE": 3,
    b"\x1bd": 3,
    b"\x1bJ": 3,
    b"\x1bt": 3,
    b"\x1b3": 3,
    b"\x1b2": 2,
    b"\x1bp": 5,
    b"\x1d!": 3,
    b"\x1dr": 3,
    b"\x1c&": 2,
    b"\x1c.": 2,
    b"\x1c!": 3,
    b"\x10\x04": 3,
}


@dataclass(slots=True)
class _State:
    align: int = 0
    scale: int = 1
    is_bold: bool = False
    is_kanji: bool = False
    page: int = 0
    line: bytearray = field(default_factory=bytearray)
    spans: list[tuple[str, int, bool]] = field(default_factory=list)
    qr: str = ""
    module: int = 3


class PrintHead:
    """Prints bytes on paper without end; ``cuts`` counts how often it was cut."""

    def __init__(self, paper: Paper, profile: Profile = GBK) -> None:
        """Put paper in; the profile says which letters the head has."""
        self._paper = paper
        self._profile = profile
        self._state = _State()
        # Drawn only when looked at: a printer must not wait for fonts.
        self._strips: list[Callable[[], Image.Image]] = []
        self.text: list[str] = []
        self.cuts = 0
        self.drawer_pulses = 0
        self.requests: list[bytes] = []

    def print_bytes(self, data: bytes) -> bytes:
        """Print all whole commands and lines.

        Returns:
            What is left over, a command that is not complete yet.
        """
        at = 0
        while at < len(data):
            length = self._step(data, at)
            if length == 0:
                break
            at += length
        return data[at:]

    def sheet(self) -> Image.Image:
        """Give what was printed so far, mode ``1``."""
        strips = [draw() for draw in self._strips]
        height = max(1, sum(strip.height for strip in strips))
        sheet = Image.new("L", (self._paper.dots, height), 255)
        y = 0
        for strip in strips:
            sheet.paste(strip, (0, y))
            y += strip.height
        return sheet.convert("1")

    def png(self) -> bytes:
        """Give what was printed so far as PNG."""
        return picture.to_png(self.sheet())

    def _step(self, data: bytes, at: int) -> int:
        """Do one command or character; give its length, 0 when more bytes are needed."""
        byte = data[at]
        if byte in (0x10, 0x1B, 0x1C, 0x1D):
            return self._command(data, at)
        if byte == 0x0A:
            self._line_feed()
        elif self._state.is_kanji and byte >= 0x81:
            if at + 1 >= len(data):
                return 0
            self._put(data[at : at + 2].decode(self._profile.chinese or "ascii", "replace"))
            return 2
        elif byte >= 0x20:
            self._put(chr(byte) if byte < 0x7F else self._letter(byte))
        return 1

    def _command(self, data: bytes, at: int) -> int:
        name = data[at : at + 2]
        if len(name) < 2:
            return 0
        if name == b"\x1dv":
            return self._raster(data, at)
        if name == b"\x1d(":
            return self._extended(data, at)
        if name == b"\x1dV":
            return self._cut(data, at)
        length = _FIXED.get(name, 2)
        if at + length > len(data):
            return 0
        self._simple(name, data[at + 2 : at + length])
        return length

    def _simple(self, name: bytes, arguments: bytes) -> None:
        state = self._state
        match name:
            case b"\x1b@":
                self._flush()
                self._state = _State()
            case b"\x1ba":
                state.align = arguments[0] & 3
            case b"\x1bE":
                state.is_bold = bool(arguments[0] & 1)
            case b"\x1d!":
                state.scale = 2 if arguments[0] & 0x77 else 1
            case b"\x1bt" | b"\x1c&" | b"\x1c.":
                self._choose(name, arguments)
            case b"\x1bd":
                self._flush()
                for _ in range(arguments[0]):
                    self._line_feed()
            case b"\x1bp":
                self.drawer_pulses += 1
            case b"\x10\x04" | b"\x1dr":
                self.requests.append(name + arguments)
            case _:
                pass

    def _choose(self, name: bytes, arguments: bytes) -> None:
        """Take another code page, or turn kanji mode on or off."""
        if arguments:
            self._state.page = arguments[0]
        else:
            self._state.is_kanji = name == KANJI_ON

    def _letter(self, byte: int) -> str:
        """Return what the chosen code page has; of a page that the head lacks garbage, shown as such."""
        codec = self._profile.pages.get(self._state.page, "ascii")
        return bytes([byte]).decode(codec, "replace").replace("\ufffd", "?")

    def _put(self, character: str) -> None:
        self._state.spans.append((character, self._state.scale, self._state.is_bold))

    def _line_feed(self) -> None:
        if self._state.spans:
            self._flush()
        else:
            self.text.append("")
            self._space(cells.LINE_HEIGHT)

    def _flush(self) -> None:
        """Print the line that is held."""
        spans, self._state.spans = self._state.spans, []
        if not spans:
            return
        text = "".join(character for character, _, _ in spans)
        self.text.append(text)
        scale = max(size for _, size, _ in spans)
        bold = any(is_bold for _, _, is_bold in spans)
        width = self._profile.measure.width
        used = sum(width(character) * cells.CELL_WIDTH * size for character, size, _ in spans)
        dots = min(used, self._paper.dots)
        self._strips.append(
            partial(self._text_strip, text, dots, self._left(dots), scale=scale, bold=bold)
        )

    def _text_strip(
        self, text: str, dots: int, left: int, *, scale: int, bold: bool
    ) -> Image.Image:
        measure = self._profile.measure
        drawn = cells.draw(text, dots=dots, scale=scale, bold=bold, measure=measure)
        strip = Image.new("L", (self._paper.dots, drawn.height + _GAP), 255)
        strip.paste(drawn, (left, _GAP // 2))
        return strip

    def _left(self, width: int) -> int:
        free = max(0, self._paper.dots - width)
        return {1: free // 2, 2: free}.get(self._state.align, 0)

    def _space(self, height: int) -> None:
        self._strips.append(partial(Image.new, "L", (self._paper.dots, height), 255))

    def _raster(self, data: bytes, at: int) -> int:
        head = data[at : at + 8]
        if len(head) < 8:
            return 0
        width = int.from_bytes(head[4:6], "little")
        height = int.from_bytes(head[6:8], "little")
        end = at + 8 + width * height
        if end > len(data):
            return 0
        self._flush()
        if width and height:
            rows = data[at + 8 : end]
            self._strips.append(partial(self._picture_strip, width, rows, self._left(width * 8)))
        return end - at

    def _picture_strip(self, width: int, rows: bytes, left: int) -> Image.Image:
        drawn = cells.from_rows(width, len(rows) // width, rows)
        strip = Image.new("L", (self._paper.dots, drawn.height), 255)
        strip.paste(drawn, (left, 0))
        return strip

    def _extended(self, data: bytes, at: int) -> int:
        if at + 5 > len(data):
            return 0
        end = at + 5 + int.from_bytes(data[at + 3 : at + 5], "little")
        if end > len(data):
            return 0
        arguments = data[at + 5 : end]
        if data[at + 2 : at + 3] == b"k" and len(arguments) >= 3:
            self._qr(arguments[1:2], arguments[2:])
        return end - at

    def _qr(self, function: bytes, arguments: bytes) -> None:
        match function:
            case b"C":
                self._state.module = arguments[0]
            case b"P":
                self._state.qr = arguments[1:].decode("utf-8", "replace")
            case b"Q" if self._state.qr:
                self._flush()
                self._strips.append(
                    partial(picture.qr_strip, self._state.qr, self._state.module, self._paper.dots)
                )
                self.text.append(f"[QR {self._state.qr}]")
            case _:
                pass

    def _cut(self, data: bytes, at: int) -> int:
        kind = data[at + 2 : at + 3]
        length = 4 if kind >= b"A" else 3
        if not kind or at + length > len(data):
            return 0
        self._flush()
        self._space(_CUT_FEED)
        self.cuts += 1
        return length
