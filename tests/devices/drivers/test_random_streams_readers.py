"""Ten thousand random streams into each reader, the encoder and the printer: they live and tell no secret."""

import random
import tracemalloc
from queue import Empty, SimpleQueue
from time import monotonic

import pytest

from devices.codec.card_numbers import CardPattern, CardPolicy
from devices.codec.hid_swipe import make_report
from devices.codec.receipt import Cut, Line, Receipt
from devices.errors import DeviceError
from devices.events import CardSwiped, DeviceStatus, Lamp
from devices.manager import DeviceManager
from devices.roles import Arming
from devices.sim.hid_reader import SimHidReader
from devices.sim.msr605 import SimMsr605
from devices.sim.printer import SimPrinter
from devices.sim.serial_reader import SimSerialReader, Style
from tests.devices.drivers.noise import MOST_GROWTH, MOST_S, STREAMS, listened, stream, traced
from tests.devices.support import BANK, BANK_T2, OURS_T1, OURS_T2

__all__ = ["listened"]
PAGE = Receipt(elements=(Line("after the noise", "1.00"), Cut()))
READ_BLOCK = b"\x1bs\x1b\x01\x1b+\x1b\x02" + BANK_T2.encode() + b"\x1b\x03\x1b+\x3f\x1c\x1b0"
KINDS = {
    "serial reader": (SimSerialReader, (OURS_T1.encode(), BANK_T2.encode(), b"\r", b"%E?;E?", b"\x02")),
    "framed reader": (
        lambda folder: SimSerialReader(folder, style=Style.IDTECH),
        (b"\x02\x05\x00", b"\x03", BANK_T2.encode(), b"\x02\xff\xff"),
    ),
    "HID reader": (SimHidReader, (make_report((None, BANK_T2, None)), bytes(337), bytes(100))),
    "encoder": (SimMsr605, (READ_BLOCK, b"\x1b0", b"\x1by", b"\x1bs\x1b\x01", b"\x3f\x1c\x1b1")),
    "printer": (SimPrinter, (b"\x12", b"\x16", b"\x72", b"\x00", b"\x1a")),
}  # fmt: skip


class Told:
    """A sink that keeps the last of each kind, so that it does not grow itself."""

    def __init__(self):
        self.last = SimpleQueue()
        self.is_ready = False

    def __call__(self, event):
        if isinstance(event, DeviceStatus):
            self.is_ready = event.lamp is Lamp.READY
        elif isinstance(event, CardSwiped) and event.track2 == OURS_T2:
            self.last.put(event)


def swiped(sim, told):
    """Swipe until a whole card arrives: the first may still be joined to the noise."""
    end = monotonic() + 8 * MOST_S
    while monotonic() < end:
        if isinstance(sim, SimMsr605):
            sim.put_card(OURS_T1, OURS_T2)
            sim.wait_until_waiting(0x72, 0.5)
            sim.swipe()
        else:
            sim.swipe(OURS_T1, OURS_T2)
        try:
            return told.last.get(timeout=0.5)
        except Empty:
            continue
    raise AssertionError("it never read a card again")


def printed(printer):
    for _ in range(20):
        try:
            printer.print_receipt(PAGE)
        except DeviceError:
            continue
        return
    raise AssertionError("it never printed again")


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_random_streams(kind, tmp_path, listened) -> None:
    make, frames = KINDS[kind]
    sim, told, chance = make(tmp_path), Told(), random.Random(kind)
    listener = listened((BANK, BANK_T2, OURS_T2))
    ours = CardPolicy(member_cards=(CardPattern.parse("888800/16"),))
    with DeviceManager(told, cards=ours) as manager:
        device = manager.open("noisy", sim.uri)
        if kind != "printer":
            manager.reader("noisy").arm(Arming.ALWAYS)
        slowest_s = warm = 0
        tracemalloc.start()
        try:
            for number in range(STREAMS):
                began = monotonic()
                sim.send(stream(chance, frames))
                slowest_s = max(slowest_s, monotonic() - began)
                if number == STREAMS // 4:
                    warm = traced()
            grown = traced() - warm
        finally:
            tracemalloc.stop()
        began = monotonic()
        device.check_health()
        assert monotonic() - began < MOST_S
        if kind == "printer":
            printed(manager.printer("noisy"))
        else:
            swiped(sim, told)
        began = monotonic()
    assert monotonic() - began < MOST_S  # closed at once, whatever still waited
    sim.close()
    assert slowest_s < MOST_S
    assert grown < MOST_GROWTH
    assert listener.told == []
