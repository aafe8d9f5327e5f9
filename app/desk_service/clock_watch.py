"""Watches this computer's clock against the books: decisions only ever come later."""

from __future__ import annotations

from app.desk_service.context import Counter
from app.ui.service.answers import LinkChanged
from app.ui.service.station_records import Link, LinkState

_WORTH_A_WORD_S = 30


def link_of(counter: Counter) -> Link:
    """Return the link, with how far the clock is behind the last decision, in seconds.

    A decision's position is the time it was made in microseconds and never goes back, so the last
    one is the latest moment that these books have seen. A centre's clock was asked.
    """
    if counter.link is not None:
        return counter.link()
    with counter.books.reading() as connection:
        last = connection.exec_driver_sql("SELECT MAX(position) FROM decisions").scalar()
    behind = int(int(last or 0) / 1_000_000 - counter.clock().timestamp())
    off = behind if behind >= _WORTH_A_WORD_S else 0
    return Link(state=LinkState.EMBEDDED, clock_off_s=off)


def watch_clock(counter: Counter) -> None:
    """Tell the desk when the clock was set back, or stands right again."""
    link = link_of(counter)
    if bool(link.clock_off_s) != bool(counter.clock_off_s):
        counter.clock_off_s = link.clock_off_s
        counter.tell(LinkChanged(link))
