"""Who said no to a way gets nothing by it but what concerns the account's safety, and answers to questions."""

from __future__ import annotations

import pytest

from app.messaging.texts import words_of
from app.operations.amend_member import AmendMember
from app.operations.sms_in import Command, SmsIn
from app.operations.tenders import TenderPart
from tests.messaging.people import enrol
from tests.messaging.test_sender import Post

PIN_CHANGED = words_of("en")["pin_changed"]


@pytest.fixture
def post(make_book) -> Post:
    book = make_book(settings={"notify_by": "both"})
    enrol(book, language="en")
    book.must("amend_member", AmendMember(no_sms=True), member="li")
    made = Post(book)
    made.work()
    made.way.letters.clear()
    return made


def texts(post: Post) -> list[str]:
    post.work()
    return [one.text.removeprefix("Jinting Hotel: ") for one in post.way.letters]


def test_the_way_that_was_refused_is_not_used_and_the_other_is(post: Post) -> None:
    post.book.top_up("li", 50_00)
    assert texts(post) == []
    assert ("given-up", "said-no", 0) in post.states()
    mail = Post(post.book, "email")
    assert len(texts(mail)) == 2  # the welcome too


def test_value_that_was_taken_is_told_and_nothing_else_of_the_bill(post: Post) -> None:
    book = post.book
    book.set_pin("li")
    book.top_up("li", 50_00)
    book.spend("li", 88_00, parts=(TenderPart(kind="stored_value", minor=20_00),), pin="1234")
    assert texts(post) == [
        PIN_CHANGED,
        "¥20.00 paid by stored value, ¥30.00 left.",
    ]


def test_a_question_is_answered_and_start_brings_all_back(post: Post) -> None:
    post.book.must("sms_in", SmsIn(command=Command.BALANCE), member="li", operator="")
    post.book.must("sms_in", SmsIn(command=Command.START), member="li", operator="")
    post.book.top_up("li", 50_00)
    said = texts(post)
    assert said[0] == "You have 0 points."
    assert said[1].startswith("You get texts about your membership again.")
    assert said[2].startswith("¥50.00 added")
