"""A kiosk of its own process at which a guest redeems until it is killed, by others or at a named point.

Run as ``python -m tests.support.kiosk_process HOTEL POINT``; each ``go`` on its output is a redemption that begins.
Points: ``begun`` (written down, no slip yet), ``posted`` (no paper yet), ``printed`` (not written down yet), ``never``.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from app.kiosk_service.parts import Kiosk
from app.store import kiosk_vouchers
from app.ui.service.answers import PinPurpose
from tests.support.at_kiosk import AtKiosk


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(hotel: Path, point: str) -> None:
    """Redeem again and again."""
    at_kiosk = AtKiosk(hotel)
    at_kiosk.come("lin")
    if point == "begun":
        Kiosk.posted = _die  # type: ignore[method-assign]
    elif point == "posted":
        Kiosk.put_out = _die  # type: ignore[method-assign]
    elif point == "printed":
        kiosk_vouchers.end = _die
    while True:
        pin = at_kiosk.pin(None, purpose=PinPurpose.REDEEM)
        print("go", flush=True)
        ended = at_kiosk.service.redeem("R001", 1, pin)
        print(type(ended).__name__, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
