"""What each end of a text means: sent, again later, never, or perhaps sent."""

import pytest

from app.messaging.letters import Letter
from app.messaging.modem_way import ModemWay
from app.messaging.plan import Result, Went
from app.station.texts import TextEnded

LETTER = Letter(id="m", address="+8613812342217", subject="", text="您好")


class Door:
    """A door behind which every text ends as the test says."""

    is_ready = True

    def __init__(self, end: TextEnded) -> None:
        self.end = end
        self.asked: list[tuple[str, str]] = []

    def send(self, number: str, text: str, *, wants_report: bool = False) -> TextEnded:
        self.asked.append((number, text))
        return self.end


@pytest.mark.parametrize(
    ("end", "went"),
    [
        (TextEnded(), Went.SENT),
        (TextEnded("modem-network"), Went.NOT_NOW),
        (TextEnded("no-modem"), Went.NOT_NOW),
        (TextEnded("modem-unsure"), Went.UNSURE),
        (TextEnded("closed"), Went.UNSURE),
        (TextEnded("port-gone"), Went.UNSURE),
        (TextEnded("modem-network", parts_sent=1), Went.UNSURE),
        (TextEnded("modem-number"), Went.REFUSED),
    ],
)
def test_what_may_have_gone_is_unsure(end: TextEnded, went: Went) -> None:
    door = Door(end)
    assert ModemWay(door).send(LETTER) == Result(went, end.code)
    assert door.asked == [(LETTER.address, LETTER.text)]
    assert "138" not in repr(LETTER)
