"""Opens the desk from the command line."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from app.bootstrap.collector import leave_out_what_is_there
from app.bootstrap.demo_house import DEMO_PIN, PEOPLE
from app.bootstrap.desk import OpenDesk, ensure_demo, open_desk
from app.bootstrap.nightly import NightlyBackup
from app.store.books import BooksError, Fault

_SAID = {
    Fault.MISSING: "There are no books here yet. Make them with: innpoint hotel new --hotel {path}",
    Fault.LOCKED: "Another desk has these books open. Close it first, or choose another folder with --hotel.",
    Fault.READ_ONLY: "The books cannot be written. Check that this user may write in {path}.",
    Fault.DISK_FULL: "The disk is full. Make room, then start again; nothing was lost.",
    Fault.DAMAGED: "The books are damaged: {detail}. Bring back a copy: innpoint books restore DIR --hotel {path}",
    Fault.NEWER: "These books were written by a newer InnPoint ({detail}). Install that version or a newer one.",
    Fault.NO_KEYS: "The keys of these books are missing. Put books.keys back beside books.db, from a backup.",
    Fault.UNREACHABLE: "The books do not answer: {detail}.",
}


def run_demo(path: Path) -> int:
    """Open the demo hotel with simulated devices and print who may sign in."""
    if not has_display():
        return say_no_display()
    try:
        ensure_demo(path)
        desk = open_desk(path, simulate=True, use_keyring=False)
    except BooksError as error:
        return say_fault(error, path)
    except (ValueError, LookupError) as error:
        return say_not_ready(error)
    _say_who_may_sign_in("desk")
    return _run(desk)


def _say_who_may_sign_in(face: str) -> None:
    print(f"Sign in at the demo {face} as:")
    for person in PEOPLE:
        print(
            f"  {person.operator:<6} {person.password:<14} {person.role.value:<14} {person.name_zh} {person.name_en}"
        )
    print(f"The guests' PIN is {DEMO_PIN}. Cards are swiped in the control panel.", flush=True)


def run_desk(path: Path, *, training: bool, simulate: bool = False) -> int:
    """Open a hotel's desk; training has its own books beside and simulated devices.

    Args:
        path: The hotel's folder.
        training: As above.
        simulate: Simulated devices without training.
    """
    if training and not has_display():  # before books are made
        return say_no_display()
    try:
        if training:
            path = path / "training"
            ensure_demo(path)
        desk = open_desk(
            path, simulate=training or simulate, training=training, use_keyring=not simulate
        )
    except BooksError as error:
        return say_fault(error, path)
    except (ValueError, LookupError) as error:
        return say_not_ready(error)
    return _run(desk)


def run_outlet(path: Path, outlet: str, *, is_demo: bool, simulate: bool = False) -> int:
    """Open the till of an outlet; on the demo hotel with simulated devices.

    Args:
        path: The hotel's folder.
        outlet: Code of the outlet; empty for the one in the settings.
        is_demo: Make the demo hotel where it is not there, and simulate its devices.
        simulate: Simulated devices, whatever hotel it is.
    """
    if is_demo and not has_display():  # before books are made
        return say_no_display()
    try:
        if is_demo:
            ensure_demo(path)
        desk = open_desk(
            path,
            simulate=is_demo or simulate,
            outlet=outlet,
            with_till=is_demo,
            use_keyring=not (is_demo or simulate),
        )
    except BooksError as error:
        return say_fault(error, path)
    except (ValueError, LookupError) as error:
        return say_not_ready(error)
    house = desk.service.house()
    codes = [one.code for one in house.outlets]
    if house.outlet not in codes:
        desk.close()
        print(
            f"There is no outlet {house.outlet!r} here. Name one with --outlet: {', '.join(codes)}.",
            file=sys.stderr,
        )
        return 1
    if is_demo:
        _say_who_may_sign_in("till")
    return _run(desk, is_till=True)


def say_fault(error: BooksError, path: Path) -> int:
    """Print one sentence with the way out; returns exit status 1."""
    print(_SAID[error.fault].format(path=path, detail=error.detail), file=sys.stderr)
    return 1


def has_display() -> bool:
    """Tell whether Qt will find where to show windows; where it does not, it ends the process."""
    if sys.platform in {"win32", "darwin"}:
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def say_no_display() -> int:
    """Print that no window can be shown here; returns exit status 1."""
    print(
        "There is no display to show the desk on: neither DISPLAY nor WAYLAND_DISPLAY is set. "
        "Start it from a desktop session, or without one see a played day with: "
        "innpoint tour --headless DIR",
        file=sys.stderr,
    )
    return 1


def say_not_ready(error: Exception) -> int:
    """Print what is wrong with settings or books that lack something; returns exit status 1."""
    print(f"The desk cannot open: {error}. Put that right, then start again.", file=sys.stderr)
    return 1


def _run(desk: OpenDesk, *, is_till: bool = False) -> int:
    if not has_display():  # what is wrong with the books was said first
        desk.close()
        return say_no_display()
    # Qt is slow to import: books and devices are open before the first pixel.
    from app.ui.opening import open_faces, open_outlet

    settings = desk.hotel.settings
    opening = open_outlet if is_till else open_faces
    faces = opening(
        desk.service,
        bench=desk.simulators,
        wedge=desk.station.wedge(),
        language=settings.language,
        colours=settings.theme,
    )
    leave_out_what_is_there()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: faces.app.quit())
    nightly = NightlyBackup(desk.hotel)
    nightly.start()
    try:
        return faces.app.exec()
    finally:
        nightly.stop()
        faces.close()
        desk.close()
