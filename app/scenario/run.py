"""Plays stories one by one and says what differed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.operations.decision import Decision, Outcome
from app.poster.submission import Answer
from app.scenario.seeing import Difference, differences_in_gives, differences_in_see
from app.scenario.stage import Stage, StageError
from app.scenario.steps import PLAYS
from app.scenario.words import Story, moment

Hear = Callable[[int, Stage, list[Answer]], None]


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing a story expected and did not see. ``step`` counts from 1."""

    step: int
    expected: Any
    seen: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a story ended."""

    id: str
    title: str
    failures: tuple[Failure, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """True when everything was as the story says."""
        return not self.failures


def _nobody(number: int, stage: Stage, answers: list[Answer]) -> None:
    del number, stage, answers


def run_story(story: Story, packs: Path, hear: Hear = _nobody) -> Result:
    """Play one story on fresh books; a word it does not know fails it, by name.

    Args:
        story: What happens, and what must come of it.
        packs: Where the programmes are.
        hear: Is told the number of each step, the stage, and the answers to all slips that it brought.
    """
    if story.unknown:
        said = f"{story.file}: unknown word {', '.join(story.unknown)}"
        return Result(id=story.id, title=story.title, failures=(Failure(0, "known words", said),))
    first = next((step["at"] for step in story.steps if "at" in step), None)
    if first is None:
        failure = Failure(0, "a step with at", f"{story.file}: no step says when it happens")
        return Result(id=story.id, title=story.title, failures=(failure,))
    start = moment(first, story.zone)
    try:
        stage = Stage(packs / f"{story.programme}.toml", story.settings, story.zone, start)
    except (StageError, FileNotFoundError) as error:
        return Result(
            id=story.id,
            title=story.title,
            failures=(Failure(0, "a programme that loads", str(error)),),
        )
    try:
        return Result(id=story.id, title=story.title, failures=tuple(_play(stage, story, hear)))
    finally:
        stage.close()


def _play(stage: Stage, story: Story, hear: Hear) -> list[Failure]:
    failures: list[Failure] = []
    for number, step in enumerate(story.steps, start=1):
        before = len(stage.answers)
        if "at" in step:
            stage.move_to(moment(step["at"], story.zone))
        found = _see(stage, step) if "see" in step else _do(stage, step)
        hear(number, stage, stage.answers[before:])
        failures += [
            Failure(number, {one.name: one.expected}, {one.name: one.seen}) for one in found
        ]
    return failures


def _see(stage: Stage, step: Mapping[str, Any]) -> list[Difference]:
    return differences_in_see(stage, step["see"])


def _do(stage: Stage, step: Mapping[str, Any]) -> list[Difference]:
    currency = stage.pack.currency
    if step.get("currency", currency) != currency:
        return [Difference("currency", step["currency"], currency)]
    answer = PLAYS[step["do"]](stage, step)
    if answer is None:
        return []
    found = _refusal(step.get("refused", False), answer.decision)
    return found + differences_in_gives(step.get("gives", {}), answer.decision)


def _refusal(expected: object, decision: Decision) -> list[Difference]:
    reason = decision.refusal.reason.value if decision.refusal else ""
    is_refused = decision.outcome is not Outcome.POSTED
    if isinstance(expected, str):
        return [] if reason == expected else [Difference("refused", expected, reason or False)]
    seen: object = reason if is_refused else False
    return [] if is_refused == expected else [Difference("refused", expected, seen)]
