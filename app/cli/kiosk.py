"""The kiosk from the command line: its window under a watchdog, who answers for it, and the PINs of staff."""

from __future__ import annotations

import getpass
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.collector import leave_out_what_is_there
from app.bootstrap.demo_house import DEMO_PIN, STAFF_PIN
from app.bootstrap.desk import ensure_demo
from app.bootstrap.founding import Founder, FoundingError
from app.bootstrap.hotel import PROPERTY, Hotel, open_hotel
from app.bootstrap.kiosk import open_kiosk
from app.bootstrap.nightly import NightlyBackup
from app.bootstrap.watchdog import AGAIN, Heart, Watchdog
from app.cli.faces import has_display, say_fault, say_no_display, say_not_ready
from app.cli.signing import RefusedError, signed_in
from app.loyalty.permissions import Act, Role
from app.operations.found_hotel import AppointOperator
from app.store.books import BooksError
from app.store.staff import StaffTable

_BEAT_MS = 1_000


def watch_kiosk(words: list[str]) -> int:
    """Run the window as a child that is started anew when it hangs or dies.

    Args:
        words: Behind ``innpoint kiosk``, as they were typed.

    Returns:
        Exit status: 0 when staff closed it or it was told to stop.
    """
    safe = ["-P"] if sys.flags.safe_path else []
    watchdog = Watchdog([sys.executable, *safe, "-m", "app", "kiosk", "--face", *words])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: watchdog.stop())
    return watchdog.run()


def run_kiosk(
    path: Path, size: tuple[int, int] | None, *, is_demo: bool, simulate: bool = False
) -> int:
    """Show the kiosk, beating for a watchdog where there is one.

    Args:
        path: The hotel's folder.
        size: Width and height of a window; None takes the whole screen.
        is_demo: Make the demo hotel where it is not there, and simulate its devices.
        simulate: Simulated devices, whatever hotel it is.

    Returns:
        Exit status: 0 when staff closed it, 75 when they want it started anew, 1 where it cannot begin.
    """
    if not has_display():  # before books are made
        return say_no_display()
    _leave_no_dump()
    try:
        if is_demo:
            ensure_demo(path)
        simulates = is_demo or simulate
        kiosk = open_kiosk(path, simulate=simulates, use_keyring=not simulates)
    except BooksError as error:
        return say_fault(error, path)
    except (ValueError, LookupError) as error:
        return say_not_ready(error)
    if is_demo:
        print(f"The guests' PIN is {DEMO_PIN}; the staff card's PIN is {STAFF_PIN}. ", end="")
        print(
            "Cards are swiped in the control panel, and codes by text are read there.", flush=True
        )
    # Qt is slow to import: books and devices are open before the first pixel.
    from PySide6.QtCore import QTimer

    from app.ui.opening import open_kiosk_face

    settings = kiosk.hotel.settings
    faces = open_kiosk_face(
        kiosk.service,
        bench=kiosk.simulators,
        wedge=kiosk.station.wedge(),
        languages=settings.kiosk.languages,
        colours=settings.theme,
        size=size,
        reader=kiosk.reader,
    )
    faces.window.closed_by_staff.connect(lambda again: faces.app.exit(AGAIN if again else 0))
    for number in (signal.SIGTERM, signal.SIGINT):  # quit() would ask the window, and it says no
        signal.signal(number, lambda *_: faces.app.exit(0))
    leave_out_what_is_there()
    nightly = NightlyBackup(kiosk.hotel)
    nightly.start()
    heart, timer = Heart(), QTimer()
    timer.timeout.connect(lambda: heart.beat() or faces.app.exit(0))
    timer.start(_BEAT_MS)
    heart.beat()
    try:
        return faces.app.exec()
    finally:
        timer.stop()
        nightly.stop()
        faces.close()
        kiosk.close()


def _leave_no_dump() -> None:
    """Let no dump of this process be written: it would hold what the guest at the screen is shown."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def appoint_kiosk(path: Path, name: str) -> int:
    """Let a machine answer for what guests do alone, and make it the kiosk of this computer; an administrator signs.

    Args:
        path: The hotel's folder; nothing may have it open.
        name: Of the kiosk, e.g. ``kiosk-1``.

    Returns:
        Exit status: 0, 1 where nothing was changed.
    """

    def appoint(hotel: Hotel, signed: str) -> None:
        body = AppointOperator(operator=name, role=Role.KIOSK)
        Founder(hotel, signed).post("appoint_operator", body)
        at = hotel.settings.kiosk
        hotel.save_settings(replace(hotel.settings, kiosk=replace(at, operator=name)))

    return _signed(path, appoint, f"{name} may serve guests alone now, at this computer.")


def set_staff_pin(path: Path, operator: str) -> int:
    """Set the PIN with which somebody opens a kiosk's service page behind the staff card; an administrator signs.

    Args:
        path: The hotel's folder; nothing may have it open.
        operator: Sign-in name.

    Returns:
        Exit status: 0, 1 where nothing was changed.
    """

    def put(hotel: Hotel, signed: str) -> None:
        del signed
        staff = StaffTable(hotel.books, PROPERTY)
        with hotel.books.reading() as connection:
            if staff.get(connection, operator) is None:
                raise RefusedError(f"Nobody works here as {operator!r}.")
        ask: Callable[[str], str] = getpass.getpass if sys.stdin.isatty() else input
        digits = ask("PIN, 4 to 12 digits: ").strip()
        if ask("Once more: ").strip() != digits:
            raise RefusedError("The two were not the same: nothing was changed.")
        try:
            staff.put_pin(operator, digits)
        except ValueError as error:
            raise RefusedError(f"Nothing was changed: {error}.") from error

    return _signed(path, put, f"{operator} may open the service page of a kiosk now.")


def _signed(path: Path, work: Callable[[Hotel, str], None], done: str) -> int:
    """Do a work that an administrator signs for."""
    try:
        with _opened(path) as hotel:
            work(hotel, signed_in(hotel.books, "Administrator", Act.CONFIGURE).operator)
    except (RefusedError, FoundingError) as refused:
        print(refused, file=sys.stderr)
        return 1
    except BooksError as error:
        return say_fault(error, path)
    print(done)
    return 0


@contextmanager
def _opened(path: Path) -> Iterator[Hotel]:
    hotel = open_hotel(path, system_clock)
    try:
        yield hotel
    finally:
        hotel.close()
