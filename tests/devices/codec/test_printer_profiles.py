"""Code pages by profile: against the free printer database, and read back by the head that has them."""

import pytest
from escpos import capabilities
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import escpos
from devices.codec.print_head import PrintHead
from devices.codec.printer_profiles import GBK, PROFILES
from devices.codec.receipt import Cut, Line, Paper, QrCode, Receipt, Weight

IN_DATABASE = {
    "epson": "TM-T20II",
    "epson-cn": "TM-T20II",
    "epson-t88": "TM-T88IV",
    "rongta": "RP326",
    "zijiang": "POS-5890",
    "ascii": "simple",
}


@pytest.mark.parametrize("name", IN_DATABASE)
def test_every_page_has_the_number_that_the_printer_database_gives_it(name):
    known = capabilities.CAPABILITIES["profiles"][IN_DATABASE[name]]
    pages = {
        int(number): page.lower().replace("iso_8859-", "iso8859_")
        for number, page in known["codePages"].items()
    }
    profile = PROFILES[name]
    assert {number: pages[number] for number in profile.pages} == profile.pages
    assert profile.has_qr == known["features"]["qrCode"]
    assert profile.has_cutter == known["features"]["paperFullCut"]


@pytest.mark.parametrize(
    ("name", "text", "data"),
    [
        ("epson", "Café", b"Caf\x1bt\x00\x82"),
        ("epson", "Łódź", b"\x1bt\x12\x9d\xa2d\xab"),
        ("epson", "Иван 8", b"\x1bt\x11\x88\xa2\xa0\xad 8"),
        ("epson", "é И", b"\x1bt\x00\x82 \x1bt\x11\x88"),
        ("epson", "€5", b"\x1bt\x10\x805"),
        ("epson", "¥5", b"\x1bt\x00\x9d5"),  # no Chinese letters, so the narrow sign
        ("epson-cn", "合计 é", b"\x1c&\xba\xcf\xbc\xc6 \x1c.\x1bt\x00\x82"),
        ("epson-cn", "é合", b"\x1bt\x00\x82\x1c&\xba\xcf\x1c."),
        ("gbk", "é合", b"\x1c&\xa8\xa6\xba\xcf\x1c."),
        ("big5", "合計", b"\x1c&\xa6\x58\xad\x70\x1c."),
    ],
)
def test_letters_go_out_in_the_page_that_has_them(name, text, data):
    assert escpos.text_line(text, Paper.MM_80, profile=PROFILES[name]) == data + b"\n"


@pytest.mark.parametrize(
    ("name", "text"), [("epson", "合计"), ("ascii", "é"), ("big5", "龙"), ("zijiang", "שלום")]
)
def test_what_the_printer_lacks_is_drawn(name, text):
    data = escpos.text_line(text, Paper.MM_80, profile=PROFILES[name])
    assert data.startswith(b"\x1dv0\x00\x48\x00\x18\x00")
    assert data[8:].strip(b"\0")


LETTERS = "ab 1é·ñŁИβ€¥￥合计𠮷"


@settings(deadline=None, max_examples=60)  # shared machines pause
@given(name=st.sampled_from(sorted(PROFILES)), text=st.text(LETTERS, max_size=24))
def test_the_head_reads_back_what_was_written(name, text):
    profile = PROFILES[name]
    said = profile.printable(text)
    data = escpos.text_line(text, Paper.MM_80, profile=profile)
    head = PrintHead(Paper.MM_80, profile)
    assert head.print_bytes(escpos.INIT + data) == b""
    is_drawn = profile.encode(said) is None
    assert head.text == ([] if is_drawn else [said])


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_figures_end_at_the_right_edge_in_every_profile(name):
    profile = PROFILES[name]
    receipt = Receipt((Line("Crème brûlée für José", "¥1"), Line("Café", "€2", Weight.BIG)))
    head = PrintHead(Paper.MM_80, profile)
    head.print_bytes(escpos.encode(receipt, Paper.MM_80, profile))
    ink = head.sheet().convert("L").point(lambda grey: 255 - grey).getbbox()
    assert ink is not None
    assert ink[2] > Paper.MM_80.dots - 24
    for line in head.text:
        assert profile.measure.width(line) in (48, 24)


def test_without_a_qr_command_the_code_is_drawn_and_without_a_cutter_the_paper_is_fed():
    profile = PROFILES["zijiang"]
    data = escpos.encode(Receipt((QrCode("INNPOINT"), Cut())), Paper.MM_58, profile)
    assert b"\x1d(k" not in data
    assert data.count(b"\x1dv0") == 1
    assert data.endswith(escpos.FEED_TO_TEAR)
    whole = escpos.encode(Receipt((QrCode("INNPOINT"), Cut())), Paper.MM_58, GBK)
    assert b"\x1d(k" in whole
    assert whole.endswith(escpos.FEED_AND_CUT)
