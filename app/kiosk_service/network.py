"""The addresses of this machine, as its own system says them."""

from __future__ import annotations

import socket
import struct
import sys
from typing import Final

_GET_ADDRESS: Final = 0x8915  # SIOCGIFADDR of Linux, netdevice(7)
_NAME_LENGTH: Final = 15
_ADDRESS: Final = slice(20, 24)


def addresses() -> tuple[str, ...]:
    """Return ``name address`` of every interface that has one; the loopback is left out."""
    if sys.platform != "linux":
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        return tuple(sorted({str(one[4][0]) for one in found}))
    return tuple(
        f"{name} {address}"
        for _, name in socket.if_nameindex()
        if name != "lo" and (address := _address_of(name))
    )


def _address_of(name: str) -> str:
    """Return an interface's IPv4 address; empty for none."""
    import fcntl  # not on every system

    asked = struct.pack("256s", name.encode()[:_NAME_LENGTH])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        try:
            return socket.inet_ntoa(fcntl.ioctl(door.fileno(), _GET_ADDRESS, asked)[_ADDRESS])
        except OSError:
            return ""
