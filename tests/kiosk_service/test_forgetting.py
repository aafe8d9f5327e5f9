"""After a visit nothing of the guest is held: no living object, and nothing in the hotel's folder but sealed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.bootstrap.demo import DEMO_PIN
from app.bootstrap.simulators import Simulators
from app.ui.service.records import Words
from tests.support.at_desk import change_settings, member_of
from tests.support.at_kiosk import AtKiosk
from tests.support.waiting import PATIENCE_S, until

FRIEND = "13900012207"


def test_after_a_visit_no_living_object_holds_name_phone_or_card(
    hotel_folder: Path, tmp_path: Path
) -> None:
    at_kiosk = AtKiosk(hotel_folder)
    sql = "SELECT number FROM cards WHERE member = ?"
    ((card,),) = at_kiosk.rows(sql, str(member_of("lin")))
    at_kiosk.close()
    words = Words("卡", "card")
    simulators = Simulators(tmp_path / "ports", (("lin", words, card, words),))
    try:
        said = left(hotel_folder, simulators, ["林语晴", "Lin Yuqing", "13812342217", card, FRIEND])
    finally:
        simulators.close()
    assert said["living"] == {needle: [] for needle in said["living"]}
    held = b"".join(one.read_bytes() for one in hotel_folder.rglob("*") if one.is_file())
    for needle in ("林语晴", "Lin Yuqing", "13812342217", FRIEND):
        assert needle.encode() not in held


def left(hotel: Path, simulators: Simulators, needles: list[str]) -> dict[str, Any]:
    """Serve a guest in another process, and return what it says is left."""
    names = ("reader", "pad", "printer")
    change_settings(hotel, devices={one: simulators.uris[one] for one in names})
    words = [sys.executable, "-m", "tests.support.remembering", str(hotel)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{FRIEND}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n"
        for n in range(3):
            swipe_until_asked(simulators, is_first=n == 0)
            simulators.type_pin(DEMO_PIN)
            until(lambda: not simulators.pad.is_asking, "the pad has its PIN")
        assert process.stdout.readline() == "ended\n"
        process.stdin.write("|".join(needles) + "\n")
        process.stdin.flush()
        found: dict[str, Any] = json.loads(process.stdout.readline())
        assert process.wait(60) == 0
    return found


def swipe_until_asked(simulators: Simulators, *, is_first: bool) -> None:
    """Wait for the pad; before the first PIN the card is swiped."""
    if is_first:
        simulators.swipe("lin")
    assert simulators.pad.wait_until_asking(PATIENCE_S)
