"""One walk of the gallery, in a process of its own: FACE LANGUAGE FOLDER REPORT HOME."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.bootstrap.collector import collect_rarely
from app.tour.gallery.hands import WalkError
from app.tour.gallery.looks import each_look
from app.tour.gallery.walks import make_hotel, open_walk


def main(argv: list[str]) -> int:
    """Walk, take pictures, and write down which; returns 0 where the walk went to its end."""
    face, language, folder, report, home = argv[0], argv[1], Path(argv[2]), *map(Path, argv[3:5])
    collect_rarely()
    hotel = make_hotel(home)
    pictures: list[dict[str, str]] = []
    ended = 0
    with open_walk(face, hotel, language) as walking:
        try:
            for stop in walking.walk.stops():
                for look in each_look(face, walking.window, walking.theme, walking.app):
                    name = f"{face}-{stop}-{language}-{look.name}.png"
                    walking.window.grab().save(str(folder / name))
                    pictures.append(
                        {
                            "file": name,
                            "face": face,
                            "stop": stop,
                            "language": language,
                            "look": look.name,
                        }
                    )
        except WalkError as error:
            print(f"{face} {language}: {error}", file=sys.stderr)
            ended = 1
    report.write_text(json.dumps(pictures), encoding="utf-8")
    return ended


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
