import random

import pytest
from Crypto.Cipher import AES

from devices.codec import aes, dukpt, pin_block
from devices.codec.tdes import xor
from devices.errors import PinPadExhaustedError
from tests.devices.support import vectors

V = vectors("dukpt_aes")
SETS = [V["aes128_bdk"], V["aes256_bdk"]]
_USAGES = {
    "KEK": "KEY_ENCRYPTION",
    "PIN": "PIN",
    "MAC_GEN": "MAC_GENERATION",
    "MAC_VER": "MAC_VERIFICATION",
    "MAC_BOTH": "MAC_BOTH",
    "DATA_ENC": "DATA_ENCRYPT",
    "DATA_DEC": "DATA_DECRYPT",
    "DATA_BOTH": "DATA_BOTH",
    "KEY_DERIVATION": "KEY_DERIVATION",
    "INITIAL_KEY": "INITIAL_KEY",
}
_COLUMNS = {
    "pin_key": "PIN",
    "mac_gen_key": "MAC_GENERATION",
    "data_enc_key": "DATA_ENCRYPT",
}
ROWS = [
    (case, row) for case in SETS for name in ("first_eight", "other_counters") for row in case[name]
]


def _hex(data):
    return data.hex().upper()


def _id(value):
    return value.get("ksn", str(len(value.get("bdk", "")) * 4))


def test_usages_have_the_standards_numbers():
    found = {name: f"{dukpt.KeyUsage[ours].value:04X}" for name, ours in _USAGES.items()}
    assert found == V["usages"]
    assert len(dukpt.KeyUsage) == len(V["usages"])


@pytest.mark.parametrize("case", SETS, ids=_id)
def test_the_initial_key(case):
    made = dukpt.aes_initial_key(bytes.fromhex(case["bdk"]), bytes.fromhex(case["ikid"]))
    assert _hex(made) == case["initial_key"]


@pytest.mark.parametrize(("case", "row"), ROWS, ids=_id)
def test_the_standards_rows(case, row):
    base, ksn = bytes.fromhex(case["bdk"]), bytes.fromhex(row["ksn"])
    initial = bytes.fromhex(case["initial_key"])
    for name, value in row.items():
        column, _, size = name.rpartition("_aes")
        if name == "txn_key":
            assert _hex(dukpt.aes_transaction_key(initial, ksn)) == value
        elif column in _COLUMNS:
            key = dukpt.aes_working_key(base, ksn, _COLUMNS[column], int(size))
            assert _hex(key) == value, name
        elif name == "enc_pin_block_iso4":
            key = dukpt.aes_working_key(base, ksn, "PIN", 128)
            clear = bytes.fromhex(case["pin_field"])
            account = pin_block.whole_account_field(case["pan"])
            assert _hex(account) == case["pan_field"]
            assert _hex(aes.encrypt(key, xor(aes.encrypt(key, clear), account))) == value
            assert pin_block.decode(4, bytes.fromhex(value), case["pan"], key) == case["pin"]
        else:
            assert name == "ksn"


class Terminal:
    """The pad's side of X9.24-3 (6.6): it keeps intermediate keys and forgets each one it used.

    Written from the standard's own procedures on another library, so that both sides meet only in
    the keys.
    """

    def __init__(self, initial, key_id):
        self.key_id = key_id
        self.registers = [None] * 32
        self.counter = 1
        self.fill(initial, 31)

    def fill(self, key, highest):
        base = self.counter & ~((1 << (highest + 1)) - 1) if self.counter > 1 else 0
        for place in range(highest + 1):
            self.registers[place] = self.derive(key, 0x8000, base | 1 << place, 8 * len(key))

    def derive(self, key, usage, counter, bits):
        algorithm = {128: 2, 192: 3, 256: 4}[bits]
        tail = usage.to_bytes(2, "big") + algorithm.to_bytes(2, "big") + bits.to_bytes(2, "big")
        tail += self.key_id[4:] + counter.to_bytes(4, "big")
        cipher = AES.new(key, AES.MODE_ECB)
        made = b"".join(cipher.encrypt(bytes([1, n]) + tail) for n in (1, 2))
        return made[: bits // 8]

    def next_keys(self, usage, bits):
        """Give counter and key of the next transaction and move on."""
        counter = self.counter
        place = (counter & -counter).bit_length() - 1
        key = self.registers[place]
        made = self.derive(key, usage, counter, bits)
        if counter.bit_count() < 16:
            for lower in range(place):
                self.registers[lower] = self.derive(key, 0x8000, counter | 1 << lower, 8 * len(key))
            self.counter += 1
        else:
            self.counter += 1 << place
        self.registers[place] = None
        return counter, made


@pytest.mark.parametrize("size", [16, 24, 32])
def test_a_pad_that_forgets_its_keys_and_the_receiver_agree(size):
    chance = random.Random(size)
    base, key_id = chance.randbytes(size), chance.randbytes(8)
    pad = Terminal(dukpt.aes_initial_key(base, key_id), key_id)
    ksn = key_id + bytes(4)
    for _ in range(600):
        ksn = dukpt.next_aes_ksn(ksn)
        usage = chance.choice([one for one in dukpt.KeyUsage if one.value < 0x8000])
        bits = chance.choice([128, 256] if size == 32 else [128])
        counter, key = pad.next_keys(usage.value, bits)
        assert ksn == key_id + counter.to_bytes(4, "big")
        assert dukpt.aes_working_key(base, ksn, usage.name, bits) == key


def test_counting_skips_what_has_more_than_sixteen_ones():
    key_id = bytes.fromhex("1234567890123456")
    assert dukpt.next_aes_ksn(key_id + bytes.fromhex("0001FFFE"))[8:].hex() == "00020000"
    assert dukpt.next_aes_ksn(key_id + bytes.fromhex("0000FFFF"))[8:].hex() == "00010000"
    assert dukpt.next_aes_ksn(key_id + bytes.fromhex("0001FFFC"))[8:].hex() == "0001fffd"
    assert dukpt.next_aes_ksn(key_id + bytes.fromhex("FFFE8000"))[8:].hex() == "ffff0000"
    with pytest.raises(PinPadExhaustedError):
        dukpt.next_aes_ksn(key_id + bytes.fromhex("FFFF0000"))


BASE = bytes(range(16))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: dukpt.aes_initial_key(b"short", bytes(8)), "16, 24 or 32"),
        (lambda: dukpt.aes_initial_key(BASE, bytes(10)), "8 bytes"),
        (lambda: dukpt.aes_working_key(BASE, bytes(10), "PIN", 128), "12 bytes"),
        (lambda: dukpt.aes_working_key(b"", bytes(12), "PIN", 128), "16, 24 or 32"),
        (lambda: dukpt.aes_working_key(BASE, bytes(12), "PINS", 128), "meant is"),
        (lambda: dukpt.aes_working_key(BASE, bytes(12), "INITIAL_KEY", 128), "meant is"),
        (lambda: dukpt.aes_working_key(BASE, bytes(12), "PIN", 64), "128 or 256"),
        (lambda: dukpt.aes_working_key(BASE, bytes(12), "PIN", 256), "128 bits gives no"),
        (lambda: dukpt.aes_transaction_key(BASE, b""), "12 bytes"),
        (lambda: dukpt.next_aes_ksn(b""), "12 bytes"),
        (lambda: aes.encrypt(b"", bytes(16)), "16, 24 or 32"),
        (lambda: aes.cmac(b"", b""), "16, 24 or 32"),
    ],
)
def test_a_wrong_length_is_refused_with_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()
