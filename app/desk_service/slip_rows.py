"""Slips as lists show them, with their traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from app.desk_service.context import (
    KINDS,
    Counter,
    outlet_words,
    person_words,
    tender_words,
    tier_of,
)
from app.desk_service.trace_rows import points_of, trace_lines
from app.loyalty.ids import MemberId, shard_of
from app.loyalty.member import MemberRow
from app.loyalty.refusals import Reason, Refusal
from app.operations.view import View
from app.operations.void import VOIDABLE
from app.store.decided import Decided, decided_from
from app.store.rows import FORMS
from app.ui.service.records import Fact, SlipId, SlipKind, SlipRow, SlipState, Words
from app.ui.service.records import MemberId as FaceMember

_COLUMNS = (
    "d.slip, d.kind, d.member, d.outcome, d.reason, d.business_date, d.decided_at, d.operator, d.terminal, "
    "d.text, s.sequence"
)
_QUIET = (
    "carry_over",
    "appoint_operator",
    "found_hotel",
    "publish_programme",
    "put_reward",
    "fill_pool",
    "withdraw",
    "verify_pin",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as read from the books."""

    slip: str
    kind: str
    member: MemberId
    outcome: str
    reason: str
    business_date: date
    at: datetime
    operator: str
    terminal: str
    sequence: int
    decided: Decided


def kept_slips(
    counter: Counter, connection: Connection, where: str, values: tuple[Any, ...], most: int
) -> list[Kept]:
    """Read posted decisions, the newest first; those of setting up are left out."""
    quiet = ",".join(f"'{kind}'" for kind in _QUIET)
    text = (
        f"SELECT {_COLUMNS} FROM decisions d JOIN slips s ON s.id = d.slip WHERE d.outcome = 'posted' "
        f"AND d.kind NOT IN ({quiet}) AND {where} ORDER BY d.position DESC LIMIT {int(most)}"
    )
    return [_kept(row) for row in connection.exec_driver_sql(counter.books.sql(text), values)]


def kept_slip(counter: Counter, connection: Connection, slip: str) -> Kept | None:
    """Read one decision, whatever came out."""
    text = f"SELECT {_COLUMNS} FROM decisions d JOIN slips s ON s.id = d.slip WHERE d.slip = ?"
    row = connection.exec_driver_sql(counter.books.sql(text), (slip,)).first()
    return _kept(row) if row else None


def slip_rows(
    counter: Counter, connection: Connection, view: View, kept: Iterable[Kept]
) -> tuple[SlipRow, ...]:
    """Turn decisions into lines of a list: who, what, how much, and whether it can be undone."""
    found = list(kept)
    members = _members(counter, connection, [one.member for one in found])
    records = counter.search.records(connection, [one.member for one in found if one.member])
    undone = _undone(counter, connection, [one.slip for one in found])
    people = {row.operator: row for row in counter.staff.all(connection)}
    shown: list[SlipRow] = []
    for one in found:
        name = person_words(records.get(one.member))
        operator = counter.named(people.get(one.operator), one.operator)
        shown.append(_row(counter, view, one, members.get(one.member), undone, name, operator))
    return tuple(shown)


def slip_number(terminal: str, sequence: int) -> str:
    """Return what people call a slip: the terminal's letter and the slip's number there."""
    name, _, place = terminal.partition("-")
    letter = (
        chr(ord("A") + int(place) - 1) if place.isdigit() and name == "desk" else name[:1].upper()
    )
    return f"{letter or 'N'}-{sequence:04d}"


def _kept(row: Sequence[Any]) -> Kept:
    return Kept(
        slip=row[0],
        kind=row[1],
        member=MemberId(row[2]),
        outcome=row[3],
        reason=row[4],
        business_date=date.fromisoformat(row[5]),
        at=datetime.fromisoformat(row[6]),
        operator=row[7],
        terminal=row[8],
        sequence=int(row[10]),
        decided=decided_from(bytes(row[9])),
    )


def _members(
    counter: Counter, connection: Connection, members: list[MemberId]
) -> dict[str, MemberRow]:
    form = FORMS[MemberRow]
    columns = ",".join(f'"{name}"' for name in form.columns)
    sql = counter.books.sql(f"SELECT {columns} FROM members WHERE shard = ? AND member = ?")
    found: dict[str, MemberRow] = {}
    for member in {one for one in members if one}:
        row = connection.exec_driver_sql(sql, (shard_of(member), member)).first()
        if row is not None:
            found[member] = form.decode(row)
    return found


def _undone(counter: Counter, connection: Connection, slips: list[str]) -> set[str]:
    if not slips:
        return set()
    marks = ",".join("?" * len(slips))
    sql = counter.books.sql(f"SELECT value FROM claims WHERE value IN ({marks})")
    return {
        str(row[0]).removeprefix("void:")
        for row in connection.exec_driver_sql(sql, tuple(f"void:{s}" for s in slips))
    }


def _row(
    counter: Counter,
    view: View,
    one: Kept,
    member: MemberRow | None,
    undone: set[str],
    name: Words,
    operator: Words,
) -> SlipRow:
    gives, receipt = one.decided.gives, one.decided.receipt
    amount = receipt.get("amount_minor")
    is_undone = one.slip in undone
    return SlipRow(
        slip_id=SlipId(one.slip),
        number=slip_number(one.terminal, one.sequence),
        kind=KINDS.get(one.kind, SlipKind.OTHER),
        state=SlipState.VOIDED if is_undone else SlipState.POSTED,
        at=counter.local(one.at, view),
        business_date=one.business_date,
        member_id=FaceMember(one.member) if one.member else None,
        member_name=name if one.member else Words(""),
        tier=tier_of(view, member.tier) if member else None,
        facts=_facts(view, one.kind, receipt, gives),
        points=points_of(one.decided.trace, gives.get("points")),
        amount_minor=amount if isinstance(amount, int) else None,
        trace=trace_lines(view, one.decided.trace, one.decided.observed.programme),
        operator=operator,
        void_barred=_void_barred(one, is_undone=is_undone),
        refund_barred=None
        if one.kind == "post_spend" and not is_undone
        else Refusal(Reason.CANNOT_BE_VOIDED, {"kind": one.kind}),
    )


def _void_barred(one: Kept, *, is_undone: bool) -> Refusal | None:
    if is_undone:
        return Refusal(Reason.ALREADY_VOIDED)
    return None if one.kind in VOIDABLE else Refusal(Reason.CANNOT_BE_VOIDED, {"kind": one.kind})


def _facts(
    view: View, kind: str, receipt: Mapping[str, str | int], gives: Mapping[str, Any]
) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    if "outlet" in receipt:
        facts["outlet"] = outlet_words(view, str(receipt["outlet"]))
    for name in ("bill", "room", "nights", "quantity"):
        if name in receipt:
            facts[name] = receipt[name]
    if "reward" in receipt:
        reward = view.house.rewards.get(str(receipt["reward"]))
        facts["reward"] = (
            Words(reward.name_zh, reward.name_en) if reward else Words(str(receipt["reward"]))
        )
    if "tender" in receipt:
        facts["tender"] = tender_words(str(receipt["tender"]))
    if "card" in gives:
        facts["card_tail"] = str(gives["card"])
    if kind == "check_out":
        facts |= {name: gives[name] for name in ("room", "nights") if name in gives}
    return facts
