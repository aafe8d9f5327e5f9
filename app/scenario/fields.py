"""What kind of value each field of a step has; what is of another kind cannot be read, and is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_clock(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        time.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_list_of(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


_KINDS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "text": (_is_text, "text"),
    "name": (lambda value: _is_text(value) or _is_whole(value), "a name"),
    "whole": (_is_whole, "a whole number"),
    "yes": (lambda value: isinstance(value, bool), "true or false"),
    "money": (_is_text, 'money as text, such as "80.00"'),
    "figure": (lambda value: _is_text(value) or _is_whole(value), "a whole number, or money as text"),
    "day": (lambda value: isinstance(value, date) and not isinstance(value, datetime), "a date"),
    "moment": (lambda value: isinstance(value, date), "a date, or a date with a time"),
    "clock": (_is_clock, 'an hour such as "17:00"'),
    "month": (lambda value: _is_text(value) and bool(_MONTH.fullmatch(str(value))), 'a month such as "2024-05"'),
    "table": (lambda value: isinstance(value, dict), "a table"),
    "tables": (_is_list_of(lambda one: isinstance(one, dict)), "a list of tables"),
    "list": (lambda value: isinstance(value, list), "a list"),
    "texts": (_is_list_of(_is_text), "a list of names"),
    "wholes": (_is_list_of(_is_whole), "a list of whole numbers"),
    "refusal": (lambda value: isinstance(value, bool | str), "true, false or a reason"),
}  # fmt: skip
_BY_KIND: Final[Mapping[str, str]] = {
    "text": "member kind channel company household referrer tier booking booked_by guest rate_class price_offer perk "
    "stay reward from to charity reason into what market outcome draw odd_team even_team winner booked_via brand "
    "choice outlet product currency pay partner where identify pin reward_class text segment content format "
    "scheme arranged",
    "name": "as_of_stay room bill of seed",
    "whole": "points miles nights rooms rooms_left guarantee_hours hours units price reward_price room_nights records "
    "adults",
    "yes": "legal_capacity invited prepaid available self_stayed overnight confirm confirmed wanted consent "
    "consent_third_party",
    "money": "paid stored_value amount spend cost",
    "day": "birth_date date check_in last earned_on on last_no_show",
    "moment": "at tier_since arrival kickoff",
    "clock": "at_time",
    "month": "month",
    "table": "counts balances flags party by outlet_spend gives",
    "tables": "lots history",
    "texts": "agreements",
    "wholes": "children",
    "refusal": "refused",
}
_KIND_OF: Final = {field: kind for kind, fields in _BY_KIND.items() for field in fields.split()}
# The same word for points where it stands for money elsewhere.
_ELSE: Final = {"buy_points amount": "whole", "convert amount": "whole"}
_SEEN: Final[Mapping[str, str]] = {
    "member": "text", "charity": "text", "balance": "table", "counts": "table", "liability": "table", "lots": "list",
}  # fmt: skip
_NEEDED: Final[Mapping[str, str]] = {
    "book": "arrival", "guarantee": "booking hours", "cancel": "booking", "no_show": "booking", "arrive": "booking",
    "extend": "stay", "apply_tier": "tier", "buy_tier": "tier", "accept_invitation": "tier", "action": "what",
    "gift": "to points", "stake": "market outcome points kickoff", "settle_market": "market outcome",
    "hold_draw": "draw last", "claim_prize": "room odd_team even_team winner booked_via check_in",
    "appeal": "outlet bill", "decide_appeal": "bill outcome", "search": "what", "sms_in": "text",
    "request_perk": "perk", "cash_cheque": "amount", "buy_points": "reward amount", "convert": "from to amount",
    "sign_agreement": "charity", "donate": "charity points", "merge": "into", "disclose": "to", "void": "of",
    "refund": "of amount", "top_up": "amount", "redeem": "reward", "print": "wanted",
}  # fmt: skip
_WITHOUT_MEMBER = frozenset(
    {
        "check_out", "void", "refund", "settle_market", "hold_draw", "claim_prize", "search", "export_web",
        "import_web", "campaign", "print", "day_end",
    }
)  # fmt: skip


def misread(step: Mapping[str, Any]) -> list[str]:
    """Return what of a step cannot be read: each value that is of another kind, each field that is missing."""
    word = str(step.get("do", "see"))
    found = list(_wrong(word, "at", step["at"])) if "at" in step else []
    if "see" in step:
        return [*found, *_misread_see(step["see"])]
    if word not in _WITHOUT_MEMBER and "member" not in step:
        found.append(f"{word} without member")
    found += [
        f"{word} without {name}" for name in _NEEDED.get(word, "").split() if name not in step
    ]
    for field, value in step.items():
        if field not in {"at", "do"}:
            found += _wrong(word, field, value)
    return found


def _misread_see(seen: object) -> Iterator[str]:
    if not isinstance(seen, dict):
        yield f"see = {said(seen)} is not a table"
        return
    for field, value in seen.items():
        kind = _SEEN.get(field, "")
        if kind and not _KINDS[kind][0](value):
            yield f"see {field} = {said(value)} is not {_KINDS[kind][1]}"


def _wrong(word: str, field: str, value: object) -> Iterator[str]:
    kind = _ELSE.get(f"{word} {field}", _KIND_OF.get(field, ""))
    if kind and not _KINDS[kind][0](value):
        yield f"{word} {field} = {said(value)} is not {_KINDS[kind][1]}"
    elif isinstance(value, dict):
        yield from _wrong_inside(f"{word} {field}", field, value)
    elif kind == "tables" and isinstance(value, list):
        for one in value:
            yield from _wrong_inside(f"{word} {field}", field, one)


def _wrong_inside(where: str, field: str, inside: Mapping[str, object]) -> Iterator[str]:
    """Say what is wrong within a table: of figures by name, or of fields that have kinds of their own."""
    if field == "history" and "on" not in inside:
        yield f"{where} without on"
    if field == "lots":
        yield from (
            f"{where} without {name}" for name in ("points", "earned_on") if name not in inside
        )
    for name, value in inside.items():
        kind = _kind_within(field, name)
        if kind and not _KINDS[kind][0](value):
            yield f"{where} {name} = {said(value)} is not {_KINDS[kind][1]}"


def _kind_within(field: str, name: str) -> str:
    if field == "outlet_spend":
        return "money"
    if field == "balances" or (field in {"counts", "history"} and name == "spend"):
        return "figure"
    if field in {"counts", "history"} and name != "on":
        return "whole"
    return "" if field == "gives" else _KIND_OF.get(name, "")


def said(value: object) -> str:
    """Say a value of a story about as it is written."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
