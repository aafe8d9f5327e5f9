"""Discounts: what a level takes off a bill, and which of several count."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.loyalty.trace import TraceLine
from app.programme.conditions import Fact
from app.programme.programme import Programme
from app.programme.stacking import chosen
from app.programme.tier_terms import Discount
from app.programme.windows import is_within


def discount_of(
    programme: Programme, facts: Mapping[str, Fact], amount_minor: int, day: date
) -> tuple[int, tuple[TraceLine, ...]]:
    """Return what a tier takes off a bill, and how it came out.

    Args:
        programme: In force.
        facts: What conditions ask about the bill.
        amount_minor: The bill, in minor units.
        day: The business date.

    Returns:
        Minor units, each discount reckoned on the whole bill and rounded down, all of them never more than
        the bill; and a line for each discount, those that another one outdoes among them.
    """
    tier = programme.tier(str(facts.get("tier", "")))
    found: list[tuple[int, TraceLine]] = []
    for one in tier.discounts:
        is_on = is_within(day, one.valid_from, one.valid_until)
        if is_on and programme.holds(one.when, facts):
            found.append(_reckoned(programme, one, facts, amount_minor))
    counting = chosen(programme.word(programme.pack.discounts_take), [off for off, _ in found])
    left, lines = amount_minor, []
    for place, (off, line) in enumerate(found):
        if place in counting:
            left -= min(left, off)
            lines.append(line)
        elif off > 0:
            lines.append(TraceLine("outdone", line.text, line.result, line.rule, line.facts))
    return amount_minor - left, tuple(lines)


def _reckoned(
    programme: Programme, one: Discount, facts: Mapping[str, Fact], amount_minor: int
) -> tuple[int, TraceLine]:
    """Reckon one discount alone: its percentage, and its amount where the bill reaches what it asks."""
    percent = max(Decimal(0), programme.figure(one.percent, facts))
    scale = programme.asset(programme.currency).scale
    least = programme.figure(one.from_amount, facts).scaleb(scale)
    amount = programme.figure(one.amount, facts).scaleb(scale) if amount_minor >= least else 0
    off = min(amount_minor, int(Decimal(amount_minor) * percent / 100) + max(0, int(amount)))
    said = [f"{amount_minor} × {percent} %"] if percent else []
    said += [str(int(amount))] if amount else []
    tier = programme.tier(str(facts.get("tier", ""))).code
    about = {"tier": tier, "percent": str(percent) if percent else ""}
    about |= {"as": "subsidy"} if one.subsidy else {}
    return off, TraceLine("discount", " + ".join(said), str(-off), one.id, about)
