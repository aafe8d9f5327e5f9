"""Slips of a terminal at a real centre: nothing is lost and nothing counts twice, whatever the line does."""

from __future__ import annotations

import os
import random
import secrets
import signal
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from app.bootstrap.private_postgres import Wishes, private_postgres
from app.operations.redeem import Redeem
from app.store.books import BooksError
from app.store.push import Beside, SealedPin
from app.sync.answers import Answers, Late
from app.sync.greeting import Greeting, Refused, greet, put_epoch
from app.sync.line import Line, OutOfReachError
from app.sync.outbox import Told
from app.sync.pushing import Pushing
from app.sync.terminal_line import Saved, State, TerminalLine
from tests.support.book import DAY
from tests.support.postgres import INSTALL, binaries
from tests.support.proxy import Proxy
from tests.sync.centre import Centre, Desk, database, until
from tests.sync.terminals import Terminal

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(binaries() is None, reason=f"no PostgreSQL here; {INSTALL}"),
    pytest.mark.xdist_group("postgres"),
]


def balance(centre: Centre) -> int:
    return centre.book.balance("li", "CNY")


def test_an_answer_comes_back_and_is_kept(desk: Desk, centre: Centre) -> None:
    centre.start()
    desk.line.start()
    saved = desk.top_up(5_00)
    told = saved.answer.result(20)
    assert told.outcome == "posted"
    assert balance(centre) == 5_00
    assert desk.line.outbox.answer(saved.slip.id) == told
    assert desk.line.outbox.is_empty()
    # Connected, an answer takes no poll of a second: the terminal is told that it is there.
    took = []
    for _ in range(7):
        started = time.monotonic()
        desk.top_up().answer.result(20)
        took.append(time.monotonic() - started)
    assert sorted(took)[3] < 0.5, took
    assert desk.line.status.state is State.CONNECTED


def test_a_refusal_is_an_answer_and_a_pin_reaches_the_poster(desk: Desk, centre: Centre) -> None:
    centre.book.set_pin("li", "1234")
    centre.book.give_points("li", 250)
    centre.start()
    desk.line.start()
    answers = []
    for digits in ("0000", "1234"):
        draft = desk.terminal.draft("redeem", Redeem(reward="mug"), member="li", pin="entry")
        saved = desk.line.submit(
            draft, Beside(pins=(SealedPin(id="entry", block=digits.encode()),))
        )
        assert isinstance(saved, Saved)
        answers.append(saved.answer.result(20))
    assert [(one.outcome, one.reason) for one in answers] == [
        ("refused", "pin-wrong"),
        ("posted", ""),
    ]
    assert centre.book.balance("li", "points") == 150


def test_without_a_centre_slips_are_saved_and_the_answer_is_late(
    desk: Desk, centre: Centre, proxy: Proxy
) -> None:
    proxy.is_down = True
    desk.line.start()
    saved = desk.top_up()
    assert desk.line.answers.wait(saved.slip.id, 0.2) == Late()
    until(lambda: desk.line.status.state is State.OUT_OF_REACH)
    assert desk.line.outbox.open_ids() == [saved.slip.id]
    desk.again()
    assert desk.line.outbox.open_ids() == [saved.slip.id]
    proxy.is_down = False
    centre.start()
    desk.line.start()
    until(desk.line.outbox.is_empty)
    told = desk.line.answers.wait(saved.slip.id, 1)
    assert isinstance(told, Told)
    assert told.outcome == "posted"
    assert balance(centre) == 1_00


@pytest.mark.parametrize("is_decided", [True, False], ids=["decided by then", "not decided yet"])
def test_a_reply_that_is_lost_after_the_commit_doubles_nothing(
    desk: Desk, centre: Centre, proxy: Proxy, is_decided: bool
) -> None:
    proxy.swallow_commits = 3
    centre.is_answering = is_decided
    centre.start()
    desk.line.start()
    made = [desk.top_up(1_00)]
    for n in range(3):
        until(lambda n=n: proxy.swallowed > n)
        made.append(desk.top_up(1_00))
        desk.line.wake()
    centre.is_answering = True
    for one in made:
        assert one.answer.result(20).outcome == "posted"
    assert proxy.swallowed == 3
    assert balance(centre) == 4_00
    assert centre.book.one("SELECT COUNT(*) FROM slips WHERE terminal = 'desk-2'") == 4
    assert is_decided or centre.book.one("SELECT SUM(last - first + 1) FROM pushes") > 4


def test_a_line_that_is_cut_before_the_commit_hands_in_again(
    desk: Desk, centre: Centre, proxy: Proxy
) -> None:
    proxy.cut_before_commits = 2
    centre.start()
    desk.line.start()
    saved = desk.top_up(1_00)
    assert saved.answer.result(30).outcome == "posted"
    assert proxy.cut_before_commits == 0
    assert balance(centre) == 1_00


def test_a_line_that_is_half_open_is_given_up(desk: Desk, centre: Centre, proxy: Proxy) -> None:
    desk.line.close()
    address = centre.address(desk.login, proxy.port, exchange_s=0.5)
    desk.line = TerminalLine(
        desk.terminal.file, Line(address), clock=lambda: desk.terminal.now,
        seen=lambda: (DAY, 1), chance=secrets.token_bytes, seed=1,
    )  # fmt: skip
    centre.start()
    desk.line.start()
    desk.top_up().answer.result(20)
    proxy.holds = True
    saved = desk.top_up()
    until(lambda: desk.line.status.state is State.OUT_OF_REACH)
    proxy.holds = False
    desk.line.wake()
    assert saved.answer.result(20).outcome == "posted"
    assert balance(centre) == 2_00


def test_byte_by_byte_is_slow_and_nothing_else(desk: Desk, centre: Centre, proxy: Proxy) -> None:
    proxy.drips = True
    centre.start()
    desk.line.start()
    assert desk.top_up().answer.result(30).outcome == "posted"


def test_a_server_that_is_killed_and_comes_back_loses_and_doubles_nothing(tmp_path: Path) -> None:
    programs = binaries()
    assert programs is not None
    with private_postgres(wishes=Wishes(durable=True)) as running:
        centre = Centre(database(running.url(), "restarted"))
        centre.book.enrol("li")
        proxy = Proxy(centre.folder / ".s.PGSQL.5432")
        desk = Desk(tmp_path, centre, proxy.port)
        desk.line.start()
        made = []
        second: subprocess.Popen[bytes] | None = None
        try:
            for n in range(12):
                made.append(desk.top_up())
                if n % 3 == 0:
                    until(lambda: made[-1].slip.id not in _new(desk))
                    centre.decide()
                if n == 6:
                    centre.book.books.engine.dispose()
                    pid = int((centre.folder / "data" / "postmaster.pid").read_text().split()[0])
                    os.kill(pid, signal.SIGQUIT)  # at once, as a crash
                    until(lambda: not (centre.folder / ".s.PGSQL.5432").exists())
                    made.append(desk.top_up())
                    user = (centre.folder / "data").owner() if os.geteuid() == 0 else None
                    second = subprocess.Popen(
                        [programs / "postgres", "-D", centre.folder / "data", "-k", centre.folder,
                         "-c", "listen_addresses="],
                        user=user, cwd=centre.folder, stderr=subprocess.DEVNULL,
                    )  # fmt: skip
                    until(lambda: _answers(centre))
                    desk.line.wake()
            desk.line.wake()
            until(lambda: centre.decide() + 1 and desk.line.outbox.is_empty(), 60)
            assert {one.answer.result(5).outcome for one in made} == {"posted"}
            assert balance(centre) == 13_00
            assert centre.book.broken(tuple(one.slip.id for one in made)) == []
        finally:
            desk.close()
            proxy.close()
            centre.close()
            if second is not None:
                second.send_signal(signal.SIGINT)
                second.wait(60)


def _new(desk: Desk) -> set[str]:
    outbox = desk.line.outbox
    return set(outbox.open_ids()) - set(outbox.open_ids(sent=True))


def _answers(centre: Centre) -> bool:
    try:
        return bool(centre.book.one("SELECT 1"))
    except (BooksError, SQLAlchemyError):
        centre.book.books.engine.dispose()
        return False


def test_what_would_take_value_is_withdrawn_at_the_next_start(desk: Desk, centre: Centre) -> None:
    centre.book.set_pin("li", "1234")
    centre.book.give_points("li", 250)

    def redeem() -> str:
        draft = desk.terminal.draft("redeem", Redeem(reward="mug"), member="li", pin="entry")
        pin = SealedPin(id="entry", block=b"1234")
        saved = desk.line.submit(draft, Beside(pins=(pin,)))
        assert isinstance(saved, Saved)
        return saved.slip.id

    harmless = desk.top_up()
    lost = redeem()  # nobody waits for it any more
    desk.again()
    assert desk.line.start() == (lost,)
    desk.again()
    assert desk.line.start() == (), "once is enough"
    centre.start()
    desk.line.wake()
    until(desk.line.outbox.is_empty)
    kept = desk.line.outbox.answer(harmless.slip.id)
    assert kept is not None
    assert kept.outcome == "posted"
    assert centre.book.balance("li", "points") == 250
    assert centre.book.rows("SELECT stock FROM rewards WHERE code = 'mug'") == [(None,)]


def test_every_push_delivered_one_to_five_times_and_split_at_random_gives_the_same_books(
    tmp_path: Path, centre: Centre, is_long: bool
) -> None:
    chance = random.Random(21)
    for example in range(40 if is_long else 8):
        member, name = f"m{example}", f"till-{example}"
        centre.book.enrol(member)
        terminal = Terminal(tmp_path, name)
        login = centre.admit(name, terminal.file.secrets.chains[1])
        made = [terminal.top_up(n, member) for n in range(1, chance.randrange(4, 14))]
        waiting = terminal.outbox.pending(1)
        pushing = Pushing(
            terminal.file, terminal.outbox, lambda t=terminal: t.now, secrets.token_bytes
        )
        with Line(centre.address(login)) as line:
            line.connect()
            at = 0
            delivered: list[tuple[int, int]] = []
            while at < len(waiting):
                size = chance.randrange(1, 5)
                delivered.append((at, at + size))
                for _ in range(chance.randrange(1, 6)):
                    # An earlier push may come again, too, and the poster may work in between.
                    start, end = (
                        chance.choice(delivered[-3:]) if chance.random() < 0.4 else delivered[-1]
                    )
                    pushing.hand_in(line, waiting[start:end])
                    if chance.random() < 0.3 and delivered[-1] == (start, end):
                        centre.decide()
                pushing.hand_in(line, waiting[at : at + size])
                at += size
            centre.decide()
            Answers(terminal.outbox).fetch(line)
        assert terminal.outbox.is_empty()
        ids = [
            row[0]
            for row in centre.book.rows(
                "SELECT id FROM slips WHERE terminal = ? ORDER BY sequence", name
            )
        ]
        assert ids == [one.id for one in made]
        assert centre.book.balance(member, "CNY") == sum(range(1, len(made) + 1))
        terminal.close()


def test_a_login_hands_in_and_reads_its_own_and_nothing_else(desk: Desk, centre: Centre) -> None:
    with Line(centre.address(desk.login)) as line:
        for sql in ("SELECT * FROM members", "SELECT * FROM inbox", "DELETE FROM pushes"):
            line.connect()
            with pytest.raises(OutOfReachError) as caught:
                line.query(sql)
            assert caught.value.is_refused
        line.connect()
        greeting = greet(line, desk.terminal.file, desk.terminal.outbox, desk.terminal.now)
        assert isinstance(greeting, Greeting)
        assert not greeting.is_new_epoch
        put_epoch(line, desk.terminal.file, greeting)
        with centre.book.books.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE meta SET value = 'another' WHERE name = 'book'")
        assert (
            greet(line, desk.terminal.file, desk.terminal.outbox, desk.terminal.now)
            is Refused.OTHER_BOOK
        )
