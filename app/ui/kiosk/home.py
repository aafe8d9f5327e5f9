"""The guest's home: balance, the way to the next tier, and the works as tiles."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.kiosk.boxes import BigCard, Board
from app.ui.kiosk.buttons import Tile
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.sayings import first_trouble_words
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.works import Trouble, printing
from app.ui.kit.boxes import Icon, boxed, column, row
from app.ui.kit.marks import ProgressBar, TierBadge
from app.ui.service.kiosk import KioskWork, Visit
from app.ui.service.member_records import MemberPanel
from app.ui.serving.member_sayings import progress_words


class HomePage(GuestPage):
    """What a guest has, and what they may do here."""

    name = KioskPage.HOME

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self.card = BigCard(theme, self.gap // 3)
        self._badge = TierBadge(theme, theme.control("chip"))
        self._name = self.text(None, "lead-serif", weight=600, elide=True)
        self._tier = self.text(None, "caption", "ink2", elide=True)
        self._points = self.text(None, "figure", weight=600)
        self._points_name = self.text(lambda: self.tr("points to spend"), "body", "ink2")
        self._stored_name = self.text(lambda: self.tr("Stored value"), "body", "ink2")
        self._stored = self.text(None, "body", weight=600, right=True)
        self._clock = Icon(theme, "clock", "warning", theme.size("body")[0])
        self._expiring = self.text(None, "body", "warning", elide=True)
        self._bar = ProgressBar(theme, theme.control("gap") * 5 // 6)
        self._have = self.text(None, "body", "ink2", elide=True)
        self._next = TierBadge(theme, theme.control("icon") * 4 // 5, outline=True)
        self._missing = self.text(None, "body", weight=500, right=True)
        self.board = Board(theme)
        self.tiles = self._tiles()
        self._fill_card()
        grid = self._grid()
        if self.is_wide:
            line = row(self.gap)
            left = column(self.gap)
            left.addWidget(self.card)
            left.addWidget(self.board)
            left.addStretch()
            line.addWidget(boxed(left), 4)
            line.addWidget(grid, 5)
            self.body.addLayout(line, 1)
        else:
            self.body.addWidget(self.card)
            self.body.addWidget(self.board)
            self.body.addWidget(grid, 1)

    def _fill_card(self) -> None:
        body = self.card.body
        names = column()
        names.addWidget(self._name)
        names.addWidget(self._tier)
        head = row(self.gap)
        head.addWidget(self._badge)
        head.addLayout(names, 1)
        body.addLayout(head)
        body.addLayout(self._figure())
        stored = row(self.gap)
        stored.addWidget(self._stored_name)
        stored.addWidget(self._stored, 1)
        body.addLayout(stored)
        soon = row(self.gap // 2)
        soon.addWidget(self._clock)
        soon.addWidget(self._expiring, 1)
        self._soon = boxed(soon)
        body.addWidget(self._soon)
        both = column(self.gap // 3)
        both.addWidget(self._bar)
        way = row(self.gap // 2)
        if self.is_wide:
            both.addWidget(self._have)
            way.addWidget(self._next)
            way.addWidget(self._missing)
            way.addStretch()
        else:
            way.addWidget(self._have, 1)
            way.addWidget(self._next)
            way.addWidget(self._missing)
        both.addLayout(way)
        self._way = boxed(both)
        body.addWidget(self._way)

    def _figure(self) -> QVBoxLayout:
        """Lay the large figure with its name: beside it, or below where the card is narrow."""
        whole = column()
        if self.is_wide or self.kiosk.is_large:
            whole.addWidget(self._points)
            whole.addWidget(self._points_name)
            return whole
        line = row(self.gap)
        line.addWidget(self._points)
        name = column()
        name.addStretch()
        name.addWidget(self._points_name)
        name.addSpacing(self.kiosk.theme.size("figure")[1] // 8)
        line.addLayout(name)
        line.addStretch()
        whole.addLayout(line)
        return whole

    def _tiles(self) -> dict[KioskPage, Tile]:
        theme = self.kiosk.theme
        icons = {
            KioskPage.REWARDS: "gift",
            KioskPage.CHECK_IN: "door",
            KioskPage.HISTORY: "history",
            KioskPage.STATEMENT: "receipt",
            KioskPage.GIFT: "swap",
            KioskPage.MINE: "ticket",
        }
        tiles = {}
        for page, icon in icons.items():
            tile = Tile(theme, icon, "primary" if page is KioskPage.REWARDS else "plain")
            tile.clicked.connect(lambda _on=False, p=page: self.kiosk.go.emit(p))
            tiles[page] = tile
        return tiles

    def _grid(self) -> QWidget:
        grid = QGridLayout()
        grid.setSpacing(self.gap)
        grid.setContentsMargins(0, 0, 0, 0)
        for at, tile in enumerate(self.tiles.values()):
            grid.addWidget(tile, at // 2, at % 2)
        box = QWidget()
        box.setLayout(grid)
        return box

    @override
    def refill(self) -> None:
        """Show the guest and what they may do."""
        visit = self.kiosk.visit
        if visit is None:
            return
        self._show_guest(visit.panel)
        self._show_tiles(visit)
        self.board.show_troubles(self.kiosk, Trouble.BOOKS, Trouble.PIN_PAD, Trouble.NO_PAPER)

    def _show_guest(self, panel: MemberPanel) -> None:
        language = self.kiosk.language
        who = [language.words(panel.name), language.words(panel.salutation)]
        name = " ".join(one for one in (who if language.chinese else reversed(who)) if one)
        self._name.setText(self.tr("Hello, {name}").format(name=name))
        tier = language.words(panel.tier.name)
        number = self.tr("No. {number}").format(number=panel.member_no)
        self._tier.setText(f"{tier} · {number}" if panel.member_no else tier)
        self._badge.show_tier(panel.tier.rank, language.words(panel.tier.letter))
        self._points.setText(language.count(panel.points))
        self._stored.setText(language.money(panel.stored_minor))
        soon = panel.expiring[0] if panel.expiring else None
        self._soon.setVisible(soon is not None)
        if soon is not None:
            words = self.tr("{points} points lapse on {day}")
            points = language.count(soon.points)
            self._expiring.setText(words.format(points=points, day=language.day(soon.on)))
        progress = panel.progress
        self._way.setVisible(progress is not None)
        if progress is not None:
            stands, missing = progress_words(progress, language)
            self._bar.show_share(progress.have, progress.need)
            self._have.setText(stands)
            self._missing.setText(missing)
            self._next.show_tier(progress.to.rank, language.words(progress.to.letter))

    def _show_tiles(self, visit: Visit) -> None:
        kiosk, panel = self.kiosk, visit.panel
        names: dict[KioskPage, tuple[str, str, Callable[[], str]]] = {
            KioskPage.REWARDS: (
                self.tr("Rewards"),
                self.tr("%n within your reach", "", panel.within_reach),
                self._no_redeeming,
            ),
            KioskPage.CHECK_IN: (self.tr("Check in"), self._stay(visit), self._no_check_in),
            KioskPage.HISTORY: (
                self.tr("My points"),
                self.tr("Where they come from"),
                lambda: "",
            ),
            KioskPage.STATEMENT: (self.tr("Statement"), self._statement(visit), lambda: ""),
            KioskPage.GIFT: (
                self.tr("Give points"),
                self.tr("To family and friends"),
                self._no_gift,
            ),
            KioskPage.MINE: (self.tr("My card"), self._vouchers(panel), lambda: ""),
        }
        for page, (name, note, barred) in names.items():
            why, tile = barred(), self.tiles[page]
            tile.show_work(name, why or note)
            tile.allow(can=not why, why=why)
        self.tiles[KioskPage.GIFT].setVisible(kiosk.offers(KioskWork.GIFT))
        self.tiles[KioskPage.CHECK_IN].setVisible(kiosk.offers(KioskWork.CHECK_IN))

    def _no_redeeming(self) -> str:
        if not self.kiosk.offers(KioskWork.REDEEM):
            return self.tr("At the front desk")
        return first_trouble_words(
            self.kiosk.missing, Trouble.PIN_PAD, printing(self.kiosk.missing)
        )

    def _no_gift(self) -> str:
        return first_trouble_words(self.kiosk.missing, Trouble.PIN_PAD)

    def _no_check_in(self) -> str:
        visit = self.kiosk.visit
        return "" if visit is None or visit.bookings else self.tr("No booking found")

    def _stay(self, visit: Visit) -> str:
        if not visit.bookings:
            return ""
        booking = visit.bookings[0]
        nights = self.tr("%n nights", "", booking.nights)
        return f"{self.kiosk.language.day(booking.arrives_on)} · {nights}"

    def _statement(self, visit: Visit) -> str:
        return self.tr("On paper or by e-mail") if visit.email else self.tr("On paper")

    def _vouchers(self, panel: MemberPanel) -> str:
        number = len(panel.vouchers)
        return self.tr("And %n vouchers", "", number) if number else self.tr("On your phone")

    @override
    def shown(self) -> None:
        """Say what the page before had to say."""
        super().shown()
        note = self.kiosk.pending.note
        if note is not None:
            self.board.say(note[0](), tone=note[1])
            self.kiosk.pending.note = None
