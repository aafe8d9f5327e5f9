"""What a decision lets the house tell its members by text or e-mail: to whom, what about, and the figures of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from app.loyalty import accounts
from app.loyalty.ids import MemberId
from app.loyalty.member import MemberRow
from app.loyalty.money import from_minor
from app.operations import campaign, lapse_notices, post_spend, set_pin
from app.operations.decision import Decision, Outcome
from app.operations.slip import Body, Slip
from app.operations.view import View

WAYS: Final = ("sms", "email")
MILESTONE: Final = "milestone"
LAPSE: Final = "lapse-"  # and what lapses: of one slip there may be several
SAFETY_KINDS: Final = frozenset({set_pin.KIND})
SAFETY_FIGURES: Final = frozenset({"stored_taken"})
_SAFETY_TOLD: Final = ("stored_taken", "stored_after", "currency")
# Sums of the receipt that are told, by the name they have in the texts.
_MONEY: Final = {"amount_minor": "amount", "stored_after_minor": "stored_after"}
_PLAIN: Final = ("points_after", "price")


def safety_part(kind: str, figures: Mapping[str, str | int]) -> Mapping[str, str | int] | None:
    """Return the figures that are told even to whoever said no to messages; None where nothing is."""
    if not is_about_safety(kind, figures):
        return None
    return {name: figures[name] for name in _SAFETY_TOLD if name in figures}


def is_about_safety(kind: str, figures: Mapping[str, str | int]) -> bool:
    """Tell whether a message says that value was taken or a secret changed: it goes to whoever said no, too.

    Args:
        kind: Of the notice.
        figures: Likewise.
    """
    return kind in SAFETY_KINDS or bool(SAFETY_FIGURES & figures.keys())


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is told to one member by one way; no name, number or address stands in it.

    Attributes:
        way: sms or email.
        language: The member's; empty where the decision did not have the member at hand.
        kind: Which text: the slip's kind, ``milestone``, ``lapse-`` and what lapses, or ``campaign-`` and the
            name of its content.
        figures: What the text is filled with; sums as decimals without separators.
    """

    member: MemberId
    way: str
    language: str
    kind: str
    figures: Mapping[str, str | int]


def notices(slip: Slip[Body], decision: Decision, view: View) -> Iterator[Notice]:
    """Yield what a decision lets the house tell, and to whom; nothing for one that is not posted.

    Args:
        slip: The slip.
        decision: What became of it.
        view: The books before it, with what was observed.

    Source:
        S4 L720-721: the result of an operation is sent by text or e-mail, as the setting says.
    """
    if decision.outcome is not Outcome.POSTED:
        return
    if lapse_notices.LAPSING in decision.gives:
        yield from _lapsing(slip, decision, view)
    crossed = _milestone(slip.member, decision, view)
    is_told = crossed or slip.kind == set_pin.KIND
    told = decision.notified or (post_spend.notice_ways(view) if is_told else ())
    ways = [way for way in WAYS if way in told]
    if not ways:
        return
    if isinstance(slip.body, campaign.Campaign):
        kind = f"campaign-{slip.body.content}"
        for member in sorted(view.observed.figures):
            for way in ways:
                yield Notice(member=MemberId(member), way=way, language="", kind=kind, figures={})
        return
    state = view.member(slip.member)
    row = _row(decision, slip.member) or state.row
    language = row.language if row else ""
    figures = _figures(slip, decision, view, language)
    if crossed:
        figures[MILESTONE] = crossed
    kind = MILESTONE if crossed and not decision.notified else slip.kind
    for way in ways:
        yield Notice(member=slip.member, way=way, language=language, kind=kind, figures=figures)


def _lapsing(slip: Slip[Body], decision: Decision, view: View) -> Iterator[Notice]:
    """Yield a notice for each thing that lapses soon: of that and of nothing else."""
    row = _row(decision, slip.member) or view.member(slip.member).row
    language = row.language if row else ""
    listed = decision.gives[lapse_notices.LAPSING]
    for one in listed if isinstance(listed, list) else ():
        what, much, until = one.split()
        names = (
            view.programme.tier(much).names
            if what == lapse_notices.TIER
            else view.programme.asset(what).names
        )
        figures: dict[str, str | int] = {
            "named": names.zh if language == "zh_CN" else names.en,
            "until": until,
        }
        if what != lapse_notices.TIER:
            figures["lapsing"] = int(much) if much.isdecimal() else much
        for way in WAYS:
            if way in post_spend.notice_ways(view):
                kind = f"{LAPSE}{what}"
                yield Notice(
                    member=slip.member, way=way, language=language, kind=kind, figures=figures
                )


def _milestone(member: MemberId, decision: Decision, view: View) -> int:
    """Return the highest milestone of the programme that the points have come to or gone beyond; 0 for none."""
    if not view.version or not view.programme.pack.milestones or not member:
        return 0
    moved = sum(
        (one.amount if one.target == accounts.AVAILABLE else 0)
        - (one.amount if one.source == accounts.AVAILABLE else 0)
        for one in decision.transfers
        if one.asset == "points"
    )
    before = view.member(member).balance("points")
    return max(
        (one for one in view.programme.pack.milestones if before < one <= before + moved), default=0
    )


def _figures(
    slip: Slip[Body], decision: Decision, view: View, language: str
) -> dict[str, str | int]:
    """Gather the figures of one result: what was earned, taken, given, and what is left."""
    gives, receipt = decision.gives, decision.receipt
    reply = gives.get("reply")
    if isinstance(reply, str):
        return {"reply": reply}
    found = _sums(slip, decision, view)
    found |= {name: receipt[name] for name in _PLAIN if name in receipt}
    points = receipt.get("points_earned", gives.get("points"))
    if isinstance(points, int) and points > 0:
        found["points"] = points
    expired = sum(
        one.amount
        for one in decision.transfers
        if one.asset == "points" and one.target == accounts.EXPIRED
    )
    if expired:
        found["expired"] = expired
    for name in ("voucher", "bill", "granted"):
        value = gives.get(name, getattr(slip.body, name, None))
        if isinstance(value, (str, int)):
            found[name] = value
    return found | _names(slip, decision, view, language)


def _sums(slip: Slip[Body], decision: Decision, view: View) -> dict[str, str | int]:
    """Gather the sums of money of the receipt, as decimals."""
    currency, receipt = view.programme.currency, decision.receipt
    scale = view.programme.asset(currency).scale
    found: dict[str, str | int] = {
        said: from_minor(int(receipt[name]), scale)
        for name, said in _MONEY.items()
        if name in receipt
    }
    taken = int(receipt.get("stored_before_minor", 0)) - int(receipt.get("stored_after_minor", 0))
    if taken > 0:
        found["stored_taken"] = from_minor(taken, scale)
    elif slip.kind == post_spend.KIND:
        found.pop("stored_after", None)  # the bill left it as it was
    return found | {"currency": currency} if found else found


def _names(slip: Slip[Body], decision: Decision, view: View, language: str) -> dict[str, str]:
    """Name the reward, the tier that was reached and the member's number, in the member's language."""
    found: dict[str, str] = {}
    code = getattr(slip.body, "reward", "")
    if code:
        reward = view.house.rewards.get(code)
        named = (reward.name_zh if language == "zh_CN" else reward.name_en) if reward else ""
        found["reward"] = named or code
    before, after = view.member(slip.member).row, _row(decision, slip.member)
    if after is None:
        return found
    if after.number and not (before and before.number):
        found["number"] = after.number
    rank = {one.code: place for place, one in enumerate(view.programme.pack.tiers)}
    if before and rank.get(before.tier, len(rank)) < rank.get(after.tier, 0):
        names = view.programme.tier(after.tier).names
        found["tier"] = names.zh if language == "zh_CN" else names.en
    return found


def _row(decision: Decision, member: MemberId) -> MemberRow | None:
    """Return the member's own row as the decision leaves it; None where it does not touch it."""
    rows = [one for one in decision.rows if isinstance(one, MemberRow) and one.member == member]
    return rows[-1] if rows else None
