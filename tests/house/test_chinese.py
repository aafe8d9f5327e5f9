"""Chinese texts have Chinese punctuation: full-width beside 汉字, in packs, receipts, pages and sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_HALF = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?][\u4e00-\u9fff]")
_TRANSLATED = re.compile(r"<(?:translation|numerusform)>([^<]*)<")
_IN_PACK = re.compile(r'\bzh = "((?:[^"\\]|\\.)*)"')
_RECEIPTS = (ROOT / "resources" / "receipts").glob("zh*.toml")


def _constants(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings are English with Chinese words in them
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def _texts() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "resources" / "i18n").glob("*zh*.ts"):
        for text in _TRANSLATED.findall(path.read_text(encoding="utf-8")):
            yield path.name, text
    for path in (ROOT / "resources" / "programmes").glob("*.toml"):
        for text in _IN_PACK.findall(path.read_text(encoding="utf-8")):
            yield path.name, text
    for path in _RECEIPTS:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.name, line.partition("#")[0]
    for path in (ROOT / "app").rglob("*.py"):
        for text in _constants(path):
            yield path.name, text


def test_no_half_width_punctuation_beside_chinese() -> None:
    found = [f"{name}: {text}" for name, text in _texts() if _HALF.search(text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("密码错误,请重试", True),
        ("密码错误，请重试", False),
        ("{points},其中", True),
        ("房号：1608", False),
    ],
)
def test_the_pattern_sees_what_it_must(text: str, *, is_wrong: bool) -> None:
    assert bool(_HALF.search(text)) is is_wrong
