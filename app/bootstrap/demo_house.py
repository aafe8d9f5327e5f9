"""Who works and stays at the demo hotel, and what it has: people, guests, outlets, rewards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.bootstrap.founding import Person
from app.loyalty.permissions import Role
from app.operations.found_hotel import NamedOutlet
from app.operations.publish_programme import PutReward
from app.store.personal import PersonalRecord

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
        code="R001", name_zh="双人早餐", name_en="Breakfast for two", points=2_400, picture="plate"
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
        picture="car",
    ),
    PutReward(
        code="R004",
        name_zh="升级一级房型",
        name_en="Upgrade by one class",
        points=6_000,
        picture="key",
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
        picture="pillow",
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
