"""A centre for tests: books on a real PostgreSQL, a login with a terminal's rights, and a small poster's loop."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from app.loyalty.ids import MemberId, shard_of
from app.operations.top_up import TopUp
from app.poster.submission import Answer, PinEntry, Submission
from app.store.central_views import MAY_INSERT, VIEW_OPTIONS, VIEWS
from app.store.chain import chain_of, slip_from
from app.store.personal import SealedRecord
from app.store.push import Beside, Push, SealedPerson, beside_from, is_signed, signing_key_of
from app.store.questions import HOUSE, By, Found, Question, Reply, question_from, reply_text
from app.store.sealed_box import close_box, open_box, public_of
from app.store.snapshot import house_snapshot, member_snapshot, snapshot_text
from app.sync.key_safe import ChainKeys
from app.sync.line import CHANNEL, Address, Line
from app.sync.outbox import OldFile
from app.sync.reading import Reading
from app.sync.replica import Replica
from app.sync.terminal_line import Saved, TerminalLine
from tests.support.book import DAY, Book
from tests.sync.days import TERMINAL_KEYS
from tests.sync.terminals import CENTRE_SEAL, Terminal


def database(cluster: str, name: str) -> str:
    """Make a database of its own and return its address."""
    admin = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return cluster.replace("/postgres?", f"/{name}?")


class Centre:
    """Books with what makes them a centre. Its loop does what the central poster does, one round at a time.

    Attributes:
        book: The books, with a poster.
        late_s: How long a round waits before it looks.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.book = Book(url)
        self.folder = Path(str(make_url(url).query["host"]))
        self.late_s = 0.0
        self.is_answering = True
        self.failed: Exception | None = None
        self._seen = 0
        self.questions = 0
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None
        with self.book.books.engine.begin() as connection:
            for name, text in VIEWS.items():
                connection.exec_driver_sql(f"CREATE VIEW {name} {VIEW_OPTIONS} AS {text}")
            connection.exec_driver_sql(
                "INSERT INTO meta VALUES ('seal_key', %s)", (public_of(CENTRE_SEAL).hex(),)
            )
        self._skip_feed()

    def admit(self, terminal: str, keys: ChainKeys, incarnation: int = 1) -> str:
        """Let a terminal join; returns its login, which may do what a terminal's may and nothing else."""
        login = f"t_{terminal.replace('-', '_')}"
        with self.book.books.engine.begin() as connection:
            run = connection.exec_driver_sql
            if not run("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).first():
                run(f"CREATE ROLE {login} LOGIN")
            for name in VIEWS:
                run(f"GRANT SELECT ON {name} TO {login}")
            for table, columns in MAY_INSERT.items():
                run(f"GRANT INSERT ({', '.join(columns)}) ON {table} TO {login}")
            run("DELETE FROM terminals WHERE terminal = %s", (terminal,))
            run(
                "INSERT INTO terminals VALUES (%s,'hotel','desk',%s,%s,'active','','','',0)",
                (terminal, login, incarnation),
            )
            run(
                "INSERT INTO chains VALUES (%s,%s,%s,%s,0,'','')",
                (terminal, incarnation, signing_key_of(keys.sign), public_of(keys.seal)),
            )
        return login

    def address(self, login: str, port: int | None = None, **more: Any) -> Address:
        """Return how a terminal reaches this centre: through a proxy, or at its socket."""
        host = str(self.folder) if port is None else "127.0.0.1"
        words = {"tls": "disable", "exchange_s": 5.0} | more
        return Address(
            host=host, port=port or 5432, login=login,
            database=str(make_url(self.url).database), **words,
        )  # fmt: skip

    def decide(self) -> int:
        """Take in and decide what waits in the inbox; returns how many slips were decided."""
        if not self.is_answering:
            return 0
        with self.book.books.engine.begin() as connection:
            rows = connection.exec_driver_sql(
                "SELECT id, terminal, incarnation, sequence, push, text, beside FROM inbox "
                "ORDER BY terminal, incarnation, sequence"
            ).fetchall()
        taken = [one for row in rows if (one := self._taken_in(*row))]
        answers: list[Answer] = []
        if taken:
            self.book.now = max(self.book.now, *(one.slip.occurred_at for one in taken))
            answers = self.book.poster.post(taken)
        with self.book.books.engine.begin() as connection:
            for row in rows:
                connection.exec_driver_sql("DELETE FROM inbox WHERE id = %s", (row[0],))
        self.feed()
        self.answer_questions()
        names = " ".join(sorted({one.slip.terminal for one in taken}))
        if names:
            with self.book.books.engine.begin() as connection:
                connection.exec_driver_sql("SELECT pg_notify(%s, %s)", (CHANNEL, names))
        return len(answers)

    def _taken_in(
        self, slip_id: str, terminal: str, incarnation: int, sequence: int, push: str, text: bytes,
        beside: bytes | None,
    ) -> Submission | None:  # fmt: skip
        """Check signature and chain; None for what stands in the books already."""
        with self.book.books.engine.begin() as connection:
            run = connection.exec_driver_sql
            known = run(
                "SELECT accepted, head, sign_key FROM chains WHERE terminal = %s AND incarnation = %s",
                (terminal, incarnation),
            ).one()
            found = run(
                "SELECT id, terminal, incarnation, first, last, head, sent_at, signature, login FROM pushes "
                "WHERE id = %s",
                (push,),
            ).one()
            said = Push(
                id=found[0], terminal=found[1], incarnation=found[2], first=found[3], last=found[4],
                head=found[5], sent_at=found[6],
            )  # fmt: skip
            assert is_signed(bytes(known[2]), said, bytes(found[7]))
            assert found[3] <= sequence <= found[4]
            slip = slip_from(bytes(text))
            assert slip is not None
            assert (slip.id, slip.sequence) == (slip_id, sequence)
            if sequence <= known[0]:
                return None
            assert sequence == known[0] + 1, "a gap in the chain"
            assert chain_of(bytes(text)) == known[1]
            import hashlib

            run(
                "UPDATE chains SET accepted = %s, head = %s WHERE terminal = %s AND incarnation = %s",
                (sequence, hashlib.sha256(bytes(text)).hexdigest(), terminal, incarnation),
            )
        opened = Beside()
        if beside is not None:
            content = open_box(CENTRE_SEAL, bytes(beside), slip_id)
            assert content is not None
            opened = beside_from(content)
        pins = tuple(
            PinEntry(one.id, one.block, one.ksn, one.account_digits) for one in opened.pins
        )
        record = opened.record
        return Submission(
            slip=slip, pins=pins, record=_sealed(record) if record else None,
            tokens=record.tokens if record else (),
            others=tuple((_sealed(one), one.tokens) for one in opened.others),
        )  # fmt: skip

    def answer_questions(self) -> int:
        """Answer what terminals asked, through the feed of each."""
        with self.book.books.engine.begin() as connection:
            asked = connection.exec_driver_sql(
                "SELECT id, terminal, incarnation, kind, payload FROM questions ORDER BY arrived"
            ).fetchall()
            self.questions += len(asked)
            for name, terminal, incarnation, kind, payload in asked:
                content = open_box(CENTRE_SEAL, bytes(payload), name)
                assert content is not None
                reply = self._reply(connection, kind, question_from(content))
                (key,) = connection.exec_driver_sql(
                    "SELECT seal_key FROM chains WHERE terminal = %s AND incarnation = %s",
                    (terminal, incarnation),
                ).one()
                box = close_box(bytes(key), reply_text(reply), name, secrets.token_bytes)
                self._tell(connection, f"terminal:{terminal}", "answer", name, box)
                connection.exec_driver_sql("DELETE FROM questions WHERE id = %s", (name,))
        return len(asked)

    def _reply(self, connection: Any, kind: str, asked: Question) -> Reply:
        books = self.book.books
        if kind == HOUSE:
            found = house_snapshot(books, connection, "hotel")
            return Reply(found=Found.FOUND, snapshot=snapshot_text(found))
        by = {By.MEMBER: "member", By.NUMBER: "number"}[asked.by]
        row = connection.exec_driver_sql(
            f"SELECT member FROM members WHERE {by} = %s", (asked.value,)
        ).first()
        member = row and member_snapshot(books, connection, row[0])
        if not member:
            return Reply(found=Found.NOBODY)
        return Reply(found=Found.FOUND, snapshot=snapshot_text(member))

    def feed(self) -> None:
        """Number what was decided since for its property."""
        with self.book.books.engine.begin() as connection:
            run = connection.exec_driver_sql
            rows = run(
                "SELECT d.shard, d.slip, d.position, d.decided_at FROM decisions d WHERE d.position > %s "
                "ORDER BY d.position",
                (self._seen,),
            ).fetchall()
            for shard, slip, position, at in rows:
                number = self._next(connection, "hotel", shard)
                run(
                    "INSERT INTO feed VALUES (%s,'hotel',%s,'decision',%s,%s,NULL)",
                    (shard, number, slip, at),
                )
                self._seen = position

    def tell(self, address: str, kind: str, slip: str, payload: bytes) -> None:
        """Put another row into the feed."""
        with self.book.books.engine.begin() as connection:
            self._tell(connection, address, kind, slip, payload)

    def _tell(self, connection: Any, address: str, kind: str, slip: str, payload: bytes) -> None:
        shard = shard_of(address)
        number = self._next(connection, address, shard)
        connection.exec_driver_sql(
            "INSERT INTO feed VALUES (%s,%s,%s,%s,%s,'',%s)",
            (shard, address, number, kind, slip, payload),
        )

    def _next(self, connection: Any, address: str, shard: int) -> int:
        return int(
            connection.exec_driver_sql(
                "INSERT INTO feed_heads VALUES (%s,%s,1) ON CONFLICT (address, shard) "
                "DO UPDATE SET number = feed_heads.number + 1 RETURNING number",
                (address, shard),
            ).scalar_one()
        )

    def _skip_feed(self) -> None:
        self._seen = int(self.book.one("SELECT COALESCE(MAX(position), 0) FROM decisions"))

    def start(self) -> None:
        """Decide in a thread, round after round."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            while not self._ends.wait(0.01 + self.late_s):
                self.decide()
        except Exception as error:
            self.failed = error
            raise

    def stop(self) -> None:
        """End the thread."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._ends.clear()
        assert self.failed is None

    def close(self) -> None:
        """End everything."""
        self.stop()
        self.book.close()


def _sealed(one: SealedPerson) -> SealedRecord:
    return SealedRecord(one.record, MemberId(one.member), one.wrapped_key, one.ciphertext)


def until(holds: Callable[[], object], within_s: float = 20.0) -> None:
    """Wait until something holds."""
    ends = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.02)


class Desk:
    """A terminal with its line."""

    def __init__(
        self, folder: Path, centre: Centre, port: int | None = None, name: str = "desk-2"
    ) -> None:
        self.terminal = Terminal(folder, name)
        self.centre, self.port = centre, port
        self.login = centre.admit(name, self.terminal.file.secrets.chains[1])
        self.reading: Reading | None = None
        self.line = self.made()

    def read_too(self) -> Replica:
        """Have the line read the feed, into a replica."""
        self.line.close()
        terminal = self.terminal
        replica = Replica.open(
            terminal.folder / f"{terminal.name}.replica", terminal.file.secrets.file, TERMINAL_KEYS
        )
        self.reading = Reading(replica, terminal.file, lambda: terminal.now, secrets.token_bytes)
        self.line = self.made()
        return replica

    def made(self) -> TerminalLine:
        return TerminalLine(
            self.terminal.file, Line(self.centre.address(self.login, self.port)),
            clock=lambda: self.terminal.now, seen=lambda: (DAY, 1), chance=secrets.token_bytes,
            reads=self.reading, seed=1,
        )  # fmt: skip

    def top_up(self, amount_minor: int = 1_00) -> Saved:
        draft = self.terminal.draft("top_up", TopUp(amount_minor=amount_minor), member="li")
        saved = self.line.submit(draft)
        assert not isinstance(saved, OldFile)
        return saved

    def again(self) -> None:
        """Close everything and start again, as after a crash."""
        self.line.close()
        self.terminal.reopen()
        self.line = self.made()

    def close(self) -> None:
        """Close everything."""
        self.line.close()
        if self.reading is not None:
            self.reading.replica.close()
        self.terminal.close()
