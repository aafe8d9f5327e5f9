"""Books on the command line: verify, replay, backup, restore."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from app.bootstrap.backup import BackupError, back_up, restore
from app.bootstrap.clock import system_clock
from app.bootstrap.hotel import HotelFolder
from app.loyalty.money import from_minor
from app.poster.replay import replay
from app.programme.load import parse_pack
from app.programme.pack import Pack
from app.settings.secrets import key_safe
from app.store.books import Books, BooksError
from app.store.past import balances_on, ending_by
from app.store.verify import verify

# A page that was overwritten may still open: then a slip's text is no text any more.
_UNREADABLE = (BooksError, msgspec.DecodeError)


def verify_books(hotel: Path, url: str | None, acked: Path | None, *, as_json: bool) -> int:
    """Check every promise of a book; exit status 1 when anything is broken."""
    ids = acked.read_text(encoding="ascii").split() if acked else []
    try:
        with _opened(hotel, url) as books:
            report = verify(books, ids)
    except _UNREADABLE as error:
        print(f"the books cannot be read: {error}")
        if as_json:
            broken = [{"check": "open", "entry": url or str(hotel), "why": str(error)}]
            print(json.dumps({"ok": False, "checked": {}, "broken": broken}))
        return 1
    for one in report.broken:
        print(f"BROKEN {one.check}: {one.entry}: {one.why}")
    for warning in report.warnings:
        print(f"note: {warning}")
    checked = {
        name: count for name, count in report.checked.items() if not as_json or count or name
    }
    print(
        f"{checked['slips']} slips, {checked['transfers']} transfers: {'fine' if report.ok else 'BROKEN'}"
    )
    if as_json:
        broken = [{"check": one.check, "entry": one.entry, "why": one.why} for one in report.broken]
        print(
            json.dumps(
                {"ok": report.ok, "checked": checked, "broken": broken, "notes": report.warnings}
            )
        )
    return 0 if report.ok else 1


def replay_books(hotel: Path, url: str | None, *, as_json: bool) -> int:
    """Decide all slips anew and compare; exit status 1 when a transfer differs."""
    try:
        with _opened(hotel, url) as books:
            found = replay(books)
    except _UNREADABLE as error:
        print(f"the books cannot be read: {error}")
        return 1
    for one in found.differing[:100]:
        print(f"DIFFERS {one.slip}: {one.why}")
    print(f"{found.slips} slips, {found.transfers} transfers, {len(found.differing)} differ")
    if as_json:
        differing = [{"slip": one.slip, "why": one.why} for one in found.differing]
        print(json.dumps({"ok": not found.differing, "slips": found.slips, "differing": differing}))
    return 1 if found.differing else 0


def balances_of_books(
    hotel: Path, url: str | None, on: date, ending: date | None, member: str
) -> int:
    """Print what members held at the end of a day and, of what they hold now, what ends by another."""
    try:
        with _opened(hotel, url) as books, books.reading() as connection:
            held = balances_on(books, connection, on, member)
            ends = ending_by(books, connection, ending, member) if ending else {}
            scales = _scales(connection)
    except _UNREADABLE as error:
        print(f"the books cannot be read: {error}")
        return 1
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


def _opened(hotel: Path, url: str | None) -> Books:
    folder = HotelFolder(hotel)
    if url:
        return books_at(url)
    return Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False)


def books_at(url: str) -> Books:
    """Open embedded books by path or URL, with the keys that lie beside them; for reading.

    Raises:
        BooksError: They cannot be opened.
    """
    path = Path(url.removeprefix("sqlite:///"))
    return Books.open(url, key_safe(path.with_suffix(".keys"), may_make=False), alone=False)
