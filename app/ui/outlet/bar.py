"""The till's bar: outlet, day, lamps, language, who works."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from app.ui.kit.boxes import Icon, row
from app.ui.kit.text import Text
from app.ui.service.pos_records import PosStand
from app.ui.service.station_records import DeviceReason
from app.ui.serving.bar_buttons import LampButton, LanguageButton
from app.ui.serving.context import Desk
from app.ui.serving.house_sayings import device_reason, link_words, pos_trouble
from app.ui.serving.lamp_row import LampRow


class OutletBar(QFrame):
    """48 px of what is always true."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        theme = desk.theme
        self.setProperty("role", "bar")
        self.setFixedHeight(theme.control("bar"))
        self._outlet = Text(theme, "lead", "bar_ink", weight=600, elide=True)
        self._day = Text(theme, "caption", "bar_ink2")
        self._lamps = LampRow(desk, 10, says_worst=False, opens=False)
        self._link = LampButton(theme, opens=False)
        self._till = LampButton(theme, opens=False)
        self._switch = LanguageButton(theme, desk.language)
        self._who = Text(theme, "caption", "bar_ink", weight=600)
        line = row(10, (16, 0, 16, 0))
        line.addWidget(Icon(theme, "logo", "bar_ink", 22))
        line.addWidget(self._outlet, 1)
        line.addWidget(self._day)
        for lamp in (self._lamps, self._till, self._link):
            line.addWidget(lamp)
        line.addWidget(self._switch)
        line.addWidget(self._who)
        self.setLayout(line)
        self._till.hide()
        for signal in (desk.house_changed, desk.session_changed, desk.link_changed):
            signal.connect(self.refill)

    def show_pos(self, stand: PosStand) -> None:
        """Show whether tills of another maker are heard; nothing where none is set up."""
        self._till.setVisible(stand.is_set_up)
        state = device_reason(DeviceReason.NONE)
        if stand.trouble is not None:
            state = pos_trouble(stand.trouble)
        spoken = self.tr("{device}: {state}").format(device=self.tr("POS link"), state=state)
        lamp = "refused" if stand.trouble is not None else "ready"
        self._till.show_state("receipt", lamp, "", spoken, bold=False)

    def refill(self) -> None:
        """Show the present state."""
        desk, language = self._desk, self._desk.language
        house, session = desk.house, desk.session
        if house is not None:
            names = {one.code: language.words(one.name) for one in house.outlets}
            self._outlet.setText(names.get(house.outlet, language.words(house.name)))
            day = language.weekday(house.business_date)
            self._day.setText(f"{language.words(house.terminal)} · {day}")
        self._who.setText(language.words(session.name) if session else self.tr("Signed out"))
        self._switch.show_language(self.tr("Language"))
        self._lamps.refill()
        state, words = link_words(desk.link)
        self._link.show_state("link", state, "", words, bold=False)
