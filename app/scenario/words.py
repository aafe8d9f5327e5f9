"""Reads scenario files and knows the words of their language."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")
_AROUND = frozenset({"at", "do", "member", "refused", "gives"})
_SEARCHED = frozenset({"appeals", "spends"})
_SEARCHED_BY = frozenset({"member", "outlet", "bill", "date", "month"})
# What each step may say; a field that is not read would pass in silence.
DO_WORDS: Final[Mapping[str, frozenset[str]]] = {
    word: frozenset(fields.split())
    for word, fields in {
        "enrol": "kind channel birth_date legal_capacity company household invited paid currency referrer as_of_stay",
        "approve": "",
        "reject": "",
        "issue_card": "",
        "carry_over": "kind company household birth_date tier tier_since points lots stored_value miles counts history "
        "balances agreements flags",
        "book": "booking channel booked_by guest arrival nights rooms prepaid rate_class price_offer guarantee_hours "
        "rooms_left",
        "request_perk": "perk at_time available party",
        "cash_cheque": "stay amount currency",
        "buy_points": "amount reward reward_price",
        "convert": "from to amount",
        "sign_agreement": "charity",
        "donate": "charity points",
        "suspend": "reason",
        "terminate": "reason",
        "merge": "into",
        "transfer_membership": "to",
        "disclose": "to",
        "guarantee": "booking hours",
        "cancel": "booking",
        "no_show": "booking",
        "arrive": "booking",
        "extend": "stay nights arranged",
        "apply_tier": "tier",
        "buy_tier": "tier paid currency",
        "accept_invitation": "tier",
        "action": "what",
        "gift": "to points",
        "stake": "market kickoff outcome points",
        "settle_market": "market outcome",
        "hold_draw": "draw last seed",
        "claim_prize": "room odd_team even_team winner booked_via check_in",
        "check_in": "stay booking room nights rate_class brand channel choice party",
        "check_out": "stay",
        "stay": "nights room_nights spend currency channel rate_class brand choice booked_by self_stayed prepaid "
        "overnight outlet_spend",
        "post_spend": "outlet product bill amount units currency pay confirm partner",
        "void": "of",
        "refund": "of amount",
        "top_up": "amount currency pay",
        "redeem": "reward price cost date reward_class where identify pin",
        "appeal": "bill outlet date amount currency",
        "decide_appeal": "bill outlet date amount outcome",
        "search": "what by",
        "sms_in": "text",
        "export_web": "confirmed records",
        "import_web": "confirmed records",
        "campaign": "segment content channel",
        "print": "wanted format",
        "day_end": "",
    }.items()
}
GIVES_WORDS = frozenset(
    {
        "points", "base_points", "bonus_points", "brand_bonus", "miles", "payable", "discount", "price", "voucher",
        "account", "card_number", "operations", "next", "notified", "company_points", "stamps", "reward", "penalty",
        "forfeited", "eligible", "room_guaranteed", "granted", "by_right", "extra_charge", "cashback", "stakes",
        "subsidy", "transferred", "preview", "sent", "reply_contains", "reserved", "found", "outputs",
        "winners", "chances",
    }
)  # fmt: skip
SEE_WORDS = frozenset(
    {
        "member", "charity", "points", "miles", "balance", "held", "stored_value", "tier", "invited_to", "status",
        "account",
        "card_number", "vouchers", "debt", "partner_tier", "counts", "lots", "effective", "liability", "trial_balance",
        "online_points",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One scenario as read.

    Attributes:
        unknown: Words it uses that this program does not know yet.
    """

    id: str
    title: str
    programme: str
    zone: str
    settings: dict[str, Any]
    steps: tuple[dict[str, Any], ...]
    file: str
    unknown: tuple[str, ...] = field(default=())


def read_stories(path: Path) -> list[Story]:
    """Read a scenario file, TOML or JSON of the same shape.

    Raises:
        ValueError: The file is neither, or lacks what every scenario has; the message says which.
    """
    text = path.read_text(encoding="utf-8")
    try:
        raw = _dated(json.loads(text)) if path.suffix == ".json" else tomllib.loads(text)
    except ValueError as error:  # no TOML, no JSON, or no such date
        raise ValueError(f"{path.name}: {error}") from error
    try:
        zone = raw.get("timezone", "Asia/Shanghai")
        ZoneInfo(zone)
        return [
            Story(
                id=one["id"],
                title=one["title"],
                programme=raw["programme"],
                zone=zone,
                settings=one.get("settings", {}),
                steps=tuple(one["step"]),
                file=path.name,
                unknown=tuple(sorted(unknown_words(one["step"]))),
            )
            for one in raw["scenario"]
        ]
    except KeyError as error:
        raise ValueError(f"{path.name}: {error} is missing") from error


def unknown_words(steps: list[dict[str, Any]]) -> set[str]:
    """Return the words of steps that this program does not know."""
    found: set[str] = set()
    for step in steps:
        if "do" in step:
            found |= _unknown_in(step)
        found |= {f"see {word}" for word in step.get("see", {}) if word not in SEE_WORDS}
        if "do" not in step and "see" not in step:
            found.add("step without do or see")
    return found


def _unknown_in(step: dict[str, Any]) -> set[str]:
    word = step["do"]
    if word not in DO_WORDS:
        return {word}
    found = {f"{word} {field}" for field in step.keys() - _AROUND - DO_WORDS[word]}
    if word == "search":
        found |= {f"search by {name}" for name in step.get("by", {}).keys() - _SEARCHED_BY}
        found |= {f"search what {what}" for what in {step.get("what")} - _SEARCHED}
    return found | {f"gives {name}" for name in step.get("gives", {}).keys() - GIVES_WORDS}


def _dated(value: Any) -> Any:
    """Read the dates and times that JSON has as text, where TOML has them as they are."""
    if isinstance(value, dict):
        return {name: _dated(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_dated(one) for one in value]
    if isinstance(value, str) and _DATE.fullmatch(value):
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    return value


def moment(value: datetime | date, zone: str) -> datetime:
    """Return the moment a step names; a time without an offset is the hotel's."""
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=ZoneInfo(zone))
    return value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))
