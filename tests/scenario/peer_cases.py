"""Cases that other loyalty programmes test, with their figures: played here, answered otherwise, or not ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CASES: dict[str, dict[str, Any]] = {
    one["id"]: one
    for one in json.loads((Path(__file__).parent / "peer_cases.json").read_text(encoding="utf-8"))
}
PLAYED: set[str] = set()
DECIDED: set[str] = set()

# Cases that ask nothing of this program, and why.
NOT_OURS: dict[str, str] = {
    "PC-058": "lines of a bill (three of an article, one free) are the till's: a slip has the bill's amount; "
    "the third visit or bottle that is free is an offer of a pack and is told in its stories",
    "PC-095": "no plug-in is asked: what a void takes back follows from the books alone",
}

# Cases where this house decides otherwise on purpose; each is played with our answer, and this is why.
OTHERWISE: dict[str, str] = {
    "PC-116": "a balance that its entries do not bear out is named and stops the night audit",
    "PC-123": "a bill has one member: a second card pays its part under a number of its own",
    "PC-150": "no account goes below zero, so there is no credit to use",
    "PC-161": "an entry is made of transfers and cannot be unbalanced; one changed by hand is named",
    "PC-165": "of what is shared out each gets whole points, and the rest stays with the house",
    "PC-166": "of what is shared out each gets whole points, and the rest stays with the house",
    "PC-171": "no overdraft: what the account does not hold is refused, or paid otherwise (setting)",
}

# Cases that wait for a room of the house that is not built yet.
NOT_YET: dict[str, str] = {}


def peer(*ids: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Play a test with these cases, one by one."""
    PLAYED.update(ids)
    return pytest.mark.parametrize("case", [pytest.param(CASES[one], id=one) for one in ids])


def otherwise(*ids: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Play a test of our own answer to these cases, one by one."""
    DECIDED.update(ids)
    return pytest.mark.parametrize("case", [pytest.param(CASES[one], id=one) for one in ids])


PACK = """
id = "peer"
names = { zh = "同", en = "Peer" }
sources = ["ours"]
currency = "CNY"
[assets.points]
names = { zh = "积分", en = "points" }
kind = "points"
months = { setting = "months" }
[assets.CNY]
names = { zh = "储值", en = "stored value" }
kind = "money"
scale = 2
lots = false
[membership]
kinds = ["person", "anonymous"]
entry_tier = "bronze"
[[tiers]]
code = "bronze"
names = { zh = "铜", en = "Bronze" }
%(tiers)s
%(earning)s
[[tallies]]
metric = "points_earned"
on = "spend"
amount = "points"
[[tallies]]
metric = "spend"
on = "spend"
amount = "spend"
[[tallies]]
metric = "nights"
on = "check-out"
amount = "nights"
[settings.months]
type = "integer"
default = 0
means = { zh = "积分有效期的月数。", en = "Months that points are valid." }
"""
_TIER = """
[[tiers]]
code = "%s"
names = { zh = "x", en = "x" }
reached = "%s"
any = [%s]
"""
_REACHED = '{ metric = "%s", at_least = %d, window = { kind = "lifetime" } }'
ONE_PER_YUAN = '[[earning]]\nid = "e"\non = "spend"\nasset = "points"\nper_unit = 1\n'


def tier(code: str, *ways: tuple[str, int], reached: str = "automatic") -> str:
    """Write a tier of a pack, reached by any of these counts."""
    return _TIER % (code, reached, ", ".join(_REACHED % way for way in ways))


def pack(*tiers: str, earning: str = ONE_PER_YUAN) -> str:
    """Write a small pack."""
    return PACK % {"tiers": "".join(tiers), "earning": earning}
