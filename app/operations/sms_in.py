"""A text message came in (短信): the points balance, a reward's price, a reservation, each answered by text."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import replace
from enum import Enum, unique
from typing import Final

from app.loyalty.accounts import AVAILABLE
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import inactive, served
from app.operations.reserve_reward import release, reserve
from app.operations.slip import Body, Slip
from app.operations.sms_replies import reply
from app.operations.view import HouseState, Needs, View
from app.programme.programme import Programme

KIND = "sms_in"
_WHERE = "website"  # rewards that the house hands out to those who are not here


@unique
class Command(Enum):
    """What a message asks."""

    BALANCE = "balance"
    QUERY = "query"
    RESERVE = "reserve"
    CANCEL = "cancel"
    STOP = "stop"  # no more texts (退订)
    START = "start"  # texts again
    UNKNOWN = "unknown"


_WORDS: Final = {
    "balance": Command.BALANCE,
    "余额": Command.BALANCE,
    "query": Command.QUERY,
    "查询": Command.QUERY,
    "reserve": Command.RESERVE,
    "预订": Command.RESERVE,
    "cancel": Command.CANCEL,
    "取消": Command.CANCEL,
    "stop": Command.STOP,
    "unsubscribe": Command.STOP,
    "td": Command.STOP,  # the first letters of 退订: what texts in China ask to be answered
    "退订": Command.STOP,
    "start": Command.START,
    "恢复": Command.START,
}


class SmsIn(Body, frozen=True, kw_only=True):
    """What the message asks; its sender is the slip's member.

    Only known words and codes stand here: whatever else somebody wrote may be personal, and a number
    that sent it is nobody's business but the gateway's.

    Attributes:
        code: Of a reward in the catalogue; empty for none.
    """

    command: Command
    code: str = ""


def read_text(text: str, codes: Collection[str]) -> SmsIn:
    """Read a message; a word or a code that is not known leaves nothing of the text.

    Args:
        text: As it came, in any case and width.
        codes: Of the rewards there are.
    """
    words = unicodedata.normalize("NFKC", text).casefold().split()
    command = _WORDS.get(words[0], Command.UNKNOWN) if words else Command.UNKNOWN
    asks_code = command in {Command.QUERY, Command.RESERVE, Command.CANCEL}
    if len(words) != (2 if asks_code else 1):
        return SmsIn(command=Command.UNKNOWN)
    known = {code.casefold(): code for code in codes}
    return SmsIn(command=command, code=known.get(words[1], "") if asks_code else "")


def codes_of(house: HouseState, programme: Programme) -> frozenset[str]:
    """Return the codes of all rewards: of the catalogue, and those that a setting prices."""
    listed = programme.pack.rewards
    priced = programme.settings[listed.setting] if listed else {}
    return frozenset(house.rewards) | frozenset(priced if isinstance(priced, dict) else ())


def needs(slip: Slip[SmsIn], view: View) -> Needs:
    """The sender alone; the catalogue is always there."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[SmsIn], view: View) -> Decision:
    """Answer the message; what cannot be done is answered too, and moves nothing.

    Source:
        S4 L735: the balance by text; S4 L743-745: rewards asked for and reserved by their code.
    """
    if slip.body.command in {Command.STOP, Command.START}:
        return _change_wish(slip, view)
    # Nobody stands at a desk: the number that sent it says who it is.
    refusal = inactive(view.member(slip.member))
    stopped = served(slip, view) if slip.operator else refusal and refused_as(refusal)
    if stopped:
        return stopped
    if "points" not in view.programme.pack.assets:
        return refused(Reason.NOT_OFFERED)
    entry = Entry(slip, view)
    match slip.body.command:
        case Command.BALANCE:
            _tell_balance(entry)
        case Command.QUERY:
            _tell_price(entry, slip.body.code, view)
        case Command.RESERVE:
            _reserve(entry, slip.body.code, view)
        case Command.CANCEL:
            _cancel(entry, slip.body.code, view)
        case Command.UNKNOWN | Command.STOP | Command.START:
            _say(entry, "help")
    entry.explain("text", slip.body.command.value, slip.body.code)
    return entry.posted(notified=("sms",))


def _change_wish(slip: Slip[SmsIn], view: View) -> Decision:
    """Say no to texts, or yes again: whoever can be sent one can do so, whatever the account's state."""
    row = view.member(slip.member).row
    if row is None:
        return refused(Reason.MEMBER_UNKNOWN)
    entry = Entry(slip, view)
    wants_none = slip.body.command is Command.STOP
    if row.no_sms is not wants_none:
        entry.put(replace(row, no_sms=wants_none, version=row.version + 1))
    _say(entry, "stopped" if wants_none else "started")
    entry.explain("text", slip.body.command.value, "")
    return entry.posted(notified=("sms",))


def _say(entry: Entry, what: str, **facts: str | int) -> None:
    row = entry.state.row
    entry.gives["reply"] = reply(row.language if row else "", what, **facts)


def _tell_balance(entry: Entry) -> None:
    free, held = entry.state.balance("points", AVAILABLE), entry.state.held("points")
    _say(entry, "balance-held" if held else "balance", points=free + held, held=held, free=free)


def _price(code: str, view: View) -> int:
    row = view.house.rewards.get(code)
    return (row.points if row else view.programme.reward_price(code)) or 0


def _tell_price(entry: Entry, code: str, view: View) -> None:
    price = _price(code, view)
    if not price:
        _say(entry, "help")
        return
    row = view.house.rewards.get(code)
    is_gone = row is not None and row.stock == 0
    free = entry.state.balance("points")
    _say(entry, "gone" if is_gone else "price", reward=code, price=price, free=free)


def _reserve(entry: Entry, code: str, view: View) -> None:
    entry.gives["reserved"] = False
    if not _price(code, view):
        _say(entry, "help")
        return
    refusal = reserve(entry, code, _WHERE, view)
    free = entry.state.balance("points")
    facts: dict[str, str | int] = {"reward": code, "price": _price(code, view), "free": free}
    if refusal is None:
        _say(entry, "reserved", **facts)
    elif refusal.reason is Reason.RESERVED_BEFORE:
        entry.gives["reserved"] = code
        _say(entry, "reserved-before", **facts)
    elif refusal.reason is Reason.NOT_ENOUGH_POINTS:
        _say(entry, "not-enough", **facts)
    else:
        _say(entry, "not-possible", **facts)


def _cancel(entry: Entry, code: str, view: View) -> None:
    points = release(entry, code, view, view.observed.business_date) if code else 0
    if points:
        _say(entry, "released", reward=code, price=points)
    elif code:
        _say(entry, "not-reserved", reward=code)
    else:
        _say(entry, "help")
