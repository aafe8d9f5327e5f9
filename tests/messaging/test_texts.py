"""The texts: both languages have all sentences, every sentence is filled, figures read as people write them."""

from pathlib import Path

import pytest

from app.messaging.texts import CAMPAIGN, KINDS, LANGUAGES, faults_of, fields, render, words_of

FIGURES: dict[str, str | int] = {
    "code": "123456",
    "minutes": 5,
    "kiosk": "大堂自助机",
    "amount": "1888.00",
    "currency": "CNY",
    "points": 944,
    "points_after": 14904,
    "stored_taken": "100.00",
    "stored_after": "1180.00",
    "price": 2400,
    "reward": "双人早餐",
    "number": "900123",
    "bill": "20-1102",
    "voucher": "5.00",
    "expired": 1250,
    "tier": "金卡",
    "milestone": 100,
    "reply": "您的积分为100。",
    "granted": True,
    "hotel": "锦汀酒店",
    "lapsing": 1250,
    "named": "积分",
    "until": "2026-12-22",
}


def test_both_languages_have_the_same_sentences_and_each_asks_for_the_same_figures() -> None:
    chinese, english = (words_of(one) for one in LANGUAGES)
    assert chinese.keys() == english.keys()
    for key, sentence in chinese.items():
        assert sentence
        assert english[key]
        assert fields(sentence) == fields(english[key]) <= FIGURES.keys(), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "lapse-points", "lapse-tier", "something-new"])
def test_no_field_stays_unfilled(kind: str, language: str) -> None:
    for figures in ({}, FIGURES):
        text = render(words_of(language), kind, figures, "锦汀酒店")
        assert text is not None
        assert "{" not in text
        assert len(text) > len("【锦汀酒店】")


def test_every_sentence_is_told_by_some_kind() -> None:
    told = {one for names in KINDS.values() for one in names}
    others = {
        "sign",
        "subject",
        "tier",
        "milestone",
        "done",
        "appeal_granted",
        "appeal_denied",
        "lapsing",
        "lapsing_tier",
    }
    words = words_of("en").keys()
    assert {one for one in words if not one.startswith(CAMPAIGN)} == told | others


def test_a_bill_reads_as_a_sentence_of_one_text_message() -> None:
    figures = {name: FIGURES[name] for name in ("amount", "currency", "points", "points_after")}
    text = render(words_of("zh_CN"), "post_spend", figures, "锦汀酒店")
    assert text == "【锦汀酒店】您消费¥1,888.00。获积分944，现有14,904。"
    full = render(words_of("zh_CN"), "post_spend", FIGURES | {"tier": "金卡"}, "锦汀酒店")
    assert full is not None
    assert len(full) <= 88
    english = render(words_of("en"), "post_spend", figures, "Jinting Hotel")
    assert english == "Jinting Hotel: Bill of ¥1,888.00. 944 points earned, 14,904 in all."


def test_what_lapses_reads_as_a_sentence() -> None:
    points = {name: FIGURES[name] for name in ("lapsing", "named", "until")}
    assert render(words_of("zh_CN"), "lapse-points", points, "锦汀酒店") == (
        "【锦汀酒店】您有1,250积分将于2026-12-22后失效，请及时使用。"
    )
    tier = {"named": "Gold", "until": "2026-12-31"}
    assert render(words_of("en"), "lapse-tier", tier, "Inn") == (
        "Inn: Your tier Gold would end on 2026-12-31 as things stand; the front desk knows what keeps it."
    )


def test_a_hotels_own_sentences_go_before_the_common_ones(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('campaign-lotus = "The lotus is in bloom."', "utf-8")
    words = words_of("en", tmp_path)
    assert render(words, "campaign-lotus", {}, "Inn") == "Inn: The lotus is in bloom."
    assert render(words_of("en"), "campaign-lotus", {}, "Inn") is None
    assert faults_of(tmp_path) == []


@pytest.mark.parametrize("broken", [b"campaign", b"\xff\xfe", b"sign = 'x'\nsign = 'y'"])
def test_a_broken_file_is_told_and_the_common_sentences_stand_in(tmp_path: Path, broken) -> None:
    (tmp_path / "en.toml").write_bytes(broken)
    assert words_of("en", tmp_path) == words_of("en")
    (fault,) = faults_of(tmp_path)
    assert (fault.file.name, fault.key) == ("en.toml", "")
    assert str(fault).startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('spent = "Bill of {amont}."', "there is no figure amont"),
        ('spent = "Bill of {amount."', "its braces cannot be filled"),
        ('spent = "Bill of {}."', "its braces cannot be filled"),
        ('spent = "Bill of {amount:d}."', "its braces cannot be filled"),
        ('spent = "{amount.__class__}"', "there is no figure amount.__class__"),
        ('sign = "{amount}"', "there is no figure amount"),
        ("spent = 88", "a sentence stands in quotation marks, and is not empty"),
        ('spent = " "', "a sentence stands in quotation marks, and is not empty"),
        ('spend = "Bill."', "there is no such sentence"),
    ],
)
def test_a_sentence_that_cannot_be_filled_is_told_and_the_others_stand(
    tmp_path: Path, line: str, what: str
) -> None:
    good = 'topped_up = "Now {stored_after}."'
    (tmp_path / "en.toml").write_text(f"{line}\n{good}\n", "utf-8")
    assert words_of("en", tmp_path) == {**words_of("en"), "topped_up": "Now {stored_after}."}
    (fault,) = faults_of(tmp_path)
    assert (fault.key, fault.what) == (line.partition(" ")[0], what)
