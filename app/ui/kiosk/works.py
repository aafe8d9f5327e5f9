"""What still works at the kiosk: each work of a guest with the device it needs, from the lamps alone; pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, unique

from app.ui.service.station_records import DeviceLamp, DeviceReason, DeviceRole, LampState


@unique
class Trouble(Enum):
    """Why something does not work just now; each has a sentence for guests."""

    NO_PAPER = "no-paper"
    PRINTER = "printer"
    PIN_PAD = "pin-pad"
    READER = "reader"
    TEXTS = "texts"
    BOOKS = "books"


def troubles(lamps: Iterable[DeviceLamp], *, is_offline: bool) -> frozenset[Trouble]:
    """Return what does not work.

    Args:
        lamps: Of this terminal's devices; one that was never set up counts as not there.
        is_offline: The books cannot be reached.
    """
    found = list(lamps)
    missing: set[Trouble] = {Trouble.BOOKS} if is_offline else set()
    if not _ready(found, DeviceRole.PIN_PAD):
        missing.add(Trouble.PIN_PAD)
    if not _ready(found, DeviceRole.MODEM):
        missing.add(Trouble.TEXTS)
    readers = (DeviceRole.CARD_READER, DeviceRole.CARD_WRITER, DeviceRole.IC_READER)
    if not any(_ready(found, role) for role in readers):
        missing.add(Trouble.READER)
    printers = [one for one in found if one.role is DeviceRole.PRINTER]
    if not any(_works(one) for one in printers):
        out = {one.reason for one in printers} & {DeviceReason.NO_PAPER, DeviceReason.JAMMED}
        missing.add(Trouble.NO_PAPER if out else Trouble.PRINTER)
    return frozenset(missing)


def _ready(lamps: Iterable[DeviceLamp], role: DeviceRole) -> bool:
    return any(one.role is role and _works(one) for one in lamps)


def _works(lamp: DeviceLamp) -> bool:
    """Tell whether a device does its work; paper that is low is still paper."""
    soft = {DeviceReason.PAPER_LOW, DeviceReason.DRAWER_OPEN, DeviceReason.PLAIN_PAD}
    soft |= {DeviceReason.KEYS_IN_FILE}
    return lamp.state is LampState.READY or lamp.reason in soft


def printing(missing: frozenset[Trouble]) -> Trouble | None:
    """Return why nothing can be printed; None where it can."""
    for one in (Trouble.NO_PAPER, Trouble.PRINTER):
        if one in missing:
            return one
    return None
