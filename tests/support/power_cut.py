"""A disk whose power can be cut: every file is kept as of its last sync, and only that survives.

``kill -9`` does not test this: the system's cache outlives a process. SQLite is given a file system
of its own (an apsw VFS); the statements are the very ones that the poster issued on its own book.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import Engine, event


@dataclass
class Recording:
    """Statements of writing transactions, in order; a commit names the slips that it acknowledges."""

    steps: list[tuple[str, list[Any] | tuple[Any, ...]]] = field(default_factory=list)

    def listen(self, engine: Engine) -> None:
        """Take down what is written through an engine."""

        @event.listens_for(engine, "before_cursor_execute")
        def _statement(
            connection: Any, _cursor: Any, text: str, values: Any, _context: Any, many: bool
        ) -> None:
            if connection.get_execution_options().get("writes"):
                self.steps.append((text, list(values) if many else tuple(values or ())))

        @event.listens_for(engine, "commit")
        def _commit(connection: Any) -> None:
            if connection.get_execution_options().get("writes"):
                self.steps.append(("COMMIT", ()))


@dataclass
class Disk:
    """What would be left after a power cut, and who is told of every sync."""

    folder: Path
    durable: dict[str, bytes] = field(default_factory=dict)
    on_sync: Callable[[], None] = lambda: None

    def synced(self, path: str) -> None:
        """Keep a file as it is now."""
        self.on_sync()
        self.durable[Path(path).name] = Path(path).read_bytes()


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: Any) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        super().xSync(flags)
        self._disk.synced(self._path)


class _System(apsw.VFS):
    def __init__(self, disk: Disk, name: str) -> None:
        super().__init__(name, "")
        self._disk = disk

    def xOpen(self, name: Any, flags: Any) -> _File:  # noqa: N802 - SQLite's name
        return _File(self._disk, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:  # noqa: N802 - SQLite's name
        super().xDelete(name, sync_folder)
        self._disk.durable.pop(Path(name).name, None)


@dataclass(frozen=True)
class Cut:
    """One moment at which the power went: what was left, and what had been acknowledged."""

    left: dict[str, bytes]
    acked: tuple[str, ...]


def cuts(base: Path, folder: Path, recording: Recording, synchronous: str) -> list[Cut]:
    """Play a recording on a disk that forgets, and return what is left at each sync boundary.

    Args:
        base: A book as it stands on the disk before; it is copied.
        folder: Where the copy lies.
        recording: What the poster wrote.
        synchronous: FULL, or what is to be shown as not enough.
    """
    path = folder / "house.books"
    path.write_bytes(base.read_bytes())
    disk = Disk(folder, {path.name: path.read_bytes()})
    system = _System(disk, f"forgetful-{synchronous}-{folder.name}")
    acked: list[str] = []
    found: list[Cut] = []

    def cut() -> None:
        found.append(Cut(dict(disk.durable), tuple(acked)))

    disk.on_sync = cut
    connection = apsw.Connection(str(path), vfs=f"forgetful-{synchronous}-{folder.name}")
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", f"synchronous={synchronous}"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    cursor = connection.cursor()
    under_way: list[str] = []
    for text, values in recording.steps:
        if isinstance(values, list):
            cursor.executemany(text, values)
        else:
            cursor.execute(text, values).fetchall()
        under_way += _slips(text, values)
        if text == "COMMIT":
            acked += under_way
            under_way = []
            cut()
    disk.on_sync = lambda: None
    connection.close()
    system.unregister()
    return found


def _slips(text: str, values: Sequence[Any]) -> list[str]:
    if not text.startswith(("INSERT INTO slips", "INSERT INTO outbox")):
        return []
    place = 2 if text.startswith("INSERT INTO outbox") else 0
    return [str(row[place]) for row in values] if isinstance(values, list) else [str(values[place])]
