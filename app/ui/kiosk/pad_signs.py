"""Names of the keys of a numeric keypad that are neither digits nor + and −."""

from __future__ import annotations

from typing import Final

AGAIN: Final = "again"
MENU: Final = "menu"
ENTER: Final = "enter"
ERASE: Final = "erase"
