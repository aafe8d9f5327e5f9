"""innpoint scenario run and innpoint programme check, and what the program says of itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PROGRAMMES = Path(__file__).parents[2] / "resources" / "programmes"
STORY = """
programme = "gloria"
timezone = "Asia/Shanghai"

[[scenario]]
id = "T-01"
title = "One point per yuan"
source = "a test"
step = [
  {{ at = 2024-03-02T10:00:00, do = "enrol", member = "lin", channel = "desk" }},
  {{ at = 2024-03-04T11:30:00, do = "stay", member = "lin", nights = 1, spend = "888.00", currency = "CNY" }},
  {{ see = {{ member = "lin", points = {points} }} }},
]
"""


@pytest.fixture
def story(tmp_path):
    def write(points: int) -> Path:
        file = tmp_path / "story.toml"
        file.write_text(STORY.format(points=points), encoding="utf-8")
        return file

    return write


def test_help_and_version_answer(innpoint):
    done = innpoint("--help")
    assert done.returncode == 0
    for command in ("demo", "desk", "tour", "scenario", "programme", "hotel", "books", "bench"):
        assert command in done.stdout
    done = innpoint("--version")
    assert (done.returncode, done.stdout) == (0, "innpoint 0.1.0\n")


@pytest.mark.parametrize("words", [(), ("books", "burn"), ("tour",)])
def test_wrong_words_end_with_two_and_say_what_was_meant(innpoint, words):
    done = innpoint(*words)
    assert done.returncode == 2
    assert "usage: innpoint" in done.stderr


def test_a_story_that_holds_passes(innpoint, story):
    done = innpoint("scenario", "run", story(888))
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines() == ["ok T-01 One point per yuan", "1 passed, 0 failed"]


def test_a_story_that_does_not_hold_fails_with_what_was_seen(innpoint, story):
    done = innpoint("scenario", "run", story(889))
    assert done.returncode == 1
    first, last = done.stdout.splitlines()
    assert first.startswith("FAIL T-01 One point per yuan: step 3: expected")
    assert "889" in first
    assert "888" in first
    assert last == "0 passed, 1 failed"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Room charges 888.00 × 1 = 888 points"), ("zh_CN", "客房消费 888.00 × 1 = 888 分")],
)
def test_a_story_says_how_each_step_came_out(here, story, language, said):
    done = here("scenario", "run", story(888), "--trace", "--language", language)
    lines = done.stdout.splitlines()
    assert lines[:3] == ["ok T-01 One point per yuan", "  2 stay", f"    {said}"]
    assert lines[-1] == "1 passed, 0 failed"


def test_stories_answer_as_json(here, story):
    (passed,) = json.loads(here("scenario", "run", story(888), "--json").stdout)
    assert passed == {"id": "T-01", "ok": True, "failures": []}
    done = here("scenario", "run", story(889), "--json")
    assert done.returncode == 1
    (failed,) = json.loads(done.stdout)
    assert (failed["ok"], failed["failures"][0]["step"]) == (False, 3)


def test_the_packs_that_come_along_are_fine(here):
    packs = ("gloria", "gold-passport", "house")
    done = here("programme", "check", *(PROGRAMMES / f"{pack}.toml" for pack in packs))
    assert (done.returncode, done.stderr) == (0, "")
    for pack, line in zip(packs, done.stdout.splitlines(), strict=True):
        assert line.startswith(f"{pack}: ")
        assert line.endswith(": fine")


def test_a_setting_that_says_what_it_means_in_one_language_is_named(here, tmp_path):
    text = (PROGRAMMES / "gloria.toml").read_text(encoding="utf-8")
    both = next(line for line in text.splitlines() if line.startswith("means = "))
    file = tmp_path / "gloria.toml"
    file.write_text(text.replace(both, 'means = "What it means."', 1), encoding="utf-8")
    done = here("programme", "check", file)
    line = text.splitlines().index(both) + 1
    assert done.returncode == 1
    assert done.stdout.startswith(
        f"gloria.toml:{line}: settings.earning_outlets: say what it means"
    )
    assert "NOT as they say" not in done.stdout


def test_a_pack_is_named_by_its_id_too(here):
    assert here("programme", "check", "gloria").stdout.startswith("gloria: ")


def test_every_programme_is_listed_and_shown_in_both_languages(here):
    listed = here("programme", "list").stdout.splitlines()
    assert len(listed) == len([*PROGRAMMES.glob("*.toml")])
    zh = here("programme", "show", "gold-passport", "--language", "zh_CN").stdout
    en = here("programme", "show", "gold-passport", "--language", "en").stdout
    assert zh.splitlines()[0] == "凯悦金护照 · Hyatt Gold Passport"
    assert "  奖励：基本 积分的 15 %" in zh
    assert "  Bonus: 15 % of base points" in en


def test_what_changes_between_two_packs_is_said(here, tmp_path):
    text = (PROGRAMMES / "gold-passport.toml").read_text(encoding="utf-8")
    newer = tmp_path / "newer.toml"
    newer.write_text(text.replace("percent = 15", "percent = 20", 1), encoding="utf-8")
    done = here("programme", "diff", "gold-passport", newer)
    assert done.returncode == 0
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["Was", "Now"]
    assert (
        here("programme", "diff", "gold-passport", "gold-passport").stdout == "Nothing changes.\n"
    )
    assert here("programme", "diff", "gold-passport", tmp_path / "none.toml").returncode == 1


def test_what_if_sets_both_rules_side_by_side(here, hotel_folder, tmp_path):
    text = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    other.write_text(text, encoding="utf-8")
    books = hotel_folder / "books.db"
    words = ("--books", books, "--from", "2020-01-01", "--to", "2099-12-31")
    done = here("programme", "what-if", other, *words)
    assert done.returncode == 0, done.stdout
    assert "0 members would be in another tier" in done.stdout
    issued = next(line for line in done.stdout.splitlines() if line.startswith("points issued"))
    now, then = issued.split()[-2:]
    assert now == then
    other.write_text("id = ", encoding="utf-8")
    assert here("programme", "what-if", other, *words).returncode == 1


WRONG = {
    'shape = "hexagon"': ('shape = "hexagn"', "hexag"),
    'entry_tier = "basic"': ('entry_tier = "basik"', "basic"),
    'asset = "points"': ('asset = "pionts"', "points"),
    'kind = "points"': ('kidn = "points"', "kind"),
    'when = "settings.earn_on': ('when = "settings.earn_on_stored_value ||"', "earn"),
}


def test_a_wrong_pack_is_told_with_file_line_and_what_was_meant(innpoint, tmp_path):
    meant: dict[str, tuple[int, str]] = {}
    for number, (right, (wrong, said)) in enumerate(WRONG.items()):
        lines = (PROGRAMMES / "house.toml").read_text(encoding="utf-8").splitlines()
        place = next(place for place, line in enumerate(lines) if line.startswith(right))
        lines[place] = wrong
        file = tmp_path / f"wrong-{number}.toml"
        file.write_text("\n".join(lines), encoding="utf-8")
        meant[file.name] = (place + 1, said)
    done = innpoint("programme", "check", *(tmp_path / name for name in meant))
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    for name, (line, said) in meant.items():
        first = next(one for one in done.stdout.splitlines() if f"{name}:" in one)
        assert first.partition(" ")[0].endswith(f"{name}:{line}:"), first
        assert said in first


def test_a_pack_that_is_no_toml_or_not_there_is_told(here, tmp_path):
    file = tmp_path / "house.toml"
    file.write_text('id = "house"\nnames = {,}\ncurrency = "CNY"\n', encoding="utf-8")
    done = here("programme", "check", file, tmp_path / "none.toml")
    assert done.returncode == 1
    assert "house.toml:2:" in done.stdout
    assert "none.toml" in done.stdout
    assert "Traceback" not in done.stderr
