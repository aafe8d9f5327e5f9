import pytest
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.cmac import CMAC

from devices.codec import desfire
from devices.codec.an10922 import diversify
from devices.codec.cmac import cmac, encrypt
from devices.codec.desfire import Handshake, Session
from devices.errors import CardKeyError, WrongAnswerError
from tests.devices.support import vectors

V = vectors("desfire")
AUTHS = V["aes_auth"]


def raw(row, name):
    return bytes.fromhex(row[name])


@pytest.mark.parametrize("row", AUTHS, ids=lambda row: f"key {row['key_no']}")
def test_authentication_with_the_recorded_cards(row):
    ours = Handshake.answer(raw(row, "key"), raw(row, "ek_rnd_b"), raw(row, "rnd_a"))
    assert ours.frame == raw(row, "ek_rnd_a_b")
    assert ours.finish(raw(row, "ek_rnd_a_rot")).key == raw(row, "session_key")
    assert desfire.session_key(raw(row, "rnd_a"), raw(row, "rnd_b")) == raw(row, "session_key")
    assert encrypt(raw(row, "key"), bytes(16), raw(row, "rnd_b")) == raw(row, "ek_rnd_b")
    with pytest.raises(CardKeyError):
        ours.finish(raw(row, "ek_rnd_b"))
    with pytest.raises(CardKeyError):
        ours.finish(b"short")


def test_the_wrapped_commands():
    row = AUTHS[0]
    start = desfire.wrap(desfire.Ins.AUTHENTICATE_AES, bytes([row["key_no"]]))
    assert start.encode().hex().upper() == row["apdu1"]
    second = desfire.wrap(desfire.Ins.MORE, raw(row, "ek_rnd_a_b")).encode().hex().upper()
    assert second == row["apdu2"].replace("<ek_rnd_a_b>", row["ek_rnd_a_b"])


def test_a_challenge_of_another_length_is_none():
    with pytest.raises(WrongAnswerError):
        Handshake.answer(bytes(16), bytes(8), bytes(16))


@pytest.mark.parametrize("row", V["change_key"], ids=lambda row: f"key {row['key_no']}")
def test_change_of_the_sessions_own_key(row):
    new, version = raw(row, "new_key"), int(row["version"], 16)
    number = bytes([row["key_no"]])
    checked = desfire.crc32(b"\xc4" + number + new + bytes([version]))
    first, second = row["crc32"].removesuffix(")").split(" (LE of ")
    assert checked.hex().upper() == first
    assert checked[::-1].hex().upper() == second
    data = desfire.change_key(Session(raw(row, "session_key")), row["key_no"], new, version=version)
    wrapped = desfire.wrap(desfire.Ins.CHANGE_KEY, data).encode().hex().upper()
    assert wrapped == row["apdu"]


def test_change_of_another_key_reads_back():
    key, old, new = bytes(range(16)), bytes(range(1, 17)), bytes(range(2, 18))
    data = desfire.change_key(Session(key), 1, new, version=7, old=old)
    body = Session(key).decrypt(data[1:])
    mixed = bytes(a ^ b for a, b in zip(old, new, strict=True)) + b"\x07"
    assert body[:17] == mixed
    assert body[17:21] == desfire.crc32(b"\xc4\x01" + mixed)
    assert body[21:25] == desfire.crc32(new)
    assert body[25:] == bytes(7)


def test_the_recorded_chain_of_macs():
    session = Session(bytes.fromhex(V["session_cmac"]["session_key"]))
    for frame in V["session_cmac"]["frames"]:
        session.mac(bytes.fromhex(frame["tx"]))
        status, *data = bytes.fromhex(frame["rx"])
        answer = bytes(data) + bytes.fromhex(frame["cmac"])
        assert session.opened(answer, status) == bytes(data)


def test_a_changed_answer_is_refused():
    session = Session(bytes(16))
    with pytest.raises(WrongAnswerError, match="MAC"):
        session.opened(bytes(12))
    assert "iv" not in repr(session)


@pytest.mark.parametrize("row", V["an10922_aes"], ids=lambda row: row["uid"])
def test_the_diversified_key_of_the_application_note(row):
    parts = (raw(row, "uid"), raw(row, "aid"), raw(row, "sysid"))
    assert b"\x01" + b"".join(parts) == raw(row, "input")
    assert diversify(raw(row, "master"), *parts) == raw(row, "diversified")


def test_diversification_wants_1_to_31_bytes():
    for uid in (b"", bytes(32)):
        with pytest.raises(ValueError, match="31"):
            diversify(bytes(16), uid)
    assert diversify(bytes(16), bytes(31)) != diversify(bytes(16), bytes(30))


def test_a_short_input_is_padded_to_two_blocks():
    # AN10922 2.2.1 step 3 pads to 32 bytes, where the standard's CMAC would pad to 16.
    assert diversify(bytes(16), b"\x04\x11\x22\x33") != cmac(bytes(16), b"\x01\x04\x11\x22\x33")


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 32, 40])
def test_the_cmac_is_the_standards(length):
    key, data = bytes(range(16)), bytes(range(length))
    other = CMAC(algorithms.AES(key))
    other.update(data)
    assert cmac(key, data) == other.finalize()
