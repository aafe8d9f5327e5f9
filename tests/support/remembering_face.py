"""The kiosk's window in a process of its own that says what its memory still holds after a visit has ended.

Run as ``python -m tests.support.remembering_face HOTEL``, with devices outside. A guest looks at every page, in both
languages and in large text, and leaves; then the words to look for are read from its input, and nobody told it before.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.bootstrap.kiosk import open_kiosk
from app.ui.kiosk.state import KioskPage
from app.ui.opening import open_kiosk_face
from tests.support.remembering import living, said

_LOOKED_AT = (
    KioskPage.HISTORY,
    KioskPage.REWARDS,
    KioskPage.STATEMENT,
    KioskPage.MINE,
    KioskPage.HOME,
)


def main(hotel: Path) -> None:
    """Serve a guest at the window, then say what is left."""
    kiosk = open_kiosk(hotel, use_keyring=False)
    faces = open_kiosk_face(kiosk.service, size=(1280, 800))
    window, app = faces.window, faces.app

    def until(holds: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not holds():
            assert time.monotonic() < end
            app.processEvents()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            time.sleep(0.005)

    until(lambda: window.kiosk.house is not None and faces.tasks.idle())
    print("ready", flush=True)
    until(lambda: window.page.name is KioskPage.HOME)
    for page in _LOOKED_AT:
        window.kiosk.go.emit(page)
        until(faces.tasks.idle)
        window.grab()
        window.look.turn_large()
        window.look.turn_language()
        window.grab()
    window.end()
    until(faces.tasks.idle)
    until(lambda: window.page.name is KioskPage.ATTRACT)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.grab()
    gc.collect()
    print("ended", flush=True)
    needles = [one.strip() for one in said().split("|")]
    print(json.dumps(living(needles)), flush=True)
    faces.tasks.finish()
    faces.close()
    kiosk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
