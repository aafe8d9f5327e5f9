"""Earning: what an event gives under a programme, with the reckoning that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.loyalty.money import from_minor, rounded
from app.loyalty.trace import TraceLine
from app.programme.conditions import Fact
from app.programme.programme import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that may earn.

    Attributes:
        on: A bill, or a completed stay.
        facts: What conditions ask.
        eligible_minor: Money that counts, in minor units, not negative.
        nights: Nights of a completed stay.
        rooms: Rooms of it.
    """

    on: Literal["spend", "check-out"]
    facts: Mapping[str, Fact]
    eligible_minor: int = 0
    nights: int = 0
    rooms: int = 1


@dataclass(frozen=True, slots=True)
class Credit:
    """One amount of one asset that a rule gives."""

    asset: str
    amount: int
    part: str
    rule: str


@dataclass(frozen=True, slots=True)
class Earned:
    """Everything an event gives, and how it came out."""

    credits: tuple[Credit, ...]
    trace: tuple[TraceLine, ...]

    def sum_of(self, asset: str, part: str | None = None) -> int:
        """Add up one asset, of one part (base, brand, bonus) or of all."""
        return sum(
            c.amount for c in self.credits if c.asset == asset and (part is None or c.part == part)
        )


def earn(programme: Programme, event: Event) -> Earned:
    """Reckon what an event gives.

    Rules first, each made whole by its own rounding, then percentages on their whole figures:
    a split bill never earns more than a whole one.
    """
    given: list[Credit] = []
    trace: list[TraceLine] = []
    scale = programme.asset(programme.currency).scale
    for rule in programme.pack.earning:
        if rule.on != event.on or not programme.holds(rule.when, event.facts):
            continue
        per_unit = programme.figure(rule.per_unit, event.facts)
        flat = programme.figure(rule.flat, event.facts)
        factor = programme.figure(rule.factor, event.facts)
        exact = (Decimal(event.eligible_minor).scaleb(-scale) * per_unit + flat) * factor
        amount = rounded(exact, programme.rounding(rule.rounding))
        if amount <= 0:
            continue
        given.append(Credit(rule.asset, amount, rule.part, rule.id))
        text = f"{from_minor(event.eligible_minor, scale)} × {per_unit}" if per_unit else str(flat)
        text += f" × {factor}" if factor != 1 else ""
        facts = {
            "base_minor": str(event.eligible_minor),
            "rate": str(per_unit),
            "factor": str(factor),
            "part": rule.part,
        }
        trace.append(TraceLine("rate" if per_unit else "fixed", text, str(amount), rule.id, facts))
    for bonus in programme.pack.bonuses:
        if not programme.holds(bonus.when, event.facts):
            continue
        percent = programme.figure(bonus.percent, event.facts)
        basis = {c.asset: 0 for c in given}
        for credit in given:
            basis[credit.asset] += credit.amount if credit.part in bonus.of else 0
        for asset, base in basis.items():
            amount = rounded(Decimal(base) * percent / 100, programme.rounding(bonus.rounding))
            if amount > 0:
                given.append(Credit(asset, amount, "bonus", bonus.id))
                facts = {"tier": str(event.facts.get("tier", "")), "percent": str(percent)}
                trace.append(
                    TraceLine("bonus", f"{base} × {percent} %", str(amount), bonus.id, facts)
                )
    return Earned(tuple(given), tuple(trace))


def tallied(programme: Programme, event: Event, earned: Earned) -> list[tuple[str, int, str]]:
    """Return what an event counts: metric, amount, and whether on departure or arrival."""
    scale = programme.asset(programme.currency).scale
    amounts = {
        "one": 1,
        "nights": event.nights,
        "room-nights": event.nights * event.rooms,
        "spend": event.eligible_minor // 10**scale,
        "points": sum(
            c.amount for c in earned.credits if programme.asset(c.asset).kind == "points"
        ),
        "base-points": earned.sum_of("points", "base"),
    }
    return [
        (tally.metric, amounts[tally.amount], programme.word(tally.date))
        for tally in programme.pack.tallies
        if tally.on == event.on
        and amounts[tally.amount]
        and programme.holds(tally.when, event.facts)
    ]


def discount_of(
    programme: Programme, facts: Mapping[str, Fact], amount_minor: int
) -> tuple[int, TraceLine | None]:
    """Return what a tier takes off a bill, in minor units rounded down and never more than all of it."""
    tier = programme.tier(str(facts.get("tier", "")))
    for discount in tier.discounts:
        percent = programme.figure(discount.percent, facts)
        if percent > 0 and programme.holds(discount.when, facts):
            off = min(amount_minor, int(Decimal(amount_minor) * percent / 100))
            line = TraceLine(
                "discount",
                f"{amount_minor} × {percent} %",
                str(-off),
                discount.id,
                {"tier": tier.code, "percent": str(percent)},
            )
            return off, line
    return 0, None
