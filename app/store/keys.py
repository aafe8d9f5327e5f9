"""The house's keys, which never stand in the books: for personal records, search tokens, PINs and cards."""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Keys:
    """Five keys of 32 bytes each, and where they lie.

    Attributes:
        personal: Wraps the members' own keys.
        index: Makes search tokens, so that a stolen file cannot be searched for a name.
        pin: Makes the HMAC of PINs.
        bank: Makes the hash by which a bank card identifies its member.
        cards: Opens and seals the house's IC cards. Keys written before there were any get theirs from
            ``personal``, the same each time, so that no file and no copy of it need change.
        where: ``keyring`` or ``file``; a file is said on the device lamp and by ``books verify``.
    """

    personal: bytes
    index: bytes
    pin: bytes
    bank: bytes
    cards: bytes
    where: str

    @override
    def __repr__(self) -> str:  # keys are never printed
        return f"Keys(where={self.where!r})"

    def to_text(self) -> str:
        """Write the keys for a safe or a 0600 file."""
        return json.dumps(
            {
                f.name: base64.b64encode(getattr(self, f.name)).decode()
                for f in fields(self)
                if f.name != "where"
            }
        )

    @staticmethod
    def from_text(text: str, where: str) -> Keys:
        """Read what ``to_text`` wrote.

        Raises:
            ValueError: The text is no set of keys; restore it from where keys are kept.
        """
        try:
            raw = {name: base64.b64decode(value) for name, value in json.loads(text).items()}
            cards = raw.get("cards") or keyed_hash(raw["personal"], "cards")
            return Keys(raw["personal"], raw["index"], raw["pin"], raw["bank"], cards, where)
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError("no set of keys") from error

    @staticmethod
    def fresh(where: str) -> Keys:
        """Make new keys from the system's chance."""
        first, second, third, fourth, fifth = (secrets.token_bytes(32) for _ in range(5))
        return Keys(first, second, third, fourth, fifth, where)


def keyed_hash(key: bytes, text: str) -> bytes:
    """Return HMAC-SHA-256 of a text under a key."""
    return hmac.new(key, text.encode(), sha256).digest()


def card_hash(keys: Keys, number: str) -> str:
    """Return what slips name a member's card by: a hash of its number that nobody makes without the key."""
    return keyed_hash(keys.index, f"card:{number}").hex()


def read_key_file(path: Path) -> Keys | None:
    """Read keys from a 0600 file beside the books; None where there is no file.

    Raises:
        ValueError: The file holds no keys.
    """
    try:
        return Keys.from_text(path.read_text(encoding="ascii"), "file")
    except FileNotFoundError:
        return None


def write_key_file(path: Path, keys: Keys) -> None:
    """Write keys to a file that only its owner may read, durably."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(keys.to_text())
        file.flush()
        os.fsync(file.fileno())
