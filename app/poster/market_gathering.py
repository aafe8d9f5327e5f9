"""What is asked about markets before a decision: the stakes, the kick-off, and whether the outcome is known."""

from __future__ import annotations

from sqlalchemy import Connection

from app.loyalty import accounts
from app.loyalty.ids import MemberId, shard_of
from app.operations.merge_member import STAKE
from app.operations.stake import KICKOFF, Stake
from app.store.books import Books
from app.store.chain import slip_from


def market_settled(books: Books, connection: Connection, market: str) -> dict[str, int]:
    """Return ``settled`` with the figure 1 where a market's outcome is known."""
    text = books.sql("SELECT COUNT(*) FROM claims WHERE value = ?")
    return {"settled": int(connection.exec_driver_sql(text, (f"market:{market}",)).scalar_one())}


def kickoff_of(books: Books, connection: Connection, market: str) -> dict[str, int]:
    """Return the kick-off that the first stake of a market named, in seconds since 1970; empty where nobody staked.

    A later stake that names another hour cannot open a closed market again.
    """
    begins = accounts.market(market, "")
    text = books.sql(
        "SELECT s.text FROM transfers t JOIN slips s ON s.id = t.slip WHERE t.target >= ? AND t.target < ? "
        "ORDER BY s.arrived_at, s.id LIMIT 1"
    )
    first = connection.exec_driver_sql(text, (begins, begins[:-1] + ";")).scalar()
    slip = None if first is None else slip_from(bytes(first))
    if slip is None or not isinstance(slip.body, Stake):
        return {}
    return {KICKOFF: int(slip.body.kickoff.timestamp())}


def stakes_in(books: Books, connection: Connection, market: str) -> dict[str, int]:
    """Return the points staked in a market, by outcome and member, joined with a colon."""
    begins = accounts.market(market, "")
    text = books.sql(
        "SELECT target, member, SUM(amount) FROM transfers WHERE target >= ? AND target < ? "
        "GROUP BY target, member"
    )
    # A colon's next character ends the range of accounts that begin so.
    found = connection.exec_driver_sql(text, (begins, begins[:-1] + ";"))
    return {f"{target[len(begins) :]}:{member}": int(points) for target, member, points in found}


def open_stakes_of(books: Books, connection: Connection, member: MemberId) -> dict[str, int]:
    """Return the points that a member has in markets whose outcome is not known yet, by market."""
    text = books.sql(
        "SELECT source, target, SUM(amount) FROM transfers WHERE shard = ? AND member = ? "
        "AND (target >= ? AND target < ? OR source >= ? AND source < ?) GROUP BY source, target"
    )
    begins = accounts.MARKETS
    # A colon's next character ends the range of accounts that begin so.
    inside = (begins, begins[:-1] + ";")
    values = (shard_of(member), str(member), *inside, *inside)
    staked: dict[str, int] = {}
    for source, target, points in connection.exec_driver_sql(text, values):
        for account, signed in ((source, -int(points)), (target, int(points))):
            name = accounts.market_of(account)
            if name:
                staked[name] = staked.get(name, 0) + signed
    return {
        f"{STAKE}{name}": points
        for name, points in sorted(staked.items())
        if points > 0 and not market_settled(books, connection, name)["settled"]
    }
