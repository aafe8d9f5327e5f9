"""The words of ``innpoint central``."""

from __future__ import annotations

import argparse
import ipaddress
from pathlib import Path

from platformdirs import user_data_path

_MOST_HOURS = 24 * 14


def add_central(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    """Add ``central`` and the acts of those who look after a centre.

    Returns:
        Where more acts are added.
    """
    central = commands.add_parser(
        "central",
        help="the centre of a hotel: init, status, enrol-terminal, lost, backup-check …",
    )
    acts = central.add_subparsers(dest="act", required=True, metavar="ACT")
    made = acts.add_parser("init", help="make the centre in an empty database, or mend one")
    made.add_argument(
        "--host", action="append", default=[], metavar="NAME",
        help="name or address by which terminals know the server; may be given more than once",
    )  # fmt: skip
    made.add_argument(
        "--address", action="append", default=[], type=_network, metavar="CIDR",
        help="a network that terminals come from, e.g. 10.20.0.0/16; may be given more than once",
    )  # fmt: skip
    made.add_argument("--port", type=_port, metavar="N", help="where the server listens (5432)")
    acts.add_parser("upgrade", help="bring tables, views and rights to this InnPoint")
    status = acts.add_parser("status", help="who posts, what waits, how the terminals stand")
    status.add_argument(
        "--metrics", action="store_true", help="in the text format that Prometheus reads"
    )
    acts.add_parser("post", help="decide what terminals hand in; a service")
    acts.add_parser("backup-check", help="could the centre be brought back? status 1 where not")
    acts.add_parser("restored", help="say that the database was brought back from a dump")
    enrol = acts.add_parser("enrol-terminal", help="invite a terminal; its code is shown once")
    enrol.add_argument("name", metavar="NAME", help="small letters, digits, hyphens: desk-2")
    enrol.add_argument("--face", choices=("desk", "outlet", "kiosk"), required=True)
    enrol.add_argument(
        "--valid-hours", type=_hours, default=24, metavar="N", help="until the code runs out (24)"
    )
    enrol.add_argument("--property", default="", metavar="ID", help="where the centre has several")
    enrol.add_argument("--again", action="store_true", help="also one that is at work: set up anew")
    enrol.add_argument("--out", type=Path, metavar="FILE", help="write the code there instead")
    lost = acts.add_parser("lost", help="close a terminal's login at once")
    lost.add_argument("name", metavar="NAME")
    password = acts.add_parser("password", help="give a login of the centre a password")
    password.add_argument(
        "login",
        choices=("innpoint_poster", "innpoint_migrator", "innpoint_office", "innpoint_auditor"),
    )
    for act in acts.choices.values():
        centre_options(act)
        act.set_defaults(run=_central)
    return acts


def centre_options(parser: argparse.ArgumentParser) -> None:
    """Let a command name the centre's folder, and a database other than the one that `init` was told."""
    default = user_data_path("innpoint") / "centre"
    parser.add_argument(
        "--dir", type=Path, default=default, metavar="DIR", help=f"the centre's folder ({default})"
    )
    parser.add_argument(
        "--url", default="", metavar="URL",
        help="postgresql+psycopg://USER@HOST/DATABASE; else the one that `init` was told",
    )  # fmt: skip


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{error}; meant is a network such as 10.20.0.0/16"
        ) from error


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise argparse.ArgumentTypeError(f"a port is 1 to 65535, not {text}")
    return port


def _hours(text: str) -> int:
    hours = int(text)
    if not 0 < hours <= _MOST_HOURS:
        raise argparse.ArgumentTypeError(f"1 to {_MOST_HOURS} hours, not {text}")
    return hours


def _central(arguments: argparse.Namespace) -> int:
    from app.cli import central

    folder, url = arguments.dir, arguments.url
    match arguments.act:
        case "init":
            return central.init_central(
                folder,
                url,
                tuple(arguments.host),
                tuple(arguments.address),
                arguments.port,
            )
        case "upgrade":
            return central.upgrade_central(folder, url)
        case "status":
            return central.central_status(folder, url, as_metrics=arguments.metrics)
        case "post":
            from app.cli.central_post import post

            return post(folder, url)
        case "backup-check":
            return central.check_backup(folder, url)
        case "restored":
            return central.say_restored(folder, url)
        case "enrol-terminal":
            return central.enrol(
                folder,
                url,
                central.Wanted(arguments.name, arguments.face, arguments.property),
                arguments.valid_hours,
                is_again=arguments.again,
                out=arguments.out,
            )
        case "lost":
            return central.say_lost(folder, url, arguments.name)
        case _:
            return central.ask_password(folder, url, arguments.login)
