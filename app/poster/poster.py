"""The poster: loads what a batch of slips needs, decides with pure functions, writes everything in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from functools import partial
from time import perf_counter

from msgspec.structs import replace as changed
from sqlalchemy import Connection

from app.loyalty.ids import MemberId, shard_of
from app.loyalty.refusals import Reason
from app.operations import end_member_day, found_hotel, publish_programme
from app.operations.catalogue import operation_of
from app.operations.decision import Decision, Observed, Outcome, referred, refused
from app.operations.pen import derived_slip
from app.operations.slip import Body, Slip, canonical, slip_hash
from app.operations.view import NOTHING, HouseState, View, merged
from app.poster.due import Due
from app.poster.gathering import gathered
from app.poster.hooks import Centre
from app.poster.kept import Kept
from app.poster.lookups import (
    claims_of,
    claims_taken,
    known_slips,
    shard_key,
    shard_numbers,
)
from app.poster.pin_check import PinCheck, PinFound, replayed
from app.poster.round import Round
from app.poster.submission import Answer, Submission
from app.programme.programme import Programme
from app.store.books import Books
from app.store.keys import card_hash
from app.store.loading import Loader
from app.store.merging import WORTH_A_COPY
from app.store.personal import SealedRecord
from app.store.writing import Batch, Writer

ROUNDS = 3
_BEFORE_A_PROGRAMME = {found_hotel.KIND, found_hotel.APPOINT_KIND, publish_programme.KIND}
Clock = Callable[[], datetime]
Scene = Callable[[Slip[Body]], Mapping[str, str]]


def _nothing_known(slip: Slip[Body]) -> Mapping[str, str]:
    del slip
    return {}


class Poster:
    """Decides slips of one book. Not safe for two threads at once: there is one writer.

    Attributes:
        due: The day-end under way (``app.poster.day_end``).
        centre: Of central books; None for embedded ones.

    Args:
        books: The book; embedded ones are locked for this process.
        clock: Gives the poster's time, aware.
        pins: Compares PINs.
        scene: Says what the house knows beside the books of what a slip asks (rooms left, results).
    """

    def __init__(
        self, books: Books, clock: Clock, pins: PinCheck, scene: Scene = _nothing_known
    ) -> None:
        self.books = books
        self.seconds = {"read": 0.0, "decide": 0.0, "hash": 0.0, "write": 0.0}
        self._clock = clock
        self._pins = pins
        self._scene = scene
        self._card_hash = partial(card_hash, books.keys)
        self._loader = Loader(books)
        self._writer = Writer(books)
        self._kept = Kept()
        self.due = Due()
        self.centre: Centre | None = None
        self._position = 0

    def post(
        self,
        submissions: Sequence[Submission],
        recorded: Mapping[str, Observed] | None = None,
        also: Callable[[Connection], None] | None = None,
    ) -> list[Answer]:
        """Decide slips in order, in one transaction.

        Args:
            submissions: Slips; one seen before gets its first decision again.
            recorded: For replay: what was observed then, by slip id; nobody is asked anew.
            also: What is to be written in the same transaction.

        Returns:
            An answer for each, in order.

        Raises:
            BooksError: Nothing was written; every slip of the batch is undecided.
        """
        try:
            with self.books.writing() as connection:
                answers = self._post(connection, submissions, recorded or {})
                if also is not None:
                    also(connection)
        except BaseException:
            self._kept.forget()
            self.due.settle(stands=False)
            raise
        self.due.settle(stands=True)
        return answers

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

    def forget(self) -> None:
        """Drop everything that is kept in memory: somebody else may have written since."""
        self._kept.forget()
        self.due = Due()
        self._position = 0

    def forget_members(self) -> None:
        """Drop what is kept in memory of members; between two batches, on the thread that posts."""
        self._kept.members = {}

    def now(self) -> datetime:
        """Return the poster's time."""
        return self._clock()

    def house(self) -> HouseState:
        """Return the reference rows as the poster has them; not to be changed."""
        if self._kept.house is None:
            with self.books.reading() as connection:
                self._kept.house = self._loader.house(connection)
        return self._kept.house

    def programme(self, on: date | None = None) -> Programme | None:
        """Return the programme in force on a date (None: the open business date)."""
        house = self.house()
        day = on or (house.property.business_date if house.property else None)
        return self._kept.in_force(house, day) if day else None

    def _post(
        self,
        connection: Connection,
        submissions: Sequence[Submission],
        recorded: Mapping[str, Observed],
    ) -> list[Answer]:
        started = perf_counter()
        prepared = [
            (one, text := one.text or canonical(one.slip), slip_hash(text)) for one in submissions
        ]
        hashed = perf_counter()
        slips = [one.slip for one in submissions]
        if self._kept.house is None:
            self._kept.house = self._loader.house(connection)
        if not self._position:
            found = connection.exec_driver_sql("SELECT MAX(position) FROM decisions").scalar()
            self._position = int(found or 0)
        current = Round(
            connection=connection,
            view=View(self._kept.house, None, self._card_hash, self._kept.members),
            batch=Batch(),
            known=known_slips(self._loader, connection, [slip.id for slip in slips]),
            claimed=claims_taken(self._loader, connection, slips),
            heads=self._numbers(connection, slips),
            recorded=recorded,
        )
        self._load(
            current, [slip for slip in slips if current.known.get(slip.id, (b"", None))[1] is None]
        )
        loaded = perf_counter()
        answers: list[Answer] = []
        for one, text, digest in prepared:
            answers.append(self._answer(current, one, text, digest))
            self._follow(current, one.slip, answers[-1])
        decided = perf_counter()
        self._flush(current)
        self._writer.personal(
            connection,
            [
                (one.record, one.tokens)
                for one, answer in zip(submissions, answers, strict=True)
                if one.record is not None and _stands(answer)
            ]
            + [
                (record, tokens)
                for one in submissions
                for record, tokens in one.others
                if _names(current.view, record)
            ],
        )
        self._kept.use({slip.member for slip in slips})
        written = perf_counter()
        for name, seconds in zip(
            ("hash", "read", "decide", "write"),
            (hashed - started, loaded - hashed, decided - loaded, written - decided),
            strict=True,
        ):
            self.seconds[name] += seconds
        return answers

    def _load(self, current: Round, slips: Sequence[Slip[Body]]) -> None:
        self._use_programme(current.view)
        wanted = NOTHING
        for _ in range(ROUNDS):
            wanted = merged(
                operation.needs(slip, current.view)
                for slip in slips
                if (operation := operation_of(slip)) is not None
            )
            missing = current.view.missing(wanted)
            if missing == NOTHING:
                break
            if current.batch.decisions and missing.wholes & current.view.members.keys():
                self._flush(current)  # what this batch did to them is read back from the tables
            self._loader.load(current.connection, current.view, wanted)
        if self.due.is_left:
            ending = {slip.member for slip in slips if slip.kind == end_member_day.KIND}
            self._end_their_day(current, (wanted.members | wanted.wholes) - ending)

    def _end_their_day(self, current: Round, needed: Iterable[MemberId]) -> None:
        """Do the day-end of members who are needed, before anything else is decided for them."""
        members = self.due.out_of_turn(needed)
        if not members:
            return
        self.due.take(members)
        programme = self.programme()
        version = programme.version if programme else 0
        slips = self.due.slips(members, current.view.house, version, self._clock())
        current.known |= known_slips(self._loader, current.connection, [one.id for one in slips])
        self._post_derived(current, slips)

    def _answer(self, current: Round, one: Submission, text: bytes, digest: bytes) -> Answer:
        slip = one.slip
        earlier = current.known.get(slip.id)
        if earlier is not None and earlier[0] != digest:
            return Answer(
                slip_id=slip.id, decision=refused(Reason.SAME_ID_OTHER_CONTENT), is_repeat=True
            )
        if earlier is not None and earlier[1] is not None:
            return Answer(slip_id=slip.id, decision=earlier[1], is_repeat=True)
        operation = operation_of(slip)
        if operation is not None and operation.observes not in {"", "scene"}:
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
            decision = changed(decision, rows=(*decision.rows, found.credential))
        current.heads[shard] += 1
        if earlier is None:
            current.batch.arrive(slip, text, digest, observed.at)
        else:
            current.batch.settled.append(slip.id)
        self._position = max(self._position + 1, int(observed.at.timestamp() * 1_000_000))
        current.record(slip, decision, observed, self._position)
        current.known[slip.id] = (digest, decision)
        return Answer(slip_id=slip.id, decision=decision, observed=observed)

    def _follow(self, current: Round, cause: Slip[Body], answer: Answer) -> None:
        """Post what follows from a decision, in the same transaction and before the next slip."""
        if not answer.decision.derives or answer.is_repeat or answer.observed is None:
            return
        slips = [
            derived_slip(
                f"{cause.id}/{one.part}" if one.part else cause.id,
                one.kind,
                one.body,
                member=one.member,
                property_id=cause.property,
                at=answer.observed.at,
                business_date=answer.observed.business_date,
                programme=answer.observed.programme,
            )
            for one in answer.decision.derives
        ]
        self._post_derived(current, slips)

    def _post_derived(self, current: Round, slips: Sequence[Slip[Body]]) -> None:
        new = [slip for slip in slips if shard_of(shard_key(slip)) not in current.heads]
        current.heads |= self._numbers(current.connection, new) if new else {}
        taken = claims_taken(self._loader, current.connection, slips)
        # What this batch took or freed is not in the tables yet.
        known = current.claimed.keys() | current.batch.freed
        current.claimed |= {value: by for value, by in taken.items() if value not in known}
        self._load(current, slips)
        for slip in slips:
            text = canonical(slip)
            followed = self._answer(current, Submission(slip=slip), text, slip_hash(text))
            self._follow(current, slip, followed)

    def _decide(self, view: View, slip: Slip[Body], observed: Observed) -> Decision:
        operation = operation_of(slip)
        if operation is None:
            return referred(Reason.KIND_UNKNOWN, kind=slip.kind, version=slip.version)
        if observed.withdrawn:
            return refused(Reason.WITHDRAWN)
        if not observed.programme and slip.kind not in _BEFORE_A_PROGRAMME:
            return refused(Reason.PROGRAMME_INVALID)
        view.observe(observed)
        return operation.decide(slip, view)

    def _observe(self, current: Round, one: Submission, number: int) -> tuple[Observed, PinFound]:
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
            return changed(earlier, number=number), replayed(slip.member, earlier.pin)
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

    def _gathered(self, current: Round, slip: Slip[Body], observed: Observed) -> Observed:
        operation = operation_of(slip)
        if operation is None or not operation.observes:
            return observed
        if operation.observes == "scene":
            return changed(observed, scene=self._scene(slip))
        view = current.view
        figures, proof = gathered(self.books, current.connection, operation.observes, view, slip)
        scene = self._scene(slip) if operation.observes in {"chances", "prize"} else {}
        return changed(observed, figures=figures, proof=proof, scene=scene)

    def _flush(self, current: Round) -> None:
        current.batch.heads = {shard: number for shard, number in current.heads.items() if number}
        is_small = len(current.batch.decisions) < WORTH_A_COPY
        with self.books.in_one_go(current.connection) if is_small else nullcontext():
            self._writer.write(current.connection, current.batch, current.view)
            if self.centre is not None:
                self.centre.wrote(current.connection, current.batch)
        current.batch = Batch()

    def _numbers(self, connection: Connection, slips: Sequence[Slip[Body]]) -> dict[int, int]:
        shards = sorted({shard_of(shard_key(slip)) for slip in slips})
        if self.centre is not None:
            return self.centre.numbers(connection, shards)
        return shard_numbers(self.books, connection, shards)

    def _use_programme(self, view: View) -> None:
        house = view.house
        if house.property is None:
            return
        programme = self._kept.in_force(house, house.property.business_date)
        if programme is not None:
            view.use_programme(programme)


def _names(view: View, record: SealedRecord) -> bool:
    row = view.member(record.member).row
    return row is not None and row.personal == record.record


def _stands(answer: Answer) -> bool:
    return answer.decision.outcome is Outcome.POSTED and not answer.is_repeat
