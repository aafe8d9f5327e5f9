"""Derived unique key per transaction with AES (ANSI X9.24-3:2017, clause 6)."""

from enum import Enum, unique

from devices.codec import aes
from devices.errors import PinPadExhaustedError

KEY_ID_BYTES = 8
AES_KSN_BYTES = 12
_COUNTER_BITS = 32
_MOST_ONES = 16
_ALGORITHMS = {128: 2, 192: 3, 256: 4}


@unique
class KeyUsage(Enum):
    """What a derived key is for (6.3.2)."""

    KEY_ENCRYPTION = 0x0002
    PIN = 0x1000
    MAC_GENERATION = 0x2000
    MAC_VERIFICATION = 0x2001
    MAC_BOTH = 0x2002
    DATA_ENCRYPT = 0x3000
    DATA_DECRYPT = 0x3001
    DATA_BOTH = 0x3002
    KEY_DERIVATION = 0x8000
    INITIAL_KEY = 0x8001


_WORKING = tuple(
    usage for usage in KeyUsage if usage not in (KeyUsage.KEY_DERIVATION, KeyUsage.INITIAL_KEY)
)


def aes_initial_key(bdk: bytes, key_id: bytes) -> bytes:
    """Derive the key that is loaded into a pad (6.3.1).

    Args:
        bdk: Base key, 16, 24 or 32 bytes; belongs to the one who checks PINs, never to a desk.
        key_id: Identity of the pad's initial key, 8 bytes.

    Returns:
        As many bytes as the base key has.

    Raises:
        ValueError: A length is wrong.
    """
    _check_key(bdk)
    if len(key_id) != KEY_ID_BYTES:
        raise ValueError("the identity of an AES DUKPT initial key has 8 bytes")
    return _derive(bdk, KeyUsage.INITIAL_KEY, 8 * len(bdk), key_id)


def aes_transaction_key(initial: bytes, ksn: bytes) -> bytes:
    """Derive the derivation key of one counter value from the initial key (6.5).

    Raises:
        ValueError: A length is wrong.
    """
    _check_key(initial)
    _check_ksn(ksn)
    counter = int.from_bytes(ksn[KEY_ID_BYTES:], "big")
    key, done = initial, 0
    for place in reversed(range(_COUNTER_BITS)):
        if counter >> place & 1:
            done |= 1 << place
            context = ksn[4:KEY_ID_BYTES] + done.to_bytes(4, "big")
            key = _derive(key, KeyUsage.KEY_DERIVATION, 8 * len(initial), context)
    return key


def aes_working_key(bdk: bytes, ksn: bytes, usage: str, bits: int) -> bytes:
    """Derive a key of one transaction from the base key (6.3.2).

    Args:
        bdk: Base key, 16, 24 or 32 bytes.
        ksn: Identity and counter, 12 bytes.
        usage: ``PIN``, ``MAC_GENERATION``, ``MAC_VERIFICATION``, ``MAC_BOTH``, ``DATA_ENCRYPT``,
            ``DATA_DECRYPT``, ``DATA_BOTH`` or ``KEY_ENCRYPTION``.
        bits: 128 or 256; not more than the base key has, as a key is never stronger than the one it
            comes from (6.1).

    Raises:
        ValueError: A length is wrong, the usage is none of these, or the base key is too weak.
    """
    _check_key(bdk)
    _check_ksn(ksn)
    if usage not in (known.name for known in _WORKING):
        raise ValueError(
            f"{usage!r} is no usage; meant is {', '.join(known.name for known in _WORKING)}"
        )
    if bits not in (128, 256):
        raise ValueError("a working key has 128 or 256 bits")
    if bits > 8 * len(bdk):
        raise ValueError(f"a base key of {8 * len(bdk)} bits gives no working key of {bits} bits")
    initial = aes_initial_key(bdk, ksn[:KEY_ID_BYTES])
    return _derive(aes_transaction_key(initial, ksn), KeyUsage[usage], bits, ksn[4:])


def next_aes_ksn(ksn: bytes) -> bytes:
    """Count on, past counters with more than sixteen one-bits.

    Raises:
        PinPadExhaustedError: The last key was used; load a new initial key.
        ValueError: The length is wrong.
    """
    _check_ksn(ksn)
    counter = int.from_bytes(ksn[KEY_ID_BYTES:], "big") + 1
    while counter.bit_count() > _MOST_ONES:
        counter += counter & -counter
    if counter >> _COUNTER_BITS:
        raise PinPadExhaustedError("the pad used its last DUKPT key")
    return ksn[:KEY_ID_BYTES] + counter.to_bytes(4, "big")


def _check_key(key: bytes) -> None:
    if len(key) not in aes.KEY_BYTES:
        raise ValueError("an AES DUKPT key has 16, 24 or 32 bytes")


def _check_ksn(ksn: bytes) -> None:
    if len(ksn) != AES_KSN_BYTES:
        raise ValueError("the key serial number of AES DUKPT has 12 bytes")


def _derive(key: bytes, usage: KeyUsage, bits: int, context: bytes) -> bytes:
    """Encrypt one derivation block for each 128 bits (6.3.3): version, number, usage, what, context."""
    what = (
        usage.value.to_bytes(2, "big")
        + _ALGORITHMS[bits].to_bytes(2, "big")
        + bits.to_bytes(2, "big")
        + context
    )
    count = -(-bits // 128)
    blocks = b"".join(bytes([1, number]) + what for number in range(1, count + 1))
    return aes.encrypt(key, blocks)[: bits // 8]
