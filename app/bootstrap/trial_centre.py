"""A whole centre on this computer, to try one out: a private PostgreSQL with all that ``central init`` makes.

It is what a hotel's would be, on loopback: TLS with full verification, SCRAM, each login with its own rights.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine

from app.bootstrap.centre import make_centre
from app.bootstrap.certificates import certify
from app.bootstrap.private_postgres import PrivateServer, Tls, Wishes, start
from app.bootstrap.server_lines import access_lines
from app.settings.centre import CentreFolder, CentreSettings, read_centre

DATABASE = "innpoint"

_HOSTS = ("localhost", "127.0.0.1")
_ADDRESSES = ("127.0.0.1/32",)


@dataclass(frozen=True, slots=True)
class TrialCentre:
    """A centre that runs on this computer.

    Attributes:
        server: Its PostgreSQL; ``server.url(DATABASE, ROLE)`` is the way in for whoever needs no password.
        folder: Keys, certificates and settings, for whatever takes ``--dir``.
        settings: As they stand there.
    """

    server: PrivateServer
    folder: CentreFolder
    settings: CentreSettings

    def stop(self) -> None:
        """Stop its server; the folder stays, and the next start goes on with it."""
        self.server.stop()


def start_trial(place: Path, now: datetime, *, durable: bool = True) -> TrialCentre:
    """Start the centre that lies in a folder; where it holds none, one is made.

    Args:
        place: Its own folder, which another user than root may enter.
        now: The time.
        durable: Keep what was posted through a power cut; tests need not.

    Raises:
        PostgresError: There can be no private server here; say the sentence.
        CentreError: What lies there is no centre, or not whole.
    """
    folder = CentreFolder(place / "centre")
    before = read_centre(folder)
    certify(folder, _HOSTS, now)
    server = start(
        place / "postgres",
        Wishes(
            tcp=True,
            port=before.port if before else 0,  # terminals that joined know it
            tls=Tls(folder.certificate, folder.certificate_key),
            hba=access_lines(DATABASE, _ADDRESSES).splitlines(),
            durable=durable,
        ),
    )
    try:
        _make_database(server)
        told = CentreSettings(
            url=server.url(DATABASE), hosts=_HOSTS, port=server.port, addresses=_ADDRESSES
        )
        made = make_centre(folder, told, now)
    except BaseException:
        server.stop()
        raise
    return TrialCentre(server, folder, made.settings)


@contextmanager
def trial_centre(place: Path, now: datetime, *, durable: bool = True) -> Iterator[TrialCentre]:
    """Run a centre for a while; as ``start_trial``."""
    running = start_trial(place, now, durable=durable)
    try:
        yield running
    finally:
        running.stop()


def _make_database(server: PrivateServer) -> None:
    engine = create_engine(server.url(), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            text = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.exec_driver_sql(text, (DATABASE,)).first() is None:
                connection.exec_driver_sql(f"CREATE DATABASE {DATABASE}")
    finally:
        engine.dispose()
