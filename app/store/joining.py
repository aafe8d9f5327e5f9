"""What a terminal that joins tells its centre, and what it gets; both travel in sealed boxes."""

from __future__ import annotations

from typing import Final

import msgspec

from app.loyalty.forms import reader_of

JOIN: Final = "join"  # kind of the question


class Joining(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal that was invited.

    Attributes:
        code: Its one-time password; the centre compares it with what it keeps of it.
        sign_key: Ed25519, public, raw.
        seal_key: X25519, public, raw: answers are sealed for it.
    """

    code: str
    sign_key: bytes
    seal_key: bytes


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What it gets.

    Attributes:
        incarnation: Of its new chain.
        keys: The keys that terminals of the house work with, as ``Keys.from_text`` reads them.
    """

    property: str
    incarnation: int
    keys: str


_encoder: Final = msgspec.json.Encoder(order="sorted")
_joinings: Final = reader_of(Joining)
_joineds: Final = reader_of(Joined)


def joining_text(one: Joining) -> bytes:
    """Write what a terminal tells."""
    return _encoder.encode(one)


def joining_from(text: bytes) -> Joining:
    """Read what a terminal tells.

    Raises:
        msgspec.DecodeError: It is nothing of the kind.
    """
    return _joinings.decode(text)


def joined_text(one: Joined) -> bytes:
    """Write what it gets."""
    return _encoder.encode(one)


def joined_from(text: bytes) -> Joined:
    """Read what it gets.

    Raises:
        msgspec.DecodeError: It is nothing of the kind.
    """
    return _joineds.decode(text)
