"""The desk killed at random moments: what was acknowledged is in the books, what took value undecided is withdrawn."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.poster.replay import replay
from app.store.verify import verify
from tests.support.at_desk import AtDesk, spend
from tests.support.waiting import PATIENCE_S

ROOT = Path(__file__).parents[2]


def killed_after(
    folder: Path, acked: Path, turn: int, acknowledgements: int, pause_s: float
) -> None:
    """Let a desk work until so many slips were acknowledged and a moment more, then kill it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.stories.kill_me", str(folder), str(acked), str(turn)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    guard = threading.Timer(PATIENCE_S * 2, process.kill)
    guard.start()
    try:
        assert process.stdout is not None
        for _ in range(acknowledgements):
            line = process.stdout.readline()
            assert line == "acknowledged\n", process.communicate()
        threading.Event().wait(pause_s)  # the random moment itself
    finally:
        process.kill()
        process.communicate()
        guard.cancel()


@pytest.mark.timeout(1_200)  # fifty rounds of it with --long
def test_a_desk_killed_at_any_moment_loses_nothing_it_acknowledged(request, hotel_folder, tmp_path):
    rounds = 50 if request.config.getoption("--long", default=False) else 4
    chance = random.Random(20_261_122)
    acked = tmp_path / "acked"
    for turn in range(rounds):
        killed_after(hotel_folder, acked, turn, chance.randrange(1, 25), chance.random() * 0.03)
        ids = acked.read_text(encoding="ascii").split()
        at_desk = AtDesk(hotel_folder)
        try:
            report = verify(at_desk.desk.hotel.books, ids)
            assert report.broken == []
            assert report.checked["acknowledged"] == len(ids)
            posted = at_desk.rows("SELECT slip FROM decisions WHERE outcome = 'posted'")
            assert set(ids) <= {slip for (slip,) in posted}
            for slip in at_desk.desk.hotel.settled.withdrawn:
                (found,) = at_desk.rows(
                    "SELECT outcome, reason FROM decisions WHERE slip = ?", slip
                )
                assert found == ("refused", "withdrawn")
        finally:
            at_desk.close()
    at_desk = AtDesk(hotel_folder).sign_in()
    try:
        at_desk.done(spend(bill="after"))
        assert replay(at_desk.desk.hotel.books).differing == ()
    finally:
        at_desk.close()


def test_a_slip_of_value_kept_before_the_crash_is_withdrawn_at_the_next_start(at_desk):
    """The moment between keeping a slip and deciding it, held still: the poster keeps it and stops."""
    hotel = at_desk.desk.hotel
    before = at_desk.balances()
    token = at_desk.pin()
    _, entry = at_desk.service._counter.pins[token]
    house = hotel.poster.house()
    request = spend(amount_minor=9_000, stored_minor=3_000)
    found = at_desk.service._draft(asked_as(at_desk, request), "", (entry,))
    slip, _ = hotel.line._pen.write(found, house.property.business_date, max(house.versions))
    hotel.line.between(lambda: hotel.poster.keep([slip])).result(PATIENCE_S)
    at_desk.close()
    at_desk.open()
    assert at_desk.desk.hotel.settled.withdrawn == (slip.id,)
    assert at_desk.rows("SELECT outcome, reason FROM decisions WHERE slip = ?", slip.id) == [
        ("refused", "withdrawn")
    ]
    at_desk.sign_in()
    assert at_desk.balances() == before
    at_desk.done(request, at_desk.pin())


def asked_as(at_desk: AtDesk, request: object):
    from app.desk_service.asking import asked

    return asked(at_desk.service._counter, request)
