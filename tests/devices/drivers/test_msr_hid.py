"""HID stripe readers by their reports; the reports travel over a pseudo-terminal, as hidraw gives them."""

import random

import pytest

from devices.catalogue import spec_for
from devices.codec.hid_swipe import LENGTH, make_report, parse_report
from devices.drivers.opening import Opening
from devices.errors import BadUriError
from devices.events import CardSwiped, Lamp, SwipeFailed
from devices.roles import Arming, Device
from devices.sim.hid_reader import SimHidReader
from devices.wire.uri import DeviceUri
from tests.devices.support import BANK_T2, OURS, OURS_T1, OURS_T2, vectors


@pytest.fixture
def sim(tmp_path):
    made = SimHidReader(tmp_path)
    yield made
    made.close()


@pytest.fixture
def reader(manager, sim, events):
    manager.open("reader", sim.uri)
    events.lamp(Lamp.READY)
    return manager.reader("reader")


def test_the_makers_report_is_read_and_written() -> None:
    example = vectors("hid_msr")["example"]
    report = bytes.fromhex(example["report_hex"])
    assert list(parse_report(report, 0).tracks) == example["tracks"]
    assert make_report(tuple(example["tracks"])) == report


@pytest.mark.parametrize(
    ("changed", "tracks", "errors"),
    [
        ({0: 1}, (None, OURS_T2, None), ("track1-bad-swipe",)),
        ({0: 1, 1: 1, 2: 1}, (None, None, None), ("track1-bad-swipe", "track2-bad-swipe", "track3-bad-swipe")),
        ({4: 255}, (OURS_T1, None, None), ("track2-bad-swipe-end",)),
        ({3: 0, 4: 0}, (None, None, None), ("card-bad-swipe",)),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_track_is_told(changed, tracks, errors) -> None:
    report = bytearray(make_report((OURS_T1, OURS_T2, None)))
    for place, value in changed.items():
        report[place] = value
    swipe = parse_report(bytes(report), 7)
    assert (swipe.tracks, swipe.at_ns) == (tracks, 7)
    assert len(swipe.errors) == len(errors)


def test_a_report_of_another_length_is_none() -> None:
    for size in (0, LENGTH - 1, LENGTH + 1):
        with pytest.raises(ValueError, match="337"):
            parse_report(bytes(size), 0)


def test_a_card_is_read_when_armed(reader, sim, events) -> None:
    reader.arm(Arming.ALWAYS)
    sim.swipe(OURS_T1, OURS_T2)
    assert events.next(CardSwiped).member_number == OURS
    sim.swipe(None, BANK_T2)
    assert events.next(CardSwiped).is_bank_card
    sim.send(make_report((None, None, None)))
    events.next(SwipeFailed)


def test_half_a_report_is_forgotten(reader, sim, events) -> None:
    reader.arm(Arming.ALWAYS)
    sim.send(make_report((None, OURS_T2, None))[:200])
    sim.unplug()
    events.lamp(Lamp.LOST)
    sim.plug()
    events.lamp(Lamp.READY)
    sim.swipe(None, OURS_T2)
    assert events.next(CardSwiped).member_number == OURS
    assert len(events.of(CardSwiped)) == 1


def test_reports_of_anything_do_no_harm(reader, sim, events) -> None:
    reader.arm(Arming.ALWAYS)
    chance = random.Random(7)
    for _ in range(200):
        sim.send(chance.randbytes(LENGTH))
    sim.swipe(None, OURS_T2)
    while events.next(CardSwiped).member_number != OURS:
        pass


def opened(uri: DeviceUri) -> Device:
    return spec_for(uri).opens(Opening(name="x", uri=uri, sink=print))


@pytest.mark.parametrize("place", ["", "0801", "xxxx:0002", "COM3"])
def test_an_address_names_a_node_or_numbers(place) -> None:
    with pytest.raises(BadUriError):
        opened(DeviceUri.parse(f"msr+hid:{place}"))


def test_a_device_that_is_not_plugged_in_is_told_by_its_numbers(manager, events) -> None:
    pytest.importorskip("hid", reason="hidapi is an extra of its own: pip install hidapi")
    manager.open("reader", "msr+hid:0801:0002")
    status = events.lamp(Lamp.LOST)
    assert status.code == "port-gone"
    assert "0801:0002" in status.detail
