"""The POS link of one desk: the counter, its clerk and its door, started and closed together."""

from __future__ import annotations

from collections.abc import Callable

from app.exchange.pos.counter import PosCounter
from app.exchange.pos.door import Clerk, Door, Limits
from app.exchange.pos.line import Line, LineDoor
from app.exchange.pos.memory import Desk
from app.exchange.pos.reasons import PosTrouble
from app.exchange.pos.tcp import TcpDoor
from app.settings.pos import NoPlace, PosSettings, SerialPlace, TcpPlace, place_of


class PosLink:
    """Hears tills and lets faces answer them.

    Args:
        settings: Where to listen.
        desk: What it needs of the desk.
        line_of: Makes the serial line of an address.
        limits: What is borne.

    Attributes:
        counter: What faces ask.
    """

    def __init__(
        self,
        settings: PosSettings,
        desk: Desk,
        line_of: Callable[[str], Line],
        limits: Limits | None = None,
    ) -> None:
        borne = limits or Limits()
        self.counter = PosCounter(desk)
        self._clerk = Clerk(self.counter, borne)
        self._door: Door | PosTrouble
        match place_of(settings):
            case TcpPlace(host, port):
                self._door = TcpDoor(host, port, self.counter, self._clerk, borne)
            case SerialPlace(uri):
                try:
                    self._door = LineDoor(line_of(uri), self.counter, self._clerk, borne)
                except ValueError:
                    self._door = PosTrouble.ADDRESS_UNREADABLE
            case NoPlace(is_beyond):
                beyond, unreadable = PosTrouble.BEYOND_LOOPBACK, PosTrouble.ADDRESS_UNREADABLE
                self._door = beyond if is_beyond else unreadable

    @property
    def trouble(self) -> PosTrouble | None:
        """Why no till is heard; None while they are."""
        return self._door if isinstance(self._door, PosTrouble) else self._door.trouble

    @property
    def port(self) -> int:
        """The TCP port that is listened on; 0 for none."""
        return self._door.port if isinstance(self._door, TcpDoor) else 0

    def start(self) -> None:
        """Begin to listen; returns at once, with what waited before on its way to the faces."""
        self._clerk.start()
        if not isinstance(self._door, PosTrouble):
            self._door.start()

    def close(self) -> None:
        """Hang up; threads have ended when it returns. The books may be closed then."""
        if not isinstance(self._door, PosTrouble):
            self._door.close()
        self._clerk.close()
