"""Every page of every face on a screen drawn half as large again: nothing is cut off, nothing without a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tour.gallery.walks import FACES
from tests.endurance.child import played

pytestmark = [pytest.mark.story, pytest.mark.xdist_group("scale")]
LEAST_STOPS = {"desk": 15, "outlet": 7, "kiosk": 25}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("face", FACES)
def test_nothing_is_cut_off_at_one_and_a_half(face: str, language: str, worn_hotel: Path) -> None:
    told = played("scaled", face, language, hotel=worn_hotel, within_s=200, QT_SCALE_FACTOR="1.5")
    assert told["density"] == 1.5
    assert told["stops"] >= LEAST_STOPS[face]
    assert told["wrong"] == [], "\n".join(told["wrong"])
