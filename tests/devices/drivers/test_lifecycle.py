"""The states after UnifiedPOS: one by one or all at once; health in three levels; statistics."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from devices.catalogue import spec_for
from devices.codec.card_numbers import CardPolicy
from devices.drivers.opening import Opening
from devices.errors import ClosedError, NotClaimedError, PortBusyError, PortGoneError
from devices.events import CardSwiped, Lamp
from devices.lifecycle import DeviceState, HealthLevel
from devices.sim.msr605 import SimMsr605
from devices.sim.printer import SimPrinter
from devices.sim.serial_reader import SimSerialReader
from devices.wire.uri import DeviceUri
from tests.devices.support import OURS_T1, OURS_T2, EventLog
from tests.support.waiting import until


@pytest.fixture
def sim(tmp_path):
    made = SimSerialReader(tmp_path)
    yield made
    made.close()


def opened(uri: str, events: EventLog, name: str = "one"):
    parsed = DeviceUri.parse(uri)
    return spec_for(parsed).opens(Opening(name=name, uri=parsed, sink=events, cards=CardPolicy()))


@pytest.fixture
def make(events: EventLog) -> Iterator[Callable[..., Any]]:
    """Make devices that are only opened; whatever happens, they are closed."""
    made = []

    def opens(uri: str, name: str = "one") -> Any:
        parsed = DeviceUri.parse(uri)
        device = spec_for(parsed).opens(
            Opening(name=name, uri=parsed, sink=events, cards=CardPolicy())
        )
        made.append(device)
        return device

    yield opens
    for device in made:
        device.close()


def test_the_states_one_by_one(sim, events, make) -> None:
    reader = make(sim.uri)
    assert reader.state is DeviceState.OPENED
    with pytest.raises(NotClaimedError):
        reader.enable()
    reader.claim(5.0)
    assert reader.state is DeviceState.CLAIMED
    reader.arm()
    sim.swipe(OURS_T1, OURS_T2)
    reader.enable()
    assert reader.state is DeviceState.ENABLED
    reader.arm()
    sim.swipe(OURS_T1, OURS_T2)
    events.next(CardSwiped)
    reader.disable()
    assert reader.state is DeviceState.CLAIMED
    assert not reader.is_armed
    reader.release()
    assert reader.state is DeviceState.OPENED
    reader.claim(5.0)
    reader.enable()
    reader.arm()
    sim.swipe(OURS_T1, OURS_T2)
    events.next(CardSwiped)
    reader.close()
    reader.close()
    assert reader.state is DeviceState.CLOSED
    for again in (reader.start, lambda: reader.claim(0.1)):
        with pytest.raises(ClosedError):
            again()


def test_what_is_claimed_by_one_is_busy_for_the_next(sim, events, make) -> None:
    first, second = make(sim.uri, "first"), make(sim.uri, "second")
    first.claim(5.0)
    with pytest.raises(PortBusyError):
        second.claim(0.3)
    assert second.state is DeviceState.OPENED
    second.start()
    until(lambda: second.state is DeviceState.ERROR, "busy port told")
    first.release()
    second.release()
    second.claim(5.0)
    first.close()
    second.close()


def test_a_port_that_is_not_there_is_told_when_the_time_is_over(tmp_path, events, make) -> None:
    reader = make(f"msr+serial:{tmp_path / 'none'}")
    with pytest.raises(PortGoneError):
        reader.claim(0.2)
    reader.start()
    until(lambda: reader.status.lamp is Lamp.LOST, "lost port told")
    assert reader.state is DeviceState.OFFLINE
    report = reader.check_health()
    assert not report.is_well
    assert "none" in report.text
    reader.close()


def test_health_in_three_levels(tmp_path, events, make) -> None:
    sim = SimMsr605(tmp_path)
    encoder = make(sim.uri)
    encoder.claim(5.0)
    encoder.enable()
    internal = encoder.check_health(HealthLevel.INTERNAL)
    assert internal.is_well
    assert internal.details["state"] == "enabled"
    external = encoder.check_health(HealthLevel.EXTERNAL)
    assert external.is_well
    asked = {"model": "3", "firmware": "REVH1.10", "memory": "well", "field": "HiCo"}
    assert external.details.items() >= asked.items()
    sim.put_card(OURS_T1, OURS_T2)

    def by_hand() -> None:
        assert sim.wait_until_waiting(0x72)
        sim.swipe()

    person = threading.Thread(target=by_hand)
    person.start()
    tried = encoder.check_health(HealthLevel.INTERACTIVE, timeout_s=5.0)
    person.join()
    assert (tried.is_well, tried.text) == (True, "a card was read, track 1 and 2")
    assert events.of(CardSwiped) == []  # nothing of a trial reaches the desk
    assert not encoder.check_health(HealthLevel.INTERACTIVE, timeout_s=0.2).is_well
    sim.unplug()
    assert not encoder.check_health(HealthLevel.EXTERNAL).is_well
    encoder.close()
    sim.close()


def test_a_printer_is_asked_for_paper_and_prints_a_page(tmp_path, events, make) -> None:
    sim = SimPrinter(tmp_path)
    printer = make(sim.uri)
    printer.claim(5.0)
    assert printer.check_health(HealthLevel.EXTERNAL).details["paper"] == "well"
    assert printer.check_health(HealthLevel.INTERACTIVE).is_well
    assert printer.statistics.retrieve()["ReceiptPrintedCount"] == 1
    printer.close()
    sim.close()


def test_statistics_count_what_happened_and_can_be_reset(sim, events, make) -> None:
    reader = make(sim.uri)
    reader.start()
    events.lamp(Lamp.READY)
    reader.arm()
    sim.swipe(OURS_T1, OURS_T2)
    events.next(CardSwiped)
    sim.unplug()
    events.lamp(Lamp.LOST)
    sim.plug()
    events.lamp(Lamp.READY)
    assert reader.statistics.retrieve() == {
        "CommunicationErrorCount": 1, "GoodReadCount": 1, "SuccessfulOpenCount": 2,
    }  # fmt: skip
    reader.statistics.reset(["GoodReadCount"])
    assert "GoodReadCount" not in reader.statistics.retrieve()
    reader.statistics.reset()
    assert reader.statistics.retrieve() == {}
    reader.close()
