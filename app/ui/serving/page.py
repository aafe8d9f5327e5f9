"""What a page of the desk is: built once, refilled, and said again in another language."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.kit.access import Group
from app.ui.kit.buttons import KeyButton
from app.ui.kit.text import Text
from app.ui.service.answers import SwipeToken
from app.ui.service.member_records import Command
from app.ui.serving.context import Desk, PageName


class Page(Group):
    """One page. It knows no window, no store and no device, only the desk it stands on."""

    name = PageName.WAITING
    command: Command | None = None

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "page")
        self._said: list[tuple[Callable[[str], object], Callable[[], str]]] = []

    def say(self, setter: Callable[[str], object], words: Callable[[], str]) -> None:
        """Set words now, and again whenever the language changes."""
        self._said.append((setter, words))
        setter(words())

    def retranslate(self) -> None:
        """Say everything again; pages with figures refill themselves too."""
        for setter, words in self._said:
            setter(words())
        self.refill()

    def text(
        self,
        words: Callable[[], str] | None = None,
        role: str = "body",
        tone: str = "ink",
        *,
        weight: int = 400,
        right: bool = False,
        elide: bool = False,
    ) -> Text:
        """Make one line of text; with ``words`` it follows the language."""
        label = Text(self.desk.theme, role, tone, weight=weight, right=right, elide=elide)
        if words is not None:
            self.say(label.setText, words)
        return label

    def button(
        self,
        words: Callable[[], str],
        does: Callable[[], None],
        keys: str = "",
        role: str = "plain",
        icon: str = "",
    ) -> KeyButton:
        """Make a button whose key works anywhere on this page."""
        button = KeyButton(self.desk.theme, keys, role, icon)
        self.say(button.set_words, words)
        button.clicked.connect(lambda _checked=False: does())  # without the signal's argument
        if keys.startswith(("Alt ", "Ctrl O")):
            self.on_key(keys.replace(" ", "+"), does)
        return button

    def on_key(self, keys: str, does: Callable[[], object]) -> None:
        """Let a key do something on this page. An action fires at once, a button's own key late."""
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: does())
        self.addAction(action)

    def build_more(self) -> bool:
        """Build a part that was left for later; False when the page is whole."""
        return False

    def refill(self) -> None:
        """Show the desk's present state; called when it is opened and when the language changes."""

    def shown(self) -> None:
        """Take the keyboard to where work begins."""

    def left(self) -> None:
        """Give up what is under way, as another page is opened."""

    def take_swipe(self, swipe: SwipeToken) -> bool:
        """Use a swipe on this page (a staff card); False lets it open a member."""
        return False

    def back(self) -> bool:
        """Take one step back within the page; False leaves it."""
        return False

    def enter(self) -> None:
        """Go on with what the page is for."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
            return
        super().keyPressEvent(event)
