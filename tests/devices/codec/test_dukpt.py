import pytest

from devices.codec import dukpt, pin_block, tdes
from devices.errors import PinPadExhaustedError
from devices.events import PinBlockFormat
from tests.devices.support import vectors

V = vectors("dukpt_tdes")
ROWS = [row for value in V.values() if isinstance(value, list) for row in value]
INITIAL = bytes.fromhex(V["ipek"])


def test_the_initial_key():
    derived = dukpt.initial_key(bytes.fromhex(V["bdk"]), bytes.fromhex(V["iksn"]))
    assert derived == INITIAL


def test_there_are_rows_of_both_parts_of_the_annex():
    assert {"FFFF9876543210E00001", "FFFF9876543210EFF800"} <= {row["ksn"] for row in ROWS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["ksn"])
def test_the_standards_rows(row):
    ksn = bytes.fromhex(row["ksn"])
    key = dukpt.pin_key(INITIAL, ksn)
    clear = pin_block.encode(V["pin"], V["pan"], block_format=PinBlockFormat.ISO_0)
    assert dukpt.transaction_key(INITIAL, ksn).hex().upper() == row["txn_key"]
    assert key.hex().upper() == row["pin_key"]
    assert tdes.encrypt(key, clear).hex().upper() == row["enc_pin_block"]
    assert tdes.decrypt(key, bytes.fromhex(row["enc_pin_block"])) == clear


def test_counting_skips_what_has_more_than_ten_ones():
    ksn = bytes.fromhex("FFFF9876543210EFF802")
    assert dukpt.next_ksn(ksn).hex().upper() == "FFFF9876543210EFF804"
    assert dukpt.next_ksn(bytes.fromhex(V["iksn"])).hex().upper() == "FFFF9876543210E00001"


def test_the_last_key_is_the_last():
    with pytest.raises(PinPadExhaustedError):
        dukpt.next_ksn(bytes.fromhex("FFFF9876543210FFFFFF"))


def test_a_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="8, 16 or 24"):
        tdes.encrypt(b"short", b"12345678")
