"""The pen: writes a terminal's slips, each with its id, its number in line, and the hash of the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from app.loyalty.ids import MemberId, OperatorId, SlipId, following_id, shard_of, uuid7
from app.operations.catalogue import BY_KIND
from app.operations.slip import Body, Cover, Slip, canonical, slip_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A slip before it has its place in the chain; its id is made first of all.

    Attributes:
        supervisor: Who stands in; empty for nobody.
        pin: Id of the PIN entry that travels beside.
    """

    id: SlipId
    kind: str
    body: Body
    operator: OperatorId
    occurred_at: datetime
    member: MemberId = MemberId("")
    supervisor: OperatorId = OperatorId("")
    pin: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Where a terminal stands in its chain; writing returns the pen as it stands afterwards.

    Attributes:
        sequence: Of the last slip written; 0 before the first.
        previous: Hash of the last slip, hex.
    """

    property: str
    terminal: str
    incarnation: int = 1
    sequence: int = 0
    previous: str = ""

    def write(self, draft: Draft, business_date: date, programme: int) -> tuple[Slip[Body], Pen]:
        """Make a draft the terminal's next slip."""
        operation = BY_KIND[draft.kind]
        slip: Slip[Body] = Slip(
            id=draft.id,
            kind=draft.kind,
            version=operation.version,
            property=self.property,
            terminal=self.terminal,
            incarnation=self.incarnation,
            sequence=self.sequence + 1,
            previous=self.previous,
            member=draft.member,
            operator=draft.operator,
            supervisor=draft.supervisor,
            occurred_at=draft.occurred_at,
            business_date=business_date,
            programme=programme,
            cover=Cover.BALANCE if takes_value(draft) else Cover.NONE,
            pin=draft.pin,
            told=draft.told,
            body=draft.body,
        )
        digest = slip_hash(canonical(slip)).hex()
        return slip, replace(self, sequence=slip.sequence, previous=digest)


def takes_value(draft: Draft) -> bool:
    """Tell whether only the poster can say yes to a draft: its operation takes value, and a PIN stands behind it."""
    return BY_KIND[draft.kind].cover is Cover.BALANCE and bool(draft.pin)


def new_slip_id(now: datetime, chance: Callable[[int], bytes]) -> SlipId:
    """Make a slip's id before anything else happens."""
    return SlipId(uuid7(int(now.timestamp() * 1000), chance(10)))


def derived_slip(
    cause: str,
    kind: str,
    body: Body,
    *,
    member: MemberId,
    property_id: str,
    at: datetime,
    business_date: date,
    programme: int,
) -> Slip[Any]:
    """Make the slip that always follows from a cause for one member and date; it stands outside any chain."""
    return Slip(
        id=SlipId(following_id(cause, shard_of(member), kind, member, business_date.isoformat())),
        kind=kind,
        version=BY_KIND[kind].version,
        property=property_id,
        terminal="",
        incarnation=0,
        sequence=0,
        previous="",
        member=member,
        operator=OperatorId(""),
        supervisor=OperatorId(""),
        occurred_at=at,
        business_date=business_date,
        programme=programme,
        cover=Cover.NONE,
        pin="",
        body=body,
    )
