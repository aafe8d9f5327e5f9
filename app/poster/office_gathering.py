"""What decisions of the office need beforehand: who is reached, what has changed, and which bills stand."""

from __future__ import annotations

from sqlalchemy import Connection

from app.loyalty.ids import MemberId, shard_of
from app.operations.appeal import Appeal
from app.operations.campaign import Campaign
from app.operations.claim_prize import ClaimPrize
from app.operations.export_web import COUNTER, MOST, ExportWeb, named
from app.operations.view import HouseState
from app.programme.programme import Programme
from app.programme.segments import segment_of
from app.store.books import Books

# A member goes to the website when the review is over; who was turned away only if they applied there.
_CHANGED = (
    "FROM (SELECT m.member, m.number, m.status, m.tier, c.position, "
    "(SELECT COALESCE(SUM(b.in_total - b.out_total), 0) FROM balances b "
    "WHERE b.shard = m.shard AND b.member = m.member AND b.asset = 'points') AS points, m.shard "
    "FROM (SELECT shard, member, MAX(position) AS position FROM decisions "
    "WHERE position > ? AND position <= ? AND outcome = 'posted' AND member <> '' "
    "GROUP BY shard, member) c JOIN members m ON m.shard = c.shard AND m.member = c.member "
    "WHERE m.status <> 'applied' AND (m.status <> 'rejected' OR m.channel = 'website')) n "
    "LEFT JOIN web_members w ON w.shard = n.shard AND w.member = n.member "
    "WHERE w.member IS NULL OR w.number <> n.number OR w.status <> n.status OR w.tier <> n.tier "
    "OR w.points <> n.points"
)


def changed_for_web(
    books: Books, connection: Connection, house: HouseState, body: ExportWeb
) -> dict[str, int]:
    """Return what has changed since the last confirmed export: one set-based reading of the journal.

    Returns:
        ``since`` and ``upto`` as positions in the journal, ``changed`` (how many members), and each of
        their records by its name, the longest waiting first and at most ``MOST``.
    """
    since = house.counters.get(COUNTER, 0)
    last = int(connection.exec_driver_sql("SELECT MAX(position) FROM decisions").scalar() or 0)
    upto = max(since, min(body.upto or last, last))
    rows = connection.exec_driver_sql(
        books.sql(
            "SELECT n.member, n.number, n.status, n.tier, n.points, n.position "
            f"{_CHANGED} ORDER BY n.position LIMIT {MOST + 1}"
        ),
        (since, upto),
    ).fetchall()
    changed = len(rows)
    if changed > MOST:
        count = books.sql(f"SELECT COUNT(*) {_CHANGED}")
        changed = int(connection.exec_driver_sql(count, (since, upto)).scalar_one())
        rows = rows[:MOST]
        upto = int(rows[-1][5])
    records = {named(*map(str, row[:4])): int(row[4]) for row in rows} if body.confirmed else {}
    return {"since": since, "upto": upto, "changed": changed, **records}


def willing_in_segment(
    books: Books, connection: Connection, programme: Programme, body: Campaign
) -> dict[str, int]:
    """Return the members of a segment who agreed to be written to, each with the figure 1."""
    pack = programme.pack
    segment = segment_of(body.segment, frozenset(one.code for one in pack.tiers), pack.segments)
    if segment is None:
        return {}
    text = "SELECT member FROM members WHERE consent AND status IN ('active', 'inactive')"
    values: list[str] = []
    for column, wanted in (
        ("tier", segment.tiers),
        ("kind", segment.kinds),
        ("channel", segment.channels),
        ("language", segment.languages),
    ):
        if wanted:
            text += f" AND {column} IN ({','.join('?' * len(wanted))})"
            values += wanted
    found = connection.exec_driver_sql(books.sql(f"{text} ORDER BY member"), tuple(values))
    return {str(row[0]): 1 for row in found}


def slept_in(
    books: Books, connection: Connection, member: MemberId, body: ClaimPrize
) -> dict[str, int]:
    """Return ``slept`` with how many stays of this member began in that room on that day."""
    text = (
        "SELECT COUNT(*) FROM stays WHERE shard = ? AND member = ? AND room = ? AND arrived_on = ?"
    )
    values = (shard_of(member), str(member), body.room, body.checked_in.isoformat())
    return {"slept": int(connection.exec_driver_sql(books.sql(text), values).scalar_one())}


def bill_stands(
    books: Books, connection: Connection, member: MemberId, body: Appeal
) -> dict[str, int]:
    """Return ``posted`` with how often this bill stands posted for this member."""
    text = (
        "SELECT COUNT(*) FROM bills WHERE bill = ? AND business_date = ? AND outlet = ? "
        "AND shard = ? AND member = ? AND status = 'posted'"
    )
    values = (body.bill, body.billed_on.isoformat(), body.outlet, shard_of(member), str(member))
    return {"posted": int(connection.exec_driver_sql(books.sql(text), values).scalar_one())}
