"""Recordings of PC/SC: nothing secret in them, and the driver tells the same when they are played."""

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from devices.__main__ import main
from devices.codec import pointer
from devices.codec.card_traffic import CardTraffic, Said
from devices.events import Lamp, WriteDone, WriteFailed
from devices.ic_card import (
    CardInserted,
    CardOrder,
    CardRead,
    CardReadFailed,
    CardRemoved,
    CardWork,
)
from devices.manager import DeviceManager
from devices.sim.card_reader import READER
from devices.sim.cards.chip import SimNoise, Tear
from devices.wire.recording import begin_recording
from tests.devices.cards.laid import KEYS, MAKERS, NEW_KEYS, fresh_of_the_same_kind
from tests.devices.support import EventLog
from tests.support.ic_reader import ic_reader
from tests.support.waiting import until

NUMBER = "8821000000000015"
ROOT = Path(__file__).parents[3]
TOLD = (CardInserted, CardRemoved, CardRead, CardReadFailed, WriteDone, WriteFailed)


@pytest.fixture
def sim(tmp_path, pcsc_socket):
    with ic_reader(tmp_path, pcsc_socket) as made:
        yield made


@pytest.fixture
def desk(sim, tmp_path):
    made = Recorded(sim, tmp_path)
    yield made
    made.manager.close()


class Recorded:
    """A device that is recorded, with hands at its reader."""

    def __init__(self, sim, folder):
        self.sim, self.file = sim, folder / "ic.wire"
        begin_recording(self.file, "pcsc:")
        self.events = EventLog()
        self.manager = DeviceManager(self.events, recordings=folder)
        self.manager.open("ic", "pcsc:")
        self.events.lamp(Lamp.READY)
        self.device = self.manager.ic_cards("ic")
        self.secrets = {NUMBER.encode().hex(), NUMBER}

    def lay(self, chip):
        self.sim._daemon.readers.insert(self.sim._reader, chip)
        told = self.events.next(CardInserted)
        self.secrets |= {told.uid.hex()} if told.uid else set()
        return told

    def take(self):
        self.sim.take()
        self.events.next(CardRemoved)

    def read(self, keys=KEYS, former=()):
        self.device.read("r", keys, former)
        return self.events.next(CardRead | CardReadFailed)

    def work(self, work, keys=KEYS, number=NUMBER, **more):
        uid = self.device.card.uid
        order = CardOrder(entry_id="w", work=work, uid=uid, keys=keys, number=number, **more)
        self.device.write(order)
        return self.events.next(WriteDone | WriteFailed)

    def played(self):
        """Close the device, play the recording; give what was told then and now, in words."""
        self.manager.close()
        out = io.StringIO()
        status = main(["replay", str(self.file), "--json"], out)
        now = [json.loads(line) for line in out.getvalue().splitlines() if line.startswith("{")]
        assert status == 0, out.getvalue()
        then = [type(one).__name__ for one in self.events.all if isinstance(one, TOLD)]
        return then[: -1 if then[-1] == "CardRemoved" else None], now


def names(now):
    found = [one["event"] for one in now]
    return found[: -1 if found[-1] == "CardRemoved" else None]


@pytest.mark.parametrize("family", MAKERS)
def test_the_life_of_a_card_is_recorded_without_its_secrets_and_played(family, desk):
    chip = MAKERS[family]()
    desk.lay(chip)
    assert isinstance(desk.read(), CardReadFailed)
    desk.work(CardWork.PERSONALISE)
    assert desk.read().is_genuine
    desk.take()
    desk.lay(chip)
    assert desk.read().is_genuine
    assert desk.read(NEW_KEYS, (KEYS,)).is_former
    desk.work(CardWork.RENEW, NEW_KEYS, former=(KEYS,))
    desk.work(CardWork.BLOCK, NEW_KEYS)
    assert desk.read(NEW_KEYS).is_blocked
    assert isinstance(desk.work(CardWork.PERSONALISE, NEW_KEYS), WriteFailed)
    other = fresh_of_the_same_kind(chip)
    desk.take()
    desk.lay(other)
    then, now = desk.played()
    assert names(now) == then
    text = desk.file.read_text(encoding="ascii")
    for keys in (KEYS, NEW_KEYS):
        desk.secrets |= {keys.diversifying.hex(), keys.sealing.hex()}
        for uid in (chip.uid, other.uid):
            for purpose in range(3):
                key = pointer.access_key(keys, uid, desk_family(family), purpose)
                desk.secrets |= {key.hex(), key[:8].hex(), key[:6].hex()}
    assert not [secret for secret in desk.secrets if secret in text.lower()]
    reads = [one for one in now if one["event"] == "CardRead"]
    again = 0 if family == "desfire-ev1" else 3  # under a session's keys nothing can be read again
    assert [not one.get("as_recorded") for one in reads].count(True) == again


def desk_family(name):
    return next(one for one in pointer.CardFamily if one.value == name)


def test_a_card_torn_away_and_a_reader_unplugged_come_back_in_the_replay(desk, sim):
    chip = MAKERS["desfire-ev1"]()
    desk.lay(chip)
    chip.tear_at(2, Tear.HALF)
    assert desk.work(CardWork.PERSONALISE).code == "card-gone"
    desk.events.next(CardRemoved)
    desk.lay(chip)
    desk.work(CardWork.PERSONALISE)
    sim.unplug()
    desk.events.next(CardRemoved)
    desk.events.lamp(Lamp.LOST)
    sim.plug()
    desk.events.lamp(Lamp.READY)
    desk.lay(MAKERS["iso7816"]())
    then, now = desk.played()
    assert names(now) == then
    assert [one.get("code", "") for one in now if one["event"] == "WriteFailed"] == [""]


def test_the_service_killed_and_strange_cards_are_played(desk, sim):
    desk.lay(SimNoise(b"\x3b\x00", 5))
    desk.take()
    desk.lay(MAKERS["mifare-classic"]())
    sim.stop_service()
    desk.events.next(CardRemoved)
    sim.start_service()
    desk.events.next(CardInserted)
    desk.work(CardWork.PERSONALISE)
    then, now = desk.played()
    assert names(now) == then


def test_the_command_records_and_plays(sim, tmp_path, pcsc_socket):
    words = [sys.executable, "-m", "devices", "record", f"pcsc:{READER}", str(tmp_path / "two")]
    environment = os.environ | {"PCSCLITE_CSOCK_NAME": str(pcsc_socket)}
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert "recording into" in process.stdout.readline()
        until(lambda: "ready" in process.stderr.readline(), "the reader")
        chip = sim.lay("mifare")
        assert "CardInserted" in process.stdout.readline()
        sim.take()
        assert "CardRemoved" in process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate()
        assert process.returncode == 0
    text = (tmp_path / "two.wire").read_text(encoding="ascii")
    assert chip.uid.hex() not in text
    out = io.StringIO()
    assert main(["replay", str(tmp_path / "two.wire")], out) == 0, out.getvalue()
    assert out.getvalue().count("CardInserted") == 1


def test_a_recording_that_another_driver_would_not_make_is_told(desk):
    desk.lay(MAKERS["mifare-classic"]())
    desk.work(CardWork.PERSONALISE)
    desk.read()
    desk.manager.close()
    lines = desk.file.read_text(encoding="ascii").splitlines()
    at = next(n for n, line in enumerate(lines) if '"readable"' in line)
    sent = next(n for n in range(at, len(lines)) if '"out"' in lines[n])
    changed = json.loads(lines[sent])
    changed["hex"] = "ffb2" + changed["hex"][4:]
    lines[sent] = json.dumps(changed)
    desk.file.write_text("\n".join(lines), encoding="ascii")
    out = io.StringIO()
    main(["replay", str(desk.file)], out)
    assert "bad-answer" in out.getvalue() or "wrong" in out.getvalue(), out.getvalue()


@pytest.mark.parametrize("text", ['{"x": 1}', "[]", "no json"])
def test_what_is_no_recording_of_cards_is_refused(tmp_path, text):
    file = tmp_path / "x.wire"
    file.write_text('{"uri": "pcsc:"}\n' + text, encoding="ascii")
    assert main(["replay", str(file)], io.StringIO()) == 1


def test_what_is_not_known_to_be_harmless_becomes_zeros():
    traffic = CardTraffic()
    for command, answer in (
        ("ff82000006a0a1a2a3a4a5", "9000"),
        ("ffd60005100102030405060708090a0b0c0d0e0f10", "9000"),
        ("0020000108aabbccddeeff0011", "63c2"),
        ("90af000020" + "ab" * 32 + "00", "cd" * 16 + "9100"),
        ("ffb1000004", "070a0b0c9000"),
    ):
        clean = traffic.clean(Said(0, bytes.fromhex(command), bytes.fromhex(answer)))
        assert len(clean.command) == len(command) // 2
        assert clean.command[:5] == bytes.fromhex(command)[:5]
        assert not any(clean.command[5:])
        assert clean.answer[-2:] == bytes.fromhex(answer)[-2:]
        assert not any(clean.answer[1:-2])
