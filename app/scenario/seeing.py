"""What a story may look at, and how what it expects is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.loyalty.accounts import AVAILABLE
from app.loyalty.member import MemberKind, MemberStatus
from app.loyalty.money import from_minor
from app.operations.decision import Decision
from app.operations.view import MemberState, Needs, View
from app.programme.tiers import have_of
from app.programme.windows import window_on
from app.scenario.stage import Stage
from app.store.loading import Loader


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected and what was seen instead."""

    name: str
    expected: Any
    seen: Any


def differences_in_gives(expected: Mapping[str, Any], decision: Decision) -> list[Difference]:
    """Compare figures of a decision; one that did not arise reads as nothing of its kind."""
    seen: dict[str, Any] = dict(decision.gives)
    seen["operations"] = list(decision.operations)
    seen["notified"] = list(decision.notified)
    return [
        Difference(name, value, found)
        for name, value in expected.items()
        if (found := seen.get(name, _nothing_like(value))) != value
    ]


def differences_in_see(stage: Stage, expected: Mapping[str, Any]) -> list[Difference]:
    """Look at the books and compare."""
    seen = _of_member(stage, expected["member"]) if "member" in expected else {}
    found: list[Difference] = []
    for name, value in expected.items():
        if name == "member":
            continue
        if name in {"liability", "trial_balance"}:
            actual: Any = _of_house(stage, name, value)
        elif isinstance(value, dict):
            actual = {key: seen[name].get(key, 0) for key in value}
        else:
            actual = seen.get(name, _nothing_like(value))
        if actual != value:
            found.append(Difference(name, value, actual))
    return found


def _nothing_like(value: Any) -> Any:
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return 0
    if isinstance(value, list):
        return []
    return "0.00" if value.replace(".", "").isdigit() else "none"


class _Counted:
    """Answers what counts, for windows."""

    def __init__(self, state: MemberState) -> None:
        self._state = state

    def counted(self, metric: str, first: Any, last: Any) -> int:
        return self._state.count(metric, first, last)

    def balance(self, asset: str) -> int:
        return self._state.balance(asset)


def _of_member(stage: Stage, label: str) -> dict[str, Any]:
    member = stage.member(label)
    view = View(stage.poster.house(), stage.poster.programme())
    with stage.books.reading() as connection:
        Loader(stage.books).load(connection, view, Needs(wholes=frozenset({member})))
    state = view.member(member)
    row = state.row
    if row is None:
        return {}
    pack = stage.pack
    scale = pack.assets[pack.currency].scale
    vouchers = [name for name, asset in pack.assets.items() if asset.kind == "voucher"]
    lots = sorted(
        state.in_account("points", AVAILABLE),
        key=lambda lot: (lot.expires_on or lot.earned_on.max, lot.earned_on),
    )
    return {
        "points": state.balance("points") + state.held("points"),
        "held": state.held("points"),
        "miles": state.balance("miles"),
        "balance": {name: state.balance(name) for name in pack.assets},
        "stored_value": from_minor(state.balance(pack.currency), scale),
        "tier": row.tier,
        "invited_to": row.invited_to or "none",
        "status": row.status.value,
        "effective": row.status is MemberStatus.ACTIVE,
        "account": "child" if row.kind is MemberKind.CHILD else "standard",
        "card_number": state.active_card() is not None,
        "vouchers": sum(state.balance(name) for name in vouchers),
        "debt": state.debts,
        "counts": _counts(stage, view, state),
        "lots": [[lot.remaining, lot.expires_on] for lot in lots],
    }


def _counts(stage: Stage, view: View, state: MemberState) -> dict[str, int]:
    """Read each count in the window that the tiers ask it in, else over all time."""
    row = state.row
    day = stage.business_date
    first, last = window_on("lifetime", day, joined_on=day)
    counts = {metric: state.count(metric, first, last) for metric in state.tallies}
    for tier in stage.pack.tiers:
        for condition in tier.any:
            if row is not None:
                counts[condition.metric] = have_of(
                    view.programme, condition, day, row.joined_on, _Counted(state)
                )
    return counts


def _of_house(stage: Stage, name: str, expected: Any) -> Any:
    with stage.books.reading() as connection:
        if name == "liability":
            text = "SELECT asset, SUM(in_total - out_total) FROM balances GROUP BY asset"
            sums = {str(asset): int(amount) for asset, amount in connection.exec_driver_sql(text)}
            return {asset: sums.get(asset, 0) for asset in expected}
        text = (
            "SELECT COUNT(*) FROM (SELECT shard, member, asset, account, SUM(signed) AS net FROM ("
            "SELECT shard, member, asset, target AS account, amount AS signed FROM transfers UNION ALL "
            "SELECT shard, member, asset, source, -amount FROM transfers) AS legs "
            "GROUP BY shard, member, asset, account) AS f "
            "LEFT JOIN balances b ON b.shard = f.shard AND b.member = f.member "
            "AND b.asset = f.asset AND b.account = f.account "
            "WHERE f.account LIKE 'member:%' AND COALESCE(b.in_total - b.out_total, 0) <> f.net"
        )
        return int(connection.exec_driver_sql(text).scalar_one())
