import re

import pytest

from devices.codec import i2c_card, mifare
from devices.codec import storage_card as storage
from devices.codec.storage_card import KeyType, ValueStep
from devices.errors import CardLayoutError
from tests.devices.support import vectors

V = vectors("pcsc_storage")
I2C = vectors("i2c_acr")
MADE = {
    "uid": storage.UID.encode(),
    "ats": storage.ATS.encode(),
    "load key 0": storage.load_key(mifare.TRANSPORT_KEY).encode(),
    "auth obsolete": storage.authenticate_old(4, KeyType.A),
    "read block 4": storage.read_block(4).encode(),
    "update block 4": storage.update_block(4, bytes(range(16))).encode(),
    "read value block 5": storage.read_value(5).encode(),
    "increment block 5 by 5": storage.change_value(5, ValueStep.INCREMENT, 5).encode(),
    "decrement block 5 by 5": storage.change_value(5, ValueStep.DECREMENT, 5).encode(),
    "led state": storage.led(0).encode(),
    "both led on": storage.led(0x0F).encode(),
    "red off only": storage.led(0x04).encode(),
    "red blink 1 Hz x3 + buzzer": storage.led(
        0x50, on_100ms=5, off_100ms=5, times=3, link=1
    ).encode(),
    "both blink x3": storage.led(0xF0, on_100ms=5, off_100ms=5, times=3, link=3).encode(),
    "alternate x3": storage.led(0xD0, on_100ms=5, off_100ms=5, times=3, link=1).encode(),
    "firmware": storage.FIRMWARE.encode(),
}
RECORD_ACCESS = "787788"


@pytest.mark.parametrize("row", V["apdus"], ids=lambda row: row["n"])
def test_the_readers_commands(row):
    assert MADE[row["n"]].hex().upper() == row["c"]


def test_authentication_in_the_newer_form():
    assert storage.authenticate(4, KeyType.B, 1).encode().hex().upper() == "FF860000050100046101"


@pytest.mark.parametrize(("code", "name"), [*V["card_names"].items()])
def test_kinds_in_the_atr(code, name):
    if not re.fullmatch("[0-9A-F]{4}", code):
        assert storage.card_name(storage.storage_atr(0xFF28)) == "SAK 28"
        return
    atr = storage.storage_atr(int(code, 16), 0x11 if name.startswith("FeliCa") else 3)
    assert storage.card_name(atr) == name


def test_the_atrs_of_the_manual():
    atrs = {name: bytes.fromhex(text) for name, text in V["atr"].items()}
    assert storage.storage_atr(1) == atrs["mifare_1k"]
    assert storage.storage_atr(2) == atrs["mifare_4k"]
    assert storage.card_name(atrs["felica_212k"]) == "FeliCa 212K"
    assert storage.card_name(storage.storage_atr(0x1234)) == "unknown"
    assert storage.card_code(atrs["desfire"]) is None
    assert storage.card_name(atrs["desfire_acr122_doc"]) == ""


def test_the_value_block_of_the_data_sheet():
    example = V["value_block_example"]
    block = bytes.fromhex(example["block"])
    assert mifare.value_block(example["value"], example["address"]) == block
    assert mifare.read_value_block(block) == (example["value"], example["address"])
    for place in range(16):
        worn = bytearray(block)
        worn[place] ^= 1
        with pytest.raises(CardLayoutError):
            mifare.read_value_block(bytes(worn))


def test_the_transport_trailer():
    made = mifare.trailer(mifare.TRANSPORT_KEY, mifare.TRANSPORT, mifare.TRANSPORT_KEY)
    assert made.hex().upper() == V["transport_trailer"]
    assert made[6:9] == mifare.TRANSPORT_ACCESS
    assert mifare.read_access(made[6:9]) == mifare.TRANSPORT


def test_every_condition_survives_its_three_bytes_and_every_flipped_bit_is_seen():
    for last in (1, 3, 5):
        for number in range(512):
            access = mifare.Access(data=(number >> 6, number >> 3 & 7, number & 7), trailer=last)
            raw = mifare.access_bytes(access)
            assert mifare.read_access(raw) == access
    raw = int.from_bytes(mifare.access_bytes(mifare.RECORD), "big")
    assert f"{raw:06X}" == RECORD_ACCESS
    for place in range(24):
        with pytest.raises(CardLayoutError):
            mifare.read_access((raw ^ 1 << place).to_bytes(3, "big"))


@pytest.mark.parametrize("last", [0, 2, 4, 6, 7])
def test_a_trailer_that_could_never_be_changed_is_refused(last):
    with pytest.raises(CardLayoutError, match="never"):
        mifare.access_bytes(mifare.Access(data=(0, 0, 0), trailer=last))


def test_a_trailer_is_checked_as_the_bytes_it_is():
    good = mifare.trailer(bytes(6), mifare.RECORD, bytes(6))
    mifare.check_trailer(good, mifare.RECORD)
    for bad in (good[:-1], mifare.trailer(bytes(6), mifare.TRANSPORT, bytes(6)), bytes(16)):
        with pytest.raises(CardLayoutError):
            mifare.check_trailer(bad, mifare.RECORD)
    for keys in ((bytes(5), bytes(6)), (bytes(6), bytes(7))):
        with pytest.raises(CardLayoutError, match="six"):
            mifare.trailer(keys[0], mifare.RECORD, keys[1])
    with pytest.raises(CardLayoutError, match="0 to 7"):
        mifare.access_bytes(mifare.Access(data=(8, 0, 0), trailer=1))
    with pytest.raises(CardLayoutError, match="three bytes"):
        mifare.read_access(b"\xff")


def test_where_sectors_lie():
    assert [mifare.first_block(n) for n in (0, 1, 31, 32, 39)] == [0, 4, 124, 128, 240]
    assert [mifare.trailer_block(n) for n in (0, 15, 32, 39)] == [3, 63, 143, 255]


def test_i2c_cards():
    small, large, pages, reads, writes = (row["c"] for row in I2C["apdus"])
    assert i2c_card.select(i2c_card.Size.TO_16_KBIT).encode().hex().upper() == small
    assert i2c_card.select(i2c_card.Size.TO_1024_KBIT).encode().hex().upper() == large
    made = [i2c_card.set_page_size(size).encode().hex().upper() for size in (8, 16, 32, 64, 128)]
    assert made == pages
    fields = {"<MSB>": "12", "<LSB>": "34", "<len>": "02", "<data>": "ABCD"}
    for made_one, form in (
        (i2c_card.read(0x1234, 2), reads),
        (i2c_card.write(0x1234, b"\xab\xcd"), writes),
    ):
        wanted = " ".join(fields.get(word, word) for word in form.split())
        assert made_one.encode().hex().upper() == wanted.replace(" ", "")
