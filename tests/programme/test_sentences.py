"""Rules as sentences: every pack in both languages, and what changes between two versions."""

import re
from pathlib import Path

import msgspec
import pytest

from app.programme.conditions_said import condition_said
from app.programme.load import parse_pack, read_pack
from app.programme.pack import Pack
from app.programme.sentences import differences, sentences
from app.programme.words_said import Lang
from tests.scenario.peer_cases import pack as small_pack

PACKS = sorted((Path(__file__).parents[2] / "resources" / "programmes").glob("*.toml"))


def pack_of(file: Path) -> Pack:
    found = read_pack(file)
    assert isinstance(found, Pack), found
    return found


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("file", PACKS, ids=lambda file: file.stem)
def test_every_rule_of_every_pack_is_said_once(file: Path, lang: Lang) -> None:
    pack = pack_of(file)
    said = sentences(pack, lang)
    keys = [one.key for one in said]
    assert len(keys) == len(set(keys))
    for rule in pack.earning:
        assert f"earning.{rule.id}" in keys
    for tier in pack.tiers:
        assert f"tier.{tier.code}" in keys
    for one in said:
        assert one.text.strip()
        assert "FromSetting" not in one.text


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("true", "", ""),
        ("outlet == 'restaurant'", "营业点为“餐厅”", "the outlet is “restaurant”"),
        (
            "channel in ['website', 'sms'] && !prepaid",
            "渠道为其中之一：“官网”、“短信”且非已预付",
            "the channel is one of “website”, “text message” and not: it is prepaid",
        ),
        ("settings.cash_only", "设置“cash_only”", "the setting “cash_only”"),
        ("size(outlet) > 3 % 2", "“size(outlet) > 3 % 2”", "“size(outlet) > 3 % 2”"),
    ],
)
def test_conditions_are_read_aloud(text: str, zh: str, en: str) -> None:
    assert condition_said(text, "zh_CN") == zh
    assert condition_said(text, "en") == en


def said_of(name: str, key: str, lang: Lang) -> str:
    pack = pack_of(next(one for one in PACKS if one.stem == name))
    return next(one.text for one in sentences(pack, lang) if one.key == key)


@pytest.mark.parametrize(
    ("pack", "key", "zh", "en"),
    [
        (
            "gloria",
            "setting.earning_outlets",
            "哪些营业点的消费每一元得一分。",
            "Outlets whose spend earns one point per yuan.",
        ),
        (
            "favorite-guest-new",
            "moved-tier.member",
            "原级别“member”的会员",
            "Members of the earlier tier “member” are Guest now",
        ),
        (
            "priority-club",
            "bonus.bonus.gold",
            "升级时本年度此前的基本积分也按此补发",
            "on reaching the tier also on the year's base points so far",
        ),
        (
            "seven-days",
            "booking.offer.double-bed-77",
            "77，房晚至少 1，限一次，每次最多 1 间夜",
            "77, nights 1 or more, once, room-nights of a booking 1 at most",
        ),
        ("seven-days", "booking.offer.first-stay-88", "住店次数不超过 0", "stays 0 at most, once"),
    ],
)
def test_settings_moved_tiers_and_backdated_bonuses_are_said(
    pack: str, key: str, zh: str, en: str
) -> None:
    assert zh in said_of(pack, key, "zh_CN")
    assert en in said_of(pack, key, "en")


def test_a_setting_of_a_pack_of_before_is_said_in_its_one_language() -> None:
    file = next(one for one in PACKS if one.stem == "gloria")
    text = file.read_text(encoding="utf-8")
    both = next(line for line in text.splitlines() if line.startswith("means = "))
    pack = parse_pack(text.replace(both, 'means = "As it was."'), file.name)
    assert isinstance(pack, Pack)
    assert any("As it was." in one.text for one in sentences(pack, "zh_CN"))


def test_what_changes_is_said_rule_by_rule() -> None:
    file = next(one for one in PACKS if one.stem == "gold-passport")
    text = file.read_text(encoding="utf-8")
    changed = parse_pack(text.replace("percent = 15", "percent = 20"), file.name)
    assert isinstance(changed, Pack)
    assert differences(pack_of(file), pack_of(file), "en") == []
    (line,) = differences(pack_of(file), changed, "en")
    assert "15 %" in line.splitlines()[0]
    assert line.splitlines()[0].startswith("Was: ")
    assert "20 %" in line.splitlines()[1]
    (line,) = differences(pack_of(file), changed, "zh_CN")
    assert line.startswith("原：")


def test_rules_that_end_and_begin_are_said() -> None:
    file = next(one for one in PACKS if one.stem == "huazhu")
    pack = pack_of(file)
    without = msgspec.structs.replace(pack, stakes=None)
    assert differences(pack, without, "en")[0].startswith("Ends: A stake is 50 points")
    assert differences(without, pack, "en")[0].startswith("New: A stake is 50 points")


TOGETHER = """
[[earning]]
id = "summer"
on = "spend"
asset = "points"
flat = 5
group = "g"
valid_from = 2026-06-01
valid_until = 2026-08-31
[[groups]]
id = "g"
takes = "best"
[points_as_money]
points_per_unit = "100/3"
short = "split"
refunds = "pro-rata"
"""


def test_days_groups_and_points_that_pay_are_said_in_both_languages() -> None:
    found = parse_pack(small_pack(earning=TOGETHER), "p.toml")
    assert isinstance(found, Pack)
    for lang, parts in (
        ("en", ("from 2026-06-01, until 2026-08-31 (of “g”: the best one alone)", "100/3 points pay ¥1")),
        ("zh_CN", ("自 2026-06-01 起，至 2026-08-31 止（“g”组中只取最优惠的一项）", "100/3 积分抵 1 元")),
    ):  # fmt: skip
        said = {one.key: one.text for one in sentences(found, lang)}
        assert parts[0] in said["earning.summer"]
        assert parts[1] in said["points-as-money"]
        assert len(re.split("[;；]", said["points-as-money"])) == 3


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh_CN", "积分达到 50、1,000 时告知会员"),
        ("en", "Members are told when their points come to 50, 1,000"),
    ],
)
def test_milestones_are_said(lang: Lang, text: str) -> None:
    source = small_pack().replace("[assets.points]", "milestones = [1000, 50]\n[assets.points]", 1)
    pack = parse_pack(source, "small")
    assert isinstance(pack, Pack)
    assert [one.text for one in sentences(pack, lang) if one.key == "milestones"] == [text]
