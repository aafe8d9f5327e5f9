"""Stories and packs on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from app.bootstrap.hotel import PROGRAMMES
from app.programme.load import read_pack
from app.scenario.run import Result, run_story
from app.scenario.words import read_stories


def scenario_run(files: Sequence[Path], *, as_json: bool) -> int:
    """Play stories; prints a line each and the plain closing line, or JSON."""
    results: list[Result] = []
    for file in files:
        try:
            stories = read_stories(file)
        except (ValueError, OSError) as error:
            print(f"FAIL {file.name}: {error}")
            return 1
        for story in stories:
            result = run_story(story, PROGRAMMES)
            results.append(result)
            if not as_json:
                print(_line(result))
    failed = sum(not one.ok for one in results)
    if as_json:
        print(json.dumps([_as_dict(one) for one in results], ensure_ascii=False, default=str))
    else:
        print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def programme_check(files: Sequence[Path]) -> int:
    """Read packs; prints what is wrong with file and line."""
    wrong = 0
    for file in files:
        try:
            found = read_pack(file)
        except (OSError, UnicodeDecodeError) as unreadable:
            wrong += 1
            print(f"{file}: cannot be read: {unreadable}")
            continue
        if isinstance(found, list):
            wrong += 1
            for error in found:
                print(error)
        else:
            print(
                f"{file.name}: {found.id}, {len(found.earning)} earning rules, {len(found.tiers)} tiers: fine"
            )
    return 1 if wrong else 0


def _line(result: Result) -> str:
    if result.ok:
        return f"ok {result.id} {result.title}"
    said = "; ".join(
        f"step {one.step}: expected {one.expected}, saw {one.seen}" for one in result.failures
    )
    return f"FAIL {result.id} {result.title}: {said}"


def _as_dict(result: Result) -> dict[str, object]:
    failures = [
        {"step": one.step, "expected": one.expected, "seen": one.seen} for one in result.failures
    ]
    return {"id": result.id, "ok": result.ok, "failures": failures}
