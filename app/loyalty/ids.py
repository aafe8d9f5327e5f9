"""Identities: UUIDv7 made by whoever writes, ids derived by hash for what a decision makes."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NewType

MemberId = NewType("MemberId", str)
SlipId = NewType("SlipId", str)
OperatorId = NewType("OperatorId", str)
PropertyId = NewType("PropertyId", str)

SHARDS = 256


def uuid7(unix_ms: int, random_bytes: bytes) -> str:
    """Make a UUIDv7: sortable by time, unique by chance.

    Args:
        unix_ms: Milliseconds since 1970, as the writer's clock has it.
        random_bytes: Ten bytes of chance.

    Source:
        RFC 9562, section 5.7.
    """
    value = (unix_ms & (2**48 - 1)) << 80 | int.from_bytes(random_bytes[:10], "big")
    return _as_uuid(value, version=7)


def derived_id(*parts: str) -> str:
    """Make the id that always follows from these parts, so that doing a thing twice is doing it once."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    value = int.from_bytes(digest[:16], "big")
    return _as_uuid(value, version=8)


def following_id(cause: str, shard: int, *parts: str) -> str:
    """Make the id that always follows from a cause and these parts, in the order of causes, then of shards.

    It begins as the cause's id does, with its time, so that what one cause brings stands together in the
    books: with a hundred thousand members, ids without any order cost a scattered write each.

    Args:
        cause: Id of the slip it follows from.
        shard: 0 to 255.
        parts: What tells it apart from everything else that follows from the cause.
    """
    digest = hashlib.sha256("\x1f".join((cause, *parts)).encode()).digest()
    try:
        time = int(cause.replace("-", "")[:12], 16) & (2**48 - 1)
    except ValueError:  # an id that another system made
        time = int.from_bytes(hashlib.sha256(cause.encode()).digest()[:6], "big")
    chance = int.from_bytes(digest[:9], "big") >> 4
    return _as_uuid(time << 80 | shard << 68 | chance, version=8)


def _as_uuid(value: int, *, version: int) -> str:
    value = value & ~(0xF << 76) | version << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@lru_cache(maxsize=65_536)
def shard_of(key: str) -> int:
    """Return the shard, 0 to 255, of a member (or, for slips without one, of a property)."""
    return hashlib.blake2b(key.encode(), digest_size=1).digest()[0]
