"""A printer without paper, with its cover open, or gone: the bill is posted all the same."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from app.ui.service.answers import LampsChanged
from app.ui.service.station_records import DeviceReason, DeviceRole, PrintFormat, PrintResult
from devices.codec.columns import WIDE
from devices.codec.receipt import Paper
from tests.support.at_desk import AtDesk, spend
from tests.support.waiting import PATIENCE_S, until


def printer_says(at_desk: AtDesk) -> set[DeviceReason]:
    return {one.reason for one in at_desk.service._lamps() if one.role is DeviceRole.PRINTER}


def test_without_paper_the_bill_is_posted_and_printed_when_there_is_paper(at_desk):
    at_desk.simulators.set_paper("out")
    done = at_desk.done(spend(bill="20-1187", amount_minor=8_800))
    slip = done.slip.slip_id
    assert done.can_print
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.NO_PAPER
    until(lambda: printer_says(at_desk) == {DeviceReason.NO_PAPER}, "the lamp says no paper")
    at_desk.simulators.set_paper("ok")
    until(lambda: printer_says(at_desk) == {DeviceReason.NONE}, "the lamp says paper")
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)
    assert "20-1187" in at_desk.printed()
    assert done.slip.number in at_desk.printed()
    assert "补打" not in at_desk.printed()


@pytest.mark.parametrize(("language", "mark"), [("zh_CN", "补打"), ("en", "COPY")])
def test_a_second_print_is_marked_as_a_copy(at_desk, language, mark):
    at_desk.service.save_print_format(PrintFormat(language=language))
    slip = at_desk.done(spend()).slip.slip_id
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)
    assert mark not in at_desk.printed()
    at_desk.simulators.printer.tear_off()
    assert at_desk.service.print_slip(slip, copy=True) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)
    assert mark in at_desk.printed()


@pytest.mark.parametrize("paper_mm", [80, 58])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_preview_is_what_is_printed(at_desk, language, paper_mm):
    chosen = PrintFormat(language=language, paper_mm=paper_mm)
    at_desk.service.save_print_format(chosen)
    slip = at_desk.done(spend()).slip.slip_id
    preview = at_desk.service.receipt_picture(slip, chosen)
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)
    wanted = Image.open(BytesIO(preview))
    came = Image.open(BytesIO(at_desk.simulators.printer.png()))
    assert wanted.width == {80: 576, 58: 384}[paper_mm]
    assert came.height == wanted.height
    if paper_mm == 80:
        assert ImageChops.difference(came.convert("L"), wanted.convert("L")).getbbox() is None
    else:  # the demo's printer has a roll of 80 mm: its lines are as short as on 58
        lines = [one for one in at_desk.simulators.printer.text if not one.startswith("[QR")]
        assert max(WIDE.width(one) for one in lines) == Paper.MM_58.columns


def test_an_open_cover_prints_later(at_desk):
    at_desk.simulators.turn("cover", on=True)
    slip = at_desk.done(spend()).slip.slip_id
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.COVER_OPEN
    at_desk.simulators.turn("cover", on=False)
    until(lambda: printer_says(at_desk) == {DeviceReason.NONE}, "the cover is shut")
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED


def test_a_jam_is_said_and_cleared(at_desk):
    at_desk.simulators.turn("jam", on=True)
    slip = at_desk.done(spend()).slip.slip_id
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.JAMMED
    until(lambda: printer_says(at_desk) == {DeviceReason.JAMMED}, "the lamp says jammed")
    at_desk.simulators.turn("jam", on=False)
    until(lambda: printer_says(at_desk) == {DeviceReason.NONE}, "the paper is free")
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED


def test_an_open_drawer_is_said_and_hinders_nothing(at_desk):
    at_desk.simulators.turn("drawer", on=True)
    until(lambda: printer_says(at_desk) == {DeviceReason.DRAWER_OPEN}, "the lamp says it")
    slip = at_desk.done(spend()).slip.slip_id
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED
    at_desk.simulators.turn("drawer", on=False)
    until(lambda: printer_says(at_desk) == {DeviceReason.NONE}, "the drawer is shut")


def test_a_printer_that_is_gone_is_said_and_comes_back(at_desk):
    at_desk.simulators.plug("printer", plugged=False)
    slip = at_desk.done(spend()).slip.slip_id
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTER_LOST
    at_desk.simulators.plug("printer", plugged=True)
    until(lambda: printer_says(at_desk) == {DeviceReason.NONE}, "the printer is back")
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(1, PATIENCE_S)


def test_a_roll_near_its_end_prints_and_says_so(at_desk):
    at_desk.simulators.set_paper("low")
    slip = at_desk.done(spend()).slip.slip_id
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED
    until(lambda: printer_says(at_desk) == {DeviceReason.PAPER_LOW}, "the lamp says paper low")
    assert any(isinstance(event, LampsChanged) for event in at_desk.seen)


def test_before_a_format_is_chosen_nothing_is_printed(open_at):
    at_desk = open_at(print_format=None).sign_in()
    assert at_desk.service.print_format() is None
    slip = at_desk.done(spend()).slip.slip_id
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.NO_FORMAT
    at_desk.service.save_print_format(PrintFormat(copies=2))
    assert at_desk.service.print_slip(slip, copy=False) is PrintResult.PRINTED
    assert at_desk.simulators.printer.wait_for_cut(2, PATIENCE_S)
    at_desk.close()
    at_desk.open()
    assert at_desk.service.print_format() == PrintFormat(copies=2)
