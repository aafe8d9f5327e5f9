"""Keys that only a centre and its terminals need; each follows from the house's own, so nothing more is to be kept."""

from __future__ import annotations

from dataclasses import replace

from app.store.keys import Keys, keyed_hash


def seal_key_of(keys: Keys) -> bytes:
    """Return the centre's private X25519 key: what terminals send beside their slips is sealed for it.

    A centre has one of its own from ``innpoint central init``; without, it follows from the house's.
    """
    return keys.seal or keyed_hash(keys.personal, "centre-seal")


def replica_key_of(keys: Keys) -> bytes:
    """Return the key that wraps members' own keys in the replicas of one property's terminals.

    A member's own key and ciphertext stay as they are, and so does the hash that slips name; only the
    wrapping differs, so that a stolen terminal file opens nothing of the centre's.
    """
    return keyed_hash(keys.personal, "replica")


def keys_for_terminals(keys: Keys) -> Keys:
    """Return the keys that a terminal works with: no PIN of a member can be checked with them."""
    return replace(
        keys,
        personal=replica_key_of(keys),
        pin=keyed_hash(keys.pin, "no-terminal-checks-pins"),
        seal=b"",
        where="",
    )
