from dataclasses import replace

import pytest

from devices.codec import pointer
from devices.codec.pointer import CardRecord
from devices.errors import CardNotOursError, CardNumberError
from devices.ic_card import CardFamily, CardKeys

KEYS = CardKeys(diversifying=bytes(range(16)), sealing=bytes(range(32)))
OTHERS = CardKeys(diversifying=bytes(range(1, 17)), sealing=bytes(range(1, 33)))
UID = bytes.fromhex("04782E21801D80")
FAMILY = CardFamily.DESFIRE_EV1


@pytest.mark.parametrize("number", ["1", "8888000012345678", "9" * 19])
@pytest.mark.parametrize("is_blocked", [False, True])
def test_a_record_reads_back(number, is_blocked):
    record = CardRecord(number=number, is_blocked=is_blocked)
    raw = pointer.encode(record, FAMILY, UID, KEYS)
    assert len(raw) == pointer.SIZE
    assert pointer.decode(raw + bytes(16), FAMILY, UID, KEYS) == record


def test_no_other_card_house_state_or_number_has_this_seal():
    raw = pointer.encode(CardRecord(number="12345678"), FAMILY, UID, KEYS)
    assert not pointer.decode(raw, FAMILY, UID[:-1] + b"\0", KEYS).is_genuine
    assert not pointer.decode(raw, CardFamily.ISO7816, UID, KEYS).is_genuine
    assert not pointer.decode(raw, FAMILY, UID, OTHERS).is_genuine
    for place in (3, 5, 15, 16, 31):
        worn = bytearray(raw)
        worn[place] ^= 1
        assert not pointer.decode(bytes(worn), FAMILY, UID, KEYS).is_genuine


@pytest.mark.parametrize("number", ["", "1" * 20, "12a", "１２", "-1"])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(CardNumberError):
        pointer.encode(CardRecord(number=number), FAMILY, UID, KEYS)


@pytest.mark.parametrize("place", [0, 2, 3, 4])
def test_what_is_no_record_is_not_ours(place):
    raw = bytearray(pointer.encode(CardRecord(number="12345678"), FAMILY, UID, KEYS))
    raw[place] = 0xEE
    with pytest.raises(CardNotOursError):
        pointer.decode(bytes(raw), FAMILY, UID, KEYS)


def test_an_empty_card_is_not_ours():
    for raw in (b"", bytes(32), b"\xff" * 32):
        with pytest.raises(CardNotOursError):
            pointer.decode(raw, FAMILY, UID, KEYS)


def test_every_card_family_and_purpose_has_its_own_key():
    made = {
        pointer.access_key(keys, uid, family, purpose)
        for keys in (KEYS, OTHERS)
        for uid in (UID, UID[:4])
        for family in CardFamily
        for purpose in range(3)
    }
    assert len(made) == 2 * 2 * 4 * 3


def test_keys_and_numbers_are_never_shown():
    assert repr(KEYS) == "CardKeys()"
    assert "123" not in repr(CardRecord(number="12345678"))
    with pytest.raises(ValueError, match="16 bytes"):
        replace(KEYS, diversifying=b"short")
