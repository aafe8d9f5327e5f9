"""The house's keys, which never stand in the books: for personal records, search tokens, PINs and cards."""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from typing_extensions import override

_KEY = 32
_NAMES = ("personal", "index", "pin", "bank", "cards")


@dataclass(frozen=True, slots=True)
class Keys:
    """Five keys of 32 bytes each, those that IC cards had before, and where they lie.

    Attributes:
        personal: Wraps the members' own keys.
        index: Makes search tokens, so that a stolen file cannot be searched for a name.
        pin: Makes the HMAC of PINs.
        bank: Makes the hash by which a bank card identifies its member.
        cards: Opens and seals the house's IC cards. Keys written before there were any get theirs from
            ``personal``, the same each time, so that no file and no copy of it need change.
        former_cards: What ``cards`` was before, the newest first: cards that still have it are genuine.
        where: ``keyring`` or ``file``; a file is said on the device lamp and by ``books verify``.
        seal: X25519, of a centre: opens what terminals seal for it. Empty for books that are no centre's.
    """

    personal: bytes
    index: bytes
    pin: bytes
    bank: bytes
    cards: bytes
    where: str
    former_cards: tuple[bytes, ...] = ()
    seal: bytes = b""

    @override
    def __repr__(self) -> str:  # keys are never printed
        return f"Keys(where={self.where!r})"

    def to_text(self) -> str:
        """Write the keys for a safe or a 0600 file."""
        text: dict[str, str | list[str]] = {name: _text(getattr(self, name)) for name in _NAMES}
        if self.former_cards:
            text["former_cards"] = [_text(key) for key in self.former_cards]
        if self.seal:
            text["seal"] = _text(self.seal)
        return json.dumps(text)

    @staticmethod
    def from_text(text: str, where: str) -> Keys:
        """Read what ``to_text`` wrote.

        Raises:
            ValueError: The text is no set of keys; restore it from where keys are kept.
        """
        try:
            held = json.loads(text)
            former = tuple(base64.b64decode(key) for key in held.pop("former_cards", ()))
            raw = {name: base64.b64decode(value) for name, value in held.items()}
            cards = raw.get("cards") or keyed_hash(raw["personal"], "cards")
            return Keys(
                raw["personal"],
                raw["index"],
                raw["pin"],
                raw["bank"],
                cards,
                where,
                former,
                raw.get("seal", b""),
            )
        except (KeyError, AttributeError, TypeError) as error:
            raise ValueError("no set of keys") from error

    @staticmethod
    def fresh(where: str) -> Keys:
        """Make new keys from the system's chance."""
        first, second, third, fourth, fifth = (secrets.token_bytes(32) for _ in range(5))
        return Keys(first, second, third, fourth, fifth, where)

    def with_card_key(self, key: bytes) -> Keys:
        """Return these keys with another one for IC cards; the one until now becomes the newest former one.

        Raises:
            ValueError: It has not 32 bytes, or the house had it already: cards could not be told apart.
        """
        if len(key) != _KEY:
            raise ValueError(f"a key for IC cards has {_KEY} bytes")
        if key in (self.cards, *self.former_cards):
            raise ValueError("the house has or had this key already; meant is a new one")
        return replace(self, cards=key, former_cards=(self.cards, *self.former_cards))

    def with_seal(self, key: bytes) -> Keys:
        """Return these keys with a centre's own.

        Raises:
            ValueError: There is one already, or it has not 32 bytes: terminals would seal for nobody.
        """
        if self.seal or len(key) != _KEY:
            raise ValueError(f"a centre has one key of {_KEY} bytes, which stays")
        return replace(self, seal=key)

    def without_former(self, key: bytes) -> Keys:
        """Return these keys without a former one for IC cards; cards that still have it are strangers then."""
        left = tuple(one for one in self.former_cards if one != key)
        return replace(self, former_cards=left)

    def with_cards_of(self, other: Keys) -> Keys:
        """Return these keys with all card keys of the other ones; those unknown here become the oldest former ones."""
        mine = (self.cards, *self.former_cards)
        more = tuple(key for key in (other.cards, *other.former_cards) if key not in mine)
        return replace(self, former_cards=(*self.former_cards, *more))

    def knows_cards_of(self, other: Keys) -> bool:
        """Tell whether these are the same book's keys and open every IC card that the other ones open."""
        mine, theirs = (
            {one.cards, *one.former_cards} if one.personal == self.personal else set()
            for one in (self, other)
        )
        return bool(theirs) and mine >= theirs


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def keyed_hash(key: bytes, text: str) -> bytes:
    """Return HMAC-SHA-256 of a text under a key."""
    return hmac.new(key, text.encode(), sha256).digest()


def card_hash(keys: Keys, number: str) -> str:
    """Return what slips name a member's card by: a hash of its number that nobody makes without the key."""
    return keyed_hash(keys.index, f"card:{number}").hex()


def phone_hash(keys: Keys, phone: str) -> str:
    """Return what slips name a phone number by, as with cards; empty for none.

    Args:
        keys: The house's.
        phone: In international form.
    """
    return keyed_hash(keys.index, f"phone:{phone}").hex() if phone else ""


def read_key_file(path: Path) -> Keys | None:
    """Read keys from a 0600 file beside the books; None where there is no file.

    Raises:
        ValueError: The file holds no keys.
    """
    try:
        return Keys.from_text(path.read_text(encoding="ascii"), "file")
    except FileNotFoundError:
        return None


def replace_key_file(path: Path, keys: Keys) -> None:
    """Write keys over a file of keys; whenever it is cut short, the old or the new ones stand there whole.

    Raises:
        OSError: The disk takes no file there; the old keys stand.
    """
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)  # of a replacement that was cut short
    write_key_file(new, keys)
    new.replace(path)
    if (
        os.name == "posix"
    ):  # elsewhere a folder cannot be opened, and the rename is durable by itself
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def write_key_file(path: Path, keys: Keys) -> None:
    """Write keys to a file that only its owner may read, durably."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(keys.to_text())
        file.flush()
        os.fsync(file.fileno())
