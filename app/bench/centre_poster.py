"""The poster of the centre's benchmark, in a process of its own: URL KEYS."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

from app.bootstrap.central_posting import open_centre
from app.bootstrap.clock import system_clock
from app.bootstrap.collector import collect_rarely
from app.bootstrap.hotel import PROPERTY
from app.settings.secrets import key_safe


def main(url: str, keys: str) -> None:
    """Post until told to end; one line says that it has begun."""
    collect_rarely()
    centre = open_centre(
        url, key_safe(Path(keys), use_keyring=False), system_clock, property_id=PROPERTY
    )
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=centre.service.run, args=(stop,)).start()
    print("posting", flush=True)
    stop.wait()
    figures = centre.service.figures
    print(figures, centre.service.seconds(), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
