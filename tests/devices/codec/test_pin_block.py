import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import aes, pin_block
from devices.codec.tdes import xor
from devices.errors import PinBlockError
from devices.events import PinBlockFormat
from tests.devices.support import vectors

BLOCKS = vectors("pin_blocks")
PAN = "4012345678909"
TDES_KEY = bytes(range(16))
AES_KEY = bytes(range(32))


@pytest.mark.parametrize("case", BLOCKS["cases"], ids=lambda case: f"{case['format']}")
def test_every_case(case):
    fmt = case["format"]
    if fmt == 2:  # for cards that check PINs themselves: not among ours
        with pytest.raises(PinBlockError, match="0, 3 or 4"):
            pin_block.encode(fmt, case["pin"], PAN)
    elif fmt == 3:
        made = {pin_block.encode(fmt, case["pin"], case["pan"]).hex().upper() for _ in range(20)}
        assert len(made) > 1
        assert all(block.startswith(case["block_prefix"]) for block in made)
    elif fmt == 0:
        block = pin_block.encode(fmt, case["pin"], case["pan"])
        assert block.hex().upper() == case["block"]
        assert pin_block.decode(fmt, block, case["pan"]) == case["pin"]
    else:
        _format_4(case)


def _format_4(case):
    account = pin_block.whole_account_field(case["pan"])
    assert account.hex().upper() == case["pan_field"]
    if "block" not in case:
        return
    key, block = bytes.fromhex(case["key"]), bytes.fromhex(case["block"])
    clear = aes.decrypt(key, xor(aes.decrypt(key, block), account))
    assert clear.hex().upper() == case["pin_field"]
    assert clear[8:].hex().upper() == case["random"]
    assert pin_block.decode(4, block, case["pan"], key) == case["pin"]
    assert pin_block.encode(4, case["pin"], case["pan"], key) != block


def test_a_short_member_number_is_padded():
    case = BLOCKS["short_account_rule"]["example"]
    block = pin_block.encode(0, case["pin"], case["pan"])
    assert block.hex().upper() == case["block"]
    assert pin_block.encode(0, case["pin"], case["pan"].rjust(13, "0")) == block


@pytest.mark.parametrize("case", BLOCKS["negative_format0"], ids=lambda case: case["error"])
def test_a_malformed_block_is_refused(case):
    with pytest.raises(PinBlockError):
        pin_block.decode(0, bytes.fromhex(case["block"]), case["pan"])


@pytest.mark.parametrize("pin", ["123", "1" * 13, "12a4", "", "１２３４"])
@pytest.mark.parametrize("fmt", [0, 3, 4])
def test_what_is_no_pin_is_refused(fmt, pin):
    with pytest.raises(PinBlockError, match="4 to 12 digits"):
        pin_block.encode(fmt, pin, PAN, AES_KEY if fmt == 4 else None)


@pytest.mark.parametrize("pan", ["", "1" * 20, "40123x", "４０１２３"])
@pytest.mark.parametrize("fmt", [0, 3, 4])
def test_what_is_no_account_is_refused(fmt, pan):
    key = AES_KEY if fmt == 4 else None
    with pytest.raises(PinBlockError, match="1 to 19 digits"):
        pin_block.encode(fmt, "1234", pan, key)
    with pytest.raises(PinBlockError, match="1 to 19 digits"):
        pin_block.decode(fmt, bytes(16 if fmt == 4 else 8), pan, key)


@pytest.mark.parametrize(
    ("fmt", "key", "words"),
    [
        (4, None, "AES key"),
        (4, bytes(8), "AES key"),
        (0, bytes(8), "TDES key"),
        (3, bytes(32), "TDES key"),
        (1, None, "0, 3 or 4"),
    ],
)
def test_a_wrong_key_or_format_is_a_value_error(fmt, key, words):
    with pytest.raises(ValueError, match=words):
        pin_block.encode(fmt, "1234", PAN, key)
    with pytest.raises(ValueError, match=words):
        pin_block.decode(fmt, bytes(8), PAN, key)


@pytest.mark.parametrize(("fmt", "length"), [(0, 7), (0, 16), (3, 0), (4, 8), (4, 17)])
def test_a_block_of_another_length_is_a_value_error(fmt, length):
    with pytest.raises(ValueError, match="bytes"):
        pin_block.decode(fmt, bytes(length), PAN, AES_KEY if fmt == 4 else None)


DIGITS = st.sampled_from("0123456789")
CASES = st.sampled_from(
    [(0, None), (3, None), (0, TDES_KEY), (3, TDES_KEY + TDES_KEY[:8]), (4, AES_KEY), (4, TDES_KEY)]
)


@settings(deadline=None)  # shared machines pause
@given(
    pin=st.text(DIGITS, min_size=4, max_size=12),
    account=st.text(DIGITS, min_size=1, max_size=19),
    case=CASES,
)
def test_pins_come_back(pin, account, case):
    fmt, key = case
    block = pin_block.encode(fmt, pin, account, key)
    assert pin_block.decode(PinBlockFormat(fmt), block, account, key) == pin


@settings(deadline=None)
@given(block=st.binary(min_size=16, max_size=16), case=CASES)
def test_any_bytes_are_a_pin_or_a_refusal(block, case):
    fmt, key = case
    try:
        pin = pin_block.decode(fmt, block if fmt == 4 else block[:8], PAN, key)
    except PinBlockError:
        return
    assert pin.isdecimal()
    assert 4 <= len(pin) <= 12
