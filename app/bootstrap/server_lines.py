"""What a hotel's IT person puts into PostgreSQL's own files, so that a centre is reached by TLS and by nobody else."""

from __future__ import annotations

import re

from app.settings.centre import CentreFolder, CentreSettings, put_file
from app.store.central_rights import AUDITOR, MIGRATOR, OFFICE, POSTER, TERMINALS

SERVICE_USER = "innpoint-central"  # of packaging/systemd/innpoint-central.service
MAP = "innpoint"
CERTIFICATE = "innpoint.crt"  # beside postgresql.conf
CERTIFICATE_KEY = "innpoint.key"

_PLAIN = re.compile("[a-z_][a-z0-9_]*")
_READABLE = 0o644


def write_lines(folder: CentreFolder, settings: CentreSettings, database: str, config: str) -> None:
    """Write the lines into files of the centre's folder.

    Args:
        folder: Of the centre.
        settings: Whose addresses may come in.
        database: Its name.
        config: Folder of postgresql.conf; empty where it is not known.

    Raises:
        OSError: The folder cannot be written.
    """
    for path, text in (
        (folder.server_lines, server_lines(config, settings.port)),
        (folder.access_lines, access_lines(database, settings.addresses)),
        (folder.name_lines, name_lines()),
    ):
        put_file(path, text.encode(), mode=_READABLE)


def server_lines(config: str, port: int) -> str:
    """Return lines for the end of postgresql.conf."""
    place = f"{config}/" if config else ""
    return "\n".join(
        (
            "# InnPoint's centre: at the end of postgresql.conf, then restart the server.",
            "listen_addresses = '*'",
            f"port = {port}",
            "ssl = on",
            f"ssl_cert_file = '{place}{CERTIFICATE}'",
            f"ssl_key_file = '{place}{CERTIFICATE_KEY}'",
            "ssl_min_protocol_version = 'TLSv1.2'",
            "password_encryption = 'scram-sha-256'",
            "# A terminal has up to 4 connections; beyond some 200 put a pooler in between (README.md).",
            "max_connections = 200",
            "",
        )
    )


def access_lines(database: str, addresses: tuple[str, ...]) -> str:
    """Return lines for the top of pg_hba.conf: of its lines the first that fits counts."""
    name = database if _PLAIN.fullmatch(database) else f'"{database}"'
    people = ",".join((f"+{TERMINALS}", POSTER, OFFICE, AUDITOR))
    return "\n".join(
        (
            "# InnPoint's centre: before all other lines of pg_hba.conf, then reload the server.",
            f"local      {name}  {','.join((POSTER, AUDITOR, MIGRATOR))}  peer map={MAP}",
            *(f"hostssl    {name}  {people}  {address}  scram-sha-256" for address in addresses),
            "# From elsewhere no terminal comes in, and nobody without TLS.",
            f"host       {name}  +{TERMINALS}  all  reject",
            f"hostnossl  {name}  all  all  reject",
            "",
        )
    )


def name_lines() -> str:
    """Return lines for pg_ident.conf: on the server's own computer the service and root need no password."""
    return "\n".join(
        (
            "# InnPoint's centre: for pg_ident.conf, then reload the server.",
            f"{MAP}  {SERVICE_USER}  {POSTER}",
            f"{MAP}  {SERVICE_USER}  {AUDITOR}",
            f"{MAP}  root  {MIGRATOR}",
            f"{MAP}  root  {AUDITOR}",
            "",
        )
    )
