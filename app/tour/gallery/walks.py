"""Opens each face on a demo hotel of its own, ready to be walked through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap.demo_house import LONG_NAMED
from app.bootstrap.desk import ensure_demo, open_desk
from app.bootstrap.hotel import HotelFolder
from app.bootstrap.kiosk import open_kiosk
from app.settings.terminal import read_settings, write_settings
from app.tour.gallery.desk_walk import DeskWalk
from app.tour.gallery.hands import Hands
from app.tour.gallery.kiosk_walk import KioskWalk
from app.tour.gallery.looks import LOOKS
from app.tour.gallery.outlet_walk import OutletWalk
from app.tour.stage import in_front
from app.ui.kit.theme import Theme
from app.ui.opening import Faces, open_faces, open_kiosk_face, open_outlet

FACES: Final = ("desk", "outlet", "kiosk")


class Walk(Protocol):
    """A way through a face."""

    def stops(self) -> Iterator[str]:
        """Go, and yield the name of what is shown at each stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWalk:
    """A face that is open, and the way through it."""

    app: QApplication
    window: QWidget
    theme: Theme
    walk: Walk


def make_hotel(path: Path) -> Path:
    """Make the gallery's hotel: the demo's, with a guest of the longest names, and time on a busy machine."""
    ensure_demo(path, members=12, others=(LONG_NAMED,))
    file = HotelFolder(path).settings
    settings = replace(read_settings(file), answer_within_s=30.0)
    write_settings(file, settings)
    return path


@contextmanager
def open_walk(face: str, hotel: Path, language: str) -> Iterator[OpenWalk]:
    """Open a face on a hotel that may be used up, in its first look.

    Args:
        face: desk, outlet or kiosk.
        hotel: Made by ``make_hotel``, open nowhere else.
        language: zh_CN or en.
    """
    if face == "kiosk":
        yield from _open_kiosk(hotel, language)
        return
    outlet = "restaurant" if face == "outlet" else ""
    desk = open_desk(hotel, simulate=True, use_keyring=False, outlet=outlet)
    size = LOOKS[face][0].size
    try:
        if face == "outlet":
            till = open_outlet(desk.service, language=language)
            till.window.resize(*size)
            hands = Hands(till.app, till.window, till.tasks.idle)
            theme = till.window.desk.theme
            walk: Walk = OutletWalk(desk, till.window, hands)
            with _closed(till):
                yield OpenWalk(app=till.app, window=till.window, theme=theme, walk=walk)
        else:
            faces = open_faces(desk.service, language=language)
            faces.window.resize(*size)
            hands = Hands(faces.app, faces.window, faces.tasks.idle)
            theme = faces.window.desk.theme
            walk = DeskWalk(desk, faces.window, hands)
            with _closed(faces):
                yield OpenWalk(app=faces.app, window=faces.window, theme=theme, walk=walk)
    finally:
        desk.close()


@contextmanager
def _closed(faces: Faces[Any]) -> Iterator[None]:
    """Close the window whatever becomes of the walk: the next walk of this process must not find it."""
    try:
        yield
    finally:
        faces.tasks.finish()
        faces.close()
        faces.language.retire()


def _open_kiosk(hotel: Path, language: str) -> Iterator[OpenWalk]:
    kiosk = open_kiosk(hotel, simulate=True, use_keyring=False)
    try:
        faces = open_kiosk_face(
            kiosk.service, languages=in_front(language), size=LOOKS["kiosk"][0].size
        )
        faces.window.kiosk.chose_language = True  # a visit keeps the walk's language
        hands = Hands(faces.app, faces.window, faces.tasks.idle)
        theme = faces.window.kiosk.theme
        walk = KioskWalk(kiosk, faces.window, hands)
        with _closed(faces):
            yield OpenWalk(app=faces.app, window=faces.window, theme=theme, walk=walk)
    finally:
        kiosk.close()
