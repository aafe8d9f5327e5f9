import pytest

from devices.codec import dukpt, pin_block, tdes
from devices.codec import visa_pinpad as visa
from devices.codec.visa_pinpad import Keys, Variant
from devices.errors import BusyError, PinBlockError, PinPadAccountError, PinPadKeyError
from devices.events import (
    Lamp,
    PinBlockFormat,
    PinCancelled,
    PinEntered,
    PinFailed,
    PinTimedOut,
)
from devices.roles import PinPrompt
from devices.sim.pin_pad import TEST_BASE_KEY, TEST_MASTER_KEY, SimPinPad
from tests.devices.drivers.pads import SESSION_KEY, WORKING_KEY, ends, request
from tests.devices.support import OURS

KINDS = [
    (Variant.UIC, Keys.MKSK),
    (Variant.VERIFONE, Keys.MKSK),
    (Variant.UIC, Keys.DUKPT),
    (Variant.VERIFONE, Keys.DUKPT),
]


@pytest.fixture
def sim(tmp_path):
    made = SimPinPad(tmp_path)
    yield made
    made.close()


@pytest.fixture
def pad(manager, sim, events):
    manager.open("pad", sim.uri)
    events.lamp(Lamp.READY)
    return manager.pin_pad("pad")


def test_the_working_key_is_the_vectors():
    assert tdes.encrypt(TEST_MASTER_KEY, SESSION_KEY).hex().upper() == WORKING_KEY


@pytest.mark.parametrize(("variant", "keys"), KINDS)
def test_a_pin_is_taken_encrypted(tmp_path, manager, events, variant, keys):
    sim = SimPinPad(tmp_path, variant=variant, keys=keys)
    manager.open("pad", sim.uri)
    manager.pin_pad("pad").ask_pin(request())
    assert sim.wait_until_asking()
    sim.type_pin("1234")
    entered = events.next(PinEntered)
    if keys is Keys.DUKPT:
        assert entered.ksn == "FFFF9876543210E00001"
        assert entered.block.hex().upper() == "1B9C1845EB993A7A"
        key = dukpt.tdes_session_keys(TEST_BASE_KEY, bytes.fromhex(entered.ksn)).pin
    else:
        assert entered.ksn is None
        assert entered.block.hex().upper() == "13D82717B6C3E344"
        key = SESSION_KEY
    assert pin_block.decode(entered.format, entered.block, entered.account_digits, key) == "1234"
    assert (entered.entry_id, entered.format) == ("e", PinBlockFormat.ISO_0)
    assert ends(events) == [entered]
    sim.close()


def test_every_dukpt_pin_has_a_key_of_its_own(tmp_path, manager, events):
    sim = SimPinPad(tmp_path, keys=Keys.DUKPT)
    manager.open("pad", sim.uri)
    blocks = set()
    for number in range(1, 4):
        manager.pin_pad("pad").ask_pin(request(entry_id=str(number)))
        assert sim.wait_until_asking()
        sim.type_pin("1234")
        entered = events.next(PinEntered)
        assert entered.ksn == f"FFFF9876543210E{number:05}"
        blocks.add(entered.block)
    assert len(blocks) == 3
    sim.close()


def test_a_short_member_number_is_padded_for_the_pad(pad, sim, events):
    pad.ask_pin(request(account="88880123"))
    assert sim.wait_until_asking()
    sim.type_pin("123456")
    entered = events.next(PinEntered)
    assert entered.account_digits == "0000088880123"
    clear = tdes.decrypt(SESSION_KEY, entered.block)
    assert clear.hex().upper() == "06123456F7777FED"


@pytest.mark.parametrize("prompt", list(PinPrompt))
def test_the_pad_shows_only_texts_of_the_list(pad, sim, prompt):
    pad.ask_pin(request(prompt=prompt))
    assert sim.wait_until_asking()
    assert sim.display == prompt.value


def test_a_pad_with_dukpt_is_shown_its_prompt_first(tmp_path, manager):
    sim = SimPinPad(tmp_path, keys=Keys.DUKPT)
    manager.open("pad", sim.uri)
    manager.pin_pad("pad").ask_pin(request(prompt=PinPrompt.ENTER_NEW_PIN))
    assert sim.wait_until_asking()
    assert sim.display == "ENTER NEW PIN"
    manager.close()
    sim.close()


def test_cancelled_at_the_pad(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.press_cancel()
    assert events.next(PinCancelled).entry_id == "e"
    assert [type(end) for end in ends(events)] == [PinCancelled]


def test_cancelled_by_us(pad, sim, events):
    pad.cancel()
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    with pytest.raises(BusyError):
        pad.ask_pin(request("other"))
    pad.cancel()
    assert events.next(PinCancelled).entry_id == "e"
    assert sim.wait_until_idle()
    pad.ask_pin(request("again"))
    assert sim.wait_until_asking()
    sim.type_pin("1234")
    assert events.next(PinEntered).entry_id == "again"


def test_cancelled_before_the_pad_has_shown_anything(pad, sim, events):
    for number in range(20):
        pad.ask_pin(request(str(number)))
        pad.cancel()
        assert events.next(PinCancelled).entry_id == str(number)
    assert sim.wait_until_idle()
    assert len(ends(events)) == 20


def test_the_pads_own_time_out(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.let_time_out()
    assert events.next(PinTimedOut).entry_id == "e"


def test_our_own_time_out_brings_the_pad_back_to_idle(pad, sim, events):
    pad.ask_pin(request(timeout_s=0.1))
    assert events.next(PinTimedOut).entry_id == "e"
    assert not sim.is_asking
    assert len(ends(events)) == 1


def test_unplugged_in_the_middle_is_one_failure_and_nothing_else(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.unplug()
    failed = events.next(PinFailed)
    assert (failed.entry_id, failed.code, failed.retry) == ("e", "port-gone", True)
    events.lamp(Lamp.LOST)
    sim.plug()
    events.lamp(Lamp.READY)
    sim.type_pin("1234")
    pad.ask_pin(request("again"))
    assert sim.wait_until_asking()
    sim.type_pin("1234")
    assert events.next(PinEntered).entry_id == "again"
    assert len(ends(events)) == 2


def test_asked_without_a_pad_it_fails_at_once(tmp_path, manager, events):
    manager.open("pad", f"pinpad-visa:{tmp_path / 'none'}")
    manager.pin_pad("pad").ask_pin(request())
    assert events.next(PinFailed).code == "port-gone"


def test_closing_in_the_middle_ends_the_entry(manager, pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    manager.close()
    assert events.next(PinFailed).code == "closed"
    assert sim.wait_until_idle()


def test_a_broken_answer_is_asked_for_again(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.broken_lrcs = 2
    sim.type_pin("1234")
    assert events.next(PinEntered).block.hex().upper() == "13D82717B6C3E344"


def test_an_answer_broken_three_times_is_a_failure(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.broken_lrcs = 3
    sim.type_pin("1234")
    failed = events.next(PinFailed)
    assert (failed.code, failed.retry) == ("bad-frame", True)
    assert len(ends(events)) == 1


def test_a_refused_packet_is_sent_again(pad, sim, events):
    sim.refusals = 2
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.refusals = 0
    sim.type_pin("1234")
    assert events.next(PinEntered)


@pytest.mark.parametrize(
    ("error", "code"), [("9", "pin-pad-key"), ("7", "pin-pad-exhausted"), ("B", "pin-pad")]
)
def test_the_pads_refusals(pad, sim, events, error, code):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.refuse(error)
    failed = events.next(PinFailed)
    assert (failed.code, failed.retry) == (code, False)
    assert failed.detail


def test_a_pad_without_its_key_shows_at_the_lamp(tmp_path, manager, events):
    sim = SimPinPad(tmp_path, master_key=None)
    manager.open("pad", sim.uri)
    assert events.lamp(Lamp.LOST).code == "pin-pad-key"
    manager.pin_pad("pad").ask_pin(request())
    assert events.next(PinFailed).code == "pin-pad-key"
    sim.close()


def test_noise_in_the_middle_does_no_harm(pad, sim, events):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.send(bytes(range(0x20, 0x100)) * 20)
    sim.type_pin("1234")
    assert events.next(PinEntered).block.hex().upper() == "13D82717B6C3E344"


def test_half_an_answer_is_a_time_out(pad, sim, events):
    pad.ask_pin(request(timeout_s=0.3))
    assert sim.wait_until_asking()
    sim.send(visa.frame("71.0040113D82717B6C3E344")[:-5])
    assert events.next(PinTimedOut).entry_id == "e"
    assert len(ends(events)) == 1


def test_an_answer_nobody_asked_for_is_acknowledged_and_dropped(pad, sim, events):
    sim.send(visa.frame("71.0040113D82717B6C3E344"))
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    sim.type_pin("9999")
    assert events.next(PinEntered).block.hex().upper() != "13D82717B6C3E344"
    assert len(ends(events)) == 1


@pytest.mark.parametrize("account", ["", "12345678901234567890", "88a8", "８８８８"])
def test_account_digits_must_be_digits(pad, account):
    with pytest.raises(PinPadAccountError):
        pad.ask_pin(request(account=account))


@pytest.mark.parametrize("key", ["", "AB", "G" * 32, "A" * 24])
def test_a_session_key_must_be_one(pad, key):
    with pytest.raises(PinPadKeyError):
        pad.ask_pin(request(working_key=key))


def test_a_pin_too_short_leaves_the_pad_asking(pad, sim):
    pad.ask_pin(request())
    assert sim.wait_until_asking()
    with pytest.raises(PinBlockError):
        sim.type_pin("12")
    assert sim.is_asking


def test_no_number_no_block_and_no_key_in_any_repr_or_log(pad, sim, events, caplog):
    caplog.set_level("DEBUG")
    asked = request(account=OURS)
    pad.ask_pin(asked)
    assert sim.wait_until_asking()
    sim.type_pin("246813")
    entered = events.next(PinEntered)
    sim.unplug()
    events.lamp(Lamp.LOST)
    shown = f"{events.all!r} {asked!r} {caplog.text}".upper()
    for secret in (OURS, entered.block.hex().upper(), "246813", WORKING_KEY):
        assert secret not in shown
