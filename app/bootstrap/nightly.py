"""The nightly copy: once a business date, by itself, beside the books."""

from __future__ import annotations

import logging
import threading

from app.bootstrap.backup import BackupError, back_up, prune
from app.bootstrap.connected import AnyHotel, ConnectedHotel
from app.store.books import BooksError

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 600.0


class NightlyBackup:
    """Copies the books when the newest copy is of an earlier day.

    Args:
        hotel: Whose books are copied, into ``backups`` in its folder; a centre's are copied there.
    """

    def __init__(self, hotel: AnyHotel) -> None:
        self._hotel = hotel
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nightly", daemon=True)

    def start(self) -> None:
        """Begin to look, now and every ten minutes."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a copy under way is finished first."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_EVERY_S):
            self.look()

    def look(self) -> bool:
        """Copy if it is time; returns whether a copy was made."""
        if isinstance(self._hotel, ConnectedHotel):
            return False
        target = self._hotel.folder.path / "backups"
        now = self._hotel.clock()
        if any(target.glob(f"{now:%Y%m%d}-*")):
            return False
        try:
            back_up(self._hotel.folder, target, now)
            prune(target)
        except (BackupError, BooksError, OSError) as error:
            _log.warning("the nightly copy failed: %s", error)
            return False
        return True
