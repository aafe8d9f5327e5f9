"""The udev rules: installed with one command, taken away again, and read by a real udev for each device."""

import grp
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging" / "udev"
RULES = PACKAGING / "70-innpoint-devices.rules"
# Comparisons and assignments as udev(7) lists them.
PART = re.compile(
    r'(ACTION|SUBSYSTEM|KERNEL|ATTRS?\{\w+\}|GROUP|MODE|TAG|ENV\{\w+\}|GOTO|LABEL)(==|\+=|=)"[^"]*"'
)


def install(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PACKAGING / "install", *words], capture_output=True, text=True, check=False, timeout=30
    )


def test_one_command_installs_and_removes(tmp_path) -> None:
    done = install("--root", tmp_path)
    assert done.returncode == 0, done.stderr
    placed = tmp_path / "etc/udev/rules.d" / RULES.name
    assert placed.read_bytes() == RULES.read_bytes()
    assert placed.stat().st_mode & 0o777 == 0o644
    assert install("--root", tmp_path).returncode == 0  # again does no harm
    assert install("--root", tmp_path, "--remove").returncode == 0
    assert not placed.exists()


def test_a_wrong_word_is_answered_with_the_right_ones() -> None:
    done = install("--rooot")
    assert done.returncode == 2
    assert "--root DIR" in done.stdout


def test_every_rule_is_of_parts_that_udev_knows() -> None:
    lines = [
        line for line in RULES.read_text(encoding="ascii").splitlines() if line and line[0] != "#"
    ]
    assert len(lines) > 5
    for line in lines:
        assert all(PART.fullmatch(part) for part in line.split(", ")), line
    jumps = re.findall(r'GOTO="(\w+)"', "\n".join(lines))
    labels = re.findall(r'LABEL="(\w+)"', "\n".join(lines))
    assert set(jumps) <= set(labels)


def _missing() -> str:
    if os.name != "posix" or os.geteuid() != 0:
        return "a mount namespace of one's own needs root"
    for name in ("udevadm", "unshare", "mount"):
        if shutil.which(name) is None:
            return f"{name} is not installed"
    tried = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else f"no namespace: {tried.stderr.decode().strip()}"


@pytest.fixture(scope="module")
def by_udev() -> dict[str, str]:
    """What a real udev made of each device, by what the device is."""
    if missing := _missing():
        pytest.skip(missing)
    script = Path(__file__).with_name("fake_sys.sh")
    done = subprocess.run(
        ["unshare", "-m", "sh", script, RULES],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    parts = re.split(r"^== (.*)\n", done.stdout, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


SERIAL = ("tty 067b:2303", "tty 1a86:7523", "tty 10c4:ea60", "tty 0403:6001")


@pytest.mark.parametrize("device", [*SERIAL, "hidraw 0801:0002", "hidraw 0acd:0520"])
def test_udev_gives_readers_to_who_sits_at_the_screen(by_udev: dict[str, str], device: str) -> None:
    said = by_udev[device]
    group = f"{RULES.name}:\\d+ GROUP {number_of_group('dialout')}$"
    assert re.search(group, said, re.MULTILINE)
    assert re.search(rf"{RULES.name}:\d+ MODE 0660$", said, re.MULTILINE)
    assert "RUN 'uaccess'" in said  # the seat's own rule, which comes behind ours
    assert re.search(r"^TAGS=.*:uaccess:", said, re.MULTILINE)
    assert ("\nID_MM_DEVICE_IGNORE=1\n" in said) == device.startswith("tty")


def test_udev_gives_the_printer_and_the_card_reader_too(by_udev: dict[str, str]) -> None:
    printer = by_udev["usbmisc 04b8:0e15"]
    assert re.search(rf"{RULES.name}:\d+ GROUP {number_of_group('lp')}$", printer, re.MULTILINE)
    assert "RUN 'uaccess'" in printer
    assert "RUN 'uaccess'" in by_udev["usb 072f:2200"]


@pytest.mark.parametrize("device", ["tty dead:beef", "hidraw dead:beef", "removed 1a86:7523"])
def test_udev_leaves_other_devices_and_what_was_pulled_out_alone(
    by_udev: dict[str, str], device: str
) -> None:
    said = by_udev[device]
    assert f"Reading rules file: /etc/udev/rules.d/{RULES.name}" in said
    assert f"{RULES.name}:" not in said
    assert "uaccess" not in said.partition("DEVPATH=")[2]


def test_udev_finds_no_fault_in_the_rules(by_udev: dict[str, str]) -> None:
    for said in by_udev.values():
        about_ours = [line for line in said.splitlines() if RULES.name in line]
        assert [
            line for line in about_ours if re.search("[Ii]nvalid|[Uu]nknown|[Ff]ail", line)
        ] == []


def number_of_group(name: str) -> int:
    """Return the number of a group of this computer."""
    return grp.getgrnam(name).gr_gid
