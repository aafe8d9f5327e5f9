"""A simulated IC card reader behind the stand-in service, for tests that the system's own library leads there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devices.errors import DeviceError
from devices.sim.card_reader import SimCardReader
from devices.wire.pcsc import SystemPcsc


@contextmanager
def ic_reader(folder: Path, socket: Path) -> Iterator[SimCardReader]:
    """Plug one in; skip where the system's library speaks another protocol, or is absent."""
    made = SimCardReader(folder, socket=socket)
    try:
        SystemPcsc().establish().close()
    except DeviceError as error:
        made.close()
        pytest.skip(f"PC/SC's library cannot be used: {error}")
    try:
        yield made
    finally:
        made.close()
