"""AES on whole blocks and its CMAC, as key derivations and PIN blocks use them."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

BLOCK = 16
KEY_BYTES = (16, 24, 32)


def _cipher(key: bytes) -> Cipher[modes.ECB]:
    if len(key) not in KEY_BYTES:
        raise ValueError("an AES key has 16, 24 or 32 bytes")
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - single blocks, as the standards have it


def encrypt(key: bytes, data: bytes) -> bytes:
    """Encrypt whole blocks (ECB).

    Args:
        key: 16, 24 or 32 bytes.
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


def cmac(key: bytes, data: bytes) -> bytes:
    """Authenticate data of any length (NIST SP 800-38B), 16 bytes.

    Raises:
        ValueError: The key has a wrong length.
    """
    if len(key) not in KEY_BYTES:
        raise ValueError("an AES key has 16, 24 or 32 bytes")
    worker = CMAC(algorithms.AES(key))
    worker.update(data)
    return worker.finalize()
