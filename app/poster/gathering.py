"""Sums that a decision needs beforehand: a shift's tenders, a day's figures and its proof."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from sqlalchemy import Connection

from app.loyalty.house import ShiftRow
from app.operations.slip import Body, Slip
from app.operations.view import HouseState
from app.store.books import Books

# Slips that set a house up or come by themselves are no business of a day.
_SETTING_UP = frozenset(
    {
        "found_hotel",
        "appoint_operator",
        "publish_programme",
        "put_reward",
        "fill_pool",
        "carry_over",
        "end_member_day",
    }
)


def shift_sums(books: Books, connection: Connection, shift: ShiftRow) -> dict[str, int]:
    """Return what each tender took in since a shift was opened, in minor units, without the float."""
    text = (
        "SELECT t.source, t.target, SUM(t.amount) FROM decisions d "
        "JOIN transfers t ON t.shard = d.shard AND t.member = d.member AND t.slip = d.slip "
        "WHERE d.business_date >= ? AND d.terminal = ? AND d.decided_at >= ? "
        "AND (t.source LIKE 'tender:%' OR t.target LIKE 'tender:%') GROUP BY t.source, t.target"
    )
    if not books.is_embedded:
        text = text.replace("%'", "%%'")
    values = (shift.business_date.isoformat(), shift.terminal, shift.opened_at.isoformat())
    sums: dict[str, int] = {}
    for source, target, amount in connection.exec_driver_sql(books.sql(text), values):
        for account, signed in ((source, int(amount)), (target, -int(amount))):
            if account.startswith("tender:") and account != "tender:points":
                name = account.removeprefix("tender:")
                sums[name] = sums.get(name, 0) + signed
    return {name: amount for name, amount in sums.items() if amount}


def day_figures(books: Books, connection: Connection, day: date) -> dict[str, int]:
    """Return the figures of a business date: slips, spend, points and stored value in and out."""
    figures = dict.fromkeys(
        (
            "slips",
            "bills",
            "voids",
            "redemptions",
            "spend_minor",
            "points_earned",
            "points_redeemed",
            "stored_in",
            "stored_out",
        ),
        0,
    )
    text = "SELECT kind, COUNT(*) FROM decisions WHERE business_date = ? AND outcome = 'posted' GROUP BY kind"
    names = {"post_spend": "bills", "void": "voids", "redeem": "redemptions"}
    for kind, count in connection.exec_driver_sql(books.sql(text), (day.isoformat(),)):
        figures["slips"] += count if kind not in _SETTING_UP else 0
        if kind in names:
            figures[names[kind]] += count
    for asset, source, target, amount in _moved(books, connection, day):
        if target.startswith("sales:") and source != "house:discounts":
            figures["spend_minor"] += amount
        if source.startswith("sales:") and target != "house:discounts":
            figures["spend_minor"] -= amount
        if asset == "points":
            figures["points_earned"] += amount * (source == "house:issued") - amount * (
                target == "house:issued"
            )
            figures["points_redeemed"] += amount * (target == "house:redeemed") - amount * (
                source == "house:redeemed"
            )
        elif target == "member:available" and not source.startswith("member:"):
            figures["stored_in"] += amount * source.startswith("tender:")
            figures["stored_out"] -= amount * source.startswith("sales:")
        elif source == "member:available":
            figures["stored_out"] += amount * target.startswith("sales:")
            figures["stored_in"] -= amount * target.startswith("tender:")
    return figures


def day_proof(books: Books, connection: Connection, day: date) -> str:
    """Prove a business date: return the hash of its roll-up, or nothing where balances and lots disagree."""
    text = (
        "SELECT COUNT(*) FROM (SELECT DISTINCT shard, member FROM transfers WHERE business_date = ?) k "
        "JOIN balances b ON b.shard = k.shard AND b.member = k.member "
        "WHERE EXISTS (SELECT 1 FROM lots l WHERE l.shard = b.shard AND l.member = b.member AND l.asset = b.asset) "
        "AND b.in_total - b.out_total <> (SELECT COALESCE(SUM(l.remaining), 0) FROM lots l "
        "WHERE l.shard = b.shard AND l.member = b.member AND l.asset = b.asset AND l.account = b.account)"
    )
    if connection.exec_driver_sql(books.sql(text), (day.isoformat(),)).scalar_one():
        return ""
    lines = sorted(
        f"{asset} {source} {target} {amount}"
        for asset, source, target, amount in _moved(books, connection, day)
    )
    return sha256("\n".join([day.isoformat(), *lines]).encode()).hexdigest()


def gathered(
    books: Books, connection: Connection, what: str, house: HouseState, slip: Slip[Body]
) -> tuple[dict[str, int], str]:
    """Return the figures and the proof that an operation observes: of its ``shift``, of the ``day``, or none."""
    shift = house.shifts.get(slip.terminal)
    if what == "shift" and shift is not None:
        return shift_sums(books, connection, shift), ""
    if what == "day" and house.property is not None:
        day = house.property.business_date
        return day_figures(books, connection, day), day_proof(books, connection, day)
    return {}, ""


def _moved(books: Books, connection: Connection, day: date) -> list[tuple[str, str, str, int]]:
    text = (
        "SELECT asset, source, target, SUM(amount) FROM transfers WHERE business_date = ? "
        "GROUP BY asset, source, target"
    )
    found = connection.exec_driver_sql(books.sql(text), (day.isoformat(),))
    return [
        (str(asset), str(source), str(target), int(amount))
        for asset, source, target, amount in found
    ]
