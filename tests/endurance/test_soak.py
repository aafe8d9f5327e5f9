"""The same tour of a face's pages over and over: what the process weighs and holds open stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tour.gallery.walks import FACES
from tests.endurance.child import played

pytestmark = [pytest.mark.story, pytest.mark.xdist_group("soak")]
TOURS, TOURS_LONG = 100, 2_000
AT_MOST = 1.05
POOLED = 8  # threads come and go in the pool of tasks (six), and each may have brought a connection


@pytest.mark.parametrize("face", FACES)
@pytest.mark.timeout(2_000)
def test_tour_after_tour_weighs_the_same(face: str, is_long: bool, worn_hotel: Path) -> None:
    tours = TOURS_LONG if is_long else TOURS
    told = played("soak", face, str(tours), hotel=worn_hotel, within_s=1_900)
    warm, _, last = told["weighed"]
    print(f"{face}: {tours} tours in {told['took_s']} s, {warm['rss_kb']} to {last['rss_kb']} kB")
    assert last["rss_kb"] <= warm["rss_kb"] * AT_MOST, told["weighed"]
    for what in ("threads", "widgets", "children"):
        assert last[what] <= warm[what], (what, told["weighed"])
    for what in ("kernel_threads", "descriptors"):
        assert last[what] <= warm[what] + POOLED, (what, told["weighed"])
    assert sum(last["objects"].values()) <= sum(warm["objects"].values()) + POOLED, told["weighed"]
