"""Triple DES, because PIN pads of this family know nothing newer."""

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.cmac import CMAC

BLOCK = 8


def _algorithm(key: bytes) -> TripleDES:
    # Single and double length keys are special cases of the triple: K K K and K1 K2 K1.
    whole = {8: key * 3, 16: key + key[:8], 24: key}.get(len(key))
    if whole is None:
        raise ValueError("a TDES key has 8, 16 or 24 bytes")
    return TripleDES(whole)


def _cipher(key: bytes) -> Cipher[modes.ECB]:
    return Cipher(_algorithm(key), modes.ECB())  # noqa: S305 - single blocks, as X9.24 has it


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


def cmac(key: bytes, data: bytes) -> bytes:
    """Authenticate data of any length (NIST SP 800-38B), 8 bytes.

    Raises:
        ValueError: The key has a wrong length.
    """
    worker = CMAC(_algorithm(key))
    worker.update(data)
    return worker.finalize()


def retail_mac(key: bytes, data: bytes) -> bytes:
    """Authenticate data with a key of 16 bytes (ISO 9797-1, algorithm 3, padding 1), 8 bytes.

    Raises:
        ValueError: The key has a wrong length.
    """
    if len(key) != 2 * BLOCK:
        raise ValueError("the key of a retail MAC has 16 bytes")
    value = bytes(BLOCK)
    padded = data + bytes(-len(data) % BLOCK) or bytes(BLOCK)
    for at in range(0, len(padded), BLOCK):
        value = encrypt(key[:BLOCK], xor(value, padded[at : at + BLOCK]))
    return encrypt(key[:BLOCK], decrypt(key[BLOCK:], value))


def xor(left: bytes, right: bytes) -> bytes:
    """Combine two strings of equal length."""
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
