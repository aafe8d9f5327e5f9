"""What is missing on a computer, and the line that mends it: on computers made of a few files."""

import io
import json
from pathlib import Path

import pytest

from devices.__main__ import main
from devices.commands.doctor import examine
from devices.sim.printer import SimPrinter


def put(root: Path, place: str, text: str = "") -> Path:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="ascii")
    return path


def findings(root: Path, **environment: str) -> dict[str, tuple[bool | None, str]]:
    return {one.what: (one.is_well, one.remedy) for one in examine(root, environment)}


def test_a_bare_computer_lacks_the_service(tmp_path) -> None:
    found = findings(tmp_path)
    assert found["pyserial, for readers, PIN pads and printers"] == (True, "")
    is_well, remedy = found["PC/SC service"]
    assert is_well is False
    assert "systemctl enable --now pcscd.socket" in remedy


def test_a_service_that_runs_is_well_wherever_it_listens(tmp_path) -> None:
    put(tmp_path, "run/pcscd/pcscd.comm")
    assert findings(tmp_path)["PC/SC service"] == (True, "")
    other = put(tmp_path, "own/socket")
    assert findings(tmp_path, PCSCLITE_CSOCK_NAME=str(other))["PC/SC service"][0] is True
    assert findings(tmp_path, PCSCLITE_CSOCK_NAME="/nowhere")["PC/SC service"][0] is False


def test_rules_that_are_installed_are_seen(tmp_path) -> None:
    put(tmp_path, "run/udev/control")
    is_well, remedy = findings(tmp_path)["udev rules"]
    assert (is_well, "packaging/udev/install" in remedy) == (False, True)
    put(tmp_path, "etc/udev/rules.d/70-innpoint-devices.rules")
    assert findings(tmp_path)["udev rules"] == (True, "")


@pytest.mark.parametrize("name", ["ModemManager", "brltty"])
def test_a_program_that_takes_ports_is_named(tmp_path, name) -> None:
    assert name not in findings(tmp_path)
    put(tmp_path, "proc/123/comm", f"{name}\n")
    is_well, remedy = findings(tmp_path)[name]
    assert is_well is False
    assert remedy


def test_a_known_device_is_told_with_its_address(tmp_path) -> None:
    put(tmp_path, "sys/bus/usb/devices/1-1/idVendor", "1a86\n")
    put(tmp_path, "sys/bus/usb/devices/1-1/idProduct", "7523\n")
    put(tmp_path, "sys/bus/usb/devices/1-1:1.0/bInterfaceClass", "ff\n")
    said = {one.what: one.said for one in examine(tmp_path, {})}
    assert "msr+serial:" in said["USB 1a86:7523"]


def test_a_node_that_may_be_opened_is_well(tmp_path) -> None:
    put(tmp_path, "dev/ttyUSB0")
    put(tmp_path, "dev/usb/lp0")
    found = findings(tmp_path)
    assert found[str(tmp_path / "dev/ttyUSB0")] == (True, "")
    assert found[str(tmp_path / "dev/usb/lp0")] == (True, "")


def test_the_command_says_it_in_lines_or_as_a_list() -> None:
    lines, listed = io.StringIO(), io.StringIO()
    assert main(["doctor"], lines) == main(["doctor", "--json"], listed)
    found = json.loads(listed.getvalue())
    assert all(one["what"] in lines.getvalue() for one in found)
    assert all(one["remedy"] for one in found if one["well"] is False)


def test_health_of_a_device(tmp_path) -> None:
    sim = SimPrinter(tmp_path)
    try:
        out = io.StringIO()
        assert main(["health", sim.uri], out) == 0
        assert "paper: well" in out.getvalue()
        sim.set_paper(out=True)
        assert main(["health", sim.uri, "--json"], out := io.StringIO()) == 1
        assert json.loads(out.getvalue())["text"] == "the printer is out of paper"
    finally:
        sim.close()
    assert main(["health", f"msr605:{tmp_path / 'none'}"], io.StringIO()) == 1
