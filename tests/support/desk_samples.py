"""Sample people, slips and lists for the tests of the desk: invented guests of an invented hotel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from msgspec.structs import replace

from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.member_records import (
    Command,
    Expiring,
    Measure,
    MemberPanel,
    MemberWarning,
    Preference,
    Progress,
    Reward,
    Right,
    RightState,
    Stay,
    VoucherRow,
    WarningKind,
)
from app.ui.service.records import (
    Coded,
    EarnChoice,
    House,
    MemberId,
    Session,
    ShiftMark,
    SlipId,
    SlipKind,
    SlipRow,
    SlipState,
    Tier,
    Today,
    TraceKind,
    TraceLine,
    Words,
)

ZONE = timezone(timedelta(hours=8))
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 15, 42, tzinfo=ZONE)
assert NOW.astimezone(UTC)

MEMBER = Tier(code="member", name=Words("会员", "Member"), rank=0, letter=Words("会", "M"))
SILVER = Tier(code="silver", name=Words("银卡", "Silver"), rank=1, letter=Words("银", "S"))
GOLD = Tier(code="gold", name=Words("金卡", "Gold"), rank=2, letter=Words("金", "G"))
PLATINUM = Tier(code="platinum", name=Words("铂金", "Platinum"), rank=3, letter=Words("铂", "P"))
DIAMOND = Tier(code="diamond", name=Words("钻石", "Diamond"), rank=4, letter=Words("钻", "D"))

CUITING = Coded(code="cuiting", name=Words("翠庭中餐厅", "Cuiting Chinese Restaurant"))
CASH = Coded(code="cash", name=Words("现金", "Cash"))
WECHAT = Coded(code="wechat", name=Words("微信支付", "WeChat Pay"))
TENDERS = (
    CASH,
    Coded(code="card", name=Words("银行卡", "Bank card")),
    Coded(code="alipay", name=Words("支付宝", "Alipay")),
    WECHAT,
)

HOUSE = House(
    name=Words("锦汀酒店", "Jinting Hotel"),
    terminal=Words("前厅 1 号台", "Front desk 1"),
    business_date=TODAY,
    outlets=(
        CUITING,
        Coded(code="lobby", name=Words("大堂吧", "Lobby Lounge")),
        Coded(code="rooms", name=Words("客房", "Rooms")),
        Coded(code="spa", name=Words("水疗", "Spa")),
    ),
    tenders=TENDERS,
    tiers=(MEMBER, SILVER, GOLD, PLATINUM, DIAMOND),
    rate_classes=(
        Coded(code="bar", name=Words("门市价", "Best available rate")),
        Coded(code="corp", name=Words("协议价", "Corporate rate")),
    ),
    earn_choices=(EarnChoice.POINTS, EarnChoice.MILES, EarnChoice.BOTH),
    programme=Words("锦汀会", "Jinting Club"),
    points_per_unit=100,
)

CASHIER = Session(
    operator_id="1001",
    name=Words("陈思远", "Chen Siyuan"),
    role=Role.CASHIER,
    acts=frozenset({Act.SERVE, Act.VOID}),
    shift=ShiftMark(letter="A", opened_at=NOW.replace(hour=7, minute=0)),
)

TRACE = (
    TraceLine(
        kind=TraceKind.RATE,
        facts={"base_minor": 18_800, "rate": "5", "rule": "earn.rooms", "version": 7},
        points=940,
    ),
    TraceLine(
        kind=TraceKind.BONUS,
        facts={"name": Words("铂金加成", "Platinum"), "percent": "15"},
        points=141,
    ),
)


def slip(number: str, kind: SlipKind, at: datetime = NOW, **more: object) -> SlipRow:
    """Make a slip of today."""
    base = SlipRow(
        slip_id=SlipId(number),
        number=number,
        kind=kind,
        state=SlipState.POSTED,
        at=at,
        business_date=at.date(),
        operator=Words("陈思远", "Chen Siyuan"),
    )
    return replace(base, **more)  # type: ignore[arg-type]


LIN_SLIPS = (
    slip(
        "A-0028",
        SlipKind.CHECK_IN,
        NOW.replace(hour=14, minute=47),
        facts={"room": "1608", "nights": 3},
        refund_barred=Refusal(Reason.CANNOT_BE_VOIDED),
    ),
    slip(
        "A-0011",
        SlipKind.POST_SPEND,
        NOW - timedelta(days=8),
        points=1081,
        amount_minor=18_800,
        facts={"outlet": Words("日租房 1215", "Day room 1215"), "bill": "R-1215"},
        trace=TRACE,
    ),
    slip(
        "A-0007",
        SlipKind.REDEEM,
        NOW - timedelta(days=20),
        points=-4800,
        facts={"reward": Words("双人下午茶", "Afternoon tea for two")},
        refund_barred=Refusal(Reason.CANNOT_BE_VOIDED),
    ),
    slip(
        "A-0003",
        SlipKind.TOP_UP,
        NOW - timedelta(days=34),
        amount_minor=200_000,
        facts={"tender": WECHAT.name, "bonus_minor": 8000},
    ),
    slip(
        "A-0001",
        SlipKind.POST_SPEND,
        NOW - timedelta(days=56),
        points=2356,
        amount_minor=47_600,
        facts={"outlet": Words("翠庭中餐厅", "Cuiting"), "bill": "20-0877"},
        void_barred=Refusal(Reason.CANNOT_BE_VOIDED),
    ),
)

LIN = MemberPanel(
    member_id=MemberId("lin"),
    name=Words("林语晴", "Lin Yuqing"),
    kind="person",
    tier=GOLD,
    member_no="8821 0047 31",
    since=date(2019, 3, 1),
    salutation=Words("女士", "Ms"),
    card_tail="4821",
    phone_tail="2217",
    email_hint="l••••@example.com",
    progress=Progress(to=PLATINUM, measure=Measure.NIGHTS, have=23, need=25, by=date(2026, 12, 31)),
    points=12_460,
    points_held=2_000,
    expiring=(Expiring(points=1_250, on=date(2026, 12, 31)),),
    miles=3_200,
    stored_minor=128_000,
    stored_bonus_minor=8_000,
    vouchers=(
        VoucherRow(code="b1", name=Words("早餐", "Breakfast")),
        VoucherRow(code="b2", name=Words("早餐", "Breakfast")),
        VoucherRow(code="u1", name=Words("升房", "Upgrade")),
    ),
    preferences=(
        Preference(text=Words("高楼层 · 安静", "High floor, quiet"), icon="building"),
        Preference(text=Words("大床", "King bed"), icon="bed"),
        Preference(text=Words("花生过敏", "Peanut allergy"), icon="leaf", alert=True),
        Preference(text=Words("荞麦枕", "Buckwheat pillow")),
    ),
    warnings=(
        MemberWarning(
            kind=WarningKind.BIRTHDAY,
            facts={"gift": Words("餐厅甜品一份", "Dessert at any restaurant")},
        ),
        MemberWarning(
            kind=WarningKind.INVITATION,
            facts={"tier": Words("铂金", "Platinum"), "until_on": "2026-11-30"},
        ),
    ),
    rights=(
        Right(
            name=Words("延迟退房至 14:00", "Late check-out until 14:00"),
            note=Words("视房态而定", "Subject to availability"),
            state=RightState.ASK,
            icon="clock",
        ),
        Right(
            name=Words("双人早餐", "Breakfast for two"),
            note=Words("翠庭，至 10:30", "Cuiting, until 10:30"),
            state=RightState.USED,
            icon="cup",
        ),
        Right(
            name=Words("升级一档房型", "Upgrade by one class"),
            note=Words("1608 已升级", "Given: room 1608"),
            state=RightState.GIVEN,
            icon="bed",
        ),
    ),
    stay=Stay(room="1608", nights=3, arrived_on=TODAY),
    slips=LIN_SLIPS,
    slips_in_all=38,
    note="常带父母同住，请安排相邻房间。上次提到泳池水温偏低，已转工程部。",
    has_pin=True,
    within_reach=4,
    barred={
        Command.APPEAL: Refusal(Reason.NOT_IN_PROGRAMME),
        Command.GIFT: Refusal(Reason.NOT_IN_PROGRAMME),
    },
)

SHEN = replace(
    LIN,
    member_id=MemberId("shen"),
    name=Words("沈墨", "Shen Mo"),
    salutation=Words("先生", "Mr"),
    card_tail="2207",
    phone_tail="8890",
    member_no="8821 0011 08",
    stay=None,
    warnings=(),
    preferences=(),
    note="",
    slips=(),
    slips_in_all=0,
    vouchers=(),
    rights=(),
    miles=None,
    expiring=(),
    points=900,
    points_held=0,
    stored_minor=0,
    stored_bonus_minor=0,
    has_pin=False,
    within_reach=0,
)

_NO = Refusal(Reason.CARD_LOST)
LOST = replace(
    SHEN,
    member_id=MemberId("zhou"),
    name=Words("周亦安", "Zhou Yi'an"),
    tier=PLATINUM,
    warnings=(MemberWarning(kind=WarningKind.CARD_LOST, facts={"on": "2026-11-20"}),),
    barred=dict.fromkeys(Command, _NO),
)

REWARDS = (
    Reward(
        code="coffee",
        name=Words("大堂吧咖啡", "Coffee in the lounge"),
        points=800,
        icon="cup",
        note=Words("任意一款", "Any kind"),
    ),
    Reward(
        code="breakfast",
        name=Words("双人早餐", "Breakfast for two"),
        points=2400,
        icon="cup",
        note=Words("翠庭，当日有效", "Cuiting, today"),
        stock=12,
    ),
    Reward(
        code="tea",
        name=Words("双人下午茶", "Afternoon tea for two"),
        points=4800,
        icon="gift",
        note=Words("14:00 至 17:00", "14:00 to 17:00"),
        stock=3,
    ),
    Reward(
        code="spa",
        name=Words("水疗 60 分钟", "Spa, 60 minutes"),
        points=9800,
        icon="spa",
        note=Words("请预约", "By appointment"),
    ),
    Reward(
        code="night",
        name=Words("豪华房一晚", "A night in a deluxe room"),
        points=18000,
        icon="bed",
        barred=Refusal(Reason.NOT_ENOUGH_POINTS, {"needs": 18000, "has": 12460}),
    ),
    Reward(
        code="wine",
        name=Words("红酒一瓶", "A bottle of red wine"),
        points=6800,
        icon="wine",
        stock=0,
        barred=Refusal(Reason.REWARD_OUT_OF_STOCK),
    ),
)

DAY_SLIPS = (
    slip(
        "A-0031",
        SlipKind.POST_SPEND,
        NOW.replace(hour=15, minute=38),
        points=2118,
        amount_minor=42_800,
        member_id=SHEN.member_id,
        member_name=SHEN.name,
        tier=GOLD,
        facts={"outlet": Words("翠庭", "Cuiting"), "bill": "20-1192"},
    ),
    slip(
        "A-0030",
        SlipKind.POST_SPEND,
        NOW.replace(hour=15, minute=31),
        points=1081,
        amount_minor=18_800,
        member_id=LOST.member_id,
        member_name=Words("周亦安", "Zhou Yi'an"),
        tier=PLATINUM,
        facts={"outlet": Words("日租房", "Day room"), "bill": "1215"},
    ),
    slip(
        "A-0029",
        SlipKind.REDEEM,
        NOW.replace(hour=15, minute=20),
        points=-2400,
        member_name=Words("", "Grace Muir"),
        tier=SILVER,
        member_id=MemberId("grace"),
        facts={"reward": Words("早餐券", "breakfast")},
        refund_barred=Refusal(Reason.CANNOT_BE_VOIDED),
    ),
    slip(
        "A-0027",
        SlipKind.TOP_UP,
        NOW.replace(hour=15, minute=2),
        amount_minor=300_000,
        member_name=Words("何嘉树", "He Jiashu"),
        tier=DIAMOND,
        member_id=MemberId("he"),
    ),
    slip(
        "A-0028",
        SlipKind.CHECK_IN,
        NOW.replace(hour=14, minute=47),
        member_id=LIN.member_id,
        member_name=LIN.name,
        tier=GOLD,
        facts={"room": "1608"},
    ),
)

DAY = Today(
    as_of=NOW,
    spend_minor=3_821_450,
    bills=31,
    points_earned=182_640,
    slips=46,
    voids=1,
    stored_in_minor=600_000,
    stored_out_minor=218_000,
    points_redeemed=21_500,
    redemptions=7,
    new_members=3,
    new_members_month=41,
    waiting_applicants=2,
    last_slips=DAY_SLIPS,
)
