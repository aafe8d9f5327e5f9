"""Boxes that anybody can close and only the holder of one key can open: what terminals and centre tell each other."""

from __future__ import annotations

from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY = 32
_NONCE = bytes(12)  # each box has a key of its own, used once


def close_box(public: bytes, content: bytes, about: str, chance: Callable[[int], bytes]) -> bytes:
    """Seal a content for the holder of a key.

    Args:
        public: The holder's X25519 key, 32 bytes.
        content: What is told.
        about: What it belongs to; a box does not open as anything else.
        chance: Where the box's own key comes from.

    Returns:
        The box's own public key, 32 bytes, and the ciphertext.
    """
    own = X25519PrivateKey.from_private_bytes(chance(_KEY))
    shared = own.exchange(X25519PublicKey.from_public_bytes(public))
    mine = own.public_key().public_bytes_raw()
    return mine + AESGCM(_box_key(shared, mine, public)).encrypt(_NONCE, content, about.encode())


def open_box(private: bytes, box: bytes, about: str) -> bytes | None:
    """Open a box; None where it is for somebody else, about something else, or was changed."""
    key = X25519PrivateKey.from_private_bytes(private)
    theirs = box[:_KEY]
    try:
        shared = key.exchange(X25519PublicKey.from_public_bytes(theirs))
        made = _box_key(shared, theirs, key.public_key().public_bytes_raw())
        return AESGCM(made).decrypt(_NONCE, box[_KEY:], about.encode())
    except (InvalidTag, ValueError):
        return None


def public_of(private: bytes) -> bytes:
    """Return the key that boxes for this one are closed with."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _box_key(shared: bytes, theirs: bytes, ours: bytes) -> bytes:
    # Both public keys go in, as RFC 7748 section 6.1 advises.
    return HKDF(SHA256(), _KEY, salt=None, info=b"innpoint box 1" + theirs + ours).derive(shared)
