"""A centre on the command line: make it, keep it, look at it, let terminals in and shut them out."""

from __future__ import annotations

import getpass
import socket
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

from app.bootstrap.centre import (
    Made,
    address_of,
    enrol_terminal,
    make_centre,
    reached,
    upgrade_centre,
)
from app.bootstrap.centre_error import CentreError
from app.bootstrap.certificates import RENEW_BEFORE, expires_at
from app.bootstrap.clock import system_clock
from app.bootstrap.server_lines import CERTIFICATE, CERTIFICATE_KEY
from app.settings.centre import CentreFolder, CentreSettings, put_file, read_centre
from app.settings.join_code import write_code, write_file
from app.store.books import HEAD
from app.store.central_backup import backup_findings
from app.store.central_health import Health, TerminalHealth, health_of, metrics
from app.store.central_terminals import (
    Invitation,
    State,
    connections_of,
    is_name,
    lose,
    set_password,
)
from app.store.epoch import restored

_MOMENT_S = 2.0
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terminal that is to be let in."""

    name: str
    face: str
    property: str


def init_central(
    path: Path, url: str, hosts: tuple[str, ...], addresses: tuple[str, ...], port: int | None
) -> int:
    """Make a centre, or bring one to what it should be, and tell the IT person what is left to do."""
    folder = CentreFolder(path)
    before = _read(folder)
    told = url or (before.url if before else "")
    if not told:
        raise CentreError(
            "Say where the database is: --url postgresql+psycopg://USER@HOST/DATABASE."
        )
    settings = CentreSettings(
        url=told,
        hosts=hosts or (before.hosts if before else ()) or (_usual_host(told),),
        port=port or (before.port if before else 0),
        addresses=addresses or (before.addresses if before else ()),
    )
    made = make_centre(folder, settings, system_clock())
    _tell_made(folder, made)
    return 0


def _tell_made(folder: CentreFolder, made: Made) -> None:
    settings = made.settings
    done = "made" if made.is_new else "there already; roles, views and rights are made anew"
    print(f"The centre is {done}: book {made.book}, schema {HEAD}, epoch {made.epoch}.")
    print(
        f"Its keys are in {folder.path}: copy that folder to a safe place, apart from the database."
    )
    place = made.config or "FOLDER-OF-postgresql.conf"
    steps = []
    if made.certificate_is_new:
        steps.append(
            f"Give the server its certificate, for {', '.join(settings.hosts)}, as root:\n"
            f"     install -o postgres -g postgres -m 0644 {folder.certificate} {place}/{CERTIFICATE}\n"
            f"     install -o postgres -g postgres -m 0600 {folder.certificate_key} {place}/{CERTIFICATE_KEY}"
        )
    steps += [
        f"Put the lines of {folder.server_lines} at the end of postgresql.conf.",
        f"Put the lines of {folder.access_lines} before all others of pg_hba.conf.",
        f"Put the lines of {folder.name_lines} into pg_ident.conf.",
    ]
    if not settings.addresses:
        steps.append(
            "No terminal may come in yet: run this again with --address CIDR for each network they stand in."
        )
    steps += [
        "Restart the server, then see that `innpoint central backup-check` finds nothing.",
        "Start the poster: innpoint central post; let terminals in: innpoint central enrol-terminal NAME --face desk.",
    ]
    print("What is left to do:")
    for number, step in enumerate(steps, 1):
        print(f"  {number}. {step}")


def upgrade_central(path: Path, url: str) -> int:
    """Bring tables, views and rights to this InnPoint."""
    folder = CentreFolder(path)
    before = upgrade_centre(folder, _settings(folder, url).url)
    came = f"from schema {before} to {HEAD}" if before != HEAD else f"at schema {HEAD} already"
    print(f"The centre is {came}; views and rights are made anew.")
    return 0


def central_status(path: Path, url: str, *, as_metrics: bool) -> int:
    """Print how a centre is; exit status 1 where nobody posts, or its tables are not this InnPoint's."""
    folder = CentreFolder(path)
    with reached(_settings(folder, url).url) as connection:
        health = health_of(connection)
    if as_metrics:
        print(metrics(health), end="")
        return 0
    if not health.is_newest:
        found = f"schema {health.schema}" if health.schema else "no books"
        print(
            f"The database holds {found}, this InnPoint knows {HEAD}: run innpoint central "
            f"{'upgrade' if health.schema else 'init'}."
        )
        return 1
    for line in _health_lines(health):
        print(line)
    _tell_certificate(folder)
    return 0 if health.is_posted else 1


def _health_lines(health: Health) -> list[str]:
    lines = [
        f"Book {health.book}, schema {health.schema}, epoch {health.epoch}, {health.now} there."
    ]
    lines += [
        f"Posting: {one.poster} holds {one.name} for {one.left_s:.1f} s more (number {one.number})."
        for one in health.leases
        if one.left_s > 0
    ]
    if not health.is_posted:
        lines.append("Nobody posts: start it with `innpoint central post`.")
    lines.append(f"Inbox: {_waiting(health.inbox, 'slip', health.inbox_oldest_s)}")
    lines += [f"  {count} of them: {why}" for why, count in health.waits]
    lines.append(f"Questions: {_waiting(health.questions, 'question', health.questions_oldest_s)}")
    if health.todos:
        lines.append(f"To do: {health.todos} that a person has to settle.")
    lines.append(f"Feed: {health.feed} rows.")
    lines.append(f"Connections: {health.connections[0]} of {health.connections[1]}.")
    if not health.terminals:
        lines.append(
            "Terminals: none; let one in with `innpoint central enrol-terminal NAME --face desk`."
        )
        return lines
    lines.append("Terminals:")
    return [*lines, *(f"  {_terminal_line(one)}" for one in health.terminals)]


def _waiting(count: int, what: str, oldest_s: float) -> str:
    if not count:
        return "nothing waits."
    return f"{count} {what}{'s' if count > 1 else ''}, the oldest for {oldest_s:.0f} s."


def _terminal_line(one: TerminalHealth) -> str:
    seen = f"seen {one.seen_at}, clock {one.clock_offset_s:+.1f} s" if one.seen_at else "never seen"
    waiting = f", {one.waiting} waiting" if one.waiting else ""
    return (
        f"{one.terminal:<16} {one.face:<7} {one.property:<10} {one.state:<10} "
        f"incarnation {one.incarnation}, slips to {one.accepted}{waiting}, {seen}"
    )


def _tell_certificate(folder: CentreFolder) -> None:
    if not folder.certificate.exists():
        return
    ends = expires_at(folder)
    if ends < system_clock() + RENEW_BEFORE:
        print(
            f"The server's certificate ends on {ends:%Y-%m-%d}: run innpoint central init, which makes another, "
            "and give it to the server."
        )


def check_backup(path: Path, url: str) -> int:
    """Print whether a centre could be brought back; exit status 1 where something is missing."""
    folder = CentreFolder(path)
    with reached(_settings(folder, url).url) as connection:
        findings = backup_findings(connection)
    for one in findings:
        print(f"{'fine   ' if one.is_fine else 'MISSING'}  {one.says}")
        if one.way_out:
            print(f"         {one.way_out[0].upper()}{one.way_out[1:]}.")
    missing = sum(not one.is_fine for one in findings)
    print("Nothing is missing." if not missing else f"{missing} of {len(findings)} missing.")
    return 1 if missing else 0


def say_restored(path: Path, url: str) -> int:
    """Begin the next epoch after a dump was brought back, so that terminals send again what it lacks."""
    folder = CentreFolder(path)
    with reached(_settings(folder, url).url) as connection:
        epoch = restored(connection)
    print(
        f"Epoch {epoch} has begun: each terminal compares at its next contact, and sends what is missing."
    )
    print(
        "Messages that waited when the copy was made are marked as unsure: see `innpoint messages list`."
    )
    return 0


def enrol(
    path: Path,
    url: str,
    wanted: Wanted,
    hours: int,
    *,
    is_again: bool,
    out: Path | None,
) -> int:
    """Invite a terminal; its code is printed once, or written to a file that only its owner reads."""
    if not is_name(wanted.name):
        raise CentreError(
            f"No terminal can be called {wanted.name!r}: take small letters, digits and hyphens, 40 at most."
        )
    if out is not None and out.exists():
        raise CentreError(f"{out} is there already; name another file.")
    folder = CentreFolder(path)
    invitation = Invitation(
        terminal=wanted.name,
        property=wanted.property,
        face=wanted.face,
        password="",
        until=system_clock() + timedelta(hours=hours),
    )
    done = enrol_terminal(_settings(folder, url), folder, invitation, is_again=is_again)
    good = f"good until {_local(done.until)}, for one joining"
    if out is None:
        print(f"{wanted.name} is invited. Its code, shown this once, {good}:")
        print(f"\n{_folded(write_code(done.code))}\n")
    else:
        put_file(out, write_file(done.code, done.authority).encode("ascii"), mode=0o600)
        print(
            f"{wanted.name} is invited. Its code is in {out}, {good}: bring it there, then delete it."
        )
    return 0


def say_lost(path: Path, url: str, name: str) -> int:
    """Close a terminal's login at once."""
    folder = CentreFolder(path)
    with reached(_settings(folder, url).url) as connection:
        before = lose(connection, name)
    if before is None:
        print(f"there is no terminal {name}; see innpoint central status", file=sys.stderr)
        return 1
    again = " It was lost before." if before is State.LOST else ""
    left = _left(_settings(folder, url).url, name)
    cut = f"but {left} of its connections are open" if left else "its connections are cut"
    print(f"{name} is lost: its login is closed, {cut}.{again}")
    if left:
        print("Run this again with the --url of a superuser, who may cut them.")
    print(
        "What it had set aside for guests is given back when a supervisor declares it lost at a desk."
    )
    print(f"When it is found or replaced: innpoint central enrol-terminal {name} --face …")
    return 0


def _left(url: str, name: str) -> int:
    """Count the connections that a terminal still has, giving the server a moment to end them."""
    until = monotonic() + _MOMENT_S
    while True:
        with reached(url) as connection:
            left = connections_of(connection, name)
        if not left or monotonic() > until:
            return left
        sleep(_LOOK_S)


def ask_password(path: Path, url: str, login: str) -> int:
    """Give a login a password, typed or from a pipe; the server is sent only what SCRAM compares with."""
    folder = CentreFolder(path)
    settings = _settings(folder, url)
    password = (
        getpass.getpass(f"New password of {login}: ")
        if sys.stdin.isatty()
        else sys.stdin.readline()
    )
    password = password.rstrip("\n")
    if not password:
        print("no password was given: nothing was changed", file=sys.stderr)
        return 1
    with reached(settings.url) as connection:
        set_password(connection, login, password)
    print(f"{login} has a new password; put it into the ~/.pgpass of whoever uses it.")
    return 0


def _settings(folder: CentreFolder, url: str) -> CentreSettings:
    """Return what `init` was told, with another address where one is given.

    Raises:
        CentreError: Neither is there.
    """
    found = _read(folder)
    if found is None and not url:
        raise CentreError(
            f"There is no centre in {folder.path}: name its folder with --dir or its database with --url, "
            "or make one with `innpoint central init`."
        )
    if found is None:
        return CentreSettings(url=url)
    return CentreSettings(
        url=url or found.url, hosts=found.hosts, port=found.port, addresses=found.addresses
    )


def _read(folder: CentreFolder) -> CentreSettings | None:
    try:
        return read_centre(folder)
    except ValueError as error:
        raise CentreError(
            f"{error}; mend it, or run `innpoint central init --url` again."
        ) from error


def _usual_host(url: str) -> str:
    found = address_of(url).host or ""
    if found in {"", "localhost", "127.0.0.1", "::1"} or found.startswith("/"):
        found = socket.getfqdn()
    if found.startswith("localhost"):
        raise CentreError(
            "Say by which name terminals know this server: --host centre.hotel.example."
        )
    return found


def _local(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M %Z")


def _folded(code: str, width: int = 6) -> str:
    groups = code.split("-")
    rows = [groups[at : at + width] for at in range(0, len(groups), width)]
    return "\n".join("  " + "-".join(row) for row in rows)
