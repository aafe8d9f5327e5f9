"""The member panel: everything the desk shows of one member, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec.structs import replace
from sqlalchemy import Connection

from app.desk_service.context import Counter, person_words, tier_of, two_words
from app.desk_service.slip_rows import kept_slips, slip_rows
from app.desk_service.tier_ways import tier_ways
from app.loyalty.accounts import AVAILABLE
from app.loyalty.ids import MemberId, shard_of
from app.loyalty.member import CardStatus, MemberKind, MemberRow, MemberStatus
from app.loyalty.refusals import Reason, Refusal
from app.operations.guards import inactive
from app.operations.redeem import Redeem, price_of
from app.operations.view import MemberState, View
from app.programme.tiers import way_to_next
from app.store.personal import PersonalRecord
from app.ui.service.member_records import (
    Command,
    Expiring,
    Measure,
    MemberPanel,
    MemberWarning,
    Preference,
    Progress,
    Reward,
    Right,
    RightState,
    Stay,
    VoucherRow,
    WarningKind,
)
from app.ui.service.records import MemberId as FaceMember
from app.ui.service.records import Words

_SOON = timedelta(days=60)
_SLIPS_SHOWN = 6
_MEASURES = {
    "nights": Measure.NIGHTS,
    "stays": Measure.STAYS,
    "points_earned": Measure.POINTS,
    "spend": Measure.SPEND,
}
_ICONS = (("高楼层", "door"), ("床", "bed"), ("过敏", "leaf"))


class _Counts:
    def __init__(self, state: MemberState) -> None:
        self._state = state

    def counted(self, metric: str, first: date, last: date) -> int:
        return self._state.counted(metric, first, last)

    def balance(self, asset: str) -> int:
        return self._state.balance(asset)


def panel_of(counter: Counter, connection: Connection, member: MemberId) -> MemberPanel | Refusal:
    """Read a member's panel; a refusal where nobody has this id."""
    return panel_in(counter, connection, counter.view(connection, member), member)


def panel_in(
    counter: Counter, connection: Connection, view: View, member: MemberId
) -> MemberPanel | Refusal:
    """Return a member's panel where the view with the whole member is loaded already."""
    state = view.member(member)
    if state.row is None:
        return Refusal(Reason.MEMBER_UNKNOWN)
    record = counter.search.record(connection, member)
    kept = kept_slips(
        counter,
        connection,
        "d.shard = ? AND d.member = ?",
        (shard_of(member), member),
        _SLIPS_SHOWN,
    )
    rows = slip_rows(counter, connection, view, kept)
    panel = _panel(view, state, state.row, record, _lost_on(counter, connection, member))
    return replace(
        panel,
        slips=rows,
        slips_in_all=_slips_in_all(counter, connection, member),
        bank_tail=_bank_tail(counter, connection, member),
        tier_ways=tier_ways(view, state.row),
    )


def rewards_for(view: View, state: MemberState) -> tuple[Reward, ...]:
    """Return the catalogue as a member sees it, what can be had first."""
    found = []
    for row in view.house.rewards.values():
        if row.points <= 0:
            continue
        price = price_of(Redeem(reward=row.code), state, view)
        found.append(
            Reward(
                code=row.code,
                name=Words(row.name_zh, row.name_en),
                points=row.points,
                stock=row.stock,
                icon=row.picture,
                barred=price if isinstance(price, Refusal) else inactive(state),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.barred is not None, one.points)))


def _lost_on(counter: Counter, connection: Connection, member: MemberId) -> str:
    """Return the date on which a card was last reported lost; empty for never."""
    text = (
        "SELECT MAX(business_date) FROM decisions WHERE shard = ? AND member = ? "
        "AND kind = 'report_lost' AND outcome = 'posted'"
    )
    return str(
        connection.exec_driver_sql(counter.books.sql(text), (shard_of(member), member)).scalar()
        or ""
    )


def _bank_tail(counter: Counter, connection: Connection, member: MemberId) -> str:
    """Return the last digits of a bank card that opens this membership; empty for none."""
    sql = counter.books.sql("SELECT MAX(last4) FROM bank_cards WHERE member = ?")
    return str(connection.exec_driver_sql(sql, (member,)).scalar() or "")


def _slips_in_all(counter: Counter, connection: Connection, member: MemberId) -> int:
    text = (
        "SELECT COUNT(*) FROM decisions WHERE shard = ? AND member = ? AND outcome = 'posted' "
        "AND kind <> 'carry_over'"
    )
    return int(
        connection.exec_driver_sql(counter.books.sql(text), (shard_of(member), member)).scalar_one()
    )


def _panel(
    view: View, state: MemberState, row: MemberRow, record: PersonalRecord | None, lost_on: str
) -> MemberPanel:
    pack = view.programme.pack
    card = state.active_card()
    stay = next(iter(state.stays.values()), None)
    has_pin = state.credential is not None and bool(state.credential.mac)
    rewards = rewards_for(view, state)
    return MemberPanel(
        member_id=FaceMember(row.member),
        name=person_words(record),
        kind=row.kind.value,
        tier=tier_of(view, row.tier),
        member_no=row.number,
        since=row.joined_on,
        salutation=two_words(record.salutation) if record else Words(""),
        card_tail=card.number[-4:] if card else "",
        phone_tail=record.phone[-4:] if record and record.phone else "",
        email_hint=_masked(record.email) if record else "",
        progress=_progress(view, state, row),
        points=state.balance("points"),
        points_held=state.held("points"),
        expiring=_expiring(view, state),
        miles=state.balance("miles") if "miles" in pack.assets else None,
        stored_minor=state.balance(view.programme.currency),
        vouchers=tuple(
            VoucherRow(
                code=name,
                name=Words(asset.names.zh, asset.names.en),
                worth_minor=state.balance(name) if asset.scale else 0,
            )
            for name, asset in pack.assets.items()
            if asset.kind == "voucher"
            # Counted ones lie there one by one; one of money is what it holds.
            for _ in range(min(1, state.balance(name)) if asset.scale else state.balance(name))
        ),
        preferences=_preferences(record),
        warnings=_warnings(view, state, row, record, lost_on),
        rights=_rights(view, row),
        stay=Stay(room=stay.room, nights=stay.nights, arrived_on=stay.arrived_on) if stay else None,
        note=record.note if record else "",
        has_pin=has_pin,
        pin_blocked=state.credential is not None and state.credential.blocked,
        within_reach=sum(one.barred is None for one in rewards),
        receipt_language=row.language,
        barred=_barred(state, row),
    )


def _masked(email: str) -> str:
    """Show whose address it is to one who knows it: the first sign and the house after the @."""
    name, at, house = email.partition("@")
    return f"{name[:1]}••••{at}{house}" if at else ""


def _progress(view: View, state: MemberState, row: MemberRow) -> Progress | None:
    if row.status is not MemberStatus.ACTIVE:
        return None
    way = way_to_next(view.programme, row.tier, _today(view), row.joined_on, _Counts(state))
    if way is None or way.metric not in _MEASURES:
        return None
    return Progress(
        to=tier_of(view, way.tier),
        measure=_MEASURES[way.metric],
        have=way.have,
        need=way.need,
        by=way.by,
    )


def _today(view: View) -> date:
    return view.house.property.business_date if view.house.property else date.min


def _expiring(view: View, state: MemberState) -> tuple[Expiring, ...]:
    by_day: dict[date, int] = {}
    for lot in state.in_account("points", AVAILABLE):
        if lot.expires_on is not None and lot.expires_on <= _today(view) + _SOON:
            by_day[lot.expires_on] = by_day.get(lot.expires_on, 0) + lot.remaining
    return tuple(Expiring(points=points, on=on) for on, points in sorted(by_day.items()))


def _preferences(record: PersonalRecord | None) -> tuple[Preference, ...]:
    if record is None:
        return ()
    found = []
    for text in record.preferences:
        words = two_words(text.lstrip("!"))
        icon = next((name for part, name in _ICONS if part in words.zh), "")
        found.append(Preference(text=words, icon=icon, alert=text.startswith("!")))
    return tuple(found)


def _rights(view: View, row: MemberRow) -> tuple[Right, ...]:
    return tuple(
        Right(
            name=Words(right.names.zh, right.names.en),
            note=Words(right.note.zh, right.note.en),
            state=RightState.ASK if "availability" in right.note.en else RightState.OPEN,
            icon=right.icon,
        )
        for right in view.programme.pack.rights
        if row.tier in right.tiers
    )


def _warnings(
    view: View, state: MemberState, row: MemberRow, record: PersonalRecord | None, lost_on: str
) -> tuple[MemberWarning, ...]:
    found: list[MemberWarning] = []
    if row.status is not MemberStatus.ACTIVE:
        found.append(MemberWarning(kind=WarningKind.NOT_ACTIVE, facts={"status": row.status.value}))
    if state.active_card() is None and any(
        c.status is CardStatus.LOST for c in state.cards.values()
    ):
        found.append(
            MemberWarning(
                kind=WarningKind.CARD_LOST, facts={"on": lost_on or _today(view).isoformat()}
            )
        )
    if state.credential is not None and state.credential.blocked:
        found.append(MemberWarning(kind=WarningKind.PIN_BLOCKED))
    elif (
        state.credential is None or not state.credential.mac
    ) and row.kind is not MemberKind.ANONYMOUS:
        found.append(MemberWarning(kind=WarningKind.PIN_NOT_SET))
    if row.invited_to:
        found.append(
            MemberWarning(
                kind=WarningKind.INVITATION, facts={"tier": tier_of(view, row.invited_to).name}
            )
        )
    if (
        record
        and record.birthday
        and _is_birthday(date.fromisoformat(record.birthday), _today(view))
    ):
        found.append(MemberWarning(kind=WarningKind.BIRTHDAY))
    return tuple(found)


def _is_birthday(born: date, today: date) -> bool:
    """Tell whether today is the birthday; 29 February is kept on 1 March in common years."""
    try:
        this_year = born.replace(year=today.year)
    except ValueError:
        this_year = date(today.year, 3, 1)
    return this_year == today


def _barred(state: MemberState, row: MemberRow) -> Mapping[Command, Refusal]:
    not_here = Refusal(Reason.NOT_IN_PROGRAMME)
    barred: dict[Command, Refusal] = {Command.APPEAL: not_here, Command.GIFT: not_here}
    stopped = inactive(state)
    if stopped:
        for command in (
            Command.CHECK_IN,
            Command.POST_SPEND,
            Command.REDEEM,
            Command.TOP_UP,
            Command.ADJUST,
        ):
            barred[command] = stopped
    if not state.stays:
        barred[Command.CHECK_OUT] = Refusal(Reason.STAY_UNKNOWN)
    if row.kind is MemberKind.ANONYMOUS:
        barred[Command.CHECK_IN] = Refusal(Reason.MEMBER_NOT_ACTIVE, {"status": row.kind.value})
    return barred
