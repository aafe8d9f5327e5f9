"""The language of a face, changed at run time, and figures as people write them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import (
    QCoreApplication,
    QFile,
    QIODevice,
    QLocale,
    QObject,
    QTranslator,
    QXmlStreamReader,
    Signal,
)
from typing_extensions import override

from app.ui.kit.words import Fact, Words

_WEEK_ZH = "一二三四五六日"
_WEEK_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUS = "\u2212"
_OWN = ("zh_CN", "en")
_NAMES = {"zh_CN": ("中文", "中"), "en": ("English", "EN")}


class TsTranslator(QTranslator):
    """Reads a ``.ts`` file itself, so that nothing has to be built before a window opens."""

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: dict[tuple[str, str], tuple[str, ...]] = {}
        self._read(file)

    def _read(self, file: Path) -> None:
        device = QFile(str(file))
        if not device.open(QIODevice.OpenModeFlag.ReadOnly):
            raise FileNotFoundError(file)
        reader = QXmlStreamReader(device)
        context = source = ""
        while not reader.atEnd():
            if reader.readNext() != QXmlStreamReader.TokenType.StartElement:
                continue
            match reader.name():
                case "name":
                    context = reader.readElementText()
                case "source":
                    source = reader.readElementText()
                case "translation" if not reader.attributes().hasAttribute("type"):
                    if forms := self._forms(reader):
                        self._texts[context, source] = forms
                case _:
                    pass
        device.close()

    @staticmethod
    def _forms(reader: QXmlStreamReader) -> tuple[str, ...]:
        """Read one translation: plain text, or its plural forms."""
        text, forms = "", []
        while not reader.atEnd():
            kind = reader.readNext()
            if kind == QXmlStreamReader.TokenType.EndElement:
                break
            if kind == QXmlStreamReader.TokenType.StartElement:
                forms.append(reader.readElementText())
            elif kind == QXmlStreamReader.TokenType.Characters:
                text += reader.text()
        return tuple(forms) or ((text,) if text else ())

    @override
    def isEmpty(self) -> bool:
        return not self._texts

    @override
    def translate(
        self,
        context: bytes | bytearray | memoryview | str,
        sourceText: bytes | bytearray | memoryview | str,
        disambiguation: bytes | bytearray | memoryview | str | None = None,
        n: int = -1,
    ) -> str:
        source = _text(sourceText)
        forms = self._texts.get((_text(context), source))
        if forms is None:
            return source  # never None: the binding loses a reference to None at each call
        plural = len(forms) > 1 and n != 1
        return forms[1 if plural else 0]


def own_name(code: str) -> str:
    """Name a language in itself: 中文, English, 日本語."""
    return _NAMES[code][0] if code in _NAMES else QLocale(code).nativeLanguageName() or code


def short_name(code: str) -> str:
    """Name a language in one or two signs: 中, EN, JA."""
    return _NAMES[code][1] if code in _NAMES else code[:2].upper()


def _text(raw: bytes | bytearray | memoryview | str) -> str:
    return raw if isinstance(raw, str) else bytes(raw).decode()


class Language(QObject):
    """The language in use; everything that a person reads goes through it.

    Args:
        folder: Where ``app_zh_CN.ts`` and ``app_en.ts`` lie.
        code: ``zh_CN`` or ``en``.

    Attributes:
        offered: Only these, in this order; empty offers all that there are.
    """

    changed = Signal()

    def __init__(self, folder: Path, code: str = "zh_CN") -> None:
        super().__init__()
        self._folder = folder
        self.code = ""
        self.offered: tuple[str, ...] = ()
        self.symbol = "\u00a5"
        self.scale = 2
        self._translator: TsTranslator | None = None
        # Each file is read once, however often the language changes.
        self._read: dict[str, TsTranslator] = {}
        self.choose(code)

    def retire(self) -> None:
        """Take this language's translations out of the application."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator = None

    @property
    def chinese(self) -> bool:
        """Whether Chinese is in use."""
        return self.code == "zh_CN"

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages that are offered: Chinese and English, then those whose files were added."""
        if self.offered:
            return self.offered
        found = {one.stem.removeprefix("app_") for one in self._folder.glob("app_*.ts")}
        return (*_OWN, *sorted(found.difference(_OWN)))

    @property
    def following(self) -> str:
        """The language that comes after the one in use; after the last the first."""
        codes = self.codes
        return codes[(codes.index(self.code) + 1) % len(codes)]

    def choose(self, code: str) -> None:
        """Change the language of all windows."""
        if code == self.code:
            return
        self.retire()
        if code not in self._read:
            self._read[code] = TsTranslator(self._folder / f"app_{code}.ts", self)
        self._translator = self._read[code]
        QCoreApplication.installTranslator(self._translator)
        self.code = code
        self.changed.emit()

    def words(self, words: Words) -> str:
        """Give a name in this language, or in the other one where it has none."""
        return (words.zh or words.en) if self.chinese else (words.en or words.zh)

    def money(self, minor: int, *, signed: bool = False) -> str:
        """Write money: ``¥1,280.00``, with a true minus."""
        sign = _MINUS if minor < 0 else ("+" if signed and minor > 0 else "")
        return f"{sign}{self.symbol}{self.amount(abs(minor))}"

    def amount(self, minor: int) -> str:
        """Write money without its sign, as fields show it: ``1,280.00``."""
        whole, part = divmod(minor, 10**self.scale)
        return f"{whole:,}.{part:0{self.scale}d}" if self.scale else f"{whole:,}"

    def count(self, number: int, *, signed: bool = False) -> str:
        """Write points and counts: ``12,460``, ``+1,081``, ``−4,800``."""
        sign = _MINUS if number < 0 else ("+" if signed and number > 0 else "")
        return f"{sign}{abs(number):,}"

    def day(self, day: date, *, year: bool = False) -> str:
        """Write a date: ``11月22日`` or ``22 Nov``."""
        if self.chinese:
            return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"
        return f"{day.day} {_MONTH_EN[day.month - 1]}" + (f" {day.year}" if year else "")

    def weekday(self, day: date) -> str:
        """Write a date with its weekday: ``11月22日 周日`` or ``Sun 22 Nov``."""
        if self.chinese:
            return f"{self.day(day)} 周{_WEEK_ZH[day.weekday()]}"
        return f"{_WEEK_EN[day.weekday()]} {self.day(day)}"

    def clock(self, moment: datetime) -> str:
        """Write a time of day: ``15:42``."""
        return f"{moment:%H:%M}"

    def fact(self, key: str, value: Fact) -> str:
        """Write a fact of a sentence by what its key says it is."""
        if isinstance(value, Words):
            return self.words(value)
        if isinstance(value, int):
            return self.money(value) if key.endswith("_minor") else self.count(value)
        if key.endswith("_on") or key == "on":
            try:
                return self.day(date.fromisoformat(value[:10]))
            except ValueError:
                return value
        return value
