"""Earning: what an event gives under a programme, with the reckoning that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from app.loyalty.money import from_minor, rounded
from app.loyalty.trace import TraceLine
from app.programme.conditions import Fact
from app.programme.pack import Bonus, Earning
from app.programme.programme import Programme
from app.programme.tiers import Counts
from app.programme.windows import window_on


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that may earn.

    Attributes:
        on: A bill, a completed stay, its beginning, or something the member did.
        facts: What conditions ask.
        eligible_minor: Money that counts, in minor units, not negative.
        nights: Nights of a completed stay.
        earning_nights: Of these, nights that earn.
        rooms: Rooms of it.
        items: Units of goods.
        before: What was counted for the member before, by metric, over all time.
    """

    on: Literal["spend", "check-out", "check-in", "action"]
    facts: Mapping[str, Fact]
    eligible_minor: int = 0
    nights: int = 0
    earning_nights: int = 0
    rooms: int = 1
    items: int = 0
    before: Mapping[str, int] = msgspec.field(default_factory=dict)


class Credit(msgspec.Struct, frozen=True, gc=False):
    """One amount of one asset, in its minor units, that a rule gives to the member or the company."""

    asset: str
    amount: int
    part: str
    rule: str
    to: str = "member"


class Earned(msgspec.Struct, frozen=True):
    """Everything an event gives, and how it came out."""

    credits: tuple[Credit, ...]
    trace: tuple[TraceLine, ...]

    def sum_of(self, asset: str, part: str | None = None) -> int:
        """Add up what the member gets of one asset, of one part (base, brand, bonus) or of all."""
        return sum(
            c.amount
            for c in self.credits
            if c.asset == asset and c.to == "member" and (part is None or c.part == part)
        )

    def for_company(self, asset: str = "points") -> int:
        """Add up what the member's company gets of one asset."""
        return sum(c.amount for c in self.credits if c.asset == asset and c.to == "company")


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
        if rule.first_of and event.before.get(rule.first_of):
            continue
        reckoned = _reckoned(programme, rule, event, scale)
        if reckoned is None:
            continue
        amount, line = reckoned
        given.append(Credit(rule.asset, amount, rule.part, rule.id, rule.to))
        trace.append(line)
    _add_bonuses(programme, event, given, trace)
    return Earned(tuple(given), tuple(trace))


def _add_bonuses(
    programme: Programme, event: Event, given: list[Credit], trace: list[TraceLine]
) -> None:
    for bonus in programme.pack.bonuses:
        if not programme.holds(bonus.when, event.facts):
            continue
        percent = programme.figure(bonus.percent, event.facts)
        basis = {c.asset: 0 for c in given if c.to == "member"}
        for credit in given:
            if credit.to == "member" and credit.part in bonus.of:
                basis[credit.asset] += credit.amount
        for asset, base in basis.items():
            amount = rounded(Decimal(base) * percent / 100, programme.rounding(bonus.rounding))
            if amount > 0:
                given.append(Credit(asset, amount, "bonus", bonus.id))
                facts = {"tier": str(event.facts.get("tier", "")), "percent": str(percent)}
                trace.append(
                    TraceLine("bonus", f"{base} × {percent} %", str(amount), bonus.id, facts)
                )


def _reckoned(
    programme: Programme, rule: Earning, event: Event, scale: int
) -> tuple[int, TraceLine] | None:
    """Reckon one rule: minor units of its asset and the line that shows how; None where it gives nothing."""
    own_scale = programme.asset(rule.asset).scale
    factor = programme.figure(rule.factor, event.facts)
    flat = programme.figure(rule.flat, event.facts)
    exact, parts = flat, [str(flat)] if flat else []
    room_nights = event.earning_nights * event.rooms
    for rate, basis, said in (
        (
            rule.per_unit,
            Decimal(event.eligible_minor).scaleb(-scale),
            from_minor(event.eligible_minor, scale),
        ),
        (rule.per_night, Decimal(room_nights), str(room_nights)),
        (rule.per_item, Decimal(event.items), str(event.items)),
    ):
        each = programme.figure(rate, event.facts) if rate else None
        if each:
            exact += basis * each
            parts.append(f"{said} × {each}")
    amount = rounded((exact * factor).scaleb(own_scale), programme.rounding(rule.rounding))
    if amount <= 0:
        return None
    text = " + ".join(parts)
    if factor != 1:
        text = f"({text}) × {factor}" if len(parts) > 1 else f"{text} × {factor}"
    facts = {
        "base_minor": str(event.eligible_minor),
        "rate": str(programme.figure(rule.per_unit, event.facts)),
        "factor": str(factor),
        "part": rule.part,
    }
    step = "fixed" if exact == flat else "rate"
    return amount, TraceLine(step, text, from_minor(amount, own_scale), rule.id, facts)


def tallied(programme: Programme, event: Event, earned: Earned) -> list[tuple[str, int, str]]:
    """Return what an event counts: metric, amount, and whether on departure or arrival."""
    scale = programme.asset(programme.currency).scale
    amounts = {
        "one": 1,
        "nights": event.nights,
        "room-nights": event.nights * event.rooms,
        "spend": event.eligible_minor // 10**scale,
        "points": sum(
            c.amount
            for c in earned.credits
            if c.to == "member" and programme.asset(c.asset).kind == "points"
        ),
        "base-points": earned.sum_of("points", "base"),
        "bonus-points": earned.sum_of("points", "bonus"),
    }
    return [
        (tally.metric, amounts[tally.amount], programme.word(tally.date))
        for tally in programme.pack.tallies
        if tally.on == event.on
        and amounts[tally.amount]
        and programme.holds(tally.when, event.facts)
    ]


def backdated(
    programme: Programme, tier: str, day: date, joined_on: date, counts: Counts
) -> list[tuple[Bonus, int]]:
    """Return what reaching a tier pays for the year so far: each bonus, and what is still due of it."""
    facts: dict[str, Fact] = {"tier": tier, "tier_year": True}
    due: list[tuple[Bonus, int]] = []
    for bonus in programme.pack.bonuses:
        rule = bonus.backdated
        if (
            rule is None
            or programme.word(rule.on) != "true"
            or not programme.holds(bonus.when, facts)
        ):
            continue
        first, last = window_on(
            programme.word(rule.window.kind),
            day,
            months=rule.window.months,
            anniversary=programme.word(rule.window.anniversary),
            joined_on=joined_on,
        )
        share = (
            Decimal(counts.counted(rule.base, first, last)) * programme.figure(bonus.percent) / 100
        )
        whole = rounded(share, programme.rounding(bonus.rounding))
        still = whole - counts.counted(rule.paid, first, last)
        if still > 0:
            due.append((bonus, still))
    return due


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
                {
                    "tier": tier.code,
                    "percent": str(percent),
                    **({"as": "subsidy"} if discount.subsidy else {}),
                },
            )
            return off, line
    return 0, None
