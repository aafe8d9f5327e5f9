"""What a story may look at, and how what it expects is compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.loyalty.accounts import AVAILABLE, charity
from app.loyalty.ids import MemberId, shard_of
from app.loyalty.member import MemberKind, MemberStatus
from app.loyalty.money import from_minor
from app.operations.decision import Decision
from app.operations.view import MemberState, Needs, View
from app.programme.pack import Asset, Pack
from app.programme.tiers import have_of
from app.programme.windows import window_on
from app.scenario.stage import Stage
from app.store.keys import card_hash
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
    reply, wanted = str(seen.get("reply", "")), expected.get("reply_contains")
    seen["reply_contains"] = wanted if isinstance(wanted, str) and wanted in reply else reply
    return [
        Difference(name, value, found)
        for name, value in expected.items()
        if (found := seen.get(name, _nothing_like(value))) != value
    ]


def differences_in_see(stage: Stage, expected: Mapping[str, Any]) -> list[Difference]:
    """Look at the books and compare."""
    seen = _of_member(stage, expected["member"]) if "member" in expected else {}
    if "charity" in expected:
        seen = {"points": _of_charity(stage, expected["charity"])}
    found: list[Difference] = []
    for name, value in expected.items():
        if name in {"member", "charity"}:
            continue
        if name in {"liability", "trial_balance"}:
            actual: Any = _of_house(stage, name, value)
        elif isinstance(value, dict):
            actual = _read(stage, name, seen.get(name, {}), value)
        else:
            actual = seen.get(name, _nothing_like(value))
        if actual != value:
            found.append(Difference(name, value, actual))
    return found


def _read(stage: Stage, name: str, seen: Any, expected: Mapping[str, Any]) -> Any:
    """Return of a table what is expected of it; who is not there has nothing of anything."""
    if not isinstance(seen, dict):
        return seen
    found = {key: seen.get(key, _nothing_like(value)) for key, value in expected.items()}
    if name != "counts":
        return found
    scale = stage.pack.assets[stage.pack.currency].scale  # what is spent counts in whole units
    return {
        key: from_minor(count * 10**scale, scale)
        if isinstance(expected[key], str) and isinstance(count, int)
        else count
        for key, count in found.items()
    }


def _nothing_like(value: Any) -> Any:
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return 0
    if isinstance(value, list):
        return []
    is_figure = isinstance(value, str) and value.replace(".", "").isdigit()
    return "0.00" if is_figure else "none"


class _Counted:
    """Answers what counts, for windows."""

    def __init__(self, state: MemberState) -> None:
        self._state = state

    def counted(self, metric: str, first: Any, last: Any) -> int:
        return self._state.counted(metric, first, last)

    def balance(self, asset: str) -> int:
        return self._state.balance(asset)


def _of_member(stage: Stage, label: str) -> dict[str, Any]:
    member = stage.member(label)
    view = View(
        stage.poster.house(), stage.poster.programme(), partial(card_hash, stage.books.keys)
    )
    with stage.books.reading() as connection:
        Loader(stage.books).load(connection, view, Needs(wholes=frozenset({member})))
    state = view.member(member)
    row = state.row
    if row is None:
        return {}
    pack = stage.pack
    scale = pack.assets[pack.currency].scale
    lots = sorted(
        state.in_account("points", AVAILABLE),
        key=lambda lot: (lot.expires_on or lot.earned_on.max, lot.earned_on),
    )
    return {
        "points": state.balance("points") + state.held("points"),
        "held": state.held("points"),
        "miles": state.balance("miles"),
        "balance": {name: _said(state.balance(name), pack.assets[name]) for name in pack.assets},
        "stored_value": from_minor(state.balance(pack.currency), scale),
        "tier": row.tier or "none",
        "invited_to": row.invited_to or "none",
        "partner_tier": view.programme.tier(row.tier).partner or "none",
        "status": row.status.value,
        "effective": row.status is MemberStatus.ACTIVE,
        "account": "child" if row.kind is MemberKind.CHILD else "standard",
        "card_number": state.active_card() is not None,
        "vouchers": _vouchers(pack, state),
        "debt": sum(state.debts.values()),
        "counts": _counts(stage, view, state),
        "lots": [[lot.remaining, lot.expires_on] for lot in lots],
        "online_points": _online(stage, member),
    }


def _online(stage: Stage, member: MemberId) -> int:
    """Return what the website shows: the points of the last export."""
    text = "SELECT points FROM web_members WHERE shard = ? AND member = ?"
    with stage.books.reading() as connection:
        found = connection.exec_driver_sql(text, (shard_of(member), member)).scalar()
    return int(found or 0)


def _said(amount: int, asset: Asset) -> int | str:
    """Say an amount as stories do: whole numbers, or money with its decimals."""
    return from_minor(amount, asset.scale) if asset.scale else amount


def _in_minor_or_money(pack: Pack, asset: str, amount: int, expected: Any) -> int | str:
    """Say an amount as it is expected: in minor units, or as money where that is written as text."""
    scale = pack.assets.get(asset, pack.assets[pack.currency]).scale
    return from_minor(amount, scale) if isinstance(expected, str) else amount


def _vouchers(pack: Pack, state: MemberState) -> int | str:
    """Add up vouchers; where they are of money, in money."""
    kinds = {name: asset for name, asset in pack.assets.items() if asset.kind == "voucher"}
    total = sum(state.balance(name) for name in kinds)
    scaled = next((asset for asset in kinds.values() if asset.scale), None)
    return _said(total, scaled) if scaled else total


def _counts(stage: Stage, view: View, state: MemberState) -> dict[str, int]:
    """Read each count in the window that the tiers ask it in, else over all time."""
    row = state.row
    day = stage.business_date
    first, last = window_on("lifetime", day, joined_on=day)
    counts = {
        metric: view.programme.in_units(metric, state.counted(metric, first, last))
        for metric in state.tallies
    }
    for tier in stage.pack.tiers:
        for condition in tier.any:
            if row is not None:
                counts[condition.metric] = have_of(
                    view.programme, condition, day, row.joined_on, _Counted(state)
                )
    return counts


def _of_charity(stage: Stage, label: str) -> int:
    text = "SELECT COALESCE(SUM(amount), 0) FROM transfers WHERE target = ? AND asset = 'points'"
    with stage.books.reading() as connection:
        return int(connection.exec_driver_sql(text, (charity(label),)).scalar_one())


def _of_house(stage: Stage, name: str, expected: Any) -> Any:
    with stage.books.reading() as connection:
        if name == "liability":
            text = "SELECT asset, SUM(in_total - out_total) FROM balances GROUP BY asset"
            sums = {str(asset): int(amount) for asset, amount in connection.exec_driver_sql(text)}
            return {
                asset: _in_minor_or_money(stage.pack, asset, sums.get(asset, 0), one)
                for asset, one in expected.items()
            }
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
