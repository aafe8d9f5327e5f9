"""A real PostgreSQL of the tests' own: in its own directory, on a socket there, stopped by its pid."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL = "install it with: apt-get install postgresql"
_USER = "innpoint-tests"


def binaries() -> Path | None:
    """Return the newest server's programs, or None where none is installed."""
    found = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()
    ]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _unprivileged() -> str | None:
    """Return who runs the server: never root; a user of its own where we are root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", _USER], check=True)
    return _USER


@contextmanager
def server() -> Iterator[str]:
    """Run a server; gives the address of an empty database."""
    programs = binaries()
    if programs is None:
        raise RuntimeError(INSTALL)
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="innpoint-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "innpoint", "-E", "UTF8",
             "--locale=C.UTF-8", "--no-sync"],
            check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        process = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="],
            user=user, cwd=folder, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            _until_ready(process)
            yield f"postgresql+psycopg://innpoint@/postgres?host={folder}"
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if "ready to accept connections" in line:
            return
    raise RuntimeError("".join(said))
