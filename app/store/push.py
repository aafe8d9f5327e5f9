"""A push: slips that a terminal hands in together, its signature over the last of them, and what travels beside."""

from __future__ import annotations

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.loyalty.forms import reader_of


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """What a terminal says of slips that it hands in together.

    Attributes:
        id: UUIDv7.
        first: Sequence of the first slip.
        last: Of the last one; there is no gap between.
        head: Hash of the last slip, hex. It covers every slip before it.
        sent_at: The terminal's clock, ISO with zone: the centre measures how far it is off.
    """

    id: str
    terminal: str
    incarnation: int
    first: int
    last: int
    head: str
    sent_at: str


class SealedPin(msgspec.Struct, frozen=True, kw_only=True):
    """A PIN entry as the pad gave it."""

    id: str
    block: bytes
    ksn: str = ""
    account_digits: str = ""


class SealedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A personal record under its own key, that key wrapped with the property's, and its search tokens."""

    record: str
    member: str
    wrapped_key: bytes
    ciphertext: bytes
    tokens: tuple[int, ...] = ()


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What travels beside a slip and never stands in it; sealed to the centre, about the slip's id.

    Attributes:
        pins: In the order asked.
        record: The personal record that the slip names.
        others: Records that slips which follow from it name.
    """

    pins: tuple[SealedPin, ...] = ()
    record: SealedPerson | None = None
    others: tuple[SealedPerson, ...] = ()


_encoder = msgspec.json.Encoder(order="sorted")
_besides = reader_of(Beside)


def sign(private: bytes, push: Push) -> bytes:
    """Sign a push with the terminal's Ed25519 key, 32 bytes raw; returns 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(_signed(push))


def is_signed(public: bytes, push: Push, signature: bytes) -> bool:
    """Tell whether the terminal with this key signed this push."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(push))
    except (InvalidSignature, ValueError):
        return False
    return True


def signing_key_of(private: bytes) -> bytes:
    """Return the public key that goes with a signing key."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def beside_text(beside: Beside) -> bytes:
    """Write what travels beside a slip."""
    return _encoder.encode(beside)


def beside_from(text: bytes) -> Beside:
    """Read what travels beside a slip.

    Raises:
        msgspec.DecodeError: It is none.
    """
    return _besides.decode(text)


def _signed(push: Push) -> bytes:
    return b"innpoint push 1\n" + _encoder.encode(push)
