"""Fixtures of a real desk: a copy of one demo hotel for each test, clean when the test ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.clock import system_clock
from tests.support.at_desk import AtDesk, change_settings, copy_hotel, make_demo_folder


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo hotel, made once; copied, never opened."""
    return make_demo_folder(tmp_path_factory.mktemp("demo") / "hotel")


@pytest.fixture
def hotel_folder(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of the demo hotel that no desk has open."""
    return copy_hotel(demo_folder, tmp_path / "hotel")


@pytest.fixture
def open_at(hotel_folder: Path) -> Iterator[Callable[..., AtDesk]]:
    """Open the copy, with other settings or another clock; the books must be clean at the end."""
    opened: list[AtDesk] = []

    def open_it(clock: Callable[[], datetime] = system_clock, **settings: Any) -> AtDesk:
        if settings:
            change_settings(hotel_folder, **settings)
        opened.append(AtDesk(hotel_folder, clock))
        return opened[-1]

    yield open_it
    try:
        for one in opened:
            assert not one.is_open or one.broken() == []
    finally:
        for one in opened:
            one.close()


@pytest.fixture
def at_desk(open_at: Callable[..., AtDesk]) -> AtDesk:
    """The desk with Chen Siyuan, cashier, signed in."""
    return open_at().sign_in()
