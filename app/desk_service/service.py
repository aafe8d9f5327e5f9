"""The whole of what the desk may ask, put together from its parts."""

from __future__ import annotations

from typing_extensions import override

from app.desk_service.context import Counter
from app.desk_service.doing import Doing
from app.desk_service.e_cards import ECards
from app.desk_service.finding import Finding
from app.desk_service.ic_work import IcWorks
from app.desk_service.letters import Letters
from app.desk_service.people import People
from app.desk_service.sheets import Sheets
from app.desk_service.telling import Telling
from app.desk_service.tills import Tills, listen


class DeskAnswers(People, Finding, Doing, IcWorks, Sheets, Letters, Tills, ECards, Telling):
    """Answers ``DeskService``: each part for its own questions, and news from station and books.

    Args:
        counter: The parts of one desk.
    """

    def __init__(self, counter: Counter) -> None:
        People.__init__(self, counter)
        Finding.__init__(self, counter, self.staff_card)
        Doing.__init__(self, counter)
        IcWorks.__init__(self, counter, self._post)
        Sheets.__init__(self, counter)
        Letters.__init__(self, counter)
        Tills.__init__(self, counter)
        ECards.__init__(self, counter)
        Telling.__init__(self, counter)
        self._end_tills = listen(counter)

    @override
    def close(self) -> None:
        """Hear no more of tills and station."""
        self._end_tills()
        super().close()
