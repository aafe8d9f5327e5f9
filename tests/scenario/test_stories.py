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
    assert result.failures[0].seen == "tried.json: T-1: unknown word teleport"


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
        ({"see": {"member": "li"}, "refused": True}, "refused beside see"),
        ({"see": {"member": "li"}, "do": "day_end"}, "do beside see"),
        ({"see": {"points": 0}}, "see points without member"),
        ({"see": {"charity": "c", "tier": "none"}}, "see tier of a charity"),
        ({"see": {"charity": "c", "member": "li"}}, "see charity of a member"),
        ({"do": "carry_over", "member": "wu", "flags": {"consnet": True}}, "carry_over flags consnet"),
        ({"do": "check_in", "member": "li", "party": {"adult": 2}}, "check_in party adult"),
        ({"do": "check_in", "member": "li", "nights": 2}, "check_in nights"),
        ({"do": "check_in", "member": "li", "choice": "mile"}, "check_in choice mile"),
        ({"do": "stay", "member": "li", "booked_by": "slef"}, "stay booked_by slef"),
        ({"do": "redeem", "member": "li", "reward": "R", "where": "roof"}, "redeem where roof"),
        ({"do": "redeem", "member": "li", "reward": "R", "identify": "face"}, "redeem identify face"),
        ({"do": "redeem", "member": "li", "reward": "R", "pin": "rihgt"}, "redeem pin rihgt"),
        ({"do": "issue_card", "member": "li", "scheme": "heap"}, "issue_card scheme heap"),
        ({"do": "enrol", "member": "wu", "kind": "robot"}, "enrol kind robot"),
        ({"do": "extend", "member": "li", "stay": "s", "arranged": "never"}, "extend arranged never"),
        ({"do": "print", "wanted": True, "format": "sett"}, "print format sett"),
        ({"do": "decide_appeal", "member": "li", "bill": "1", "outcome": "garnt"}, "decide_appeal outcome garnt"),
    ],
)  # fmt: skip
def test_no_word_passes_in_silence(tmp_path: Path, step: dict[str, object], word: str) -> None:
    story = story_of(tmp_path, ENROL | {"points": 0}, step)
    assert word in story.unknown
    assert not run_story(story, PACKS).ok


def test_a_word_beside_the_words_of_a_scenario_is_named(tmp_path: Path) -> None:
    story = story_of(tmp_path, ENROL, setting={"points_per_unit": {}})
    said = run_story(story, PACKS).failures[0].seen
    assert said == "tried.json: T-1: unknown word setting"
    assert run_story(story_of(tmp_path, ENROL, source="ours"), PACKS).ok


@pytest.mark.parametrize("word", ["rate_class", "channel", "brand"])
def test_what_packs_name_is_not_for_the_language_to_know(tmp_path: Path, word: str) -> None:
    stay = {"do": "stay", "member": "li", word: "of-its-own"}
    assert run_story(story_of(tmp_path, ENROL, stay), PACKS).ok


def test_ways_to_pay_are_the_languages_or_the_programmes(tmp_path: Path) -> None:
    bill = {"do": "post_spend", "member": "li", "outlet": "bar", "amount": "1.00", "pay": "shells"}
    said = run_story(story_of(tmp_path, ENROL, bill), PACKS).failures[0].seen
    assert said == "tried.json: T-1: unknown word post_spend pay shells"
    taken = {"settings": {"tenders": ["shells"]}}
    assert run_story(story_of(tmp_path, ENROL, bill, **taken), PACKS).ok
    card = bill | {"pay": "card", "refused": "tender-unknown"}
    assert run_story(story_of(tmp_path, ENROL, card, **taken), PACKS).ok


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
        ('programme = "house"', "scenario is missing"),
        ('programme = "house"\nscenario = 5', "scenario is no list of scenarios"),
        ('programme = "house"\nscenario = []', "scenario is no list of scenarios"),
        ('[[scenario]]\nid = "x"', "programme is missing"),
        ('programme = 5\n[[scenario]]\nid = "x"', "programme = 5 is not text"),
        ('programme = "house"\ntimezone = "Mars"\n[[scenario]]\nid = "x"', 'timezone = "Mars" is no time zone'),
        ('programme = "house"\ntimezone = "/etc"\n[[scenario]]\nid = "x"', 'timezone = "/etc" is no time zone'),
        ('programme = "house"\ntimezone = "Asia"\n[[scenario]]\nid = "x"', 'timezone = "Asia" is no time zone'),
        ('programme = "house"\ntimezon = "UTC"\n[[scenario]]\nid = "x"', "unknown word timezon"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_story_is_named_with_what_is_missing(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said) as caught:
        read_stories(file)
    assert str(caught.value).startswith("broken.toml: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "it holds no table"),
        ('{"a": "2026-13-01"}', '"2026-13-01" is no date'),
        ("{", "line 1"),
    ],
)
def test_json_that_is_no_story_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "broken.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said) as caught:
        read_stories(file)
    assert str(caught.value).startswith("broken.json: ")


def test_a_file_that_cannot_be_opened_is_said_without_the_words_of_the_machine(
    tmp_path: Path,
) -> None:
    (tmp_path / "latin.toml").write_bytes(b"\xff\xfe")
    for name, said in (
        ("none.toml", "none.toml: there is no such file"),
        ("", f"{tmp_path.name}: it is a folder, not a file"),
        ("latin.toml", "latin.toml: it is not text in UTF-8"),
    ):
        with pytest.raises(ValueError, match=r"it is|there is") as caught:
            read_stories(tmp_path / name)
        assert str(caught.value) == said


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
