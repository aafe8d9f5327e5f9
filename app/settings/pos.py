"""Where this terminal hears a till of another maker."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

_SERIAL: Final = "serial:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PosSettings:
    """The POS link's settings.

    Attributes:
        listen: ``tcp://127.0.0.1:9310`` or ``serial:/dev/ttyS1?baud=9600``.
        beyond_loopback: Whether other computers may connect. What is said is neither signed nor encrypted,
            so this is for a wire that leads to tills and nowhere else.
    """

    listen: str
    beyond_loopback: bool = False


@dataclass(frozen=True, slots=True)
class TcpPlace:
    """An address to listen on."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class SerialPlace:
    """A serial line, as an address of the devices."""

    uri: str


@dataclass(frozen=True, slots=True)
class NoPlace:
    """An address that is not listened on.

    Attributes:
        is_beyond: It can be read, but is not on this computer.
    """

    is_beyond: bool


def place_of(settings: PosSettings) -> TcpPlace | SerialPlace | NoPlace:
    """Say where to listen, or why not there."""
    if settings.listen.startswith(_SERIAL):
        has_path = bool(settings.listen.removeprefix(_SERIAL).partition("?")[0])
        return SerialPlace(settings.listen) if has_path else NoPlace(is_beyond=False)
    try:
        parts = urlsplit(settings.listen)
        host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
        address, port = ipaddress.ip_address(host), parts.port
    except ValueError:
        return NoPlace(is_beyond=False)
    if parts.scheme != "tcp" or port is None or parts.path.strip("/") or parts.query:
        return NoPlace(is_beyond=False)
    if not address.is_loopback and not settings.beyond_loopback:
        return NoPlace(is_beyond=True)
    return TcpPlace(host, port)
