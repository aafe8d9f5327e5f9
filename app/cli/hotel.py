"""Makes a hotel's first book: from a file of answers, or by asking for what it lacks."""

from __future__ import annotations

import difflib
import getpass
import re
import sys
import tomllib
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_plan, demo_settings
from app.bootstrap.founding import (
    FoundingError,
    Person,
    Plan,
    found,
    new_books,
    refuse_where_books_are,
)
from app.bootstrap.hotel import PROGRAMMES
from app.bootstrap.sample import enrol_sample
from app.loyalty.business_day import hotel_time
from app.loyalty.forms import converted
from app.loyalty.money import LARGEST_MINOR
from app.loyalty.permissions import Role
from app.operations.found_hotel import NamedOutlet
from app.operations.publish_programme import PutReward
from app.programme.load import parse_pack
from app.programme.pack import Pack
from app.programme.programme import Programme, SettingError
from app.settings.terminal import TerminalSettings, write_settings

_LEAST_PASSWORD = 8
_MOST_LOTS = 1_000
_EARLIEST = date(1970, 1, 1)
_FURTHEST = timedelta(days=366)
_ICONS = PROGRAMMES.parent / "icons"
_OUTLET = re.compile(r"[a-z0-9-]{1,32}")
_OPERATOR = re.compile(r"[a-z0-9.-]{1,32}")
_REWARD = re.compile(r"[A-Za-z0-9.-]{1,32}")
_WRONG_TYPE = re.compile(r"Expected `.*`, got `(\w+)`")
_UNKNOWN_KEY = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_MISSING_KEY = re.compile(r"Object missing required field `(.*)`")
_TYPES = {
    "str": "text in quotes",
    "int": "a whole number",
    "float": "a decimal number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "datetime": "a day with a time",
}
_MEANT = {
    "name": 'name = "听涛酒店"',
    "name_en": 'name_en = "Tingtao Hotel"',
    "name_zh": 'name_zh = "早餐"',
    "currency": 'currency = "CNY"',
    "zone": 'zone = "Asia/Shanghai"',
    "first_date": "first_date = 2026-11-22, without quotes",
    "outlets": 'outlets = { rooms = "Rooms", bar = { zh = "吧", en = "Bar" } }',
    "programme": 'programme = "house"',
    "settings": "settings = { NAME = VALUE }",
    "rewards": 'rewards = [{ code = "R1", name_zh = "早餐", name_en = "Breakfast", points = 2400 }]',
    "administrator": 'administrator = { operator = "root", name = "沈青", password = "…" }',
    "operator": 'operator = "root"',
    "password": 'password = "…"',
    "code": 'code = "R1"',
    "points": "points = 2400",
    "stock": "stock = 10",
    "tiers": 'tiers = "gold,platinum"',
    "picture": 'picture = "gift"',
}
Ask = Callable[[str], str]
T = TypeVar("T")


class OutletNames(msgspec.Struct, forbid_unknown_fields=True):
    """An outlet's names; where one is missing, the Chinese one stands for it."""

    zh: str
    en: str = ""


class RewardAnswer(PutReward, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reward of the first catalogue, as the catalogue itself has it."""


class AdministratorAnswer(msgspec.Struct, forbid_unknown_fields=True):
    """Who signs in first."""

    operator: str = ""
    name: str = ""
    password: str = ""


class Answers(msgspec.Struct, forbid_unknown_fields=True):
    """What a file of answers may hold; what is empty or absent is asked, or has a default."""

    name: str = ""
    name_en: str = ""
    currency: str = ""
    zone: str = "Asia/Shanghai"
    first_date: date | None = None
    outlets: dict[str, Any] = {}
    programme: str = ""
    settings: dict[str, Any] = {}
    rewards: list[RewardAnswer] = []
    administrator: AdministratorAnswer = msgspec.field(default_factory=AdministratorAnswer)


_FORMS: dict[str, type[msgspec.Struct]] = {
    "outlets": OutletNames,
    "rewards": RewardAnswer,
    "administrator": AdministratorAnswer,
}


def hotel_new(file: Path | None, folder: Path) -> int:
    """Found a hotel.

    Args:
        file: Answers as TOML, in the form of ``Answers``; what it lacks is asked. None: all is asked.
        folder: Where the books are made; there must be none yet.

    Returns:
        0, or 1 when nothing was made; the line printed says why.

    Raises:
        BooksError: The folder cannot be written, or another InnPoint is at work in it.
        OSError: The file cannot be read, or the folder not be made.
    """
    try:
        answers = read_answers(file)
        refuse_where_books_are(folder)
        plan = plan_of(answers, input, getpass.getpass)
    except EOFError:
        return _nothing("an answer is missing, and nobody is here to give it")
    except FoundingError as error:
        return _nothing(str(error))
    except ValueError as error:
        return _nothing(f"{file or 'the answers'}: {error}")
    try:
        with new_books(folder, system_clock) as hotel:
            found(hotel, plan)
            where = hotel.books.keys.where
    except FoundingError as error:
        return _nothing(str(error))
    print(f"{plan.name_zh} {plan.name_en}: the books lie in {folder}, the keys in the {where}.")
    print(f"Open the desk with: innpoint desk --hotel {folder}")
    return 0


def make_sample(folder: Path, members: int, lots: int) -> int:
    """Make a hotel with sample members; prints how far it is, raises what ``hotel_new`` raises."""
    if lots > _MOST_LOTS:
        return _nothing(f"--lots must be 1 to {_MOST_LOTS}: a member has one for each month")
    try:
        with new_books(folder, system_clock, use_keyring=False) as hotel:
            write_settings(hotel.folder.settings, demo_settings(TerminalSettings()))
            found(hotel, demo_plan(hotel_time(system_clock(), "Asia/Shanghai").date()))
            enrol_sample(
                hotel,
                members,
                "admin",
                lots=lots,
                progress=lambda done: print(f"\r{done} members", end="", flush=True),
            )
            print()
    except FoundingError as error:
        return _nothing(str(error))
    return 0


def _nothing(why: str) -> int:
    """Say why nothing was made; returns exit status 1."""
    print(f"nothing was made: {why}", file=sys.stderr)
    return 1


def read_answers(file: Path | None) -> Answers:
    """Read a file of answers; no file, no answers.

    Raises:
        OSError: It cannot be read.
        ValueError: It is no TOML, or a key is unknown or of another kind; the message says which.
    """
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8-sig")) if file else {}
    except UnicodeDecodeError:
        raise ValueError("the file is no UTF-8 text; save it as UTF-8") from None
    except RecursionError:
        raise ValueError("tables or lists lie too deep in each other") from None
    return _read(held, Answers)


def _read(value: object, form: type[T], at: str = "") -> T:
    """Read a value in a form, or say what was meant at which key."""
    try:
        return converted(value, form)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at `$")
        raise ValueError(_sentence(what, f"{at}{path.rstrip('`')}".lstrip("."))) from None


def _sentence(what: str, path: str) -> str:
    """Say what is wrong at a path of a file of answers, and what was meant."""
    top, last = re.split(r"[.\[]", path)[0], path.rpartition(".")[2]
    words = path.replace(".", ": ")
    where = re.sub(r"\[(\d+)\]", lambda place: f" no. {int(place[1]) + 1}", words)
    if unknown := _UNKNOWN_KEY.fullmatch(what):
        known = _FORMS.get(top, Answers).__struct_fields__
        return f"{where + ': ' if where else ''}{_no_such('key', unknown[1], known)}"
    if missing := _MISSING_KEY.fullmatch(what):
        return f"{where}: the key {missing[1]} is missing; {_meant(top, missing[1])}"
    given = _WRONG_TYPE.fullmatch(what)
    but = f", not {_TYPES.get(given[1], given[1])}" if given else ""
    return f"{where}: {_meant(top, last)}{but}"


def _meant(top: str, key: str) -> str:
    example = _MEANT.get("outlets" if top == "outlets" else key)
    return f"meant is {example}" if example else "another value is meant"


def _no_such(kind: str, given: str, known: Iterable[str]) -> str:
    """Say that there is no such key or name, which one may be meant, and which there are."""
    names = sorted(known)
    close = difflib.get_close_matches(given, names, n=1)
    perhaps = f" (is {close[0]!r} meant?)" if close else ""
    return f"there is no {kind} {given!r}{perhaps}; there are {', '.join(names)}"


def plan_of(answers: Answers, ask: Ask, ask_secret: Ask) -> Plan:
    """Make a plan of answers, asking for what they lack.

    Raises:
        ValueError: An answer cannot be used; the message says which and what was meant.
    """
    today = _today(answers.zone)
    first_date = answers.first_date or today
    if not _EARLIEST <= first_date <= today + _FURTHEST:
        raise ValueError(f"first_date: meant is {_EARLIEST} to a year from now, not {first_date}")
    rewards = [_reward(one, f"rewards no. {no}") for no, one in enumerate(answers.rewards, 1)]
    if len({one.code for one in rewards}) < len(rewards):
        raise ValueError("rewards: two of them have the same code")
    given = tuple(_outlet(code, names) for code, names in answers.outlets.items())
    _check_administrator(answers.administrator)
    name = _line("name", answers.name or ask("Hotel name (中文): "))
    pack = _pack(
        _line("programme", answers.programme or ask(f"Programme ({', '.join(_packs())}): "))
    )
    _check_against(pack, answers, rewards)
    return Plan(
        name_zh=name,
        name_en=_line("name_en", answers.name_en) if answers.name_en else name,
        currency=pack.currency,
        zone=answers.zone,
        first_date=first_date,
        outlets=given or _asked_outlets(ask),
        people=(_administrator(answers.administrator, ask, ask_secret),),
        pack=pack.id,
        settings=answers.settings,
        rewards=tuple(rewards),
    )


def _today(zone: str) -> date:
    try:
        return hotel_time(system_clock(), ZoneInfo(zone).key).date()
    except (LookupError, ValueError, OSError):
        raise ValueError(
            f"zone: there is no time zone {zone!r}; meant is a name such as Asia/Shanghai"
        ) from None


def _packs() -> list[str]:
    return sorted(path.stem for path in PROGRAMMES.glob("*.toml"))


def _pack(name: str) -> Pack:
    if name not in _packs():
        raise ValueError(f"programme: {_no_such('programme', name, _packs())}")
    pack = parse_pack((PROGRAMMES / f"{name}.toml").read_text(encoding="utf-8"), name)
    if isinstance(pack, list):
        raise ValueError(f"programme: {name} cannot be used: {pack[0]}")  # noqa: TRY004 - the text is wrong
    return pack


def _check_against(pack: Pack, answers: Answers, rewards: Iterable[PutReward]) -> None:
    """Hold currency, settings and tiers of rewards against the programme."""
    if answers.currency not in ("", pack.currency):
        raise ValueError(
            f"currency: the programme {pack.id} needs {pack.currency}, not {answers.currency!r}; "
            f'write currency = "{pack.currency}", or leave the key out'
        )
    for name in answers.settings:
        if name not in pack.settings:
            raise ValueError(f"settings: {_no_such('setting', name, pack.settings)}")
    try:  # as the books will hold them
        Programme(pack, msgspec.json.decode(msgspec.json.encode(answers.settings)))
    except (SettingError, msgspec.MsgspecError, OverflowError) as error:
        raise ValueError(f"settings: {error}") from None
    codes = [one.code for one in pack.tiers]
    for reward in rewards:
        for tier in filter(None, reward.tiers.split(",")):
            if tier not in codes:
                raise ValueError(f"reward {reward.code}: {_no_such('tier', tier, codes)}")


def _line(where: str, value: str) -> str:
    """Take text that fits a line, without the spaces around it."""
    line = value.strip()
    if not line or any(ord(one) < 32 or ord(one) == 127 for one in line):
        raise ValueError(f"{where}: the text is {'more than one line' if line else 'empty'}")
    return line


def _code(where: str, code: str) -> str:
    if not _OUTLET.fullmatch(code):
        raise ValueError(
            f"{where}: an outlet's code is 1 to 32 small letters, digits and hyphens, not {code!r}"
        )
    return code


def _outlet(code: str, value: object) -> NamedOutlet:
    at = f"outlets: {_code('outlets', code)}"
    if isinstance(value, str):
        return NamedOutlet(code, _line(at, value), _line(at, value))
    names = _read(value, OutletNames, f"outlets.{code}")
    return NamedOutlet(code, _line(at, names.zh), _line(at, names.en or names.zh))


def _asked_outlets(ask: Ask) -> tuple[NamedOutlet, ...]:
    words = ask("Outlets, by comma (rooms, restaurant): ").lower().split(",")
    codes = dict.fromkeys(word.strip() for word in words if word.strip())
    if not codes:
        raise ValueError("outlets: a hotel has one or more")
    return tuple(NamedOutlet(_code("outlets", code), code, code) for code in codes)


def _reward(one: RewardAnswer, where: str) -> PutReward:
    if not _REWARD.fullmatch(one.code):
        raise ValueError(f"{where}: a code is 1 to 32 letters, digits, dots and hyphens")
    for key, least, value in (("points", 1, one.points), ("stock", 0, one.stock or 0)):
        if not least <= value <= LARGEST_MINOR:
            raise ValueError(f"{where}: {key} must be {least} to {LARGEST_MINOR}, not {value}")
    if not re.fullmatch(r"[a-z-]+", one.picture) or not (_ICONS / f"{one.picture}.svg").is_file():
        pictures = (path.stem for path in _ICONS.glob("*.svg"))
        raise ValueError(f"{where}: {_no_such('picture', one.picture, pictures)}")
    return PutReward(
        code=one.code,
        name_zh=_line(f"{where}: name_zh", one.name_zh),
        name_en=_line(f"{where}: name_en", one.name_en),
        points=one.points,
        stock=one.stock,
        tiers=",".join(filter(None, map(str.strip, one.tiers.split(",")))),
        picture=one.picture,
    )


def _check_administrator(given: AdministratorAnswer) -> None:
    """Refuse what is wrong; what is empty is still to be asked."""
    if given.operator and not _OPERATOR.fullmatch(given.operator.strip().lower()):
        raise ValueError(
            "administrator: operator is a sign-in name of 1 to 32 letters a to z, digits, dots and "
            f"hyphens, not {given.operator!r}"
        )
    if given.password and len(given.password) < _LEAST_PASSWORD:
        raise ValueError(f"administrator: the password needs {_LEAST_PASSWORD} characters or more")


def _administrator(given: AdministratorAnswer, ask: Ask, ask_secret: Ask) -> Person:
    operator = _line(
        "operator", given.operator or ask("First administrator, sign-in name: ")
    ).lower()
    _check_administrator(AdministratorAnswer(operator=operator))
    password = given.password or ask_secret("Password: ")
    _check_administrator(AdministratorAnswer(password=password or " "))
    name = _line("administrator: name", given.name or operator)
    return Person(
        operator=operator, name_zh=name, name_en=name, role=Role.ADMINISTRATOR, password=password
    )
