"""The contract suite on every simulator, and on devices that do not keep the contract."""

import io
import json

import pytest

from devices.__main__ import main
from devices.commands.conform import conform
from devices.commands.hands import Nobody, Person, SimulatedHands
from devices.errors import BadUriError
from devices.sim.msr605 import SimMsr605
from devices.sim.pin_pad import SimPinPad
from devices.sim.prompt import KINDS
from devices.sim.serial_reader import SimSerialReader


def report(uri: str, hands) -> dict[str, object]:
    out = io.StringIO()
    status = conform(uri, hands, out, as_json=True)
    found = json.loads(out.getvalue())
    assert status == (0 if found["well"] else 1)
    return found


def failed(found) -> list[str]:
    return [one["name"] for one in found["checks"] if one["well"] is False]


@pytest.mark.parametrize("kind", KINDS)
def test_every_simulator_keeps_the_contract(kind: str) -> None:
    out = io.StringIO()
    assert main(["conform", f"sim:{kind}"], out) == 0, out.getvalue()
    assert "0 failed" in out.getvalue()


def test_without_hands_what_needs_them_is_left_out(tmp_path) -> None:
    sim = SimSerialReader(tmp_path)
    try:
        found = report(sim.uri, Nobody())
    finally:
        sim.close()
    left_out = [one["name"] for one in found["checks"] if one["well"] is None]
    assert found["well"]
    assert "armed once, one card is told and no second" in left_out


def test_a_person_is_told_what_to_do(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(Person, "patience_s", 0.2)
    sim, said = SimSerialReader(tmp_path), io.StringIO()
    try:
        found = report(sim.uri, Person(said))
    finally:
        sim.close()
    assert ">>> Please swipe a card." in said.getvalue()
    assert "armed once, one card is told and no second" in failed(found)  # nobody did


def test_a_device_that_is_not_there_fails_at_its_first_check(tmp_path) -> None:
    found = report(f"msr605:{tmp_path / 'none'}", Nobody())
    assert "claimed within 5 s, enabled, disabled, released" in failed(found)


def test_a_reader_that_tells_a_card_twice_is_found_out(tmp_path, monkeypatch) -> None:
    sim = SimSerialReader(tmp_path)
    once = sim.swipe
    monkeypatch.setattr(
        "devices.drivers.gate.SwipeGate.offer", lambda gate, event: gate._sink(event)
    )
    hands = SimulatedHands(sim)
    monkeypatch.setattr(sim, "swipe", lambda *tracks: (once(*tracks), once(*tracks)))
    try:
        found = report(sim.uri, hands)
    finally:
        hands.rest()
        sim.close()
    assert "armed once, one card is told and no second" in failed(found)


def test_an_encoder_with_broken_memory_is_found_out(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(
        __import__("devices.sim.msr605", fromlist=["_ANSWERS"])._ANSWERS, 0x87, b"\x1b\x41"
    )
    sim = SimMsr605(tmp_path)
    try:
        found = report(sim.uri, Nobody())
    finally:
        sim.close()
    assert failed(found) == ["health, the device asked"]


def test_a_pad_without_a_key_says_so(tmp_path) -> None:
    pad = SimPinPad(tmp_path, master_key=None)
    try:
        found = report(pad.uri, Nobody())
    finally:
        pad.close()
    said = next(one["said"] for one in found["checks"] if one["well"] is False)
    assert "master key" in said


def test_a_wrong_address_or_kind_is_refused() -> None:
    with pytest.raises(BadUriError):
        conform("nothing:x", Nobody(), io.StringIO(), as_json=False)
    assert main(["conform", "sim:toaster"], io.StringIO()) == 1
