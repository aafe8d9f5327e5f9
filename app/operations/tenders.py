"""Ways to pay a bill: what each part is worth, what the member can afford, and the transfers of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.loyalty import accounts
from app.loyalty.money import Rounding, from_minor, rounded
from app.loyalty.refusals import Reason, Refusal
from app.operations.entry import Entry
from app.operations.view import MemberState, View
from app.programme.pack import FROM_BOOKS


@dataclass(frozen=True, slots=True)
class TenderPart:
    """A part of the bill paid in one way.

    Attributes:
        kind: stored_value, points or voucher, or a way to pay that the programme lists (cash, card …).
        minor: Money in minor units; 0 for points, whose worth the programme says.
        points: Points used; for a voucher how much of its asset.
        asset: Of a voucher: which one; found by the rules.
    """

    kind: str
    minor: int = 0
    points: int = 0
    asset: str = ""


def unknown_tender(parts: tuple[TenderPart, ...], rest: str, view: View) -> Refusal | None:
    """Refuse a way to pay that the house does not take, even for a rest of nothing: it was mistyped."""
    known = view.programme.tenders() | FROM_BOOKS
    named = [part.kind for part in parts] + ([rest] if rest else [])
    unknown = next((kind for kind in named if kind not in known), None)
    return None if unknown is None else Refusal(Reason.TENDER_UNKNOWN, {"tender": unknown})


def settled(
    parts: tuple[TenderPart, ...],
    rest: str,
    payable: int,
    outlet: str,
    state: MemberState,
    view: View,
) -> list[TenderPart] | Refusal:
    """Settle how a bill is paid: every part with its worth, the rest by its tender.

    Args:
        parts: As they were entered.
        rest: The tender that pays what they leave; empty for none.
        payable: Minor units after discount.
        outlet: Where; vouchers pay only at some.
        state: The member before the bill.
        view: The programme.
    """
    programme = view.programme
    paid: list[TenderPart] = []
    for part in parts:
        worth = (
            _voucher(part.minor or payable, outlet, state, view)
            if part.kind == "voucher"
            else _worth(part, view)
        )
        if isinstance(worth, Refusal):
            return worth
        if worth.minor <= 0:
            return Refusal(Reason.AMOUNT_NOT_POSITIVE)
        paid.append(worth)
    left = payable - sum(part.minor for part in paid)
    if left < 0 or (left > 0 and not rest):
        scale = programme.asset(programme.currency).scale
        return Refusal(
            Reason.TENDERS_DO_NOT_ADD_UP,
            {"payable": from_minor(payable, scale), "left": from_minor(left, scale)},
        )
    if left > 0:
        last = _voucher(left, outlet, state, view) if rest == "voucher" else _rest(rest, left, view)
        if isinstance(last, Refusal):
            return last
        paid.append(last)
    return _affordable(paid, state, view)


def _rest(kind: str, left: int, view: View) -> TenderPart | Refusal:
    """Let one tender pay what is left; points pay it with as many as it is worth, rounded up."""
    if kind != "points":
        return _worth(TenderPart(kind, left), view)
    programme = view.programme
    rate = programme.figure(programme.pack.points_as_money.points_per_unit)
    if rate <= 0:
        return Refusal(Reason.POINTS_AS_MONEY_OFF)
    scale = programme.asset(programme.currency).scale
    return TenderPart(kind, left, rounded(Decimal(left).scaleb(-scale) * rate, Rounding.CEIL))


def _worth(part: TenderPart, view: View) -> TenderPart | Refusal:
    if part.kind != "points":
        return part
    programme = view.programme
    rate = programme.figure(programme.pack.points_as_money.points_per_unit)
    if rate <= 0:
        return Refusal(Reason.POINTS_AS_MONEY_OFF)
    scale = programme.asset(programme.currency).scale
    return TenderPart("points", int(Decimal(part.points).scaleb(scale) / rate), part.points)


def _voucher(wanted: int, outlet: str, state: MemberState, view: View) -> TenderPart | Refusal:
    """Let a voucher pay: one that is counted pays all of it, one of money as much as it holds."""
    for name, asset in view.programme.pack.assets.items():
        has = state.balance(name)
        if asset.kind != "voucher" or outlet not in asset.pays_at or has <= 0:
            continue
        if not asset.scale:
            return TenderPart("voucher", wanted, 1, name)
        if has < wanted:
            scale = asset.scale
            facts = {"needs": from_minor(wanted, scale), "has": from_minor(has, scale)}
            return Refusal(Reason.TENDERS_DO_NOT_ADD_UP, facts)
        return TenderPart("voucher", wanted, wanted, name)
    return Refusal(Reason.VOUCHER_UNKNOWN)


def _affordable(
    paid: list[TenderPart], state: MemberState, view: View
) -> list[TenderPart] | Refusal:
    programme = view.programme
    scale = programme.asset(programme.currency).scale
    wanted = sum(part.minor for part in paid if part.kind == "stored_value")
    has = state.balance(programme.currency)
    if wanted > has:
        if programme.word(programme.pack.stored_value.short) != "split":
            facts = {"needs": from_minor(wanted, scale), "has": from_minor(has, scale)}
            return Refusal(Reason.NOT_ENOUGH_STORED_VALUE, facts)
        others = [part for part in paid if part.kind != "stored_value"]
        paid = [
            *others,
            *([TenderPart("stored_value", has)] if has else []),
            TenderPart("other", wanted - has),
        ]
    points = sum(part.points for part in paid if part.kind == "points")
    if points > state.balance("points"):
        return Refusal(Reason.NOT_ENOUGH_POINTS, {"needs": points, "has": state.balance("points")})
    return paid


def pay(entry: Entry, tenders: list[TenderPart], outlet: str, view: View) -> None:
    """Add what each tender brings to an entry, as sales of the outlet."""
    currency = view.programme.currency
    for part in tenders:
        if part.kind == "stored_value":
            entry.debit(currency, part.minor, accounts.sales(outlet))
        elif part.kind == "points":
            entry.debit("points", part.points, _taken_by(outlet, view))
            entry.move(currency, part.minor, accounts.tender("points"), accounts.sales(outlet))
        elif part.kind == "voucher":
            entry.debit(part.asset, part.points, accounts.REDEEMED)
            entry.move(currency, part.minor, accounts.tender("voucher"), accounts.sales(outlet))
        else:
            entry.move(currency, part.minor, accounts.tender(part.kind), accounts.sales(outlet))


def _taken_by(outlet: str, view: View) -> str:
    """Return where points go that pay a bill: a merchant of the coalition is owed for them."""
    is_partner = outlet in view.programme.pack.partners and outlet not in view.house.outlets
    return accounts.clearing(outlet) if is_partner else accounts.REDEEMED
