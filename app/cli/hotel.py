"""Makes a hotel's first book: from a file of answers, or by asking for what it lacks."""

from __future__ import annotations

import getpass
import sys
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.bootstrap.clock import system_clock
from app.bootstrap.demo import demo_plan, demo_settings
from app.bootstrap.founding import FoundingError, Person, Plan, found
from app.bootstrap.hotel import PROGRAMMES, HotelFolder, open_hotel
from app.bootstrap.sample import enrol_sample
from app.cli.faces import say_fault
from app.loyalty.business_day import hotel_time
from app.loyalty.permissions import Role
from app.operations.found_hotel import NamedOutlet
from app.operations.publish_programme import PutReward
from app.settings.terminal import TerminalSettings, write_settings
from app.store.books import BooksError

_LEAST_PASSWORD = 8
Ask = Callable[[str], str]


def hotel_new(file: Path | None, folder: Path) -> int:
    """Found a hotel.

    Args:
        file: Answers as TOML: name, name_en, currency, zone, outlets, programme, settings, rewards,
            administrator = {operator, name, password}; what it lacks is asked. None: all is asked.
        folder: Where the books are made; there must be none yet.

    Returns:
        0, or 1 when nothing was made; the line printed says why.
    """
    try:
        answers: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8")) if file else {}
        plan = plan_of(answers, input, getpass.getpass)
    except EOFError:
        print(
            "nothing was made: an answer is missing, and nobody is here to give it", file=sys.stderr
        )
        return 1
    except (OSError, tomllib.TOMLDecodeError, ValueError, KeyError, TypeError) as error:
        print(f"nothing was made: {file or 'the answers'}: {error}", file=sys.stderr)
        return 1
    if HotelFolder(folder).books.exists():
        print(f"nothing was made: there are books in {folder} already", file=sys.stderr)
        return 1
    try:
        hotel = open_hotel(folder, system_clock, create=True)
    except BooksError as error:
        return say_fault(error, folder)
    try:
        found(hotel, plan)
    except (FoundingError, OSError) as error:
        print(f"nothing was made: {error}", file=sys.stderr)
        hotel.close()
        HotelFolder(folder).books.unlink(missing_ok=True)
        return 1
    where = hotel.books.keys.where
    hotel.close()
    print(f"{plan.name_zh} {plan.name_en}: the books lie in {folder}, the keys in the {where}.")
    print(f"Open the desk with: innpoint desk --hotel {folder}")
    return 0


def plan_of(answers: Mapping[str, Any], ask: Ask, ask_secret: Ask) -> Plan:
    """Make a plan of answers, asking for what they lack.

    Raises:
        ValueError: An answer cannot be used; the message says which and what was meant.
    """
    packs = sorted(path.stem for path in PROGRAMMES.glob("*.toml"))
    name = _text(answers, "name", ask, "Hotel name (中文)")
    zone = str(answers.get("zone", "Asia/Shanghai"))
    today = hotel_time(system_clock(), ZoneInfo(zone).key).date()
    pack = _text(answers, "programme", ask, f"Programme ({', '.join(packs)})")
    if pack not in packs:
        raise ValueError(f"no programme {pack!r}; there are {', '.join(packs)}")
    outlets = answers.get("outlets") or {
        code: code
        for code in ask("Outlets, by comma (rooms, restaurant)").replace(" ", "").split(",")
        if code
    }
    return Plan(
        name_zh=name,
        name_en=str(answers.get("name_en") or name),
        currency=str(answers.get("currency", "CNY")),
        zone=zone,
        first_date=answers.get("first_date", today)
        if isinstance(answers.get("first_date", today), date)
        else today,
        outlets=tuple(_outlet(code, names) for code, names in outlets.items()),
        people=(_administrator(answers.get("administrator", {}), ask, ask_secret),),
        pack=pack,
        settings=answers.get("settings", {}),
        rewards=tuple(PutReward(**one) for one in answers.get("rewards", [])),
    )


def make_sample(folder: Path, members: int, lots: int) -> int:
    """Make a hotel with sample members; prints how far it is."""
    if HotelFolder(folder).books.exists():
        print(f"nothing was made: there are books in {folder} already", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    write_settings(HotelFolder(folder).settings, demo_settings(TerminalSettings()))
    try:
        hotel = open_hotel(folder, system_clock, create=True, use_keyring=False)
    except BooksError as error:
        return say_fault(error, folder)
    found(hotel, demo_plan(hotel_time(system_clock(), "Asia/Shanghai").date()))
    enrol_sample(
        hotel,
        members,
        "admin",
        lots=lots,
        progress=lambda done: print(f"\r{done} members", end="", flush=True),
    )
    print()
    hotel.close()
    return 0


def _text(answers: Mapping[str, Any], key: str, ask: Ask, question: str) -> str:
    value = str(answers.get(key) or ask(f"{question}: ")).strip()
    if not value:
        raise ValueError(f"{key} is missing")
    return value


def _outlet(code: str, names: str | Mapping[str, str]) -> NamedOutlet:
    if isinstance(names, str):
        return NamedOutlet(code, names, names)
    return NamedOutlet(code, names["zh"], names.get("en", names["zh"]))


def _administrator(answers: Mapping[str, Any], ask: Ask, ask_secret: Ask) -> Person:
    operator = _text(answers, "operator", ask, "First administrator, sign-in name").lower()
    password = str(answers.get("password") or ask_secret("Password: "))
    if len(password) < _LEAST_PASSWORD:
        raise ValueError(f"the administrator's password needs {_LEAST_PASSWORD} characters or more")
    name = str(answers.get("name") or operator)
    return Person(
        operator=operator, name_zh=name, name_en=name, role=Role.ADMINISTRATOR, password=password
    )
