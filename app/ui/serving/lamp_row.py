"""The lamps of the devices on the bars of desk and till."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.kit.boxes import row
from app.ui.service.station_records import DeviceLamp, LampState
from app.ui.serving.bar_buttons import LAMPS, LampButton
from app.ui.serving.context import Desk
from app.ui.serving.house_sayings import DEVICE_ICONS, device_name, device_reason

_MOST = 7


class LampRow(QWidget):
    """A button for each device.

    Args:
        desk: Whose lamps.
        spacing: Between them.
        says_worst: Name the worst in words beside its lamp, where there is room.
        opens: A click opens the device page.
    """

    pressed = Signal()

    def __init__(
        self,
        desk: Desk,
        spacing: int,
        *,
        says_worst: bool,
        opens: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._says_worst = says_worst
        self.buttons = tuple(LampButton(desk.theme, opens=opens) for _ in range(_MOST))
        line = row(spacing)
        for button in self.buttons:
            button.clicked.connect(self.pressed)
            button.hide()
            line.addWidget(button)
        self.setLayout(line)
        desk.lamps_changed.connect(self.refill)

    def refill(self) -> None:
        """Show the present lamps."""
        lamps = self._desk.lamps
        worst = next((one for one in lamps if one.state is LampState.LOST), None)
        worst = worst or next((one for one in lamps if one.state is LampState.WARNING), None)
        for at, button in enumerate(self.buttons):
            button.setVisible(at < len(lamps))
            if at < len(lamps):
                self._show(button, lamps[at], said=self._says_worst and lamps[at] is worst)

    def _show(self, button: LampButton, lamp: DeviceLamp, *, said: bool) -> None:
        name, reason = device_name(lamp.role), device_reason(lamp.reason)
        spoken = self.tr("{device}: {state}").format(device=name, state=reason)
        words = self.tr("{device} {state}").format(device=name, state=reason) if said else ""
        button.show_state(DEVICE_ICONS[lamp.role], LAMPS[lamp.state], words, spoken, bold=False)
