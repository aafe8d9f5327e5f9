"""What every page of the kiosk shares: whose visit it is, what works, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, unique
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.ui.kiosk.works import Trouble, troubles
from app.ui.kit.language import Language
from app.ui.kit.paint import forget_measured
from app.ui.kit.tasks import TaskRunner
from app.ui.kit.theme import Theme
from app.ui.service.answers import NoPin, PinEntered, PinPurpose, PinToken, SwipeToken
from app.ui.service.kiosk import (
    ClaimToken,
    KioskHouse,
    KioskService,
    KioskWork,
    StaffToken,
    Visit,
)
from app.ui.service.member_records import Reward
from app.ui.service.records import SlipRow
from app.ui.service.station_records import DeviceLamp, Link, LinkState
from app.ui.service.voice import Voice

T = TypeVar("T")


@unique
class KioskPage(Enum):
    """The pages of the kiosk."""

    ATTRACT = "attract"
    PHONE = "phone"
    PIN = "pin"
    HOME = "home"
    REWARDS = "rewards"
    CONFIRM = "confirm"
    HISTORY = "history"
    WHY = "why"
    CHECK_IN = "check-in"
    STATEMENT = "statement"
    GIFT = "gift"
    MINE = "mine"
    ENROL = "enrol"
    DONE = "done"
    HELP = "help"
    SERVICE = "service"


FOR_GUESTS = frozenset(
    {
        KioskPage.HOME,
        KioskPage.REWARDS,
        KioskPage.CONFIRM,
        KioskPage.HISTORY,
        KioskPage.WHY,
        KioskPage.CHECK_IN,
        KioskPage.STATEMENT,
        KioskPage.GIFT,
        KioskPage.MINE,
    }
)
"""Pages that show a guest's own affairs; without a visit there are none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAsk:
    """One PIN to be entered on the pad, and what comes after.

    Attributes:
        purpose: What the pad says.
        claim: Whose it is; None for the guest whose visit it is.
        title: What the PIN is for, said above the drawing; asked again in another language.
        picture: Of the reward it is for; empty for none.
        came: Called with the entry.
        ended: Called where none came.
    """

    purpose: PinPurpose
    came: Callable[[PinToken], None]
    ended: Callable[[NoPin], None]
    claim: ClaimToken | StaffToken | None = None
    title: Callable[[], str] = str
    note: Callable[[], str] = str
    picture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What the last page of a work says; every sentence is asked again in another language.

    Attributes:
        tone: ``ready``, ``warning`` or ``refused``.
        again: Prints once more; None where there is no paper.
        slip: What people call it, printed small.
    """

    title: Callable[[], str]
    note: Callable[[], str]
    tone: str = "ready"
    again: Callable[[], None] | None = None
    slip: str = ""


@dataclass(slots=True, kw_only=True)
class Pending:
    """What the pages hand on to one another during one visit; all of it is dropped with the visit.

    Attributes:
        pin: The PIN that is asked for.
        swipe: With which card the visit began.
        has_card: It lies on the reader, and ends the visit when it is taken.
        reward: What was chosen from the catalogue, and how many.
        slip: Which line of the history is explained.
        ending: What the last page says.
        note: A sentence for the page that is opened next, and its tone.
        entered: What somebody who joins has filled in, while the PIN is asked for.
    """

    pin: PinAsk | None = None
    swipe: SwipeToken | None = None
    has_card: bool = False
    reward: Reward | None = None
    quantity: int = 1
    slip: SlipRow | None = None
    ending: Ending | None = None
    note: tuple[Callable[[], str], str] | None = None
    entered: object = None


class Kiosk(QObject):
    """State of one kiosk. Pages read it; the window changes what is nobody's."""

    go = Signal(object)  # KioskPage
    claimed = Signal(object)  # Claim: the PIN is asked for next
    back = Signal()
    house_changed = Signal()
    visit_changed = Signal()
    works_changed = Signal()
    look_changed = Signal()
    end_asked = Signal()
    busy_changed = Signal(bool)
    quiet = Signal()  # every page has the answer that it waited for
    leave_asked = Signal(bool)  # staff leave the kiosk: True starts it anew

    def __init__(
        self, theme: Theme, language: Language, tasks: TaskRunner, service: KioskService
    ) -> None:
        super().__init__()
        self.theme = theme
        self.language = language
        self.tasks = tasks
        self.service = service
        self.house: KioskHouse | None = None
        self.visit: Visit | None = None
        self.pending = Pending()
        self.is_large = False
        self.chose_language = False
        self.busy = False
        self.pin_until = 0.0
        self._run = 0
        self._awaited = 0
        self._lamps: tuple[DeviceLamp, ...] = ()
        self._link = Link(state=LinkState.EMBEDDED)
        self.missing: frozenset[Trouble] = frozenset()
        self.voice: Voice | None = None  # None: pages are not read aloud here

    def offers(self, work: KioskWork) -> bool:
        """Tell whether the house offers a work here at all."""
        return self.house is not None and work in self.house.offers

    def show_lamps(self, lamps: tuple[DeviceLamp, ...]) -> None:
        """Keep the devices' lamps."""
        self._lamps = lamps
        self._look_what_works()

    def show_link(self, link: Link) -> None:
        """Keep the connection to the books."""
        self._link = link
        self._look_what_works()

    def _look_what_works(self) -> None:
        missing = troubles(self._lamps, is_offline=self._link.state is LinkState.OFFLINE)
        if missing != self.missing:
            self.missing = missing
            self.works_changed.emit()

    def show_visit(self, visit: Visit | None) -> None:
        """Begin or refresh a visit, or drop everything that belonged to one."""
        self.visit = visit
        if visit is None:
            self._run += 1  # whatever is still on its way belongs to nobody any more
            self._awaited = 0
            self.pending = Pending()
            self._set_busy(busy=False)
            forget_measured()
        self.visit_changed.emit()

    def do(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Let the service do something for this guest; its answer is dropped where the guest has left.

        Args:
            work: Blocks; touches no widget.
            then: Called with the answer on the GUI thread.
        """
        self._set_busy(busy=True)
        self._ask(work, then, lambda: self._set_busy(busy=False))

    def look(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Read something for this guest without holding anything up; dropped where the guest has left."""
        self._ask(work, then, lambda: None)

    @property
    def awaits(self) -> bool:
        """Whether a page waits for an answer, and must be there when it comes."""
        return self._awaited > 0

    def _ask(
        self, work: Callable[[], T], then: Callable[[T], None], ended: Callable[[], None]
    ) -> None:
        run = self._run
        self._awaited += 1

        def came(found: T) -> None:
            if run == self._run:
                ended()
                then(found)
                answered()

        def failed() -> None:
            if run == self._run:
                ended()
                answered()

        def answered() -> None:
            if run == self._run:  # the answer itself may have ended the visit
                self._awaited -= 1
                if not self._awaited:
                    self.quiet.emit()

        self.tasks.run(work, came, failed=failed)

    def _set_busy(self, *, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    def ask_pin(self, ask: PinAsk) -> None:
        """Open the PIN page and let the pad ask; the answer goes to who asked."""
        seconds = self.theme.number("duration", "pin_seconds")
        self.pending.pin = ask
        self.pin_until = monotonic() + seconds
        # No page waits for it: who asked hears of it wherever the guest is by then.
        self.tasks.run(
            lambda: self.service.ask_pin(ask.purpose, ask.claim, seconds),
            lambda found: self._pin_came(ask, found),
        )
        self.go.emit(KioskPage.PIN)

    def _pin_came(self, ask: PinAsk, found: PinEntered | NoPin) -> None:
        if self.pending.pin is not ask:
            return  # the page was left meanwhile
        self.pending.pin = None
        if isinstance(found, PinEntered):
            ask.came(found.token)
        else:
            ask.ended(found)

    def give_pin_up(self) -> None:
        """End the entry on the pad; nobody waits for it any more."""
        if self.pending.pin is not None:
            self.pending.pin = None
            self.tasks.run(self.service.cancel_pin, lambda _none: None)

    def end_with(self, ending: Ending) -> None:
        """Open the last page of a work."""
        self.pending.ending = ending
        self.go.emit(KioskPage.DONE)

    def go_noting(self, page: KioskPage, words: Callable[[], str], tone: str = "refused") -> None:
        """Open a page with a sentence on it."""
        self.pending.note = (words, tone)
        self.go.emit(page)

    def refresh_house(self) -> None:
        """Ask for the house and what it offers."""

        def keep(found: KioskHouse) -> None:
            self.house = found
            self.language.symbol, self.language.scale = found.house.symbol, found.house.scale
            self.house_changed.emit()

        self.tasks.run(self.service.kiosk, keep)
