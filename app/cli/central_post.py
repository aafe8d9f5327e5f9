"""``innpoint central post``: the centre's poster as a service, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from pathlib import Path

from app.bootstrap.central_posting import open_centre
from app.bootstrap.centre import login_url
from app.bootstrap.centre_error import CentreError
from app.bootstrap.clock import system_clock
from app.bootstrap.collector import collect_rarely
from app.bootstrap.hotel import PROPERTY
from app.settings.centre import CentreFolder, read_centre
from app.settings.secrets import key_safe
from app.settings.terminal import read_settings
from app.store.books import BooksError
from app.store.central_rights import POSTER

_RETRY_S = 5.0


def post(path: Path, url: str) -> int:
    """Post for the centre of a folder until told to stop.

    Args:
        path: The centre's folder.
        url: Of its database; empty for the one that ``init`` was told, as the poster.

    Raises:
        CentreError: There is no centre.
    """
    folder = CentreFolder(path)
    settings = read_centre(folder)
    if settings is None and not url:
        raise CentreError(f"There is no centre in {folder.path}: run innpoint central init first.")
    url = url or (login_url(settings, POSTER) if settings else "")
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(levelname)s %(message)s")
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    collect_rarely()
    return _until_told(folder, url, stop)


def _until_told(folder: CentreFolder, url: str, stop: threading.Event) -> int:
    """Post until told to stop; a server that is not there yet is waited for."""
    safe = key_safe(folder.keys, use_keyring=False)
    pads = read_settings(folder.path / "pads.json")
    while not stop.is_set():
        try:
            centre = open_centre(url, safe, system_clock, property_id=PROPERTY, settings=pads)
        except BooksError as error:
            logging.getLogger(__name__).warning("the books cannot be opened: %s", error)
            stop.wait(_RETRY_S)
            continue
        try:
            centre.service.run(stop)
        finally:
            centre.close()
    return 0
