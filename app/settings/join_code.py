"""The code that a new terminal is given: where its centre is, how it knows it, and a password for one joining."""

from __future__ import annotations

import base64
import binascii
import re
import ssl
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

_VERSION: Final = 1
_PASSWORD: Final = 10  # bytes of chance
_AUTHORITY: Final = 16
_CHECK: Final = 3
_GROUP: Final = 5
_ALPHABET: Final = re.compile("[A-Z2-7]+")
_MISREAD: Final = str.maketrans("018", "OIB")
_PEM: Final = re.compile("-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCode:
    """What a terminal needs to begin.

    Attributes:
        host: As it stands in the centre's certificate.
        port: 1 to 65535.
        database: Its name.
        terminal: The name that the centre gave; its login follows from it.
        authority: First 16 bytes of the SHA-256 of the authority's certificate (DER): what the server shows must
            lead to it.
        secret: 10 bytes; ``password`` is made of them.
    """

    host: str
    port: int
    database: str
    terminal: str
    authority: bytes
    secret: bytes

    @property
    def password(self) -> str:
        """What the login takes until the terminal has made its own."""
        return base64.b32encode(self.secret).decode("ascii").lower()


def fingerprint(pem: str) -> bytes:
    """Return what a code says of an authority's certificate.

    Raises:
        ValueError: It is no certificate.
    """
    return sha256(ssl.PEM_cert_to_DER_cert(pem)).digest()[:_AUTHORITY]


def write_code(code: JoinCode) -> str:
    """Write a code in groups of five letters and digits, for a person to type or a file to carry."""
    raw = bytes((_VERSION,)) + code.port.to_bytes(2, "big") + code.authority + code.secret
    for part in (code.host, code.database, code.terminal):
        text = part.encode()
        raw += bytes((len(text),)) + text
    raw += sha256(raw).digest()[:_CHECK]
    letters = base64.b32encode(raw).decode("ascii").rstrip("=")
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def read_code(text: str) -> JoinCode | None:
    """Read a code as a person typed it: spaces, hyphens and small letters do not matter, nor 0 for O, 1 for I, 8 for B.

    Returns:
        The code; None where a letter is wrong or missing.
    """
    letters = re.sub(r"[\s-]", "", text).upper().translate(_MISREAD)
    if not _ALPHABET.fullmatch(letters):
        return None
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except binascii.Error:
        return None
    body, check = raw[:-_CHECK], raw[-_CHECK:]
    if sha256(body).digest()[:_CHECK] != check or body[:1] != bytes((_VERSION,)):
        return None
    names = _names(body[3 + _AUTHORITY + _PASSWORD :])
    if names is None:
        return None
    host, database, terminal = names
    return JoinCode(
        host=host,
        port=int.from_bytes(body[1:3], "big"),
        database=database,
        terminal=terminal,
        authority=body[3 : 3 + _AUTHORITY],
        secret=body[3 + _AUTHORITY : 3 + _AUTHORITY + _PASSWORD],
    )


def write_file(code: JoinCode, authority: str) -> str:
    """Write a code's file: the code, and the authority's certificate, which need not be fetched then."""
    return f"{write_code(code)}\n{authority}"


def read_file(text: str) -> tuple[JoinCode, str] | None:
    """Read what ``write_file`` wrote; None where it is none, or the certificate is not the one that the code means."""
    found = _PEM.search(text)
    code = read_code(text[: found.start()]) if found else None
    if found is None or code is None:
        return None
    try:
        is_same = fingerprint(found[0]) == code.authority
    except ValueError:
        return None
    return (code, found[0]) if is_same else None


def _names(raw: bytes) -> tuple[str, str, str] | None:
    found: list[str] = []
    while raw:
        size = raw[0]
        try:
            found.append(raw[1 : 1 + size].decode())
        except UnicodeDecodeError:
            return None
        raw = raw[1 + size :]
    return (found[0], found[1], found[2]) if len(found) == 3 else None
