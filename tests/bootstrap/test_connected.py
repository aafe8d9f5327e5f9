"""Two real desks at one centre: what one does the other sees, and a line that is cut loses and doubles nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.bootstrap.private_postgres import INSTALL, binaries
from app.ui.service.answers import Late
from app.ui.service.member_records import MemberPanel
from app.ui.service.requests import EnrolDraft
from app.ui.service.station_records import LinkState
from tests.support.at_desk import AtDesk, member_of, redeem, spend
from tests.support.proxy import Proxy
from tests.support.trial_hotel import TrialHotel, trial_hotel

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


@pytest.fixture(scope="module")
def house() -> Iterator[TrialHotel]:
    with trial_hotel() as made:
        yield made
        assert made.broken() == []


@pytest.fixture
def at(house: TrialHotel) -> Iterator[Callable[..., AtDesk]]:
    opened: list[AtDesk] = []

    def open_it(path: Path) -> AtDesk:
        opened.append(AtDesk(path))
        return opened[-1].sign_in()

    yield open_it
    for one in opened:
        one.close()


def until(holds: Callable[[], object], within_s: float = 20.0) -> None:
    ends = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.02)


def swiped(desk: AtDesk, label: str) -> MemberPanel:
    found = desk.service.identify(desk.swipe(label))
    assert isinstance(found, MemberPanel), found
    return found


def test_what_one_desk_does_the_other_sees(house: TrialHotel, at: Callable[..., AtDesk]) -> None:
    one = at(house.terminal("desk-1", answer_within_s=10.0))
    two = at(house.terminal("desk-2", answer_within_s=10.0))
    before = swiped(one, "lin")
    assert swiped(two, "lin").points == before.points
    posted = one.done(spend("lin", bill="C-1", amount_minor=20_000))
    assert posted.panel is not None
    assert posted.panel.points > before.points
    until(lambda: two.balances("lin") == one.balances("lin"))
    token = two.pin("lin")
    redeemed = two.done(redeem("lin"), token)
    assert redeemed.panel is not None
    assert redeemed.panel.points == posted.panel.points - 2_400
    until(lambda: one.balances("lin") == two.balances("lin"))
    enrolled = one.done(EnrolDraft(kind="person", name="周可心", phone="13700137055", consent=True))
    assert enrolled.member_id is not None
    assert isinstance(two.service.search("13700137055")[0].name.zh, str)
    hits = two.service.search("13700137055")
    assert [hit.member_id for hit in hits] == [enrolled.member_id]


def test_a_line_that_is_cut_saves_what_earns_and_takes_nothing(
    house: TrialHotel, at: Callable[..., AtDesk]
) -> None:
    proxy = Proxy(("127.0.0.1", house.centre.server.port))
    desk = at(house.terminal("desk-3", port=proxy.port, answer_within_s=5.0))
    before = swiped(desk, "shen")
    token = desk.pin("shen")
    proxy.is_down = True
    proxy.cut()
    until(lambda: desk.desk.hotel.link().state is LinkState.OFFLINE)
    saved = desk.submit(spend("shen", bill="C-2", amount_minor=10_000))
    assert saved == Late(is_saved=True)
    taken = desk.submit(redeem("shen"), token)
    assert taken == Late()
    assert desk.desk.hotel.link().waiting_slips == 3
    proxy.is_down = False
    desk.desk.hotel.terminal_line.wake()
    until(lambda: desk.desk.hotel.link().waiting_slips == 0)
    decided = house.rows(
        "SELECT kind, outcome, reason FROM decisions WHERE terminal = 'desk-3' ORDER BY position"
    )
    # A withdrawn slip is refused, or its value is given back; which of the two, the push decides.
    assert decided[0] == ("post_spend", "posted", "")
    assert decided[1] in [("redeem", "refused", "withdrawn"), ("redeem", "posted", "")]
    assert decided[2][:2] == ("withdraw", "posted")
    assert len(decided) == 3
    until(lambda: desk.panel("shen").points > before.points)
    earned = desk.panel("shen").points - before.points
    again = desk.done(spend("shen", bill="C-3", amount_minor=10_000))
    assert again.panel is not None
    assert again.panel.points == before.points + 2 * earned
    bills = house.rows("SELECT bill FROM bills WHERE member = %s", member_of("shen"))
    assert [row[0] for row in bills if row[0].startswith("C-")] == ["C-2", "C-3"]
    proxy.close()
