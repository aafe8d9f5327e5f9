"""How a terminal of a centre stands, and how it leaves."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.bootstrap.centre_error import CentreError
from app.bootstrap.hotel import HotelFolder
from app.bootstrap.joining import house_keys, safe_of
from app.settings.terminal import read_settings
from app.store.books import Books, BooksError
from app.store.keys import Keys
from app.sync.line import Address, Line, OutOfReachError, address_of
from app.sync.outbox import Outbox
from app.sync.replica import Replica
from app.sync.terminal_file import Identity, Standing, TerminalFile


@dataclass(frozen=True, slots=True, kw_only=True)
class AtCentre:
    """How the centre answered just now.

    Attributes:
        trouble: Why it did not; empty where it did.
        is_admitted: It lets this terminal hand in.
        accepted: Up to which of its slips the centre has them all.
        clock_ahead: How far this computer's clock is ahead of the centre's; negative where it is behind.
    """

    trouble: str = ""
    is_admitted: bool = False
    accepted: int = 0
    clock_ahead: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalStatus:
    """How a terminal stands.

    Attributes:
        is_old: Its file was put back from a copy; it takes no value until it joins anew.
        incarnation: Of its chain.
        written: Number of the last slip that it wrote.
        waiting: Slips that wait for an answer.
        unsent: Those of them that were not handed in.
        held: Members in the replica.
        behind: Those of them of whom something newer is known to be at the centre.
        has_house: The replica knows house, programme and staff.
    """

    identity: Identity
    is_old: bool
    incarnation: int
    written: int
    waiting: int
    unsent: int
    held: int
    behind: int
    has_house: bool
    centre: AtCentre


def address_for(file: TerminalFile, folder: HotelFolder) -> Address:
    """Return how a terminal that joined reaches its centre; its folder may have been moved."""
    who = file.identity()
    return address_of(who.centre, who.login, file.secrets.password, str(folder.authority))


def terminal_status(
    path: Path, clock: Callable[[], datetime], *, use_keyring: bool = True
) -> TerminalStatus:
    """Look at a terminal and ask its centre; a face may be at work with it.

    Raises:
        CentreError: No terminal has joined from this folder.
        BooksError: Its file cannot be read.
    """
    folder = HotelFolder(path)
    name = _joined_name(folder)
    with TerminalFile.peek(folder.terminal, safe_of(folder, name, use_keyring=use_keyring)) as file:
        pen = file.pen()
        if not pen.incarnation:
            raise CentreError(_NOT_YET)
        outbox = Outbox(file, clock, secrets.token_bytes)
        waiting, sent = outbox.open_ids(), outbox.open_ids(sent=True)
        held, behind, has_house = _replica(folder, file)
        return TerminalStatus(
            identity=file.identity(),
            is_old=file.standing() is Standing.OLD,
            incarnation=pen.incarnation,
            written=pen.sequence,
            waiting=len(waiting),
            unsent=len(waiting) - len(sent),
            held=held,
            behind=behind,
            has_house=has_house,
            centre=_asked(address_for(file, folder), clock),
        )


def sign_out(path: Path, clock: Callable[[], datetime], *, use_keyring: bool = True) -> Identity:
    """Let a terminal leave its centre: its login takes no password any more, its files and keys go.

    Returns:
        Who it was.

    Raises:
        CentreError: It stays, and why.
        BooksError: Its file cannot be read, or a face is at work with it.
    """
    folder = HotelFolder(path)
    name = _joined_name(folder)
    safe = safe_of(folder, name, use_keyring=use_keyring)
    with TerminalFile.open(folder.terminal, safe) as file:
        outbox = Outbox(file, clock, secrets.token_bytes)
        count = len(outbox.open_ids())
        if count:
            raise CentreError(
                f"{count} slip{'s' if count > 1 else ''} of {name} wait for the centre's answer and would be lost: "
                "open its desk while the line is there, and sign out when `innpoint terminal status` says that "
                "nothing waits."
            )
        who = file.identity()
        if who.centre:
            _close_login(address_for(file, folder))
    for file_path in (folder.terminal, folder.replica):
        for ending in ("", "-wal", "-shm", ".lock"):
            Path(f"{file_path}{ending}").unlink(missing_ok=True)
    safe.forget()
    folder.authority.unlink(missing_ok=True)
    return who


def _close_login(address: Address) -> None:
    with Line(address) as line:
        try:
            line.connect()
            with line.exchange() as connection:
                connection.execute("ALTER ROLE CURRENT_USER PASSWORD NULL")
        except OutOfReachError as error:
            if error.is_refused:  # the centre has closed it already
                return
            raise CentreError(
                "The centre is out of reach, and its login would stay open: sign out when the line is there. "
                f"({str(error).partition(chr(10))[0]})"
            ) from error


_NOT_YET = (
    "No terminal has joined a centre from this folder: name its folder with --hotel, or say "
    "`innpoint terminal join CODE`."
)


def _joined_name(folder: HotelFolder) -> str:
    if not folder.terminal.exists():
        raise CentreError(_NOT_YET)
    return read_settings(folder.settings).terminal


def _replica(folder: HotelFolder, file: TerminalFile) -> tuple[int, int, bool]:
    """Return members held, how many of them are behind, and whether the house is known."""
    if not folder.replica.exists():
        return 0, 0, False
    keys = Keys.from_text(house_keys(file), "file")
    with suppress(BooksError):  # of another InnPoint, or being made just now
        books = Books.open(
            str(folder.replica), lambda _: keys, alone=False, file_key=file.secrets.file
        )
        with Replica(books) as replica:
            with replica.books.reading() as connection:
                count = connection.exec_driver_sql("SELECT COUNT(*) FROM held").scalar_one()
            return int(count), len(replica.behind()), replica.house().property is not None
    return 0, 0, False


def _asked(address: Address, clock: Callable[[], datetime]) -> AtCentre:
    with Line(address) as line:
        try:
            line.connect()
            now = line.query("SELECT value FROM my_centre WHERE name = 'now'")
            here = clock()
            mine = line.query("SELECT accepted, state FROM my_terminal")
        except OutOfReachError as error:
            return AtCentre(trouble=str(error).partition("\n")[0])
    there = datetime.fromtimestamp(int(now[0][0]) / 1_000_000, UTC)
    if not mine:
        return AtCentre(clock_ahead=here - there)
    return AtCentre(
        is_admitted=mine[0][1] == "active", accepted=int(mine[0][0] or 0), clock_ahead=here - there
    )
