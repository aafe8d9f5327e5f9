"""What a decision needs beforehand: a shift's tenders, a day's figures and its proof, a member's claims."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from sqlalchemy import Connection

from app.loyalty.house import ShiftRow
from app.loyalty.ids import MemberId, shard_of
from app.operations import amend_member, carry_over, enrol_member
from app.operations.appeal import Appeal
from app.operations.campaign import Campaign
from app.operations.claim_prize import ClaimPrize
from app.operations.export_web import ExportWeb
from app.operations.hold_draw import HoldDraw, declared, drawn_until
from app.operations.link_bank_card import bank_claim
from app.operations.settle_market import SettleMarket
from app.operations.slip import Body, Slip
from app.operations.stake import Stake
from app.operations.view import View
from app.poster.market_gathering import kickoff_of, market_settled, open_stakes_of, stakes_in
from app.poster.office_gathering import bill_stands, changed_for_web, slept_in, willing_in_segment
from app.store.books import Books
from app.store.decided import decided_from

# Slips that set a house up or come by themselves are no business of a day.
_SETTING_UP = frozenset(
    {
        "found_hotel",
        "appoint_operator",
        "publish_programme",
        "put_reward",
        "fill_pool",
        "carry_over",
        "end_member_day",
        "verify_pin",
    }
)
# What a phone number comes into the books with.
_CLAIMING = (enrol_member.KIND, carry_over.KIND, amend_member.KIND)


def shift_sums(books: Books, connection: Connection, shift: ShiftRow) -> dict[str, int]:
    """Return what each tender took in since a shift was opened, in minor units, without the float."""
    text = (
        "SELECT t.source, t.target, SUM(t.amount) FROM decisions d "
        "JOIN transfers t ON t.shard = d.shard AND t.member = d.member AND t.slip = d.slip "
        "WHERE d.business_date >= ? AND d.terminal = ? AND d.decided_at >= ? "
        "AND (t.source LIKE 'tender:%' OR t.target LIKE 'tender:%') GROUP BY t.source, t.target"
    )
    if not books.is_embedded:
        text = text.replace("%'", "%%'")
    values = (shift.business_date.isoformat(), shift.terminal, shift.opened_at.isoformat())
    sums: dict[str, int] = {}
    for source, target, amount in connection.exec_driver_sql(books.sql(text), values):
        for account, signed in ((source, int(amount)), (target, -int(amount))):
            if account.startswith("tender:") and account != "tender:points":
                name = account.removeprefix("tender:")
                sums[name] = sums.get(name, 0) + signed
    return {name: amount for name, amount in sums.items() if amount}


def day_figures(books: Books, connection: Connection, day: date) -> dict[str, int]:
    """Return the figures of a business date: slips, spend, points and stored value in and out."""
    figures = dict.fromkeys(
        (
            "slips",
            "bills",
            "voids",
            "redemptions",
            "spend_minor",
            "points_earned",
            "points_redeemed",
            "stored_in",
            "stored_out",
        ),
        0,
    )
    text = "SELECT kind, COUNT(*) FROM decisions WHERE business_date = ? AND outcome = 'posted' GROUP BY kind"
    names = {"post_spend": "bills", "void": "voids", "redeem": "redemptions"}
    for kind, count in connection.exec_driver_sql(books.sql(text), (day.isoformat(),)):
        figures["slips"] += count if kind not in _SETTING_UP else 0
        if kind in names:
            figures[names[kind]] += count
    for asset, source, target, amount in _moved(books, connection, day):
        if target.startswith("sales:") and source != "house:discounts":
            figures["spend_minor"] += amount
        if source.startswith("sales:") and target != "house:discounts":
            figures["spend_minor"] -= amount
        if asset == "points":
            figures["points_earned"] += amount * (source == "house:issued") - amount * (
                target == "house:issued"
            )
            figures["points_redeemed"] += amount * (target == "house:redeemed") - amount * (
                source == "house:redeemed"
            )
        elif target == "member:available" and not source.startswith("member:"):
            figures["stored_in"] += amount * source.startswith("tender:")
            figures["stored_out"] -= amount * source.startswith("sales:")
        elif source == "member:available":
            figures["stored_out"] += amount * target.startswith("sales:")
            figures["stored_in"] -= amount * target.startswith("tender:")
    return figures


def day_proof(books: Books, connection: Connection, day: date) -> str:
    """Prove a business date: return the hash of its roll-up, or nothing where balances and lots disagree."""
    text = (
        "SELECT COUNT(*) FROM (SELECT DISTINCT shard, member FROM transfers WHERE business_date = ?) k "
        "JOIN balances b ON b.shard = k.shard AND b.member = k.member "
        "WHERE EXISTS (SELECT 1 FROM lots l WHERE l.shard = b.shard AND l.member = b.member AND l.asset = b.asset) "
        "AND b.in_total - b.out_total <> (SELECT COALESCE(SUM(l.remaining), 0) FROM lots l "
        "WHERE l.shard = b.shard AND l.member = b.member AND l.asset = b.asset AND l.account = b.account)"
    )
    if connection.exec_driver_sql(books.sql(text), (day.isoformat(),)).scalar_one():
        return ""
    lines = sorted(
        f"{asset} {source} {target} {amount}"
        for asset, source, target, amount in _moved(books, connection, day)
    )
    return sha256("\n".join([day.isoformat(), *lines]).encode()).hexdigest()


def claims_held(books: Books, connection: Connection, member: MemberId) -> dict[str, int]:
    """Return the claims on phone numbers that this member's own slips hold, each with the figure 1."""
    marks = ",".join("?" * len(_CLAIMING))
    text = (
        "SELECT slip, text FROM decisions WHERE shard = ? AND member = ? AND outcome = 'posted' "
        f"AND kind IN ({marks})"
    )
    values = (shard_of(member), str(member), *_CLAIMING)
    own = [
        (value, str(slip))
        for slip, kept in connection.exec_driver_sql(books.sql(text), values)
        for value in decided_from(bytes(kept)).claims
        if value.startswith("phone:")
    ]
    held = books.sql("SELECT COUNT(*) FROM claims WHERE value = ? AND slip = ?")
    return {
        value: 1 for value, slip in own if connection.exec_driver_sql(held, (value, slip)).scalar()
    }


def bank_cards_of(books: Books, connection: Connection, member: MemberId) -> dict[str, int]:
    """Return the claims on the bank cards that open this membership, each with its last four digits."""
    text = books.sql("SELECT hash, last4 FROM bank_cards WHERE member = ?")
    found = connection.exec_driver_sql(text, (str(member),))
    return {bank_claim(str(row[0])): int(row[1]) for row in found}


def chances_in(books: Books, connection: Connection, view: View, body: HoldDraw) -> dict[str, int]:
    """Return the chances of a draw by member: what was counted since the draw before; members in force only."""
    draw = declared(view.programme.pack, body.draw)
    if draw is None:
        return {}
    text = books.sql(
        "SELECT t.member, SUM(t.amount) FROM tallies t JOIN members m ON m.shard = t.shard "
        'AND m.member = t.member WHERE t.metric = ? AND t."on" > ? AND t."on" <= ? '
        "AND m.status = 'active' GROUP BY t.member HAVING SUM(t.amount) > 0 ORDER BY t.member"
    )
    since = drawn_until(view.house, draw.id)
    values = (draw.metric, since.isoformat(), body.last.isoformat())
    return {str(row[0]): int(row[1]) for row in connection.exec_driver_sql(text, values)}


def gathered(
    books: Books, connection: Connection, what: str, view: View, slip: Slip[Body]
) -> tuple[dict[str, int], str]:
    """Return the figures and the proof that an operation observes, as the catalogue says; or none."""
    house = view.house
    shift = house.shifts.get(slip.terminal)
    if what == "bank-cards":
        return bank_cards_of(books, connection, slip.member), ""
    if what == "claims":
        return claims_held(books, connection, slip.member), ""
    if what == "identity":
        phones = claims_held(books, connection, slip.member)
        cards = bank_cards_of(books, connection, slip.member)
        return phones | cards | open_stakes_of(books, connection, slip.member), ""
    if what == "shift" and shift is not None:
        return shift_sums(books, connection, shift), ""
    if what == "day" and house.property is not None:
        day = house.property.business_date
        return day_figures(books, connection, day), day_proof(books, connection, day)
    return _asked_by(books, connection, view, slip), ""


def _asked_by(books: Books, connection: Connection, view: View, slip: Slip[Body]) -> dict[str, int]:
    """Return the figures that a slip's own words ask for."""
    match slip.body:
        case Stake() as body:
            settled = market_settled(books, connection, body.market)
            return settled | kickoff_of(books, connection, body.market)
        case SettleMarket() as body:
            staked = stakes_in(books, connection, body.market)
            return staked | kickoff_of(books, connection, body.market)
        case HoldDraw() as body if view.version:
            return chances_in(books, connection, view, body)
        case ExportWeb() as body:
            return changed_for_web(books, connection, view.house, body)
        case Campaign() as body if view.version:
            return willing_in_segment(books, connection, view.programme, body)
        case Appeal() as body:
            return bill_stands(books, connection, slip.member, body)
        case ClaimPrize() as body:
            return slept_in(books, connection, slip.member, body)
        case _:
            return {}


def _moved(books: Books, connection: Connection, day: date) -> list[tuple[str, str, str, int]]:
    text = (
        "SELECT asset, source, target, SUM(amount) FROM transfers WHERE business_date = ? "
        "GROUP BY asset, source, target"
    )
    found = connection.exec_driver_sql(books.sql(text), (day.isoformat(),))
    return [
        (str(asset), str(source), str(target), int(amount))
        for asset, source, target, amount in found
    ]
