"""The life of an IC card reader: the states one by one, health in three levels, statistics, retry."""

import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from devices.catalogue import spec_for
from devices.drivers.opening import Opening
from devices.errors import ClosedError, NotClaimedError, PortGoneError
from devices.events import Lamp, WriteDone
from devices.ic_card import (
    CardInserted,
    CardOrder,
    CardRead,
    CardReadFailed,
    CardRemoved,
    CardWork,
)
from devices.lifecycle import DeviceState, HealthLevel
from devices.sim.cards.chip import SimNoise
from devices.sim.cards.mifare_classic import SimMifareClassic
from devices.wire.uri import DeviceUri
from tests.devices.cards.laid import KEYS, NUMBER
from tests.devices.drivers.readers import READER, standing_in
from tests.support.waiting import until


@pytest.fixture
def daemon(pcsc_socket):
    with standing_in(pcsc_socket) as made:
        yield made


@pytest.fixture
def reader(daemon):
    return daemon.readers.plug(READER)


@pytest.fixture
def make(events) -> Iterator[Callable[..., Any]]:
    made = []

    def opens(uri: str = "pcsc:") -> Any:
        parsed = DeviceUri.parse(uri)
        made.append(spec_for(parsed).opens(Opening(name="ic", uri=parsed, sink=events)))
        return made[-1]

    yield opens
    for device in made:
        device.close()


def alternate(events) -> bool:
    kinds = [type(one) for one in events.all if isinstance(one, CardInserted | CardRemoved)]
    return all(one is not following for one, following in pairwise(kinds))


def test_the_states_one_by_one(daemon, reader, events, make):
    device = make()
    assert device.state is DeviceState.OPENED
    with pytest.raises(NotClaimedError):
        device.enable()
    device.read("early", KEYS)
    device.claim(8.0)
    assert device.state is DeviceState.CLAIMED
    daemon.readers.insert(reader, SimMifareClassic())
    until(lambda: device.card is not None, "the card")
    assert events.of(CardInserted) == []
    device.enable()
    assert events.next(CardInserted).uid == device.card.uid
    assert device.state is DeviceState.ENABLED
    device.disable()
    events.next(CardRemoved)
    assert device.state is DeviceState.CLAIMED
    device.enable()
    events.next(CardInserted)
    device.release()
    events.next(CardRemoved)
    assert device.state is DeviceState.OPENED
    device.claim(8.0)
    device.enable()
    events.next(CardInserted)
    device.close()
    device.close()
    assert device.state is DeviceState.CLOSED
    assert alternate(events)
    for again in (device.start, lambda: device.claim(0.1)):
        with pytest.raises(ClosedError):
            again()


def test_a_reader_that_is_not_there_is_told_when_the_time_is_over(daemon, make):
    device = make("pcsc:ACS")
    with pytest.raises(PortGoneError, match="no card reader named 'ACS'"):
        device.claim(0.5)
    assert device.state is DeviceState.OPENED
    device.start()
    until(lambda: device.status.lamp is Lamp.LOST, "lost")
    assert device.state is DeviceState.OFFLINE
    report = device.check_health(HealthLevel.EXTERNAL)
    assert not report.is_well
    assert "'ACS'" in report.text


def test_health_in_three_levels(daemon, reader, events, make):
    daemon.readers.plug("Other Reader 00 00")
    device = make("pcsc:ACS")
    device.claim(8.0)
    device.enable()
    internal = device.check_health()
    assert (internal.is_well, internal.details["state"]) == (True, "enabled")
    external = device.check_health(HealthLevel.EXTERNAL)
    asked = {"reader": READER, "card": "none", "other readers": "Other Reader 00 00"}
    assert external.details.items() >= asked.items()
    assert not device.check_health(HealthLevel.INTERACTIVE, 0.2).is_well
    person = threading.Timer(0.2, lambda: daemon.readers.insert(reader, SimMifareClassic()))
    person.start()
    tried = device.check_health(HealthLevel.INTERACTIVE, 8.0)
    person.join()
    assert (tried.is_well, tried.text) == (True, "a card lies there: mifare-classic")
    events.next(CardInserted)  # it still lies there when the trial is over
    card = device.check_health(HealthLevel.EXTERNAL).details["card"]
    assert card == "mifare-classic"
    assert device.check_health(HealthLevel.INTERACTIVE, 0.2).is_well
    daemon.readers.insert(reader, SimNoise(b"\x3b\x00", 3))
    until(lambda: device.card is not None and device.card.family is None, "a strange card")
    assert not device.check_health(HealthLevel.EXTERNAL).is_well
    daemon.readers.unplug(reader)
    until(lambda: device.status.lamp is Lamp.LOST, "lost")
    assert not device.check_health(HealthLevel.EXTERNAL).is_well


def test_reads_and_writes_are_counted_and_nothing_is_told_while_disabled(
    daemon, reader, events, make
):
    device = make()
    device.start()
    daemon.readers.insert(reader, SimMifareClassic())
    uid = events.next(CardInserted).uid
    device.read("empty", KEYS)
    events.next(CardReadFailed)
    order = CardOrder(entry_id="w", work=CardWork.PERSONALISE, uid=uid, keys=KEYS, number=NUMBER)
    device.write(order)
    events.next(WriteDone)
    device.read("r", KEYS)
    events.next(CardRead)
    counted = {
        "GoodReadCount": 1,
        "FailedReadCount": 1,
        "GoodWriteCount": 1,
        "SuccessfulOpenCount": 1,
    }
    assert device.statistics.retrieve() == counted
    device.disable()
    device.read("unheard", KEYS)
    until(lambda: device.state is DeviceState.CLAIMED, "the read's end")
    assert len(events.of(CardRead)) == 1


def test_a_service_is_asked_for_at_once_when_something_was_plugged_in(pcsc_socket, events, make):
    with standing_in(pcsc_socket) as daemon:
        daemon.kill()
        device = make()
        device.start()
        events.lamp(Lamp.LOST)
        daemon.readers.plug(READER)
        daemon.start()
        device.retry()
        events.lamp(Lamp.READY)
