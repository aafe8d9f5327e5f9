"""Backups: a consistent copy of the books beside their keys; restoring gives them a new epoch."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from app.bootstrap.hotel import HotelFolder
from app.settings.secrets import key_safe
from app.store.books import Books, BooksError
from app.store.epoch import begin_epoch
from app.store.keys import Keys, read_key_file, replace_key_file
from app.store.verify import verify

KEEP = 35  # nightly copies, LEDGER's retention of what heals a restored centre

_COPIED = ("books.db", "books.keys", "terminal.json")
_OWN_FOLDERS = ("receipts", "messages")  # logo, layouts and sentences of the hotel


class BackupError(Exception):
    """The copy or the restoring would not be safe; the message says why and what to do."""


def back_up(folder: HotelFolder, target: Path, now: datetime) -> Path:
    """Copy the books while they may be in use.

    Args:
        folder: The hotel.
        target: Where copies lie; each in a folder of its own, named by the moment.
        now: The time.

    Returns:
        The folder of this copy.

    Raises:
        BackupError: There are no books, or what was copied could not be opened again; no copy is left.
        OSError: The copy cannot be written.
    """
    if not folder.books.is_file():
        raise BackupError(f"there are no books in {folder.path}")
    copy = target / f"{now:%Y%m%d-%H%M%S-%f}"
    copy.mkdir(parents=True)
    try:
        with closing(sqlite3.connect(f"file:{folder.books}?mode=ro", uri=True)) as source:
            source.execute("VACUUM INTO ?", (str(copy / "books.db"),))
        for file in (folder.keys, folder.settings):
            if file.exists():
                shutil.copy2(file, copy / file.name)
        _copy_own(folder.path, copy)
        _open_once(copy)
    except (sqlite3.Error, BooksError, OSError) as error:
        shutil.rmtree(copy, ignore_errors=True)
        raise BackupError(
            f"these books could not be copied so that they open again: {error}"
        ) from error
    return copy


def _copy_own(source: Path, target: Path) -> None:
    """Copy what the hotel made for itself; what the target has beside it stays."""
    for name in _OWN_FOLDERS:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)


def _open_once(copy: Path) -> None:
    """Open a copy as a restore would: one that does not open is worse than none, since it is relied on."""
    with Books.open(
        str(copy / "books.db"), key_safe(copy / "books.keys", may_make=False), alone=False
    ) as books:
        if book_is_empty(books):
            raise BackupError("these books are empty")


def prune(target: Path) -> None:
    """Remove all but the newest copies."""
    copies = sorted(one for one in target.iterdir() if (one / "books.db").exists())
    for old in copies[:-KEEP]:
        shutil.rmtree(old)


def restore(source: Path, folder: HotelFolder, now: datetime) -> int:
    """Bring a copy back in place of the books, which are kept beside.

    Args:
        source: A folder that ``back_up`` made, or one that holds several: then the newest.
        folder: The hotel; no desk may have it open.
        now: The time.

    Returns:
        The new epoch.

    Raises:
        BackupError: The copy is none, or is broken; nothing was changed.
        BooksError: A desk has the books open; close it and try again.
    """
    copy = _copy_in(source)
    with Books.open(
        str(copy / "books.db"), key_safe(copy / "books.keys", may_make=False), alone=False
    ) as books:
        report = verify(books)
        if not report.ok:
            first = report.broken[0]
            raise BackupError(f"this copy is broken: {first.check}: {first.entry}")
        if not report.checked["slips"]:
            raise BackupError("this copy is empty")
        found = epoch_of(books)
    if folder.books.exists():
        with Books.open(str(folder.books), key_safe(folder.keys, may_make=False)) as present:
            found = max(found, epoch_of(present))  # and nobody else has them
        aside = folder.path / f"before-restore-{now:%Y%m%d-%H%M%S-%f}"
        aside.mkdir()
        for name in ("books.db", "books.db-wal", "books.db-shm"):
            if (folder.path / name).exists():
                shutil.move(folder.path / name, aside / name)
    folder.path.mkdir(parents=True, exist_ok=True)
    keys = _keys_of_both(folder, copy)
    for name in _COPIED:
        if (copy / name).exists() and (name != "books.keys" or keys is None):
            shutil.copy2(copy / name, folder.path / name)
    if keys is not None:
        replace_key_file(folder.keys, keys)
    _copy_own(copy, folder.path)
    return _new_epoch(folder, found)


def _keys_of_both(folder: HotelFolder, copy: Path) -> Keys | None:
    """Return the keys here with the copy's card keys: one changed since must not be lost by going back.

    None where one of both has no file, or they are the keys of different books; then the copy's are taken.
    """
    present, copied = read_key_file(folder.keys), read_key_file(copy / "books.keys")
    if present is None or copied is None or present.personal != copied.personal:
        return None
    if copied.knows_cards_of(present):
        return copied.with_cards_of(present)
    return present.with_cards_of(copied)


def epoch_of(books: Books) -> int:
    """Return how often these books were brought back from a copy, from 1."""
    with books.reading() as connection:
        text = "SELECT value FROM meta WHERE name = 'epoch'"
        return int(connection.exec_driver_sql(text).scalar_one())


def book_is_empty(books: Books) -> bool:
    """Tell whether nothing was ever written in these books."""
    with books.reading() as connection:
        return connection.exec_driver_sql("SELECT 1 FROM slips LIMIT 1").first() is None


def _copy_in(source: Path) -> Path:
    if (source / "books.db").exists():
        return source
    copies = sorted(one for one in source.glob("*") if (one / "books.db").exists())
    if not copies:
        raise BackupError(f"there is no copy in {source}")
    return copies[-1]


def _new_epoch(folder: HotelFolder, epoch: int) -> int:
    with (
        Books.open(str(folder.books), key_safe(folder.keys, may_make=False)) as books,
        books.writing() as connection,
    ):
        begin_epoch(connection, epoch + 1)
    return epoch + 1
