"""The words of the scenario language: what each step may say, and which of it this program does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from app.loyalty.member import MemberKind

_AROUND = frozenset({"at", "do", "member", "refused", "gives"})
_AROUND_SEE = frozenset({"at", "see"})
# What each step may say; a field that is not read would pass in silence.
DO_WORDS: Final[Mapping[str, frozenset[str]]] = {
    word: frozenset(fields.split())
    for word, fields in {
        "enrol": "kind channel birth_date legal_capacity company household invited paid currency referrer as_of_stay",
        "approve": "",
        "reject": "",
        "issue_card": "scheme",
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
        "check_in": "stay booking room rate_class brand channel choice party",
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
        "winners", "chances", "lapsing",
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
_OF_THE_HOUSE = frozenset({"liability", "trial_balance"})
# What stands inside a field that is a table.
_INSIDE: Final[Mapping[str, frozenset[str]]] = {
    "flags": frozenset({"last_no_show", "consent", "consent_third_party"}),
    "party": frozenset({"adults", "children"}),
    "by": frozenset({"member", "outlet", "bill", "date", "month"}),
}
# Values that are the same in every programme; rate classes, channels and brands are the packs' own.
_VALUES: Final[Mapping[str, frozenset[str]]] = {
    "where": frozenset({"desk", "website", "kiosk", "branch"}),
    "identify": frozenset({"card", "mobile"}),
    "pin": frozenset({"right", "wrong"}),
    "choice": frozenset({"points", "miles", "both"}),
    "booked_by": frozenset({"self", "other"}),
    "arranged": frozenset({"self-service-before", "desk-after"}),
    "format": frozenset({"set", "not-set"}),
    "scheme": frozenset({"pool", "allocate"}),
    "kind": frozenset(one.value for one in MemberKind),
    "decide_appeal outcome": frozenset({"grant", "deny"}),
    "search what": frozenset({"appeals", "spends"}),
}
PAYS = frozenset({"cash", "card", "credit", "stored_value", "points", "voucher"})


def unknown_words(steps: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the words of steps that this program does not know."""
    return {word for step in steps for word in _unknown_in(step)}


def unknown_pays(steps: Sequence[Mapping[str, Any]], taken: frozenset[str]) -> set[str]:
    """Return the ways to pay that neither the language nor the programme knows.

    Args:
        steps: Of a story.
        taken: What the programme takes beside the ways that all programmes have.
    """
    return {
        f"{step.get('do')} pay {step['pay']}"
        for step in steps
        if "pay" in step and step["pay"] not in PAYS | taken
    }


def _unknown_in(step: Mapping[str, Any]) -> Iterator[str]:
    if "see" in step:
        yield from (f"{word} beside see" for word in step.keys() - _AROUND_SEE)
        yield from _unknown_in_see(table(step["see"]))
    elif "do" not in step:
        yield "step without do or see"
    elif not isinstance(step["do"], str) or step["do"] not in DO_WORDS:
        yield str(step["do"])
    else:
        yield from _unknown_in_do(step["do"], step)


def _unknown_in_see(seen: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"see {word}" for word in seen.keys() - SEE_WORDS)
    if "member" in seen:
        yield from ("see charity of a member" for _ in seen.keys() & {"charity"})
        return
    known = _OF_THE_HOUSE | ({"charity", "points"} if "charity" in seen else set())
    whose = "of a charity" if "charity" in seen else "without member"
    yield from (f"see {word} {whose}" for word in seen.keys() & SEE_WORDS - known)


def _unknown_in_do(word: str, step: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{word} {field}" for field in step.keys() - _AROUND - DO_WORDS[word])
    yield from (f"gives {name}" for name in table(step.get("gives")).keys() - GIVES_WORDS)
    for field, known in _INSIDE.items():
        inside = table(step.get(field)) if field in DO_WORDS[word] else {}
        yield from (f"{word} {field} {name}" for name in inside.keys() - known)
    for field in DO_WORDS[word] & step.keys():
        known = _VALUES.get(f"{word} {field}", _VALUES.get(field, frozenset()))
        value = step[field]
        if known and isinstance(value, str) and value not in known:
            yield f"{word} {field} {value}"


def table(value: object) -> Mapping[str, Any]:
    """Return a value that should be a table, or an empty one: what is none is said when values are read."""
    return value if isinstance(value, dict) else {}
