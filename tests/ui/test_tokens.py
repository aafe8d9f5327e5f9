"""The tokens themselves: every text colour on every ground it is used on, in every theme."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from tests.ui.checks import contrast

FILE = Path(__file__).parents[2] / "resources" / "themes" / "tokens.toml"
TOKENS = tomllib.loads(FILE.read_text("utf-8"))
TEXT = {
    "ink": ("paper", "surface", "sunken", "resting", "accent_tint"),
    "ink2": ("paper", "surface", "sunken", "accent_tint"),
    "ink3": ("paper", "surface", "sunken", "resting"),
    "accent": ("paper", "surface", "accent_tint"),
    "accent_ink": ("accent", "accent_hover", "accent_press"),
    "bar_ink": ("bar",),
    "bar_ink2": ("bar",),
    "ready": ("paper", "surface", "ready_tint"),
    "warning": ("paper", "surface", "warning_tint"),
    "refused": ("paper", "surface", "refused_tint"),
    "info": ("surface", "info_tint"),
    "warning_ink": ("warning_solid",),
    "tier_ink": ("tier_member", "tier_silver", "tier_gold", "tier_platinum", "tier_diamond"),
}
SIGNS = {
    "line_strong": ("surface", "paper"),
    "lamp_ready": ("bar",),
    "lamp_warning": ("bar",),
    "lamp_refused": ("bar",),
    "accent": ("paper", "surface"),
}


@pytest.mark.parametrize("theme", sorted(TOKENS["colour"]))
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (SIGNS, 3.0)], ids=["text", "signs"])
def test_colours_stand_out(theme: str, pairs: dict[str, tuple[str, ...]], least: float) -> None:
    colours = TOKENS["colour"][theme]
    faint = {
        f"{one} on {ground}": round(contrast(QColor(colours[one]), QColor(colours[ground])), 2)
        for one, grounds in pairs.items()
        for ground in grounds
    }
    assert {pair: found for pair, found in faint.items() if found < least} == {}


def test_what_is_touched_is_large_enough() -> None:
    control = TOKENS["control"]
    assert min(control["kiosk"][key] for key in ("height", "chip", "key", "tile", "foot")) >= 44
    assert (
        min(control["kiosk_wide"][key] for key in ("height", "chip", "key", "tile", "foot")) >= 44
    )
    millimetres = control["outlet"]["pad_key"] / 96 * 25.4
    assert millimetres >= 11


def test_every_theme_has_every_colour() -> None:
    names = [set(colours) for colours in TOKENS["colour"].values()]
    assert all(one == names[0] for one in names)
