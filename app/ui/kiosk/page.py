"""What a page of the kiosk is: built anew for each look, said again in another language, read aloud."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.kiosk.buttons import BigButton
from app.ui.kiosk.keyed_page import KeyedPage
from app.ui.kiosk.state import Kiosk
from app.ui.kit.boxes import column
from app.ui.kit.text import Paragraph, Text


class GuestPage(KeyedPage):
    """One page. It knows no window and no device, only the kiosk it stands on."""

    def __init__(self, kiosk: Kiosk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kiosk = kiosk
        self.setProperty("role", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme = kiosk.theme
        margin = theme.control("margin")
        self.is_wide = theme.face.startswith("kiosk_wide")
        self.gap = theme.control("gap")
        self.body = column(self.gap, (margin, self.gap, margin, self.gap))
        self.setLayout(self.body)
        self._said: list[tuple[Callable[[str], object], Callable[[], str]]] = []

    # --- words ----------------------------------------------------------------------------------

    def say(self, setter: Callable[[str], object], words: Callable[[], str]) -> None:
        """Set words now, and again whenever the language changes."""
        self._said.append((setter, words))
        setter(words())

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
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
        label = Text(self.kiosk.theme, role, tone, weight=weight, right=right, elide=elide)
        if words is not None:
            self.say(label.setText, words)
        return label

    def paragraph(
        self, words: Callable[[], str] | None = None, tone: str = "ink2", role: str = "paragraph"
    ) -> Paragraph:
        """Make text that wraps; with ``words`` it follows the language."""
        label = Paragraph(tone, role)
        if words is not None:
            self.say(label.setText, words)
        return label

    def button(
        self,
        words: Callable[[], str],
        does: Callable[[], None],
        role: str = "plain",
        icon: str = "",
        *,
        wide: bool = False,
        height: str = "height",
    ) -> BigButton:
        """Make a large button."""
        button = BigButton(self.kiosk.theme, role, icon, wide=wide, height=height)
        self.say(button.say, words)
        button.clicked.connect(lambda _checked=False: does())
        return button

    # --- what the window asks -------------------------------------------------------------------

    def refill(self) -> None:
        """Show the kiosk's present state; called when it is opened and when the language changes."""

    def shown(self) -> None:
        """Begin: the page has just been opened."""
        self.setFocus()

    def resumed(self) -> None:
        """Go on in another look: the page has taken the place of one that looked otherwise."""
        self.setFocus()

    def left(self) -> None:
        """Give up what is under way, as another page is opened."""

    def goes_back(self) -> bool:
        """Take one step back within the page; False leaves it."""
        return False

    def keep(self) -> object:
        """Return what was entered, for the page that takes this one's place in another look."""
        return None

    def restore(self, kept: object) -> None:
        """Take up what was entered before the look changed."""
