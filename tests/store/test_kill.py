"""kill -9 at random moments: nothing that was acknowledged is lost, and the books are whole."""

import random
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

from app.poster.embedded import EmbeddedPoster
from app.poster.replay import replay
from tests.support.book import Book

ROOT = Path(__file__).parents[2]


def killed(book: Path, acked: Path, seed: int, after_s: float) -> None:
    """Let a process post into the book and kill it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.posting_process", str(book), str(acked), str(seed)],
        stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        time.sleep(after_s)
    finally:
        process.kill()
        assert process.wait(30) == -signal.SIGKILL
        process.stdout.close()


def test_what_was_acknowledged_is_in_the_books_after_every_kill(
    tmp_path: Path, is_long: bool
) -> None:
    path, acked = tmp_path / "house.books", tmp_path / "acked"
    book = Book(path)
    for member in ("li", "wu"):
        book.enrol(member)
        book.set_pin(member)
    book.give_points("li", 5_000)
    book.put_reward("mug", 3)
    book.close()
    chance = random.Random(20261122)
    counts = []
    for seed in range(50 if is_long else 6):
        killed(path, acked, seed, chance.uniform(0.01, 0.5))
        book.reopen()
        settled = EmbeddedPoster(book.poster, "hotel", "desk-1", secrets.token_bytes)
        settled.start()
        settled.close()
        ids = tuple(acked.read_text("ascii").split())
        assert book.broken(ids) == [], f"round {seed}"
        counts.append(len(ids))
        book.close()
    assert counts[-1] > counts[0]
    book.reopen()
    assert replay(book.books).differing == ()
    book.close()
