"""Short stories tried against a programme, read from a file as every other."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.scenario.run import Result, run_story
from app.scenario.words import Story, read_stories

PACKS = Path(__file__).parents[2] / "resources" / "programmes"
BAR = {"points_per_unit": {"bar": "1", "rooms": "1"}}
LI = {"at": "2026-01-01T10:00:00", "do": "carry_over", "member": "li"}


def story(folder: Path, *steps: dict[str, Any], programme: str = "house", **more: Any) -> Story:
    """Write a story to a file and read it; more are words of the scenario."""
    file = folder / "tried.json"
    one = {"id": "T-1", "title": "tried", "settings": {}, "step": list(steps)} | more
    if programme == "house":
        one["settings"] = BAR | one["settings"]
    text = json.dumps({"programme": programme, "scenario": [one]}, default=_said)
    file.write_text(text, encoding="utf-8")
    return read_stories(file)[0]


def _said(value: date | datetime) -> str:
    return value.isoformat()


def play(folder: Path, *steps: dict[str, Any], **more: Any) -> Result:
    """Play such a story."""
    return run_story(story(folder, *steps, **more), PACKS)


def seen(result: Result) -> str:
    """Return all that was seen and not expected."""
    return "; ".join(f"{one.step} {one.seen}" for one in result.failures)


def post(member: str, amount: str, **more: Any) -> dict[str, Any]:
    """Write a bill of the bar."""
    return {"do": "post_spend", "member": member, "outlet": "bar", "amount": amount} | more
