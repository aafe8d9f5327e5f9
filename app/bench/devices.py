"""The device layer: bytes to event, plug cycles without a leak, idle processor time, IC card to its number."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter, process_time, sleep

from app.bench.result import BenchError, Result, middle, percentile
from devices.events import CardSwiped, DeviceEvent, DeviceStatus, Lamp
from devices.manager import DeviceManager
from devices.roles import Arming, Role
from devices.sim.serial_reader import SimSerialReader

_SWIPES = 1_000
_TRACKS = ("%B8888000012345678^TEST/CARD^4912101?", ";8888000012345678=4912101?")
_KINDS = ("msr+serial", "msr605", "pinpad-visa", "msr+hid", "gsm", "escpos")
_IDLE_S = 10.0
_WAIT_S = 20.0
_CARDS = 20


def bench_devices(cycles: int) -> Result:
    """Measure what the layer of devices promises.

    Args:
        cycles: How often a reader is pulled out and plugged in again.
    """
    result = Result(name="devices")
    with tempfile.TemporaryDirectory(prefix="innpoint-bench-") as folder:
        home = Path(folder)
        result.figures |= _bytes_to_event(home)
        print(f"{cycles} plug cycles …", file=sys.stderr)
        result.figures |= _plug_cycles(home, cycles)
        print("six devices at rest …", file=sys.stderr)
        result.figures |= _at_rest(home)
        result.figures |= _cards(home)
    result.targets = {
        "bytes_to_event_p99_ms": {"at_most": 5.0},
        "threads_leaked": {"at_most": 0.0},
        "descriptors_leaked": {"at_most": 0.0},
        "idle_cpu_percent_six_devices": {"at_most": 1.0},
    }
    if "card_in_to_uid_max_ms" in result.figures:
        result.targets["card_in_to_uid_max_ms"] = {"at_most": 600.0}
    return result


@contextmanager
def _reader(
    folder: Path,
) -> Iterator[tuple[SimSerialReader, DeviceManager, SimpleQueue[DeviceEvent]]]:
    events: SimpleQueue[DeviceEvent] = SimpleQueue()
    sim = SimSerialReader(folder)
    with DeviceManager(events.put) as manager:
        manager.open("reader", sim.uri)
        _lamp(events, Lamp.READY)
        yield sim, manager, events
    sim.close()


def _lamp(events: SimpleQueue[DeviceEvent], lamp: Lamp) -> None:
    while True:
        event = events.get(timeout=_WAIT_S)
        if isinstance(event, DeviceStatus) and event.lamp is lamp:
            return


def _bytes_to_event(folder: Path) -> dict[str, float]:
    """Send whole swipes over a pseudo-terminal, and bare bytes over another for the limit."""
    took: list[float] = []
    with _reader(folder) as (sim, manager, events):
        manager.reader("reader").arm(Arming.ALWAYS)
        for _ in range(_SWIPES):
            started = perf_counter()
            sim.swipe(*_TRACKS)
            while not isinstance(events.get(timeout=_WAIT_S), CardSwiped):
                pass
            took.append((perf_counter() - started) * 1_000)
    bare = _bare_pty()
    return {
        "bytes_to_event_p50_ms": middle(took),
        "bytes_to_event_p99_ms": percentile(took, 99),
        "bare_pty_and_queue_p50_ms": middle(bare),
        "ratio_to_bare_pty": middle(took) / middle(bare),
    }


def _bare_pty() -> list[float]:
    """Take the same bytes from a pseudo-terminal on a thread, and hand them over in a queue: no less is possible."""
    master, slave = os.openpty()
    found: SimpleQueue[bytes] = SimpleQueue()
    text = "".join(_TRACKS).encode("ascii") + b"\n"

    def read() -> None:
        for _ in range(_SWIPES):
            found.put(os.read(slave, 4096))

    thread = threading.Thread(target=read)
    thread.start()
    took = []
    for _ in range(_SWIPES):
        started = perf_counter()
        os.write(master, text)
        found.get(timeout=_WAIT_S)
        took.append((perf_counter() - started) * 1_000)
    thread.join()
    os.close(master)
    os.close(slave)
    return took


def _plug_cycles(folder: Path, cycles: int) -> dict[str, float]:
    with _reader(folder) as (sim, manager, events):
        threads, descriptors = _held()
        started = perf_counter()
        for _ in range(cycles):
            sim.unplug()
            _lamp(events, Lamp.LOST)
            sim.plug()
            manager.retry()  # what the kernel's message does where a real cable comes in
            _lamp(events, Lamp.READY)
        took = perf_counter() - started
        now = _held()
    return {
        "plug_cycles": float(cycles),
        "ms_a_plug_cycle": took * 1_000 / cycles,
        "threads_leaked": float(max(0, now[0] - threads)),
        "descriptors_leaked": float(max(0, now[1] - descriptors)),
    }


def _held() -> tuple[int, int]:
    place = Path("/proc/self/fd")
    return threading.active_count(), len(list(place.iterdir())) if place.exists() else 0


def _at_rest(folder: Path) -> dict[str, float]:
    """Let six devices rest; their simulators run in processes of their own and are not counted."""
    events: SimpleQueue[DeviceEvent] = SimpleQueue()
    with ExitStack() as running:
        addresses = [running.enter_context(_simulator(kind, folder / kind)) for kind in _KINDS]
        manager = running.enter_context(DeviceManager(events.put))
        for place, uri in enumerate(addresses):
            manager.open(f"device-{place}", uri)
        for _ in addresses:
            _lamp(events, Lamp.READY)
        for name in manager.with_role(Role.MSR_READER):
            manager.reader(name).arm()
        sleep(1.0)
        started, worked = perf_counter(), process_time()
        sleep(_IDLE_S)
        share = (process_time() - worked) / (perf_counter() - started)
    return {"idle_cpu_percent_six_devices": 100 * share}


@contextmanager
def _simulator(kind: str, folder: Path) -> Iterator[str]:
    words = [sys.executable, "-m", "devices", "simulate", kind, "--dir", str(folder)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise BenchError("the simulator has no pipes")
        yield process.stdout.readline().strip()
        process.stdin.write("quit\n")
        process.stdin.close()


def _cards(folder: Path) -> dict[str, float]:
    """Lay cards on the virtual reader of a real PC/SC daemon, where that can run in a namespace of its own."""
    readers = folder / "readers"
    readers.mkdir()
    words = [sys.executable, "-m", "app.bench.cards", str(folder), str(_CARDS)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=180)
    if done.returncode != 0:
        print(f"IC cards were not measured: {done.stderr.strip()}", file=sys.stderr)
        return {}
    took = [float(one) for one in json.loads(done.stdout.splitlines()[-1])]
    return {"card_in_to_uid_p50_ms": middle(took), "card_in_to_uid_max_ms": max(took)}
