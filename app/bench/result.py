"""What every benchmark prints: figures, targets, and whether they are met; and how rounds become figures."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


class BenchError(Exception):
    """Nothing can be measured there; the message says why and what to do."""


@dataclass(slots=True, kw_only=True)
class Result:
    """One benchmark's outcome.

    Attributes:
        figures: By name, with the unit in the name.
        targets: By the figure's name: {"at_most": x} or {"at_least": x}.
    """

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    targets: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether every target is met."""
        return all(
            self.figures[name] <= limit.get("at_most", float("inf"))
            and self.figures[name] >= limit.get("at_least", float("-inf"))
            for name, limit in self.targets.items()
        )

    def to_json(self) -> str:
        """Write the object that stands on the last line."""
        return json.dumps(
            {
                "name": self.name,
                "machine": machine(),
                "figures": {name: round(value, 4) for name, value in self.figures.items()},
                "targets": self.targets,
                "met": self.met,
            }
        )

    def to_lines(self) -> list[str]:
        """Write the figures for a person."""
        lines = [f"{self.name} on {machine()}"]
        for name, value in self.figures.items():
            target = self.targets.get(name)
            wanted = (
                f"   (wanted: {' '.join(f'{key} {limit}' for key, limit in target.items())})"
                if target
                else ""
            )
            lines.append(f"  {name:<44}{value:>12,.3f}{wanted}")
        return [*lines, f"  targets {'met' if self.met else 'NOT met'}"]


def machine() -> str:
    """Name the machine by what matters: processors, system, Python."""
    model = platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release()}"
    return f"{model}, {os.cpu_count()} cores, {system}, Python {platform.python_version()}"


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which so many percent of the sorted values lie (nearest rank)."""
    ordered = sorted(values)
    place = max(0, min(len(ordered) - 1, round(percent / 100 * len(ordered) + 0.5) - 1))
    return ordered[place]


def middle(values: Sequence[float]) -> float:
    """Return the median of rounds."""
    return float(median(values))
