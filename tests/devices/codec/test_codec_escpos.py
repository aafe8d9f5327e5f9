from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.codec import columns, escpos, escpos_status, fonts, picture
from devices.codec.escpos_status import Switches
from devices.codec.print_head import PrintHead
from devices.codec.receipt import (
    Blank,
    Centered,
    Cut,
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
from tests.devices.support import vectors

GOLDEN = {case["n"]: bytes.fromhex(case["hex"]) for case in vectors("escpos")["cases"]}
STATUS = vectors("escpos")["realtime_status"]
RECEIPT = Receipt(
    (
        Title("锦汀酒店"),
        Centered("翠庭中餐厅 · 消费登记凭条"),
        Rule(),
        Line("营业日 2026-11-22", "15:42:18"),
        Line("消费金额", "¥688.00"),
        Line("微信支付", "￥289.20", Weight.BIG),
        Line("贵宾 𠮷野先生 😀", "金卡"),
        QrCode("https://example.com/r/A-0047"),
        SignatureLine("签名"),
        Blank(),
        Centered("谢谢光临", Weight.BOLD),
        Cut(),
    )
)


def test_goldens():
    assert GOLDEN["init"] == escpos.INIT
    assert GOLDEN["drawer pin 2"] == escpos.DRAWER
    assert GOLDEN["cut no feed"] == escpos.FEED_AND_CUT
    assert escpos.raster(1, 1, b"\0") == GOLDEN["raster 1x1 white"]
    assert escpos.raster(1, 2, b"\xc0\0") == GOLDEN["raster 2x2 top row black"]
    assert GOLDEN["Chinese 合计 as GB18030"] in escpos.text_line("合计", Paper.MM_80)


def test_chinese_goes_out_in_kanji_mode():
    assert escpos.text_line("合计 8", Paper.MM_80) == b"\x1c&\xba\xcf\xbc\xc6 8\x1c.\n"
    assert escpos.text_line("Total 8", Paper.MM_80) == b"Total 8\n"


@pytest.mark.parametrize("sign", ["¥", "￥"])
def test_both_yen_signs_are_the_full_width_one(sign):
    data = escpos.text_line(f"{sign}8", Paper.MM_80)
    assert GOLDEN["fullwidth yen"] + b"8" in data
    assert GOLDEN["U+00A5 trap in GB18030"] not in data


def test_big_letters_are_sized_for_both_alphabets():
    data = escpos.text_line("合8", Paper.MM_80, Weight.BIG)
    assert data.startswith(b"\x1d!\x11\x1c!\x0c")
    assert data.endswith(b"\x1d!\x00\x1c!\x00\n")


@pytest.mark.parametrize("text", ["𠮷野家", "谢谢 😀", "한국", "ไทย"])
def test_what_gbk_lacks_is_drawn(text):
    data = escpos.text_line(text, Paper.MM_80)
    assert data.startswith(b"\x1dv0\x00\x48\x00\x18\x00")
    assert len(data) == 8 + 72 * 24
    assert data[8:].strip(b"\0")


def test_a_qr_code_is_stored_and_printed():
    assert escpos.qr_code("AB", 6) == bytes.fromhex(
        "1d286b0400314132001d286b03003143061d286b03003145311d286b050031503041421d286b0300315130"
    )
    with pytest.raises(ValueError, match="500"):
        escpos.qr_code("x" * 501, 6)


def test_tall_pictures_go_in_bands():
    data = escpos.raster(2, 300, bytes(600))
    assert data.count(b"\x1dv0\x00\x02\x00") == 2
    assert len(data) == 600 + 16


@pytest.mark.parametrize(
    ("left", "right", "lines"),
    [
        ("消费金额", "￥688.00", ["消费金额                                ￥688.00"]),
        ("a" * 40, "b" * 10, ["a" * 40, " " * 38 + "b" * 10]),
        ("only", "", ["only"]),
    ],
)
def test_columns_count_chinese_twice(left, right, lines):
    found = columns.beside(left, right, 48)
    assert found == lines
    assert all(columns.WIDE.width(line) <= 48 for line in found)


MIXED = st.text(st.sampled_from("ab 1,合计金额，。￥"), max_size=120)


@settings(deadline=None)  # shared machines pause
@given(text=MIXED, room=st.integers(2, 48))
def test_wrapping_loses_nothing_and_fits(text, room):
    lines = columns.wrap(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns.WIDE.width(line) <= room for line in lines)


@settings(deadline=None)  # shared machines pause
@given(text=st.text(max_size=40))
def test_any_text_prints(text):
    head = PrintHead(Paper.MM_58)
    assert head.print_bytes(escpos.text_line(text, Paper.MM_58)) == b""


def test_the_head_reads_back_what_was_written():
    head = PrintHead(Paper.MM_80)
    assert head.print_bytes(escpos.encode(RECEIPT, Paper.MM_80) + escpos.DRAWER) == b""
    assert head.cuts == 1
    assert head.drawer_pulses == 1
    text = "\n".join(head.text)
    for words in ("锦汀酒店", "￥688.00", "谢谢光临", "[QR https://example.com/r/A-0047]"):
        assert words in text
    assert "𠮷" not in text
    assert all(columns.WIDE.width(line) <= 48 for line in head.text if not line.startswith("[QR"))


def test_the_head_takes_bytes_one_by_one():
    whole, pieces = PrintHead(Paper.MM_80), PrintHead(Paper.MM_80)
    data = escpos.encode(RECEIPT, Paper.MM_80)
    whole.print_bytes(data)
    held = b""
    for at in range(len(data)):
        held = pieces.print_bytes(held + data[at : at + 1])
    assert held == b""
    assert pieces.text == whole.text
    assert pieces.png() == whole.png()


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("encode", [escpos.encode, escpos.encode_as_picture])
def test_the_paper_shows_black_within_its_width(paper, encode):
    head = PrintHead(paper)
    head.print_bytes(encode(RECEIPT, paper))
    sheet = Image.open(BytesIO(head.png()))
    assert (sheet.mode, sheet.width) == ("1", paper.dots)
    histogram = sheet.convert("L").histogram()
    assert 0.02 < histogram[0] / sum(histogram) < 0.5


@pytest.mark.parametrize("paper", list(Paper))
def test_a_drawn_receipt_keeps_its_margins(paper):
    sheet = picture.draw(RECEIPT, paper)
    assert (sheet.mode, sheet.width) == ("1", paper.dots)
    box = sheet.convert("L").point(lambda grey: 255 - grey).getbbox()
    assert box is not None
    margin = 12 if paper is Paper.MM_58 else 28
    assert box[0] >= margin - 1
    assert box[2] <= paper.dots - margin + 1
    assert Image.open(BytesIO(picture.to_png(sheet))).size == sheet.size


def test_long_lines_are_broken_not_cut_off():
    long = Receipt(
        (Line("很长的说明文字" * 6, "￥12,345,678.00"), Centered("Words and words " * 9))
    )
    head = PrintHead(Paper.MM_58)
    head.print_bytes(escpos.encode(long, Paper.MM_58))
    printed = "".join(head.text).replace(" ", "")
    assert "很长的说明文字" * 6 in printed
    assert "￥12,345,678.00" in printed
    assert "Wordsandwords" * 9 in printed
    box = picture.draw(long, Paper.MM_58).convert("L").point(lambda grey: 255 - grey).getbbox()
    assert box is not None
    assert box[2] <= Paper.MM_58.dots - 11


def test_the_head_obeys_alignment_feeds_and_steps_over_the_rest():
    head = PrintHead(Paper.MM_80)
    data = b"\x1ba\x02right\n\x1ba\x00\x1bd\x02\x1bt\x00\x1dB\x01x\n\xbaf\n\x1d(k\x03\x001Q0"
    assert head.print_bytes(data) == b""
    assert head.text == ["right", "", "", "\x01x".strip("\x01"), "?f"]
    ink = head.sheet().convert("L").crop((0, 0, 400, 30)).getextrema()
    assert ink == (255, 255)
    assert len(Receipt((Rule(),))) == 1


def test_a_logo_is_printed_as_given():
    logo = Picture(width=16, height=2, rows=b"\xff\xff\x80\x01")
    head = PrintHead(Paper.MM_80)
    head.print_bytes(escpos.encode(Receipt((logo,)), Paper.MM_80))
    left = (576 - 16) // 2
    row = head.sheet().convert("L").crop((left, 0, left + 16, 1))
    assert row.getextrema() == (0, 0)
    assert picture.draw(Receipt((logo,)), Paper.MM_80).height > 2
    with pytest.raises(ValueError, match="size"):
        Picture(width=16, height=2, rows=b"\xff")


def test_a_font_with_chinese_is_preferred_for_chinese():
    candidates = fonts.load(24)
    assert fonts.font_for("A", candidates) is candidates[0]
    assert fonts.font_for("\U0010fffd", candidates) is candidates[0]


@pytest.mark.parametrize(
    ("n", "byte", "state"),
    [
        (4, "12", Switches()),
        (4, "1E", Switches(is_near_end=True)),
        (4, "72", Switches(is_out=True)),
        (1, "1A", Switches(is_offline=True)),
        (2, "16", Switches(is_cover_open=True)),
        (2, "52", Switches(has_fault=True)),
        (1, "16", Switches(is_pin3_high=True)),
    ],
)
def test_status_bytes(n, byte, state):
    answers = {1: 0x12, 2: 0x12, 4: 0x12, n: int(byte, 16)}
    assert all(escpos_status.is_realtime(answer) for answer in answers.values())
    assert escpos_status.switches(answers[1], answers[2], answers[4]) == state


@pytest.mark.parametrize("byte", list(STATUS["examples"]))
def test_known_status_bytes_are_told_from_answers_in_turn(byte):
    assert escpos_status.is_realtime(int(byte, 16))
    assert not escpos_status.is_in_turn(int(byte, 16))


@settings(deadline=None)  # shared machines pause
@given(
    state=st.builds(
        Switches,
        is_offline=st.booleans(),
        is_cover_open=st.booleans(),
        has_fault=st.booleans(),
        is_near_end=st.booleans(),
        is_out=st.booleans(),
        is_pin3_high=st.booleans(),
    )
)
def test_switches_come_back(state):
    answers = escpos_status.answers(state)
    assert escpos_status.switches(answers[1], answers[2], answers[4]) == state
