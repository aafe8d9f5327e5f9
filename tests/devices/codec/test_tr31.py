import dataclasses

import pytest

from devices.codec import sm4, tr31
from devices.codec.check_value import Cipher, check_value
from devices.codec.key_block_header import KeyBlockHeader
from devices.errors import KeyBlockError
from tests.devices.support import vectors

V = vectors("tr31")
KBPK = bytes.fromhex(V["kbpk"])
HEADER = KeyBlockHeader(version="B", usage="P0", algorithm="T", mode="E")


@pytest.mark.parametrize("case", V["blocks"], ids=lambda case: case["version"])
def test_the_makers_blocks(case):
    opened = tr31.unwrap(KBPK, case["block"])
    assert opened.key.hex().upper() == case["key"]
    assert opened.header.version == case["version"]
    keys = tr31.protection_keys(KBPK, case["version"])
    assert keys.encrypting.hex().upper() == case.get("kbek", keys.encrypting.hex().upper())
    assert keys.checking.hex().upper() == case.get("kbmk", keys.checking.hex().upper())
    assert case["key"] not in repr(opened) + repr(keys)
    assert opened.key.hex() not in repr(opened)


def test_the_head_says_what_a_key_may_do():
    opened = tr31.unwrap(KBPK, V["blocks"][1]["block"])
    assert opened.header == HEADER
    assert tr31.unwrap(KBPK, V["blocks"][0]["block"]).header == KeyBlockHeader(
        version="A", usage="K0", algorithm="T", mode="D"
    )


@pytest.mark.parametrize("case", V["blocks"], ids=lambda case: case["version"])
def test_every_changed_character_is_found(case):
    block = case["block"]
    for at, character in enumerate(block):
        forged = block[:at] + ("1" if character != "1" else "2") + block[at + 1 :]
        with pytest.raises(KeyBlockError):
            tr31.unwrap(KBPK, forged)
    for end in range(len(block)):
        with pytest.raises(KeyBlockError):
            tr31.unwrap(KBPK, block[:end])


def test_another_protection_key_is_found():
    with pytest.raises(ValueError, match="another protection key"):
        tr31.unwrap(bytes(range(16)), V["blocks"][1]["block"])
    with pytest.raises(ValueError, match="16, 24 bytes"):
        tr31.unwrap(bytes(8), V["blocks"][1]["block"])


@pytest.mark.parametrize(
    "optional", [(), (("KS", "00604B120F9292800000"),), (("TT", "x"), ("T2", "y" * 251))]
)
@pytest.mark.parametrize("version", ["A", "B", "C", "D"])
def test_blocks_come_back(version, optional):
    kbpk = bytes(range(24))
    for algorithm, key in (("T", bytes(range(1, 17))), ("A", bytes(range(2, 34)))):
        header = dataclasses.replace(
            HEADER, version=version, algorithm=algorithm, optional=optional
        )
        for hide_length in (True, False):
            block = tr31.wrap(kbpk, header, key, hide_length=hide_length)
            assert tr31.unwrap(kbpk, block) == tr31.KeyBlock(header=header, key=key)


def test_a_block_hides_how_long_its_key_is():
    lengths = {len(tr31.wrap(KBPK, HEADER, bytes(range(size)))) for size in (8, 16, 24)}
    assert len(lengths) == 1


@pytest.mark.parametrize(
    "header",
    [
        dataclasses.replace(HEADER, usage="P"),
        dataclasses.replace(HEADER, version="X"),
        dataclasses.replace(HEADER, optional=(("K", "x"),)),
        dataclasses.replace(HEADER, optional=(("KS", "y" * 252),)),
        dataclasses.replace(HEADER, mode="é"),
    ],
)
def test_a_head_that_cannot_be_is_refused(header):
    with pytest.raises(KeyBlockError):
        tr31.wrap(KBPK, header, bytes(16))


@pytest.mark.parametrize(
    "text",
    ["", "hello", "B0016P0TE00N0000", "B0020P0TE00N0100KS00", "B0024P0TE00N0100KS00FFFF",
     "B0040P0TE00N01000KS04zz" + "0" * 17, "X0016P0TE00N0000", "B0016P0TE00N9900", "\x00" * 40],
)  # fmt: skip
def test_noise_is_no_key_block(text):
    with pytest.raises(KeyBlockError):
        tr31.unwrap(KBPK, text)


def test_check_values():
    # ANSI X9.24-1:2009, annex A: the base key of its examples is widely known by 08D7B4.
    assert check_value(bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), Cipher.TDES).hex() == (
        "08d7b4"
    )
    assert check_value(KBPK, Cipher.SM4) == sm4.encrypt(KBPK, bytes(16))[:3]
    assert len(check_value(bytes(32), Cipher.AES)) == 5
    opened = tr31.unwrap(KBPK, V["blocks"][0]["block"])
    assert opened.check_value == check_value(opened.key, Cipher.TDES).hex().upper()
    with pytest.raises(ValueError, match="16, 24 or 32"):
        check_value(bytes(8), Cipher.AES)
