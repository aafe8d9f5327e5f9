"""The outbox: one chain without a gap, answers kept 35 days, PIN blocks forgotten, no way out while it is not empty."""

from __future__ import annotations

import itertools
import threading
from datetime import timedelta

from app.loyalty.ids import MemberId
from app.operations.top_up import TopUp
from app.store.chain import chain_of, slip_from
from app.store.push import Beside, SealedPerson, SealedPin, beside_from
from app.store.sealed_box import open_box
from app.sync.outbox import Told
from tests.sync.terminals import CENTRE_SEAL, Terminal, fresh_keys, who

PERSON = SealedPerson(record="r", member=MemberId("li"), wrapped_key=b"k", ciphertext=b"c")
PIN = SealedPin(id="entry", block=b"1234")


def told(slip: str) -> Told:
    return Told(slip, "posted", "", b"{}")


def test_slips_make_one_chain_and_are_kept_as_they_were_written(terminal: Terminal) -> None:
    made = [terminal.top_up(n) for n in (1, 2, 3)]
    terminal.reopen()
    made.append(terminal.top_up(4))
    waiting = terminal.outbox.pending(1)
    assert [slip_from(one.text) for one in waiting] == made
    assert [(one.incarnation, one.sequence) for one in waiting] == [(1, n) for n in (1, 2, 3, 4)]
    heads = [""] + [one.hash.hex() for one in waiting]
    assert [chain_of(one.text) for one in waiting] == heads[:-1]
    assert [one.id for one in terminal.outbox.pending(1, after=1, limit=2)] == [
        made[1].id, made[2].id,
    ]  # fmt: skip


def test_threads_that_write_at_once_make_no_gap_and_no_number_twice(terminal: Terminal) -> None:
    def write(amount: int) -> None:
        for _ in range(12):
            terminal.top_up(amount)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(1, 5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    waiting = terminal.outbox.pending(1)
    assert [one.sequence for one in waiting] == list(range(1, 49))
    assert len({one.id for one in waiting}) == 48
    assert all(
        chain_of(after.text) == before.hash.hex() for before, after in itertools.pairwise(waiting)
    )


def test_the_outbox_is_empty_only_when_everything_is_answered(terminal: Terminal) -> None:
    assert terminal.outbox.is_empty()
    one, two = terminal.top_up(), terminal.top_up()
    terminal.outbox.mark_sent([one.id, two.id])
    assert not terminal.outbox.is_empty()
    terminal.outbox.mark_answered([told(one.id)])
    assert not terminal.outbox.is_empty()
    assert terminal.outbox.open_ids() == [two.id]
    terminal.outbox.mark_answered([told(two.id)])
    assert terminal.outbox.is_empty()
    assert terminal.outbox.answer(one.id) == told(one.id)


def test_the_first_answer_stands(terminal: Terminal) -> None:
    one = terminal.top_up()
    assert terminal.outbox.answer(one.id) is None
    terminal.outbox.mark_answered([told(one.id)])
    terminal.outbox.mark_answered([Told(one.id, "refused", "x", b"[]")])
    terminal.outbox.mark_sent([one.id])
    assert terminal.outbox.answer(one.id) == told(one.id)
    assert terminal.outbox.is_empty()


def test_what_travels_beside_is_closed_to_the_centre_and_pins_go_with_the_answer(
    terminal: Terminal,
) -> None:
    def beside(slip: str) -> Beside | None:
        (one,) = [one for one in terminal.outbox.kept_after(1, 0) if one.id == slip]
        if one.beside is None:
            return None
        content = open_box(CENTRE_SEAL, one.beside, slip)
        assert content is not None
        return beside_from(content)

    body = TopUp(amount_minor=1)
    both = terminal.write("top_up", body, beside=Beside(pins=(PIN,), record=PERSON)).id
    pin = terminal.write("top_up", body, beside=Beside(pins=(PIN,))).id
    person = terminal.write("top_up", body, beside=Beside(others=(PERSON,))).id
    none = terminal.write("top_up", body).id
    assert [beside(one) for one in (both, pin, person, none)] == [
        Beside(pins=(PIN,), record=PERSON), Beside(pins=(PIN,)), Beside(others=(PERSON,)), None,
    ]  # fmt: skip
    terminal.outbox.mark_answered([told(one) for one in (both, pin, person, none)])
    assert [beside(one) for one in (both, pin, person, none)] == [
        Beside(record=PERSON), None, Beside(others=(PERSON,)), None,
    ]  # fmt: skip


def test_answered_slips_are_kept_35_days_and_waiting_ones_for_ever(terminal: Terminal) -> None:
    old, waits, later = terminal.top_up(), terminal.top_up(), terminal.top_up()
    terminal.outbox.mark_answered([told(old.id)])
    terminal.now += timedelta(days=2)
    terminal.outbox.mark_answered([told(later.id)])
    terminal.now += timedelta(days=33) - timedelta(seconds=3)
    assert terminal.outbox.drop_old() == 0
    terminal.now += timedelta(seconds=3)
    assert terminal.outbox.drop_old() == 1
    assert [one.id for one in terminal.outbox.kept_after(1, 0)] == [waits.id, later.id]
    terminal.now += timedelta(days=400)
    assert terminal.outbox.drop_old() == 1
    assert terminal.outbox.open_ids() == [waits.id]
    terminal.outbox.mark_answered([told(waits.id)])
    terminal.now += timedelta(days=36)
    assert terminal.outbox.drop_old() == 1
    # The chain goes on behind slips that are no longer there.
    terminal.reopen()
    assert terminal.top_up().sequence == 4


def test_slips_that_a_centre_forgot_wait_again(terminal: Terminal) -> None:
    one, two = terminal.top_up(), terminal.top_up()
    terminal.outbox.mark_answered([told(one.id), told(two.id)])
    terminal.outbox.wait_again([two.id])
    assert terminal.outbox.open_ids() == [two.id]
    assert terminal.outbox.answer(two.id) is None


def test_slips_of_older_chains_still_wait(terminal: Terminal) -> None:
    old = terminal.top_up()
    terminal.file.join(who(), 2, fresh_keys(), "")
    new = terminal.top_up()
    assert terminal.outbox.chains_waiting() == [1, 2]
    assert [one.id for one in terminal.outbox.pending(2)] == [new.id]
    terminal.outbox.mark_answered([told(old.id)])
    assert terminal.outbox.chains_waiting() == [2]
    assert list(terminal.outbox.answered_after(2, 0)) == []
    assert [one.id for one in terminal.outbox.kept_before(2)] == [old.id]
