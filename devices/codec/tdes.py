"""Triple DES, because PIN pads of this family know nothing newer."""

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

BLOCK = 8


def _cipher(key: bytes) -> Cipher[modes.ECB]:
    # Single and double length keys are special cases of the triple: K K K and K1 K2 K1.
    whole = {8: key * 3, 16: key + key[:8], 24: key}.get(len(key))
    if whole is None:
        raise ValueError("a TDES key has 8, 16 or 24 bytes")
    return Cipher(TripleDES(whole), modes.ECB())  # noqa: S305 - single blocks, as X9.24 has it


def encrypt(key: bytes, data: bytes) -> bytes:
    """Encrypt whole blocks (ECB).

    Args:
        key: 8, 16 or 24 bytes.
        data: A multiple of 8 bytes.

    Raises:
        ValueError: A length is wrong.
    """
    worker = _cipher(key).encryptor()
    return worker.update(data) + worker.finalize()


def decrypt(key: bytes, data: bytes) -> bytes:
    """Undo ``encrypt``; raises as it does."""
    worker = _cipher(key).decryptor()
    return worker.update(data) + worker.finalize()


def xor(left: bytes, right: bytes) -> bytes:
    """Combine two strings of equal length."""
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
