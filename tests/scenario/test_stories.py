"""Every story that comes with the programmes is played; words not known yet are named, never passed over."""

import json
from pathlib import Path
from typing import ClassVar

import pytest

from app.scenario import run
from app.scenario.run import run_story
from app.scenario.stage import Stage
from app.scenario.words import Story, read_stories
from tests.support.adding_up import misadded

PACKS = Path(__file__).parents[2] / "resources" / "programmes"
PUBLIC = Path(__file__).parent / "public"
FILES = [*sorted(PUBLIC.glob("*.toml")), *sorted((PACKS / "stories").glob("*.toml"))]
STORIES = [story for file in FILES for story in read_stories(file)]


class Watched(Stage):
    """A stage whose traces are added up and read in both languages before its books are given back."""

    wrong: ClassVar[list[str]]

    def close(self) -> None:
        self.wrong += misadded(self.books, self.poster.programme())
        super().close()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_a_story_comes_out_as_it_says_and_every_trace_adds_up(
    monkeypatch: pytest.MonkeyPatch, story: Story
) -> None:
    wrong: list[str] = []
    monkeypatch.setattr(run, "Stage", type("Stage", (Watched,), {"wrong": wrong}))
    assert run.run_story(story, PACKS).failures == ()
    assert wrong == []


def test_a_word_that_is_not_known_fails_the_story_and_is_named(tmp_path: Path) -> None:
    story = story_of(tmp_path, ENROL, {"do": "teleport", "member": "li"})
    result = run_story(story, PACKS)
    assert not result.ok
    assert result.id == story.id
    assert story.file in str(result.failures[0].seen)
    assert "teleport" in str(result.failures[0].seen)


def story_of(tmp_path: Path, *steps: dict[str, object], **more: object) -> Story:
    file = tmp_path / "tried.json"
    one = {"id": "T-1", "title": "tried", "step": list(steps)} | more
    file.write_text(json.dumps({"programme": "house", "scenario": [one]}), encoding="utf-8")
    return read_stories(file)[0]


ENROL = {"at": "2026-01-01", "do": "carry_over", "member": "li"}


@pytest.mark.parametrize(
    ("step", "word"),
    [
        ({"do": "teleport", "member": "li"}, "teleport"),
        ({"see": {"member": "li", "luck": 7}}, "see luck"),
        (
            {"do": "top_up", "member": "li", "amount": "1.00", "gives": {"luck": False}},
            "gives luck",
        ),
        ({"do": "top_up", "member": "li", "amount": "1.00", "amuont": "2.00"}, "top_up amuont"),
        ({"at": "2026-01-02"}, "step without do or see"),
        ({"do": "search", "what": "spends", "by": {"colour": "red"}}, "search by colour"),
        ({"do": "search", "what": "dreams", "by": {}}, "search what dreams"),
        ({"see": {"member": "li", "online_point": 7}}, "see online_point"),
    ],
)
def test_no_word_passes_in_silence(tmp_path: Path, step: dict[str, object], word: str) -> None:
    story = story_of(tmp_path, ENROL | {"points": 0}, step)
    assert word in story.unknown
    assert not run_story(story, PACKS).ok


def steps(*later: dict[str, object]) -> list[dict[str, object]]:
    from datetime import date

    return [ENROL | {"at": date(2026, 1, 1), "points": 100}, *later]


@pytest.mark.parametrize(
    ("step", "expected", "seen"),
    [
        ({"see": {"member": "li", "points": 101}}, {"points": 101}, {"points": 100}),
        ({"do": "top_up", "member": "li", "amount": "1.00", "refused": True}, {"refused": True}, {"refused": False}),
        ({"do": "top_up", "member": "li", "amount": "0.00"}, {"refused": False}, {"refused": "amount-not-positive"}),
        ({"do": "top_up", "member": "li", "amount": "0.00", "refused": "day-closed"}, {"refused": "day-closed"},
         {"refused": "amount-not-positive"}),
        ({"do": "post_spend", "member": "li", "outlet": "rooms", "amount": "5.00", "gives": {"points": 9}},
         {"points": 9}, {"points": 0}),
        ({"see": {"trial_balance": 1}}, {"trial_balance": 1}, {"trial_balance": 0}),
        ({"see": {"liability": {"points": 99}}}, {"liability": {"points": 99}}, {"liability": {"points": 100}}),
    ],
)  # fmt: skip
def test_what_differs_is_said_with_step_expected_and_seen(step, expected, seen) -> None:
    story = Story(
        id="T",
        title="t",
        programme="house",
        zone="Asia/Shanghai",
        settings={},
        steps=tuple(steps(step)),
        file="t",
    )
    failure = run_story(story, PACKS).failures[0]
    assert (failure.step, failure.expected, failure.seen) == (2, expected, seen)


def test_a_setting_that_the_pack_does_not_declare_fails_the_story() -> None:
    story = Story(
        id="T",
        title="t",
        programme="house",
        zone="Asia/Shanghai",
        settings={"luck": 7},
        steps=tuple(steps()),
        file="t",
    )
    assert "luck" in str(run_story(story, PACKS).failures[0].seen)


def test_a_programme_that_is_not_there_fails_the_story() -> None:
    story = Story(
        id="T",
        title="t",
        programme="nowhere",
        zone="UTC",
        settings={},
        steps=tuple(steps()),
        file="t",
    )
    assert not run_story(story, PACKS).ok


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("programme = ", "Invalid value"),
        ('programme = "house"', "scenario"),
        ('[[scenario]]\nid = "x"\nstep = []', "title"),
    ],
)
def test_a_file_that_is_no_story_is_named_with_what_is_missing(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said) as caught:
        read_stories(file)
    assert "broken.toml" in str(caught.value)


def test_a_story_in_json_is_the_same_story(tmp_path: Path) -> None:
    from datetime import date

    told = Story(
        id="T-1", title="tried", programme="house", zone="Asia/Shanghai", settings={}, file="tried.json",
        steps=({"at": date(2026, 1, 1), "do": "carry_over", "member": "li", "points": 5},
               {"see": {"member": "li", "points": 5}}),
    )  # fmt: skip
    written = story_of(tmp_path, ENROL | {"points": 5}, {"see": {"member": "li", "points": 5}})
    assert run_story(told, PACKS).ok
    assert run_story(written, PACKS).ok
