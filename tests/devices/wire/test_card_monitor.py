import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest

from devices.sim.cards.mifare_classic import SimMifareClassic
from devices.wire.card_monitor import CardMonitor
from devices.wire.pcsc import SystemPcsc
from tests.devices.drivers.readers import READER, standing_in

ROOT = Path(__file__).parents[3]
TWO_THREADS = """
import os, sys, threading
from pathlib import Path
os.environ["PCSCLITE_CSOCK_NAME"] = sys.argv[1]
from devices.sim.pcsc_daemon import SimPcscDaemon
from devices.wire.pcsc import SystemPcsc
daemon = SimPcscDaemon(Path(sys.argv[1]))
daemon.readers.plug("Reader")
def establish():
    for _ in range(300):
        SystemPcsc().establish().close()
def look():
    context = SystemPcsc().establish()
    for _ in range(600):
        assert context.readers() == ("Reader",)
    context.close()
threads = [threading.Thread(target=one) for one in (establish, look, look)]
for one in threads: one.start()
for one in threads: one.join()
daemon.close()
"""


class Told:
    """Remembers what a monitor told, and waits for it."""

    def __init__(self):
        self.all = []
        self._changed = threading.Condition()

    def _add(self, *told):
        with self._changed:
            self.all.append(told)
            self._changed.notify_all()

    def service_changed(self, error):
        self._add("service", error is None)

    def reader_came(self, reader):
        self._add("reader came", reader)

    def reader_went(self, reader):
        self._add("reader went", reader)

    def card_came(self, reader, atr):
        self._add("card came", reader, atr)

    def card_went(self, reader):
        self._add("card went", reader)

    def wait_for(self, *told):
        with self._changed:
            assert self._changed.wait_for(lambda: told in self.all, 8), self.all


class Between:
    """The system's PC/SC, but something happens between the list of readers and the wait."""

    def __init__(self, happens):
        self._happens = happens
        self._context = None

    def establish(self):
        self._context = SystemPcsc().establish()
        return self

    def readers(self):
        found = self._context.readers()
        if self._happens:
            self._happens.pop(0)()
        return found

    def __getattr__(self, name):
        return getattr(self._context, name)


@pytest.fixture
def daemon(pcsc_socket):
    with standing_in(pcsc_socket) as made:
        yield made


def test_a_reader_plugged_in_just_before_the_wait_is_seen(daemon):
    told = Told()
    between = Between([lambda: daemon.readers.plug(READER)])
    monitor = CardMonitor(between, told, name="device between")
    monitor.start()
    try:
        told.wait_for("reader came", READER)
    finally:
        monitor.stop()


def test_a_card_laid_on_just_before_the_wait_is_seen(daemon):
    told, chip = Told(), SimMifareClassic()
    reader = daemon.readers.plug(READER)
    between = Between([lambda: daemon.readers.insert(reader, chip)])
    monitor = CardMonitor(between, told, name="device between")
    monitor.start()
    try:
        told.wait_for("card came", READER, chip.atr)
    finally:
        monitor.stop()
    assert told.all[-2:] == [("card went", READER), ("reader went", READER)]


def test_many_swaps_of_like_cards_are_each_one_card_gone_and_one_come(daemon):
    told = Told()
    reader = daemon.readers.plug(READER)
    monitor = CardMonitor(SystemPcsc(), told, name="device swaps")
    monitor.start()
    told.wait_for("reader came", READER)
    chips = [SimMifareClassic(bytes([4, 0, 0, n])) for n in range(20)]
    for chip in chips:
        daemon.readers.insert(reader, chip)
    daemon.readers.remove(reader)
    daemon.readers.unplug(reader)
    told.wait_for("reader went", READER)
    monitor.stop()
    cards = [one[0] for one in told.all if one[0].startswith("card")]
    assert cards == ["card came", "card went"] * (len(cards) // 2)


def test_stopping_takes_no_longer_than_a_blink(daemon):
    told = Told()
    daemon.readers.plug(READER)
    for _ in range(5):
        monitor = CardMonitor(SystemPcsc(), told, name="device stop")
        monitor.start()
        told.wait_for("reader came", READER)
        at = monotonic()
        monitor.stop()
        monitor.stop()
        assert monotonic() - at < 2


def test_contexts_and_lists_in_several_threads_do_not_stand_still(daemon, tmp_path):
    """Without the lock in ``devices.wire.pcsc`` the interpreter waits for itself here."""
    done = subprocess.run(
        [sys.executable, "-c", TWO_THREADS, str(tmp_path / "s")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
