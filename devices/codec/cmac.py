"""AES-CMAC with a starting vector (NIST SP 800-38B; the vector is DESFire's chaining)."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from devices.codec.tdes import xor

BLOCK = 16
_LAST = 0x87


def encrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Encrypt whole blocks with AES in CBC mode."""
    worker = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return worker.update(data) + worker.finalize()


def decrypt(key: bytes, iv: bytes, data: bytes) -> bytes:
    """Undo ``encrypt``."""
    worker = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return worker.update(data) + worker.finalize()


def cmac(key: bytes, data: bytes, iv: bytes = bytes(BLOCK), *, shortest: int = BLOCK) -> bytes:
    """Compute the whole 16-byte CMAC.

    Args:
        key: AES key, 16 bytes.
        data: Any length.
        iv: Starting vector; zeros for the standard's CMAC.
        shortest: Padded length at least, a multiple of 16: AN10922 pads short inputs to 32.
    """
    whole = encrypt(key, bytes(BLOCK), bytes(BLOCK))
    first = _double(whole)
    if data and len(data) % BLOCK == 0 and len(data) >= shortest:
        padded, subkey = data, first
    else:
        length = max(shortest, -(-(len(data) + 1) // BLOCK) * BLOCK)
        padded, subkey = (data + b"\x80").ljust(length, b"\0"), _double(first)
    return encrypt(key, iv, padded[:-BLOCK] + xor(padded[-BLOCK:], subkey))[-BLOCK:]


def _double(block: bytes) -> bytes:
    number = int.from_bytes(block, "big") << 1
    if number >> 128:
        number = number & (1 << 128) - 1 ^ _LAST
    return number.to_bytes(BLOCK, "big")
