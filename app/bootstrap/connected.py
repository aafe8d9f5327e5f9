"""A hotel's folder whose terminal has joined a centre: its replica is read, its slips are decided over the line."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Final, TypeVar

from app.bootstrap.centre_error import CentreError
from app.bootstrap.hotel import Hotel, HotelFolder, draft_of, open_hotel, settings_of
from app.bootstrap.joining import house_keys, safe_of
from app.bootstrap.pad_opener import PadKeys, PadOpener
from app.bootstrap.terminal import address_for
from app.loyalty.ids import MemberId
from app.operations.pen import Draft
from app.operations.slip import Body, Slip
from app.operations.view import HouseState, Needs
from app.poster.embedded import Settled
from app.poster.lookups import stored_decision
from app.poster.pin_check import PinCheck
from app.poster.predict import Predictor
from app.poster.submission import Answer, PinEntry
from app.programme.programme import Programme
from app.settings.terminal import TerminalSettings, read_settings, write_settings
from app.store.books import BooksError, Fault
from app.store.decided import decided_from
from app.store.keys import Keys, phone_hash
from app.store.personal import SealedRecord
from app.store.push import Beside, SealedPerson, SealedPin
from app.store.questions import By, Found
from app.store.search import Search
from app.sync.line import Line
from app.sync.outbox import OldFile, Told
from app.sync.reading import Reading
from app.sync.replica import Replica, Standing
from app.sync.terminal_file import TerminalFile
from app.sync.terminal_line import State, TerminalLine
from app.ui.service.station_records import Link, LinkState

T = TypeVar("T")
_SEEK_S: Final = 2.0  # a guest stands at the counter
_FOLLOW_S: Final = 1.5  # from the answer until what it changed is to be seen here
_FIRST_S: Final = 20.0  # for the house, when a terminal begins
_LOOK_S: Final = 0.005
_WORTH_A_WORD_S: Final = 30
_AWAY: Final = frozenset({State.OUT_OF_REACH, State.REFUSED, State.FAULT, State.FILE_TROUBLE})
_HELD: Final = {
    By.CARD: "SELECT member FROM cards WHERE hash = ? AND member <> ''",
    By.NUMBER: "SELECT member FROM members WHERE number = ?",
    By.PHONE: "SELECT d.member FROM claims c JOIN decisions d ON d.slip = c.slip WHERE c.value = ?",
}


class SeenHouse:
    """The house as the replica has it."""

    def __init__(self, replica: Replica, predictor: Predictor) -> None:
        self._replica = replica
        self._predictor = predictor

    def house(self) -> HouseState:
        """Read the reference rows."""
        return self._replica.house()

    def programme(self) -> Programme | None:
        """Return the programme in force; None before the first came."""
        with self._replica.books.reading() as connection:
            view = self._predictor.view(connection, Needs())
        return view.programme if view.version else None

    def forget_members(self) -> None:
        """Nothing of members is kept in memory here."""


class ConnectedPoster:
    """Has slips decided by the centre, and answers once what they changed is to be seen here.

    Args:
        line: Hands in.
        replica: What this terminal holds.
        poster: The house.
    """

    def __init__(self, line: TerminalLine, replica: Replica, poster: SeenHouse) -> None:
        self.poster = poster
        self._line = line
        self._replica = replica
        self._work = ThreadPoolExecutor(1, "between")
        self._answers = ThreadPoolExecutor(4, "answers")

    def close(self) -> None:
        """Finish the work under way; slips that wait stay in the outbox."""
        self._line.close()
        self._answers.shutdown(cancel_futures=True)
        self._work.shutdown()

    def submit(
        self,
        draft: Draft,
        *,
        pins: tuple[PinEntry, ...] = (),
        record: SealedRecord | None = None,
        tokens: tuple[int, ...] = (),
        others: tuple[tuple[SealedRecord, tuple[int, ...]], ...] = (),
    ) -> Future[Answer]:
        """Write a slip to this terminal's disk and hand it in; the future holds the centre's answer.

        The future never ends where the line is cut: whoever asked gives up waiting by itself. It holds a
        ``BooksError`` when nothing was written.
        """
        result: Future[Answer] = Future()
        beside = Beside(
            pins=tuple(SealedPin(id=p.id, block=p.block, ksn=p.ksn, account_digits=p.account_digits) for p in pins),
            record=_person(record, tokens) if record else None,
            others=tuple(_person(one, words) for one, words in others),
        )  # fmt: skip
        try:
            saved = self._line.submit(draft, beside)
        except BooksError as error:
            result.set_exception(error)
            return result
        if isinstance(saved, OldFile):
            said = "this terminal's file was put back from a copy; join it anew"
            result.set_exception(BooksError(Fault.DAMAGED, said))
            return result

        def told(answer: Future[Told]) -> None:
            if not answer.cancelled():
                try:
                    self._answers.submit(self._tell, saved.slip, answer.result(), result)
                except RuntimeError:
                    return  # closing: nobody waits any more

        saved.answer.add_done_callback(told)
        return result

    def between(self, work: Callable[[], T]) -> Future[T]:
        """Do a piece of work that writes to the replica, one after the other."""
        return self._work.submit(work)

    def seek(self, by: By, value: str) -> bool:
        """See that a member is held here and current, asking the centre where it must be; at most 2 s.

        Args:
            by: What is known of the member.
            value: It, as ``app.store.questions`` says.

        Returns:
            False where the centre knows nobody, does not answer, or was asked too often.
        """
        if self._is_held(by, value):
            return True
        if self._line.status.state in _AWAY:
            return False
        try:
            return self._line.ask(by, value).result(_SEEK_S).found is Found.FOUND
        except LateError:
            return False

    def _is_held(self, by: By, value: str) -> bool:
        member = value if by is By.MEMBER else self._member(by, value)
        return bool(member) and self._replica.standing(member) is Standing.CURRENT

    def _member(self, by: By, value: str) -> str:
        books = self._replica.books
        key = f"phone:{phone_hash(books.keys, value)}" if by is By.PHONE else value
        with books.reading() as connection:
            return str(connection.exec_driver_sql(_HELD[by], (key,)).scalar() or "")

    def _tell(self, slip: Slip[Body], told: Told, result: Future[Answer]) -> None:
        try:
            self._follow(slip, told)
            answer = _answer(told)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
            result.set_exception(error)
            return
        result.set_result(answer)

    def _follow(self, slip: Slip[Body], told: Told) -> None:
        """Wait until the replica knows of a decision; of somebody who is not held here it must be asked for."""
        until = monotonic() + _FOLLOW_S
        is_asked = not slip.member
        while monotonic() < until and not self._is_seen(told.slip):
            if not is_asked and self._replica.standing(slip.member) is Standing.NOT_HELD:
                self._line.ask(By.MEMBER, slip.member)
                is_asked = True
            sleep(_LOOK_S)

    def _is_seen(self, slip: str) -> bool:
        with self._replica.books.reading() as connection:
            sql = "SELECT 1 FROM decisions WHERE slip = ?"
            return connection.exec_driver_sql(sql, (slip,)).first() is not None


def _answer(told: Told) -> Answer:
    decision = stored_decision((told.slip, told.outcome, told.reason, told.text))
    if decision is None:
        raise LookupError(told.slip)
    observed = decided_from(told.text).observed
    return Answer(slip_id=told.slip, decision=decision, observed=observed)


def _person(sealed: SealedRecord, tokens: tuple[int, ...]) -> SealedPerson:
    return SealedPerson(
        record=sealed.record,
        member=sealed.member,
        wrapped_key=sealed.wrapped_key,
        ciphertext=sealed.ciphertext,
        tokens=tokens,
    )


class ConnectedHotel:
    """An opened hotel at a centre: what ``Hotel`` is for books of one's own."""

    def __init__(
        self,
        folder: HotelFolder,
        file: TerminalFile,
        replica: Replica,
        settings: TerminalSettings,
        clock: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self.books = replica.books
        self.settings = settings
        self.clock = clock
        pad = PadKeys.of(settings.devices, settings.pad_keys)
        self.working_key = pad.working_key
        opener = PadOpener(session_key=pad.session_key, base_key=pad.base_key)
        self.pins = PinCheck(self.books.keys.pin, opener)
        self.predictor = Predictor(self.books)
        self.search = Search(self.books)
        self.settled = Settled()
        self.poster = SeenHouse(replica, self.predictor)
        self._file = file
        self._replica = replica
        self.terminal_line = TerminalLine(
            file,
            Line(address_for(file, folder)),
            clock=clock,
            seen=lambda: replica.seen(clock().date()),
            chance=secrets.token_bytes,
            reads=Reading(replica, file, clock, secrets.token_bytes),
        )
        self.line = ConnectedPoster(self.terminal_line, replica, self.poster)
        self._ends = threading.Event()
        self._watch: threading.Thread | None = None

    def start(self) -> None:
        """Withdraw what nobody waits for any more, and begin to connect.

        Raises:
            BooksError: The terminal's file cannot be written.
            CentreError: The house is not known here yet, and the centre does not tell it.
        """
        self.settled = Settled(withdrawn=self.terminal_line.start())
        until = monotonic() + _FIRST_S
        while self.poster.programme() is None:
            status = self.terminal_line.status
            if monotonic() > until or status.state is State.REFUSED:
                raise CentreError(
                    "This terminal knows nothing of the house yet, and its centre does not tell it: see what "
                    f"`innpoint terminal status` says, then start again. ({status.detail or status.state.value})"
                )
            sleep(_LOOK_S)

    def link(self) -> Link:
        """Tell how the line stands, as a face shows it."""
        status = self.terminal_line.status
        is_there = status.state in {State.CONNECTED, State.CONNECTING}
        ahead = round(status.clock_ahead.total_seconds())
        return Link(
            state=LinkState.ONLINE if is_there else LinkState.OFFLINE,
            waiting_slips=len(self.terminal_line.outbox.open_ids()),
            clock_off_s=-ahead if abs(ahead) >= _WORTH_A_WORD_S else 0,
        )

    def watch(self, moved: Callable[[], None]) -> None:
        """Tell somebody whenever the line stands otherwise than before, or another number of slips waits."""

        def run() -> None:
            before = (State.CONNECTING, 0)
            while not self._ends.wait(0.25):
                now = (self.terminal_line.status.state, len(self.terminal_line.outbox.open_ids()))
                if now != before:
                    before = now
                    moved()

        self._watch = threading.Thread(target=run, name="watch", daemon=True)
        self._watch.start()

    def close(self) -> None:
        """Stop and give the files back; what waits goes at the next start."""
        self._ends.set()
        if self._watch is not None:
            self._watch.join()
        self.line.close()
        self._replica.close()
        self._file.close()

    def draft(
        self,
        kind: str,
        body: Body,
        *,
        operator: str,
        member: str = "",
        supervisor: str = "",
        pin: str = "",
    ) -> Draft:
        """Make a slip's draft; its id is made here, before anything else happens."""
        return draft_of(
            self.clock(), kind, body, operator=operator, member=MemberId(member), supervisor=supervisor, pin=pin
        )  # fmt: skip

    def save_settings(self, settings: TerminalSettings) -> None:
        """Keep this terminal's settings."""
        write_settings(self.folder.settings, settings)
        self.settings = settings


AnyHotel = Hotel | ConnectedHotel


def open_any(
    path: Path,
    clock: Callable[[], datetime],
    *,
    use_keyring: bool = True,
    as_kiosk: bool = False,
) -> AnyHotel:
    """Open the hotel in a folder: books of its own, or the terminal of a centre.

    Raises:
        BooksError: It cannot be opened; the fault says why.
        ValueError: The settings file is damaged.
    """
    if HotelFolder(path).terminal.exists():
        return open_connected(path, clock, use_keyring=use_keyring, as_kiosk=as_kiosk)
    return open_hotel(path, clock, use_keyring=use_keyring, as_kiosk=as_kiosk)


def open_connected(
    path: Path,
    clock: Callable[[], datetime],
    *,
    use_keyring: bool = True,
    as_kiosk: bool = False,
) -> ConnectedHotel:
    """Open the folder of a terminal that joined a centre.

    Raises:
        BooksError: It cannot be opened; the fault says why.
        ValueError: The settings file is damaged.
    """
    folder = HotelFolder(path)
    name = read_settings(folder.settings).terminal
    safe = safe_of(folder, name, use_keyring=use_keyring)
    file = TerminalFile.open(folder.terminal, safe)
    try:
        keys = Keys.from_text(house_keys(file), file.secrets.where.value)
        replica = Replica.open(folder.replica, file.secrets.file, keys)
    except BaseException:
        file.close()  # else its lock would keep everybody out
        raise
    settings = settings_of(folder, as_kiosk=as_kiosk, terminal=name)
    return ConnectedHotel(folder, file, replica, settings, clock)
