"""Books on the command line: verify, replay, backup, restore."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.bootstrap.backup import BackupError, back_up, restore
from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import HotelFolder
from app.loyalty.money import from_minor
from app.poster.replay import replay
from app.programme.load import parse_pack
from app.programme.pack import Pack
from app.settings.secrets import key_safe
from app.store.books import Books, BooksError, Fault
from app.store.past import balances_on, ending_by
from app.store.verify import Broken, Report, verify

# A page that was overwritten may still open: then a slip's text is no text any more, an id no id. A URL may
# name an engine whose driver is not here.
_UNREADABLE = (
    BooksError,
    msgspec.MsgspecError,
    SQLAlchemyError,
    ImportError,
    OSError,
    TypeError,
    ValueError,
)
_FILE = "sqlite:///"
_MOST_NAMED = 100
_MOST_REPLAYED = 200_000  # some two minutes and 1.6 GB; beyond that a person chooses when


def verify_books(
    hotel: Path,
    url: str | None,
    acked: Path | None,
    *,
    as_json: bool,
    keys: Path | None = None,
) -> int:
    """Check every promise of a book, and decide its slips again; exit status 1 when anything is broken."""
    try:
        ids = acked.read_text(encoding="ascii").split() if acked else []
    except (OSError, ValueError) as error:
        return _unread(
            f"no slip ids can be read from {acked}: {error}", str(acked), as_json=as_json
        )
    try:
        with _opened(hotel, url, keys) as books:
            report = verify(books, ids, thorough=True)
            _replayed(books, report)
    except _UNREADABLE as error:
        return _unread(_said(error), url or str(hotel), as_json=as_json)
    for one in report.broken:
        print(f"BROKEN {one.check}: {one.entry}: {one.why}")
    for warning in report.warnings:
        print(f"note: {warning}")
    checked = report.checked
    print(
        f"{checked['slips']} slips, {checked['transfers']} transfers: {'fine' if report.ok else 'BROKEN'}"
    )
    if as_json:
        broken = [{"check": one.check, "entry": one.entry, "why": one.why} for one in report.broken]
        told = {"ok": report.ok, "checked": checked, "broken": broken, "notes": report.warnings}
        print(json.dumps(told))
    return 0 if report.ok else 1


def _replayed(books: Books, report: Report) -> None:
    """Add to a report what a replay says: the tables alone do not know how their slips were to be decided."""
    if report.checked["slips"] > _MOST_REPLAYED:
        report.warnings.append(
            "not decided anew, there are too many slips: run innpoint books replay"
        )
        return
    try:
        found = replay(books)
    except BooksError as error:
        # A table that is gone is said already; a file that is damaged says so here.
        report.broken.append(Broken("replay", "books", _said(error)))
        return
    report.checked["replay"] = found.slips
    report.broken += [Broken("replay", one.slip, one.why) for one in found.differing[:_MOST_NAMED]]
    # Words alone are no broken promise: a later InnPoint may say more of a decision than the one that made it.
    report.warnings += [f"replay: {one.slip}: {one.why}" for one in found.told[:_MOST_NAMED]]


def replay_books(hotel: Path, url: str | None, *, as_json: bool, keys: Path | None = None) -> int:
    """Decide all slips anew and compare; exit status 1 when anything differs."""
    try:
        with _opened(hotel, url, keys) as books:
            found = replay(books)
    except _UNREADABLE as error:
        return _unread(_said(error), url or str(hotel), as_json=as_json)
    for one in found.differing[:_MOST_NAMED]:
        print(f"DIFFERS {one.slip}: {one.why}")
    for one in found.told[:_MOST_NAMED]:
        print(f"note: {one.slip}: {one.why}")
    print(f"{found.slips} slips, {found.transfers} transfers, {len(found.differing)} differ")
    if as_json:
        differing = [{"slip": one.slip, "why": one.why} for one in found.differing]
        print(json.dumps({"ok": not found.differing, "slips": found.slips, "differing": differing}))
    return 1 if found.differing else 0


def _said(error: Exception) -> str:
    """Say in one sentence why books cannot be read."""
    return f"the books cannot be read: {' '.join(str(error).split())}"


def _unread(sentence: str, entry: str, *, as_json: bool = False) -> int:
    """Say that nothing could be looked at, in a sentence and as the object that comes last."""
    print(sentence, file=sys.stderr)
    if as_json:
        broken = [{"check": "open", "entry": entry, "why": sentence}]
        print(json.dumps({"ok": False, "checked": {}, "broken": broken}))
    return 1


def balances_of_books(
    hotel: Path,
    url: str | None,
    on: date,
    ending: date | None,
    member: str,
    *,
    keys: Path | None = None,
) -> int:
    """Print what members held at the end of a day and, of what they hold now, what ends by another."""
    try:
        with _opened(hotel, url, keys) as books, books.reading() as connection:
            held = balances_on(books, connection, on, member)
            ends = ending_by(books, connection, ending, member) if ending else {}
            scales = _scales(connection)
    except _UNREADABLE as error:
        return _unread(_said(error), url or str(hotel))
    for asset, amount in held.items():
        print(f"{asset:<20}{from_minor(amount, scales.get(asset, 0)):>18} on {on}")
    for asset, amount in ends.items():
        print(f"{asset:<20}{from_minor(amount, scales.get(asset, 0)):>18} ends by {ending}")
    if not held and not ends:
        print(f"nothing on {on}")
    return 0


def _scales(connection: Connection) -> dict[str, int]:
    """Return the decimals of each asset, of every version that the books have seen; the newest counts."""
    text = "SELECT source, pack FROM programmes ORDER BY version"
    packs = [
        parse_pack(str(source), str(pack)) for source, pack in connection.exec_driver_sql(text)
    ]
    return {
        name: asset.scale
        for pack in packs
        if isinstance(pack, Pack)
        for name, asset in pack.assets.items()
    }


def backup_books(hotel: Path, target: Path) -> int:
    """Copy books, keys and settings."""
    try:
        copy = back_up(HotelFolder(hotel), target, system_clock())
    except (BackupError, BooksError, OSError) as error:
        print(f"nothing was copied: {error}")
        return 1
    print(f"copied to {copy}")
    return 0


def restore_books(hotel: Path, source: Path) -> int:
    """Bring a copy back; it gets a new epoch, so that terminals know."""
    try:
        epoch = restore(source, HotelFolder(hotel), system_clock())
    except (BackupError, OSError, *_UNREADABLE) as error:
        print(f"nothing was restored: {error}")
        return 1
    print(f"restored to {hotel}, epoch {epoch}; the books before it lie beside them")
    return 0


def _opened(hotel: Path, url: str | None, keys: Path | None) -> Books:
    folder = HotelFolder(hotel)
    if url:
        return books_at(url, keys)
    return Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False)


def books_at(url: str, keys: Path | None = None) -> Books:
    """Open books by path or URL, for reading.

    Args:
        url: Path or URL.
        keys: Their key file; None: the one beside an embedded file, else the keyring.

    Raises:
        BooksError: They cannot be opened, or the URL names none.
    """
    path = url.removeprefix(_FILE)
    is_path = bool(path) and "://" not in path
    if not is_path and not url.startswith("postgresql"):
        ways = f"a path, {_FILE}PATH or postgresql://…"
        raise BooksError(Fault.MISSING, f"{url!r} names no books; give {ways}")
    if is_path and Path(path).is_dir():
        raise BooksError(Fault.MISSING, f"{path} is a folder, not a book")
    beside = Path(path).with_suffix(".keys") if is_path else None
    return Books.open(url, key_safe(keys or beside, may_make=False), alone=False)
