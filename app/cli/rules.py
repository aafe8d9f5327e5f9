"""Stories and packs on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from app.bootstrap.hotel import PROGRAMMES
from app.cli.books import books_at
from app.poster.submission import Answer
from app.poster.what_if import Refused, what_if
from app.programme.lines import line_of
from app.programme.load import PackError, read_pack
from app.programme.pack import Pack
from app.programme.sentences import differences, sentences
from app.programme.traces_said import said
from app.programme.words_said import Lang
from app.scenario.run import Failure, Result, has_programme, run_story
from app.scenario.stage import Stage
from app.scenario.words import Story, read_stories


def scenario_run(
    files: Sequence[Path], *, as_json: bool, with_trace: bool = False, lang: Lang = "en"
) -> int:
    """Play stories; prints a line each and the plain closing line, or JSON.

    Args:
        files: Of stories.
        as_json: One list instead of lines.
        with_trace: Under each story, how every step came out, in sentences; not in JSON.
        lang: Of the sentences.
    """
    results: list[Result] = []
    for file in files:
        stories = _read(file)
        if isinstance(stories, str):
            results.append(Result(id=file.name, title="", failures=(_no_stories(stories),)))
            if not as_json:
                print(f"FAIL {stories}")
            continue
        for story in stories:
            told: list[str] = []
            result = run_story(story, PROGRAMMES, partial(_tell, told, story, lang))
            results.append(result)
            if not as_json:
                print("\n".join([_line(result), *(told if with_trace else [])]))
    failed = sum(not one.ok for one in results)
    if as_json:
        print(json.dumps([_as_dict(one) for one in results], ensure_ascii=False, default=str))
    else:
        print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _read(file: Path) -> list[Story] | str:
    """Return the stories of a file, or in one sentence why there are none to play."""
    try:
        stories = read_stories(file)
    except ValueError as error:
        return str(error)
    programme = stories[0].programme
    if not has_programme(PROGRAMMES, programme):
        return f"{file.name}: there is no programme {programme}"
    return stories


def _no_stories(why: str) -> Failure:
    return Failure(0, "a file of stories", why)


def _tell(
    told: list[str], story: Story, lang: Lang, number: int, stage: Stage, answers: list[Answer]
) -> None:
    """Add to what is told of a story how a step came out, a sentence for each line of its traces."""
    programme = stage.poster.programme()
    lines = [line for answer in answers for line in answer.decision.trace]
    if programme is None or not lines:
        return
    told.append(f"  {number} {story.steps[number - 1].get('do', 'see')}")
    for line in lines:
        both = said(programme, line)
        told.append(f"    {both.zh if lang == 'zh_CN' else both.en}")


def programme_list(*, lang: Lang) -> int:
    """Print the programmes that come with InnPoint, a line each."""
    for file in sorted(PROGRAMMES.glob("*.toml")):
        found = read_pack(file)
        if isinstance(found, list):
            print(f"{file.stem}: {found[0]}")
        else:
            name = found.names.zh if lang == "zh_CN" else found.names.en
            print(f"{file.stem}  {name}  ({'; '.join(found.sources)})")
    return 0


def programme_show(named: str, *, lang: Lang) -> int:
    """Print a pack's rules as sentences."""
    found = _pack(named)
    if found is None:
        return 1
    print(f"{found.names.zh} · {found.names.en}" if lang == "zh_CN" else found.names.en)
    for one in sentences(found, lang):
        print(f"  {one.text}")
    return 0


def programme_diff(before: str, after: str, *, lang: Lang) -> int:
    """Print what changes for members between two versions."""
    old, new = _pack(before), _pack(after)
    if old is None or new is None:
        return 1
    lines = differences(old, new, lang)
    print("\n".join(lines) if lines else ("无变化" if lang == "zh_CN" else "Nothing changes."))
    return 0


def programme_what_if(file: Path, url: str, first: date, last: date) -> int:
    """Print what some days would have come to under another version, beside what they did.

    Raises:
        BooksError: The books cannot be opened.
        OSError: The pack's file cannot be read.
    """
    file = _file(str(file))
    if _pack(str(file)) is None:
        return 1
    try:
        with books_at(url) as books:
            found = what_if(books, file.read_text(encoding="utf-8"), first, last)
    except Refused as error:
        print(f"{file.name}: {error}")
        return 1
    print(f"{found.slips} slips, {first} to {last}")
    print(f"{'':<24}{'now':>14}{'then':>14}")
    for name in ("issued", "redeemed", "expired", "liability"):
        print(f"points {name:<17}{getattr(found.now, name):>14,}{getattr(found.then, name):>14,}")
    for tier in sorted({*found.now.tiers, *found.then.tiers}):
        now, then = found.now.tiers.get(tier, 0), found.then.tiers.get(tier, 0)
        print(f"tier {tier:<19}{now:>14,}{then:>14,}")
    print(f"{len(found.moved)} members would be in another tier")
    for member, before, after in found.moved:
        print(f"  {member}  {before} → {after or 'no member under these rules'}")
    return 0


def programme_check(named: Sequence[str]) -> int:
    """Read packs and play their stories; prints what is wrong with file and line, or that all is fine."""
    wrong = 0
    for one in named:
        found = _pack(one)
        if found is None:
            wrong += 1
            continue
        failed, played = _stories_of(_file(one))
        lacking = _in_one_language(_file(one), found)
        wrong += bool(failed or lacking)
        for line in [*lacking, *failed]:
            print(line)
        rules = f"{len(found.earning)} earning rules, {len(found.tiers)} tiers"
        print(f"{found.id}: {rules}, {played} stories: {'NOT as they say' if failed else 'fine'}")
    return 1 if wrong else 0


def _in_one_language(file: Path, pack: Pack) -> list[str]:
    """Name the settings whose meaning is said in one language; older books may hold such packs, new ones not."""
    text = file.read_text(encoding="utf-8")
    said = 'say what it means in both languages: means = { zh = "...", en = "..." }'
    return [
        str(
            PackError(
                file.name, line_of(text, ["settings", name, "means"]), f"settings.{name}: {said}"
            )
        )
        for name, setting in pack.settings.items()
        if isinstance(setting.means, str)
    ]


def _stories_of(pack: Path) -> tuple[list[str], int]:
    """Play the stories beside a pack; returns the lines of those that failed, and how many there were."""
    failed: list[str] = []
    stories: list[Story] = []
    for file in sorted((pack.parent / "stories").glob("*.toml")):
        try:
            stories += [one for one in read_stories(file) if one.programme == pack.stem]
        except ValueError as error:
            failed.append(f"FAIL {error}")
    results = [run_story(story, pack.parent) for story in stories]
    return [*failed, *(_line(one) for one in results if not one.ok)], len(results)


def _file(named: str) -> Path:
    """Return the file of a pack that is named by its path or its id."""
    path = Path(named)
    return path if path.suffix == ".toml" or path.exists() else PROGRAMMES / f"{named}.toml"


def _pack(named: str) -> Pack | None:
    """Read a pack; says what is wrong where it cannot be used."""
    try:
        found = read_pack(_file(named))
    except (OSError, UnicodeDecodeError) as unreadable:
        print(f"{named}: cannot be read: {unreadable}")
        return None
    if isinstance(found, list):
        for error in found:
            print(error)
        return None
    return found


def _line(result: Result) -> str:
    if result.ok:
        return f"ok {result.id} {result.title}"
    said = "; ".join(
        f"{f'step {one.step}: ' if one.step else ''}expected {one.expected}, saw {one.seen}"
        for one in result.failures
    )
    return f"FAIL {result.id} {result.title}: {said}"


def _as_dict(result: Result) -> dict[str, object]:
    failures = [
        {"step": one.step, "expected": one.expected, "seen": one.seen} for one in result.failures
    ]
    return {"id": result.id, "ok": result.ok, "failures": failures}
