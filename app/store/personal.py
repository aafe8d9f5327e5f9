"""Personal records: what a person is called and how to reach them, each encrypted under the member's own key."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.loyalty.forms import reader_of
from app.loyalty.ids import MemberId

_NONCE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRecord:
    """A person's own data.

    Attributes:
        name: In 汉字, or as the papers say.
        latin_name: As on a passport; may be empty.
        phone: In international form, e.g. +8613800138000; empty for none.
        birthday: ISO date; empty where it was not given.
        preferences: Room, bed, diet … as the guest says them.
    """

    name: str
    latin_name: str = ""
    salutation: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    birthday: str = ""
    preferences: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record as it stands in the books. Erasing it and its key erases the person; chains hold."""

    record: str
    member: MemberId
    wrapped_key: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)

    @property
    def hash(self) -> str:
        """SHA-256 of the ciphertext, hex: all that a slip says of it."""
        return sha256(self.ciphertext).hexdigest()


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = reader_of(PersonalRecord)


def seal(
    key: bytes,
    record_id: str,
    member: MemberId,
    record: PersonalRecord,
    chance: Callable[[int], bytes] = secrets.token_bytes,
) -> SealedRecord:
    """Encrypt a record under a fresh key of its own, and wrap that key with the house's.

    Args:
        key: The house's personal key, 32 bytes.
        record_id: Bound to the ciphertext, so that records cannot be swapped.
        member: Likewise.
        record: The data.
        chance: Where nonces and keys come from.
    """
    own = chance(32)
    nonce, wrap_nonce = chance(_NONCE), chance(_NONCE)
    bound = f"{member}/{record_id}".encode()
    ciphertext = nonce + AESGCM(own).encrypt(nonce, _encoder.encode(record), bound)
    wrapped = wrap_nonce + AESGCM(key).encrypt(wrap_nonce, own, bound)
    return SealedRecord(record_id, member, wrapped, ciphertext)


def unseal(key: bytes, sealed: SealedRecord) -> PersonalRecord | None:
    """Decrypt a record; None where key or ciphertext were erased or do not belong together."""
    bound = f"{sealed.member}/{sealed.record}".encode()
    try:
        own = AESGCM(key).decrypt(sealed.wrapped_key[:_NONCE], sealed.wrapped_key[_NONCE:], bound)
        text = AESGCM(own).decrypt(sealed.ciphertext[:_NONCE], sealed.ciphertext[_NONCE:], bound)
    except (InvalidTag, ValueError):
        return None
    return _decoder.decode(text)


def rewrapped(
    sealed: SealedRecord,
    old: bytes,
    new: bytes,
    chance: Callable[[int], bytes] = secrets.token_bytes,
) -> SealedRecord:
    """Wrap a record's own key with another key; the ciphertext, and so its hash, stays as it is.

    Raises:
        InvalidTag: It is not wrapped with the old key.
        ValueError: What it is wrapped in is too short.
    """
    bound = f"{sealed.member}/{sealed.record}".encode()
    own = AESGCM(old).decrypt(sealed.wrapped_key[:_NONCE], sealed.wrapped_key[_NONCE:], bound)
    nonce = chance(_NONCE)
    return replace(sealed, wrapped_key=nonce + AESGCM(new).encrypt(nonce, own, bound))
