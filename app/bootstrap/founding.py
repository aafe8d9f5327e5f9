"""Makes a hotel's first book: property, outlets, programme, people and rewards, each as a slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from app.bootstrap.hotel import PROGRAMMES, PROPERTY, Hotel
from app.loyalty.permissions import Role
from app.operations.decision import Outcome
from app.operations.found_hotel import AppointOperator, FoundHotel, NamedOutlet
from app.operations.publish_programme import PublishProgramme, PutReward
from app.operations.slip import Body
from app.poster.embedded import pen_of
from app.poster.submission import Answer, Submission
from app.store.staff import StaffTable


class FoundingError(Exception):
    """The plan was refused; the message says which part and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works here. ``staff_card`` is the text of the card's track 2."""

    operator: str
    name_zh: str
    name_en: str
    role: Role
    password: str = field(repr=False)
    staff_card: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a first book is made of. The first person is the administrator who founds it."""

    name_zh: str
    name_en: str
    currency: str
    zone: str
    first_date: date
    outlets: tuple[NamedOutlet, ...]
    people: tuple[Person, ...]
    pack: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    rewards: tuple[PutReward, ...] = ()
    pack_file: Path | None = None


class Founder:
    """Writes slips straight into books that no desk has open yet."""

    def __init__(self, hotel: Hotel, operator: str) -> None:
        self.hotel = hotel
        self.operator = operator
        self._pen = pen_of(hotel.books, PROPERTY, "office-1")

    def post(self, kind: str, body: Body) -> Answer:
        """Post one slip.

        Raises:
            FoundingError: It was refused.
        """
        draft = self.hotel.draft(kind, body, operator=self.operator)
        house = self.hotel.poster.house()
        day = house.property.business_date if house.property else draft.occurred_at.date()
        slip, self._pen = self._pen.write(draft, day, max(house.versions, default=0))
        answer = self.hotel.poster.post([Submission(slip=slip)])[0]
        if answer.decision.outcome is not Outcome.POSTED:
            refusal = answer.decision.refusal
            raise FoundingError(
                f"{kind}: {refusal.reason.value} {dict(refusal.facts)}" if refusal else kind
            )
        return answer


def found(hotel: Hotel, plan: Plan) -> None:
    """Write the first slips of a new book.

    Raises:
        FoundingError: A part of the plan was refused.
        OSError: The pack's file cannot be read.
    """
    founder = Founder(hotel, plan.people[0].operator)
    founder.post(
        "found_hotel",
        FoundHotel(
            name_zh=plan.name_zh,
            name_en=plan.name_en,
            currency=plan.currency,
            zone=plan.zone,
            first_date=plan.first_date,
            outlets=plan.outlets,
        ),
    )
    source = (plan.pack_file or PROGRAMMES / f"{plan.pack}.toml").read_text(encoding="utf-8")
    settings = msgspec.json.encode(dict(plan.settings)).decode()
    founder.post(
        "publish_programme",
        PublishProgramme(source=source, settings=settings, valid_from=plan.first_date),
    )
    staff = StaffTable(hotel.books, PROPERTY)
    for person in plan.people:
        founder.post(
            "appoint_operator", AppointOperator(operator=person.operator, role=person.role)
        )
        staff.put(
            person.operator, person.name_zh, person.name_en, person.password, person.staff_card
        )
    for reward in plan.rewards:
        founder.post("put_reward", reward)
