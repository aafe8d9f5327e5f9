"""The real daemon with the virtual reader, in a network and mount namespace of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
# pcscd and vpcd listen on fixed places; in here they are the namespace's own and end with it.
SCRIPT = """
set -e
mount -t tmpfs tmpfs /run; mkdir -p /run/pcscd; ip link set lo up
exec "$2" -m tests.devices.drivers.at_pcscd "$1"
"""
CONFIG = f"""FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x8C7B
LIBPATH {DRIVER}
CHANNELID 0x8C7B
"""


def _missing() -> str:
    if os.name != "posix" or os.geteuid() != 0:
        return "namespaces of one's own need root"
    for name in ("pcscd", "unshare", "ip", "mount"):
        if shutil.which(name) is None:
            return f"{name} is not installed"
    if not DRIVER.exists():
        return "the package vsmartcard-vpcd is not installed"
    tried = subprocess.run(["unshare", "-m", "-n", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else f"no namespace: {tried.stderr.decode().strip()}"


def test_cards_of_every_family_and_two_restarts_at_the_real_daemon(tmp_path):
    if missing := _missing():
        pytest.skip(missing)
    (tmp_path / "readers").mkdir()
    (tmp_path / "readers" / "vpcd").write_text(CONFIG, encoding="ascii")
    environment = {
        name: value for name, value in os.environ.items() if name != "PCSCLITE_CSOCK_NAME"
    }
    done = subprocess.run(
        ["unshare", "-m", "-n", "sh", "-c", SCRIPT, "sh", str(tmp_path), sys.executable],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    print(json.dumps(told, indent=1))
    assert told["us for a command"] < 20_000  # 49 ms each where acknowledgements are delayed
