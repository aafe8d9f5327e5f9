"""Derived unique key per transaction with TDES (ANSI X9.24-1:2009, annex A).

The pad uses each key once; the receiver finds it again from the base key and the key serial
number (KSN): 59 bits of identity, then a 21-bit counter with at most ten one-bits.
"""

from devices.codec.tdes import encrypt, xor
from devices.errors import PinPadExhaustedError

_KEY_MASK = bytes.fromhex("C0C0C0C000000000C0C0C0C000000000")
_PIN_VARIANT = bytes.fromhex("00000000000000FF00000000000000FF")
_COUNTER_BITS = 21
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1
_MOST_ONES = 10
KSN_BYTES = 10


def initial_key(base_key: bytes, ksn: bytes) -> bytes:
    """Derive the key that is loaded into a pad (A.6).

    Args:
        base_key: 16 bytes; belongs to the one who checks PINs, never to a desk.
        ksn: 10 bytes; its counter does not matter.
    """
    identity = ksn[:7] + bytes([ksn[7] & 0xE0])
    return encrypt(base_key, identity) + encrypt(xor(base_key, _KEY_MASK), identity)


def transaction_key(initial: bytes, ksn: bytes) -> bytes:
    """Derive the key of one counter value from the initial key (A.3)."""
    counter = int.from_bytes(ksn[-3:], "big") & _COUNTER_MASK
    register = int.from_bytes(ksn[2:], "big") & ~_COUNTER_MASK
    key = initial
    for place in reversed(range(_COUNTER_BITS)):
        if counter >> place & 1:
            register |= 1 << place
            key = _next_key(key, register.to_bytes(8, "big"))
    return key


def pin_key(initial: bytes, ksn: bytes) -> bytes:
    """Give the key that encrypts the PIN block of one transaction (A.4.1)."""
    return xor(transaction_key(initial, ksn), _PIN_VARIANT)


def next_ksn(ksn: bytes) -> bytes:
    """Count on, past counters with more than ten one-bits.

    Raises:
        PinPadExhaustedError: The last key was used; load a new initial key.
    """
    counter = (int.from_bytes(ksn[-3:], "big") & _COUNTER_MASK) + 1
    while counter.bit_count() > _MOST_ONES:
        counter += counter & -counter
    if counter > _COUNTER_MASK:
        raise PinPadExhaustedError("the pad used its last DUKPT key")
    top = int.from_bytes(ksn[-3:], "big") & ~_COUNTER_MASK
    return ksn[:-3] + (top | counter).to_bytes(3, "big")


def _next_key(key: bytes, register: bytes) -> bytes:
    masked = xor(key, _KEY_MASK)
    return _half(masked, register) + _half(key, register)


def _half(key: bytes, register: bytes) -> bytes:
    return xor(key[8:], encrypt(key[:8], xor(key[8:], register)))
