"""A kiosk that is killed: a redemption under way ends as posted with its paper, or as never begun."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.store.kiosk_vouchers import PaperEnd
from app.ui.service.requests import CloseDayDraft
from tests.support.at_desk import AtDesk, member_of
from tests.support.at_kiosk import AtKiosk

PRICE = 2_400


def running(hotel: Path, point: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.support.kiosk_process", str(hotel), point]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def begun(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "go\n"


def state(at_kiosk: AtKiosk) -> tuple[list[str], int, int]:
    """Return how the papers ended, how many redemptions stand, and lin's points."""
    ends = [row[0] for row in at_kiosk.rows('SELECT "end" FROM kiosk_vouchers ORDER BY slip')]
    ((stand,),) = at_kiosk.rows(
        "SELECT COUNT(*) FROM decisions d WHERE kind = 'redeem' AND outcome = 'posted' "
        "AND terminal = 'kiosk-1' AND NOT EXISTS "
        "(SELECT 1 FROM claims c WHERE c.value = 'void:' || d.slip)"
    )
    ((points,),) = at_kiosk.rows(
        "SELECT in_total - out_total FROM balances WHERE member = ? AND asset = 'points' "
        "AND account = 'member:available'",
        str(member_of("lin")),
    )
    return ends, stand, points


@pytest.mark.parametrize(
    ("point", "end"),
    [
        ("begun", PaperEnd.NOT_POSTED),
        ("posted", PaperEnd.TAKEN_BACK),
        ("printed", PaperEnd.TAKEN_BACK),
    ],
)
def test_killed_at_a_point_it_is_as_never_begun_after_the_next_start(
    hotel_folder: Path, point: str, end: PaperEnd
) -> None:
    before = AtKiosk(hotel_folder)
    _, _, points = state(before)
    before.close()
    with running(hotel_folder, point) as process:
        begun(process)
        assert process.wait(60) == -9
    after = AtKiosk(hotel_folder)
    try:
        assert state(after) == ([end.value], 0, points)
        assert after.broken() == []
        if end is PaperEnd.TAKEN_BACK:
            sql = "SELECT operator FROM decisions WHERE kind = 'void' AND outcome = 'posted'"
            assert after.rows(sql) == [("kiosk-1",)]
    finally:
        after.close()


def test_killed_at_any_moment_only_what_was_printed_stands(hotel_folder: Path) -> None:
    chance = random.Random(20261123)
    at_kiosk = AtKiosk(hotel_folder)
    _, _, points = state(at_kiosk)
    at_kiosk.close()
    for _ in range(5):
        with running(hotel_folder, "never") as process:
            begun(process)
            time.sleep(chance.uniform(0.0, 0.4))
            process.kill()
            process.wait(60)
        after = AtKiosk(hotel_folder)
        try:
            ends, stand, left = state(after)
            assert "" not in ends
            assert stand == ends.count(PaperEnd.PRINTED.value)
            assert left == points - PRICE * stand
            assert after.broken() == []
        finally:
            after.close()


def test_what_was_cut_short_before_the_day_was_closed_is_taken_back_too(
    hotel_folder: Path,
) -> None:
    with running(hotel_folder, "posted") as process:
        begun(process)
        assert process.wait(60) == -9
    desk = AtDesk(hotel_folder).sign_in("wang")
    desk.done(CloseDayDraft(business_date=desk.service.house().business_date))
    desk.close()
    after = AtKiosk(hotel_folder)
    try:
        ends, stand, _ = state(after)
        assert (ends, stand) == ([PaperEnd.TAKEN_BACK.value], 0)
        assert after.broken() == []
    finally:
        after.close()
