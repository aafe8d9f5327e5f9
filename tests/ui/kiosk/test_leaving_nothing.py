"""What is left of a guest in the window's own process after the visit: nothing that lives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from app.bootstrap.demo_house import DEMO_PIN
from app.bootstrap.simulators import Simulators
from app.ui.service.records import Words
from tests.support.at_desk import change_settings, member_of
from tests.support.at_kiosk import AtKiosk
from tests.support.waiting import PATIENCE_S


def test_no_living_object_of_the_window_holds_a_name_a_phone_or_a_card(
    hotel_folder: Path, tmp_path: Path
) -> None:
    at_kiosk = AtKiosk(hotel_folder)
    ((card,),) = at_kiosk.rows("SELECT number FROM cards WHERE member = ?", str(member_of("lin")))
    at_kiosk.close()
    words = Words("卡", "card")
    simulators = Simulators(tmp_path / "ports", (("lin", words, str(card), words),))
    names = ("reader", "pad", "printer")
    change_settings(hotel_folder, devices={one: simulators.uris[one] for one in names})
    command = [sys.executable, "-m", "tests.support.remembering_face", str(hotel_folder)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    try:
        with subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            simulators.swipe("lin")
            assert simulators.pad.wait_until_asking(PATIENCE_S)
            simulators.type_pin(DEMO_PIN)
            assert process.stdout.readline() == "ended\n"
            needles = ["林语晴", "Lin Yuqing", "13812342217", str(card), "18,244"]
            process.stdin.write("|".join(needles) + "\n")
            process.stdin.flush()
            found = json.loads(process.stdout.readline())
            assert process.wait(60) == 0
    finally:
        simulators.close()
    assert found == {needle: [] for needle in needles}
