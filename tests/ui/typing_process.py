"""A window with one field and a reader that types, in a process of its own: says on each line how they stand."""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from app.station.wedge import WedgeDoor
from app.ui.kit.wedge_filter import WedgeFilter
from devices.events import CardSwiped, DeviceEvent
from devices.manager import DeviceManager
from devices.roles import Arming

LOOK_MS = 20


def main() -> None:
    """Run until the input ends."""
    seen: list[str] = []

    def take(event: DeviceEvent) -> None:
        if isinstance(event, CardSwiped):
            seen.append(event.track2 or "")

    app = QApplication([])
    manager = DeviceManager(take)
    manager.open("keys", "wedge:")
    reader = manager.wedge("keys")
    reader.arm(Arming.ALWAYS)
    wedge = WedgeFilter(WedgeDoor(reader))
    wedge.watch(app)
    field = QLineEdit()
    field.resize(500, 60)
    field.show()
    field.setFocus()
    before = ""

    def tell() -> None:
        nonlocal before
        now = json.dumps({"window": int(field.winId()), "field": field.text(), "swipes": len(seen)})
        if now != before:
            before = now
            print(now, flush=True)

    look = QTimer()
    look.timeout.connect(tell)
    look.start(LOOK_MS)
    field.returnPressed.connect(field.clear)
    app.exec()
    manager.close()


if __name__ == "__main__":
    sys.exit(main())
