"""What the poster asks of the journal before it decides: slips seen before, claims taken, numbers given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from app.loyalty import accounts
from app.loyalty.ids import shard_of
from app.loyalty.refusals import Reason, Refusal
from app.operations.catalogue import operation_of
from app.operations.decision import Decision, Outcome
from app.operations.slip import Body, Slip
from app.programme.day_end import activity_window, is_period_end
from app.programme.programme import Programme
from app.programme.tier_terms import Tier
from app.programme.tiers import year_looked_at
from app.store.books import Books
from app.store.decided import decided_from
from app.store.loading import Loader

Known = dict[str, tuple[bytes, Decision | None]]


def shard_key(slip: Slip[Body]) -> str:
    """Return what a slip's shard follows from: its member, or the property where it has none."""
    return slip.member or slip.property


def known_slips(loader: Loader, connection: Connection, ids: Sequence[str]) -> Known:
    """Return the slips that came before: their hash, and their decision if there is one."""
    came = loader.rows_in(connection, "slips", ("id", "hash"), "id", ids)
    if not came:
        return {}
    columns = ("slip", "outcome", "reason", "text")
    decided = {
        row[0]: row
        for row in loader.rows_in(
            connection, "decisions", columns, "slip", [one[0] for one in came]
        )
    }
    return {slip: (bytes(digest), stored_decision(decided.get(slip))) for slip, digest in came}


def stored_decision(row: Sequence[Any] | None) -> Decision | None:
    """Return a decision as far as it is told again: outcome, reasons, figures, trace."""
    if row is None:
        return None
    _, outcome, reason, text = row
    kept = decided_from(text)
    return Decision(
        outcome=Outcome(outcome),
        refusal=Refusal(Reason(reason), kept.facts) if reason else None,
        gives=kept.gives,
        trace=kept.trace,
        receipt=kept.receipt,
        operations=kept.operations,
        notified=kept.notified,
    )


def claims_of(slip: Slip[Body]) -> tuple[str, ...]:
    """Return the claims that a slip makes."""
    operation = operation_of(slip)
    return operation.claims(slip) if operation else ()


def claims_taken(
    loader: Loader, connection: Connection, slips: Sequence[Slip[Body]]
) -> dict[str, str]:
    """Return who holds the claims that these slips make, and which of them were withdrawn."""
    values = {value for slip in slips for value in claims_of(slip)} | {
        f"withdrawn:{slip.id}" for slip in slips
    }
    return {
        str(row[0]): str(row[1])
        for row in loader.rows_in(connection, "claims", ("value", "slip"), "value", values)
    }


def shard_numbers(books: Books, connection: Connection, shards: Sequence[int]) -> dict[int, int]:
    """Return the last number given in each of these shards."""
    marks = ",".join("?" * len(shards))
    text = f"SELECT shard, number FROM shard_heads WHERE shard IN ({marks})"
    found = {
        int(shard): int(number)
        for shard, number in connection.exec_driver_sql(books.sql(text), tuple(shards))
    }
    return {shard: found.get(shard, 0) for shard in shards}


def members_due(books: Books, connection: Connection, day: date, programme: Programme) -> list[str]:
    """Return the members for whom a day's end may have something due.

    Lots that end, those whose end is told ahead, value set aside, slips on that day, and where the programme
    says so: tiers whose year ends, balances that become vouchers, children who grow up, accounts that fall asleep.
    """
    text = (
        "SELECT member FROM lots WHERE expires_on <= ? AND remaining > 0 AND account = 'member:available' "
        "UNION SELECT member FROM decisions WHERE business_date = ? AND member <> ''"
    )
    iso = day.isoformat()
    asked: list[tuple[str, tuple[str, ...]]] = [(text, (iso, iso))]
    lapsing = (
        "SELECT member FROM lots WHERE expires_on = ? AND remaining > 0 "
        "AND account = 'member:available' AND asset = ?"
    )
    asked += [
        (lapsing, ((day + timedelta(days=int(days))).isoformat(), code))
        for code, asset in programme.pack.assets.items()
        if (days := programme.figure(asset.notice_days))
    ]
    begins = accounts.held("reward:")
    held = (
        "SELECT member FROM balances WHERE (account = ? OR (account >= ? AND account < ?)) "
        "AND in_total > out_total"
    )
    # A colon's next character ends the range of accounts that begin so.
    asked.append((held, (accounts.PENDING, begins, begins[:-1] + ";")))
    tomorrow = (day + timedelta(days=1)).isoformat()
    asked.append(("SELECT member FROM members WHERE grows_up_on <= ?", (tomorrow,)))
    asked += [
        ("SELECT member FROM members WHERE tier = ?", (code,))
        for code in programme.pack.moved_tiers
        if code not in {tier.code for tier in programme.pack.tiers}
    ]
    asked += [
        ("SELECT member FROM members WHERE tier = ?", (tier.code,))
        for tier in programme.pack.tiers
        if year_looked_at(programme, tier, day) or _is_told_ahead(programme, tier, day)
    ]
    asked += [
        ("SELECT member FROM balances WHERE asset = ? AND in_total > out_total", (rule.source,))
        for rule in programme.pack.period_vouchers
        if is_period_end(day, int(programme.figure(rule.every_months)))
    ]
    rule = programme.pack.activity
    window = activity_window(programme.word(rule.window), day) if rule else None
    if rule and window:
        first, last = (one.isoformat() for one in window)
        asleep = (
            "SELECT member FROM members m WHERE status = 'active' AND joined_on < ? AND NOT EXISTS "
            "(SELECT 1 FROM tallies t WHERE t.shard = m.shard AND t.member = m.member "
            'AND t.metric = ? AND t."on" >= ? AND t."on" <= ?)'
        )
        asked.append((asleep, (first, rule.metric, first, last)))
    found = {
        str(row[0])
        for text, values in asked
        for row in connection.exec_driver_sql(books.sql(text), values)
    }
    # In the order of the tables, which stand by shard: a batch then touches few pages.
    return sorted(found, key=lambda member: (shard_of(member), member))


def _is_told_ahead(programme: Programme, tier: Tier, day: date) -> bool:
    days = int(programme.figure(tier.keeping.notice_days)) if tier.keeping else 0
    return days > 0 and year_looked_at(programme, tier, day + timedelta(days=days)) is not None
