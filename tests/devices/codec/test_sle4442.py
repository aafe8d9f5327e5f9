import pytest

from devices.codec import sle4442
from devices.codec.apdu import Response
from devices.codec.sle4442 import PscAnswer
from devices.errors import WrongAnswerError
from tests.devices.support import vectors

V = vectors("sle4442_acr")
MADE = {
    "select card type SLE4432/4442/5532/5542": sle4442.SELECT,
    "read 16 bytes at 0x40": sle4442.read(0x40, 16),
    "error counter": sle4442.ERROR_COUNTER,
    "read protection bits": sle4442.PROTECTION,
    "write memory": sle4442.write(0x40, bytes.fromhex("11223344")),
    "write protection (compare and protect, addresses 0..1F)": sle4442.protect(
        0, bytes.fromhex("A2131091")
    ),
    "present PSC": sle4442.present(sle4442.FACTORY_PSC),
    "change PSC": sle4442.change(bytes.fromhex("112233")),
}


@pytest.mark.parametrize("row", V["apdus"], ids=lambda row: row["name"])
def test_the_readers_commands(row):
    assert MADE[row["name"]].encode().hex().upper() == row["c"]


def test_the_atr_and_the_factory_code():
    assert V["pc_sc_atr"].startswith(sle4442.ATR.hex().upper())
    assert sle4442.FACTORY_PSC.hex().upper() == V["factory_psc"]


def test_what_a_card_says_to_its_code():
    row = next(row for row in V["apdus"] if row["name"] == "present PSC")
    said = {
        "r_ok": PscAnswer.RIGHT,
        "r_wrong_first": PscAnswer.WRONG,
        "r_wrong_second": PscAnswer.WRONG,
        "r_locked": PscAnswer.LOCKED,
    }
    for name, meaning in said.items():
        assert sle4442.psc_answer(Response.decode(bytes.fromhex(row[name]))) is meaning
    with pytest.raises(WrongAnswerError):
        sle4442.psc_answer(Response(b"", 0x6300))


@pytest.mark.parametrize(("counter", "left"), [(7, 3), (3, 2), (1, 1), (0, 0), (6, 2), (4, 1)])
def test_the_counter_says_how_many_tries_are_left(counter, left):
    assert sle4442.tries_left(counter) == left


def test_a_counter_of_more_than_three_bits_is_none():
    with pytest.raises(WrongAnswerError):
        sle4442.tries_left(8)


def test_protection_bytes_after_what_was_read_are_dropped():
    assert sle4442.read_answer(bytes(range(20)), 16) == bytes(range(16))
    assert sle4442.read_answer(bytes(16), 16) == bytes(16)
    with pytest.raises(WrongAnswerError):
        sle4442.read_answer(bytes(17), 16)


def test_a_bit_of_zero_protects():
    bits = bytes.fromhex("F0FFFF7F")
    assert [n for n in range(32) if sle4442.is_protected(bits, n)] == [0, 1, 2, 3, 31]
