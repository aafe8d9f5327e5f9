"""A hotel with a centre for tests: the demo hotel on a real server, its poster, and desks that have joined."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.bootstrap.joining import join_centre
from app.bootstrap.trial_centre import DATABASE, TrialCentre, trial_centre
from app.bootstrap.trial_hotel import found_demo, invite_trial, posting, prepare_trial
from app.settings.secrets import key_safe
from app.settings.terminal import PrintChoice
from app.store.books import Books
from app.store.verify import Broken, verify
from tests.support.at_desk import AtDesk, change_settings


def now() -> datetime:
    return datetime.now(UTC)


class TrialHotel:
    """A centre at work, and the folders of its terminals."""

    def __init__(self, centre: TrialCentre, place: Path) -> None:
        self.centre = centre
        self.place = place

    def terminal(self, name: str, face: str = "desk", *, port: int = 0, **settings: Any) -> Path:
        """Join a terminal; returns its folder.

        Args:
            name: Of the terminal.
            face: desk, outlet or kiosk.
            port: Where it reaches the centre afterwards, e.g. a proxy's; 0 for the server's own.
            settings: Of the terminal.
        """
        path = self.place / name
        done = invite_trial(self.centre, name, face, now())
        join_centre(path, done.code, done.authority, now, use_keyring=False)
        prepare_trial(self.centre, path)
        words = {"print_format": PrintChoice(language="zh_CN")} | settings
        change_settings(path, **words)
        if port:
            move_line(path, name, port)
        return path

    def rows(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the centre's books."""
        with self._books() as books, books.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(text, values or None)]

    def broken(self) -> list[Broken]:
        """Check every promise of the centre's books."""
        with self._books() as books:
            return verify(books).broken

    def _books(self) -> Books:
        safe = key_safe(self.centre.folder.keys, use_keyring=False, may_make=False)
        return Books.open(self.centre.server.url(DATABASE), safe)


def move_line(path: Path, name: str, port: int) -> None:
    """Let a terminal reach its centre at another port of this computer."""
    from app.bootstrap.hotel import HotelFolder
    from app.bootstrap.joining import safe_of
    from app.sync.terminal_file import TerminalFile

    folder = HotelFolder(path)
    safe = safe_of(folder, name, use_keyring=False)
    with TerminalFile.open(folder.terminal, safe) as file, file.writing() as connection:
        at = f"localhost:{port}/{DATABASE}"
        connection.exec_driver_sql("UPDATE identity SET centre = ?", (at,))


@contextmanager
def trial_hotel() -> Iterator[TrialHotel]:
    """Run the demo hotel at a centre."""
    place = Path(tempfile.mkdtemp(prefix="innpoint-hotel-"))
    place.chmod(0o755)
    try:
        with trial_centre(place, now(), durable=False) as centre:
            found_demo(centre, now, members=3)
            with posting(centre, now):
                yield TrialHotel(centre, place / "terminals")
    finally:
        shutil.rmtree(place)


__all__ = ["AtDesk", "TrialHotel", "move_line", "now", "trial_hotel"]
