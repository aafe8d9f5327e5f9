"""Our PIN cryptography against libraries that other people wrote."""

import random

import psec
import pydukpt
import pytest
from Crypto.Cipher import AES
from Crypto.Hash import CMAC

from devices.codec import aes, dukpt, pin_block, tdes, tr31
from devices.codec.check_value import Cipher, check_value
from devices.codec.key_block_header import KeyBlockHeader
from devices.errors import PinBlockError

ROUNDS = 1_000

# psec takes TripleDES from its old place and gives it short keys.
pytestmark = pytest.mark.filterwarnings("ignore:.*TripleDES")


@pytest.fixture
def chance(request):
    return random.Random(request.node.name)


def _digits(chance, least, most):
    return "".join(chance.choices("0123456789", k=chance.randint(least, most)))


def test_tdes_dukpt_keys_are_pydukpts(chance):
    for _ in range(ROUNDS):
        bdk, ksn = chance.randbytes(16), chance.randbytes(10)
        initial = pydukpt.derive_ipek(bdk, ksn)
        assert dukpt.tdes_initial_key(bdk, ksn) == initial
        if pydukpt.ksn_counter(ksn) == 0 or pydukpt.ksn_counter(ksn).bit_count() > 10:
            ksn = pydukpt.next_ksn(pydukpt.ksn_with_counter(ksn, chance.randrange(0x1FF000)))
        key = pydukpt.derive_key(initial, ksn)
        keys = dukpt.tdes_session_keys(bdk, ksn)
        assert keys.pin == pydukpt.pin_key(key)
        assert keys.mac_request == pydukpt.mac_request_key(key)
        assert keys.mac_response == pydukpt.mac_response_key(key)
        assert keys.data_request == pydukpt.data_request_key(key)
        assert keys.data_response == pydukpt.data_response_key(key)


def test_counting_is_pydukpts(chance):
    for _ in range(ROUNDS):
        start = pydukpt.ksn_with_counter(chance.randbytes(10), chance.randrange(0x1FF000))
        assert dukpt.next_ksn(start) == pydukpt.next_ksn(start)


def test_blocks_of_formats_0_and_3_are_psecs(chance):
    for _ in range(ROUNDS):
        pin, pan = _digits(chance, 4, 12), _digits(chance, 13, 19)
        ours = pin_block.encode(0, pin, pan)
        assert ours == psec.pinblock.encode_pinblock_iso_0(pin, pan)
        assert psec.pinblock.decode_pinblock_iso_3(pin_block.encode(3, pin, pan), pan) == pin
        assert pin_block.decode(3, psec.pinblock.encode_pinblock_iso_3(pin, pan), pan) == pin
        key = chance.randbytes(chance.choice([16, 24]))
        sealed = pin_block.encode(0, pin, pan, key)
        assert sealed == psec.des.encrypt_tdes_ecb(key, ours)
        assert pin_block.decode(0, sealed, pan, key) == pin


def test_encrypted_blocks_are_pydukpts(chance):
    for _ in range(ROUNDS // 4):
        pin, pan = _digits(chance, 4, 12), _digits(chance, 13, 19)
        bdk = chance.randbytes(16)
        ksn = pydukpt.next_ksn(pydukpt.ksn_with_counter(chance.randbytes(10), chance.randrange(99)))
        key = pydukpt.derive_key(pydukpt.derive_ipek(bdk, ksn), ksn)
        sealed = pin_block.encode(0, pin, pan, dukpt.tdes_session_keys(bdk, ksn).pin)
        assert sealed == pydukpt.encrypt_pin(key, pin, pan)
        assert pydukpt.decrypt_pin(key, sealed, pan) == pin
        assert pin_block.decode(0, sealed, pan, pydukpt.pin_key(key)) == pin


def test_blocks_of_format_4_are_psecs(chance):
    for _ in range(ROUNDS):
        pin, pan = _digits(chance, 4, 12), _digits(chance, 1, 19)
        key = chance.randbytes(chance.choice([16, 24, 32]))
        ours = pin_block.encode(4, pin, pan, key)
        assert psec.pinblock.decipher_pinblock_iso_4(key, ours, pan) == pin
        theirs = psec.pinblock.encipher_pinblock_iso_4(key, pin, pan)
        assert pin_block.decode(4, theirs, pan, key) == pin


def test_what_psec_refuses_we_refuse_and_the_other_way_round(chance):
    for _ in range(4 * ROUNDS):
        pan = _digits(chance, 13, 19)
        block = bytearray(pin_block.encode(0, _digits(chance, 4, 12), pan))
        for _ in range(chance.randint(0, 2)):
            block[chance.randrange(8)] ^= 1 << chance.randrange(8)
        assert _or_none(pin_block.decode, 0, bytes(block), pan) == _or_none(
            psec.pinblock.decode_pinblock_iso_0, bytes(block), pan
        )


def _or_none(call, *arguments):
    try:
        return call(*arguments)
    except (PinBlockError, ValueError):
        return None


@pytest.mark.parametrize("version", ["A", "B", "C", "D"])
def test_key_blocks_are_psecs(chance, version):
    for _ in range(ROUNDS // 4):
        sizes = [16, 24, 32] if version == "D" else [16, 24]
        kbpk = chance.randbytes(chance.choice(sizes))
        algorithm, key_sizes = chance.choice([("T", [8, 16, 24]), ("A", [16, 24, 32])])
        key = chance.randbytes(chance.choice(key_sizes))
        optional = tuple(
            (f"T{number}", "x" * chance.randint(0, 251)) for number in range(chance.randint(0, 3))
        )
        header = KeyBlockHeader(
            version=version, usage=chance.choice(["P0", "K0", "B1"]), algorithm=algorithm,
            mode="E", optional=optional,
        )  # fmt: skip
        theirs, their_key = psec.tr31.unwrap(kbpk, tr31.wrap(kbpk, header, key))
        assert their_key == key
        assert dict(theirs.blocks) == dict(optional)
        ours = tr31.unwrap(kbpk, psec.tr31.wrap(kbpk, theirs, key))
        assert (ours.header, ours.key) == (header, key)


def test_check_values_are_the_peers(chance):
    for _ in range(ROUNDS // 4):
        key = chance.randbytes(chance.choice([16, 24]))
        assert check_value(key, Cipher.TDES) == psec.des.generate_kcv(key, 3)
        key = chance.randbytes(chance.choice([16, 24, 32]))
        peer = CMAC.new(key, bytes(16), ciphermod=AES).digest()
        assert check_value(key, Cipher.AES) == peer[:5]
        data = chance.randbytes(chance.randint(0, 60))
        assert aes.cmac(key, data) == CMAC.new(key, data, ciphermod=AES).digest()
        assert tdes.retail_mac(key[:16], data) == psec.mac.generate_retail_mac(
            key[:8], key[8:16], data, 1
        )
