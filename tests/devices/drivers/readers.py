"""The stand-in daemon with one reader, and a device that the system's own library leads to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devices.errors import DeviceError
from devices.sim.pcsc_daemon import PROTOCOL, SimPcscDaemon
from devices.wire.pcsc import SystemPcsc

READER = "ACS ACR1281 1S Dual Reader 00 00"


@contextmanager
def standing_in(path: Path) -> Iterator[SimPcscDaemon]:
    """Run the daemon; skip where the system's library speaks another protocol, or is absent."""
    daemon = SimPcscDaemon(path)
    try:
        try:
            SystemPcsc().establish().close()
        except DeviceError as error:
            if daemon.client_protocol in (None, PROTOCOL) and error.code != "not-installed":
                raise
            pytest.skip(f"PC/SC's library cannot be used: {error}")
        if daemon.client_protocol != PROTOCOL:
            pytest.skip(f"PC/SC's library speaks protocol {daemon.client_protocol}")
        yield daemon
    finally:
        daemon.close()
