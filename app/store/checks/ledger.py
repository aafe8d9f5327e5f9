"""Whether the sums agree: balances, lots and holds with the transfers that made them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from app.loyalty.accounts import PENDING, held
from app.store.books import Books
from app.store.checks.found import ask

_LEGS = (
    "(SELECT shard, member, asset, target AS account, amount AS into_it, 0 AS out_of_it FROM transfers "
    "UNION ALL SELECT shard, member, asset, source, 0, amount FROM transfers)"
)
_LOT_LEGS = (
    "(SELECT shard, member, lot, asset, target AS account, amount AS signed FROM transfers WHERE lot IS NOT NULL "
    "UNION ALL SELECT shard, member, lot, asset, source, -amount FROM transfers WHERE lot IS NOT NULL)"
)
_BOOKING, _REWARD = held("booking:"), held("reward:")


def balances(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Each balance is the sum of its transfers, and none is there without one."""
    text = (
        "SELECT f.member, f.asset, f.account, f.i, f.o, b.in_total, b.out_total FROM (SELECT shard, member, asset, "
        f"account, SUM(into_it) AS i, SUM(out_of_it) AS o FROM {_LEGS} AS legs WHERE account LIKE 'member:%' "
        "GROUP BY shard, member, asset, account) AS f LEFT JOIN balances b ON b.shard = f.shard "
        "AND b.member = f.member AND b.asset = f.asset AND b.account = f.account "
        "WHERE b.in_total IS NULL OR b.in_total <> f.i OR b.out_total <> f.o"
    )
    for member, asset, account, i, o, had_in, had_out in ask(books, connection, text):
        why = f"transfers say {i}-{o}, the balance says {had_in}-{had_out}"
        yield f"{member} {asset} {account}", why
    text = (
        "SELECT shard, member, asset, account FROM balances EXCEPT "
        f"SELECT shard, member, asset, account FROM {_LEGS} AS legs WHERE account LIKE 'member:%'"
    )
    for _, member, asset, account in ask(books, connection, text):
        yield f"{member} {asset} {account}", "a balance without any transfer"


def not_below_zero(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """No member's account holds less than nothing."""
    text = "SELECT member, asset, account FROM balances WHERE out_total > in_total"
    for member, asset, account in ask(books, connection, text):
        yield f"{member} {asset} {account}", "below zero"


def lots(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """What is left of each lot is the sum of its transfers, and no lot is there without one."""
    text = (
        "SELECT f.member, f.lot, f.account, f.net, l.remaining FROM (SELECT shard, member, lot, account, "
        f"SUM(signed) AS net FROM {_LOT_LEGS} AS legs WHERE account LIKE 'member:%' "
        "GROUP BY shard, member, lot, account) AS f "
        "LEFT JOIN lots l ON l.shard = f.shard AND l.member = f.member AND l.lot = f.lot AND l.account = f.account "
        "WHERE l.remaining IS NULL OR l.remaining <> f.net OR f.net < 0"
    )
    for member, lot, account, net, remaining in ask(books, connection, text):
        yield f"{member} {lot} {account}", f"transfers say {net}, the lot says {remaining}"
    text = (
        "SELECT shard, member, lot, account, asset FROM lots EXCEPT "
        f"SELECT shard, member, lot, account, asset FROM {_LOT_LEGS} AS legs"
    )
    for _, member, lot, account, asset in ask(books, connection, text):
        yield f"{member} {lot} {account}", f"a lot of {asset} without any transfer"


def lots_and_balances(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """An account that has lots holds what its lots hold, of the same asset."""
    text = (
        "SELECT s.member, s.asset, s.account, b.in_total - b.out_total, s.held FROM (SELECT shard, member, asset, "
        "account, SUM(remaining) AS held FROM lots GROUP BY shard, member, asset, account) AS s LEFT JOIN balances b "
        "ON s.shard = b.shard AND s.member = b.member AND s.asset = b.asset AND s.account = b.account "
        "WHERE b.in_total IS NULL OR s.held <> b.in_total - b.out_total"
    )
    for member, asset, account, balance, in_lots in ask(books, connection, text):
        yield f"{member} {asset} {account}", f"the balance is {balance}, its lots hold {in_lots}"


def in_transit(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Nothing is under way between two accounts."""
    text = (
        f"SELECT asset, SUM(into_it - out_of_it) FROM {_LEGS} AS legs WHERE account = 'house:in-transit' "
        "GROUP BY asset HAVING SUM(into_it - out_of_it) <> 0"
    )
    for asset, amount in ask(books, connection, text):
        yield f"house:in-transit {asset}", f"{amount} is under way"


def entries(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """Each transfer is of a posted slip of the same member and business date, and moves something."""
    text = (
        "SELECT t.slip, t.line, d.outcome, t.business_date, d.business_date, t.amount, t.source, t.target "
        "FROM transfers t LEFT JOIN decisions d ON d.shard = t.shard AND d.member = t.member AND d.slip = t.slip "
        "WHERE d.slip IS NULL OR d.outcome <> 'posted' OR d.business_date <> t.business_date OR t.amount <= 0 "
        "OR t.source = t.target"
    )
    for slip, line, outcome, day, decided, amount, source, target in ask(books, connection, text):
        if outcome is None:
            why = "of a member for whom the slip was not decided"
        elif outcome != "posted":
            why = f"of a slip that was {outcome}"
        elif day != decided:
            why = f"on {day}, the slip was decided on {decided}"
        else:
            why = f"{amount} from {source} to {target}"
        yield str(slip), f"transfer {line}: {why}"


def holds(books: Books, connection: Connection) -> Iterator[tuple[str, str]]:
    """What is set aside is set aside for something open: a booking to come, a reward reserved, points not yet usable.

    How much each of them needs follows from the programme; that the amount is right is what a replay says.
    """
    text = (
        "SELECT b.shard, b.member, b.asset, b.account FROM balances b WHERE b.account LIKE 'member:held:%' "
        "AND b.in_total > b.out_total"
    )
    open_ones = {
        (str(member), _BOOKING + str(booking))
        for member, booking in ask(
            books, connection, "SELECT member, booking FROM bookings WHERE status = 'open'"
        )
    }
    reserved = "SELECT member, metric FROM tallies WHERE metric LIKE 'reserved:%' AND amount > 0"
    for member, metric in ask(books, connection, reserved):
        open_ones.add((str(member), _REWARD + str(metric).removeprefix("reserved:")))
    waiting = f"SELECT DISTINCT member FROM lots WHERE account = '{PENDING}' AND remaining > 0"
    open_ones |= {(str(member), PENDING) for (member,) in ask(books, connection, waiting)}
    for _, member, asset, account in ask(books, connection, text):
        if (str(member), str(account)) not in open_ones:
            yield f"{member} {asset} {account}", "set aside for nothing that is open"
