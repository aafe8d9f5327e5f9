"""Following: decides a slip again as the centre did, with what it observed, and writes what that changes here.

The feed tells of a decision its slip and its text, not its rows. They follow from the slip and the books: where the
text that comes out here is not the centre's byte for byte, this replica lacks something, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from msgspec.structs import replace as changed
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.loyalty.ids import MemberId, shard_of
from app.loyalty.member import CredentialRow, MemberRow
from app.loyalty.refusals import Reason
from app.operations.catalogue import BY_KIND
from app.operations.decision import Decision, Outcome, PinResult, Row, refused
from app.operations.publish_programme import programme_of
from app.operations.slip import Body, Slip, slip_hash
from app.operations.view import HouseState, Needs, View, merged
from app.programme.programme import Programme
from app.store.books import Books
from app.store.decided import Decided, decided_text
from app.store.loading import Loader
from app.store.snapshot import KEPT_PIN
from app.store.writing import Batch, Writer

_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A decision as the feed tells of it, read.

    Attributes:
        held: Members of whom this replica holds all rows.
        takes_house: False where the house as it stands here knows of it already.
    """

    slip: Slip[Body]
    slip_text: bytes = field(repr=False)
    decided: Decided
    decision_text: bytes = field(repr=False)
    outcome: str
    position: int
    held: AbstractSet[str]
    takes_house: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """What was written.

    Attributes:
        lacking: Members whose personal record changed and is not here.
    """

    lacking: tuple[MemberId, ...] = ()


class Following:
    """Follows decisions in the books of a replica.

    Args:
        books: The replica's.
        card_hash: Hashes a card number under the house's key.
    """

    def __init__(self, books: Books, card_hash: Callable[[str], str]) -> None:
        self._loader = Loader(books)
        self._writer = Writer(books)
        self._card_hash = card_hash
        self._programmes: dict[int, Programme] = {}
        self.house: HouseState | None = None

    def forget(self) -> None:
        """Drop what is kept in memory: the rows were changed otherwise, or what was done does not stand."""
        self.house = None
        self._programmes = {}

    def house_in(self, connection: Connection) -> HouseState:
        """Return the reference rows as this replica has them; not to be changed."""
        if self.house is None:
            self.house = self._loader.house(connection)
        return self.house

    def concerned(self, connection: Connection, slip: Slip[Body]) -> frozenset[MemberId]:
        """Return the members that a slip asks about, as far as it can be told without their rows."""
        operation = BY_KIND.get(slip.kind)
        if operation is None:
            return frozenset({slip.member})
        view = View(self.house_in(connection), None, self._card_hash, {})
        try:
            needs = operation.needs(slip, view)
        except Exception:  # noqa: BLE001 - a slip of another version may ask for anything at all
            return frozenset({slip.member})
        return needs.members | needs.wholes | {slip.member}

    def follow(self, connection: Connection, seen: Seen) -> Followed | None:
        """Decide a slip again and write what it changes of members held here and of the house.

        Returns:
            What was written; None where the same does not come out, and nothing was written.
        """
        slip, observed = seen.slip, seen.decided.observed
        house = self.house_in(connection)
        view = View(house, None, self._card_hash, {})
        try:
            self._use(view, observed.programme)
            self._load(connection, view, slip)
            decision = self._decide(view, seen)
        except Exception:  # noqa: BLE001 - what is not here may make any rule stumble; the centre's word holds
            return None
        text = decided_text(decision, observed, seen.decided.claims)
        if text != seen.decision_text or decision.outcome.value != seen.outcome:
            return None
        if slip.member and any(_is_of_a_stranger(row, seen) for row in decision.rows):
            return None  # e.g. a card that goes to somebody who is not held: it would stay here
        before = view.member(slip.member).row
        decision = _only_here(_with_pin(decision, seen), seen)
        view.apply(slip.member, decision, observed.business_date)
        try:
            with connection.begin_nested():
                self._write(connection, view, decision, seen)
        except IntegrityError:
            self.house = None  # it was changed in memory only
            return None
        return Followed(tuple(_without_record(connection, decision, before)))

    def _write(self, connection: Connection, view: View, decision: Decision, seen: Seen) -> None:
        slip, observed = seen.slip, seen.decided.observed
        batch = Batch()
        batch.arrive(slip, seen.slip_text, slip_hash(seen.slip_text), observed.at)
        for value in seen.decided.claims:
            batch.claims[value] = slip.id
        batch.decide(
            slip,
            decision,
            observed,
            shard=shard_of(slip.member or slip.property),
            position=seen.position,
            claims=seen.decided.claims,
        )
        self._writer.write(connection, batch, view)

    def _use(self, view: View, version: int) -> None:
        if not version:
            return
        if version not in self._programmes:
            self._programmes[version] = programme_of(view.house.versions[version])
        view.use_programme(self._programmes[version])

    def _load(self, connection: Connection, view: View, slip: Slip[Body]) -> None:
        operation = BY_KIND[slip.kind]
        wanted = Needs(members=frozenset({slip.member} if slip.member else ()))
        for _ in range(_ROUNDS):
            wanted = merged([wanted, operation.needs(slip, view)])
            if view.missing(wanted) == Needs():
                return
            self._loader.load(connection, view, wanted)

    def _decide(self, view: View, seen: Seen) -> Decision:
        if seen.decided.observed.withdrawn:
            return refused(Reason.WITHDRAWN)
        view.observe(seen.decided.observed)
        return BY_KIND[seen.slip.kind].decide(seen.slip, view)


def _with_pin(decision: Decision, seen: Seen) -> Decision:
    """Add that a PIN was set, which the poster's check stored beside what was decided."""
    is_stored = seen.decided.observed.pin is PinResult.STORED
    if not is_stored or decision.outcome is not Outcome.POSTED:
        return decision
    row = CredentialRow(member=seen.slip.member, salt=b"", mac=KEPT_PIN, tries=0, blocked=False)
    return changed(decision, rows=(*decision.rows, row))


def _only_here(decision: Decision, seen: Seen) -> Decision:
    """Leave out rows of members who are not held here, and of a house that knows of it already."""
    rows = tuple(row for row in decision.rows if _is_here(row, seen))
    tallies = tuple(one for one in decision.tallies if one.member in seen.held)
    return changed(decision, rows=rows, tallies=tallies)


def _is_here(row: Row, seen: Seen) -> bool:
    member = getattr(row, "member", None)
    return seen.takes_house if member is None else member in seen.held


def _is_of_a_stranger(row: Row, seen: Seen) -> bool:
    member = getattr(row, "member", None)
    return member is not None and member not in seen.held


def _without_record(
    connection: Connection, decision: Decision, before: MemberRow | None
) -> list[MemberId]:
    """Return members who have another personal record since, which the feed does not bring."""
    known = {before.member: before.personal} if before else {}
    found = []
    for row in decision.rows:
        if not isinstance(row, MemberRow) or not row.personal:
            continue
        if row.personal != known.get(row.member, ""):
            sql = "SELECT 1 FROM personal WHERE shard = ? AND member = ? AND record = ?"
            values = (shard_of(row.member), row.member, row.personal)
            if connection.exec_driver_sql(sql, values).first() is None:
                found.append(row.member)
    return found
