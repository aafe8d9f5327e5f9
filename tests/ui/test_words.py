"""Words: every reason has a sentence in both languages, and every text is translated."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.loyalty.refusals import Reason, Refusal
from app.ui.kit.counts import Counts
from app.ui.kit.language import Language
from app.ui.kit.messages import plain, sentence, short
from app.ui.service.answers import BooksFault, CardWritten, NoPin
from app.ui.service.records import SlipKind
from app.ui.service.station_records import (
    DayCheck,
    DayCheckKind,
    DeviceReason,
    PrintResult,
    ReportKind,
)
from app.ui.serving.house_sayings import (
    books_fault,
    card_written,
    day_check,
    device_reason,
    device_remedy,
    no_pin,
    print_words,
    report_words,
)
from app.ui.serving.slip_kinds import kind_name
from tests.ui.conftest import RESOURCES

ROOT = RESOURCES.parent


@pytest.fixture(params=["zh_CN", "en"])
def language(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[Language]:
    language = Language(RESOURCES / "i18n", request.param)
    yield language
    language.retire()


def _is_in(language: Language, text: str) -> bool:
    chinese = any("\u4e00" <= c <= "\u9fff" for c in text)
    return chinese == language.chinese


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(language: Language, reason: Reason) -> None:
    words = plain(reason)
    assert len(words) >= 5
    assert _is_in(language, words)
    assert _is_in(language, short(reason))
    assert sentence(Refusal(reason), language) == words


def test_a_sentence_names_the_facts(language: Language) -> None:
    refusal = Refusal(Reason.NOT_ENOUGH_POINTS, {"needs": 2000, "has": 1460})
    words = sentence(refusal, language)
    assert "2,000" in words
    assert "1,460" in words
    money = sentence(
        Refusal(Reason.NOT_ENOUGH_STORED_VALUE, {"needs": 30000, "has": 100}), language
    )
    assert "¥300.00" in money


@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("facts", [{}, {"left": "0.00", "asset": "CNY"}, {"needs": 3}])
def test_no_sentence_shows_a_placeholder(language: Language, reason: Reason, facts: dict) -> None:
    assert "{" not in sentence(Refusal(reason, facts), language)


def test_money_of_an_operation_is_written_as_money(language: Language) -> None:
    dear = Refusal(Reason.NOT_ENOUGH_STORED_VALUE, {"needs": "1300.00", "has": "0.50"})
    assert "¥1,300.00" in sentence(dear, language)
    assert "¥0.50" in sentence(dear, language)
    over = Refusal(Reason.OVER_LIMIT, {"limit": "2000.00", "left": "0.00", "asset": "CNY"})
    assert "¥2,000.00" in sentence(over, language)
    points = Refusal(Reason.OVER_LIMIT, {"limit": 5_000, "left": 0, "asset": "points"})
    assert "5,000" in sentence(points, language)


@pytest.mark.parametrize("kind", list(DayCheckKind))
def test_a_proof_without_its_facts_shows_no_placeholder(
    language: Language, kind: DayCheckKind
) -> None:
    said = day_check(DayCheck(kind=kind, passed=False), language)
    assert "{" not in said
    assert _is_in(language, said)


def test_every_report_that_is_not_there_says_why(language: Language) -> None:
    said = [report_words(r, kind) for r in PrintResult for kind in ReportKind]
    assert [words for words in said if not _is_in(language, words)] == []
    nothing = {report_words(PrintResult.NOTHING_YET, kind) for kind in ReportKind}
    assert len(nothing) == len(ReportKind)


def test_every_state_of_the_house_has_words(language: Language) -> None:
    said = [device_reason(r) for r in DeviceReason] + [device_remedy(r) for r in DeviceReason]
    said += [books_fault(f) for f in BooksFault] + [no_pin(e) for e in NoPin]
    said += [print_words(r) for r in PrintResult] + [kind_name(k) for k in SlipKind]
    said += [card_written(end) for end in CardWritten]
    assert [words for words in said if not _is_in(language, words)] == []


def _messages(file: Path) -> dict[tuple[str, str], bool]:
    found = {}
    for context in ET.parse(file).getroot().findall("context"):
        name = context.findtext("name", "")
        for message in context.findall("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text for form in translation.findall("numerusform")]
            done = translation.get("type") is None and all(forms or [translation.text])
            found[name, message.findtext("source", "")] = done
    return found


@pytest.mark.parametrize(("code", "options"), [("zh_CN", []), ("en", ["-pluralonly"])])
def test_translations_are_complete(tmp_path: Path, code: str, options: list[str]) -> None:
    fresh = tmp_path / "fresh.ts"
    sources = [str(p) for p in sorted((ROOT / "app" / "ui").rglob("*.py"))]
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    subprocess.run(
        [lupdate, *sources, "-locations", "none", "-no-obsolete", *options, "-ts", str(fresh)],
        check=True,
        capture_output=True,
    )
    kept = _messages(RESOURCES / "i18n" / f"app_{code}.ts")
    wanted = _messages(fresh)
    assert sorted(wanted.keys() - kept.keys()) == []
    assert sorted(kept.keys() - wanted.keys()) == []
    assert [key for key, done in kept.items() if not done] == []


def test_plurals_are_right(qapp: QApplication) -> None:
    english = Language(RESOURCES / "i18n", "en")
    try:
        assert Counts().nights(1) == "1 night"
        assert Counts().nights(3) == "3 nights"
    finally:
        english.retire()


def test_figures_are_written_as_people_write_them(language: Language) -> None:
    assert language.money(128_000) == "¥1,280.00"
    assert language.money(-6_880) == "\u2212¥68.80"
    assert language.count(1081, signed=True) == "+1,081"
