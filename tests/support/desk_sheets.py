"""Sample shift, day, devices and applicants for the tests of the desk."""

from __future__ import annotations

from datetime import date

from app.loyalty.refusals import Reason, Refusal
from app.ui.service.member_records import Applicant, Profile
from app.ui.service.records import MemberId, Words
from app.ui.service.station_records import (
    DayCheck,
    DayCheckKind,
    DaySheet,
    DeviceLamp,
    DeviceReason,
    DeviceRole,
    LampState,
    ShiftSheet,
    TenderSum,
)
from tests.support.desk_samples import CASH, CASHIER, LIN, NOW, TENDERS, TODAY, WECHAT

APPLICANTS = (
    Applicant(
        applicant_id=MemberId("app-1"),
        name=Words("赵明远", "Zhao Mingyuan"),
        kind="person",
        phone_tail="3391",
        applied_on=date(2026, 11, 20),
        channel=Words("网站", "Website"),
    ),
    Applicant(
        applicant_id=MemberId("app-2"),
        name=Words("远帆科技", "Yuanfan Tech"),
        kind="company",
        phone_tail="0042",
        applied_on=date(2026, 11, 21),
        channel=Words("前台", "Front desk"),
    ),
)

PROFILE = Profile(
    member_id=LIN.member_id,
    phone="138 0013 2217",
    email="lin@example.com",
    address="上海市静安区",
    consent=True,
    preferences=("高楼层", "大床"),
    note=LIN.note,
)

SHIFT = ShiftSheet(
    letter="A",
    operator=CASHIER.name,
    opened_at=NOW.replace(hour=7, minute=0),
    float_minor=100_000,
    tenders=(
        TenderSum(tender=CASH, expected_minor=412_050, count=11),
        TenderSum(tender=TENDERS[1], expected_minor=1_250_000, count=6),
        TenderSum(tender=TENDERS[2], expected_minor=820_400, count=7),
        TenderSum(tender=WECHAT, expected_minor=698_200, count=9),
    ),
    slips=46,
    voids=1,
    spend_minor=3_821_450,
    points_earned=182_640,
    points_redeemed=21_500,
    stored_in_minor=600_000,
    stored_out_minor=218_000,
)

SHEET = DaySheet(
    business_date=TODAY,
    next_date=date(2026, 11, 23),
    checks=(
        DayCheck(kind=DayCheckKind.SHIFTS_CLOSED, passed=False, facts={"operators": "陈思远 A"}),
        DayCheck(kind=DayCheckKind.ENTRIES_BALANCE, passed=True),
        DayCheck(kind=DayCheckKind.LOTS_MATCH, passed=True),
        DayCheck(kind=DayCheckKind.SLIPS_DECIDED, passed=True),
        DayCheck(kind=DayCheckKind.CHAIN_WHOLE, passed=True),
    ),
    slips=46,
    spend_minor=3_821_450,
    points_earned=182_640,
    points_redeemed=21_500,
    stored_in_minor=600_000,
    stored_out_minor=218_000,
    barred=Refusal(Reason.SHIFTS_STILL_OPEN, {"open": "陈思远 A"}),
)

LAMPS = (
    DeviceLamp(
        device_id="reader",
        role=DeviceRole.CARD_READER,
        state=LampState.READY,
        model="MSR605",
        address="ttyUSB0",
        since=NOW,
    ),
    DeviceLamp(device_id="ic", role=DeviceRole.IC_READER, state=LampState.READY, model="ACR39U"),
    DeviceLamp(
        device_id="pad",
        role=DeviceRole.PIN_PAD,
        state=LampState.READY,
        model="PP791",
        address="ttyUSB1",
    ),
    DeviceLamp(
        device_id="printer",
        role=DeviceRole.PRINTER,
        state=LampState.READY,
        model="TM-T88",
        address="lp0",
    ),
    DeviceLamp(
        device_id="modem",
        role=DeviceRole.MODEM,
        state=LampState.WARNING,
        reason=DeviceReason.RECONNECTING,
        model="M35",
    ),
)
