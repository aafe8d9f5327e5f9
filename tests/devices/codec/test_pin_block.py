import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.codec import pin_block
from devices.errors import PinBlockError
from devices.events import PinBlockFormat
from tests.devices.support import vectors

BLOCKS = vectors("pin_blocks")
FORMAT_0 = [case for case in BLOCKS["cases"] if case["format"] == 0]
FORMAT_3 = next(case for case in BLOCKS["cases"] if case["format"] == 3)


@pytest.mark.parametrize("case", FORMAT_0, ids=lambda case: case["block"])
def test_format_0(case):
    block = pin_block.encode(case["pin"], case["pan"], block_format=PinBlockFormat.ISO_0)
    assert block.hex().upper() == case["block"]
    assert pin_block.decode(block, case["pan"], block_format=PinBlockFormat.ISO_0) == case["pin"]


def test_format_3_is_filled_at_random():
    made = {
        pin_block.encode(FORMAT_3["pin"], FORMAT_3["pan"], block_format=PinBlockFormat.ISO_3)
        for _ in range(20)
    }
    assert len(made) > 1
    assert all(block.hex().upper().startswith(FORMAT_3["block_prefix"]) for block in made)


def test_a_short_member_number_is_padded():
    case = BLOCKS["short_account_rule"]["example"]
    block = pin_block.encode(case["pin"], case["pan"], block_format=PinBlockFormat.ISO_0)
    assert block.hex().upper() == case["block"]
    padded = pin_block.encode(
        case["pin"], case["pan"].rjust(13, "0"), block_format=PinBlockFormat.ISO_0
    )
    assert padded == block


@pytest.mark.parametrize("case", BLOCKS["negative_format0"], ids=lambda case: case["error"])
def test_a_malformed_block_is_refused(case):
    with pytest.raises(PinBlockError):
        pin_block.decode(
            bytes.fromhex(case["block"]), case["pan"], block_format=PinBlockFormat.ISO_0
        )


@pytest.mark.parametrize("pin", ["123", "1" * 13, "12a4", "", "１２３４"])
def test_what_is_no_pin_is_refused(pin):
    with pytest.raises(PinBlockError):
        pin_block.encode(pin, "4012345678909", block_format=PinBlockFormat.ISO_0)


def test_format_4_and_wrong_lengths_are_refused():
    with pytest.raises(PinBlockError):
        pin_block.encode("1234", "4012345678909", block_format=PinBlockFormat.ISO_4)
    with pytest.raises(PinBlockError):
        pin_block.decode(b"1234567", "4012345678909", block_format=PinBlockFormat.ISO_0)
    with pytest.raises(PinBlockError):
        pin_block.account_field("1" * 20)


DIGITS = st.sampled_from("0123456789")


@settings(deadline=None)  # shared machines pause
@given(
    pin=st.text(DIGITS, min_size=4, max_size=12),
    account=st.text(DIGITS, min_size=1, max_size=19),
    block_format=st.sampled_from([PinBlockFormat.ISO_0, PinBlockFormat.ISO_3]),
)
def test_pins_come_back(pin, account, block_format):
    block = pin_block.encode(pin, account, block_format=block_format)
    assert pin_block.decode(block, account, block_format=block_format) == pin
