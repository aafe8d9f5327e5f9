"""Receipts: every kind in both languages and widths, and a hotel's own logo, layout and words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from app.station.receipt_parts import ReceiptFacts
from app.station.receipts import (
    TemplateError,
    build,
    paper_of,
    read_template,
    template_of,
)
from devices.codec import escpos
from devices.codec.print_head import PrintHead
from devices.codec.receipt import Centered, Line, Paper, Picture, Receipt, Rule, Title

FACTS = ReceiptFacts(
    kind="post_spend",
    hotel="锦汀酒店",
    terminal="前厅 1 号台",
    operator="陈思远",
    slip="A-0031",
    at=datetime(2026, 11, 22, 7, 0, tzinfo=UTC),
    business_date=date(2026, 11, 22),
    figures={"amount_minor": 42_800, "points_earned": 2_118},
)
KINDS = (
    "post_spend",
    "top_up",
    "redeem",
    "void",
    "refund",
    "check_in",
    "check_out",
    "adjust",
    "x_report",
    "close_shift",
    "close_day",
    "other",
)


def printed(receipt: Receipt) -> PrintHead:
    paper = receipt.paper or Paper.MM_80
    head = PrintHead(paper)
    assert head.print_bytes(escpos.encode(receipt, paper)) == b""
    return head


def png(width: int = 300, height: int = 120) -> bytes:
    out = BytesIO()
    Image.new("RGBA", (width, height), (10, 20, 30, 255)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("paper", Paper)
def test_every_receipt_can_be_built_and_printed(language: str, kind: str, paper: Paper) -> None:
    facts = replace(FACTS, kind=kind, paper=paper, has_logo=True)
    head = printed(build(facts, template_of(language)))
    assert head.cuts == 1
    assert head.png().startswith(b"\x89PNG")
    assert any("A-0031" in line for line in head.text)


def test_both_languages_have_the_same_words() -> None:
    assert template_of("zh_CN").words.keys() == template_of("en").words.keys()


def test_no_two_lines_across_stand_behind_one_another() -> None:
    for kind in KINDS:
        elements = build(replace(FACTS, kind=kind), template_of("en")).elements
        pairs = pairwise(elements)
        assert not [1 for one, after in pairs if isinstance(one, Rule) and isinstance(after, Rule)]


def test_paper_is_named_by_its_width() -> None:
    assert (paper_of(58), paper_of(80)) == (Paper.MM_58, Paper.MM_80)


def test_without_a_logo_of_its_own_the_hotel_s_name_is_drawn() -> None:
    drawn = build(replace(FACTS, has_logo=True), template_of("zh_CN")).elements
    assert isinstance(drawn[0], Picture)
    assert Title("锦汀酒店") not in drawn
    plain = build(FACTS, template_of("zh_CN")).elements
    assert plain[0] == Title("锦汀酒店")


def test_a_hotel_s_logo_stands_over_its_name(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    template = template_of("en", tmp_path)
    facts = replace(FACTS, has_logo=True, logo=template.logo)
    logo, title = build(facts, template).elements[:2]
    assert isinstance(logo, Picture)
    assert (logo.width, logo.height) == (346, 138)  # six tenths of the paper
    assert logo.rows.strip(b"\0")
    assert title == Title("锦汀酒店")
    small = build(replace(facts, paper=Paper.MM_58), template).elements[0]
    assert isinstance(small, Picture)
    assert small.width == 230


def test_a_hotel_s_own_layout_and_words(tmp_path: Path) -> None:
    (tmp_path / "layout.toml").write_text(
        'post_spend = ["hotel", "welcome", "amount", "cut"]\n', encoding="utf-8"
    )
    for language, words in (("zh_CN", "欢迎再来"), ("en", "See you soon")):
        (tmp_path / f"{language}.toml").write_text(f'welcome = "{words}"\n', encoding="utf-8")
        elements = build(FACTS, template_of(language, tmp_path)).elements
        assert elements[1] == Centered(words)
        assert isinstance(elements[2], Line)
        assert len(elements) == 4
    other = build(replace(FACTS, kind="top_up"), template_of("en", tmp_path)).elements
    assert len(other) > 6  # kinds that it does not name stay as they are


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("layout.toml", "post_spend = [", "layout.toml"),
        ("layout.toml", "post_spend = 3", "post_spend is no list"),
        ("layout.toml", 'post_spend = ["hotle"]', "'hotle'"),
        ("layout.toml", 'post_spend = ["@post_spend"]', "takes itself in"),
        ("zh_CN.toml", "\xff", "zh_CN.toml"),
        ("logo.png", "no picture", "no picture that can be printed"),
    ],
)
def test_a_fault_in_a_hotel_s_own_is_named_and_receipts_go_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, file: str, text: str, said: str
) -> None:
    (tmp_path / file).write_bytes(text.encode("latin-1"))
    with pytest.raises(TemplateError, match=said):
        read_template("zh_CN", tmp_path)
    template = template_of("zh_CN", tmp_path)
    assert said in caplog.text
    assert template == template_of("zh_CN")


def test_a_picture_that_unpacks_to_far_too_much_is_left_aside(tmp_path: Path) -> None:
    out = BytesIO()
    Image.new("1", (5_000, 5_000)).save(out, "PNG")
    (tmp_path / "logo.png").write_bytes(out.getvalue())
    with pytest.raises(TemplateError, match="16 million"):
        read_template("en", tmp_path)
