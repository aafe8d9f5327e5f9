"""Reads the command line and hands it to the room that answers; heavy rooms are opened only when asked."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from platformdirs import user_data_path

from app import VERSION
from app.bootstrap.collector import collect_rarely
from app.cli.central_words import add_central
from app.cli.terminal import add_terminal
from app.cli.trial import add_trial
from app.cli.words import add_cards, add_kiosk, add_messages, hotel_option, simulate_option


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: Words behind the program's name; None: the process's own.

    Returns:
        Exit status: 0, 1 when what was checked is wrong, 2 for wrong words.
    """
    collect_rarely()
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["devices"]:
        from app.cli.watching import watch_words
        from devices.__main__ import main as devices_main

        hotel = user_data_path("innpoint") / "hotel"
        return devices_main(watch_words(words[1:], hotel), sys.stdout)
    arguments = _parser().parse_args(words)
    try:
        answer: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has enough; what is left goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - told in a sentence, or raised again
        return _stopped(error)
    return answer


def _stopped(error: Exception) -> int:
    """Tell in one sentence why a command cannot go on; what is a fault of the program is raised again."""
    from app.cli.faults import sentence_for

    said = sentence_for(error)
    if said is None:
        raise error
    print(said, file=sys.stderr)
    return 1


def _at_least(least: int) -> Callable[[str], int]:
    """Read a whole number that is not below a least one."""

    def number(text: str) -> int:
        found = int(text)
        if found < least:
            raise argparse.ArgumentTypeError(f"must be {least} or more, not {text}")
        return found

    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="innpoint", description="The loyalty desk of a hotel.")
    parser.add_argument("--version", action="version", version=f"innpoint {VERSION}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _faces(commands)
    _rules(commands)
    _hotels(commands)
    _books(commands)
    add_messages(commands)
    add_kiosk(commands)
    add_cards(commands)
    add_central(commands)
    add_terminal(commands)
    commands.add_parser(
        "devices", help="list, watch, health, conform, record, replay, doctor, keys, simulate"
    )
    return parser


def _faces(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="the desk on a demo hotel, with simulated devices")
    default = user_data_path("innpoint") / "demo"
    demo.add_argument(
        "--hotel", type=Path, default=default, metavar="DIR", help=f"the demo's folder ({default})"
    )
    demo.set_defaults(run=_demo)
    desk = commands.add_parser("desk", help="the desk of a hotel")
    hotel_option(desk)
    desk.add_argument(
        "--training", action="store_true", help="training books and simulated devices, red frame"
    )
    simulate_option(desk)
    desk.set_defaults(run=_desk)
    outlet = commands.add_parser("outlet", help="the till of an outlet")
    hotel_option(outlet)
    outlet.add_argument("--outlet", default="", metavar="CODE", help="which of the hotel's outlets")
    outlet.add_argument(
        "--demo", action="store_true", help="on a demo hotel, with simulated devices"
    )
    simulate_option(outlet)
    outlet.set_defaults(run=_outlet)
    gallery = commands.add_parser(
        "gallery", help="every page of every face in every language, theme and size, as pictures"
    )
    gallery.add_argument(
        "folder", type=Path, metavar="DIR", help="where pictures and index.html go"
    )
    gallery.add_argument(
        "--face",
        action="append",
        choices=("desk", "outlet", "kiosk"),
        help="only this face; may be given more than once",
    )
    gallery.set_defaults(run=_gallery)
    tour = commands.add_parser("tour", help="a day at desk, till and kiosk, played headless")
    tour.add_argument(
        "--headless",
        type=Path,
        metavar="DIR",
        required=True,
        help="where pictures and tour.json go",
    )
    tour.set_defaults(run=_tour)


def _rules(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    scenario = commands.add_parser("scenario", help="run FILE...: play stories")
    acts = scenario.add_subparsers(dest="act", required=True)
    run = acts.add_parser("run", help="play the stories of these files")
    run.add_argument("files", nargs="+", type=Path, metavar="FILE")
    run.add_argument("--json", action="store_true", help="print a list of {id, ok, failures}")
    run.add_argument("--trace", action="store_true", help="say how every step came out")
    run.add_argument("--language", choices=("zh_CN", "en"), default="en")
    run.set_defaults(run=_scenario_run)
    programme = commands.add_parser("programme", help="list | show ID | check ID... | diff A B")
    acts = programme.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="the programmes that come with InnPoint")
    show = acts.add_parser("show", help="a pack's rules as sentences")
    show.add_argument("pack", metavar="ID", help="a programme's id, or a pack's file")
    check = acts.add_parser("check", help="read packs, play their stories, say what is wrong")
    check.add_argument("packs", nargs="+", metavar="ID")
    diff = acts.add_parser("diff", help="what changes for members between two versions")
    diff.add_argument("before", metavar="A")
    diff.add_argument("after", metavar="B")
    what_if = acts.add_parser("what-if", help="real slips under another version, side by side")
    what_if.add_argument("file", type=Path, metavar="NEW")
    what_if.add_argument("--books", required=True, metavar="URL")
    what_if.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
    what_if.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
    for one in acts.choices.values():
        one.add_argument("--language", choices=("zh_CN", "en"), default="en")
        one.set_defaults(run=_programme)


def _hotels(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    hotel = commands.add_parser(
        "hotel", help="new FILE: make a hotel's first book; trial: one with a centre"
    )
    acts = hotel.add_subparsers(dest="act", required=True)
    new = acts.add_parser("new", help="FILE holds the answers as TOML; what it lacks is asked")
    new.add_argument("file", type=Path, nargs="?", metavar="FILE")
    hotel_option(new)
    new.set_defaults(run=_hotel_new)
    add_trial(acts)


def _books(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    books = commands.add_parser("books", help="verify, replay, balances, backup DIR, restore DIR")
    deeds = books.add_subparsers(dest="act", required=True)
    for name, text in (
        ("verify", "check every promise of the books"),
        ("replay", "decide all slips anew and compare"),
    ):
        deed = deeds.add_parser(name, help=text)
        hotel_option(deed)
        deed.add_argument(
            "--books", metavar="URL", help="books by URL or path, instead of a hotel's folder"
        )
        deed.add_argument("--json", action="store_true", help="one JSON object as the last line")
        _keys_option(deed)
        if name == "verify":
            deed.add_argument(
                "--acked",
                type=Path,
                metavar="FILE",
                help="slip ids that must be decided, one a line",
            )
        deed.set_defaults(run=_books_deed)
    balances = deeds.add_parser("balances", help="what members held when a day had ended")
    hotel_option(balances)
    balances.add_argument("--books", metavar="URL", help="books by URL or path")
    _keys_option(balances)
    balances.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
    balances.add_argument(
        "--ending-by", type=date.fromisoformat, metavar="DATE", help="and what ends by a day"
    )
    balances.add_argument("--member", default="", metavar="ID", help="of one member")
    balances.set_defaults(run=_books_deed)
    for name, text in (
        ("backup", "copy books, keys and settings to DIR"),
        ("restore", "bring a copy back"),
    ):
        deed = deeds.add_parser(name, help=text)
        hotel_option(deed)
        deed.add_argument("dir", type=Path, metavar="DIR")
        deed.set_defaults(run=_books_deed)
    born = commands.add_parser("birthdays", help="whose birthday it is, for greetings and gifts")
    hotel_option(born)
    born.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="else today")
    born.add_argument(
        "--days", type=_at_least(1), default=1, metavar="N", help="that day and those after it"
    )
    born.add_argument("--json", action="store_true", help="one object a line")
    born.set_defaults(run=_birthdays)
    sample = commands.add_parser("sample", help="make a hotel with sample members")
    sample.add_argument("--members", type=_at_least(0), default=1000, metavar="N")
    sample.add_argument(
        "--lots", type=_at_least(1), default=1, metavar="N", help="lots of points each"
    )
    hotel_option(sample)
    sample.set_defaults(run=_sample)
    bench = commands.add_parser("bench", help="measure how fast it is, beside a limit")
    bench.add_argument(
        "name",
        choices=(
            "swipe",
            "confirm",
            "till",
            "post",
            "search",
            "start",
            "decide",
            "day-end",
            "what-if",
            "devices",
            "centre",
        ),
    )
    bench.add_argument("--json", action="store_true", help="one JSON object as the last line")
    bench.add_argument("--members", type=_at_least(1), default=100_000, metavar="N")
    bench.add_argument("--rounds", type=_at_least(1), default=5, metavar="N")
    bench.add_argument(
        "--cycles", type=_at_least(1), default=10_000, metavar="N", help="devices: plug cycles"
    )
    bench.add_argument("--books", metavar="URL", help="post: books to append to")
    bench.add_argument(
        "--slips",
        type=_at_least(1),
        metavar="N",
        help="post: slips a round (4096); what-if: bills in all (100000)",
    )
    bench.add_argument(
        "--clients", type=_at_least(1), default=64, metavar="C", help="post: slips under way"
    )
    bench.add_argument(
        "--ack-log", type=Path, metavar="FILE", help="post: ids of acknowledged slips, fsynced"
    )
    bench.set_defaults(run=_bench)


def _keys_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        help="their keys; for a centre, books.keys of its folder",
    )


def _demo(arguments: argparse.Namespace) -> int:
    from app.cli.faces import run_demo

    return run_demo(arguments.hotel)


def _outlet(arguments: argparse.Namespace) -> int:
    from app.cli.faces import run_outlet

    path: Path = arguments.hotel
    if arguments.demo:
        path = path / "demo-till"
    code = arguments.outlet or ("restaurant" if arguments.demo else "")
    return run_outlet(path, code, is_demo=arguments.demo, simulate=arguments.simulate)


def _desk(arguments: argparse.Namespace) -> int:
    from app.cli.faces import run_desk

    return run_desk(arguments.hotel, training=arguments.training, simulate=arguments.simulate)


def _gallery(arguments: argparse.Namespace) -> int:
    from app.tour.gallery.run import run_gallery

    return run_gallery(arguments.folder, tuple(arguments.face or ("desk", "outlet", "kiosk")))


def _tour(arguments: argparse.Namespace) -> int:
    from app.tour.headless import run_headless

    return run_headless(arguments.headless)


def _scenario_run(arguments: argparse.Namespace) -> int:
    from app.cli.rules import scenario_run

    return scenario_run(
        arguments.files,
        as_json=arguments.json,
        with_trace=arguments.trace,
        lang=arguments.language,
    )


def _programme(arguments: argparse.Namespace) -> int:
    from app.cli import rules

    match arguments.act:
        case "list":
            return rules.programme_list(lang=arguments.language)
        case "show":
            return rules.programme_show(arguments.pack, lang=arguments.language)
        case "diff":
            return rules.programme_diff(arguments.before, arguments.after, lang=arguments.language)
        case "what-if":
            return rules.programme_what_if(
                arguments.file, arguments.books, arguments.first, arguments.last
            )
        case _:
            return rules.programme_check(arguments.packs)


def _hotel_new(arguments: argparse.Namespace) -> int:
    from app.cli.hotel import hotel_new

    return hotel_new(arguments.file, arguments.hotel)


def _books_deed(arguments: argparse.Namespace) -> int:
    from app.cli import books

    match arguments.act:
        case "verify":
            return books.verify_books(
                arguments.hotel,
                arguments.books,
                arguments.acked,
                as_json=arguments.json,
                keys=arguments.keys,
            )
        case "replay":
            return books.replay_books(
                arguments.hotel, arguments.books, as_json=arguments.json, keys=arguments.keys
            )
        case "balances":
            return books.balances_of_books(
                arguments.hotel,
                arguments.books,
                arguments.on,
                arguments.ending_by,
                arguments.member,
                keys=arguments.keys,
            )
        case "backup":
            return books.backup_books(arguments.hotel, arguments.dir)
        case _:
            return books.restore_books(arguments.hotel, arguments.dir)


def _birthdays(arguments: argparse.Namespace) -> int:
    from app.cli.birthdays import print_birthdays

    return print_birthdays(arguments.hotel, arguments.on, arguments.days, as_json=arguments.json)


def _sample(arguments: argparse.Namespace) -> int:
    from app.cli.hotel import make_sample

    return make_sample(arguments.hotel, arguments.members, arguments.lots)


def _bench(arguments: argparse.Namespace) -> int:
    from app.bench.run import run_bench

    return run_bench(arguments)
