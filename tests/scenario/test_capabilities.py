"""Every capability of the programmes has a story, and every setting is tried with each of its values."""

import re
from collections import Counter
from pathlib import Path

from app.programme.load import read_pack
from app.programme.pack import Pack, Setting
from app.scenario.words import Story, read_stories

PACKS = Path(__file__).parents[2] / "resources" / "programmes"
PUBLIC = Path(__file__).parent / "public"
OURS = [
    story for file in sorted((PACKS / "stories").glob("*.toml")) for story in read_stories(file)
]
ALL = [*OURS, *(story for file in sorted(PUBLIC.glob("*.toml")) for story in read_stories(file))]

# Enrolment, tiers, earning, holds, burning, perks: the numbers that are used.
NUMBERS = (
    *range(1, 19), *range(20, 39), *range(40, 63), *range(70, 77), *range(80, 99), *range(100, 111),
)  # fmt: skip


def test_every_capability_has_a_story() -> None:
    told = {int(number) for story in OURS for number in re.findall(r"CAP-(\d+)", story.title)}
    assert set(NUMBERS) - told == set()


def test_every_pack_has_a_story() -> None:
    told = {story.programme for story in OURS}
    assert {file.stem for file in PACKS.glob("*.toml")} - told == set()


def test_no_two_stories_of_a_programme_have_the_same_id() -> None:
    times = Counter((story.programme, story.id) for story in ALL)
    assert [name for name, count in times.items() if count > 1] == []


def test_every_story_says_where_it_comes_from_and_its_file_says_what_it_is_about() -> None:
    for file in (PACKS / "stories").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert text.count("\nsource ") == text.count("[[scenario]]")


def _values(setting: Setting) -> set[str]:
    """Return the values of a setting that a story must have set; the default is tried where nothing is said."""
    values = {"true", "false"} if setting.type == "boolean" else set(setting.options)
    return values - {_said(setting.default)}


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _tried(programme: str, name: str, stories: list[Story]) -> set[str]:
    return {
        _said(story.settings[name])
        for story in stories
        if story.programme == programme and name in story.settings
    }


def test_every_setting_is_tried_with_each_of_its_values() -> None:
    untried: list[str] = []
    for file in sorted(PACKS.glob("*.toml")):
        pack = read_pack(file)
        assert isinstance(pack, Pack)
        for name, setting in pack.settings.items():
            tried = _tried(file.stem, name, ALL)
            missing = _values(setting) - tried
            if missing or not tried:
                untried.append(f"{file.stem}: {name} {sorted(missing)}")
    assert untried == []
