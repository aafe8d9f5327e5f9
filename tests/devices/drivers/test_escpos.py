import os
import threading
import tty
from io import BytesIO

import pytest
from PIL import Image

from devices.codec import escpos, escpos_status
from devices.codec.receipt import Cut, Line, Paper, Receipt, Title
from devices.errors import (
    BadUriError,
    CoverOpenError,
    DeviceError,
    NoPaperError,
    PortGoneError,
    PrinterError,
    PrinterOfflineError,
)
from devices.events import Lamp, PrinterStatus
from devices.sim.printer import SimPrinter
from tests.support.waiting import until as wait_until

RECEIPT = Receipt((Title("锦汀酒店"), Line("应付", "¥289.20"), Line("𠮷", "1"), Cut()))


@pytest.fixture(params=["serial", "tcp"])
def sim(request, tmp_path):
    made = SimPrinter(tmp_path if request.param == "serial" else None)
    yield made
    made.close()


@pytest.fixture
def printer(manager, sim, events):
    manager.open("printer", sim.uri)
    events.lamp(Lamp.READY)
    return manager.printer("printer")


def until(events, **switches):
    while True:
        status = events.next(PrinterStatus)
        if all(getattr(status, name) == value for name, value in switches.items()):
            return status


def test_a_receipt_is_printed_when_print_returns(printer, sim):
    printer.print_receipt(RECEIPT)
    assert sim.cuts == 1
    assert "锦汀酒店" in "".join(sim.text)
    assert escpos.encode(RECEIPT, Paper.MM_80) in sim.data
    assert Image.open(BytesIO(sim.png())).width == 576
    sim.tear_off()
    assert sim.text == ()
    printer.print_receipt(RECEIPT)
    assert sim.cuts == 1


def test_the_drawer(printer, sim):
    printer.open_drawer()
    printer.print_receipt(RECEIPT)
    assert sim.drawer_pulses == 1


def test_out_of_paper_refuses_and_sends_nothing(printer, sim, events):
    sim.set_paper(out=True)
    with pytest.raises(NoPaperError):
        printer.print_receipt(RECEIPT)
    assert until(events, is_out=True).is_offline
    assert escpos.INIT not in sim.data
    sim.set_paper()
    printer.print_receipt(RECEIPT)
    assert sim.cuts == 1
    assert not printer.printer_status.is_out


def test_an_open_cover_refuses(printer, sim, events):
    sim.set_cover(is_open=True)
    with pytest.raises(CoverOpenError):
        printer.print_receipt(RECEIPT)
    assert printer.printer_status.is_cover_open
    sim.set_cover(is_open=False)
    printer.print_receipt(RECEIPT)
    assert sim.cuts == 1


def test_a_roll_nearly_used_up_still_prints(printer, sim, events):
    sim.set_paper(near_end=True)
    printer.print_receipt(RECEIPT)
    assert until(events, is_near_end=True)
    assert sim.cuts == 1


def test_the_switches_are_asked_for_without_printing(printer, sim, events):
    until(events, is_offline=False)
    sim.set_paper(out=True)
    assert until(events, is_out=True).device == "printer"


def test_paper_that_ends_while_printing(printer, sim):
    # The printer goes offline with the data in its buffer: it must not count as printed.
    started = threading.Event()
    received = sim._received

    def run_out(data):
        if escpos.INIT in data:
            sim.set_paper(out=True)
            started.set()
        received(data)

    sim._port._received = run_out
    with pytest.raises(NoPaperError):
        printer.print_receipt(RECEIPT)
    assert started.is_set()
    assert sim.cuts == 0


def test_a_printer_that_knows_no_gs_r_prints_all_the_same(printer, sim):
    sim.knows_in_turn = False
    printer.print_receipt(RECEIPT)
    printer.print_receipt(RECEIPT)
    assert sim.wait_for_cut(2)
    assert sim.data.count(escpos_status.ASK_IN_TURN) == 1


def test_a_printer_that_does_not_answer_is_offline(printer, sim, events):
    sim.is_silent = True
    with pytest.raises(PrinterOfflineError):
        printer.print_receipt(RECEIPT)
    assert events.lamp(Lamp.LOST).code == "printer-offline"
    assert escpos.INIT not in sim.data
    sim.is_silent = False
    events.lamp(Lamp.READY)


def test_unplugged_and_plugged_in_again(printer, sim, events):
    sim.unplug()
    assert events.lamp(Lamp.LOST)
    with pytest.raises(DeviceError):
        printer.print_receipt(RECEIPT)
    sim.plug()
    events.lamp(Lamp.READY)
    printer.print_receipt(RECEIPT)
    assert sim.cuts == 1


def test_noise_from_the_line_is_no_answer(printer, sim):
    sim.send(b"\xff\x80\x93" * 50)
    printer.print_receipt(RECEIPT)
    assert sim.cuts == 1


def test_a_printer_without_status(manager, tmp_path, events):
    sim = SimPrinter(tmp_path)
    sim.is_silent = True
    manager.open("printer", sim.uri + "&status=none&print=picture")
    manager.printer("printer").print_receipt(RECEIPT)
    assert sim.wait_for_cut()
    assert b"\x10\x04" not in sim.data
    assert sim.text == ()
    sim.close()


@pytest.mark.parametrize("flow", ["none", "rtscts", "dsrdtr", "xonxoff"])
def test_narrow_paper_and_every_flow_control(manager, tmp_path, flow):
    sim = SimPrinter(tmp_path, paper=Paper.MM_58)
    manager.open("printer", f"{sim.uri}&flow={flow}")
    manager.printer("printer").print_receipt(RECEIPT)
    assert Image.open(BytesIO(sim.png())).width == 384
    sim.close()


def test_a_printer_that_the_system_shows_as_a_file(manager, tmp_path, events):
    master, slave = os.openpty()
    tty.setraw(slave)
    (tmp_path / "lp0").symlink_to(os.ttyname(slave))
    manager.open("printer", f"escpos:{tmp_path / 'lp0'}?status=none")
    manager.printer("printer").open_drawer()
    assert os.read(master, 99) == escpos.DRAWER
    manager.close()
    os.close(master)
    os.close(slave)


def test_printing_without_a_printer_says_so(manager, tmp_path):
    manager.open("printer", f"escpos:{tmp_path / 'none'}?baud=9600")
    with pytest.raises(PortGoneError):
        manager.printer("printer").print_receipt(RECEIPT)


@pytest.mark.parametrize(
    "uri", ["escpos:/dev/x?paper=70", "escpos:/dev/x?print=nice", "escpos+tcp://h?baud=9600"]
)
def test_options_that_make_no_sense(manager, uri):
    with pytest.raises(BadUriError):
        manager.open("printer", uri)


@pytest.mark.parametrize(("means", "seen"), [("high", True), ("low", False), ("none", None)])
def test_the_drawer_is_told_where_its_address_says_how(tmp_path, manager, events, means, seen):
    sim = SimPrinter(tmp_path)
    manager.open("printer", f"{sim.uri}&drawer={means}")
    events.lamp(Lamp.READY)
    sim.turn(is_drawer_open=True)
    device = manager.printer("printer")
    wait_until(lambda: device.printer_status.is_drawer_open is seen, "the drawer's state")
    sim.turn(is_drawer_open=False)
    other = None if seen is None else not seen
    wait_until(lambda: device.printer_status.is_drawer_open is other, "the drawer's other state")
    sim.close()


def test_a_jam_is_refused_before_a_byte_is_sent_and_over_when_it_is_cleared(
    tmp_path, manager, events
):
    sim = SimPrinter(tmp_path)
    manager.open("printer", sim.uri)
    events.lamp(Lamp.READY)
    printer = manager.printer("printer")
    sim.turn(is_jammed=True)
    with pytest.raises(PrinterError, match="fault"):
        printer.print_receipt(Receipt(elements=(Line("a", "b"), Cut())))
    assert printer.printer_status.has_fault
    assert sim.cuts == 0
    sim.turn(is_jammed=False)
    printer.print_receipt(Receipt(elements=(Line("a", "b"), Cut())))
    assert sim.wait_for_cut()
    sim.close()
