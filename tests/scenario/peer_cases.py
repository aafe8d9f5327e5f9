"""Cases that other loyalty programmes test, with their figures; which of them can be played here, and which not."""

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

# Why a case is not played: what is not there yet, or where this house decides otherwise on purpose.
NOT_YET: dict[str, str] = {
    **dict.fromkeys(
        (
            "PC-003",
            "PC-051",
            "PC-058",
        ),
        "offers and rewards within a bill come with the till",
    ),
    **dict.fromkeys(
        ("PC-010", "PC-013", "PC-063", "PC-066"),
        "rules have no priority or end date: they add up",
    ),
    **dict.fromkeys(("PC-041", "PC-043"), "a tier is not lost yet: the review only raises"),
    **dict.fromkeys(
        ("PC-053",),
        "a point's worth is a decimal figure of points per yuan: 100/3 cannot be written",
    ),
    **dict.fromkeys(("PC-055", "PC-056", "PC-130"), "tax is the till's affair"),
    **dict.fromkeys(
        ("PC-076",), "otherwise on purpose: a redemption is refused, never cut to what is there"
    ),
    **dict.fromkeys(
        ("PC-080", "PC-081", "PC-083", "PC-173", "PC-176"), "holds come with guarantees"
    ),
    **dict.fromkeys(
        ("PC-088",), "points that paid a part are given back by a void, not by a refund in money"
    ),
    **dict.fromkeys(("PC-093", "PC-101"), "otherwise on purpose: no balance goes below zero"),
    **dict.fromkeys(("PC-095",), "no plug-ins decide"),
    **dict.fromkeys(
        ("PC-108",),
        "sums by date come with reports",
    ),
    **dict.fromkeys(("PC-113", "PC-141"), "otherwise on purpose: the last day is a valid day"),
    **dict.fromkeys(
        ("PC-116",),
        "otherwise on purpose: a drifted balance stops the night audit",
    ),
    **dict.fromkeys(("PC-120",), "gifts come with several members in one operation"),
    **dict.fromkeys(
        ("PC-123", "PC-125", "PC-133", "PC-146"),
        "one card pays a bill; gift cards come later",
    ),
    **dict.fromkeys(("PC-131", "PC-145"), "otherwise on purpose: stored value does not expire"),
    **dict.fromkeys(("PC-135", "PC-136"), "members are not merged yet"),
    **dict.fromkeys(("PC-150", "PC-171"), "otherwise on purpose: no credit, no overdraft"),
    **dict.fromkeys(("PC-161",), "an entry is made of transfers: it cannot be unbalanced"),
    **dict.fromkeys(("PC-163",), "balances of a past day come with reports"),
    **dict.fromkeys(("PC-165", "PC-166"), "nothing is split among parties"),
    **dict.fromkeys(("PC-178",), "notices at milestones come with messages"),
    **dict.fromkeys(("PC-188",), "points are there at once; a delay is another programme's rule"),
}


def peer(*ids: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Play a test with these cases, one by one."""
    PLAYED.update(ids)
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
means = "Months that points are valid."
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
