"""A guest's IC card: issued at the desk, laid on, reported lost and refused; and cards that must not pass."""

from __future__ import annotations

import base64
import queue
from typing import Any

import pytest

from app.bootstrap.hotel import HotelFolder
from app.loyalty.refusals import Reason, Refusal
from app.station.news import IcEnd, IcOrder
from app.station.news import IcWork as StationWork
from app.store.card_works import CardWork
from app.store.keys import card_hash, read_key_file, replace_key_file
from app.ui.service.answers import (
    CardProblem,
    IcAsk,
    IcChanged,
    LampsChanged,
    Override,
    SwipeSeen,
    SwipeToken,
)
from app.ui.service.member_records import MemberPanel
from app.ui.service.requests import ReplaceCardDraft, ReportLostDraft
from app.ui.service.station_records import DeviceRole, IcCard, IcDone, IcState, IcWork, LampState
from devices.sim.card_reader import SimCardReader
from tests.support.at_desk import AtDesk, member_of
from tests.support.waiting import until


@pytest.fixture
def ic(at_desk: AtDesk) -> SimCardReader:
    until(lambda: at_desk.desk.station.ic.is_ready, "the IC card reader")
    reader: SimCardReader = at_desk.simulators.ic
    return reader


def lay(at_desk: AtDesk, card: str = "mifare") -> SwipeToken:
    """Lay a card on; returns what the desk was told of it."""
    at_desk.simulators.lay_ic_card(card)
    return SwipeToken(at_desk.next_event(SwipeSeen).token)


def lies(at_desk: AtDesk) -> IcCard:
    """Return what the desk was last told that lies there."""
    told = [event for event in at_desk.seen if isinstance(event, IcChanged)]
    assert told[-1].card is not None
    return told[-1].card


def do(at_desk: AtDesk, work: IcWork, label: str = "lin", **more: Any) -> IcDone | Refusal:
    ask = IcAsk(work=work, card=lies(at_desk).token, member_id=member_of(label), **more)
    return at_desk.service.work_ic_card(ask)


def issue(at_desk: AtDesk, card: str = "mifare", label: str = "lin") -> str:
    """Replace a member's card by an IC card; returns its number."""
    lay(at_desk, card)
    done = at_desk.done(ReplaceCardDraft(member_id=member_of(label)))
    assert done.to_personalise
    assert not done.to_write
    assert isinstance(do(at_desk, IcWork.PERSONALISE, label), IcDone)
    at_desk.simulators.take_ic_card()
    return str(done.facts["card_no"])


def test_a_card_is_issued_opens_its_member_is_reported_lost_and_refused(at_desk, ic):
    lamps = [event for event in at_desk.seen if isinstance(event, LampsChanged)][-1].lamps
    assert [one.state for one in lamps if one.role is DeviceRole.IC_READER] == [LampState.READY]
    number = issue(at_desk)
    panel = at_desk.service.identify(lay(at_desk))
    assert isinstance(panel, MemberPanel)
    assert (panel.name.en, panel.card_tail) == ("Lin Yuqing", number[-4:])
    assert lies(at_desk) == IcCard(
        token=lies(at_desk).token,
        family="mifare-classic",
        state=IcState.GENUINE,
        tail=number[-4:],
    )
    done = at_desk.done(ReportLostDraft(member_id=member_of("lin")))
    assert done.to_block
    assert do(at_desk, IcWork.BLOCK) == IcDone(work=IcWork.BLOCK, tail=number[-4:])
    at_desk.simulators.take_ic_card()
    found = at_desk.service.identify(lay(at_desk))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_LOST
    assert found.panel is not None
    sql = "SELECT facts FROM audit WHERE act = 'ic-card' ORDER BY at"
    until(lambda: len(at_desk.rows(sql)) == 4, "what was noted of both works")
    noted = [CardWork.of(row[0]) for row in at_desk.rows(sql)]
    assert [(one.work, one.end) for one in noted] == [
        ("personalise", "begun"),
        ("personalise", "done"),
        ("block", "begun"),
        ("block", "done"),
    ]
    assert {one.tail for one in noted} == {number[-4:]}
    assert {one.card for one in noted} == {card_hash(at_desk.desk.hotel.books.keys, number)}
    assert number not in str(at_desk.rows(sql))
    at_desk.close()
    key, books = at_desk.desk.hotel.books.keys.cards, (at_desk.path / "books.db").read_bytes()
    assert key not in books
    assert base64.b64encode(key) not in books


def test_a_card_that_says_it_is_blocked_is_refused_while_the_books_still_know_it(at_desk, ic):
    number = issue(at_desk)
    lay(at_desk)
    order = IcOrder(work=StationWork.BLOCK, card=lies(at_desk).token, number=number)
    assert at_desk.desk.station.ic.work(order, 20) is IcEnd.DONE
    at_desk.simulators.take_ic_card()
    found = at_desk.service.identify(lay(at_desk))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason is Reason.CARD_BLOCKED


def test_blocking_reports_the_card_lost_first_and_a_death_in_between_leaves_it_lost(at_desk, ic):
    issue(at_desk)
    lay(at_desk, "mifare")
    at_desk.simulators.tear_ic_card()  # the chip is gone before it is blocked
    assert do(at_desk, IcWork.BLOCK) == Refusal(Reason.CARD_NOT_THERE)
    assert len(reported(at_desk)) == 1
    found = at_desk.service.identify(lay(at_desk))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason in (Reason.CARD_LOST, Reason.CARD_NOT_GENUINE)


def test_blocking_once_writes_one_slip_and_again_none(at_desk, ic):
    number = issue(at_desk)
    lay(at_desk)
    for _ in range(2):
        assert do(at_desk, IcWork.BLOCK) == IcDone(work=IcWork.BLOCK, tail=number[-4:])
    assert len(reported(at_desk)) == 1
    assert lies(at_desk).state is IcState.BLOCKED
    assert not at_desk.broken()


def test_a_card_of_another_member_is_neither_blocked_nor_renewed(at_desk, ic):
    issue(at_desk)
    chip = ic.lay("mifare")
    at_desk.next_event(SwipeSeen)
    before = chip.writes
    for work in (IcWork.BLOCK, IcWork.RENEW):
        assert do(at_desk, work, "shen") == Refusal(Reason.CARD_OF_ANOTHER_MEMBER)
    lay(at_desk, "desfire")
    assert do(at_desk, IcWork.BLOCK) == Refusal(Reason.CARD_EMPTY)
    assert chip.writes == before
    assert not reported(at_desk)
    assert at_desk.panel("lin").card_tail


def test_what_was_just_issued_is_known_after_a_restart_and_only_until_it_is_written(at_desk, ic):
    at_desk.done(ReplaceCardDraft(member_id=member_of("lin")))
    restart(at_desk)
    lay(at_desk)
    assert isinstance(do(at_desk, IcWork.PERSONALISE), IcDone)
    restart(at_desk)
    lay(at_desk, "desfire")
    assert do(at_desk, IcWork.PERSONALISE) == Refusal(Reason.NEEDS_SUPERVISOR)


def test_a_write_that_never_ended_counts_as_one(at_desk, ic):
    done = at_desk.done(ReplaceCardDraft(member_id=member_of("lin")))
    number = str(done.facts["card_no"])
    keys = at_desk.desk.hotel.books.keys
    begun = CardWork(work="personalise", end="begun", card=card_hash(keys, number))
    at_desk.service._counter.note("ic-card", member_of("lin"), begun.facts()).result(5)
    restart(at_desk)  # as after a power cut in the middle of it
    lay(at_desk)
    assert do(at_desk, IcWork.PERSONALISE) == Refusal(Reason.NEEDS_SUPERVISOR)


def test_a_card_on_a_former_key_opens_its_member_and_is_renewed(at_desk, ic):
    number = issue(at_desk)
    chip, path = ic.lay("mifare"), HotelFolder(at_desk.path).keys
    at_desk.close()
    before = read_key_file(path)
    replace_key_file(path, before.with_card_key(b"n" * 32))
    at_desk.open()
    until(lambda: at_desk.desk.station.ic.is_ready, "the IC card reader")
    at_desk.sign_in()
    at_desk.simulators.ic.lay("mifare").blocks[:] = chip.blocks
    at_desk.simulators.take_ic_card()
    at_desk.seen.clear()
    until(lambda: at_desk.desk.station.ic.card is None, "an empty reader")
    at_desk.events = queue.SimpleQueue()
    lay(at_desk)
    assert isinstance(at_desk.service.identify(SwipeToken(lies(at_desk).token)), MemberPanel)
    assert lies(at_desk).is_former
    assert do(at_desk, IcWork.RENEW) == IcDone(work=IcWork.RENEW, tail=number[-4:])
    assert not lies(at_desk).is_former


def reported(at_desk: AtDesk) -> list[tuple[Any, ...]]:
    """Return the reports of a lost card of the member."""
    sql = "SELECT outcome FROM decisions WHERE kind = 'report_lost' AND member = ?"
    return at_desk.rows(sql, member_of("lin"))


def restart(at_desk: AtDesk) -> None:
    """Close the desk and open it again, with the same cashier."""
    at_desk.close()
    at_desk.open()
    until(lambda: at_desk.desk.station.ic.is_ready, "the IC card reader")
    at_desk.sign_in()


def test_an_empty_card_and_a_copied_one_open_nobody(at_desk, ic):
    found = at_desk.service.identify(lay(at_desk, "sle4442"))
    assert found == CardProblem(Refusal(Reason.CARD_EMPTY))
    issue(at_desk, "sle4442")
    chip = ic.lay("sle4442")
    at_desk.next_event(SwipeSeen)
    copied = bytes(chip.memory[0x40:0x60])
    ic.lay("sle4442", is_new=True)
    at_desk.next_event(SwipeSeen)
    ic.lay("sle4442").memory[0x40:0x60] = copied
    found = at_desk.service.identify(SwipeToken(at_desk.next_event(SwipeSeen).token))
    assert isinstance(found, CardProblem)
    assert found.refusal.reason in (Reason.CARD_NOT_GENUINE, Reason.CARD_EMPTY)


def test_a_card_laid_on_after_it_was_issued_needs_nobody_else(at_desk, ic):
    done = at_desk.done(ReplaceCardDraft(member_id=member_of("lin")))
    assert not done.to_personalise
    lay(at_desk)
    assert isinstance(do(at_desk, IcWork.PERSONALISE), IcDone)


def test_a_second_card_of_a_number_needs_a_supervisor(at_desk, ic):
    issue(at_desk)
    lay(at_desk, "desfire")
    refused = do(at_desk, IcWork.PERSONALISE)
    assert refused == Refusal(Reason.NEEDS_SUPERVISOR)
    token = override(at_desk, refused)
    assert isinstance(do(at_desk, IcWork.PERSONALISE, override=token), IcDone)
    assert isinstance(do(at_desk, IcWork.VERIFY), IcDone)


def test_the_last_try_is_taken_with_a_supervisors_word_only(at_desk, ic):
    chip = ic.lay("sle4442")
    chip.counter = 3
    at_desk.next_event(SwipeSeen)
    at_desk.done(ReplaceCardDraft(member_id=member_of("lin")))
    refused = do(at_desk, IcWork.PERSONALISE, last_try=True)
    assert refused == Refusal(Reason.CARD_LAST_TRY)
    assert chip.counter == 3
    token = override(at_desk, refused)
    assert do(at_desk, IcWork.PERSONALISE, override=token, last_try=True) == Refusal(
        Reason.CARD_KEYED
    )


def override(at_desk: AtDesk, refusal: IcDone | Refusal) -> Any:
    assert isinstance(refusal, Refusal)
    given = at_desk.service.override("wang", "jinting-wang", refusal)
    assert isinstance(given, Override)
    return given.token


def test_a_card_torn_away_is_written_again_without_a_second_slip(at_desk, ic):
    lay(at_desk, "desfire")
    at_desk.done(ReplaceCardDraft(member_id=member_of("lin")))
    at_desk.simulators.tear_ic_card()
    assert do(at_desk, IcWork.PERSONALISE) == Refusal(Reason.CARD_NOT_THERE)
    lay(at_desk, "desfire")
    assert isinstance(do(at_desk, IcWork.PERSONALISE), IcDone)
    assert len(at_desk.rows("SELECT 1 FROM slips WHERE kind = 'replace_card'")) == 1


def test_a_card_taken_away_changes_nothing(at_desk, ic):
    before = at_desk.balances()
    issue(at_desk)
    at_desk.service.identify(lay(at_desk))
    at_desk.simulators.take_ic_card()
    until(lambda: at_desk.desk.station.ic.card is None, "the card gone")
    assert at_desk.balances() == before
