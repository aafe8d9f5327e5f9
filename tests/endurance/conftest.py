"""The hotel in which faces are worn out: made once, copied for each process."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.tour.gallery.walks import make_hotel


@pytest.fixture(scope="module")
def worn_hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hotel(tmp_path_factory.mktemp("worn") / "hotel")
