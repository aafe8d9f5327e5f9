"""The whole of what a kiosk may ask, put together from its parts."""

from __future__ import annotations

from app.desk_service.people import People
from app.desk_service.telling import Telling
from app.kiosk_service.giving import Giving
from app.kiosk_service.handing import Handing, settle
from app.kiosk_service.identifying import Identifying
from app.kiosk_service.joining import Joining
from app.kiosk_service.papers import Papers
from app.kiosk_service.parts import Kiosk
from app.kiosk_service.staffing import Staffing
from app.kiosk_service.staying import Staying
from app.kiosk_service.visiting import Visiting
from app.ui.service.kiosk import KioskHouse, KioskWork


class KioskAnswers(
    Identifying, Visiting, Handing, Giving, Staying, Papers, Joining, Staffing, Telling
):
    """Answers ``KioskService``: each part for its own questions, and news from station and books.

    Args:
        kiosk: The parts of one kiosk.
        offers: What is offered here.
        logo: The hotel's own logo as SVG or PNG; empty for none.
        picture: For the first page, as SVG; empty for none.
    """

    def __init__(
        self, kiosk: Kiosk, *, offers: frozenset[KioskWork], logo: bytes, picture: bytes
    ) -> None:
        Identifying.__init__(self, kiosk)
        Visiting.__init__(self, kiosk)
        Handing.__init__(self, kiosk)
        Giving.__init__(self, kiosk)
        Staying.__init__(self, kiosk)
        Papers.__init__(self, kiosk)
        Joining.__init__(self, kiosk)
        Staffing.__init__(self, kiosk)
        Telling.__init__(self, kiosk.counter)
        self._offers = offers
        self._logo = logo
        self._picture = picture
        self._people = People(kiosk.counter)

    def kiosk(self) -> KioskHouse:
        """Tell the house and what is offered."""
        return KioskHouse(
            house=self._people.house(),
            offers=self._offers,
            logo=self._logo,
            picture=self._picture,
            desk_phone=self._kiosk.counter.settings.kiosk.desk_phone,
        )

    def settle(self) -> int:
        """Take back what a crash left without its paper; returns how many redemptions it was."""
        return settle(self._kiosk)
