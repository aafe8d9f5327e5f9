"""The demo hotel: a small book with members one can recognise, people who can sign in, and simulated devices' keys."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from app.bootstrap.demo_house import (
    DEMO_KIOSK,
    DEMO_PIN,
    MEMBERS,
    OUTLETS,
    PEOPLE,
    REWARDS,
    SETTINGS,
    DemoMember,
)
from app.bootstrap.founding import Founder, Plan, found
from app.bootstrap.hotel import PROPERTY, Hotel
from app.bootstrap.sample import enrol_sample
from app.loyalty.ids import MemberId, OperatorId, SlipId, derived_id
from app.operations.book import Book
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.check_in import CheckIn
from app.operations.close_day import CloseDay
from app.operations.issue_card import IssueCard
from app.operations.pen import Draft, Pen
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.report_lost import ReportLost
from app.operations.set_pin import How, SetPin
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.poster.day_end import end_day
from app.poster.submission import PinEntry, Submission
from app.settings.terminal import TerminalSettings
from app.store.keys import keyed_hash
from app.store.personal import SealedRecord, seal
from app.store.search import pieces, tokens_of
from devices.codec import pin_block, tdes
from devices.sim.pin_pad import TEST_MASTER_KEY

_YESTERDAY: Final[tuple[tuple[str, str, Body], ...]] = (
    ("lin", "check_in", CheckIn(room="1608", nights=3)),
    (
        "shen",
        "post_spend",
        PostSpend(outlet="restaurant", bill="20-1102", amount_minor=42_800, rest="wechat"),
    ),
    (
        "muir",
        "post_spend",
        PostSpend(outlet="bar", bill="B-0441", amount_minor=18_600, rest="card"),
    ),
    ("yan", "top_up", TopUp(amount_minor=30_000, tender="alipay")),
    (
        "lin",
        "post_spend",
        PostSpend(outlet="rooms", bill="1608-1", amount_minor=68_800, rest="card"),
    ),
    ("muir", "redeem", Redeem(reward="R001")),
)


# Who arrives on the day after, for how many nights.
_BOOKED: Final = (("shen", 2), ("muir", 1))


def demo_plan(first_date: date) -> Plan:
    """Return the plan of the demo hotel."""
    return Plan(
        name_zh="锦汀酒店",
        name_en="Jinting Hotel",
        currency="CNY",
        zone="Asia/Shanghai",
        first_date=first_date,
        outlets=OUTLETS,
        people=PEOPLE,
        pack="house",
        settings=SETTINGS,
        rewards=REWARDS,
        kiosks=(DEMO_KIOSK,),
    )


def demo_settings(settings: TerminalSettings) -> TerminalSettings:
    """Give the terminal a session key that the simulated pad can open."""
    session = secrets.token_bytes(16)
    working = tdes.encrypt(TEST_MASTER_KEY, session)
    return replace(
        settings, pad_keys={"session_key": session.hex(), "working_key": working.hex().upper()}
    )


def make_demo(
    hotel: Hotel,
    first_date: date,
    *,
    extra_members: int = 35,
    others: tuple[DemoMember, ...] = (),
) -> None:
    """Found the demo hotel and enrol its members; the poster's thread must not run yet."""
    found(hotel, demo_plan(first_date))
    writer = _DemoWriter(hotel, first_date)
    for member in (*MEMBERS, *others):
        writer.enrol(member)
    for label, nights in _BOOKED:
        writer.book(label, nights)
    enrol_sample(hotel, extra_members, "admin")
    writer.play_the_day_before()
    closed = Founder(hotel, "wang").post("close_day", CloseDay(date=first_date))
    end_day(hotel.poster, closed.slip_id, first_date)


class _DemoWriter:
    """Writes the demo members' slips."""

    def __init__(self, hotel: Hotel, day: date) -> None:
        self._hotel = hotel
        self._day = day
        self._pen = Pen(property=PROPERTY, terminal="office-2")
        self._founder = Founder(hotel, "admin")

    def enrol(self, one: DemoMember) -> None:
        """Carry one member over, with card, PIN and what is special about the card."""
        keys = self._hotel.books.keys
        member = MemberId(derived_id("demo", one.label))
        record_id = derived_id("demo-record", one.label)
        sealed = seal(keys.personal, record_id, member, one.record)
        body = CarryOver(
            tier=one.tier,
            tier_since=self._day.replace(year=2019, day=1),
            personal=record_id,
            personal_hash=sealed.hash,
            phone_claim=keyed_hash(keys.index, f"phone:{one.record.phone}").hex(),
            lots=self._lots(one.points),
            stored_minor=one.stored_minor,
            language=one.language,
            counts=tuple(
                OpeningCount(name, self._day - timedelta(days=60), n) for name, n in one.counts
            ),
        )
        self._post(
            "carry_over",
            body,
            member,
            record=(sealed, tokens_of(keys.index, sorted(pieces(one.record)))),
        )
        self._post("issue_card", IssueCard(), member)
        if one.pin:
            self._set_pin(member)
        if one.is_lost:
            self._post("report_lost", ReportLost(), member)

    def book(self, label: str, nights: int) -> None:
        """Book for one who arrives on the day after."""
        body = Book(booking=f"B-{label}", arrives_on=self._day + timedelta(days=1), nights=nights)
        self._post("book", body, MemberId(derived_id("demo", label)))

    def play_the_day_before(self) -> None:
        """Post what happened yesterday, so that lists and figures are not empty."""
        self._pen = Pen(property=PROPERTY, terminal=self._hotel.settings.terminal)
        for number, (label, kind, body) in enumerate(_YESTERDAY):
            member = MemberId(derived_id("demo", label))
            pins = self._pin_entries(member, number) if kind == "redeem" else ()
            self._post(kind, body, member, pins=pins, operator="chen", salt=str(number))

    def _pin_entries(self, member: MemberId, number: int) -> tuple[PinEntry, ...]:
        account = "0" * 12 + "1"
        session = bytes.fromhex(self._hotel.settings.pad_keys["session_key"])
        block = pin_block.encode(0, DEMO_PIN, account, session)
        return (PinEntry(f"demo-{member}-{number}-r", block, account_digits=account),)

    def _lots(self, points: int) -> tuple[OpeningLot, ...]:
        if points < 2_000:
            return (OpeningLot(points, self._day - timedelta(days=90)),) if points else ()
        soon = self._day - timedelta(days=690)  # lapses within the next 60 days
        return (
            OpeningLot(1_250, soon),
            OpeningLot(points - 1_250, self._day - timedelta(days=120)),
        )

    def _set_pin(self, member: MemberId) -> None:
        account = "0" * 12 + "1"
        session = bytes.fromhex(self._hotel.settings.pad_keys["session_key"])
        block = pin_block.encode(0, DEMO_PIN, account, session)
        pins = tuple(
            PinEntry(f"demo-{member}-{n}", block, account_digits=account) for n in range(2)
        )
        self._post("set_pin", SetPin(how=How.SET), member, pins=pins)

    def _post(
        self,
        kind: str,
        body: Body,
        member: MemberId,
        *,
        pins: tuple[PinEntry, ...] = (),
        record: tuple[SealedRecord, tuple[int, ...]] | None = None,
        operator: str = "admin",
        salt: str = "",
    ) -> None:
        draft = Draft(
            id=SlipId(derived_id("demo-slip", kind, member, salt)),
            kind=kind,
            body=body,
            operator=OperatorId(operator),
            occurred_at=self._hotel.clock(),
            member=member,
            pin=pins[0].id if pins else "",
        )
        slip, self._pen = self._pen.write(draft, self._day, 1)
        sealed, tokens = record or (None, ())
        answer = self._hotel.poster.post(
            [Submission(slip=slip, pins=pins, record=sealed, tokens=tokens)]
        )[0]
        if answer.decision.refusal:
            raise ValueError(f"{kind}: {answer.decision.refusal}")
