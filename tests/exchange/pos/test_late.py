"""A posting whose answer comes too late is taken back: the till is not told of it, and its bill can be posted."""

from __future__ import annotations

import threading

from app.ui.service.answers import Late
from tests.exchange.pos.tills import Till, sale
from tests.support.at_desk import spend
from tests.support.waiting import PATIENCE_S


def test_a_posting_that_was_taken_back_is_told_to_no_till(pos_at):
    desk = pos_at(answer_within_s=1.0)
    with Till(desk.link.port) as till, Till(desk.link.port) as second:
        till.ask(sale())
        bill = desk.came()
        assert desk.counter.begin(bill.key) == bill
        token = desk.at.pin()
        line, go_on = desk.at.desk.hotel.line, threading.Event()
        line.between(lambda: go_on.wait(PATIENCE_S))
        draft = spend(bill=bill.key.bill, amount_minor=bill.amount_minor, stored_minor=1_000)
        second.say(sale())  # asked behind the slip, and before or behind its withdrawal
        assert isinstance(desk.at.submit(draft, token), Late)
        desk.counter.give_back(bill.key)
        go_on.set()
        assert second.hear()["type"] == "waiting"
        assert till.ask(sale())["type"] == "waiting"
        assert desk.at.rows("SELECT kind FROM decisions ORDER BY position DESC LIMIT 2") == [
            ("withdraw",),
            ("post_spend",),
        ]
        assert desk.counter.begin(bill.key) == bill  # it can be taken again, in peace
        assert desk.counter.answer_declined(bill.key)
        assert till.outcome()["type"] == second.outcome()["type"] == "declined"


def test_a_bill_that_a_face_holds_is_answered_by_that_face_alone(desk, till):
    till.ask(sale())
    bill = desk.came()
    desk.counter.begin(bill.key)
    slip = desk.post(bill)
    assert till.ask(sale())["type"] == "waiting"  # until the face says that it stands
    assert desk.counter.answer_posted(bill.key, slip)
    assert till.outcome()["reference"]["id"] == slip
