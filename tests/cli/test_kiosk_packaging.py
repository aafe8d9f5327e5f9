"""The kiosk's service: installed with one command, taken away again, and read by systemd itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = "etc/systemd/system/innpoint-kiosk.service"


def install(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "packaging" / "kiosk" / "install", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_one_command_installs_and_removes(tmp_path: Path) -> None:
    done = install("--root", tmp_path, "--hotel", "/srv/innpoint")
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / UNIT).read_text(encoding="utf-8")
    assert not re.search(r"@[A-Z]+@", text)
    assert f"{ROOT}/.venv/bin/python -P -m app kiosk --hotel /srv/innpoint" in text
    assert install("--root", tmp_path, "--remove").returncode == 0
    assert not (tmp_path / UNIT).exists()


@pytest.mark.parametrize(
    "words", [(), ("--hotel", "srv"), ("--hotel", "/srv/a b"), ("--unknown",), ("--hotel",)]
)
def test_wrong_words_install_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert install("--root", tmp_path, *words).returncode != 0
    assert not (tmp_path / UNIT).exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="apt-get install systemd")
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    assert install("--root", tmp_path, "--hotel", "/srv/innpoint").returncode == 0
    unit = tmp_path / UNIT
    text = unit.read_text(encoding="utf-8")
    if not Path("/usr/bin/cage").exists():  # what is installed by the script stands in for itself
        unit.write_text(text.replace("/usr/bin/cage", "/bin/true"), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_the_watchdog_promises_is_what_the_service_waits_for(tmp_path: Path) -> None:
    install("--root", tmp_path, "--hotel", "/srv/innpoint")
    lines = (tmp_path / UNIT).read_text(encoding="utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    assert (said["Type"], said["NotifyAccess"], said["LimitCORE"]) == ("notify", "all", "0")
    assert int(said["WatchdogSec"]) >= 30
    assert int(said["TimeoutStartSec"]) >= 130
