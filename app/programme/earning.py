"""Earning: what an event gives under a programme, with the reckoning that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal

import msgspec

from app.loyalty.money import Rounding, from_minor, rounded
from app.loyalty.trace import TraceLine
from app.programme.conditions import Fact
from app.programme.pack import Backdating, Bonus, Earning
from app.programme.programme import Programme
from app.programme.stacking import chosen
from app.programme.tiers import Counts
from app.programme.windows import is_within, last_day_with, window_on

_NAMED_BY: Final = {"spend": "outlet", "action": "what"}  # the fact by which people call an event


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that may earn.

    Attributes:
        on: A bill, a completed stay, its beginning, or something the member did.
        facts: What conditions ask.
        eligible_minor: Money that counts, in minor units, not negative.
        nights: Nights of a completed stay.
        room_nights: Nights of all its rooms together.
        earning_room_nights: Of these, nights that earn.
        items: Units of goods.
        day: Business date, which rules with dates ask.
        before: What was counted for the member before, by metric, over all time.
    """

    on: Literal["spend", "check-out", "check-in", "action"]
    facts: Mapping[str, Fact]
    eligible_minor: int = 0
    nights: int = 0
    room_nights: int = 0
    earning_room_nights: int = 0
    items: int = 0
    day: date = date.min
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

    def shares(self) -> dict[str, int]:
        """Add up what the account gets that the member is linked to (a company, a household), by asset."""
        found: dict[str, int] = {}
        for one in self.credits:
            if one.to != "member":
                found[one.asset] = found.get(one.asset, 0) + one.amount
        return found


def earn(programme: Programme, event: Event) -> Earned:
    """Reckon what an event gives.

    Rules first, each made whole by its own rounding, then percentages on their whole figures:
    a split bill never earns more than a whole one.
    """
    by_rules = _sorted_out(programme, _by_rules(programme, event))
    given = [one.credit for one in by_rules if one.counts]
    by_bonuses = _sorted_out(programme, _by_bonuses(programme, event, given))
    given += [one.credit for one in by_bonuses if one.counts]
    return Earned(tuple(given), tuple(one.line for one in (*by_rules, *by_bonuses)))


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """What one rule gives by itself, and whether it counts among those of its group."""

    credit: Credit
    line: TraceLine
    group: str
    counts: bool = True


def _sorted_out(programme: Programme, found: list[_Reckoned]) -> list[_Reckoned]:
    """Let each group say which of its rules count; the others give nothing, and the trace says so."""
    if not programme.pack.groups:
        return found
    takes = {one.id: programme.word(one.takes) for one in programme.pack.groups}
    rivals: dict[tuple[str, str, str], list[int]] = {}
    for place, one in enumerate(found):
        if one.group:
            key = (one.group, one.credit.asset, one.credit.to)
            rivals.setdefault(key, []).append(place)
    for (group, _, _), places in rivals.items():
        kept = chosen(takes[group], [found[place].credit.amount for place in places])
        for place in set(places) - {places[one] for one in kept}:
            line = msgspec.structs.replace(found[place].line, step="outdone", amount=0)
            found[place] = replace(found[place], line=line, counts=False)
    return found


def _by_rules(programme: Programme, event: Event) -> list[_Reckoned]:
    found: list[_Reckoned] = []
    scale = programme.asset(programme.currency).scale
    for rule in programme.pack.earning:
        if rule.on != event.on or not is_within(event.day, rule.valid_from, rule.valid_until):
            continue
        if rule.first_of and event.before.get(rule.first_of):
            continue
        if not programme.holds(rule.when, event.facts):
            continue
        reckoned = _reckoned(programme, rule, event, scale)
        if reckoned is not None:
            amount, line = reckoned
            credit = Credit(rule.asset, amount, rule.part, rule.id, rule.to)
            found.append(_Reckoned(credit, line, rule.group))
    return found


def _by_bonuses(programme: Programme, event: Event, given: list[Credit]) -> list[_Reckoned]:
    found: list[_Reckoned] = []
    for bonus in programme.pack.bonuses:
        if not is_within(event.day, bonus.valid_from, bonus.valid_until):
            continue
        if not programme.holds(bonus.when, event.facts):
            continue
        percent = programme.figure(bonus.percent, event.facts)
        basis = {c.asset: 0 for c in given if c.to == "member"}
        for credit in given:
            if credit.to == "member" and credit.part in bonus.of:
                basis[credit.asset] += credit.amount
        for asset, base in basis.items():
            rounding = programme.rounding(bonus.rounding)
            amount = rounded(Decimal(base) * percent / 100, rounding)
            if amount > 0:
                facts = {"tier": str(event.facts.get("tier", "")), "percent": str(percent)}
                facts |= {"of": ",".join(bonus.of)} | _not_whole(Decimal(amount), amount, rounding)
                scale = programme.asset(asset).scale
                text = f"{from_minor(base, scale)} × {percent} %"
                said = from_minor(amount, scale)
                line = TraceLine("bonus", text, said, bonus.id, facts, asset, amount)
                credit = Credit(asset, amount, "bonus", bonus.id)
                found.append(_Reckoned(credit, line, bonus.group))
    return found


def _reckoned(
    programme: Programme, rule: Earning, event: Event, scale: int
) -> tuple[int, TraceLine] | None:
    """Reckon one rule: minor units of its asset and the line that shows how; None where it gives nothing."""
    own_scale = programme.asset(rule.asset).scale
    factor = programme.figure(rule.factor, event.facts)
    flat = programme.figure(rule.flat, event.facts)
    exact, parts = flat, [str(flat)] if flat else []
    for rate, basis, said in (
        (
            rule.per_unit,
            Decimal(event.eligible_minor).scaleb(-scale),
            from_minor(event.eligible_minor, scale),
        ),
        (rule.per_night, Decimal(event.earning_room_nights), str(event.earning_room_nights)),
        (rule.per_item, Decimal(event.items), str(event.items)),
    ):
        each = programme.figure(rate, event.facts) if rate else None
        if each:
            exact += basis * each
            parts.append(f"{said} × {each}")
    rounding = programme.rounding(rule.rounding)
    figure = (exact * factor).scaleb(own_scale)
    amount = rounded(figure, rounding)
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
    facts |= {"on": rule.on, "of": str(event.facts.get(_NAMED_BY.get(rule.on, ""), ""))}
    facts |= _not_whole(figure, amount, rounding)
    if rule.to != "member":
        facts |= {"to": rule.to, "shared": str(amount)}
    said = from_minor(amount, own_scale)
    mine = amount if rule.to == "member" else 0
    return amount, TraceLine(
        "fixed" if exact == flat else "rate", text, said, rule.id, facts, rule.asset, mine
    )


def _not_whole(figure: Decimal, amount: int, rounding: Rounding) -> dict[str, str]:
    """Keep what a later refund needs to reckon the rest of a bill: the parts that were dropped, and how."""
    facts = {} if figure == amount else {"exact": str(figure)}
    return (
        facts
        if rounding in {Rounding.FLOOR, Rounding.EXACT}
        else facts | {"rounding": rounding.value}
    )


def tallied(programme: Programme, event: Event, earned: Earned) -> list[tuple[str, int, str]]:
    """Return what an event counts: metric, amount, and whether on departure or arrival."""
    scale = programme.asset(programme.currency).scale
    spent = Decimal(event.eligible_minor).scaleb(-scale)
    amounts = {
        "one": 1,
        "nights": event.nights,
        "room-nights": event.room_nights,
        "spend": event.eligible_minor,
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
        and (not tally.from_spend or spent >= programme.figure(tally.from_spend))
        and programme.holds(tally.when, event.facts)
    ]


def backdated(
    programme: Programme, tier: str, day: date, joined_on: date, counts: Counts
) -> list[tuple[Bonus, int]]:
    """Return what reaching a tier pays for the year so far: each bonus, and what is still due of it."""
    return [
        (bonus, still)
        for bonus, _, still in _backdating(programme, tier, day, joined_on, counts)
        if still > 0
    ]


def overpaid(
    programme: Programme,
    tier: str,
    day: date,
    today: date,
    joined_on: date,
    counts: Counts,
    undone: Mapping[str, int],
) -> list[tuple[Bonus, int]]:
    """Return what was paid for the year of a day and is too much once counts of it are undone.

    Args:
        programme: The rules.
        tier: The member's tier now.
        day: On which the undone entry was made.
        today: The open business date: what was paid for that day's year may have been paid since.
        joined_on: Of the member.
        counts: After the undoing.
        undone: What the undone entry had counted, by metric; no more than its own share is too much,
            whatever a better tier had paid before.
    """
    found: list[tuple[Bonus, int]] = []
    for bonus, rule, still in _backdating(programme, tier, day, joined_on, counts, until=today):
        base, paid = (
            programme.in_units(rule.base, undone.get(rule.base, 0)),
            undone.get(rule.paid, 0),
        )
        # One more than its share: many small parts, each rounded down, come to the same as one.
        share = _share(programme, bonus, base) - paid + 1
        if base and (too_much := min(share, -still)) > 0:
            found.append((bonus, too_much))
    return found


def _backdating(
    programme: Programme,
    tier: str,
    day: date,
    joined_on: date,
    counts: Counts,
    *,
    until: date | None = None,
) -> list[tuple[Bonus, Backdating, int]]:
    """Return each bonus that is paid for a year so far, and what it still owes; below zero: paid too much.

    Args:
        programme: The rules.
        tier: Held now.
        day: Whose year it is.
        joined_on: Of the member.
        counts: Of the member.
        until: Count that year's days up to this one, where it is not over before.
    """
    facts: dict[str, Fact] = {"tier": tier, "tier_year": True}
    found: list[tuple[Bonus, Backdating, int]] = []
    for bonus in programme.pack.bonuses:
        rule = bonus.backdated
        if (
            rule is None
            or programme.word(rule.on) != "true"
            or not programme.holds(bonus.when, facts)
        ):
            continue
        kind = programme.word(rule.window.kind)
        edge = programme.word(rule.window.anniversary)
        months = rule.window.months
        asked = day
        if until is not None:
            end = last_day_with(kind, day, months=months, anniversary=edge, joined_on=joined_on)
            asked = max(day, min(until, end))
        first, last = window_on(kind, asked, months=months, anniversary=edge, joined_on=joined_on)
        base = programme.in_units(rule.base, counts.counted(rule.base, first, last))
        whole = _share(programme, bonus, base)
        found.append((bonus, rule, whole - counts.counted(rule.paid, first, last)))
    return found


def _share(programme: Programme, bonus: Bonus, base: int) -> int:
    share = Decimal(base) * programme.figure(bonus.percent) / 100
    return rounded(share, programme.rounding(bonus.rounding))
