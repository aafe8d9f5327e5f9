"""Gammu, a program made for real telephones, at our simulated modem; and what it says there."""

import os
import select

import pytest

from devices.sim.gsm_modem import SimGsmModem
from tests.devices.support import vectors

V = vectors("gsm")


@pytest.fixture
def sim(tmp_path):
    made = SimGsmModem(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("command", sorted(set(V["init_commands_seen"])))
def test_every_command_of_the_vectors_is_answered(sim, tmp_path, command):
    port = os.open(tmp_path / "modem", os.O_RDWR | os.O_NOCTTY)
    os.write(port, command.encode() + b"\r")
    answer = b""
    while not answer.endswith((b"OK\r\n", b"ERROR\r\n", b"> ")):
        assert select.select([port], [], [], 5.0)[0], answer
        answer += os.read(port, 4096)
    assert answer.startswith(command.encode())  # the echo
    os.close(port)


def test_gammu_sends_and_receives(sim):
    gammu = pytest.importorskip("gammu", reason="packaging/test --set-up installs python-gammu")
    machine = gammu.StateMachine()
    machine.SetConfig(
        0, {"Device": sim.uri.partition(":")[2], "Connection": "at115200", "LockDevice": False}
    )
    machine.Init()
    case = V["pdu"][0]
    machine.SendSMS(
        {
            "Text": case["text"],
            "SMSC": {"Number": case["smsc"]},
            "Number": case["number"],
            "Coding": "Unicode_No_Compression",
        }
    )
    assert sim.sent == [(case["number"], case["text"])]
    sim.receive("+8613800138000", "可以晚退房吗", is_announced=False)
    (came,) = machine.GetNextSMS(0, True)
    machine.Terminate()
    assert (came["Number"], came["Text"]) == ("+8613800138000", "可以晚退房吗")
