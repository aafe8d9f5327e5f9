"""innpoint scenario run over files of which some cannot be read: the others are played, and the sum is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.scenario import run

GOOD = """
programme = "house"
[[scenario]]
id = "T-1"
title = "brought"
step = [
  {{ at = 2024-03-02T10:00:00, do = "carry_over", member = "lin", points = 5 }},
  {step},
  {{ see = {{ member = "lin", points = 5 }} }},
]
[[scenario]]
id = "T-2"
title = "nothing beside"
step = [{{ at = 2024-03-02T10:00:00, do = "carry_over", member = "lin" }}]
"""
FINE = '{ do = "day_end" }'
NO_FILES = {
    "toml": ("programme = [", "Invalid value"),
    "programme": ('[[scenario]]\nid = "x"', "programme is missing"),
    "nowhere": (GOOD.format(step=FINE).replace("house", "nowhere"), "there is no programme nowhere"),
    "zone": ('timezone = "Mars"\n' + GOOD.format(step=FINE), 'timezone = "Mars" is no time zone'),
    "scenario": ('programme = "house"', "scenario is missing"),
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def written(name: str, text: str) -> Path:
        file = tmp_path / f"{name}.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('{ do = "void", of = "nope" }', "step 2: expected {'refused': False}, saw {'refused': 'slip-unknown'}"),
        ('{ do = "top_up", amount = "1.00" }', "saw bad.toml: T-1: step 2: top_up without member"),
        ('{ do = "top_up", member = "lin", amount = "1.001" }', 'bad.toml: T-1: step 2: "1.001" is no amount'),
        ('{ do = "teleport" }', "expected known words, saw bad.toml: T-1: unknown word teleport"),
    ],
)  # fmt: skip
def test_a_story_that_cannot_be_played_is_one_line_and_the_others_go_on(here, write, step, said):
    bad, good = write("bad", GOOD.format(step=step)), write("good", GOOD.format(step=FINE))
    done = here("scenario", "run", bad, good)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0].startswith("FAIL T-1 brought: ")
    assert said in lines[0]
    others = ["ok T-2 nothing beside", "ok T-1 brought", "ok T-2 nothing beside"]
    assert lines[1:] == [*others, "3 passed, 1 failed"]
    assert done.stderr == ""


def test_a_fault_of_the_program_is_one_line_and_the_others_go_on(here, write, monkeypatch):
    def breaks(*_: object) -> None:
        raise KeyError("out of order")

    monkeypatch.setitem(run.PLAYS, "day_end", breaks)
    done = here("scenario", "run", write("bad", GOOD.format(step=FINE)))
    assert done.returncode == 1
    assert "bad.toml: T-1: step 2: day_end: the program failed at it" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize("name", NO_FILES)
def test_a_file_that_is_none_of_stories_is_one_failure_and_the_others_go_on(here, write, name):
    text, said = NO_FILES[name]
    bad, good = write(name, text), write("good", GOOD.format(step=FINE))
    done = here("scenario", "run", bad, good)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0].startswith(f"FAIL {name}.toml: ")
    assert said in lines[0]
    assert str(bad.parent) not in lines[0]
    assert lines[1:] == ["ok T-1 brought", "ok T-2 nothing beside", "2 passed, 1 failed"]
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_said_without_the_words_of_the_machine(here, tmp_path):
    done = here("scenario", "run", tmp_path / "none.toml", tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "FAIL none.toml: there is no such file",
        f"FAIL {tmp_path.name}: it is a folder, not a file",
        "0 passed, 2 failed",
    ]


def test_json_stays_a_list_whatever_the_files_hold(here, write):
    bad = write("bad", GOOD.format(step='{ do = "top_up", member = "lin", amount = "1.001" }'))
    done = here("scenario", "run", write("toml", "programme = ["), bad, "--json")
    assert done.returncode == 1
    file, first, second = json.loads(done.stdout)
    assert (file["id"], file["ok"]) == ("toml.toml", False)
    assert (first["id"], second) == ("T-1", {"id": "T-2", "ok": True, "failures": []})
    for one in (file, first):
        assert [failure.keys() for failure in one["failures"]] == [{"step", "expected", "seen"}]
    assert (file["failures"][0]["step"], first["failures"][0]["step"]) == (0, 2)


def test_a_pack_beside_stories_that_are_none_is_not_fine(here, write, tmp_path):
    packs = Path(__file__).parents[2] / "resources" / "programmes"
    pack = write("house", (packs / "house.toml").read_text(encoding="utf-8"))
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "house.toml").write_text(GOOD.format(step=FINE), encoding="utf-8")
    assert here("programme", "check", pack).returncode == 0
    (stories / "wrong.toml").write_text("programme = [", encoding="utf-8")
    done = here("programme", "check", pack)
    assert done.returncode == 1
    assert done.stdout.startswith("FAIL wrong.toml: Invalid value")
