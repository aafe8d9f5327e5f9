"""The words of IC cards and messages, and the option that names a hotel's folder."""

from __future__ import annotations

import argparse
from pathlib import Path

from platformdirs import user_data_path


def hotel_option(parser: argparse.ArgumentParser) -> None:
    """Let a command name the hotel's folder."""
    default = user_data_path("innpoint") / "hotel"
    parser.add_argument(
        "--hotel", type=Path, default=default, metavar="DIR", help=f"the hotel's folder ({default})"
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
        "card", help="IC cards: list, read, verify, personalise, block, re-personalise"
    )
    acts = card.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help="card readers that are plugged in")
    for name, text in (
        ("read", "say what lies on the reader"),
        ("verify", "read it and compare it with the books, or with a number"),
        ("personalise", "write the number of an issued card on a blank IC card"),
        ("block", "mark it as no longer good"),
        ("re-personalise", "write a number over what is on it"),
    ):
        act = acts.add_parser(name, help=text)
        hotel_option(act)
        if name in {"verify", "personalise", "re-personalise"}:
            nargs = "?" if name == "verify" else None
            act.add_argument("number", nargs=nargs, metavar="NUMBER", help="all digits of a card")
        if name not in {"read", "verify"}:
            act.add_argument(
                "--supervisor",
                action="store_true",
                help="a supervisor signs here and allows the last try of a card that counts",
            )
    for one in acts.choices.values():
        one.set_defaults(run=_card)
        one.add_argument("--reader", default="", metavar="NAME", help="how its name begins")


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
    )
