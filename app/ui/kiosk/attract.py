"""The first page: the hotel's picture, a welcome in two languages, and three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.kiosk.buttons import BigButton
from app.ui.kiosk.frame import Logo
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.picture import HotelPicture
from app.ui.kiosk.sayings import trouble_words
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.works import Trouble
from app.ui.kit.boxes import Icon, boxed, column, row
from app.ui.kit.language import own_name
from app.ui.kit.note import Note
from app.ui.kit.text import Text

_WAYS = (
    ("card", "刷卡", "Swipe"),
    ("ic-card", "贴卡", "Tap"),
    ("phone", "手机号", "Phone"),
)
_STARTS = {"zh_CN": "中文 · 开始", "en": "English · Start"}


class AttractPage(GuestPage):
    """Nobody stands here: both languages, nothing of anybody."""

    name = KioskPage.ATTRACT

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._picture = HotelPicture(kiosk.theme)
        self._note = Note(kiosk.theme, "warning", icon=kiosk.theme.size("body")[0])
        self._note.title.setProperty("role", "small")
        self.starts = self._starts()
        words, picture = self._words(), self._named()
        if self.is_wide:
            line = row()
            line.addWidget(picture, 9)
            line.addWidget(words, 11)
            self.body.addLayout(line, 1)
        else:
            self.body.addWidget(picture, 10)
            self.body.addWidget(words)

    def _named(self) -> QWidget:
        """Lay the hotel's name on its picture."""
        theme = self.kiosk.theme
        margin = theme.control("margin")
        self._zh = Text(theme, "title-serif", "bar_ink", weight=600)
        self._en = Text(theme, "lead-serif", "bar_ink2")
        names = column(4)
        names.addWidget(self._zh)
        names.addWidget(self._en)
        head = row(self.gap, (margin, margin, margin, 0))
        head.addWidget(Logo(self.kiosk, theme.control("icon") * 3 // 2, "bar_ink"))
        head.addLayout(names, 1)
        over = QVBoxLayout(self._picture)
        over.setContentsMargins(0, 0, 0, 0)
        over.addLayout(head)
        over.addStretch()
        return self._picture

    def _words(self) -> QWidget:
        theme = self.kiosk.theme
        margin = theme.control("margin")
        middle = Qt.AlignmentFlag.AlignHCenter
        below = column(self.gap, (margin, self.gap, margin, self.gap))
        below.addStretch(1)
        for words, role, tone in (
            ("欢迎光临", "title-serif", "ink"),
            ("Welcome", "lead-serif", "ink2"),
        ):
            label = Text(theme, role, tone, weight=600 if tone == "ink" else 400)
            label.setText(words)
            below.addWidget(label, 0, middle)
        below.addStretch(1)
        below.addLayout(self._hints())
        below.addStretch(1)
        below.addWidget(self._note)
        line = row(self.gap)
        for start in self.starts:
            line.addWidget(start, 1)
        below.addLayout(line)
        return boxed(below)

    def _hints(self) -> QVBoxLayout:
        theme = self.kiosk.theme
        middle = Qt.AlignmentFlag.AlignHCenter
        line = row()
        for at, (icon, zh, en) in enumerate(_WAYS):
            if at:
                rule = QFrame()
                rule.setProperty("role", "upright")
                line.addWidget(rule)
            cell = column(4)
            cell.addWidget(Icon(theme, icon, "accent", theme.control("icon")), 0, middle)
            for words, role, tone in ((zh, "body", "ink"), (en, "caption", "ink2")):
                label = Text(theme, role, tone)
                label.setText(words)
                cell.addWidget(label, 0, middle)
            line.addLayout(cell, 1)
        whole = column()
        whole.addLayout(line)
        return whole

    def _starts(self) -> tuple[BigButton, ...]:
        theme = self.kiosk.theme
        found = []
        for at, code in enumerate(self.kiosk.language.codes[:2]):
            role = "plain" if at else "primary"
            button = BigButton(theme, role, height="start", wide=True)
            button.say(_STARTS.get(code, own_name(code)))
            button.clicked.connect(lambda _on=False, c=code: self._begin(c))
            found.append(button)
        return tuple(found)

    @override
    def sentences(self) -> list[str]:
        """Say it in both languages: nobody has chosen one."""
        return [*super().sentences(), "For English press 2.", "Star says it again."]

    def _begin(self, code: str) -> None:
        self.kiosk.chose_language = True
        self.kiosk.language.choose(code)
        self.kiosk.go.emit(KioskPage.PHONE)

    @override
    def refill(self) -> None:
        """Show the hotel and what does not work, in both languages."""
        house = self.kiosk.house
        if house is not None:
            self._zh.setText(house.house.name.zh)
            en = house.house.name.en
            self._en.setText(en if en != house.house.name.zh else "")
            self._picture.show_picture(house.picture)
        missing = [one for one in Trouble if one in self.kiosk.missing and one is not Trouble.TEXTS]
        self._note.say(trouble_words(missing[0]) if missing else "")
