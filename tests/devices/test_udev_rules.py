"""The udev rules: installed with one command, taken away again, and each part one that udev knows."""

import re
import subprocess
from pathlib import Path

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
