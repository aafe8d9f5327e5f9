"""Applying: what one row of the feed does to a replica: it is followed, known already, or somebody is behind since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import msgspec
from sqlalchemy import Connection

from app.loyalty.forms import reader_of
from app.operations.decision import Outcome
from app.operations.slip import Body, Slip
from app.store.chain import slip_from
from app.store.decided import decided_from
from app.sync.feed_reader import FeedRow
from app.sync.following import Following, Seen

# Kinds whose decisions for a member change the house, too: stock, what an operator gave away that day, numbers.
TOUCHES_HOUSE: Final = frozenset(
    {
        *(
            "redeem",
            "reserve_reward",
            "release_reward",
            "sms_in",
            "end_member_day",
            "void",
            "withdraw",
        ),
        *("adjust", "enrol_member", "approve_member", "carry_over", "issue_card"),
    }
)


class _Named(msgspec.Struct):
    member: str


_named: Final = reader_of(_Named)


@dataclass(slots=True)
class Applying:
    """Rows of the feed within one transaction.

    Attributes:
        held: Members who are held and current.
        house_heads: By shard, the number that the house as it stands here knows.
        followed: Decisions that were decided alike here and written.
        behind: Members who are behind since.
        house_is_behind: Something changed the house that could not be followed.
    """

    connection: Connection
    following: Following
    held: set[str]
    house_heads: dict[int, int]
    followed: int = 0
    behind: set[str] = field(default_factory=set)
    house_is_behind: bool = False

    def decision(self, row: FeedRow) -> None:
        """Apply a decision."""
        slip_text, decision_text = row.slip_text or b"", row.decision_text or b""
        decided = decided_from(decision_text)
        number = decided.observed.number
        self._note(row.shard, number)
        knows_house = number <= self.house_heads.get(row.shard, 0)
        slip = slip_from(slip_text)
        if slip is None:
            self._unread(_named.decode(slip_text).member, is_house_told=knows_house)
            return
        if slip.member and slip.member not in self.held:
            if row.outcome == Outcome.POSTED.value:  # else nobody else's row changed
                self._elsewhere(slip, is_house_told=knows_house)
            return
        # What a snapshot brought, or a row that came twice, stands here already.
        if self._is_here(slip) or (knows_house and not slip.member):
            return
        seen = Seen(
            slip=slip,
            slip_text=slip_text,
            decided=decided,
            decision_text=decision_text,
            outcome=row.outcome,
            position=row.position,
            held=self.held,
            takes_house=not knows_house,
        )
        followed = self.following.follow(self.connection, seen)
        if followed is None:
            self._unread(slip.member, is_house_told=knows_house)
            self._others(slip)
            return
        self.followed += 1
        for member in followed.lacking:
            self._fall_behind(member)

    def _is_here(self, slip: Slip[Body]) -> bool:
        sql = "SELECT 1 FROM decisions WHERE slip = ?"
        return self.connection.exec_driver_sql(sql, (slip.id,)).first() is not None

    def _note(self, shard: int, number: int) -> None:
        """Put down how far a shard's decisions were read: an older snapshot is not believed."""
        self.connection.exec_driver_sql(
            "INSERT INTO shard_heads (shard, number, lease) VALUES (?,?,0) ON CONFLICT (shard) "
            "DO UPDATE SET number = MAX(shard_heads.number, excluded.number)",
            (shard, number),
        )

    def _elsewhere(self, slip: Slip[Body], *, is_house_told: bool) -> None:
        """Note what a decision for somebody who is not held may have done to others and to the house."""
        self.house_is_behind |= slip.kind in TOUCHES_HOUSE and not is_house_told
        self._others(slip)

    def _others(self, slip: Slip[Body]) -> None:
        """Let members fall behind who are concerned by a decision that cannot be followed here."""
        for member in self.following.concerned(self.connection, slip):
            if member != slip.member:
                self._fall_behind(member)

    def _unread(self, member: str, *, is_house_told: bool) -> None:
        if member:
            self._fall_behind(member)
        self.house_is_behind |= not is_house_told

    def _fall_behind(self, member: str) -> None:
        if member in self.held:
            self.held.remove(member)
            self.behind.add(member)


def begin(connection: Connection, following: Following) -> Applying:
    """Read what a transaction begins with."""
    held = connection.exec_driver_sql("SELECT member FROM held WHERE is_behind = 0")
    heads = connection.exec_driver_sql("SELECT shard, number FROM house_heads")
    return Applying(
        connection,
        following,
        held={str(row[0]) for row in held},
        house_heads={int(row[0]): int(row[1]) for row in heads},
    )
