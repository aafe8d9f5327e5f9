"""The stage of one story: fresh books in memory, a simulated clock, and labels for members, bills and stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from app.loyalty.ids import MemberId, OperatorId, SlipId, derived_id
from app.loyalty.money import to_minor
from app.loyalty.refusals import Refusal
from app.operations.close_day import CloseDay
from app.operations.found_hotel import FoundHotel, NamedOutlet
from app.operations.pen import Draft, Pen
from app.operations.publish_programme import PublishProgramme, PutReward
from app.operations.set_pin import How, SetPin
from app.operations.slip import Body
from app.poster.day_end import end_day
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.submission import Answer, PinEntry, Submission
from app.programme.load import parse_pack
from app.programme.pack import Pack
from app.scenario.fields import said
from app.scenario.labels import Labels
from app.store.books import Books
from app.store.keys import Keys

OUTLETS = ("rooms", "restaurant", "bar", "spa", "laundry", "pay-tv", "events", "store", "cafe")
_RIGHT_PIN = "1234"
_PROPERTY = "hotel"
_KEYS = Keys(b"\1" * 32, b"\2" * 32, b"\3" * 32, b"\4" * 32, b"\5" * 32, "memory")


class StageError(Exception):
    """A story cannot be set up: its pack or its settings are wrong."""


class UnreadableError(Exception):
    """A value of a step cannot be read.

    Attributes:
        refusal: What the desk answers to whoever types it; None where the story alone is wrong.
    """

    def __init__(self, what: str, refusal: Refusal | None = None) -> None:
        super().__init__(what)
        self.refusal = refusal


class _Typed:
    """Stands for the pad: the entries of a story hold digits that nobody else sees."""

    def open(self, entry: PinEntry) -> str | None:
        return entry.block.decode()


class Stage:
    """Plays slips of one story on books in memory.

    Raises:
        StageError: The pack or a setting is wrong.
    """

    def __init__(
        self, pack_path: Path, settings: Mapping[str, Any], zone: str, start: datetime
    ) -> None:
        self.zone = zone
        self.now = start.astimezone(UTC)
        self.labels = Labels()
        self.answers: list[Answer] = []  # to every slip so far, those of the day's end too
        source = pack_path.read_text(encoding="utf-8")
        pack = parse_pack(source, pack_path.name)
        if isinstance(pack, list):
            raise StageError("; ".join(str(error) for error in pack))
        self.pack: Pack = pack
        self.books = Books.open("sqlite://", lambda _: _KEYS, create=True)
        self.scene: Mapping[str, str] = {}  # what the house knows when the next slip comes in
        self.fetched: list[MemberId] = []  # who registered on the website and waits to be taken in
        self.poster = Poster(
            self.books, lambda: self.now, PinCheck(_KEYS.pin, _Typed()), lambda _: self.scene
        )
        self._pen = Pen(property=_PROPERTY, terminal="story")
        self._made = 0
        self._labelled = 0
        try:
            self._found(source, settings, start)
        except StageError:
            self.close()
            raise

    def _found(self, source: str, settings: Mapping[str, Any], start: datetime) -> None:
        first = start.astimezone(ZoneInfo(self.zone)).date()
        outlets = tuple(NamedOutlet(code, code, code) for code in OUTLETS)
        hotel = FoundHotel(
            name_zh="故事",
            name_en="Story",
            currency=self.pack.currency,
            zone=self.zone,
            first_date=first,
            outlets=outlets,
        )
        self.do("found_hotel", hotel)
        text = msgspec.json.encode(dict(settings)).decode()
        answer = self.do(
            "publish_programme", PublishProgramme(source=source, settings=text, valid_from=date.min)
        )
        if answer.decision.refusal:
            raise StageError(str(answer.decision.refusal.facts.get("errors", "")))

    def close(self) -> None:
        """Give the books back."""
        self.books.close()

    def move_to(self, at: datetime) -> None:
        """Move the clock forward; day-end work that falls due on the way runs first, hotel-local."""
        target = at.astimezone(ZoneInfo(self.zone)).date()
        while self.business_date < target:
            midnight = datetime.combine(
                self.business_date + timedelta(days=1), time(), ZoneInfo(self.zone)
            )
            self.now = max(self.now, midnight.astimezone(UTC) - timedelta(microseconds=1))
            self.end_day()
        self.now = max(self.now, at.astimezone(UTC))

    @property
    def business_date(self) -> date:
        """The open business date."""
        house = self.poster.house().property
        return house.business_date if house else date.min

    def end_day(self) -> Answer:
        """Close the business date and do its day-end work."""
        day = self.business_date
        answer = self.do("close_day", CloseDay(date=day))
        end_day(self.poster, answer.slip_id, day, self.answers.extend)
        return answer

    def review_day(self) -> list[Answer]:
        """Do the day-end work of the open date without closing it (the step ``day_end``)."""
        found: list[Answer] = []
        cause = derived_id("story", str(self._made))
        end_day(self.poster, cause, self.business_date, found.extend)
        self.answers += found
        return found

    def member(self, label: str) -> MemberId:
        """Return the member a label names; the first step that uses it makes it."""
        return self.labels.member(label)

    def label(self) -> str:
        """Make a label that no other step of the story has, however many there are at one instant."""
        self._labelled += 1
        return f"{self.now:%y%m%d%H%M%S}-{self._labelled}"

    def do(
        self, kind: str, body: Body, *, member: MemberId = MemberId(""), pin: str = ""
    ) -> Answer:
        """Post one slip."""
        self._made += 1
        self.labels.latest = member or self.labels.latest
        pins = (PinEntry(f"pin-{self._made}", pin.encode()),) if pin else ()
        slip_id = SlipId(derived_id("slip", str(self._made)))
        draft = Draft(
            id=slip_id,
            kind=kind,
            body=body,
            operator=OperatorId("story"),
            occurred_at=self.now,
            member=member,
            pin=pins[0].id if pins else "",
        )
        house = self.poster.house()
        day = house.property.business_date if house.property else self.now.date()
        slip, self._pen = self._pen.write(draft, day, max(house.versions, default=0))
        self.answers += self.poster.post([Submission(slip=slip, pins=pins)])
        return self.answers[-1]

    def do_with_pin(self, kind: str, body: Body, member: MemberId, *, right: bool = True) -> Answer:
        """Post a slip that takes value, with a PIN entered; the first time the member sets one."""
        if member not in self.labels.with_pin:
            pins = tuple(PinEntry(f"set-{self._made}-{n}", _RIGHT_PIN.encode()) for n in range(2))
            self._set_pin(member, pins)
        return self.do(kind, body, member=member, pin=_RIGHT_PIN if right else "0000")

    def _set_pin(self, member: MemberId, pins: tuple[PinEntry, ...]) -> None:
        self._made += 1
        draft = Draft(
            id=SlipId(derived_id("slip", str(self._made))),
            kind="set_pin",
            body=SetPin(how=How.SET),
            operator=OperatorId("story"),
            occurred_at=self.now,
            member=member,
            pin=pins[0].id,
        )
        slip, self._pen = self._pen.write(draft, self.business_date, 1)
        answer = self.poster.post([Submission(slip=slip, pins=pins)])[0]
        if not answer.decision.refusal:
            self.labels.with_pin.add(member)

    def arrange_reward(self, code: str, points: int, reward_class: str = "") -> None:
        """Put a reward into the catalogue before a slip asks for it."""
        tiers = ",".join(self.pack.reward_classes.get(reward_class, ()))
        reward = PutReward(code=code, name_zh=code, name_en=code, points=points, tiers=tiers)
        self.do("put_reward", reward)

    def minor(self, amount: str, asset: str = "") -> int:
        """Read an amount of the story into minor units.

        Args:
            amount: As a decimal string.
            asset: Of which; empty, or one that the programme does not have: its currency.

        Raises:
            UnreadableError: It is no amount.
        """
        assets = self.pack.assets
        value = to_minor(amount, assets.get(asset, assets[self.pack.currency]).scale)
        if isinstance(value, Refusal):
            raise UnreadableError(f"{said(amount)} is no amount ({value.reason.value})", value)
        return value

    def slip_digest(self) -> str:
        """Return a hash over all transfers, for a replay to be compared with."""
        with self.books.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT * FROM transfers ORDER BY shard, member, slip, line"
            ).fetchall()
        return sha256(repr(rows).encode()).hexdigest()


Play = Callable[[Stage, Mapping[str, Any]], Answer | None]
