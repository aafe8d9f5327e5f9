"""What if: the real slips of some days, decided under other rules; nothing is written to the real books."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec
from msgspec.structs import replace as changed
from sqlalchemy import Connection

from app.loyalty.ids import MemberId, OperatorId, SlipId
from app.loyalty.permissions import Act, may
from app.operations import close_day, publish_programme
from app.operations.decision import Observed, Outcome
from app.operations.pen import Draft, Pen
from app.operations.slip import Body, Slip
from app.poster.day_end import end_day
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.replay import NoPins, Then, journal
from app.poster.submission import Submission
from app.store.books import Books

_BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What some days came to under one set of rules; points, and members by tier."""

    issued: int
    redeemed: int
    expired: int
    liability: int
    tiers: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Both sets of figures, and the members whose tier would be another: id, tier now, tier then."""

    now: Figures
    then: Figures
    moved: tuple[tuple[str, str, str], ...]
    slips: int


class Refused(Exception):  # noqa: N818 - it says what happened
    """The other rules cannot be used; the message says where and why."""


def what_if(books: Books, source: str, first: date, last: date) -> WhatIf:
    """Decide the slips of some days anew under another version of the programme.

    Everything before the first day is decided as it was. Derived slips (day-ends, shares, gifts that
    arrive) are made anew; PINs, claims and results are taken as they were observed then.

    Args:
        books: Read, never written.
        source: The pack's text; the house's settings are kept where it declares them.
        first: Business date from which it is in force.
        last: Last business date that is looked at.

    Raises:
        Refused: The pack is wrong, the days are, or the books have nobody who could publish it.
    """
    if last < first:
        raise Refused(f"{last} lies before {first}; name the earlier day first")
    # Books that end with these days are their own answer; of others the same days are decided again.
    old = books if _ends_by(books, last) else _run(books, None, first, last)[0]
    try:
        new, slips = _run(books, source, first, last)
        try:
            return _compared(old, new, first, last, slips)
        finally:
            new.close()
    finally:
        if old is not books:
            old.close()


def _ends_by(books: Books, last: date) -> bool:
    with books.reading() as connection:
        newest = connection.exec_driver_sql("SELECT MAX(business_date) FROM decisions").scalar()
    return newest is None or str(newest) <= last.isoformat()


def _run(books: Books, source: str | None, first: date, last: date) -> tuple[Books, int]:
    fresh = Books.open("sqlite://", lambda _: books.keys, create=True)
    clock = Then()
    poster = Poster(fresh, clock.now, PinCheck(books.keys.pin, NoPins()))
    waiting: list[tuple[Slip[Body], Observed]] = []
    is_published, is_set_up, count = False, False, 0

    def flush() -> None:
        if waiting:
            clock.at = waiting[0][1].at
            recorded = {str(slip.id): observed for slip, observed in waiting}
            poster.post([Submission(slip=slip) for slip, _ in waiting], recorded)
            waiting.clear()

    for slip, observed in journal(books):
        # A house is set up before its first member's slip, perhaps on the very first day, or in the small
        # hours of the next: what founded it belongs to no business date yet.
        is_set_up = is_set_up or bool(slip.member)
        if is_set_up and observed.business_date > last:
            break
        is_due = slip.member and observed.business_date >= first
        if source is not None and not is_published and is_due:
            flush()
            clock.at = observed.at
            _publish(poster, source, first)
            is_published = True
        if not slip.terminal or (is_published and slip.kind == publish_programme.KIND):
            continue  # what follows from others is made anew
        count += 1
        rules = _version(poster) if is_published else observed.programme
        waiting.append((slip, changed(observed, programme=rules)))
        if isinstance(slip.body, close_day.CloseDay):
            flush()
            end_day(poster, slip.id, slip.body.date)
        elif len(waiting) >= _BATCH:
            flush()
    flush()
    return fresh, count


def _version(poster: Poster) -> int:
    programme = poster.programme()
    return programme.version if programme else 0


def _publish(poster: Poster, source: str, first: date) -> None:
    house = poster.house()
    who = next(
        (one.operator for one in house.operators.values() if may(one.role, Act.CONFIGURE)), None
    )
    if who is None or not house.versions:
        raise Refused("these books have no programme, or nobody who could publish another")
    settings = house.versions[max(house.versions)].settings
    body = publish_programme.PublishProgramme(
        source=source, settings=_kept(source, settings), valid_from=first
    )
    draft = Draft(
        id=SlipId("what-if"),
        kind=publish_programme.KIND,
        body=body,
        operator=OperatorId(who),
        occurred_at=poster.now(),
        member=MemberId(""),
    )
    day = house.property.business_date if house.property else first
    slip, _ = Pen(property="what-if", terminal="what-if").write(draft, day, 1)
    decision = poster.post([Submission(slip=slip)])[0].decision
    if decision.outcome is not Outcome.POSTED:
        facts = decision.refusal.facts if decision.refusal else {}
        reason = decision.refusal.reason.value if decision.refusal else decision.outcome.value
        said = ", ".join(f"{name}: {value}" for name, value in facts.items())
        raise Refused(str(facts.get("errors", f"the pack cannot be used here: {reason} ({said})")))


def _kept(source: str, settings: str) -> str:
    """Keep the house's settings that the other pack declares too."""
    try:
        declared = tomllib.loads(source).get("settings", {})
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"no TOML: {error}") from error
    values = msgspec.json.decode(settings or "{}")
    return msgspec.json.encode({n: v for n, v in values.items() if n in declared}).decode()


def _compared(old: Books, new: Books, first: date, last: date, slips: int) -> WhatIf:
    with old.reading() as before, new.reading() as after:
        tiers_now, tiers_then = _tiers(before), _tiers(after)
        moved = tuple(
            (member, tier, tiers_then.get(member, ""))
            for member, tier in sorted(tiers_now.items())
            if tiers_then.get(member) != tier
        )
        return WhatIf(
            now=_figures(old, before, first, last),
            then=_figures(new, after, first, last),
            moved=moved,
            slips=slips,
        )


def _tiers(connection: Connection) -> dict[str, str]:
    return {
        str(member): str(tier)
        for member, tier in connection.exec_driver_sql("SELECT member, tier FROM members")
    }


def _figures(books: Books, connection: Connection, first: date, last: date) -> Figures:
    days = (first.isoformat(), last.isoformat())
    sums = "SELECT COALESCE(SUM(amount), 0) FROM transfers WHERE asset = 'points' AND business_date BETWEEN ? AND ? "

    def of(where: str) -> int:
        return int(connection.exec_driver_sql(books.sql(sums + where), days).scalar_one())

    liability = "SELECT COALESCE(SUM(in_total - out_total), 0) FROM balances WHERE asset = 'points'"
    counts = connection.exec_driver_sql(
        "SELECT tier, COUNT(*) FROM members GROUP BY tier ORDER BY tier"
    )
    return Figures(
        issued=of("AND source = 'house:issued'") - of("AND target = 'house:issued'"),
        redeemed=of("AND target = 'house:redeemed'") - of("AND source = 'house:redeemed'"),
        expired=of("AND target = 'house:expired'"),
        liability=int(connection.exec_driver_sql(liability).scalar_one()),
        tiers={str(tier): int(count) for tier, count in counts},
    )
