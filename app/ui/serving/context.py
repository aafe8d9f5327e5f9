"""What every page of the desk shares: who is signed in, which member is open, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, unique

from PySide6.QtCore import QObject, Signal

from app.loyalty.permissions import Act
from app.loyalty.refusals import Refusal
from app.ui.kit.language import Language
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.service.answers import Done, SwipeToken
from app.ui.service.member_records import MemberPanel
from app.ui.service.protocols import DeskService
from app.ui.service.records import House, Session, SlipId, SlipRow, Today
from app.ui.service.requests import FoundBy
from app.ui.service.station_records import DeviceLamp, IcCard, Link, LinkState


@unique
class PageName(Enum):
    """The pages of the desk."""

    SIGN_IN = "sign-in"
    WAITING = "waiting"
    MEMBER = "member"
    SPEND = "spend"
    REDEEM = "redeem"
    TOP_UP = "top-up"
    UNDO = "undo"
    STAY = "stay"
    CARD = "card"
    ADJUST = "adjust"
    SHIFT = "shift"
    DAY = "day"
    FORMAT = "format"
    DEVICES = "devices"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The line that stays and says what happened.

    Attributes:
        text: Asked again when the language changes.
        tone: ``ready``, ``warning``, ``refused`` or ``info``.
        slip: The slip it is about; may be printed or undone.
    """

    text: Callable[[], str]
    tone: str = "ready"
    slip: SlipRow | None = None
    can_print: bool = False
    can_undo: bool = False


class Desk(QObject):
    """State of one desk window. Pages read it, the window and the flows change it."""

    house_changed = Signal()
    session_changed = Signal()
    panel_changed = Signal()
    today_changed = Signal()
    lamps_changed = Signal()
    link_changed = Signal()
    told = Signal(object)
    go = Signal(object)
    busy_changed = Signal()
    print_asked = Signal(object)
    card_wanted = Signal(object)  # CardStep: the encoder waits for the card
    ic_changed = Signal()  # an IC card was laid on, read, written or taken away
    keys_wanted = Signal()  # the function keys take the keyboard

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, service: DeskService
    ) -> None:
        super().__init__()
        self.theme = theme
        self.language = language
        self.tasks = tasks
        self.service = service
        self.house: House | None = None
        self.session: Session | None = None
        self.today: Today | None = None
        self.panel: MemberPanel | None = None
        self.problem: Refusal | None = None
        self.swipe: SwipeToken | None = None
        self.found_by = FoundBy.CARD
        self.lamps: tuple[DeviceLamp, ...] = ()
        self.ic_card: IcCard | None = None
        self.link = Link(state=LinkState.EMBEDDED)
        self.last_slip: SlipRow | None = None
        self.undo_slip: SlipId | None = None
        self.busy = False

    def show_panel(
        self,
        panel: MemberPanel | None,
        problem: Refusal | None = None,
        swipe: SwipeToken | None = None,
        found_by: FoundBy | None = None,
    ) -> None:
        """Open a member, or none.

        Args:
            panel: The member; None closes the one who is open.
            problem: Why the card that was shown cannot be used.
            swipe: The card or code that was read.
            found_by: How it was told who this is; None for the same member read again. Whoever was opened by a QR
                code stays so until their card is read: a search proves nothing more.
        """
        same = panel is not None and self.panel is not None
        if same and panel is not None and self.panel is not None:
            same = panel.member_id == self.panel.member_id
        stays = same and (found_by is None or self.found_by is FoundBy.QR)
        if not stays or found_by is FoundBy.CARD:
            self.found_by = found_by or FoundBy.CARD
        self.panel, self.problem, self.swipe = panel, problem, swipe
        self.panel_changed.emit()

    def show_ic_card(self, card: IcCard | None) -> None:
        """Keep what lies on the IC card reader."""
        self.ic_card = card
        self.ic_changed.emit()

    def take_done(self, done: Done) -> None:
        """Keep what an outcome changed: the last slip and the open member."""
        self.last_slip = done.slip
        same = self.panel is not None and done.panel is not None
        if same and done.panel is not None and self.panel is not None:
            same = done.panel.member_id == self.panel.member_id
        if done.panel is not None and (same or self.panel is None):
            self.show_panel(done.panel)
        self.refresh_today()

    def set_busy(self, *, busy: bool) -> None:
        """Say that a posting is under way, so that other commands wait."""
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit()

    def tell(self, told: Told | None) -> None:
        """Show the line that stays; None takes it away."""
        if told is not None and told.slip is not None:
            self.last_slip = told.slip
        self.told.emit(told)

    def may(self, act: Act) -> bool:
        """Tell whether who is signed in may do something."""
        return self.session is not None and act in self.session.acts

    def refresh_today(self) -> None:
        """Ask for the day's figures again."""

        def keep(today: Today) -> None:
            self.today = today
            self.today_changed.emit()

        self.tasks.run(self.service.today, keep)

    def refresh_house(self) -> None:
        """Ask for the property and its lists again."""

        def keep(house: House) -> None:
            self.house = house
            self.language.symbol, self.language.scale = house.symbol, house.scale
            self.house_changed.emit()

        self.tasks.run(self.service.house, keep)

    def refresh_panel(self) -> None:
        """Ask for the open member again."""
        if self.panel is None:
            return
        member_id = self.panel.member_id

        def keep(found: MemberPanel | Refusal) -> None:
            still = self.panel is not None and self.panel.member_id == member_id
            if still and isinstance(found, MemberPanel):
                self.show_panel(found)

        self.tasks.run(lambda: self.service.member(member_id), keep)
