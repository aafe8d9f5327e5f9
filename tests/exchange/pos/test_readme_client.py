"""The client that README shows is a till: it is taken from there and run as it stands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from app.exchange.pos.reasons import PosReason
from tests.support.waiting import PATIENCE_S

README = Path(__file__).parents[3] / "README.md"


def client() -> str:
    section = README.read_text(encoding="utf-8").split("## The POS link")[1].split("\n## ")[0]
    (found,) = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    return found


def test_the_client_in_the_readme_settles_a_bill_over_a_restart(desk, tmp_path):
    assert len([line for line in client().splitlines() if line.strip()]) <= 20
    file = tmp_path / "client.py"
    file.write_text(client(), encoding="utf-8")
    words = [sys.executable, "-W", "error", str(file), str(desk.link.port)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        bill = desk.came()
        assert (bill.key.bill, bill.lines[0].name) == ("20-1187", "Noodles")
        slip = desk.approve(bill)
        told, _ = process.communicate(timeout=PATIENCE_S)
    row = next(one for one in desk.at.service.day_slips() if one.slip_id == slip)
    assert told == f"approved 34.20 {row.number}\n"
    again = subprocess.run(words, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
    assert again.stdout == told


def test_the_readme_names_every_code():
    section = README.read_text(encoding="utf-8").split("## The POS link")[1].split("\n## ")[0]
    assert [one.value for one in PosReason if f"`{one.value}`" not in section] == []
