"""Forms are built by one thread: two that read one first, at the same time, had crashed the process."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from app.loyalty.forms import converted, reader_of

ROOT = Path(__file__).parents[2]
AT_ONCE = """
import sys, threading
from pathlib import Path
from app.programme.load import parse_pack
sys.setswitchinterval(1e-6)
text = Path("resources/programmes/house.toml").read_text(encoding="utf-8")
start = threading.Barrier(4)

def read():
    start.wait()
    parse_pack(text, "house.toml")

threads = [threading.Thread(target=read) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


class Leg(msgspec.Struct, frozen=True):
    length: int


class Table(msgspec.Struct, frozen=True):
    legs: tuple[Leg, ...]


def test_a_form_has_one_reader_whoever_asks() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(reader_of(Table))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in found}) == 1
    assert reader_of(Table).decode(b'{"legs": [{"length": 4}]}') == Table((Leg(4),))


def test_plain_values_become_a_form_or_are_refused() -> None:
    assert converted({"legs": []}, Table) == Table(())
    with pytest.raises(msgspec.ValidationError, match="length"):
        converted({"legs": [{"length": "x"}]}, Table)


def test_threads_that_read_a_programme_first_at_the_same_time_do_no_harm() -> None:
    for _ in range(6):
        done = subprocess.run([sys.executable, "-c", AT_ONCE], cwd=ROOT, check=False, timeout=60)
        assert done.returncode == 0
