import pytest

from devices.codec import pin_block
from devices.drivers.keypad_cn import PlainKeypad
from devices.drivers.opening import Opening
from devices.errors import BadUriError, BusyError, PinPadKeyError, PlainPadForbiddenError
from devices.events import (
    Lamp,
    PinBlockFormat,
    PinCancelled,
    PinEntered,
    PinFailed,
    PinTimedOut,
)
from devices.lifecycle import HealthLevel
from devices.manager import DeviceManager
from devices.roles import PinPrompt
from devices.sim.keypad import SimPlainKeypad
from devices.wire.serial_port import SerialWire
from devices.wire.uri import DeviceUri
from tests.devices.drivers.pads import ACCOUNT, ends
from tests.devices.drivers.pads import request as any_request

KEY = bytes(range(32))


def request(**more):
    return any_request(**{"working_key": KEY.hex(), **more})


def pin_of(entered):
    return pin_block.decode(4, entered.block, entered.account_digits, KEY)


@pytest.fixture
def sim(tmp_path):
    made = SimPlainKeypad(tmp_path)
    yield made
    made.close()


@pytest.fixture
def pad(manager, sim, events):
    manager.open("pad", sim.uri)
    events.lamp(Lamp.READY)
    return manager.pin_pad("pad")


def test_a_plain_keypad_is_opened_only_where_that_is_allowed(manager, sim):
    for uri in (sim.uri.partition("?")[0], sim.uri.replace("allowed", "forbidden")):
        with pytest.raises(PlainPadForbiddenError, match="plain=allowed"):
            manager.open("pad", uri)
    with pytest.raises(BadUriError, match="forbidden or allowed"):
        manager.open("pad", sim.uri.replace("allowed", "yes"))
    assert manager.names() == ()


def test_a_pin_becomes_a_block_at_once(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_shown(1, "ENTER PIN")
    sim.type_pin("1234")
    entered = events.next(PinEntered)
    assert (entered.entry_id, entered.format, entered.ksn) == ("e", PinBlockFormat.ISO_4, None)
    assert entered.account_digits == ACCOUNT
    assert pin_of(entered) == "1234"
    assert sim.wait_until_idle()
    assert ends(events) == [entered]


@pytest.mark.parametrize("prompt", list(PinPrompt))
def test_the_prompt_fits_the_keypad(pad, sim, events, prompt):
    pad.ask_pin(request(prompt=prompt))
    assert sim.wait_until_shown(1, prompt.value)
    sim.press_cancel()
    events.next(PinCancelled)


def test_the_same_pin_gives_another_block_each_time(pad, sim, events):
    blocks = set()
    for _ in range(3):
        pad.ask_pin(request())
        assert sim.wait_until_asking()
        sim.type_pin("1234")
        blocks.add(events.next(PinEntered).block)
        assert sim.wait_until_idle()
    assert len(blocks) == 3


def test_correction_takes_the_last_digit_back(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.press("129")
    assert sim.wait_until_shown(2, "***")
    sim.press("\b")
    assert sim.wait_until_shown(2, "**")
    sim.press("34\b\b\b\b\b\b5678\r")
    assert pin_of(events.next(PinEntered)) == "5678"


def test_stars_stand_for_digits_and_no_more_than_the_longest_pin(pad, sim, events):
    pad.ask_pin(request(max_digits=6))
    assert sim.wait_until_asking()
    sim.press("12345678")
    assert sim.wait_until_shown(2, "******")
    sim.press("#A\r")
    assert pin_of(events.next(PinEntered)) == "123456"


def test_a_pin_too_short_is_asked_for_again(pad, sim, events):
    pad.ask_pin(request(min_digits=4))
    assert sim.wait_until_asking()
    sim.type_pin("123")
    assert sim.wait_until_shown(1, "TRY AGAIN")
    sim.type_pin("4567")
    assert pin_of(events.next(PinEntered)) == "4567"


def test_cancel_at_the_keypad_and_by_us(pad, sim, events):
    pad.ask_pin(request(entry_id="a"))
    assert sim.wait_until_asking()
    sim.press("12")
    sim.press_cancel()
    assert events.next(PinCancelled).entry_id == "a"
    assert sim.wait_until_idle()
    pad.ask_pin(request(entry_id="b"))
    assert sim.wait_until_asking()
    with pytest.raises(BusyError):
        pad.ask_pin(request())
    pad.cancel()
    assert events.next(PinCancelled).entry_id == "b"
    assert sim.wait_until_idle()
    pad.cancel()
    assert len(ends(events)) == 2


def test_time_out(pad, sim, events):
    pad.ask_pin(request(timeout_s=0.3))
    assert sim.wait_until_asking()
    sim.press("123")
    assert events.next(PinTimedOut).entry_id == "e"
    assert sim.wait_until_idle()


def test_keys_of_an_earlier_entry_do_not_count(pad, sim, events):
    pad.ask_pin(request(timeout_s=0.2))
    events.next(PinTimedOut)
    assert sim.wait_until_idle()
    sim.send(b"99")
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.type_pin("1234")
    assert pin_of(events.next(PinEntered)) == "1234"


def test_unplugged_in_the_middle_and_plugged_in_again(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.press("12")
    sim.unplug()
    failed = events.next(PinFailed)
    assert (failed.code, failed.retry) == ("port-gone", True)
    events.lamp(Lamp.LOST)
    sim.plug()
    events.lamp(Lamp.READY)
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.type_pin("3456")
    assert pin_of(events.next(PinEntered)) == "3456"
    assert len(ends(events)) == 2


def test_closed_in_the_middle(manager, pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    manager.close()
    assert events.next(PinFailed).code == "closed"


def test_no_keypad_or_another_device_at_the_port(sim, events):
    sim.is_silent = True
    opening = Opening(name="pad", uri=DeviceUri.parse(sim.uri), sink=events)
    path = sim.uri.partition(":")[2].partition("?")[0]
    pad = PlainKeypad(opening, SerialWire(path), probe_s=0.05)
    pad.start()
    assert events.lamp(Lamp.LOST).code == "timed-out"
    pad.close()


def test_noise_of_a_wrong_baud_rate_is_no_pin(pad, sim, events):
    pad.ask_pin(request(timeout_s=0.5))
    assert sim.wait_until_asking()
    sim.send(b"1234567890\r" * 30)
    assert events.next(PinTimedOut).entry_id == "e"


@pytest.mark.parametrize("key", ["", "AB", "G" * 32, "A" * 16])
def test_a_session_key_must_be_one(pad, key):
    with pytest.raises(PinPadKeyError):
        pad.ask_pin(request(working_key=key))


def test_a_plain_wire_is_never_recorded_and_no_digit_is_logged(tmp_path, sim, events, caplog):
    caplog.set_level("DEBUG")
    recordings = tmp_path / "recordings"
    recordings.mkdir()
    with DeviceManager(events, recordings=recordings) as manager:
        manager.open("pad", sim.uri)
        events.lamp(Lamp.READY)
        manager.pin_pad("pad").ask_pin(request())
        assert sim.wait_until_asking()
        sim.type_pin("246813")
        entered = events.next(PinEntered)
    assert list(recordings.iterdir()) == []
    shown = f"{events.all!r} {caplog.text}".upper()
    for secret in ("246813", entered.block.hex().upper(), ACCOUNT, KEY.hex().upper()):
        assert secret not in shown


def test_health_asks_the_keypad_and_counts(manager, pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.type_pin("1234")
    events.next(PinEntered)
    report = pad.check_health(HealthLevel.EXTERNAL)
    assert report.is_well
    assert (report.details["answers"], report.details["encrypts"]) == ("yes", "no")
    assert report.details["ValidPINEntryCount"] == "1"
