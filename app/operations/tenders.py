"""Ways to pay a bill: what each part is worth, what the member can afford, and the transfers of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from app.loyalty import accounts
from app.loyalty.money import from_minor
from app.loyalty.refusals import Reason, Refusal
from app.operations.entry import Entry
from app.operations.view import MemberState, View
from app.programme.pack import FROM_BOOKS


@dataclass(frozen=True, slots=True)
class TenderPart:
    """A part of the bill paid in one way.

    Attributes:
        kind: stored_value, points or voucher, or a way to pay that the programme lists (cash, card …).
        minor: Money in minor units; 0 for points, whose worth the programme says, and for a voucher that
            pays what it can.
        points: Points used; for a voucher how much of its asset.
        asset: Of a voucher: which one; empty for the first that can pay.
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
    vouchers = _Vouchers(outlet, state, view)
    for part in parts:
        worth = (
            vouchers.pay(part.minor or payable, part.asset, or_less=not part.minor)
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
        last = vouchers.pay(left, or_less=True) if rest == "voucher" else _rest(rest, left, view)
        if isinstance(last, Refusal):
            return last
        paid.append(last)
        if last.minor < left:
            paid.append(TenderPart("other", left - last.minor))
    return _affordable(paid, state, view)


def _rest(kind: str, left: int, view: View) -> TenderPart | Refusal:
    """Let one tender pay what is left; points pay it with as many as it is worth, rounded up."""
    if kind != "points":
        return _worth(TenderPart(kind, left), view)
    programme = view.programme
    rate = programme.ratio(programme.pack.points_as_money.points_per_unit)
    if rate <= 0:
        return Refusal(Reason.POINTS_AS_MONEY_OFF)
    scale = programme.asset(programme.currency).scale
    return TenderPart(kind, left, ceil(Fraction(left, 10**scale) * rate))


def _worth(part: TenderPart, view: View) -> TenderPart | Refusal:
    if part.kind != "points":
        return part
    programme = view.programme
    rate = programme.ratio(programme.pack.points_as_money.points_per_unit)
    if rate <= 0:
        return Refusal(Reason.POINTS_AS_MONEY_OFF)
    scale = programme.asset(programme.currency).scale
    return TenderPart("points", floor(part.points * 10**scale / rate), part.points)


class _Vouchers:
    """The vouchers of a member that pay at an outlet; what one part of a bill used is gone for the next."""

    def __init__(self, outlet: str, state: MemberState, view: View) -> None:
        self._assets = {
            name: asset
            for name, asset in view.programme.pack.assets.items()
            if asset.kind == "voucher" and outlet in asset.pays_at
        }
        self._left = {name: state.balance(name) for name in self._assets}

    def pay(self, wanted: int, named: str = "", *, or_less: bool = False) -> TenderPart | Refusal:
        """Let one pay, the named or the first that can: a counted one all of it, one of money what it holds.

        Args:
            wanted: Minor units of the bill, above zero.
            named: Which voucher; empty for any.
            or_less: A voucher of money that holds less pays what it holds.
        """
        refusal = Refusal(Reason.VOUCHER_UNKNOWN)
        for name, asset in self._assets.items():
            has = self._left[name]
            if has <= 0 or named not in {"", name}:
                continue
            takes = wanted if asset.scale else 1
            if takes > has and or_less:
                takes = wanted = has
            if takes <= has:
                self._left[name] -= takes
                return TenderPart("voucher", wanted, takes, name)
            facts = {"needs": from_minor(wanted, asset.scale), "has": from_minor(has, asset.scale)}
            refusal = Refusal(Reason.TENDERS_DO_NOT_ADD_UP, facts)
        return refusal


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
    return _points_affordable(paid, state, view)


def _points_affordable(
    paid: list[TenderPart], state: MemberState, view: View
) -> list[TenderPart] | Refusal:
    points = sum(part.points for part in paid if part.kind == "points")
    has = state.balance("points")
    if points <= has:
        return paid
    if view.programme.word(view.programme.pack.points_as_money.short) != "split":
        return Refusal(Reason.NOT_ENOUGH_POINTS, {"needs": points, "has": has})
    wanted = sum(part.minor for part in paid if part.kind == "points")
    worth = _worth(TenderPart("points", points=has), view)
    if isinstance(worth, Refusal):
        return worth
    others = [part for part in paid if part.kind != "points"]
    taken = [worth] if worth.minor else []
    rest = TenderPart("other", wanted - sum(part.minor for part in taken))
    return [*others, *taken, rest]


def pay(entry: Entry, tenders: list[TenderPart], outlet: str, view: View) -> None:
    """Add what each tender brings to an entry, as sales of the outlet."""
    currency = view.programme.currency
    for part in tenders:
        if part.kind == "stored_value":
            entry.debit(currency, part.minor, accounts.sales(outlet))
            _explain(entry, currency, part.minor, part.minor, view)
        elif part.kind == "points":
            entry.debit("points", part.points, _taken_by(outlet, view))
            _explain(entry, "points", part.points, part.minor, view)
            entry.move(currency, part.minor, accounts.tender("points"), accounts.sales(outlet))
        elif part.kind == "voucher":
            entry.debit(part.asset, part.points, accounts.REDEEMED)
            _explain(entry, part.asset, part.points, part.minor, view)
            entry.move(currency, part.minor, accounts.tender("voucher"), accounts.sales(outlet))
        else:
            entry.move(currency, part.minor, accounts.tender(part.kind), accounts.sales(outlet))


def _explain(entry: Entry, asset: str, amount: int, minor: int, view: View) -> None:
    """Say in the trace what the member gave, and how much of the bill it paid."""
    given, paid = (
        from_minor(figure, view.programme.asset(name).scale)
        for figure, name in ((amount, asset), (minor, view.programme.currency))
    )
    entry.explain("paid", paid, given, asset=asset, amount=-amount)


def _taken_by(outlet: str, view: View) -> str:
    """Return where points go that pay a bill: a merchant of the coalition is owed for them."""
    is_partner = outlet in view.programme.pack.partners and outlet not in view.house.outlets
    return accounts.clearing(outlet) if is_partner else accounts.REDEEMED
