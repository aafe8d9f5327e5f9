"""Receipts as documents: laid out as a template says, in the words of one language, ready for any printer."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from app.station.receipt_parts import PARTS, ReceiptFacts, Words
from devices.codec.receipt import Centered, Element, Paper, Receipt, Rule

_log = logging.getLogger(__name__)
_BUILT_IN: Final = Path(__file__).parents[2] / "resources" / "receipts"
_LAYOUT: Final = "layout.toml"
_LOGO: Final = "logo.png"
_MOST_LOGO_BYTES: Final = 1 << 20

Layout = Mapping[str, Sequence[str]]


class TemplateError(ValueError):
    """A template cannot be used; the message names file and entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """How receipts look in one language.

    Attributes:
        words: The sentences by key.
        layout: What stands on each kind of slip, lists within lists taken in.
        logo: The hotel's logo as PNG; empty for none.
    """

    words: Words
    layout: Layout
    logo: bytes = b""


def template_of(language: str, own: Path | None = None) -> Template:
    """Read the templates of a language, ``zh_CN`` or ``en``, with the hotel's own in front.

    Args:
        language: Of words.
        own: The hotel's folder of receipts; files that are not there leave the built-in ones.

    Returns:
        With a fault in the hotel's own the built-in ones; the log says what is wrong, and receipts go on.
    """
    if own is not None:
        try:
            return read_template(language, own)
        except (OSError, TemplateError) as error:
            _log.warning("the hotel's own receipts are left aside: %s", error)
    return read_template(language, None)


def read_template(language: str, own: Path | None) -> Template:
    """Read the templates of a language.

    Raises:
        TemplateError: A file is no TOML, a list names what there is not, or takes itself in.
        OSError: A file cannot be read.
    """
    words = {key: str(value) for key, value in _tables(f"{language}.toml", own).items()}
    lists = {}
    for name, entries in _tables(_LAYOUT, own).items():
        if not isinstance(entries, list) or not all(isinstance(one, str) for one in entries):
            raise TemplateError(f"{_LAYOUT}: {name} is no list of words")
        lists[name] = tuple(entries)
    layout = {name: tuple(_taken_in(name, lists, words, ())) for name in lists}
    logo = own / _LOGO if own else None
    return Template(words=words, layout=layout, logo=_picture(logo) if logo else b"")


def build(facts: ReceiptFacts, template: Template) -> Receipt:
    """Make the document of a slip."""
    entries = template.layout.get(facts.kind, template.layout["other"])
    found: list[Element] = []
    for entry in entries:
        part = PARTS.get(entry)
        found += part(facts, template.words) if part else [Centered(template.words[entry])]
    return Receipt(_without_double_rules(found), facts.paper)


def paper_of(paper_mm: int) -> Paper:
    """Return the paper by its width in millimetres, 80 or 58."""
    return Paper.MM_58 if paper_mm == 58 else Paper.MM_80


def _without_double_rules(found: list[Element]) -> tuple[Element, ...]:
    """Leave out a line across behind another: the part between them had nothing to say."""
    kept = [
        one
        for one, after in pairwise([*found, None])
        if one is not None and not (isinstance(one, Rule) and isinstance(after, Rule))
    ]
    return tuple(kept)


def _tables(name: str, own: Path | None) -> dict[str, object]:
    found = _read(_BUILT_IN / name)
    if own is not None and (own / name).exists():
        found |= _read(own / name)
    return found


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path}: {error}") from error


def _taken_in(
    name: str, lists: Mapping[str, Sequence[str]], words: Words, within: tuple[str, ...]
) -> list[str]:
    """Return a list with the lists that it takes in."""
    if name in within:
        raise TemplateError(f"{_LAYOUT}: {name} takes itself in")
    found: list[str] = []
    for entry in lists[name]:
        other = entry.removeprefix("@")
        if entry.startswith("@") and other in lists:
            found += _taken_in(other, lists, words, (*within, name))
        elif entry in PARTS or entry in words:
            found.append(entry)
        else:
            raise TemplateError(f"{_LAYOUT}: {name} names {entry!r}, and there is no such part")
    return found


def _picture(path: Path) -> bytes:
    if not path.exists():
        return b""
    from devices.codec import logo  # Pillow, which few desks need before the first receipt

    if path.stat().st_size > _MOST_LOGO_BYTES:
        raise TemplateError(f"{path} is larger than 1 MB")
    png = path.read_bytes()
    try:
        logo.logo(png, Paper.MM_58)
    except ValueError as error:
        raise TemplateError(f"{path}: {error}") from error
    return png
