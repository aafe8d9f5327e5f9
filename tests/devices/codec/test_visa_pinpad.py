import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import visa_pinpad as visa
from devices.codec.visa_pinpad import Control, Keys, Packet, PacketParser, PinResult, Variant
from devices.errors import (
    PinPadAccountError,
    PinPadError,
    PinPadExhaustedError,
    PinPadKeyError,
    TimedOutError,
    WrongAnswerError,
)
from tests.devices.support import vectors

FRAMES = {case["name"]: case for case in vectors("pinpad_visa")["frames"]}
KEY = "6B985B7EE398D9B23EB3B72576BBBE83"
ACCOUNT = "4012345678909"


def hex_of(name: str, field: str = "frame") -> bytes:
    return bytes.fromhex(FRAMES[name][field])


def test_our_frames_are_the_manuals():
    prompts = ("ENTER PIN", "THEN PRESS ENTER", "PROCESSING")
    assert visa.select_master_key(7) == hex_of("select master key 7")
    assert visa.check_master_key(0) == hex_of("check master key 0")
    assert visa.ask_pin_dukpt(ACCOUNT, Variant.UIC) == hex_of("Z60 DUKPT (UIC)")
    assert hex_of("Z1 reset state") == visa.RESET
    assert hex_of("72 cancel") == visa.CANCEL
    assert visa.ask_pin_prompted(ACCOUNT, KEY, (4, 6), prompts) == hex_of(
        "Z62 MK/SK with prompts, 4..6 digits, null PIN not allowed"
    )
    verifone = b"\x02Z60.4012345678909\x1cDUKPT ENCRYPTION\x03\x20"
    assert visa.ask_pin_dukpt(ACCOUNT, Variant.VERIFONE) == verifone
    session = b"\x02Z60.4012345678909\x1c6B985B7EE398D9B23EB3B72576BBBE83\x03\x23"
    assert visa.ask_pin_session(ACCOUNT, KEY) == session
    assert visa.display("WELCOME") == b"\x02Z2\x1aWELCOME\x03\x2b"


def test_control_codes_are_the_manuals():
    for name, code in vectors("pinpad_visa")["control"].items():
        if hasattr(visa, name):
            assert getattr(visa, name) == int(code, 16)
        else:  # of messages that are not ours
            assert name in ("GS", "RS", "DC1", "DC2")


@pytest.mark.parametrize("name", list(FRAMES))
def test_every_known_frame_is_sound(name):
    for field, value in FRAMES[name].items():
        if field.startswith(("frame", "reply")) and re.fullmatch("[0-9A-F]{8,}", value):
            (packet,) = PacketParser().feed(hex_of(name, field))
            assert isinstance(packet, Packet)
            assert packet.is_sound
            assert visa.frame(packet.text, packet.start) == hex_of(name, field)


def test_the_answers_of_the_manuals():
    block, ksn = bytes.fromhex("1B9C1845EB993A7A"), "FFFF9876543210E00001"
    (uic,) = PacketParser().feed(hex_of("Z60 DUKPT (UIC)", "reply_71"))
    (verifone,) = PacketParser().feed(b"\x0273.000009876543210E000011B9C1845EB993A7A\x03\x6e")
    (session,) = PacketParser().feed(b"\x0271.0040113D82717B6C3E344\x03\x11")
    assert isinstance(uic, Packet)
    assert isinstance(verifone, Packet)
    assert isinstance(session, Packet)
    assert visa.parse_pin_answer(uic.text, Keys.DUKPT) == PinResult(block=block, ksn=ksn)
    assert visa.parse_pin_answer(verifone.text, Keys.DUKPT) == PinResult(block=block, ksn=ksn)
    assert visa.parse_pin_answer(session.text, Keys.MKSK) == PinResult(
        block=bytes.fromhex("13D82717B6C3E344"), pin_digits=4
    )
    assert visa.pin_answer_dukpt(block, bytes.fromhex(ksn), Variant.UIC) == uic.text
    assert visa.pin_answer_dukpt(block, bytes.fromhex(ksn), Variant.VERIFONE) == verifone.text


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("0", PinPadAccountError),
        ("2", PinPadAccountError),
        ("6", TimedOutError),
        ("7", PinPadExhaustedError),
        ("9", PinPadKeyError),
        ("A", PinPadKeyError),
        ("G", PinPadError),
    ],
)
def test_the_pads_errors(code, error):
    with pytest.raises(error):
        visa.parse_pin_answer("71" + code, Keys.MKSK)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("90x", Keys.MKSK),
        ("71.00401" + "0" * 15, Keys.MKSK),
        ("71.00401" + "G" * 16, Keys.MKSK),
        ("710" + "0" * 12, Keys.DUKPT),
        ("7109876543210E00001" + "X" * 16, Keys.DUKPT),
    ],
)
def test_another_answer_is_refused(text, keys):
    with pytest.raises(WrongAnswerError):
        visa.parse_pin_answer(text, keys)


TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=60)


@settings(deadline=None)  # shared machines pause
@given(texts=st.lists(TEXT, min_size=1, max_size=4), start=st.sampled_from([visa.STX, visa.SI]))
def test_frames_come_back_byte_by_byte(texts, start):
    stream = b"\x06".join(visa.frame(text, start) for text in texts)
    parser = PacketParser()
    found = [item for byte in stream for item in parser.feed(bytes([byte]))]
    assert [item.text for item in found if isinstance(item, Packet)] == texts
    assert all(item.is_sound for item in found if isinstance(item, Packet))


def test_an_lrc_that_looks_like_a_control_byte_is_no_control_byte():
    # XOR of "Z1" and ETX is 0x68; choose texts whose LRC is EOT, ACK, STX and ETX.
    for wanted in (0x02, 0x03, 0x04, 0x06, 0x15):
        text = next(
            a + b
            for a in map(chr, range(0x20, 0x7F))
            for b in map(chr, range(0x20, 0x7F))
            if visa.lrc((a + b).encode() + b"\x03") == wanted
        )
        found = PacketParser().feed(visa.frame(text) + b"\x06")
        assert found == [Packet(start=visa.STX, text=text), Control.ACK]


def test_noise_and_floods_do_not_fill_the_parser():
    parser = PacketParser()
    for _ in range(100):
        parser.feed(b"\x02" + b"x" * 100)
    assert parser.feed(b"\x03\0" + visa.frame("Z1"))[-1] == Packet(start=visa.STX, text="Z1")
