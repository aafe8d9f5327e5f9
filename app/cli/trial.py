"""``innpoint hotel trial``: the demo hotel with a centre, a desk, a till and a kiosk, each a process of its own."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Final

_PATIENCE_S: Final = 90.0
_LAST_S: Final = 15.0
_LOOK_S: Final = 0.3
_FACES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("desk-1", "desk", ("desk",)),
    ("till-1", "outlet", ("outlet", "--outlet", "restaurant")),
    ("kiosk-1", "kiosk", ("kiosk", "--face", "--window", "720x1280")),
)


def add_trial(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``trial`` to the acts of ``innpoint hotel``."""
    trial = acts.add_parser(
        "trial", help="the demo hotel with a centre, a desk, a till and a kiosk on this computer"
    )
    trial.add_argument(
        "folder", type=Path, nargs="?", metavar="DIR", help="where it lies, to go on with"
    )
    trial.add_argument(
        "--headless",
        action="store_true",
        help="without windows: say how it stands once all are connected, then end",
    )
    trial.set_defaults(run=_trial)


def _trial(arguments: argparse.Namespace) -> int:
    from app.cli.faces import has_display, say_no_display

    if not arguments.headless and not has_display():
        return say_no_display()
    # A folder of the user's own may be closed to the user that PostgreSQL must run as.
    place: Path = arguments.folder or Path(tempfile.gettempdir()) / "innpoint-trial-hotel"
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return _run(place.absolute(), stop, is_headless=arguments.headless)


def _run(place: Path, stop: threading.Event, *, is_headless: bool) -> int:
    from app.bootstrap.clock import system_clock
    from app.bootstrap.demo_house import DEMO_PIN
    from app.bootstrap.trial_centre import trial_centre
    from app.bootstrap.trial_hotel import connected_terminals, ensure_terminal, found_demo

    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o755)
    environment = dict(os.environ)
    if is_headless:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    names = [name for name, _, _ in _FACES]
    with trial_centre(place, system_clock()) as centre:
        found_demo(centre, system_clock)
        post = ("central", "post", "--dir", str(centre.folder.path))
        with _running([post], environment):
            for name, face, _ in _FACES:
                ensure_terminal(centre, place / "terminals" / name, name, face, system_clock)
            faces = [
                (*words, "--simulate", "--hotel", str(place / "terminals" / name))
                for name, _, words in _FACES
            ]
            at = f"{centre.settings.hosts[0]}, port {centre.settings.port}"
            print(f"The hotel lies in {place}; its centre is at {at}.")
            print(f"Sign in as chen with jinting-chen; the guests' PIN is {DEMO_PIN}.", flush=True)
            with _running(faces, environment) as children:
                until = monotonic() + _PATIENCE_S
                while not stop.wait(_LOOK_S) and any(one.poll() is None for one in children):
                    if not is_headless:
                        continue
                    there = connected_terminals(centre, names)
                    if len(there) == len(names):
                        print(f"At work at the centre: {', '.join(there)}.", flush=True)
                        return 0
                    if monotonic() > until or any(one.poll() is not None for one in children):
                        missing = ", ".join(name for name in names if name not in there)
                        print(f"Not at work at the centre: {missing}.", file=sys.stderr)
                        return 1
    return 0


@contextmanager
def _running(
    commands: Sequence[Sequence[str]], environment: dict[str, str]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run commands of InnPoint beside this one; they are told to stop at the end."""
    safe = ["-P"] if sys.flags.safe_path else []
    children: list[subprocess.Popen[bytes]] = []
    try:
        for words in commands:
            line = [sys.executable, *safe, "-m", "app", *words]
            children.append(subprocess.Popen(line, env=environment, start_new_session=True))  # noqa: S603 - our own words
        yield children
    finally:
        for one in children:
            one.terminate()
        for one in children:
            try:
                one.wait(_LAST_S)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
