import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import idtech, visa_pinpad
from devices.codec.msr605 import BlockParser, write_block
from devices.codec.sanitise import sanitise
from devices.codec.text_swipe import TextSwipeParser
from devices.codec.visa_pinpad import Keys, Packet, PacketParser, Variant

CARD = "4761739001010010"
NAME = "SOMEBODY/SOME"


def test_a_swipe_parses_as_before_with_test_digits():
    swipe = f"%B{CARD}^{NAME}^1808101?;{CARD}=1808101?\r".encode()
    clean = sanitise(swipe)
    assert len(clean) == len(swipe)
    assert CARD.encode() not in clean
    assert b"SOMEBODY" not in clean
    (found,) = TextSwipeParser().feed(clean, 0)
    assert found.errors == ()
    assert found.tracks[1] == ";8888000012345678=8888000?"


def test_half_a_swipe_is_cleaned_too():
    assert CARD[:9].encode() not in sanitise(f";{CARD[:9]}".encode())


def test_an_idtech_frame_has_its_check_bytes_recomputed():
    data = bytes([0, 2, 0, 26, 0]) + f";{CARD}=1808101?".encode()
    clean = sanitise(idtech.frame(data))
    assert CARD.encode() not in clean
    assert idtech.parse_card(idtech.unframe(clean), 0).tracks[1] == ";8888000012345678=8888000?"


def test_a_frame_with_wrong_check_bytes_is_cleaned_as_text():
    data = idtech.frame(bytes([0, 2, 0, 26, 0]) + f";{CARD}=1808101?".encode())
    assert CARD.encode() not in sanitise(data[:-2] + b"\0\x03")
    broken = visa_pinpad.frame("71.0040113D82717B6C3E344")[:-1] + b"\0"
    assert b"13D82717B6C3E344" not in sanitise(broken)


def test_an_encoders_blocks_are_cleaned():
    assert CARD.encode() not in sanitise(write_block(None, CARD, None))
    block = f"\x1bs\x1b\x01%B{CARD}^{NAME}^?\x1b\x02;{CARD}?\x1b\x03\x1b+?\x1c\x1b0".encode()
    clean = sanitise(block)
    assert CARD.encode() not in clean
    assert b"SOMEBODY" not in clean
    (found,) = BlockParser().feed(clean, 0)
    assert found.tracks[1] == ";8888000012345678?"


@pytest.mark.parametrize(
    "text",
    [
        "Z60.4012345678909\x1cDUKPT ENCRYPTION",
        "Z62.4012345678909\x1c6B985B7EE398D9B23EB3B72576BBBE830406NENTER PIN\x1cX\x1cY",
        "71.0040113D82717B6C3E344",
        "7109876543210E000011B9C1845EB993A7A",
        "906AC292FAA1315B4D858AB3A3D7D5933AFFFF9876543210E00000",
    ],
)
def test_a_pads_accounts_blocks_and_keys_become_zeros(text):
    clean = sanitise(b"\x06" + visa_pinpad.frame(text))
    (packet,) = (item for item in PacketParser().feed(clean) if isinstance(item, Packet))
    assert packet.is_sound
    assert len(packet.text) == len(text)
    for secret in ("401234567", "6B985B7E", "13D82717", "1B9C1845", "6AC292FA", "98765432"):
        assert secret not in packet.text


def test_a_cleaned_pin_answer_still_parses():
    clean = sanitise(visa_pinpad.frame(visa_pinpad.pin_answer_session(b"\x13\xd8" * 4, 4)))
    (packet,) = PacketParser().feed(clean)
    assert isinstance(packet, Packet)
    assert visa_pinpad.parse_pin_answer(packet.text, Keys.MKSK).block == bytes(8)
    answer = visa_pinpad.pin_answer_dukpt(
        bytes.fromhex("1B9C1845EB993A7A"), bytes.fromhex("FFFF9876543210E00001"), Variant.VERIFONE
    )
    (packet,) = PacketParser().feed(sanitise(visa_pinpad.frame(answer)))
    assert isinstance(packet, Packet)
    assert visa_pinpad.parse_pin_answer(packet.text, Keys.DUKPT).block == bytes(8)


@settings(deadline=None)  # shared machines pause
@given(noise=st.binary(max_size=200))
def test_any_noise_is_survived(noise):
    assert len(sanitise(noise)) == len(noise)


@settings(deadline=None)  # shared machines pause
@given(number=st.text(st.sampled_from("123456789"), min_size=13, max_size=19), noise=st.binary())
def test_no_long_number_survives(number, noise):
    assert number.encode() not in sanitise(noise + number.encode() + b"\r")


def test_a_text_message_and_the_name_beside_it_are_hidden():
    listed = b'+CMGL: 3,1,"Zhang San",30\r\n0891683108100005F0040B813108108300F0\r\n'
    clean = sanitise(listed)
    assert len(clean) == len(listed)
    assert clean == b'+CMGL: 3,1,"XXXXXXXXX",30\r\n' + b"0" * 36 + b"\r\n"
    assert b"6831081" not in sanitise(listed.lower())
    assert sanitise(b'+CMTI: "SM",3\r\n') == b'+CMTI: "SM",3\r\n'
