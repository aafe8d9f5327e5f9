"""The words of IC cards and messages, and the option that names a hotel's folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from platformdirs import user_data_path

_DEMO_WINDOW = (720, 1280)


def hotel_option(parser: argparse.ArgumentParser, *, inherits: bool = False) -> None:
    """Let a command name the hotel's folder.

    Args:
        parser: Of the command.
        inherits: The word before it takes this option, too, and what was said there holds.
    """
    default = user_data_path("innpoint") / "hotel"
    parser.add_argument(
        "--hotel",
        type=Path,
        default=argparse.SUPPRESS if inherits else default,
        metavar="DIR",
        help=f"the hotel's folder ({default})",
    )


def add_messages(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``messages`` and its acts."""
    messages = commands.add_parser(
        "messages", help="list, check, retry ID, give-up ID, password: what members are told"
    )
    acts = messages.add_subparsers(dest="act", required=True)
    listed = acts.add_parser("list", help="the outbox, the oldest first")
    states = ("waiting", "sending", "sent", "failed", "unsure", "given-up")
    listed.add_argument("--state", choices=states)
    for name, text in (
        ("retry", "send one again: what is unsure may reach the guest twice"),
        ("give-up", "send one no more"),
    ):
        act = acts.add_parser(name, help=text)
        act.add_argument("message", metavar="ID")
    acts.add_parser("check", help="the hotel's own sentences: what is wrong with them")
    acts.add_parser("password", help="keep the mail server's password, typed or from a pipe")
    for act in acts.choices.values():
        hotel_option(act)
    messages.set_defaults(run=_messages)


def _messages(arguments: argparse.Namespace) -> int:
    from app.cli import messages

    match arguments.act:
        case "list":
            return messages.list_messages(arguments.hotel, arguments.state)
        case "check":
            return messages.check_texts(arguments.hotel)
        case "retry":
            return messages.retry_message(arguments.hotel, arguments.message)
        case "give-up":
            return messages.give_up_message(arguments.hotel, arguments.message)
        case _:
            return messages.ask_mail_password(arguments.hotel)


def add_cards(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``card`` and its acts."""
    card = commands.add_parser(
        "card",
        help="IC cards: list, read, verify, personalise, block, renew, re-personalise, keys, log",
    )
    acts = card.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="card readers that are plugged in")
    for name, text in (
        ("read", "say what lies on the reader"),
        ("verify", "read it and compare it with the books, or with a number"),
        ("personalise", "write the number of an issued card on a blank IC card"),
        ("block", "mark one that the books know as lost as no longer good"),
        ("renew", "give one on an old key the present key; its number stays"),
        ("re-personalise", "write a number over what is on it"),
    ):
        act = acts.add_parser(name, help=text)
        hotel_option(act)
        if name in {"verify", "personalise", "re-personalise"}:
            nargs = "?" if name == "verify" else None
            act.add_argument("number", nargs=nargs, metavar="NUMBER", help="all digits of a card")
        act.add_argument(
            "--record",
            type=_wire_file,
            metavar="FILE",
            help="a new file for the talk with the reader, for `innpoint devices replay`",
        )
        if name not in {"read", "verify"}:
            act.add_argument(
                "--supervisor",
                action="store_true",
                help="a supervisor signs, too, and allows the last try of a card that counts",
            )
    for one in acts.choices.values():
        one.set_defaults(run=_card)
        one.add_argument("--reader", default="", metavar="NAME", help="how its name begins")
    log = acts.add_parser("log", help="what was done to IC cards and their keys, and by whom")
    log.add_argument("number", nargs="?", default="", metavar="NUMBER", help="of this card only")
    hotel_option(log)
    log.set_defaults(run=_card_log)
    _add_card_keys(acts)


def _add_card_keys(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    keys = acts.add_parser(
        "keys", help="show, change, retire CHECK: check values of the house's keys"
    )
    deeds = keys.add_subparsers(dest="deed")
    hotel_option(keys)
    keys.set_defaults(run=_card_keys)
    deeds.add_parser("show", help="check values of the present and the former keys")
    change = deeds.add_parser("change", help="a new key; the present one becomes a former one")
    change.add_argument(
        "--from",
        dest="file",
        type=Path,
        metavar="FILE",
        help="holds the key as 64 hexadecimal digits; else one is made by chance",
    )
    retire = deeds.add_parser("retire", help="give a former key up: cards on it are waste then")
    retire.add_argument("check", metavar="CHECK", help="its check value")
    retire.add_argument("--yes", action="store_true", help="do not ask once more")
    for deed in deeds.choices.values():
        hotel_option(deed, inherits=True)


def _wire_file(name: str) -> Path:
    return Path(name if name.endswith(".wire") else f"{name}.wire")


def _card(arguments: argparse.Namespace) -> int:
    from app.cli import cards

    if arguments.act == "list":
        return cards.list_readers(arguments.reader)
    return cards.work_on_card(
        arguments.act,
        getattr(arguments, "number", None) or "",
        arguments.hotel,
        arguments.reader,
        supervisor=getattr(arguments, "supervisor", False),
        record=arguments.record,
    )


def _card_log(arguments: argparse.Namespace) -> int:
    from app.cli.cards import card_log

    return card_log(arguments.hotel, arguments.number)


def _card_keys(arguments: argparse.Namespace) -> int:
    from app.cli import card_keys

    match arguments.deed:
        case "change":
            return card_keys.change_card_key(arguments.hotel, arguments.file)
        case "retire":
            return card_keys.retire_card_key(
                arguments.hotel, arguments.check, is_sure=arguments.yes
            )
        case _:
            return card_keys.show_card_keys(arguments.hotel)


def simulate_option(parser: argparse.ArgumentParser) -> None:
    """Let a face take simulated devices instead of those of its settings."""
    parser.add_argument("--simulate", action="store_true", help="with simulated devices")


def add_kiosk(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add ``kiosk`` and its acts."""
    kiosk = commands.add_parser("kiosk", help="the kiosk in the lobby; appoint NAME, pin OPERATOR")
    hotel_option(kiosk)
    kiosk.add_argument(
        "--demo", action="store_true", help="on a demo hotel, with simulated devices, in a window"
    )
    kiosk.add_argument(
        "--window", type=_size, metavar="WxH", help="in a window of that size, not the whole screen"
    )
    kiosk.add_argument("--face", action="store_true", help="without the watchdog")
    simulate_option(kiosk)
    acts = kiosk.add_subparsers(dest="act", metavar="ACT")
    appoint = acts.add_parser("appoint", help="let this machine answer for what guests do alone")
    appoint.add_argument("name", metavar="NAME", help="e.g. kiosk-1")
    pin = acts.add_parser("pin", help="set the PIN of somebody who looks after kiosks")
    pin.add_argument("name", metavar="OPERATOR")
    for act in acts.choices.values():
        hotel_option(act, inherits=True)
    kiosk.set_defaults(run=_kiosk)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    return int(width), int(height)


def _kiosk(arguments: argparse.Namespace) -> int:
    from app.cli import kiosk

    if arguments.act == "appoint":
        return kiosk.appoint_kiosk(arguments.hotel, arguments.name)
    if arguments.act == "pin":
        return kiosk.set_staff_pin(arguments.hotel, arguments.name)
    size = arguments.window
    if arguments.face:
        path = arguments.hotel / "demo-kiosk" if arguments.demo else arguments.hotel
        shown = size or (_DEMO_WINDOW if arguments.demo else None)
        return kiosk.run_kiosk(path, shown, is_demo=arguments.demo, simulate=arguments.simulate)
    words = ["--hotel", str(arguments.hotel), *(["--demo"] if arguments.demo else [])]
    words += ["--simulate"] if arguments.simulate else []
    words += ["--window", f"{size[0]}x{size[1]}"] if size else []
    return kiosk.watch_kiosk(words)
