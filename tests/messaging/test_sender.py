"""The sender: marked before and after, given up with a reason, and what a crash leaves is never sent by itself."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta

import pytest

from app.messaging.letters import Letter, LetterBook
from app.messaging.plan import Result, Went
from app.messaging.sender import NoWay, Sender
from app.operations.amend_member import AmendMember
from app.operations.campaign import Campaign
from app.store.books import BooksError, Fault
from app.store.outbox import MessageState, Outbox
from tests.messaging.people import EMAIL, PHONE, enrol
from tests.support.book import Book


class Way:
    """A way that keeps what it was given, and ends as it is told to."""

    def __init__(self) -> None:
        self.is_ready = True
        self.ends = Result(Went.SENT)
        self.letters: list[Letter] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def send(self, letter: Letter) -> Result:
        self.letters.append(letter)
        self.meanwhile()
        return self.ends


class Writing:
    """Writes at once; breaks as often as it is told to."""

    def __init__(self) -> None:
        self.breaks = 0

    def __call__(self, work: Callable[[], bool]) -> Future[bool]:
        done: Future[bool] = Future()
        if self.breaks:
            self.breaks -= 1
            done.set_exception(BooksError(Fault.DISK_FULL))
        else:
            done.set_result(work())
        return done


class Post:
    """A book, a way and a sender."""

    def __init__(self, book: Book, name: str = "sms") -> None:
        self.book, self.name, self.way, self.writing = book, name, Way(), Writing()
        self.open()

    def open(self) -> None:
        self.sender = Sender(
            self.book.books,
            self.name,
            self.way,
            LetterBook(self.book.books),
            writing=self.writing,
            clock=lambda: self.book.now,
        )

    def work(self) -> None:
        while self.sender.step():
            pass

    def states(self) -> list[tuple[str, str, int]]:
        with self.book.books.reading() as connection:
            found = Outbox(self.book.books).listed(connection, None)
        return [(one.state.value, one.error, one.tries) for one in found]


@pytest.fixture
def post(book: Book) -> Post:
    enrol(book)
    made = Post(book)
    made.work()
    made.way.letters.clear()
    return made


def test_a_letter_is_marked_before_and_after(post: Post) -> None:
    seen: list[str] = []
    post.way.meanwhile = lambda: seen.append(post.states()[-1][0])
    post.book.spend("li", 88_00)
    post.work()
    assert seen == ["sending"]
    assert post.states()[-1] == ("sent", "", 1)
    (letter,) = post.way.letters
    assert letter.address == PHONE
    assert letter.text == "【锦汀酒店】您消费¥88.00。获积分88，现有88。"
    post.work()
    assert len(post.way.letters) == 1


def test_the_language_is_the_members_own(book: Book) -> None:
    enrol(book, language="en")
    post = Post(book)
    book.spend("li", 88_00)
    post.work()
    assert (
        post.way.letters[-1].text == "Jinting Hotel: Bill of ¥88.00. 88 points earned, 88 in all."
    )


def test_what_did_not_go_is_tried_at_its_times(post: Post) -> None:
    post.way.ends = Result(Went.NOT_NOW, "modem-network")
    post.book.spend("li", 88_00)
    for minutes, tries in ((0, 1), (0, 1), (1, 2), (4, 2), (1, 3), (30, 4)):
        post.book.now += timedelta(minutes=minutes)
        post.work()
        assert len(post.way.letters) == tries
    post.way.ends = Result(Went.SENT)
    post.book.now += timedelta(hours=2)
    post.work()
    assert post.states()[-1] == ("sent", "", 5)


def test_what_was_under_way_at_a_crash_is_unsure_and_not_sent(post: Post) -> None:
    post.book.spend("li", 88_00)

    def crash() -> None:
        raise KeyboardInterrupt

    post.way.meanwhile = crash
    with pytest.raises(KeyboardInterrupt):
        post.sender.step()
    assert post.states()[-1][0] == "sending"
    post.way.meanwhile = lambda: None
    post.open()
    post.work()
    assert post.states()[-1] == ("unsure", "stopped", 1)
    assert len(post.way.letters) == 1


def test_a_fault_of_a_way_leaves_its_letter_unsure_and_sends_the_others(post: Post) -> None:
    post.book.spend("li", 88_00)
    post.book.spend("li", 66_00)

    def fail() -> None:
        post.way.meanwhile = lambda: None
        raise RuntimeError

    post.way.meanwhile = fail
    post.work()
    assert post.states()[-2:] == [("unsure", "fault", 1), ("sent", "", 1)]


def test_a_full_disk_behind_a_letter_does_not_send_it_twice(post: Post) -> None:
    post.book.spend("li", 88_00)

    def fill() -> None:
        post.writing.breaks = 2

    post.way.meanwhile = fill
    for _ in range(2):
        with pytest.raises(BooksError):
            post.sender.step()
    post.work()
    assert post.states()[-1] == ("sent", "", 1)
    assert len(post.way.letters) == 1


def test_while_the_way_is_not_ready_all_waits_and_after_a_day_it_is_too_late(post: Post) -> None:
    post.way.is_ready = False
    post.book.spend("li", 88_00)
    post.work()
    assert post.states()[-1] == ("waiting", "", 0)
    post.book.now += timedelta(days=1)
    post.way.is_ready = True
    post.work()
    assert post.states()[-1] == ("given-up", "too-late", 0)
    assert post.way.letters == []


def test_no_way_sends_nothing_and_says_so() -> None:
    way = NoWay()
    letter = Letter(id="m", address="+8613800138000", subject="", text="hello")
    assert not way.is_ready
    assert way.send(letter) == Result(Went.NOT_NOW, "no-way")


@pytest.mark.parametrize(
    ("name", "more", "why"),
    [("sms", {"phone": ""}, "no-address"), ("email", {"email": ""}, "no-address")],
)
def test_a_member_without_an_address_is_given_up(make_book, name, more, why) -> None:
    book = make_book(settings={"notify_by": "both"})
    enrol(book, **more)
    post = Post(book, name)
    post.work()
    assert ("given-up", why, 0) in post.states()
    assert post.way.letters == []


def test_a_member_without_a_record_is_given_up(book: Book) -> None:
    book.enrol("wu")
    post = Post(book)
    post.work()
    assert post.states()[-1] == ("given-up", "no-record", 0)


def test_who_said_no_behind_a_campaign_gets_nothing_of_it(book: Book) -> None:
    enrol(book, consent=True)
    enrol(book, "wu", phone="+8613812345998", consent=True)
    post = Post(book, "email")
    book.must(
        "campaign", Campaign(segment="all", content="greeting", channel="email"), operator="max"
    )
    book.must("amend_member", AmendMember(consent=False), member="wu")
    post.work()
    assert [one.address for one in post.way.letters] == [EMAIL]
    assert post.way.letters[0].subject == "锦汀酒店 会员通知"
    assert ("given-up", "no-consent", 0) in post.states()


def test_a_campaign_whose_text_nobody_wrote_is_given_up(book: Book) -> None:
    enrol(book, consent=True)
    post = Post(book, "email")
    book.must("campaign", Campaign(segment="all", content="lotus", channel="email"), operator="max")
    post.work()
    assert post.states()[-1] == ("given-up", "no-text", 0)


def test_what_is_given_up_in_that_moment_is_not_sent(post: Post) -> None:
    post.book.spend("li", 88_00)
    letters = LetterBook(post.book.books)

    class Slow(LetterBook):
        def letter(self, connection, one):
            made = letters.letter(connection, one)
            with post.book.books.writing() as other:
                other.exec_driver_sql(
                    f"UPDATE messages SET state = 'given-up' WHERE state = '{MessageState.WAITING.value}'"
                )
            return made

    post.sender._letters = Slow(post.book.books)
    post.work()
    assert post.way.letters == []
    assert post.states()[-1][0] == "given-up"
