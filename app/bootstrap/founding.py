"""Makes a hotel's first book: property, outlets, programme, people and rewards, each as a slip.

New books are made where nobody sees them and come into their folder whole, or not at all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from filelock import FileLock, Timeout

from app.bootstrap.hotel import PROGRAMMES, PROPERTY, Hotel, HotelFolder, open_hotel
from app.loyalty.permissions import Role
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Outcome
from app.operations.found_hotel import AppointOperator, FoundHotel, NamedOutlet
from app.operations.publish_programme import PublishProgramme, PutReward
from app.operations.slip import Body
from app.poster.embedded import pen_of
from app.poster.submission import Answer, Submission
from app.settings.secrets import SERVICE
from app.store.books import BooksError, Fault, book_id
from app.store.staff import StaffTable

_PARTS = {
    "found_hotel": "the hotel",
    "publish_programme": "the programme",
    "appoint_operator": "a person",
    "put_reward": "a reward",
}


class FoundingError(Exception):
    """The plan was refused; the message says which part and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works here.

    Attributes:
        staff_card: Text of the card's track 2; empty for none.
        staff_pin: Digits that open a kiosk's service page behind the card; empty for none.
    """

    operator: str
    name_zh: str
    name_en: str
    role: Role
    password: str = field(repr=False)
    staff_card: str = field(default="", repr=False)
    staff_pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a first book is made of. The first person is the administrator who founds it.

    Attributes:
        kiosks: Names of the machines that answer for what guests do alone.
    """

    name_zh: str
    name_en: str
    currency: str
    zone: str
    first_date: date
    outlets: tuple[NamedOutlet, ...]
    people: tuple[Person, ...]
    pack: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    rewards: tuple[PutReward, ...] = ()
    kiosks: tuple[str, ...] = ()
    pack_file: Path | None = None


class Founder:
    """Writes slips straight into books that no desk has open yet."""

    def __init__(self, hotel: Hotel, operator: str) -> None:
        self.hotel = hotel
        self.operator = operator
        self._pen = pen_of(hotel.books, PROPERTY, "office-1")

    def post(self, kind: str, body: Body) -> Answer:
        """Post one slip.

        Raises:
            FoundingError: It was refused.
        """
        draft = self.hotel.draft(kind, body, operator=self.operator)
        house = self.hotel.poster.house()
        day = house.property.business_date if house.property else draft.occurred_at.date()
        slip, self._pen = self._pen.write(draft, day, max(house.versions, default=0))
        answer = self.hotel.poster.post([Submission(slip=slip)])[0]
        if answer.decision.outcome is not Outcome.POSTED:
            refusal = answer.decision.refusal
            raise FoundingError(_why(_PARTS.get(kind, kind), refusal))
        return answer


def found(hotel: Hotel, plan: Plan) -> None:
    """Write the first slips of a new book.

    Raises:
        FoundingError: A part of the plan was refused.
        OSError: The pack's file cannot be read.
    """
    founder = Founder(hotel, plan.people[0].operator)
    founder.post(
        "found_hotel",
        FoundHotel(
            name_zh=plan.name_zh,
            name_en=plan.name_en,
            currency=plan.currency,
            zone=plan.zone,
            first_date=plan.first_date,
            outlets=plan.outlets,
        ),
    )
    source = (plan.pack_file or PROGRAMMES / f"{plan.pack}.toml").read_text(encoding="utf-8")
    settings = msgspec.json.encode(dict(plan.settings)).decode()
    founder.post(
        "publish_programme",
        PublishProgramme(source=source, settings=settings, valid_from=plan.first_date),
    )
    staff = StaffTable(hotel.books, PROPERTY)
    for person in plan.people:
        founder.post(
            "appoint_operator", AppointOperator(operator=person.operator, role=person.role)
        )
        staff.put(
            person.operator, person.name_zh, person.name_en, person.password, person.staff_card
        )
        if person.staff_pin:
            staff.put_pin(person.operator, person.staff_pin)
    for kiosk in plan.kiosks:
        founder.post("appoint_operator", AppointOperator(operator=kiosk, role=Role.KIOSK))
    for reward in plan.rewards:
        founder.post("put_reward", reward)


@contextmanager
def new_books(
    path: Path, clock: Callable[[], datetime], *, use_keyring: bool = True
) -> Iterator[Hotel]:
    """Open new books to be filled; they lie in their folder once the block has ended well.

    After any failure the folder is as it was before, or absent where it was absent.

    Args:
        path: The hotel's folder; made when absent.
        clock: Gives the time, aware.
        use_keyring: False where no keyring answers.

    Raises:
        FoundingError: The folder holds books already, or what is left of some.
        BooksError: The folder cannot be written, or another InnPoint is at work in it.
        OSError: The folder cannot be made.
    """
    folder = HotelFolder(path)
    absent = [one for one in (path, *path.parents) if not one.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        with _alone_in(folder), TemporaryDirectory(prefix=".founding-", dir=path) as name:
            refuse_where_books_are(path)
            stage = HotelFolder(Path(name))
            if folder.keys.exists():
                shutil.copy2(folder.keys, stage.keys)
            hotel = open_hotel(stage.path, clock, create=True, use_keyring=use_keyring)
            in_keyring = _in_keyring(hotel)
            try:
                try:
                    yield hotel
                finally:
                    hotel.close()
                _put_in_place(stage, folder)
            except BaseException:
                _forget_keys(in_keyring)
                raise
    except BaseException:
        for one in absent:
            with suppress(OSError):
                one.rmdir()
        raise


def refuse_where_books_are(path: Path) -> None:
    """Refuse a folder in which new books would lie upon others.

    Raises:
        FoundingError: It holds books, or what is left of some.
    """
    books = HotelFolder(path).books
    if books.exists() or books.is_symlink():
        raise FoundingError(f"there are books in {path} already; name another folder with --hotel")
    for ending in ("-wal", "-shm", "-journal"):
        rest = Path(f"{books}{ending}")
        if rest.exists():  # the engine would read it as a part of the new books
            raise FoundingError(
                f"{rest} is left of other books; move it away, or name another folder with --hotel"
            )


@contextmanager
def _alone_in(folder: HotelFolder) -> Iterator[None]:
    """Hold the lock of books that are not there yet; its file goes again."""
    file = Path(f"{folder.books}.lock")
    was_there = file.exists()
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BooksError(Fault.LOCKED, str(folder.books)) from error
    except OSError as error:
        raise BooksError(Fault.READ_ONLY, str(error)) from error
    try:
        yield
    finally:
        if not was_there:
            with suppress(OSError):
                file.unlink()
        lock.release()


def _put_in_place(stage: HotelFolder, folder: HotelFolder) -> None:
    """Move what was made into its folder, the books last: from then on the hotel is there."""
    left_out = {f"{stage.books.name}.lock", f"{stage.books.name}-shm", stage.books.name}
    others = sorted(one for one in stage.path.iterdir() if one.name not in left_out)
    fresh: list[Path] = []
    try:
        for one in (*others, stage.books):
            target = folder.path / one.name
            if not target.exists():
                fresh.append(target)
            one.replace(target)
        with suppress(OSError):  # not every system lets a folder be opened
            _sync(folder.path)
    except BaseException:
        for target in fresh:
            target.unlink(missing_ok=True)
        raise


def _sync(path: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _in_keyring(hotel: Hotel) -> str:
    """Return the name under which the system's keyring has the keys; empty where they lie in a file."""
    if hotel.books.keys.where != "keyring":
        return ""
    with hotel.books.reading() as connection:
        return book_id(connection)


def _forget_keys(name: str) -> None:
    """Take the keys of books that were not made out of the system's keyring again."""
    if not name:
        return
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError, RuntimeError, OSError):
        keyring.delete_password(SERVICE, name)


def _why(part: str, refusal: Refusal | None) -> str:
    """Say as a sentence why a part of a plan was refused."""
    if refusal is None:
        return f"{part} waits for something that a new book does not have"
    facts = refusal.facts
    match refusal.reason:
        case Reason.CURRENCY_UNKNOWN:
            wanted = facts["currency"]
            return (
                f'{part} needs the currency {wanted}; write currency = "{wanted}", or leave it out'
            )
        case Reason.PROGRAMME_INVALID:
            return f"{part} cannot be used: {facts['errors']}"
        case Reason.AMOUNT_TOO_LARGE:
            return f"{part} has a figure above the largest that is possible, {facts['largest']}"
        case Reason.AMOUNT_NOT_POSITIVE:
            return f"{part} has a figure below 0"
        case reason:
            return f"{part} was refused: {reason.value.replace('-', ' ')}"
