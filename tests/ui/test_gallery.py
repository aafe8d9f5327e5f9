"""Every page of every face in both languages and every size: nothing cut, nothing faint, nothing too small to touch."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.tour.gallery.looks import LOOKS, Look, take
from app.tour.gallery.walks import FACES, OpenWalk, make_hotel, open_walk
from tests.ui.checks import cut_off, faint, small_targets, unnamed

_IGNORED = ("propagateSizeHints", "does not support raise", "QThreadStorage")
_TOUCH_PX = 44


@pytest.fixture(scope="module")
def gallery_hotel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hotel(tmp_path_factory.mktemp("gallery") / "hotel")


def _sizes(face: str) -> tuple[Look, ...]:
    """Return each size in light colours, the kiosk's with large text too."""
    return tuple(look for look in LOOKS[face] if look.colours == "light")


def _looked_at(face: str, walking: OpenWalk, stop: str) -> Iterator[tuple[str, list[str]]]:
    """Look at a stop in each size; in the first the pixels are measured, too."""
    looks = _sizes(face)
    for look in looks:
        take(look, walking.window, walking.theme, walking.app)
        yield f"{stop} {look.name}", cut_off(walking.window) + unnamed(walking.window)
        if face == "kiosk":
            yield f"{stop} {look.name}, touch", small_targets(walking.window, _TOUCH_PX)
    for look in (one for one in LOOKS[face] if one.size == looks[0].size and not one.is_large):
        take(look, walking.window, walking.theme, walking.app)
        yield f"{stop} {look.name}, contrast", faint(walking.window)
    take(looks[0], walking.window, walking.theme, walking.app)
    strangers = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    yield f"{stop}, windows", [repr(one) for one in strangers if one is not walking.window]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("face", FACES)
@pytest.mark.timeout(300)
def test_every_page_bears_a_demanding_eye(
    face: str, language: str, gallery_hotel: Path, tmp_path: Path, qtbot: QtBot, qtlog: Any
) -> None:
    del qtbot
    hotel = shutil.copytree(gallery_hotel, tmp_path / "hotel")
    problems: dict[str, list[str]] = {}
    with open_walk(face, hotel, language) as walking:
        for stop in walking.walk.stops():
            problems |= dict(_looked_at(face, walking, stop))
    said = [one.message for one in qtlog.records]
    problems["warnings"] = [one for one in said if not any(ignored in one for ignored in _IGNORED)]
    wrong = [f"{where}: {one}" for where, found in problems.items() for one in found]
    assert not wrong, "\n".join(wrong)
