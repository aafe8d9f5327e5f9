"""What the house knows beside its books: here, the chance that a lucky draw is drawn by."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from app.operations.hold_draw import KIND, SEED
from app.operations.slip import Body, Slip

_SEED_BYTES = 16


def draw_seed(slip: Slip[Body]) -> Mapping[str, str]:
    """Return a fresh seed for a draw, which is kept with its decision; nothing for other slips."""
    return {SEED: secrets.token_hex(_SEED_BYTES)} if slip.kind == KIND else {}
