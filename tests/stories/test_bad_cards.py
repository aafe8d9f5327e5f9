"""Cards that must not pass: noise, other houses, lost, blocked, replaced, expired, unknown, and bank cards."""

from __future__ import annotations

import random

import pytest

from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import CardProblem, Done, StaffCard, SwipeSeen, SwipeUnreadable
from app.ui.service.member_records import Command, MemberPanel
from app.ui.service.records import MemberId
from app.ui.service.requests import LinkBankCardDraft, ReplaceCardDraft, ReportLostDraft
from tests.support.at_desk import AtDesk, member_of
from tests.support.waiting import until

BANK_CARD = "4352378366824999"


def number_of(at_desk: AtDesk, label: str) -> str:
    ((number,),) = at_desk.rows(
        "SELECT number FROM cards WHERE member = ? AND status = 'active'", member_of(label)
    )
    return str(number)


def change_card(at_desk: AtDesk, number: str, text: str) -> None:
    """Change a card as no operation at the desk does."""
    with at_desk.desk.hotel.books.writing() as connection:
        connection.exec_driver_sql(f"UPDATE cards SET {text} WHERE number = ?", (number,))


def test_a_card_of_the_house_opens_its_member(at_desk):
    panel = at_desk.service.identify(at_desk.swipe("lin"))
    assert isinstance(panel, MemberPanel)
    assert (panel.name.en, panel.card_tail) == ("Lin Yuqing", number_of(at_desk, "lin")[-4:])


@pytest.mark.parametrize("seed", range(4))
def test_garbage_on_the_line_opens_nobody_and_the_next_card_is_read(at_desk, seed):
    noise = random.Random(seed).randbytes(600)
    at_desk.simulators.reader.send(noise + b"\r" + b"\x00\xff%;?" * 40 + b"\r")
    for _ in range(3):  # the reader's own repeat: noise may have swallowed the first card
        at_desk.simulators.swipe("shen")
    found = until(lambda: read_member(at_desk), "the card behind the noise")
    assert found.name.en == "Shen Mo"


def read_member(at_desk: AtDesk) -> MemberPanel | None:
    seen = [event for event in at_desk.seen if isinstance(event, SwipeSeen)]
    answers = [at_desk.service.identify(event.token) for event in seen]
    panels = [one for one in answers if isinstance(one, MemberPanel)]
    assert all(one.name.en == "Shen Mo" for one in panels)
    return panels[-1] if panels else None


def test_half_a_card_opens_nobody(at_desk):
    at_desk.simulators.reader.send(f";{number_of(at_desk, 'lin')[:9]}".encode())
    at_desk.simulators.reader.send(b"\r")
    token = at_desk.swipe("shen")
    panel = at_desk.service.identify(token)
    assert isinstance(panel, MemberPanel)
    assert panel.name.en == "Shen Mo"


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ("foreign", Reason.CARD_OF_ANOTHER_HOUSE),
        ("unknown", Reason.CARD_UNKNOWN),
        ("bank", Reason.CARD_IS_BANK_CARD),
    ],
)
def test_a_strange_card_is_refused_and_shows_nobody(at_desk, card, reason):
    found = at_desk.service.identify(at_desk.swipe(card))
    assert isinstance(found, CardProblem)
    assert (found.refusal.reason, found.panel) == (reason, None)


def test_a_lost_card_shows_whose_it_is_and_bars_its_use(at_desk):
    found = at_desk.service.identify(at_desk.swipe("he"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_LOST
    assert found.panel is not None
    assert found.panel.name.en == "He Jiashu"
    assert found.panel.barred[Command.POST_SPEND].reason is Reason.CARD_LOST


def test_a_card_reported_lost_a_moment_ago_is_barred(at_desk):
    at_desk.done(ReportLostDraft(member_id=member_of("lin")))
    found = at_desk.service.identify(at_desk.swipe("lin"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_LOST


def test_a_replaced_card_names_the_tail_of_the_new_one(at_desk):
    old = number_of(at_desk, "lin")
    done = at_desk.done(ReplaceCardDraft(member_id=member_of("lin")))
    new = str(done.facts["card_no"])
    found = at_desk.service.identify(at_desk.swipe("lin"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_REPLACED
    assert found.refusal.facts["tail"] == new[-4:]
    assert old != new
    panel = at_desk.service.identify(at_desk.swipe_text(f";{new}=4912?\r"))
    assert isinstance(panel, MemberPanel)
    assert panel.stored_minor == 128_000


def test_a_blocked_card_is_refused(at_desk):
    change_card(at_desk, number_of(at_desk, "lin"), "status = 'blocked'")
    found = at_desk.service.identify(at_desk.swipe("lin"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_BLOCKED


def test_an_expired_card_is_refused_with_its_day(at_desk):
    change_card(at_desk, number_of(at_desk, "lin"), "expires_on = '2024-12-31'")
    found = at_desk.service.identify(at_desk.swipe("lin"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_EXPIRED
    assert found.refusal.facts == {"on": "2024-12-31"}


def test_a_card_of_the_pool_that_nobody_has_is_unknown(at_desk):
    with at_desk.desk.hotel.books.writing() as connection:
        sql = "UPDATE cards SET status = 'pool', member = '' WHERE member = ?"
        connection.exec_driver_sql(sql, (member_of("shen"),))
    found = at_desk.service.identify(at_desk.swipe("shen"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_UNKNOWN


def test_an_enrolled_bank_card_opens_its_member_and_its_number_is_in_no_file(at_desk):
    token, shen = at_desk.swipe("bank"), MemberId(member_of("shen"))
    linked = at_desk.submit(LinkBankCardDraft(member_id=shen, swipe=token))
    assert isinstance(linked, Done)
    assert linked.panel is not None
    assert linked.panel.bank_tail == BANK_CARD[-4:]
    panel = at_desk.service.identify(at_desk.swipe("bank"))
    assert isinstance(panel, MemberPanel)
    assert panel.name.en == "Shen Mo"
    again = at_desk.submit(LinkBankCardDraft(member_id=MemberId(member_of("lin")), swipe=token))
    assert isinstance(again, Refusal)
    assert again.reason is Reason.CARD_TAKEN
    unlinked = at_desk.submit(LinkBankCardDraft(member_id=shen, swipe=None))
    assert isinstance(unlinked, Done)
    found = at_desk.service.identify(at_desk.swipe("bank"))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_IS_BANK_CARD
    at_desk.close()
    assert BANK_CARD.encode() not in at_desk.files()


def test_a_refused_bank_card_leaves_no_number_behind(at_desk, caplog):
    caplog.set_level("DEBUG")
    token = at_desk.swipe("bank")
    at_desk.service.identify(token)
    assert BANK_CARD not in repr(at_desk.desk.station.read_of(token))
    at_desk.close()
    assert BANK_CARD.encode() not in at_desk.files()
    assert BANK_CARD not in caplog.text


def test_two_swipes_in_a_row_both_resolve_and_the_newest_is_last(at_desk):
    at_desk.simulators.swipe("lin")
    at_desk.simulators.swipe("shen")
    first, second = at_desk.next_event(SwipeSeen), at_desk.next_event(SwipeSeen)
    # Both may come in one read of the wire: then they have the same time, and their order.
    assert first.at_monotonic_ns <= second.at_monotonic_ns
    names = [at_desk.service.identify(event.token) for event in (first, second)]
    assert [one.name.en for one in names] == ["Lin Yuqing", "Shen Mo"]


def test_a_swipe_of_long_ago_is_forgotten(at_desk):
    first = at_desk.swipe("lin")
    for _ in range(16):
        at_desk.swipe("shen")
    found = at_desk.service.identify(first)
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_UNKNOWN


def test_a_staff_card_is_no_guest(at_desk):
    found = at_desk.service.identify(at_desk.swipe("supervisor"))
    assert isinstance(found, StaffCard)
    assert found.name.en == "Wang Min"


def test_a_worn_stripe_is_said_and_opens_nobody(at_desk):
    at_desk.simulators.turn("worn-stripe", on=True)
    at_desk.simulators.swipe("lin")
    until(lambda: [one for one in at_desk.seen if isinstance(one, SwipeUnreadable)], "it is said")
    assert not [one for one in at_desk.seen if isinstance(one, SwipeSeen)]
    at_desk.simulators.turn("worn-stripe", on=False)
    assert isinstance(at_desk.service.identify(at_desk.swipe("lin")), MemberPanel)
