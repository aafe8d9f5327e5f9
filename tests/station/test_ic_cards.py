"""IC cards at the station, over the stand-in service: read as they are laid on, written, refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.station.ic_cards import card_keys
from app.station.news import IcEnd, IcMoved, IcOrder, IcState, IcWork, Swiped
from devices.sim.card_reader import KINDS, SimCardReader
from tests.support.ic_reader import ic_reader
from tests.support.waiting import until

OURS = "8821000000000015"
OTHER = "8821000000000023"


@pytest.fixture
def reader(tmp_path: Path, pcsc_socket: Path) -> Iterator[SimCardReader]:
    with ic_reader(tmp_path, pcsc_socket) as made:
        yield made


@pytest.fixture
def at(bench: Any, reader: SimCardReader) -> Any:
    made = bench({"ic": reader.uri})
    until(lambda: made.is_ready("ic"), "the IC card reader")
    return made


def lay(at: Any, reader: SimCardReader, kind: str = "mifare", *, is_new: bool = False) -> Swiped:
    reader.lay(kind, is_new=is_new)
    swiped: Swiped = at.next(Swiped)
    return swiped


def do(at: Any, work: IcWork, number: str = OURS, **more: Any) -> IcEnd:
    card = at.station.ic.card
    order = IcOrder(work=work, card=card.token if card else "none", number=number, **more)
    end: IcEnd = at.station.ic.work(order, 10)
    return end


def test_the_reader_shows_its_lamp(at):
    (lamp,) = at.station.lamps()
    assert (lamp.name, lamp.role, lamp.state) == ("ic", "IC_CARD", "ready")


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_of_every_family_is_given_a_number_and_names_it_from_then_on(at, reader, kind):
    blank = lay(at, reader, kind)
    assert at.station.read_of(blank.token).ic is IcState.EMPTY
    assert at.station.ic.card.state is IcState.EMPTY
    assert do(at, IcWork.PERSONALISE) is IcEnd.DONE
    assert (at.station.ic.card.state, at.station.ic.card.tail) == (IcState.GENUINE, OURS[-4:])
    assert do(at, IcWork.VERIFY) is IcEnd.DONE
    assert do(at, IcWork.VERIFY, OTHER) is IcEnd.DIFFERS
    reader.take()
    until(lambda: at.station.ic.card is None, "an empty reader")
    read = at.station.read_of(lay(at, reader, kind).token)
    assert (read.number, read.ic) == (OURS, IcState.GENUINE)
    assert OURS not in repr(read) + repr(at.station.ic.card)


def test_writing_lays_no_card_on(at, reader):
    lay(at, reader)
    do(at, IcWork.PERSONALISE)
    while not at.events.empty():
        assert not isinstance(at.events.get(), Swiped)


def test_a_card_of_another_number_asks_to_be_re_personalised(at, reader):
    lay(at, reader)
    do(at, IcWork.PERSONALISE)
    assert do(at, IcWork.PERSONALISE, OTHER) is IcEnd.TAKEN
    assert do(at, IcWork.BLOCK, "") is IcEnd.DONE
    assert at.station.ic.card.state is IcState.BLOCKED
    assert do(at, IcWork.PERSONALISE) is IcEnd.TAKEN
    assert do(at, IcWork.RE_PERSONALISE, OTHER) is IcEnd.DONE
    reader.take()
    assert at.station.read_of(lay(at, reader).token).number == OTHER


def test_a_blocked_card_says_so(at, reader):
    lay(at, reader)
    do(at, IcWork.PERSONALISE)
    do(at, IcWork.BLOCK)
    reader.take()
    read = at.station.read_of(lay(at, reader).token)
    assert (read.number, read.ic) == (OURS, IcState.BLOCKED)


def test_a_copied_record_is_not_genuine_and_names_nobody(at, reader):
    first = reader.lay("sle4442")
    at.next(Swiped)
    do(at, IcWork.PERSONALISE)
    second = reader.lay("sle4442", is_new=True)
    at.next(Swiped)
    do(at, IcWork.PERSONALISE, OTHER)
    second.memory[0x40:0x60] = first.memory[0x40:0x60]
    reader.take()
    read = at.station.read_of(lay(at, reader, "sle4442").token)
    assert (read.number, read.ic) == ("", IcState.NOT_GENUINE)


def test_the_card_meant_is_written_and_no_other(at, reader):
    lay(at, reader)
    meant = at.station.ic.card.token
    other = reader.lay("mifare", is_new=True)
    at.next(Swiped)
    order = IcOrder(work=IcWork.PERSONALISE, card=meant, number=OURS)
    assert at.station.ic.work(order, 10) is IcEnd.SWAPPED
    assert other.writes == 0


def test_a_card_taken_away_or_torn_does_no_harm_and_is_mended(at, reader):
    assert do(at, IcWork.VERIFY) is IcEnd.NO_CARD
    lay(at, reader, "desfire")
    reader.tear()
    assert do(at, IcWork.PERSONALISE) is IcEnd.NO_CARD
    until(lambda: at.station.ic.card is None, "the torn card gone")
    lay(at, reader, "desfire")
    assert do(at, IcWork.PERSONALISE) is IcEnd.DONE


def test_the_last_try_is_left_to_a_supervisor(at, reader):
    chip = reader.lay("sle4442")
    chip.counter = 3
    at.next(Swiped)
    assert do(at, IcWork.PERSONALISE) is IcEnd.LAST_TRY
    assert chip.counter == 3
    assert do(at, IcWork.PERSONALISE, may_use_last_try=True) is IcEnd.KEY


def test_a_strange_card_and_a_lost_service_are_told(at, reader):
    lay(at, reader)
    reader.stop_service()
    until(lambda: at.station.ic.card is None, "the service gone")
    assert do(at, IcWork.VERIFY) in (IcEnd.NO_READER, IcEnd.NO_CARD)
    reader.start_service()
    assert at.next(Swiped)
    assert any(one.state == "ready" for one in at.station.lamps())


def test_without_a_reader_nothing_is_written(bench):
    made = bench({})
    assert not made.station.ic.is_ready
    assert do(made, IcWork.VERIFY) is IcEnd.NO_READER


def test_every_move_of_a_card_is_told(at, reader):
    reader.lay("mifare")
    assert at.next(IcMoved).card.state is IcState.READING
    assert at.next(IcMoved).card.state is IcState.EMPTY
    reader.take()
    assert at.next(IcMoved).card is None


def test_each_house_has_keys_of_its_own_that_nobody_sees():
    first, second = card_keys(b"1" * 32), card_keys(b"2" * 32)
    assert first == card_keys(b"1" * 32)
    assert first != second
    assert (len(first.diversifying), len(first.sealing)) == (16, 32)
    assert first.diversifying.hex() not in repr(first)
