"""``innpoint terminal``: a terminal joins a centre, says how it stands, and leaves."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.bootstrap.centre_error import CentreError
from app.cli.words import hotel_option


def add_terminal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``terminal`` and its acts."""
    terminal = commands.add_parser(
        "terminal", help="this computer at a centre: join CODE, status, sign-out"
    )
    acts = terminal.add_subparsers(dest="act", required=True, metavar="ACT")
    join = acts.add_parser("join", help="join the centre that gave the code; asked where not said")
    join.add_argument("code", nargs="*", metavar="CODE", help="as `central enrol-terminal` said it")
    join.add_argument("--file", type=Path, metavar="FILE", help="as it wrote it with --out")
    acts.add_parser(
        "status", help="line, what waits, clock, replica; status 1 where a person must act"
    )
    acts.add_parser("sign-out", help="leave the centre; refused while slips wait")
    for act in acts.choices.values():
        hotel_option(act)
        act.add_argument(
            "--no-keyring",
            action="store_true",
            help="keep keys in files that only their owner reads",
        )
        act.set_defaults(run=_terminal)


def _terminal(arguments: argparse.Namespace) -> int:
    uses = not arguments.no_keyring
    match arguments.act:
        case "join":
            return _join(arguments.hotel, " ".join(arguments.code), arguments.file, uses=uses)
        case "status":
            return _status(arguments.hotel, uses=uses)
        case _:
            return _sign_out(arguments.hotel, uses=uses)


def _join(path: Path, typed: str, file: Path | None, *, uses: bool) -> int:
    from app.bootstrap.clock import system_clock
    from app.bootstrap.joining import join_centre
    from app.settings.join_code import read_code, read_file

    authority: str | None = None
    if file is not None:
        found = read_file(file.read_text(encoding="utf-8"))
        if found is None:
            raise CentreError(
                f"{file} is not what `central enrol-terminal --out` wrote: bring it over once more, or type the code."
            )
        code, authority = found
    else:
        if not typed:
            print("Code: ", end="", flush=True, file=sys.stderr)
            typed = sys.stdin.readline()
        read = read_code(typed)
        if read is None:
            raise CentreError(
                "This is no code, or a letter of it is wrong or missing: compare it group by group and say it again."
            )
        code = read
    who = join_centre(path, code, authority, system_clock, use_keyring=uses)
    print(
        f"{who.terminal} has joined the centre at {who.centre} as a {who.face} of {who.property}."
    )
    print(f"Its folder is {path}. Start it: innpoint {who.face} --hotel {path}")
    if file is not None:
        print(f"The code is used up: delete {file}.")
    return 0


def _status(path: Path, *, uses: bool) -> int:
    from app.bootstrap.clock import system_clock
    from app.bootstrap.terminal import terminal_status

    one = terminal_status(path, system_clock, use_keyring=uses)
    who, centre = one.identity, one.centre
    print(f"{who.terminal}, a {who.face} of {who.property}, chain {one.incarnation}.")
    if centre.trouble:
        print(f"Line: {who.centre} is out of reach. ({centre.trouble})")
    elif not centre.is_admitted:
        print(
            f"Line: {who.centre} is there and takes nothing from this terminal: it was lost or signed out, or set up "
            "elsewhere. Join it anew with a code."
        )
    else:
        print(f"Line: {who.centre} is there and has slips to {centre.accepted} of {one.written}.")
        print(f"Clock: {centre.clock_ahead.total_seconds():+.1f} s against the centre's.")
    if one.waiting:
        print(f"Outbox: {one.waiting} wait for an answer, {one.unsent} of them not handed in.")
    else:
        print("Outbox: nothing waits.")
    if one.has_house:
        print(f"Replica: the house, and {one.held} members, {one.behind} of them behind.")
    else:
        print("Replica: nothing yet; it comes when the desk is opened and the line is there.")
    if one.is_old:
        print(
            "This terminal's file was put back from a copy: it takes no value. Join it anew with a code."
        )
    return 0 if centre.is_admitted and not one.is_old else 1


def _sign_out(path: Path, *, uses: bool) -> int:
    from app.bootstrap.clock import system_clock
    from app.bootstrap.terminal import sign_out

    who = sign_out(path, system_clock, use_keyring=uses)
    print(
        f"{who.terminal} has left {who.centre or 'before it had joined'}; its files and keys are gone from {path}."
    )
    print(f"At the centre `innpoint central lost {who.terminal}` closes its login for good.")
    return 0
