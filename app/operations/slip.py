"""The slip: an immutable request, with an id made at the terminal before anything else happens."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, unique
from typing import Generic, TypeVar

import msgspec

from app.loyalty.ids import MemberId, OperatorId, SlipId


@unique
class Cover(Enum):
    """What stands behind a slip that takes value."""

    NONE = "none"  # it takes nothing
    BALANCE = "balance"  # only the poster can say yes
    ALLOWANCE = "allowance"
    FLOOR = "floor"


class Body(msgspec.Struct, frozen=True):
    """What a slip asks for; each operation has its own. It holds no personal data."""


B_co = TypeVar("B_co", bound=Body, covariant=True)


class Slip(msgspec.Struct, Generic[B_co], frozen=True, kw_only=True):
    """A request on its way into the books.

    Attributes:
        id: UUIDv7, made before anything else.
        kind: Name of the operation.
        version: Of the kind's form.
        property: The hotel.
        terminal: Which desk, till or kiosk.
        incarnation: Rises when a terminal is set up anew, so that sequences never repeat.
        sequence: Gapless number within (terminal, incarnation), from 1; 0 for derived slips, which
            stand outside any chain.
        previous: Hash of the terminal's slip before, hex; empty for the first.
        member: Whom it concerns; empty for none.
        operator: Who asked.
        supervisor: Who stood in for what the operator may not do; empty for nobody.
        occurred_at: The terminal's clock, aware.
        business_date: The date the terminal saw.
        programme: Version of the programme that the terminal saw.
        cover: What stands behind value taken.
        pin: Id of a PIN entry; its block travels beside the slip, never in it.
        told: What the guest was told (points, payable), as text.
        body: What is asked.
    """

    id: SlipId
    kind: str
    version: int
    property: str
    terminal: str
    incarnation: int
    sequence: int
    previous: str
    member: MemberId
    operator: OperatorId
    supervisor: OperatorId
    occurred_at: datetime
    business_date: date
    programme: int
    cover: Cover
    pin: str
    told: Mapping[str, str] = msgspec.field(default_factory=dict)
    body: B_co


_encoder = msgspec.json.Encoder(order="sorted")


def canonical(slip: Slip[Body]) -> bytes:
    """Write a slip as canonical JSON: sorted keys, no spaces, the same bytes everywhere."""
    return _encoder.encode(slip)


def slip_hash(text: bytes) -> bytes:
    """Return the hash of a slip's canonical form; it covers the previous hash, which makes the chain."""
    return hashlib.sha256(text).digest()
