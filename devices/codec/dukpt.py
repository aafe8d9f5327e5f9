"""Derived unique key per transaction with TDES (ANSI X9.24-1:2009, annex A) and AES (X9.24-3:2017).

The pad uses each key once; the receiver finds it again from the base key and the key serial
number (KSN): 59 bits of identity, then a 21-bit counter with at most ten one-bits; with AES 64 bits
of identity and a 32-bit counter with at most sixteen. The AES part stands in ``aes_dukpt``.
"""

from dataclasses import dataclass, field

from devices.codec.aes_dukpt import (
    KeyUsage,
    aes_initial_key,
    aes_transaction_key,
    aes_working_key,
    next_aes_ksn,
)
from devices.codec.tdes import encrypt, xor
from devices.errors import PinPadExhaustedError

__all__ = [
    "KSN_BYTES",
    "KeyUsage",
    "TdesSessionKeys",
    "aes_initial_key",
    "aes_transaction_key",
    "aes_working_key",
    "next_aes_ksn",
    "next_ksn",
    "tdes_initial_key",
    "tdes_keys_of_initial",
    "tdes_session_keys",
    "tdes_transaction_key",
]

KSN_BYTES = 10
_KEY_BYTES = 16
_KEY_MASK = bytes.fromhex("C0C0C0C000000000C0C0C0C000000000")
_COUNTER_BITS = 21
_COUNTER_MASK = (1 << _COUNTER_BITS) - 1
_MOST_ONES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TdesSessionKeys:
    """The keys of one transaction, 16 bytes each (A.4.1).

    Attributes:
        pin: Encrypts the PIN block.
        mac_request: Authenticates what the pad sends.
        mac_response: Authenticates what the pad gets.
        data_request: Encrypts what the pad sends.
        data_response: Encrypts what the pad gets.
    """

    pin: bytes = field(repr=False)
    mac_request: bytes = field(repr=False)
    mac_response: bytes = field(repr=False)
    data_request: bytes = field(repr=False)
    data_response: bytes = field(repr=False)


def tdes_initial_key(bdk: bytes, ksn: bytes) -> bytes:
    """Derive the key that is loaded into a pad (A.6).

    Args:
        bdk: Base key, 16 bytes; belongs to the one who checks PINs, never to a desk.
        ksn: 10 bytes; its counter does not matter.

    Raises:
        ValueError: A length is wrong.
    """
    _check(bdk, ksn)
    identity = ksn[:7] + bytes([ksn[7] & 0xE0])
    return encrypt(bdk, identity) + encrypt(xor(bdk, _KEY_MASK), identity)


def tdes_session_keys(bdk: bytes, ksn: bytes) -> TdesSessionKeys:
    """Derive the keys of one transaction from the base key; arguments and errors as above."""
    return tdes_keys_of_initial(tdes_initial_key(bdk, ksn), ksn)


def tdes_keys_of_initial(initial: bytes, ksn: bytes) -> TdesSessionKeys:
    """Derive the keys of one transaction from the pad's initial key (A.4.1).

    Raises:
        ValueError: A length is wrong.
    """
    key = tdes_transaction_key(initial, ksn)
    return TdesSessionKeys(
        pin=_variant(key, 7),
        mac_request=_variant(key, 6),
        mac_response=_variant(key, 4),
        data_request=_one_way(_variant(key, 5)),
        data_response=_one_way(_variant(key, 3)),
    )


def tdes_transaction_key(initial: bytes, ksn: bytes) -> bytes:
    """Derive the key of one counter value from the initial key (A.3).

    Raises:
        ValueError: A length is wrong.
    """
    _check(initial, ksn)
    counter = int.from_bytes(ksn[-3:], "big") & _COUNTER_MASK
    register = int.from_bytes(ksn[2:], "big") & ~_COUNTER_MASK
    key = initial
    for place in reversed(range(_COUNTER_BITS)):
        if counter >> place & 1:
            register |= 1 << place
            key = _next_key(key, register.to_bytes(8, "big"))
    return key


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


def _check(key: bytes, ksn: bytes) -> None:
    if len(key) != _KEY_BYTES:
        raise ValueError("a TDES DUKPT key has 16 bytes")
    if len(ksn) != KSN_BYTES:
        raise ValueError("the key serial number of TDES DUKPT has 10 bytes")


def _variant(key: bytes, place: int) -> bytes:
    """Flip one byte of each half; which one says what the key is for."""
    half = bytes(0xFF if at == place else 0 for at in range(8))
    return xor(key, half * 2)


def _one_way(variant: bytes) -> bytes:
    return encrypt(variant, variant[:8]) + encrypt(variant, variant[8:])


def _next_key(key: bytes, register: bytes) -> bytes:
    masked = xor(key, _KEY_MASK)
    return _half(masked, register) + _half(key, register)


def _half(key: bytes, register: bytes) -> bytes:
    return xor(key[8:], encrypt(key[:8], xor(key[8:], register)))
