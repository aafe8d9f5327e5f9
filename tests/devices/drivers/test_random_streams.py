"""Ten thousand random streams into each driver: it lives, answers soon, grows not, and tells nobody a secret."""

import random
import threading
import tracemalloc
from collections import Counter
from time import monotonic

import pytest

from devices.codec import sms_pdu
from devices.codec import visa_pinpad as visa
from devices.codec.visa_pinpad import Keys, Variant
from devices.drivers.gsm_modem import GsmModem
from devices.drivers.keypad_cn import PlainKeypad
from devices.drivers.opening import Opening
from devices.drivers.pinpad_visa import VisaPinPad
from devices.events import DeviceStatus, Lamp, PinCancelled, PinEntered, PinFailed, PinTimedOut
from devices.modem import TextFailed, TextSent
from devices.roles import PinRequest
from devices.sim.gsm_modem import SimGsmModem
from devices.sim.keypad import SimPlainKeypad
from devices.sim.pin_pad import SimPinPad
from devices.wire.serial_port import SerialWire
from devices.wire.uri import DeviceUri
from tests.devices.drivers.noise import MOST_GROWTH, MOST_S, STREAMS, listened, stream, traced
from tests.devices.drivers.pads import ACCOUNT, SESSION_KEY, WORKING_KEY

__all__ = ["listened"]
BETWEEN_ENTRIES = 250
OWN_TIME_S = 0.2
PIN = "246813"
NUMBER = "+8613800138000"
GOOD = (PinEntered, TextSent)
ENDS = (PinEntered, PinCancelled, PinTimedOut, PinFailed, TextSent, TextFailed)


class Tally:
    """A sink that counts, so that it does not grow itself."""

    def __init__(self):
        self.ended = Counter()
        self.last = None
        self.is_ready = False
        self.changed = threading.Condition()

    def __call__(self, event):
        with self.changed:
            if isinstance(event, ENDS):
                self.last = event
                self.ended[getattr(event, "entry_id", "") or getattr(event, "text_id", "")] += 1
            if isinstance(event, DeviceStatus):
                self.is_ready = event.lamp is Lamp.READY
            self.changed.notify_all()

    def wait_end(self, entry_id):
        return self.wait(lambda: self.ended[entry_id] == 1, MOST_S + 8 * OWN_TIME_S)

    def wait(self, is_so, timeout_s):
        with self.changed:
            return self.changed.wait_for(is_so, timeout_s)


class Pad:
    """A PIN pad under noise."""

    def __init__(self, tmp_path, tally, keys):
        self.sim = SimPinPad(tmp_path, variant=Variant.VERIFONE, keys=keys)
        self.device = VisaPinPad(
            *_place(self.sim, tally), variant=Variant.VERIFONE, keys=keys, ack_s=0.05
        )
        self.working_key = WORKING_KEY
        answer = visa.pin_answer_session(bytes(range(8)), 4)
        self.frames = [
            visa.frame(answer), visa.frame("71A"), visa.frame("04F", visa.SI), b"\x04", b"\x06",
        ]  # fmt: skip

    def begin(self, entry_id):
        self.device.ask_pin(
            PinRequest(
                entry_id=entry_id, account_digits=ACCOUNT, working_key=self.working_key,
                timeout_s=OWN_TIME_S,
            )
        )  # fmt: skip
        return entry_id

    def finish(self):
        if self.sim.wait_until_asking(OWN_TIME_S):
            self.sim.type_pin(PIN)

    def secrets(self):
        return (PIN, self.working_key, SESSION_KEY.hex().upper(), ACCOUNT)


class Keypad(Pad):
    """A plain keypad under noise."""

    def __init__(self, tmp_path, tally):
        self.sim = SimPlainKeypad(tmp_path)
        self.device = PlainKeypad(*_place(self.sim, tally), probe_s=0.1)
        self.working_key = bytes(range(32)).hex()
        self.frames = [b"OK\r", b"12", b"\x08", b"\r", b"\x1b", b"1234\r"]


class Modem:
    """A modem under noise."""

    def __init__(self, tmp_path, tally):
        self.sim = SimGsmModem(tmp_path)
        self.device = GsmModem(
            *_place(self.sim, tally), answer_s=OWN_TIME_S, send_s=OWN_TIME_S, poll_s=60
        )
        pdu = sms_pdu.status_report(7, NUMBER, sms_pdu.parse(_TEXT).at, 0)
        self.frames = [
            b"\r\nOK\r\n", b"\r\nERROR\r\n", b"> ", b'\r\n+CMTI: "SM",3\r\n',
            b"\r\n+CMT: ,22\r\n" + _TEXT.encode() + b"\r\n",
            b"\r\n+CDS: 22\r\n" + pdu.encode() + b"\r\n",
            b"\r\n+CMGL: 1,1,,22\r\n", b"\r\n+CSQ: 99,99\r\n", b"\r\n+CMGS: 300\r\n",
        ]  # fmt: skip

    def begin(self, _):
        return self.device.send(NUMBER, "words nobody else reads")

    def finish(self):
        pass

    def secrets(self):
        return ("words nobody", NUMBER[1:], "683108108300F0")


_TEXT = "000405810180F600006250304150602302E834"
KINDS = {
    "pad with master and session key": lambda path, tally: Pad(path, tally, Keys.MKSK),
    "pad with DUKPT": lambda path, tally: Pad(path, tally, Keys.DUKPT),
    "plain keypad": Keypad,
    "modem": Modem,
}


def _place(sim, tally):
    opening = Opening(name="noisy", uri=DeviceUri.parse(sim.uri), sink=tally)
    return opening, SerialWire(sim.uri.partition(":")[2].partition("?")[0])


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_random_streams(kind, tmp_path, listened):
    chance = random.Random(kind)
    tally = Tally()
    one = KINDS[kind](tmp_path, tally)
    listener = listened(one.secrets())
    one.device.start()
    assert tally.wait(lambda: tally.is_ready, 8.0)
    slowest_s, warm = 0.0, 0
    tracemalloc.start()
    try:
        under_way = ""
        for number in range(STREAMS):
            if number % BETWEEN_ENTRIES == 0:
                under_way = one.begin(f"entry {number}")
            began = monotonic()
            one.sim.send(stream(chance, one.frames))
            if number % BETWEEN_ENTRIES == BETWEEN_ENTRIES // 2:
                found = tally.wait_end(under_way)
                assert found, (kind, number, under_way)
            slowest_s = max(slowest_s, monotonic() - began)
            if number == STREAMS // 4:
                warm = traced()
        grown = traced() - warm
    finally:
        tracemalloc.stop()
    _works_again(one, tally)
    one.device.close()
    one.sim.close()
    assert slowest_s < MOST_S
    assert grown < MOST_GROWTH
    assert set(tally.ended.values()) == {1}
    assert listener.told == []


def _works_again(one, tally):
    """When the noise is over the next entries are as ever."""
    for number in range(20):
        assert tally.wait(lambda: tally.is_ready, 8.0)
        begun = one.begin(f"after {number}")
        one.finish()
        assert tally.wait_end(begun)
        if isinstance(tally.last, GOOD):
            return
    raise AssertionError("it never worked again")
