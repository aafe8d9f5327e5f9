"""A centre's folder: what its IT person said of it, its keys, and what its server shows to those who connect."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.loyalty.forms import reader_of


class CentreSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What was said when the centre was made.

    Attributes:
        url: Of the database, as the one who looks after it; without a password.
        hosts: Names and addresses under which terminals know the server; the first stands in their codes.
        port: Where terminals find the server; 0 until the server said it itself.
        addresses: Networks that terminals may come from, e.g. ``10.20.0.0/16``.
    """

    url: str
    hosts: tuple[str, ...] = ()
    port: int = 0
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CentreFolder:
    """Where a centre's files lie. The authority's key and the books' keys leave it only as a backup."""

    path: Path

    @property
    def settings(self) -> Path:
        """What was said."""
        return self.path / "centre.json"

    @property
    def keys(self) -> Path:
        """The house's keys, with the key that opens what terminals seal."""
        return self.path / "books.keys"

    @property
    def authority(self) -> Path:
        """The certificate that terminals trust."""
        return self.path / "ca.crt"

    @property
    def authority_key(self) -> Path:
        """What signs the server's certificates."""
        return self.path / "ca.key"

    @property
    def certificate(self) -> Path:
        """The server's certificate, the authority's behind it."""
        return self.path / "server.crt"

    @property
    def certificate_key(self) -> Path:
        """Of the server's certificate."""
        return self.path / "server.key"

    @property
    def server_lines(self) -> Path:
        """For postgresql.conf."""
        return self.path / "postgresql.conf.lines"

    @property
    def access_lines(self) -> Path:
        """For pg_hba.conf, before all others."""
        return self.path / "pg_hba.conf.lines"

    @property
    def name_lines(self) -> Path:
        """For pg_ident.conf: whom of this computer the server takes for whom."""
        return self.path / "pg_ident.conf.lines"


_reader = reader_of(CentreSettings)


def read_centre(folder: CentreFolder) -> CentreSettings | None:
    """Read what was said of a centre; None where nothing was.

    Raises:
        ValueError: The file is not what ``write_centre`` wrote.
    """
    try:
        return _reader.decode(folder.settings.read_bytes())
    except FileNotFoundError:
        return None
    except msgspec.MsgspecError as error:
        raise ValueError(f"{folder.settings} cannot be read: {error}") from error


def write_centre(folder: CentreFolder, settings: CentreSettings) -> None:
    """Keep what was said of a centre."""
    text = msgspec.json.format(msgspec.json.encode(settings), indent=2)
    put_file(folder.settings, text + b"\n", mode=0o600)


def put_file(path: Path, content: bytes, *, mode: int) -> None:
    """Put a file in its place, whole or not at all.

    Args:
        path: Where.
        content: All of it.
        mode: Who may read it, e.g. 0o600.

    Raises:
        OSError: The disk takes no file there; what was there stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
