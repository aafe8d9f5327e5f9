"""IC card to its number, on the virtual reader of a real PC/SC daemon in a namespace of its own.

Run as ``python -m app.bench.cards FOLDER COUNT``; it enters the namespace by running itself again.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter, sleep

from devices.events import DeviceEvent, DeviceStatus, Lamp
from devices.ic_card import CardInserted, CardRemoved
from devices.manager import DeviceManager
from devices.sim.cards.mifare_classic import SimMifareClassic
from devices.sim.vpcd_card import SimVpcdCard

_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_CONFIG = f"""FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x8C7B
LIBPATH {_DRIVER}
CHANNELID 0x8C7B
"""
# The daemon and its virtual reader listen on fixed places; in here they are the namespace's own.
_INSIDE = """
set -e
mount -t tmpfs tmpfs /run; mkdir -p /run/pcscd; ip link set lo up
exec "$1" -m app.bench.cards "$2" "$3" inside
"""
_WAIT_S = 20.0


def main(given: list[str]) -> int:
    """Enter the namespace, or measure in it; prints milliseconds as a JSON list."""
    folder, count = given[:2]
    if given[2:] == ["inside"]:
        print(json.dumps(_measured(Path(folder), int(count))))
        return 0
    missing = _missing()
    if missing:
        sys.stderr.write(missing + "\n")
        return 1
    (Path(folder) / "readers" / "vpcd").write_text(_CONFIG, encoding="ascii")
    own = {name: value for name, value in os.environ.items() if name != "PCSCLITE_CSOCK_NAME"}
    inside = ["sh", "-c", _INSIDE, "sh", sys.executable, folder, count]
    words = [str(shutil.which("unshare")), "-m", "-n", *inside]
    return subprocess.run(words, env=own, check=False).returncode


def _missing() -> str:
    if os.name != "posix" or os.geteuid() != 0:
        return "a namespace of one's own needs root"
    for name in ("pcscd", "unshare", "ip", "mount"):
        if shutil.which(name) is None:
            return f"{name} is not installed"
    return "" if _DRIVER.exists() else "the package vsmartcard-vpcd is not installed"


def _measured(folder: Path, count: int) -> list[float]:
    events: SimpleQueue[DeviceEvent] = SimpleQueue()
    with (folder / "pcscd.log").open("wb") as log:
        words = [str(shutil.which("pcscd")), "--foreground", "-c", str(folder / "readers")]
        daemon = subprocess.Popen(words, stdout=log, stderr=log)
    try:
        with DeviceManager(events.put) as manager:
            manager.open("ic", "pcsc:Virtual PCD 00 00")
            while not _is_ready(events.get(timeout=_WAIT_S)):
                pass
            return [_laid(events) for _ in range(count)]
    finally:
        daemon.terminate()
        daemon.wait(10)


def _is_ready(event: DeviceEvent) -> bool:
    return isinstance(event, DeviceStatus) and event.lamp is Lamp.READY


def _laid(events: SimpleQueue[DeviceEvent]) -> float:
    started = perf_counter()
    card = SimVpcdCard(SimMifareClassic())
    while not isinstance(events.get(timeout=_WAIT_S), CardInserted):
        pass
    took = (perf_counter() - started) * 1_000
    card.take()
    while not isinstance(events.get(timeout=_WAIT_S), CardRemoved):
        pass
    sleep(0.037)  # not in step with the daemon's own looking
    return took


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
