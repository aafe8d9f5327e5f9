"""Fetches the certificate that a new terminal is to trust, from the server that shows it, and knows it by its code.

Whoever stands in between may show another one; it does not have the fingerprint that the code names.
"""

from __future__ import annotations

import socket
import ssl
import struct
from typing import Final

from app.settings.join_code import fingerprint

_SSL_REQUEST: Final = struct.pack("!ii", 8, 80877103)  # PostgreSQL's protocol, "SSLRequest"
_YES: Final = b"S"


def fetch_authority(host: str, port: int, wanted: bytes, timeout_s: float = 10.0) -> str | None:
    """Ask a PostgreSQL for the certificates that it shows, and return the one that a code means.

    Args:
        host: Where.
        port: Likewise.
        wanted: ``JoinCode.authority``.
        timeout_s: For each step, seconds.

    Returns:
        The authority's certificate, PEM, for ``sslrootcert``; None where the server shows no such one: the code is
        another centre's, or somebody stands in between.

    Raises:
        OSError: The server does not answer, or speaks no TLS.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = (
        False  # nothing is trusted but the fingerprint, and nothing is said here
    )
    context.verify_mode = ssl.CERT_NONE
    with socket.create_connection((host, port), timeout_s) as plain:
        plain.sendall(_SSL_REQUEST)
        if plain.recv(1) != _YES:
            raise ssl.SSLError("this server speaks no TLS")
        with context.wrap_socket(plain, server_hostname=host) as wrapped:
            shown = _shown(wrapped)
    return next((pem for pem in shown if fingerprint(pem) == wanted), None)


def _shown(wrapped: ssl.SSLSocket) -> list[str]:
    """Return all certificates that the server sent, PEM."""
    public = getattr(wrapped, "get_unverified_chain", None)  # from Python 3.13 on
    if public is not None:
        return [ssl.DER_cert_to_PEM_cert(der) for der in public()]
    within = wrapped._sslobj  # type: ignore[attr-defined]  # noqa: SLF001 - before, there is no other way
    return [one.public_bytes() for one in within.get_unverified_chain()]
