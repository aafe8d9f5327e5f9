import pytest

from devices.codec import dukpt, pin_block, tdes
from devices.errors import PinPadExhaustedError
from tests.devices.support import vectors

V = vectors("dukpt_tdes")
ROWS = [row for value in V.values() if isinstance(value, list) for row in value]
BASE = bytes.fromhex(V["bdk"])
INITIAL = bytes.fromhex(V["ipek"])
MAC_INPUT = V["mac_input_ascii"].encode("ascii")


def _hex(data):
    return data.hex().upper()


def test_the_initial_key():
    assert dukpt.tdes_initial_key(BASE, bytes.fromhex(V["iksn"])) == INITIAL


def test_there_are_rows_of_both_parts_of_the_annex():
    assert {"FFFF9876543210E00001", "FFFF9876543210EFF800"} <= {row["ksn"] for row in ROWS}


def _cbc(key, data):
    made, before = b"", bytes(8)
    for at in range(0, len(data), 8):
        before = tdes.encrypt(key, tdes.xor(before, data[at : at + 8]))
        made += before
    return made


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["ksn"])
def test_the_standards_rows(row):
    ksn = bytes.fromhex(row["ksn"])
    keys = dukpt.tdes_session_keys(BASE, ksn)
    block = pin_block.encode(0, V["pin"], V["pan"], keys.pin)
    padded = MAC_INPUT + bytes(-len(MAC_INPUT) % 8)
    found = {
        "ksn": row["ksn"],
        "txn_key": _hex(dukpt.tdes_transaction_key(INITIAL, ksn)),
        "pin_key": _hex(keys.pin),
        "enc_pin_block": _hex(block),
        "mac_request_key": _hex(keys.mac_request),
        "mac_request": _hex(tdes.retail_mac(keys.mac_request, MAC_INPUT)[:4]),
        "mac_response": _hex(tdes.retail_mac(keys.mac_response, MAC_INPUT)[:4]),
        "cmac_request": _hex(tdes.cmac(keys.mac_request, MAC_INPUT)),
        "cmac_response": _hex(tdes.cmac(keys.mac_response, MAC_INPUT)),
        "data_request_key": _hex(keys.data_request),
        "enc_data_request": _hex(_cbc(keys.data_request, padded)),
    }
    assert {name: found[name] for name in row} == row
    assert pin_block.decode(0, block, V["pan"], keys.pin) == V["pin"]


def test_the_clear_block_of_the_annex():
    assert _hex(pin_block.encode(0, V["pin"], V["pan"])) == V["clear_pin_block"]


def test_the_variants_of_the_annex():
    ksn = bytes.fromhex(ROWS[0]["ksn"])
    key = dukpt.tdes_transaction_key(INITIAL, ksn)
    keys = dukpt.tdes_session_keys(BASE, ksn)
    mask = {name: bytes.fromhex(value) for name, value in V["variants"].items()}
    assert keys.pin == tdes.xor(key, mask["pin"])
    assert keys.mac_request == tdes.xor(key, mask["mac_request"])
    assert keys.mac_response == tdes.xor(key, mask["mac_response"])
    for name in ("data_request", "data_response"):
        variant = tdes.xor(key, mask[name])
        once = tdes.encrypt(variant, variant[:8]) + tdes.encrypt(variant, variant[8:])
        assert getattr(keys, name) == once


def test_counting_skips_what_has_more_than_ten_ones():
    ksn = bytes.fromhex("FFFF9876543210EFF802")
    assert dukpt.next_ksn(ksn).hex().upper() == "FFFF9876543210EFF804"
    assert dukpt.next_ksn(bytes.fromhex(V["iksn"])).hex().upper() == "FFFF9876543210E00001"


def test_the_last_key_is_the_last():
    with pytest.raises(PinPadExhaustedError):
        dukpt.next_ksn(bytes.fromhex("FFFF9876543210FFFFFF"))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: tdes.encrypt(b"short", b"12345678"), "8, 16 or 24"),
        (lambda: tdes.cmac(b"short", b""), "8, 16 or 24"),
        (lambda: tdes.retail_mac(b"short", b""), "16 bytes"),
        (lambda: dukpt.tdes_initial_key(BASE[:8], bytes(10)), "16 bytes"),
        (lambda: dukpt.tdes_initial_key(BASE, bytes(8)), "10 bytes"),
        (lambda: dukpt.tdes_session_keys(BASE * 2, bytes(10)), "16 bytes"),
        (lambda: dukpt.tdes_session_keys(BASE, bytes(12)), "10 bytes"),
        (lambda: dukpt.tdes_transaction_key(INITIAL, b""), "10 bytes"),
    ],
)
def test_a_wrong_length_is_refused_with_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_keys_do_not_stand_in_a_repr():
    keys = dukpt.tdes_session_keys(BASE, bytes.fromhex(ROWS[0]["ksn"]))
    assert repr(keys) == "TdesSessionKeys()"
