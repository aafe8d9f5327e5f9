"""Checks every promise that the books make about themselves, and names the entry that breaks one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.operations.slip import slip_hash
from app.store.books import Books
from app.store.chain import chain_of
from app.store.keys import card_hash

_LEGS = (
    "(SELECT shard, member, asset, target AS account, amount AS into_it, 0 AS out_of_it FROM transfers "
    "UNION ALL SELECT shard, member, asset, source, 0, amount FROM transfers)"
)
_LOT_LEGS = (
    "(SELECT shard, member, lot, target AS account, amount AS signed FROM transfers WHERE lot IS NOT NULL "
    "UNION ALL SELECT shard, member, lot, source, -amount FROM transfers WHERE lot IS NOT NULL)"
)
_MOST_NAMED = 100


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken promise: which check, which entry, why."""

    check: str
    entry: str
    why: str


@dataclass(slots=True)
class Report:
    """What was checked, how many rows each check read, and what is broken."""

    checked: dict[str, int] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when nothing is broken."""
        return not self.broken


def verify(books: Books, acked: Iterable[str] = ()) -> Report:
    """Check a book.

    Args:
        books: Open books; they are only read.
        acked: Slip ids that somebody was told are decided.

    Returns:
        The report; it names at most 100 broken entries a check.
    """
    report = Report()
    checks: list[tuple[str, Callable[[Books, Connection], Iterable[tuple[str, str]]]]] = [
        ("file", _file),
        ("balance = sum of transfers", _balances),
        ("member accounts not below zero", _not_below_zero),
        ("lots = transfers", _lots),
        ("lots = balances", _lots_and_balances),
        ("in transit = 0", _in_transit),
        ("closed dates take no entry", _closed_dates),
        ("a decision for every slip", _decided),
        ("a slip for every decision", _has_slip),
        ("shard numbers without gap", _numbers),
        ("claims belong to posted slips", _claims),
        ("one active card number, one member", _cards),
        ("slips find cards by their hash", _card_hashes),
    ]
    with books.reading() as connection:
        for name, check in checks:
            found = list(check(books, connection))
            report.broken += [Broken(name, entry, why) for entry, why in found[:_MOST_NAMED]]
            report.checked[name] = len(found)
        _chains(books, connection, report)
        _acked(books, connection, report, acked)
        for table in ("slips", "decisions", "transfers", "balances", "lots"):
            report.checked[table] = int(
                connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar_one()
            )
    if books.keys.where == "file":
        report.warnings.append("keys lie in a file beside the books: no keyring answered")
    return report


def _ask(books: Books, connection: Connection, text: str) -> list[Any]:
    return list(connection.exec_driver_sql(text if books.is_embedded else text.replace("%", "%%")))


def _file(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    if books.is_embedded:
        for (said,) in connection.exec_driver_sql("PRAGMA quick_check"):
            if said != "ok":
                yield "file", str(said)


def _balances(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        f"SELECT f.member, f.asset, f.account, f.i, f.o, b.in_total, b.out_total FROM (SELECT shard, member, asset, account, "
        f"SUM(into_it) AS i, SUM(out_of_it) AS o FROM {_LEGS} AS legs WHERE account LIKE 'member:%' "
        "GROUP BY shard, member, asset, account) AS f LEFT JOIN balances b ON b.shard = f.shard AND b.member = f.member "
        "AND b.asset = f.asset AND b.account = f.account WHERE b.in_total IS NULL OR b.in_total <> f.i OR b.out_total <> f.o"
    )
    for member, asset, account, i, o, had_in, had_out in _ask(books, connection, text):
        yield (
            f"{member} {asset} {account}",
            f"transfers say {i}-{o}, the balance says {had_in}-{had_out}",
        )
    text = (
        "SELECT b.member, b.asset, b.account FROM balances b WHERE b.in_total > 0 AND NOT EXISTS (SELECT 1 FROM transfers t "
        "WHERE t.shard = b.shard AND t.member = b.member AND t.asset = b.asset AND (t.target = b.account))"
    )
    for member, asset, account in _ask(books, connection, text):
        yield f"{member} {asset} {account}", "a balance without any transfer"


def _not_below_zero(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    for member, asset, account in _ask(
        books, connection, "SELECT member, asset, account FROM balances WHERE out_total > in_total"
    ):
        yield f"{member} {asset} {account}", "below zero"


def _lots(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        f"SELECT f.member, f.lot, f.account, f.net, l.remaining FROM (SELECT shard, member, lot, account, SUM(signed) AS net "
        f"FROM {_LOT_LEGS} AS legs WHERE account LIKE 'member:%' GROUP BY shard, member, lot, account) AS f "
        "LEFT JOIN lots l ON l.shard = f.shard AND l.member = f.member AND l.lot = f.lot AND l.account = f.account "
        "WHERE l.remaining IS NULL OR l.remaining <> f.net OR f.net < 0"
    )
    for member, lot, account, net, remaining in _ask(books, connection, text):
        yield f"{member} {lot} {account}", f"transfers say {net}, the lot says {remaining}"


def _lots_and_balances(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        "SELECT b.member, b.asset, b.account, b.in_total - b.out_total, s.held FROM balances b JOIN "
        "(SELECT shard, member, asset, account, SUM(remaining) AS held FROM lots GROUP BY shard, member, asset, account) AS s "
        "ON s.shard = b.shard AND s.member = b.member AND s.asset = b.asset AND s.account = b.account "
        "WHERE s.held <> b.in_total - b.out_total"
    )
    for member, asset, account, balance, held in _ask(books, connection, text):
        yield f"{member} {asset} {account}", f"the balance is {balance}, its lots hold {held}"


def _in_transit(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        f"SELECT asset, SUM(into_it - out_of_it) FROM {_LEGS} AS legs WHERE account = 'house:in-transit' GROUP BY asset "
        "HAVING SUM(into_it - out_of_it) <> 0"
    )
    for asset, amount in _ask(books, connection, text):
        yield f"house:in-transit {asset}", f"{amount} is under way"


def _closed_dates(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        "SELECT d.slip, d.business_date FROM decisions d JOIN days y ON y.business_date = d.business_date "
        "WHERE d.decided_at > y.closed_at AND d.kind <> 'close_day' AND d.position > "
        "(SELECT MAX(c.position) FROM decisions c WHERE c.kind = 'close_day' AND c.outcome = 'posted' "
        "AND c.business_date = y.business_date)"
    )
    for slip, day in _ask(books, connection, text):
        yield str(slip), f"entered on {day} after it was closed"


def _decided(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        "SELECT s.id, u.slip FROM slips s LEFT JOIN undecided u ON u.slip = s.id "
        "WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.slip = s.id)"
    )
    for slip, waits in _ask(books, connection, text):
        if waits:
            yield str(slip), "kept but not decided; it is withdrawn or decided when the desk starts"
        else:
            yield str(slip), "kept but not decided, and not noted: no start would settle it"
    text = (
        "SELECT u.slip FROM undecided u WHERE NOT EXISTS (SELECT 1 FROM slips s WHERE s.id = u.slip) "
        "OR EXISTS (SELECT 1 FROM decisions d WHERE d.slip = u.slip)"
    )
    for (slip,) in _ask(books, connection, text):
        yield str(slip), "noted as undecided, but decided or not there"


def _has_slip(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = "SELECT d.slip FROM decisions d WHERE NOT EXISTS (SELECT 1 FROM slips s WHERE s.id = d.slip)"
    for (slip,) in _ask(books, connection, text):
        yield str(slip), "a decision without its slip"
    text = "SELECT DISTINCT t.slip FROM transfers t WHERE NOT EXISTS (SELECT 1 FROM decisions d WHERE d.slip = t.slip)"
    for (slip,) in _ask(books, connection, text):
        yield str(slip), "transfers without a decision"


def _numbers(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        "SELECT d.shard, COUNT(*), COUNT(DISTINCT d.number), MAX(d.number), MAX(h.number) FROM decisions d "
        "LEFT JOIN shard_heads h ON h.shard = d.shard GROUP BY d.shard"
    )
    for shard, rows, distinct, highest, head in _ask(books, connection, text):
        if not rows == distinct == highest == head:
            yield (
                f"shard {shard}",
                f"{rows} decisions, {distinct} numbers up to {highest}, head at {head}",
            )


def _claims(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = (
        "SELECT c.value, c.slip FROM claims c WHERE NOT EXISTS "
        "(SELECT 1 FROM decisions d WHERE d.slip = c.slip AND d.outcome = 'posted')"
    )
    for value, slip in _ask(books, connection, text):
        yield str(slip), f"holds the claim {str(value).split(':', 1)[0]} without being posted"


def _cards(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    text = "SELECT member, COUNT(*) FROM cards WHERE status = 'active' GROUP BY member HAVING COUNT(*) > 1"
    for member, count in _ask(books, connection, text):
        yield str(member), f"has {count} cards that work"


def _card_hashes(books: Books, connection: Connection) -> Iterable[tuple[str, str]]:
    for number, said in _ask(books, connection, "SELECT number, hash FROM cards"):
        if said != card_hash(books.keys, str(number)):
            yield f"card …{str(number)[-4:]}", "its hash is not of its number: no slip finds it"


def _chains(books: Books, connection: Connection, report: Report) -> None:
    """Follow each terminal's chain: hash of the text, then the hash of the slip before."""
    text = "SELECT id, terminal, incarnation, sequence, hash, text FROM slips ORDER BY terminal, incarnation, sequence"
    last: tuple[str, int, int, str] = ("", 0, 0, "")
    count = 0
    for slip, terminal, incarnation, sequence, digest, body in connection.exec_driver_sql(text):
        count += 1
        if slip_hash(bytes(body)) != bytes(digest):
            report.broken.append(
                Broken("hash chain", str(slip), "the text does not have the hash that was kept")
            )
        if not sequence:
            continue
        previous = chain_of(bytes(body))
        is_next = last[:2] == (terminal, incarnation) and sequence == last[2] + 1
        expected = last[3] if is_next else ""
        if (last[:2] == (terminal, incarnation) and not is_next) or previous != expected:
            report.broken.append(
                Broken(
                    "hash chain", str(slip), f"sequence {sequence} does not follow the one before"
                )
            )
        last = (terminal, incarnation, sequence, bytes(digest).hex())
    report.checked["hash chain"] = count


def _acked(books: Books, connection: Connection, report: Report, acked: Iterable[str]) -> None:
    count = 0
    sql = books.sql("SELECT 1 FROM decisions WHERE slip = ?")
    for slip in acked:
        count += 1
        if connection.exec_driver_sql(sql, (slip,)).first() is None:
            report.broken.append(
                Broken("acknowledged", slip, "acknowledged, but there is no decision")
            )
    report.checked["acknowledged"] = count
