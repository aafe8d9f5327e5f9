"""The centre's service: installed with one command, taken away again, and read by systemd itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = "etc/systemd/system/innpoint-central.service"


def install(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "packaging" / "central" / "install", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_one_command_installs_and_removes(tmp_path: Path) -> None:
    done = install("--root", tmp_path, "--dir", "/var/lib/innpoint-central")
    assert (done.returncode, done.stderr) == (0, "")
    text = (tmp_path / UNIT).read_text(encoding="utf-8")
    assert not re.search(r"@[A-Z]+@", text)
    assert f"{ROOT}/.venv/bin/python -P -m app central post --dir /var/lib/innpoint-central" in text
    assert install("--root", tmp_path, "--remove").returncode == 0
    assert not (tmp_path / UNIT).exists()


@pytest.mark.parametrize(
    "words", [(), ("--dir", "srv"), ("--dir", "/srv/a b"), ("--unknown",), ("--dir",)]
)
def test_wrong_words_install_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert install("--root", tmp_path, *words).returncode != 0
    assert not (tmp_path / UNIT).exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="apt-get install systemd")
def test_systemd_finds_nothing_wrong_with_it(tmp_path: Path) -> None:
    assert install("--root", tmp_path, "--dir", "/var/lib/innpoint-central").returncode == 0
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / UNIT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_its_user_is_the_one_that_the_server_s_lines_name(tmp_path: Path) -> None:
    from app.bootstrap.server_lines import SERVICE_USER, name_lines

    install("--root", tmp_path, "--dir", "/var/lib/innpoint-central")
    lines = (tmp_path / UNIT).read_text(encoding="utf-8").splitlines()
    said = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    assert (said["User"], said["LimitCORE"], said["Restart"]) == (SERVICE_USER, "0", "always")
    assert f"  {SERVICE_USER}  innpoint_poster\n" in name_lines()
