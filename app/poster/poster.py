"""The poster: loads what a batch of slips needs, decides with pure functions, writes everything in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from time import perf_counter

from sqlalchemy import Connection

from app.loyalty.ids import MemberId, shard_of
from app.loyalty.refusals import Reason
from app.loyalty.stay import BillRow
from app.operations import end_member_day, found_hotel, publish_programme
from app.operations.catalogue import BY_KIND
from app.operations.decision import Decision, Observed, Outcome, referred, refused
from app.operations.pen import derived_slip
from app.operations.slip import Body, Slip, canonical, slip_hash
from app.operations.view import NOTHING, HouseState, PastSlip, View, merged
from app.poster.gathering import gathered
from app.poster.lookups import (
    Known,
    claims_of,
    claims_taken,
    known_slips,
    members_due,
    shard_key,
    shard_numbers,
)
from app.poster.pin_check import PinCheck, PinFound, replayed
from app.poster.submission import Answer, Submission
from app.programme.programme import Programme
from app.store.books import Books
from app.store.loading import Loader
from app.store.writing import Batch, Writer

ROUNDS = 3
_AT_DAY_END = 500
_BEFORE_A_PROGRAMME = {found_hotel.KIND, found_hotel.APPOINT_KIND, publish_programme.KIND}
Clock = Callable[[], datetime]


@dataclass(slots=True)
class _Round:
    """What one batch works with."""

    connection: Connection
    view: View
    batch: Batch
    known: Known
    claimed: dict[str, str]
    heads: dict[int, int]
    recorded: Mapping[str, Observed] = field(default_factory=dict)


class Poster:
    """Decides slips of one book. Not safe for two threads at once: there is one writer.

    Args:
        books: The book; embedded ones are locked for this process.
        clock: Gives the poster's time, aware.
        pins: Compares PINs.
    """

    def __init__(self, books: Books, clock: Clock, pins: PinCheck) -> None:
        self.books = books
        self.seconds = {"read": 0.0, "decide": 0.0, "hash": 0.0, "write": 0.0}
        self._clock = clock
        self._pins = pins
        self._loader = Loader(books)
        self._writer = Writer(books)
        self._house: HouseState | None = None
        self._programmes: dict[int, Programme] = {}
        self._position = 0

    def post(
        self, submissions: Sequence[Submission], recorded: Mapping[str, Observed] | None = None
    ) -> list[Answer]:
        """Decide slips in order, in one transaction.

        Args:
            submissions: Slips; one seen before gets its first decision again.
            recorded: For replay: what was observed then, by slip id; nobody is asked anew.

        Returns:
            An answer for each, in order.

        Raises:
            BooksError: Nothing was written; every slip of the batch is undecided.
        """
        try:
            with self.books.writing() as connection:
                return self._post(connection, submissions, recorded or {})
        except BaseException:
            self._house = None  # what the batch did in memory is not in the books
            raise

    def keep(self, slips: Sequence[Slip[Body]]) -> None:
        """Write slips down before they are decided, so that a crash in between is seen afterwards.

        Raises:
            BooksError: Nothing was written.
        """
        batch = Batch()
        for slip in slips:
            text = canonical(slip)
            batch.arrive(slip, text, slip_hash(text), self._clock())
        with self.books.writing() as connection:
            self._writer.keep(connection, batch)

    def now(self) -> datetime:
        """Return the poster's time."""
        return self._clock()

    def house(self) -> HouseState:
        """Return the reference rows as the poster has them; not to be changed."""
        if self._house is None:
            with self.books.reading() as connection:
                self._house = self._loader.house(connection)
        return self._house

    def programme(self, on: date | None = None) -> Programme | None:
        """Return the programme in force on a date (None: the open business date)."""
        house = self.house()
        day = on or (house.property.business_date if house.property else None)
        return self._in_force(house, day) if day else None

    def end_day(self, cause: str, day: date) -> int:
        """Do the day-end work of a closed date, member by member; doing it twice is doing it once.

        Returns:
            How many members had something due.
        """
        house = self.house()
        programme = self.programme()
        if house.property is None or programme is None:
            return 0
        with self.books.reading() as connection:
            members = members_due(self.books, connection, day)
        done = 0
        body = end_member_day.EndMemberDay(date=day)
        for start in range(0, len(members), _AT_DAY_END):
            slips = [
                derived_slip(
                    cause,
                    end_member_day.KIND,
                    body,
                    member=MemberId(member),
                    property_id=house.property.property,
                    at=self._clock(),
                    business_date=day,
                    programme=programme.version,
                )
                for member in members[start : start + _AT_DAY_END]
            ]
            answers = self.post([Submission(slip=slip) for slip in slips])
            done += sum(
                not end_member_day.is_empty(a.decision) and not a.is_repeat for a in answers
            )
        return done

    def _post(
        self,
        connection: Connection,
        submissions: Sequence[Submission],
        recorded: Mapping[str, Observed],
    ) -> list[Answer]:
        started = perf_counter()
        prepared = [(one, text := canonical(one.slip), slip_hash(text)) for one in submissions]
        hashed = perf_counter()
        slips = [one.slip for one in submissions]
        if self._house is None:
            self._house = self._loader.house(connection)
        if not self._position:
            found = connection.exec_driver_sql("SELECT MAX(position) FROM decisions").scalar()
            self._position = int(found or 0)
        current = _Round(
            connection=connection,
            view=View(self._house, None),
            batch=Batch(),
            known=known_slips(self._loader, connection, [slip.id for slip in slips]),
            claimed=claims_taken(self._loader, connection, slips),
            heads=shard_numbers(self.books, connection, slips),
            recorded=recorded,
        )
        self._load(
            current, [slip for slip in slips if current.known.get(slip.id, (b"", None))[1] is None]
        )
        loaded = perf_counter()
        answers = [self._answer(current, one, text, digest) for one, text, digest in prepared]
        decided = perf_counter()
        self._flush(current)
        self._writer.personal(
            connection,
            [
                (one.record, one.tokens)
                for one, answer in zip(submissions, answers, strict=True)
                if one.record is not None and _stands(answer)
            ],
        )
        written = perf_counter()
        for name, seconds in zip(
            ("hash", "read", "decide", "write"),
            (hashed - started, loaded - hashed, decided - loaded, written - decided),
            strict=True,
        ):
            self.seconds[name] += seconds
        return answers

    def _load(self, current: _Round, slips: Sequence[Slip[Body]]) -> None:
        self._use_programme(current.view)
        for _ in range(ROUNDS):
            wanted = merged(
                operation.needs(slip, current.view)
                for slip in slips
                if (operation := BY_KIND.get(slip.kind)) is not None
            )
            missing = current.view.missing(wanted)
            if missing == NOTHING:
                return
            self._loader.load(current.connection, current.view, wanted)

    def _answer(self, current: _Round, one: Submission, text: bytes, digest: bytes) -> Answer:
        slip = one.slip
        earlier = current.known.get(slip.id)
        if earlier is not None and earlier[0] != digest:
            return Answer(
                slip_id=slip.id, decision=refused(Reason.SAME_ID_OTHER_CONTENT), is_repeat=True
            )
        if earlier is not None and earlier[1] is not None:
            return Answer(slip_id=slip.id, decision=earlier[1], is_repeat=True)
        operation = BY_KIND.get(slip.kind)
        if operation is not None and operation.observes:
            self._flush(current)  # sums are asked of the tables
        self._use_programme(current.view)
        shard = shard_of(shard_key(slip))
        observed, found = self._observe(current, one, current.heads[shard] + 1)
        decision = self._decide(current.view, slip, observed)
        if (
            operation is not None
            and not operation.keeps_empty
            and end_member_day.is_empty(decision)
        ):
            return Answer(slip_id=slip.id, decision=decision, observed=observed)
        if found.credential is not None and decision.outcome is Outcome.POSTED:
            decision = replace(decision, rows=(*decision.rows, found.credential))
        current.heads[shard] += 1
        if earlier is None:
            current.batch.arrive(slip, text, digest, observed.at)
        self._record(current, slip, decision, observed)
        current.known[slip.id] = (digest, decision)
        return Answer(slip_id=slip.id, decision=decision, observed=observed)

    def _decide(self, view: View, slip: Slip[Body], observed: Observed) -> Decision:
        operation = BY_KIND.get(slip.kind)
        if operation is None or operation.version != slip.version:
            return referred(Reason.KIND_UNKNOWN, kind=slip.kind, version=slip.version)
        if observed.withdrawn:
            return refused(Reason.WITHDRAWN)
        if not observed.programme and slip.kind not in _BEFORE_A_PROGRAMME:
            return refused(Reason.PROGRAMME_INVALID)
        view.observe(observed)
        return operation.decide(slip, view)

    def _record(
        self, current: _Round, slip: Slip[Body], decision: Decision, observed: Observed
    ) -> None:
        won: tuple[str, ...] = ()
        if decision.outcome is Outcome.POSTED:
            won = tuple(value for value in claims_of(slip) if value not in observed.claims_lost)
            for value in won:
                current.claimed[value] = current.batch.claims[value] = slip.id
        for value in decision.frees:
            current.claimed.pop(value, None)
        current.view.apply(slip.member, decision, observed.business_date)
        current.view.slips[slip.id] = PastSlip(
            id=slip.id,
            kind=slip.kind,
            member=slip.member,
            outcome=decision.outcome,
            business_date=observed.business_date,
            terminal=slip.terminal,
            transfers=decision.transfers,
            gives=dict(decision.gives),
            bill=next(
                (row for row in decision.rows if isinstance(row, BillRow) and row.slip == slip.id),
                None,
            ),
            claims=won,
            tallies=decision.tallies,
        )
        self._position = max(self._position + 1, int(observed.at.timestamp() * 1_000_000))
        current.batch.decide(
            slip,
            decision,
            observed,
            shard=shard_of(shard_key(slip)),
            position=self._position,
            claims=won,
        )

    def _observe(self, current: _Round, one: Submission, number: int) -> tuple[Observed, PinFound]:
        slip, house = one.slip, current.view.house
        programme = current.view.version
        taken = {
            value: by
            for value in claims_of(slip)
            if (by := current.claimed.get(value)) and by != slip.id
        }
        credential = current.view.member(slip.member).credential
        found = self._pins.check(slip, one.pins, credential)
        earlier = current.recorded.get(slip.id)
        if earlier is not None:
            return replace(earlier, number=number), replayed(slip.member, earlier.pin)
        observed = Observed(
            at=self._clock(),
            number=number,
            programme=programme,
            business_date=house.property.business_date if house.property else slip.business_date,
            pin=found.result,
            claims_lost=taken,
            withdrawn=f"withdrawn:{slip.id}" in current.claimed,
        )
        return self._gathered(current, slip, observed), found

    def _gathered(self, current: _Round, slip: Slip[Body], observed: Observed) -> Observed:
        operation = BY_KIND.get(slip.kind)
        if operation is None or not operation.observes:
            return observed
        house = current.view.house
        figures, proof = gathered(self.books, current.connection, operation.observes, house, slip)
        return replace(observed, figures=figures, proof=proof)

    def _flush(self, current: _Round) -> None:
        current.batch.heads = {shard: number for shard, number in current.heads.items() if number}
        self._writer.write(current.connection, current.batch, current.view)
        current.batch = Batch()

    def _use_programme(self, view: View) -> None:
        house = view.house
        if house.property is None:
            return
        programme = self._in_force(house, house.property.business_date)
        if programme is not None:
            view.use_programme(programme)

    def _in_force(self, house: HouseState, day: date) -> Programme | None:
        version = max(
            (row.version for row in house.versions.values() if row.valid_from <= day), default=0
        )
        if not version:
            return None
        if version not in self._programmes:
            self._programmes[version] = publish_programme.programme_of(house.versions[version])
        return self._programmes[version]


def _stands(answer: Answer) -> bool:
    return answer.decision.outcome is Outcome.POSTED and not answer.is_repeat
