"""The demo hotel: a small book with members one can recognise, people who can sign in, and simulated devices' keys."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from app.bootstrap.founding import Founder, Person, Plan, found
from app.bootstrap.hotel import PROPERTY, Hotel
from app.bootstrap.sample import enrol_sample
from app.loyalty.ids import MemberId, OperatorId, SlipId, derived_id
from app.loyalty.permissions import Role
from app.operations.book import Book
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.check_in import CheckIn
from app.operations.close_day import CloseDay
from app.operations.found_hotel import NamedOutlet
from app.operations.issue_card import IssueCard
from app.operations.pen import Draft, Pen
from app.operations.post_spend import PostSpend
from app.operations.publish_programme import PutReward
from app.operations.redeem import Redeem
from app.operations.report_lost import ReportLost
from app.operations.set_pin import How, SetPin
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.poster.day_end import end_day
from app.poster.submission import PinEntry, Submission
from app.settings.terminal import TerminalSettings
from app.store.keys import keyed_hash
from app.store.personal import PersonalRecord, SealedRecord, seal
from app.store.search import pieces, tokens_of
from devices.codec import pin_block, tdes
from devices.sim.pin_pad import TEST_MASTER_KEY

DEMO_PIN: Final = "246810"
STAFF_PIN: Final = "135791"
DEMO_KIOSK: Final = "kiosk-1"
SUPERVISOR_CARD: Final = ";990000000017=49?"
OUTLETS: Final = (
    NamedOutlet("rooms", "客房", "Rooms"),
    NamedOutlet("restaurant", "翠庭中餐厅", "Cuiting restaurant"),
    NamedOutlet("bar", "大堂吧", "Lobby bar"),
    NamedOutlet("spa", "水疗中心", "Spa"),
)
PEOPLE: Final = (
    Person(
        operator="admin",
        name_zh="管理员",
        name_en="Administrator",
        role=Role.ADMINISTRATOR,
        password="jinting-admin",
    ),
    Person(
        operator="chen",
        name_zh="陈思远",
        name_en="Chen Siyuan",
        role=Role.CASHIER,
        password="jinting-chen",
    ),
    Person(
        operator="wang",
        name_zh="王敏",
        name_en="Wang Min",
        role=Role.SUPERVISOR,
        password="jinting-wang",
        staff_card=SUPERVISOR_CARD,
        staff_pin=STAFF_PIN,
    ),
    Person(
        operator="zhao",
        name_zh="赵岚",
        name_en="Zhao Lan",
        role=Role.MANAGER,
        password="jinting-zhao",
    ),
    Person(
        operator="song",
        name_zh="宋哲",
        name_en="Song Zhe",
        role=Role.AUDITOR,
        password="jinting-song",
    ),
)
SETTINGS: Final = {
    "points_per_unit": {"rooms": "5", "restaurant": "5", "bar": "3", "spa": "4"},
    "tier_factor": {"basic": "1", "gold": "1.1"},
    "discount_gold": {"restaurant": "10", "bar": "10", "spa": "5"},
    "points_per_yuan_paid": "100",
    "gold_points": 20_000,
    "points_valid_months": 24,
    "gifts": True,
    "review_at_kiosk": False,
}
REWARDS: Final = (
    PutReward(
        code="R001", name_zh="双人早餐", name_en="Breakfast for two", points=2_400, picture="cup"
    ),
    PutReward(
        code="R002",
        name_zh="双人下午茶",
        name_en="Afternoon tea for two",
        points=4_800,
        stock=12,
        picture="cup",
    ),
    PutReward(
        code="R003",
        name_zh="机场接送",
        name_en="Airport transfer",
        points=9_000,
        stock=4,
        picture="door",
    ),
    PutReward(
        code="R004",
        name_zh="升级一级房型",
        name_en="Upgrade by one class",
        points=6_000,
        picture="bed",
    ),
    PutReward(
        code="R005",
        name_zh="免费住宿一晚",
        name_en="Free night",
        points=30_000,
        tiers="gold",
        picture="bed",
    ),
    PutReward(
        code="R006",
        name_zh="荞麦枕一个",
        name_en="Buckwheat pillow",
        points=1_800,
        stock=0,
        picture="gift",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMember:
    """Somebody whose card lies beside the simulated reader."""

    label: str
    record: PersonalRecord
    tier: str = "basic"
    language: str = "zh_CN"
    points: int = 0
    stored_minor: int = 0
    pin: bool = True
    is_lost: bool = False
    expect_zh: str = ""
    expect_en: str = ""
    counts: tuple[tuple[str, int], ...] = field(default=())


MEMBERS: Final = (
    DemoMember(
        label="lin",
        record=PersonalRecord(
            name="林语晴",
            latin_name="Lin Yuqing",
            salutation="女士/Ms",
            phone="+8613812342217",
            birthday="1988-11-22",
            preferences=(
                "高楼层安静/High floor, quiet",
                "大床/King bed",
                "!花生过敏/Peanut allergy",
            ),
            note="常与父母同行：要相邻的房间。",
        ),
        tier="gold",
        points=14_460,
        stored_minor=128_000,
        counts=(("points_earned", 24_000), ("nights", 23)),
        expect_zh="金卡，储值 ¥1,280.00",
        expect_en="Gold, stored value ¥1,280.00",
    ),
    DemoMember(
        label="shen",
        record=PersonalRecord(
            name="沈墨", latin_name="Shen Mo", salutation="先生/Mr", phone="+8613900012207"
        ),
        points=1_460,
        stored_minor=20_000,
        counts=(("points_earned", 6_200), ("nights", 4)),
        expect_zh="普通卡，积分不多",
        expect_en="Basic, few points",
    ),
    DemoMember(
        label="muir",
        record=PersonalRecord(
            name="Grace Muir", latin_name="Grace Muir", salutation="女士/Ms", phone="+447700900123"
        ),
        tier="gold",
        language="en",
        points=8_050,
        counts=(("points_earned", 21_000),),
        expect_zh="金卡，外宾",
        expect_en="Gold, from abroad",
    ),
    DemoMember(
        label="he",
        record=PersonalRecord(
            name="何嘉树", latin_name="He Jiashu", salutation="先生/Mr", phone="+8613700004821"
        ),
        points=3_300,
        stored_minor=300_000,
        is_lost=True,
        expect_zh="已挂失的卡",
        expect_en="A card reported lost",
    ),
    DemoMember(
        label="yan",
        record=PersonalRecord(name="阎若云", latin_name="Yan Ruoyun", phone="+8613600008810"),
        points=19_500,
        stored_minor=66_600,
        pin=False,
        counts=(("points_earned", 19_500),),
        expect_zh="还没有密码",
        expect_en="No PIN yet",
    ),
)


LONG_NAMED: Final = DemoMember(
    label="long",
    record=PersonalRecord(
        name="阿卜杜热合曼·麦麦提图尔荪江 🌙",
        latin_name="Maximiliane-Alexandra von Hohenzollern-Sigmaringen",
        salutation="教授/Professor",
        phone="+8613500001357",
        email="maximiliane-alexandra@hohenzollern-sigmaringen.example",
        preferences=(
            "请安排远离电梯、朝向湖面的高楼层安静房间/A quiet room high up, far from the lifts, facing the lake",
        ),
        note="每年秋天来住两周，请提前准备法文报纸和荞麦枕。",
    ),
    tier="gold",
    points=8_888_888,
    stored_minor=98_765_432,
    expect_zh="名字很长",
    expect_en="With a long name",
)
"""Somebody with the longest names that a page must bear; in the gallery's hotel only."""


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
