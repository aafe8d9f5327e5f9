"""Run inside a namespace of its own: starts pcscd, lays cards on its virtual reader, prints figures as JSON."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from time import monotonic

from devices.__main__ import main as devices_main
from devices.events import Lamp, WriteDone
from devices.ic_card import CardInserted, CardOrder, CardRead, CardRemoved, CardWork, IcCardReader
from devices.manager import DeviceManager
from devices.sim.cards.chip import SimChip
from devices.sim.vpcd_card import SimVpcdCard
from devices.wire.pcsc import SystemPcsc
from devices.wire.recording import begin_recording
from tests.devices.cards.laid import KEYS, MAKERS, NUMBER, fresh_of_the_same_kind
from tests.devices.support import EventLog

READER = "Virtual PCD 00 00"
COMMANDS = 200
START_S = 20.0
TOLD = (CardInserted, CardRemoved, CardRead, WriteDone)


@contextmanager
def pcscd(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("ab") as log:
        # It reads every file of that folder, so nothing else may lie there.
        command = ["pcscd", "--foreground", "-c", str(folder / "readers")]
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


class Desk:
    """A device at the virtual reader and what it told."""

    def __init__(self, manager: DeviceManager, events: EventLog) -> None:
        self.events = events
        self.device: IcCardReader = manager.ic_cards("ic")
        self.figures: dict[str, int] = {}

    def lay(self, chip: SimChip) -> tuple[SimVpcdCard, CardInserted]:
        laid = SimVpcdCard(chip)
        return laid, self.events.next(CardInserted)

    def take(self, laid: SimVpcdCard) -> None:
        laid.take()
        self.events.next(CardRemoved)

    def life(self, family: str) -> None:
        chip = MAKERS[family]()
        at = monotonic()
        laid, told = self.lay(chip)
        self.figures[f"{family}: ms to uid"] = round((monotonic() - at) * 1000)
        assert told.family is not None
        assert (told.family.value, told.uid) == (family, chip.uid)
        order = CardOrder(
            entry_id="w", work=CardWork.PERSONALISE, uid=told.uid, keys=KEYS, number=NUMBER
        )
        at = monotonic()
        self.device.write(order)
        self.events.next(WriteDone)
        self.figures[f"{family}: ms to personalise"] = round((monotonic() - at) * 1000)
        at = monotonic()
        self.read()
        self.figures[f"{family}: ms to read"] = round((monotonic() - at) * 1000)
        self.take(laid)
        other, told = self.lay(fresh_of_the_same_kind(chip))  # the same answer to reset
        assert told.atr == chip.atr
        self.take(other)

    def read(self) -> None:
        self.device.read("r", KEYS)
        read = self.events.next(CardRead)
        assert (read.number, read.is_genuine) == (NUMBER, True)

    def time_of_a_command(self) -> None:
        laid, _ = self.lay(MAKERS["mifare-classic"]())
        context = SystemPcsc().establish()
        card = context.connect(READER)
        at = monotonic()
        for _ in range(COMMANDS):
            card.transmit(b"\xff\xca\0\0\0")
        self.figures["us for a command"] = round((monotonic() - at) / COMMANDS * 1e6)
        card.disconnect()
        context.close()
        self.take(laid)


def replayed(recording: Path) -> list[str]:
    """Play what was recorded at the real daemon, without it; give what the driver tells."""
    out = io.StringIO()
    assert devices_main(["replay", str(recording), "--json"], out) == 0, out.getvalue()
    return [json.loads(line)["event"] for line in out.getvalue().splitlines()]


def main(folder: Path) -> None:
    os.environ.pop("PCSCLITE_CSOCK_NAME", None)
    events = EventLog()
    recording = folder / "ic.wire"
    begin_recording(recording, f"pcsc:{READER}")
    with DeviceManager(events, recordings=folder) as manager:
        manager.open("ic", f"pcsc:{READER}")
        assert "pcscd" in events.lamp(Lamp.LOST).detail
        desk = Desk(manager, events)
        with pcscd(folder):
            events.lamp(Lamp.READY, START_S)
            for family in MAKERS:
                desk.life(family)
            desk.time_of_a_command()
        chip = MAKERS["desfire-ev1"]()
        for number in (signal.SIGKILL, signal.SIGTERM):
            with pcscd(folder) as process:
                at = monotonic()
                events.lamp(Lamp.READY, START_S)
                desk.figures[f"ms to ready after {number.name}"] = round((monotonic() - at) * 1000)
                laid, told = desk.lay(chip)
                assert told.uid == chip.uid
                process.send_signal(number)
                process.wait(10)
                events.next(CardRemoved)
                assert events.lamp(Lamp.LOST)
                laid.take()
    kinds = [event for event in events.all if isinstance(event, CardInserted | CardRemoved)]
    assert all(type(one) is not type(following) for one, following in pairwise(kinds))
    desk.figures["lines recorded"] = len(recording.read_text(encoding="ascii").splitlines())
    assert replayed(recording) == [
        type(event).__name__ for event in events.all if isinstance(event, TOLD)
    ]
    for chip in (made() for made in MAKERS.values()):
        assert not chip.uid or chip.uid.hex() not in recording.read_text(encoding="ascii")
    sys.stdout.write(json.dumps(desk.figures) + "\n")


main(Path(sys.argv[1]))
