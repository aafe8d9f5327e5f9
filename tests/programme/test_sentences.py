"""Rules as sentences: every pack in both languages, and what changes between two versions."""

from pathlib import Path

import msgspec
import pytest

from app.programme.conditions_said import condition_said
from app.programme.load import parse_pack, read_pack
from app.programme.pack import Pack
from app.programme.sentences import differences, sentences
from app.programme.words_said import Lang

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
            "渠道为其中之一:“官网”、“短信”且非已预付",
            "the channel is one of “website”, “text message” and not: it is prepaid",
        ),
        ("settings.cash_only", "设置“cash_only”", "the setting “cash_only”"),
        ("size(outlet) > 3 % 2", "“size(outlet) > 3 % 2”", "“size(outlet) > 3 % 2”"),
    ],
)
def test_conditions_are_read_aloud(text: str, zh: str, en: str) -> None:
    assert condition_said(text, "zh_CN") == zh
    assert condition_said(text, "en") == en


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
    assert line.startswith("原: ")


def test_rules_that_end_and_begin_are_said() -> None:
    file = next(one for one in PACKS if one.stem == "huazhu")
    pack = pack_of(file)
    without = msgspec.structs.replace(pack, stakes=None)
    assert differences(pack, without, "en")[0].startswith("Ends: A stake is 50 points")
    assert differences(without, pack, "en")[0].startswith("New: A stake is 50 points")
