"""The page of the staff: devices, paper, books, network; starting anew, and the only way out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QScroller
from typing_extensions import override

from app.ui.kiosk.boxes import BigCard, Board
from app.ui.kiosk.buttons import BigButton
from app.ui.kiosk.line_button import LineButton
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import printed_words
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kit.boxes import boxed, column, row
from app.ui.service.kiosk import KioskDevice, ServiceAct, ServiceSheet
from app.ui.service.station_records import LampState, PrintResult
from app.ui.service.voice import VoiceTrouble
from app.ui.serving.house_sayings import DEVICE_ICONS, device_name, device_reason

_MOST = 8
_TONES = {LampState.READY: "ready", LampState.WARNING: "warning", LampState.LOST: "refused"}


class ServicePage(GuestPage):
    """What a technician or the front office looks at; opened with a staff card and its PIN."""

    name = KioskPage.SERVICE

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self.sheet: ServiceSheet | None = None
        self.acts: dict[str, BigButton] = {}
        title = self.text(lambda: self.tr("Service"), "title-serif", weight=600)
        self._about = self.text(None, "caption", "ink2", elide=True)
        self.lines = [LineButton(theme) for _ in range(_MOST)]
        self._network = self.paragraph(tone="ink")
        self._books = self.paragraph(tone="ink")
        self._voice = self.paragraph(tone="ink")
        self.board = Board(theme)
        devices = column(self.gap // 3)
        for line in self.lines:
            line.setProperty("numbered", False)  # noqa: FBT003 (Qt's signature)
            line.hide()
            devices.addWidget(line)
        devices.addStretch()
        listed = QScrollArea()
        listed.setWidget(boxed(devices))
        listed.setWidgetResizable(True)
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        listed.setFrameShape(QFrame.Shape.NoFrame)
        listed.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(listed.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        card = BigCard(theme, self.gap // 3)
        card.body.addWidget(self._network)
        card.body.addWidget(self._books)
        card.body.addWidget(self._voice)
        acts = self._acts()
        self.body.addWidget(title)
        self.body.addWidget(self._about)
        if self.is_wide:
            right = column(self.gap)
            right.addWidget(card)
            right.addWidget(self.board)
            right.addStretch()
            right.addLayout(acts)
            both = row(self.gap * 2)
            both.addWidget(listed, 1)
            both.addWidget(boxed(right), 1)
            self.body.addLayout(both, 1)
            return
        self.body.addWidget(listed, 1)
        self.body.addWidget(card)
        self.body.addWidget(self.board)
        self.body.addLayout(acts)

    def _acts(self) -> QGridLayout:
        does = {
            "print": (lambda: self.tr("Test print"), lambda: self._do(ServiceAct.TEST_PRINT)),
            "prove": (
                lambda: self.tr("Prove the books"),
                lambda: self._do(ServiceAct.VERIFY_BOOKS),
            ),
            "anew": (lambda: self.tr("Start anew"), lambda: self._leave(again=True)),
            "close": (lambda: self.tr("Close the kiosk"), lambda: self._leave(again=False)),
        }
        grid = QGridLayout()
        grid.setSpacing(self.gap)
        for at, (name, (words, act)) in enumerate(does.items()):
            role = "danger" if name == "close" else "plain"
            self.acts[name] = self.button(words, act, role, wide=True)
            grid.addWidget(self.acts[name], at // 2, at % 2)
        return grid

    @override
    def refill(self) -> None:
        """Show the sheet."""
        sheet = self.sheet
        if sheet is None:
            return
        self._about.setText(
            self.tr("InnPoint {version} · {slips} slips today").format(
                version=sheet.version, slips=sheet.slips_today
            )
        )
        for at, line in enumerate(self.lines):
            line.setVisible(at < len(sheet.devices))
            if at < len(sheet.devices):
                self._show_device(line, sheet.devices[at])
        network = ", ".join(sheet.network) or self.tr("none")
        self._network.setText(self.tr("Network: {addresses}").format(addresses=network))
        books = _found_words(sheet.books) or self.tr("not proved yet")
        self._books.setText(self.tr("Books: {found}").format(found=books))
        self._voice.setText(self.voice_words())

    def voice_words(self) -> str:
        """Say whether pages are read aloud here, and why nothing is heard."""
        voice = self.kiosk.voice
        if voice is None:
            return self.tr("Voice: switched off in the settings")
        trouble = voice.trouble()
        if not trouble:
            return self.tr("Voice: pages are read aloud on the earphone")
        match VoiceTrouble(trouble):
            case VoiceTrouble.NO_PROGRAM:
                return self.tr("Voice: the program espeak-ng is not installed")
            case VoiceTrouble.NO_SOUND:
                return self.tr("Voice: no sound comes out; look at the sound card")

    def _show_device(self, line: LineButton, device: KioskDevice) -> None:
        lamp = device.lamp
        line.set_icon(DEVICE_ICONS[lamp.role])
        reason = device_reason(lamp.reason)
        note = " · ".join(part for part in (lamp.model, lamp.address, *device.notes) if part)
        line.show_line(device_name(lamp.role), note, reason, _TONES[lamp.state])

    def show_sheet(self, sheet: ServiceSheet) -> None:
        """Show what was read."""
        self.sheet = sheet
        self.refill()

    def _do(self, act: ServiceAct) -> None:
        kiosk = self.kiosk
        if not kiosk.busy:
            kiosk.do(lambda: kiosk.service.serve(act), self._done)

    def _done(self, found: str) -> None:
        is_good = found in {"ok", PrintResult.PRINTED.value}
        self.board.say(_found_words(found), tone="ready" if is_good else "warning")
        self.kiosk.look(self.kiosk.service.service_sheet, self.show_sheet)

    def _leave(self, *, again: bool) -> None:
        self.kiosk.leave_asked.emit(again)

    @override
    def shown(self) -> None:
        """Read the sheet anew."""
        super().shown()
        self.kiosk.look(self.kiosk.service.service_sheet, self.show_sheet)

    @override
    def left(self) -> None:
        """Nothing of it stays."""
        self.sheet = None
        self.kiosk.tasks.run(self.kiosk.service.end_service, lambda _none: None)

    @override
    def keep(self) -> object:
        return self.sheet

    @override
    def restore(self, kept: object) -> None:
        if isinstance(kept, ServiceSheet):
            self.show_sheet(kept)


def _found_words(found: str) -> str:
    """Say what an act of the service page found: the books' faults stay as they were found."""
    if found == "ok":
        return QCoreApplication.translate("guest", "everything proves")
    printed = next((one for one in PrintResult if one.value == found), None)
    if printed is PrintResult.PRINTED:
        return QCoreApplication.translate("guest", "The test page is in the tray.")
    return printed_words(printed) if printed is not None else found
