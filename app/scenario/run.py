"""Plays stories one by one and says what differed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, Outcome, refused, refused_as
from app.poster.submission import Answer
from app.scenario.fields import misread
from app.scenario.known import unknown_pays
from app.scenario.seeing import Difference, differences_in_gives, differences_in_see
from app.scenario.stage import Stage, StageError, UnreadableError
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
    """Play one story on fresh books; what cannot be read fails it by name, and nothing ends the run.

    Args:
        story: What happens, and what must come of it.
        packs: Where the programmes are.
        hear: Is told the number of each step, the stage, and the answers to all slips that it brought.
    """
    try:
        failures = _unplayable(story) or _played(story, packs, hear)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other stories must go on
        said = f"{story.file}: {story.id}: {_fault(error)}"
        failures = [Failure(0, "a story that can be played", said)]
    return Result(id=story.id, title=story.title, failures=tuple(failures))


def has_programme(packs: Path, name: str) -> bool:
    """Tell whether a programme of this id is among the packs."""
    return packs / f"{name}.toml" in set(packs.glob("*.toml"))


def _unplayable(story: Story) -> list[Failure]:
    """Return what of a story cannot be read: then none of it is played."""
    named = f"{story.file}: {story.id}:"
    failures = [Failure(0, "a story", f"{named} {one}") for one in story.wrong]
    if story.unknown:
        unknown = f"{named} unknown word {', '.join(story.unknown)}"
        failures.append(Failure(0, "known words", unknown))
    if failures:
        return failures
    failures = [
        Failure(number, "a step that can be read", f"{named} step {number}: {one}")
        for number, step in enumerate(story.steps, start=1)
        for one in misread(step)
    ]
    if failures:
        return failures
    if not any("at" in step for step in story.steps):
        return [Failure(0, "a step with at", f"{named} no step says when it happens")]
    return _backwards(story, named)


def _backwards(story: Story, named: str) -> list[Failure]:
    """Return the steps that would turn the clock back."""
    failures: list[Failure] = []
    latest: datetime | None = None
    for number, step in enumerate(story.steps, start=1):
        if "at" not in step:
            continue
        at = moment(step["at"], story.zone)
        if latest is not None and at.astimezone(UTC) < latest.astimezone(UTC):
            back = f"{named} step {number}: at = {step['at']} goes back, it was {latest} before"
            failures.append(Failure(number, "a clock that goes forward", back))
        else:
            latest = at
    return failures


def _played(story: Story, packs: Path, hear: Hear) -> list[Failure]:
    named = f"{story.file}: {story.id}:"
    if not has_programme(packs, story.programme):
        unknown = f"{named} there is no programme {story.programme}"
        return [Failure(0, "a programme that is there", unknown)]
    start = moment(next(step["at"] for step in story.steps if "at" in step), story.zone)
    try:
        stage = Stage(packs / f"{story.programme}.toml", story.settings, story.zone, start)
    except StageError as error:
        return [Failure(0, "a programme that loads", f"{named} {error}")]
    try:
        unknown_pay = unknown_pays(story.steps, _tenders(stage))
        if unknown_pay:
            unknown = f"{named} unknown word {', '.join(sorted(unknown_pay))}"
            return [Failure(0, "known words", unknown)]
        return _play(stage, story, hear)
    finally:
        stage.close()


def _tenders(stage: Stage) -> frozenset[str]:
    programme = stage.poster.programme()
    return programme.tenders() if programme else frozenset()


def _fault(error: Exception) -> str:
    return f"the program failed at it ({type(error).__name__}: {error})"


def _play(stage: Stage, story: Story, hear: Hear) -> list[Failure]:
    """Play step by step; what comes after a step that could not be played would mean nothing."""
    failures: list[Failure] = []
    for number, step in enumerate(story.steps, start=1):
        named = f"{story.file}: {story.id}: step {number}:"
        before = len(stage.answers)
        try:
            if "at" in step:
                stage.move_to(moment(step["at"], story.zone))
            found = _see(stage, step) if "see" in step else _do(stage, step)
            hear(number, stage, stage.answers[before:])
        except UnreadableError as error:
            failures.append(Failure(number, "a step that can be read", f"{named} {error}"))
            break
        except Exception as error:  # noqa: BLE001 - whatever it is, the other stories must go on
            did = step.get("do", "see")
            failures.append(Failure(number, "a step that works", f"{named} {did}: {_fault(error)}"))
            break
        failures += [
            Failure(number, {one.name: one.expected}, {one.name: one.seen}) for one in found
        ]
    return failures


def _see(stage: Stage, step: Mapping[str, Any]) -> list[Difference]:
    return differences_in_see(stage, step["see"])


def _do(stage: Stage, step: Mapping[str, Any]) -> list[Difference]:
    answer = _answered(stage, step)
    if answer is None:
        return []
    found = _refusal(step.get("refused", False), answer.decision)
    return found + differences_in_gives(step.get("gives", {}), answer.decision)


def _answered(stage: Stage, step: Mapping[str, Any]) -> Answer | None:
    """Play a step; what the desk would not even take from the keyboard is refused here, as it is there.

    Raises:
        UnreadableError: An amount is none, and the story does not say that it is refused.
    """
    currency = step.get("currency", stage.pack.currency)
    if currency != stage.pack.currency:
        return Answer(slip_id="", decision=refused(Reason.CURRENCY_UNKNOWN, currency=currency))
    try:
        return PLAYS[step["do"]](stage, step)
    except UnreadableError as error:
        if error.refusal is None or not step.get("refused", False):
            raise
        return Answer(slip_id="", decision=refused_as(error.refusal))


def _refusal(expected: object, decision: Decision) -> list[Difference]:
    reason = decision.refusal.reason.value if decision.refusal else ""
    is_refused = decision.outcome is not Outcome.POSTED
    if isinstance(expected, str):
        return [] if reason == expected else [Difference("refused", expected, reason or False)]
    seen: object = reason if is_refused else False
    return [] if is_refused == expected else [Difference("refused", expected, seen)]
