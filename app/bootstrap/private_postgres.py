"""A PostgreSQL of InnPoint's own: for trying a centre out, for benches and tests; never for a hotel's real book.

It lies in one folder, is reached by a socket there (by loopback, too, where asked), and ends with whoever began it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from filelock import FileLock, Timeout

INSTALL = "install it with: apt-get install postgresql"
OWNER = "innpoint"  # the superuser of a private server

_USER = "innpoint-postgres"
_LEAST = 15
_PORT = 5432  # names the socket, too
_SOCKET_MOST = 100  # what the path of a Unix socket may have, some bytes spared
_READY_S = 60.0
_STOP_S = 60.0
_LOOK_S = 0.02
_TRIES = 5  # a free port may be taken by somebody else before the server has it
_HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresError(Exception):
    """There can be no private server here; the message is one sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Tls:
    """What a server shows to those who connect by TCP.

    Attributes:
        certificate: PEM, with the authority's behind it where clients fetch it.
        key: PEM, of the certificate; a copy is made that only the server reads.
    """

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a private server is to be.

    Attributes:
        tcp: Listen on loopback, too.
        port: There, where nobody else has it; else, or with 0, one that is free.
        tls: Offer TLS there.
        hba: Lines of pg_hba.conf for TCP; by default a password (SCRAM) from loopback, by TLS where there is any.
        settings: More lines of postgresql.conf.
        durable: Keep what was committed through a power cut; tests need not.
        checksums: Keep a checksum in each page.
    """

    tcp: bool = False
    port: int = 0
    tls: Tls | None = None
    hba: Sequence[str] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    durable: bool = True
    checksums: bool = True


@dataclass(slots=True)
class PrivateServer:
    """A running server.

    Attributes:
        folder: Where it lies, and its socket.
        port: On loopback where it listens there; names the socket always.
        process: Of the server; ends with ``stop``.
    """

    folder: Path
    port: int
    process: subprocess.Popen[bytes]
    lock: FileLock

    def url(self, database: str = "postgres", user: str = OWNER) -> str:
        """Return the address of a database by the socket, where nobody is asked for a password."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}&port={self.port}"

    def stop(self) -> None:
        """Stop the server as a power switch with a hand on it would: connections are cut, nothing is lost."""
        try:
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGINT)
                try:
                    self.process.wait(timeout=_STOP_S)
                except subprocess.TimeoutExpired:
                    self.process.send_signal(signal.SIGQUIT)  # its next start repeats its log
                    self.process.wait(timeout=_STOP_S)
        finally:
            self.lock.release()


def binaries() -> Path | None:
    """Return the newest server's programs, or None where none is installed."""
    found = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()
    ]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def start(folder: Path, wishes: Wishes | None = None) -> PrivateServer:
    """Start the server of a folder; where the folder holds none, one is made.

    Args:
        folder: Its own folder; made where there is none. One that was left running by a crash is stopped first.
        wishes: How it is to be; by default durable, by its socket alone.

    Raises:
        PostgresError: There can be none; say the sentence.
    """
    wishes = wishes or Wishes()
    programs = _programs()
    user = _unprivileged()
    lock = _prepared(folder, user)
    try:
        _stop_left_over(programs, folder, user)
        if not (folder / "data" / "PG_VERSION").exists():
            _make(programs, folder, user, wishes)
        _write_settings(folder, user, wishes)
        return _started(programs, folder, user, wishes, lock)
    except BaseException:
        lock.release()
        raise


@contextmanager
def private_postgres(
    folder: Path | None = None, wishes: Wishes | None = None
) -> Iterator[PrivateServer]:
    """Run a server for a while.

    Args:
        folder: Where it lies, and stays; None: in a folder that is gone afterwards.
        wishes: How it is to be.

    Raises:
        PostgresError: There can be none; say the sentence.
    """
    place = folder or Path(tempfile.mkdtemp(prefix="innpoint-pg-"))
    try:
        server = start(place, wishes)
        try:
            yield server
        finally:
            server.stop()
    finally:
        if folder is None:
            shutil.rmtree(place, ignore_errors=True)


def _started(
    programs: Path, folder: Path, user: str | None, wishes: Wishes, lock: FileLock
) -> PrivateServer:
    said = ""
    for attempt in range(_TRIES if wishes.tcp else 1):
        port = _free_port(wishes.port if attempt == 0 else 0) if wishes.tcp else _PORT
        server = PrivateServer(folder, port, _begin(programs, folder, user, port, wishes), lock)
        if _is_ready(server):
            return server
        said = (folder / "log").read_text(encoding="utf-8", errors="replace")
        if "could not bind" not in said:
            break
    raise PostgresError(f"PostgreSQL does not start in {folder}: {_last_line(said)}")


def _programs() -> Path:
    programs = binaries()
    if programs is None:
        raise PostgresError(f"PostgreSQL is not installed here; {INSTALL}")
    said = _run([programs / "postgres", "--version"], None, programs)
    major = re.search(r"\d+", said)
    if major is None or int(major[0]) < _LEAST:
        raise PostgresError(f"{said.strip()} is too old, {_LEAST} is needed; {INSTALL}")
    return programs


def _unprivileged() -> str | None:
    """Return who runs the server: PostgreSQL refuses root, so there a user of its own."""
    if os.geteuid() != 0:
        return None
    import pwd  # not on every system

    try:
        pwd.getpwnam(_USER)
    except KeyError:
        try:
            _run(
                ["useradd", "--system", "--user-group", "--no-create-home", _USER], None, Path("/")
            )
        except OSError as error:
            raise PostgresError(
                f"PostgreSQL does not run as root, and there is no useradd to make the user {_USER}"
            ) from error
    return _USER


def _prepared(folder: Path, user: str | None) -> FileLock:
    """Make the folder and take it for this process."""
    if len(str(folder / f".s.PGSQL.{_PORT}")) > _SOCKET_MOST:
        raise PostgresError(f"the path {folder} is too long for a socket; name a shorter one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if user:
            shutil.chown(folder, user, user)
        lock = FileLock(folder / "in-use.lock")
        lock.acquire(timeout=0)
    except Timeout as error:
        raise PostgresError(f"a private PostgreSQL runs in {folder} already") from error
    except OSError as error:
        raise PostgresError(f"{folder} cannot be used: {error.strerror}") from error
    if user and not _may_enter(folder, user):
        lock.release()
        raise PostgresError(
            f"PostgreSQL does not run as root, and the user {_USER} may not enter {folder}; name another folder"
        )
    return lock


def _may_enter(folder: Path, user: str) -> bool:
    try:
        _run(["test", "-x", folder], user, Path("/"))
    except PostgresError:
        return False
    return True


def _stop_left_over(programs: Path, folder: Path, user: str | None) -> None:
    """Stop a server whose owner was killed: the lock is ours, so nobody uses it."""
    if (folder / "data" / "postmaster.pid").exists():
        words: list[str | Path] = [
            programs / "pg_ctl",
            "-D",
            folder / "data",
            "-m",
            "fast",
            "-w",
            "stop",
        ]
        with contextlib.suppress(PostgresError):  # it is dead already
            _run(words, user, folder)


def _make(programs: Path, folder: Path, user: str | None, wishes: Wishes) -> None:
    words: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        OWNER,
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    words += ["--auth-local=trust", "--auth-host=scram-sha-256"]
    words += ["--data-checksums"] if wishes.checksums else []
    words += [] if wishes.durable else ["--no-sync"]
    shutil.rmtree(folder / "data", ignore_errors=True)  # of a making that was cut short
    _run(words, user, folder)


def _write_settings(folder: Path, user: str | None, wishes: Wishes) -> None:
    """Write who may come in and by which certificate; the rest goes with the command line."""
    kind = "hostssl" if wishes.tls else "host"
    lines = wishes.hba or (f"{kind} all all 127.0.0.1/32 scram-sha-256",)
    # The folder is the server's user's alone: whoever reaches the socket in it is trusted.
    text = "\n".join(("local all all trust", *(lines if wishes.tcp else ()), ""))
    _write(folder / "data" / "pg_hba.conf", text.encode(), user)
    if wishes.tls:
        _write(folder / "server.crt", wishes.tls.certificate.read_bytes(), user)
        _write(folder / "server.key", wishes.tls.key.read_bytes(), user)


def _write(path: Path, content: bytes, user: str | None) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    if user:
        shutil.chown(path, user, user)


def _begin(
    programs: Path, folder: Path, user: str | None, port: int, wishes: Wishes
) -> subprocess.Popen[bytes]:
    settings = [
        f"port={port}",
        f"unix_socket_directories={folder}",
        f"listen_addresses={'127.0.0.1' if wishes.tcp else ''}",
        *(() if wishes.durable else _HASTY),
        *(f"{name}={value}" for name, value in wishes.settings.items()),
    ]
    if wishes.tls:
        settings += ["ssl=on", f"ssl_cert_file={folder / 'server.crt'}"]
        settings += [f"ssl_key_file={folder / 'server.key'}"]
    words: list[str | Path] = [programs / "postgres", "-D", folder / "data"]
    for one in settings:
        words += ["-c", one]
    with (folder / "log").open("wb") as log:  # of this start
        return subprocess.Popen(  # noqa: S603 - the server's own program
            words,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl C at the terminal is for whoever began it, who stops it in order
        )


def _is_ready(server: PrivateServer) -> bool:
    """Wait until it takes connections; False where it ended instead."""
    until = monotonic() + _READY_S
    while server.process.poll() is None:
        with contextlib.suppress(OSError):
            state = (server.folder / "data" / "postmaster.pid").read_text(encoding="ascii")
            if state.split("\n")[7:8] and state.split("\n")[7].strip() == "ready":
                return True
        if monotonic() > until:
            server.process.kill()
            server.process.wait()
        sleep(_LOOK_S)
    return False


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            # As the server itself does: else a port that it had a moment ago counts as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise PostgresError("there is no free port on 127.0.0.1")


def _run(words: Sequence[str | Path], user: str | None, folder: Path) -> str:
    """Run a program to its end; returns what it printed."""
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, and useradd
        words,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise PostgresError(f"{Path(words[0]).name} failed: {_last_line(done.stderr)}")
    return done.stdout


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]
