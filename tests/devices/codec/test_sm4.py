import pytest

from devices.codec import sm4
from tests.devices.support import vectors

V = {name: value for name, value in vectors("sm4").items() if name not in ("source", "origin")}
KEY = bytes.fromhex(V["key"])
PLAIN = bytes.fromhex(V["plaintext"])


def test_the_standards_example():
    made = sm4.encrypt(KEY, PLAIN)
    assert made.hex().upper() == V["ciphertext"]
    assert sm4.decrypt(KEY, made) == PLAIN


def test_a_million_times():
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    assert sm4.encrypt(KEY, sm4.encrypt(KEY, PLAIN)) == sm4.encrypt(
        KEY, bytes.fromhex(V["ciphertext"])
    )
    # One cipher for all rounds: making one costs more than the round itself.
    worker = Cipher(algorithms.SM4(KEY), modes.ECB()).encryptor()
    data = PLAIN
    for _ in range(1_000_000):
        data = worker.update(data)
    assert data.hex().upper() == V["ciphertext_after_1000000"]


def test_a_wrong_length_is_a_value_error():
    with pytest.raises(ValueError, match="16 bytes"):
        sm4.encrypt(KEY[:8], PLAIN)
    with pytest.raises(ValueError):  # noqa: PT011 - cryptography's own words
        sm4.encrypt(KEY, PLAIN[:5])
