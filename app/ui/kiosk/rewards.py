"""The catalogue: what can be had first, a page at a time."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.loyalty.refusals import Reason
from app.ui.kiosk.buttons import BigButton, Touch
from app.ui.kiosk.page import GuestPage
from app.ui.kiosk.picture import draw_reward
from app.ui.kiosk.sayings import refusal_words
from app.ui.kiosk.state import Kiosk, KioskPage
from app.ui.kiosk.turning import Turning, page_of
from app.ui.kit.boxes import row
from app.ui.kit.language import Language
from app.ui.kit.paint import draw_line, split_line, text_width
from app.ui.kit.theme import Theme
from app.ui.service.member_records import Reward


class RewardCard(Touch):
    """One reward: picture, name, price, and whether it can be had now."""

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__(theme)
        self._language = language
        self._reward: Reward | None = None
        self._why, self._short = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def reward(self) -> Reward | None:
        """What it shows."""
        return self._reward

    def show_reward(self, reward: Reward | None, points: int) -> None:
        """Show a reward to a guest with so many points; None leaves the place empty."""
        self._reward = reward
        self.setVisible(reward is not None)
        if reward is None:
            return
        language = self._language
        self._why = refusal_words(reward.barred, language) if reward.barred else ""
        self._short = self._said_shortly(reward, points)
        name = language.words(reward.name)
        price = self.tr("{points} points").format(points=language.count(reward.points))
        self.say(name)
        self.setAccessibleName(f"{name}. {price}. {self._why or self._short}")

    def _said_shortly(self, reward: Reward, points: int) -> str:
        if reward.barred is None:
            return self.tr("Yours now")
        if reward.barred.reason is Reason.NOT_ENOUGH_POINTS and reward.points > points:
            missing = self._language.count(reward.points - points)
            return self.tr("{points} to go").format(points=missing)
        if reward.barred.reason is Reason.REWARD_OUT_OF_STOCK:
            return self.tr("None left")
        return self.tr("Not yet")

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._theme.control("reward"))

    def _note(self) -> str:
        reward, language = self._reward, self._language
        if reward is None:
            return ""
        parts = [language.words(reward.note)]
        if reward.stock:
            parts.append(self.tr("%n left", "", reward.stock))
        return " · ".join(part for part in parts if part)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        reward, theme = self._reward, self._theme
        if reward is None:
            return
        painter = QPainter(self)
        self.paint_ground(painter, soft_line=True)
        inset = theme.control("gap") * 5 // 6
        wide = self.width() - 2 * inset
        lead, caption = theme.size("lead")[1], theme.size("caption")[1]
        foot = self.height() - inset - lead
        names = split_line(theme.font("body", 500), self.text(), wide)
        body = theme.size("body")[1]
        top = foot - body * len(names) - caption - theme.control("gap") // 4
        box = QRect(inset, inset, wide, top - inset - theme.control("gap") // 2)
        can = reward.barred is None
        radius = theme.number("radius", "kiosk_control")
        draw_reward(painter, theme, box, reward.icon, radius=radius, dim=not can)
        for i, words in enumerate(names):
            line = QRect(inset, top + i * body, wide, body)
            draw_line(painter, line, words, theme.font("body", 500), theme.colour("ink"))
        line = QRect(inset, top + len(names) * body, wide, caption)
        note_font = theme.font("caption", tabular=False)
        draw_line(painter, line, self._note(), note_font, theme.colour("ink2"))
        self._paint_price(painter, QRect(inset, foot, wide, lead), can=can)

    def _paint_price(self, painter: QPainter, box: QRect, *, can: bool) -> None:
        reward, theme, language = self._reward, self._theme, self._language
        if reward is None:
            return
        font = theme.font("lead", 600, tabular=False)
        price = language.count(reward.points)
        draw_line(painter, box, price, font, theme.colour("ink"))
        wide = text_width(font, price)
        unit = self.tr("points", "after the price of a reward")
        small = theme.font("caption", tabular=False)
        if self._used() + text_width(small, unit) + 8 <= box.width():
            after = box.adjusted(wide + 8, theme.size("lead")[1] // 8, 0, 0)
            draw_line(painter, after, unit, small, theme.colour("ink2"))
        size = theme.size("caption")[0]
        state = theme.font("caption", 500 if can else 400, tabular=False)
        words = text_width(state, self._short)
        tone = "ready" if can else "ink2"
        picture = theme.pixmap(
            "check-circle" if can else "lock", tone, size, self.devicePixelRatioF()
        )
        left = box.right() + 1 - words - size - 8
        painter.drawPixmap(left, box.center().y() - size // 2, picture)
        draw_line(painter, box, self._short, state, theme.colour(tone), right=True)

    def _used(self) -> int:
        """Return how wide price and state are, the unit of the price left out."""
        theme, reward = self._theme, self._reward
        if reward is None:
            return 0
        price = text_width(theme.font("lead", 600), self._language.count(reward.points))
        state = text_width(theme.font("caption", 500, tabular=False), self._short)
        return price + state + theme.size("caption")[0] + 24

    def overflows(self) -> bool:
        """Tell whether price and state run into one another, or a name needs three lines; for tests."""
        reward, theme = self._reward, self._theme
        if reward is None:
            return False
        inset = theme.control("gap") * 5 // 6
        wide = self.width() - 2 * inset
        font = theme.font("body", 500)
        if any(text_width(font, one) > wide for one in split_line(font, self.text(), wide)):
            return True
        return self._used() > wide


class RewardsPage(GuestPage):
    """All rewards, or those that can be had now; a touch opens one."""

    name = KioskPage.REWARDS

    def __init__(self, kiosk: Kiosk) -> None:
        super().__init__(kiosk)
        theme = kiosk.theme
        self._rewards: tuple[Reward, ...] = ()
        self._columns, self._rows = (3, 1) if self.is_wide else (2, 3)
        if kiosk.is_large and self.is_wide:
            self._columns = 2
        elif kiosk.is_large:
            self._rows = 2
        self._title = self.text(
            lambda: self.tr("What would you like?"), "title-serif", weight=600, elide=True
        )
        self.all = self.button(lambda: self.tr("All"), self._show_all, height="chip")
        self.mine = self.button(lambda: self.tr("Yours now"), self._show_mine, height="chip")
        for chip in (self.all, self.mine):
            chip.setCheckable(True)
        self.all.setChecked(True)
        self.points = self.text(None, "body", "ink2")
        self.cards = [RewardCard(theme, kiosk.language) for _ in range(self._columns * self._rows)]
        self.turning = Turning(theme)
        self.turning.turned.connect(self.refill)
        self._empty = self.paragraph(
            lambda: self.tr("Nothing is within your reach yet. Each stay brings you closer."),
            role="lead",
        )
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(self._title)
        if self.kiosk.is_large:  # beside the chips it has no room
            self.body.addWidget(self.points)
        chips = row(self.gap * 2 // 3)
        chips.addWidget(self.all)
        chips.addWidget(self.mine)
        if not self.kiosk.is_large:
            chips.addSpacing(self.gap)
            chips.addWidget(self.points)
        chips.addStretch()
        chips.addWidget(self.turning)
        self.body.addLayout(chips)
        self.body.addWidget(self._empty)
        grid = QGridLayout()
        grid.setSpacing(self.gap)
        for at, card in enumerate(self.cards):
            card.clicked.connect(lambda _on=False, c=card: self._choose(c))
            grid.addWidget(card, at // self._columns, at % self._columns)
        for line in range(self._rows):
            grid.setRowStretch(line, 1)
        for across in range(self._columns):
            grid.setColumnStretch(across, 1)
        box = QWidget()
        box.setLayout(grid)
        grid.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(box, 1)

    def _show_all(self) -> None:
        self._filter(self.all)

    def _show_mine(self) -> None:
        self._filter(self.mine)

    def _filter(self, chosen: BigButton) -> None:
        for chip in (self.all, self.mine):
            chip.setChecked(chip is chosen)
        self.turning.first()
        self.refill()

    @property
    def _shown(self) -> tuple[Reward, ...]:
        if self.mine.isChecked():
            return tuple(one for one in self._rewards if one.barred is None)
        return self._rewards

    @override
    def refill(self) -> None:
        """Show one page of the catalogue."""
        visit = self.kiosk.visit
        if visit is None:
            return
        language, points = self.kiosk.language, visit.panel.points
        words = self.tr("You have {points}")
        self.points.setText(words.format(points=language.count(points)))
        found = page_of(self._shown, self.turning, len(self.cards))
        for at, card in enumerate(self.cards):
            card.show_reward(found[at] if at < len(found) else None, points)
        self._empty.setVisible(not found and bool(self._rewards))
        self.turning.retranslate()

    @override
    def shown(self) -> None:
        """Read the catalogue as this guest sees it."""
        super().shown()
        self.kiosk.look(self.kiosk.service.rewards, self._came)

    def _came(self, rewards: tuple[Reward, ...]) -> None:
        self._rewards = rewards
        self.refill()

    def _choose(self, card: RewardCard) -> None:
        if card.reward is not None:
            self.kiosk.pending.reward, self.kiosk.pending.quantity = card.reward, 1
            self.kiosk.go.emit(KioskPage.CONFIRM)

    @override
    def keep(self) -> object:
        return (self._rewards, self.mine.isChecked())

    @override
    def restore(self, kept: object) -> None:
        if isinstance(kept, tuple):
            self._rewards = kept[0]
            self._filter(self.mine if kept[1] else self.all)
