"""SM4, the block cipher of Chinese pads and cards (GB/T 32907-2016)."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16


def _cipher(key: bytes) -> Cipher[modes.ECB]:
    if len(key) != BLOCK:
        raise ValueError("an SM4 key has 16 bytes")
    return Cipher(algorithms.SM4(key), modes.ECB())  # noqa: S305 - single blocks, as the standard has it


def encrypt(key: bytes, data: bytes) -> bytes:
    """Encrypt whole blocks (ECB).

    Args:
        key: 16 bytes.
        data: A multiple of 16 bytes.

    Raises:
        ValueError: A length is wrong.
    """
    worker = _cipher(key).encryptor()
    return worker.update(data) + worker.finalize()


def decrypt(key: bytes, data: bytes) -> bytes:
    """Undo ``encrypt``; raises as it does."""
    worker = _cipher(key).decryptor()
    return worker.update(data) + worker.finalize()
