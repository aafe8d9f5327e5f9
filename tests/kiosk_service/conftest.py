from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.clock import system_clock
from tests.support.at_desk import change_settings
from tests.support.at_kiosk import AtKiosk
from tests.support.desk_fixtures import demo_folder, hotel_folder, open_at

__all__ = ["at_kiosk", "demo_folder", "hotel_folder", "kiosk_at", "open_at"]


@pytest.fixture
def kiosk_at(hotel_folder: Path) -> Iterator[Callable[..., AtKiosk]]:
    """Open the copy as a kiosk, with other settings or another clock; the books must be clean at the end."""
    opened: list[AtKiosk] = []

    def open_it(clock: Callable[[], datetime] = system_clock, **settings: Any) -> AtKiosk:
        if settings:
            change_settings(hotel_folder, **settings)
        opened.append(AtKiosk(hotel_folder, clock))
        return opened[-1]

    yield open_it
    for one in opened:
        if one.is_open:
            broken = one.broken()
            one.close()
            assert broken == []


@pytest.fixture
def at_kiosk(kiosk_at: Callable[..., AtKiosk]) -> AtKiosk:
    return kiosk_at()
