"""What the desk shows of members: panels, search, rewards, profile, and the figures of the day."""

from __future__ import annotations

import pytest

from app.loyalty.refusals import Reason, Refusal
from app.ui.service.member_records import Command, MemberPanel, Profile, WarningKind
from app.ui.service.records import HitKind, MemberId, SlipKind
from tests.support.at_desk import member_of, redeem, spend, top_up


def test_the_panel_of_a_gold_member_in_house_shows_everything(at_desk):
    panel = at_desk.panel("lin")
    assert (panel.name.zh, panel.name.en) == ("林语晴", "Lin Yuqing")
    assert (panel.salutation.zh, panel.salutation.en) == ("女士", "Ms")
    assert (panel.tier.code, panel.kind, panel.phone_tail) == ("gold", "person", "2217")
    assert panel.stored_minor == 128_000
    assert panel.stay is not None
    assert (panel.stay.room, panel.stay.nights) == ("1608", 3)
    assert panel.has_pin
    assert not panel.pin_blocked
    assert [one.text.en for one in panel.preferences if one.alert] == ["Peanut allergy"]
    assert panel.note == "常与父母同行：要相邻的房间。"
    assert panel.expiring
    assert sum(one.points for one in panel.expiring) == 1_250
    assert Command.POST_SPEND not in panel.barred
    assert Command.CHECK_OUT not in panel.barred
    assert panel.within_reach == 4
    assert panel.slips[0].kind is SlipKind.POST_SPEND
    assert panel.slips_in_all >= len(panel.slips)


def test_the_panel_of_a_basic_member_shows_the_way_to_gold(at_desk):
    panel = at_desk.panel("shen")
    assert panel.progress is not None
    assert (panel.progress.to.code, panel.progress.need) == ("gold", 20_000)
    assert 0 < panel.progress.have < 20_000
    assert panel.barred[Command.CHECK_OUT].reason is Reason.STAY_UNKNOWN


def test_the_panel_of_a_member_with_a_lost_card_warns(at_desk):
    assert WarningKind.CARD_LOST in {one.kind for one in at_desk.panel("he").warnings}
    assert at_desk.panel("he").card_tail == ""


def test_the_panel_of_a_member_without_a_pin_says_so(at_desk):
    panel = at_desk.panel("yan")
    assert not panel.has_pin
    assert WarningKind.PIN_NOT_SET in {one.kind for one in panel.warnings}


def test_nobody_has_a_panel_that_is_not_a_member(at_desk):
    found = at_desk.service.member(MemberId("no such member"))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.MEMBER_UNKNOWN
    profile = at_desk.service.profile(MemberId("no such member"))
    assert isinstance(profile, Refusal)


def test_no_panel_holds_a_full_card_or_phone_number(at_desk):
    ((number,),) = at_desk.rows("SELECT number FROM cards WHERE member = ?", member_of("lin"))
    said = repr(at_desk.panel("lin")) + repr(at_desk.service.search("林语晴"))
    assert number not in said
    assert "13812342217" not in said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("林语晴", HitKind.NAME),
        ("语晴", HitKind.NAME),
        ("linyuq", HitKind.NAME),
        ("lyq", HitKind.NAME),
        ("Lin Yuqing", HitKind.NAME),
        ("13812342217", HitKind.PHONE),
        ("+86 138 1234 2217", HitKind.PHONE),
        ("2217", HitKind.PHONE),
    ],
)
def test_a_member_is_found_by_name_and_phone(at_desk, text, kind):
    hits = {hit.member_id: hit for hit in at_desk.service.search(text)}
    hit = hits[member_of("lin")]
    assert (hit.kind, hit.name.zh, hit.room, hit.phone_tail) == (kind, "林语晴", "1608", "2217")


def test_a_member_is_found_by_card_number_and_member_number(at_desk):
    panel = at_desk.panel("shen")
    ((number,),) = at_desk.rows("SELECT number FROM cards WHERE member = ?", member_of("shen"))
    for text, kind in ((number, HitKind.CARD), (panel.member_no, HitKind.MEMBER_NO)):
        hit = at_desk.service.search(text)[0]
        assert (hit.member_id, hit.kind) == (member_of("shen"), kind)


def test_a_member_is_found_by_bill_number_with_the_slip(at_desk):
    hit = at_desk.service.search("20-1102")[0]
    assert (hit.member_id, hit.kind) == (member_of("shen"), HitKind.BILL)
    assert hit.slip is not None
    assert hit.slip.facts["bill"] == "20-1102"


@pytest.mark.parametrize("text", ["", "   ", "zzzzzz", "99999999999", "' OR 1=1 --", "%", "\x00"])
def test_what_fits_nobody_finds_nobody(at_desk, text):
    assert at_desk.service.search(text) == ()


def test_a_search_gives_at_most_eight(at_desk):
    assert len(at_desk.service.search("138")) <= 8


def test_rewards_come_with_what_can_be_had_first_and_why_not(at_desk):
    rewards = at_desk.service.rewards(member_of("shen"))
    barred = [one.barred is not None for one in rewards]
    assert barred == sorted(barred)
    reasons = {one.code: one.barred.reason if one.barred else None for one in rewards}
    assert reasons == {
        "R001": None,
        "R002": Reason.NOT_ENOUGH_POINTS,
        "R003": Reason.NOT_ENOUGH_POINTS,
        "R004": Reason.NOT_ENOUGH_POINTS,
        "R005": Reason.REWARD_FOR_OTHER_TIER,
        "R006": Reason.REWARD_OUT_OF_STOCK,
    }


def test_a_profile_holds_the_members_own_data(at_desk):
    profile = at_desk.service.profile(member_of("lin"))
    assert isinstance(profile, Profile)
    assert (profile.phone, profile.language) == ("+8613812342217", "zh_CN")
    assert "大床/King bed" in profile.preferences


def test_the_figures_of_the_day_follow_what_is_posted(at_desk):
    before = at_desk.service.today()
    assert (before.spend_minor, before.bills) == (0, 0)
    at_desk.done(spend("shen", amount_minor=10_000))
    at_desk.done(top_up("shen", 5_000))
    at_desk.done(redeem("lin"), at_desk.pin("lin"))
    today = at_desk.service.today()
    assert (today.spend_minor, today.bills) == (10_000, 1)
    assert (today.points_earned, today.points_redeemed) == (500, 2_400)
    assert (today.stored_in_minor, today.redemptions) == (5_000, 1)
    assert [one.kind for one in today.last_slips[:3]] == [
        SlipKind.REDEEM,
        SlipKind.TOP_UP,
        SlipKind.POST_SPEND,
    ]
    assert [one.slip_id for one in at_desk.service.day_slips()[:3]] == [
        one.slip_id for one in today.last_slips[:3]
    ]


def test_identifying_and_looking_up_are_noted_without_name_phone_or_card(at_desk):
    panel = at_desk.service.identify(at_desk.swipe("lin"))
    assert isinstance(panel, MemberPanel)
    at_desk.panel("shen")
    at_desk.service.profile(member_of("yan"))
    at_desk.desk.hotel.line.between(lambda: None).result()
    rows = at_desk.rows("SELECT act, member, facts, operator, terminal FROM audit ORDER BY at")
    assert [row[:2] for row in rows if row[0] != "sign-in"] == [
        ("identify", member_of("lin")),
        ("look-up", member_of("shen")),
        ("profile", member_of("yan")),
    ]
    assert {row[3:] for row in rows} == {("chen", "desk-1")}
    said = repr(rows)
    ((number,),) = at_desk.rows("SELECT number FROM cards WHERE member = ?", member_of("lin"))
    for secret in (number, "13812342217", "林语晴", "Lin Yuqing"):
        assert secret not in said


def test_the_house_lists_what_the_pages_offer(at_desk):
    house = at_desk.service.house()
    assert (house.name.zh, house.name.en) == ("锦汀酒店", "Jinting Hotel")
    assert [one.code for one in house.outlets] == ["bar", "restaurant", "rooms", "spa"] or {
        one.code for one in house.outlets
    } == {"rooms", "restaurant", "bar", "spa"}
    assert [one.code for one in house.tiers] == ["basic", "gold"]
    assert (house.points_per_unit, house.currency, house.scale) == (100, "CNY", 2)
    assert not house.training
