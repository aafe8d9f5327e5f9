"""Sample members: as many as asked, always the same ones, through the real poster with sealed personal records."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.bootstrap.hotel import PROPERTY, Hotel
from app.loyalty.ids import MemberId, OperatorId, SlipId, derived_id
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.issue_card import IssueCard
from app.operations.pen import Draft, Pen
from app.poster.submission import Submission
from app.store.keys import keyed_hash
from app.store.personal import PersonalRecord, seal
from app.store.search import pieces, tokens_of

_BATCH: Final = 512
_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
    "程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
_GIVEN: Final = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂晨雨欣怡子涵梓萱浩宇诗琪思远嘉树语晴墨亦安若云"
)
_LATIN_FIRST: Final = (
    "Grace",
    "James",
    "Olivia",
    "Noah",
    "Emma",
    "Liam",
    "Ava",
    "Lucas",
    "Mia",
    "Henry",
    "Zoë",
    "José",
)
_LATIN_LAST: Final = (
    "Muir",
    "Becker",
    "Rossi",
    "Novak",
    "Dubois",
    "Silva",
    "O'Neill",
    "Larsen",
    "Kim",
    "Tanaka",
    "Müller",
)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One invented person with what the books open with."""

    member: MemberId
    record: PersonalRecord
    points: int
    stored_minor: int
    tier: str


def people(count: int, tiers: tuple[str, ...]) -> Iterator[SamplePerson]:
    """Invent people: about 70 % with names in 汉字, 30 % Latin; the same for the same count."""
    chance = random.Random(20_261_122)  # noqa: S311 - the same people every time is the point
    for number in range(count):
        if chance.random() < 0.7:
            name = chance.choice(_SURNAMES) + "".join(
                chance.choices(_GIVEN, k=chance.choice((1, 2, 2)))
            )
            latin = ""
        else:
            name = latin = f"{chance.choice(_LATIN_FIRST)} {chance.choice(_LATIN_LAST)}"
        record = PersonalRecord(
            name=name, latin_name=latin, phone=f"+861{380_000_0000 + number:010d}"
        )
        yield SamplePerson(
            member=MemberId(derived_id("sample", str(number))),
            record=record,
            points=chance.randrange(0, 40_000),
            stored_minor=chance.choice((0, 0, 0, 50_000, 128_000, 300_000)),
            tier=tiers[min(len(tiers) - 1, int(chance.random() ** 3 * len(tiers)))],
        )


def enrol_sample(
    hotel: Hotel,
    count: int,
    operator: str,
    *,
    lots: int = 1,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """Carry sample members over into books that no desk has open, each with a card.

    Args:
        hotel: Its poster is used directly; the poster's thread must not run.
        count: How many members.
        operator: Who carries them over; an administrator or manager.
        lots: Lots of points each.
        progress: Told how many are done.
    """
    house = hotel.poster.house()
    programme = hotel.poster.programme()
    if house.property is None or programme is None:
        raise ValueError("the hotel is not founded yet")
    pen = Pen(property=PROPERTY, terminal="sample")
    now, day = hotel.clock(), house.property.business_date
    tiers = tuple(tier.code for tier in programme.pack.tiers)
    waiting: list[Submission] = []
    for number, person in enumerate(people(count, tiers), start=1):
        record_id = derived_id("sample-record", person.member)
        sealed = seal(hotel.books.keys.personal, record_id, person.member, person.record)
        share = person.points // lots
        body = CarryOver(
            tier=person.tier,
            tier_since=day - timedelta(days=200),
            personal=record_id,
            personal_hash=sealed.hash,
            phone_claim=keyed_hash(hotel.books.keys.index, f"phone:{person.record.phone}").hex(),
            lots=tuple(OpeningLot(share, day - timedelta(days=30 * n + 5)) for n in range(lots))
            if share
            else (),
            stored_minor=person.stored_minor,
            counts=(OpeningCount("points_earned", day - timedelta(days=40), share),)
            if share
            else (),
        )
        tokens = tokens_of(hotel.books.keys.index, sorted(pieces(person.record)))
        for kind, asked in (("carry_over", body), ("issue_card", IssueCard())):
            draft = Draft(
                id=SlipId(derived_id("sample-slip", kind, person.member)),
                kind=kind,
                body=asked,
                operator=OperatorId(operator),
                occurred_at=now,
                member=person.member,
            )
            slip, pen = pen.write(draft, day, programme.version)
            is_first = kind == "carry_over"
            waiting.append(
                Submission(
                    slip=slip,
                    record=sealed if is_first else None,
                    tokens=tokens if is_first else (),
                )
            )
        if len(waiting) >= _BATCH:
            hotel.poster.post(waiting)
            waiting = []
            progress(number)
    if waiting:
        hotel.poster.post(waiting)
    progress(count)
