"""A desk whose POS link listens on a free port of this computer, with a cashier signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.settings.pos import PosSettings
from tests.exchange.pos.tills import PosDesk, Till
from tests.support.desk_fixtures import at_desk, demo_folder, hotel_folder, open_at

__all__ = ["at_desk", "demo_folder", "hotel_folder", "open_at"]


@pytest.fixture
def pos_at(open_at: Callable[..., Any]) -> Callable[..., PosDesk]:
    """Open a desk that hears a till at an address."""

    def open_it(listen: str = "tcp://127.0.0.1:0", **more: Any) -> PosDesk:
        settings = PosSettings(listen=listen)
        return PosDesk(open_at(pos=settings, outlet="restaurant", **more).sign_in())

    return open_it


@pytest.fixture
def desk(pos_at: Callable[..., PosDesk]) -> PosDesk:
    """A desk that hears tills by TCP."""
    return pos_at()


@pytest.fixture
def till(desk: PosDesk) -> Iterator[Till]:
    """A till that is connected."""
    with Till(desk.link.port) as one:
        yield one
