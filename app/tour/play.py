"""Plays one face's day in one language, in a process of its own: FACE FOLDER LANGUAGE REPORT HOME."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.bootstrap.collector import collect_rarely, leave_out_what_is_there
from app.bootstrap.connected import AnyHotel
from app.bootstrap.desk import ensure_demo, open_desk
from app.bootstrap.kiosk import open_kiosk
from app.store.verify import verify
from app.tour.desk_day import play_desk
from app.tour.kiosk_day import play_kiosk
from app.tour.kiosk_stage import KioskStage
from app.tour.outlet_day import play_outlet
from app.tour.outlet_stage import TillStage
from app.tour.serving_stage import ServingStage, TourStage
from app.tour.stage import Report, Stage, TourError, in_front
from app.ui.opening import open_faces, open_kiosk_face, open_outlet

_PORTRAIT = (1080, 1920)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A face that is open on the demo hotel, and what is to be played there."""

    stage: Stage
    play: Callable[[], None]
    hotel: AnyHotel


def main(argv: list[str]) -> int:
    """Play one day and write down what was seen; returns 0 where it could be written."""
    face, folder, language = argv[0], Path(argv[1]), argv[2]
    report_file, home = Path(argv[3]), Path(argv[4])
    collect_rarely()
    report = Report(language, before="" if face == "desk" else f"{face}-")
    ensure_demo(home / "hotel")
    with _OPENERS[face](home / "hotel", folder, report) as opened:
        told = _played(opened, folder, report)
        report_file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return 0


def _played(opened: _Opened, folder: Path, report: Report) -> dict[str, Any]:
    leave_out_what_is_there()
    stage = opened.stage
    try:
        stage.begin()
        opened.play()
    except TourError as error:
        report.wrong.append(f"after step {len(report.steps)}: {error}")
        picture = f"{report.before}99-stopped-{report.language}.png"
        stage.faces.window.grab().save(str(folder / picture))
    stalls = stage.stalls()
    books = verify(opened.hotel.books)
    report.wrong += [f"books: {one.check}: {one.entry}: {one.why}" for one in books.broken]
    told: dict[str, Any] = {
        "ok": not report.wrong,
        "wrong": report.wrong,
        "steps": report.steps,
        "stalls_over_50_ms": stalls,
        "of_which_the_thread_ran_ms": stage.worked(),
        "receipts": report.receipts,
        "books": books.checked,
    }
    if isinstance(stage, ServingStage):
        told["swipe_to_panel_ms"] = report.swipe_ms
    return told


@contextmanager
def _desk(path: Path, folder: Path, report: Report) -> Iterator[_Opened]:
    desk = open_desk(path, simulate=True, use_keyring=False)
    faces = open_faces(desk.service, wedge=desk.station.wedge(), language=report.language)
    stage = TourStage(desk, faces, folder, report)
    yield _Opened(stage=stage, play=lambda: play_desk(stage), hotel=desk.hotel)
    faces.close()
    desk.close()


@contextmanager
def _outlet(path: Path, folder: Path, report: Report) -> Iterator[_Opened]:
    desk = open_desk(path, simulate=True, use_keyring=False, outlet="restaurant", with_till=True)
    faces = open_outlet(desk.service, wedge=desk.station.wedge(), language=report.language)
    stage = TillStage(desk, faces, folder, report)
    yield _Opened(stage=stage, play=lambda: play_outlet(stage), hotel=desk.hotel)
    faces.close()
    desk.close()


@contextmanager
def _kiosk(path: Path, folder: Path, report: Report) -> Iterator[_Opened]:
    kiosk = open_kiosk(path, simulate=True, use_keyring=False)
    faces = open_kiosk_face(kiosk.service, languages=in_front(report.language), size=_PORTRAIT)
    stage = KioskStage(kiosk, faces, folder, report)
    yield _Opened(stage=stage, play=lambda: play_kiosk(stage), hotel=kiosk.hotel)
    faces.tasks.finish()
    faces.close()
    kiosk.close()


_OPENERS = {"desk": _desk, "outlet": _outlet, "kiosk": _kiosk}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
