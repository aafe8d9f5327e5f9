"""One face's walk on a screen that is drawn at another scale: FACE LANGUAGE HOTEL REPORT."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.bootstrap.collector import collect_rarely
from app.tour.gallery.looks import LOOKS, take
from app.tour.gallery.walks import open_walk
from tests.ui.checks import cut_off, unnamed


def main(argv: list[str]) -> int:
    face, language, hotel, report = argv[0], argv[1], Path(argv[2]), Path(argv[3])
    collect_rarely()
    looks = [look for look in LOOKS[face] if look.colours == "light"]
    # The smallest size; of the kiosk each shape with both sizes of text.
    looks = looks if face == "kiosk" else looks[:1]
    found: list[str] = []
    stops = 0
    with open_walk(face, hotel, language) as walking:
        density = walking.window.devicePixelRatioF()
        for stop in walking.walk.stops():
            stops += 1
            for look in looks:
                take(look, walking.window, walking.theme, walking.app)
                wrong = cut_off(walking.window) + unnamed(walking.window)
                found += [f"{stop} {look.name}: {one}" for one in wrong]
            take(looks[0], walking.window, walking.theme, walking.app)
    told = {"density": density, "stops": stops, "wrong": found}
    report.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
