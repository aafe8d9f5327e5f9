"""Reads about members: who is this, who is called so, what happened today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace
from sqlalchemy import Connection

from app.desk_service.context import Counter, person_words, tier_of
from app.desk_service.e_cards import read_e_card
from app.desk_service.panels import panel_of, rewards_for
from app.desk_service.slip_rows import kept_slip, kept_slips, slip_rows
from app.loyalty.ids import MemberId
from app.loyalty.member import CardRow, CardStatus
from app.loyalty.qr_text import QrMember
from app.loyalty.refusals import Reason, Refusal
from app.operations.guards import card_refusal
from app.operations.view import Needs
from app.poster.gathering import day_figures
from app.station.news import IcState
from app.store.keys import card_hash
from app.store.questions import By
from app.store.search import phone_in_full
from app.ui.service.answers import (
    CardProblem,
    Identified,
    StaffCard,
    SwipeToken,
    VoucherShown,
)
from app.ui.service.member_records import Applicant, Command, MemberPanel, Profile, Reward
from app.ui.service.records import HitKind, SearchHit, SlipRow, Today, Words
from app.ui.service.records import MemberId as FaceMember

_MOST_HITS = 8
_WHOLE_PHONE = range(11, 15)  # with or without the country
_WHOLE_CARD = 16
_LAST_SLIPS = 5
_UNDOABLE = 60
_NOT_FOR_A_BARRED_CARD = (
    Command.CHECK_IN,
    Command.POST_SPEND,
    Command.REDEEM,
    Command.TOP_UP,
    Command.ADJUST,
)
IC_PROBLEMS: dict[IcState | None, Reason] = {
    IcState.EMPTY: Reason.CARD_EMPTY,
    IcState.NOT_GENUINE: Reason.CARD_NOT_GENUINE,
    IcState.UNREADABLE: Reason.CARD_UNREADABLE,
}
_KINDS = {
    "card": HitKind.CARD,
    "phone": HitKind.PHONE,
    "member-no": HitKind.MEMBER_NO,
    "name": HitKind.NAME,
    "bill": HitKind.BILL,
}


class Finding:
    """Answers for ``MemberService``."""

    def __init__(self, counter: Counter, staff_card: Callable[[SwipeToken], Words | None]) -> None:
        self._counter = counter
        self._staff_card = staff_card

    def today(self) -> Today:
        """Give the figures and last slips of the business day."""
        counter = self._counter
        with counter.books.reading() as connection:
            view = counter.view(connection)
            day = view.house.property.business_date if view.house.property else date.min
            figures = day_figures(counter.books, connection, day)
            seen = "d.member <> '' AND d.kind <> 'end_member_day'"
            last = kept_slips(counter, connection, seen, (), _LAST_SLIPS)
            rows = slip_rows(counter, connection, view, last)
            return Today(
                as_of=counter.local(counter.clock(), view),
                spend_minor=figures["spend_minor"],
                bills=figures["bills"],
                points_earned=figures["points_earned"],
                slips=figures["slips"],
                voids=figures["voids"],
                stored_in_minor=figures["stored_in"],
                stored_out_minor=figures["stored_out"],
                points_redeemed=figures["points_redeemed"],
                redemptions=figures["redemptions"],
                new_members=self._joined(connection, day, day),
                new_members_month=self._joined(connection, day.replace(day=1), day),
                waiting_applicants=self._count(
                    connection, "SELECT COUNT(*) FROM members WHERE status = 'applied'"
                ),
                last_slips=rows,
            )

    def day_slips(self) -> tuple[SlipRow, ...]:
        """List the slips that may still be undone or printed, newest first."""
        counter = self._counter
        with counter.books.reading() as connection:
            view = counter.view(connection)
            kinds = "d.kind IN ('post_spend','top_up','redeem','adjust')"
            return slip_rows(
                counter, connection, view, kept_slips(counter, connection, kinds, (), _UNDOABLE)
            )

    def search(self, text: str) -> tuple[SearchHit, ...]:
        """Find members by any of the kinds; at most 8, the likeliest first."""
        counter = self._counter
        self._seek(text)
        with counter.books.reading() as connection:
            hits = counter.search.find(connection, text, _MOST_HITS)
            if not hits:
                return ()
            view = counter.view(connection, *(hit.member for hit in hits))
            records = counter.search.records(connection, [hit.member for hit in hits])
            found = []
            for hit in hits:
                state, record = view.member(hit.member), records.get(hit.member)
                card = state.active_card()
                kept = kept_slip(counter, connection, hit.slip) if hit.slip else None
                stay = next(iter(state.stays.values()), None)
                found.append(
                    SearchHit(
                        kind=_KINDS[hit.kind],
                        member_id=FaceMember(hit.member),
                        name=person_words(record),
                        tier=tier_of(view, state.row.tier) if state.row else None,
                        member_no=state.row.number if state.row else "",
                        phone_tail=record.phone[-4:] if record and record.phone else "",
                        card_tail=card.number[-4:] if card else "",
                        room=stay.room if stay else "",
                        slip=slip_rows(counter, connection, view, [kept])[0] if kept else None,
                    )
                )
            return tuple(found)

    def identify(self, swipe: SwipeToken) -> Identified:
        """Tell whose card was swiped; noted in the audit table."""
        counter = self._counter
        read = counter.station.read_of(swipe)
        if read is None:
            return CardProblem(Refusal(Reason.CARD_UNKNOWN))
        if read.qr:
            return self._by_qr(read.qr)
        if read.bank_hash:
            return self._by_bank_card(read.bank_hash)
        if read.ic in IC_PROBLEMS:
            return CardProblem(Refusal(IC_PROBLEMS[read.ic]))
        if read.is_foreign or not read.number:
            name = self._staff_card(swipe)
            return StaffCard(name) if name else CardProblem(Refusal(Reason.CARD_OF_ANOTHER_HOUSE))
        named = card_hash(counter.books.keys, read.number)
        counter.seek(By.CARD, named)
        with counter.books.reading() as connection:
            view = counter.predictor.view(connection, Needs(cards=frozenset({named})))
            card = view.cards.get(named)
            if card is None or card.status is CardStatus.POOL:
                return CardProblem(Refusal(Reason.CARD_UNKNOWN))
            panel = panel_of(counter, connection, card.member)
        counter.note("identify", card.member, card.number[-4:])
        today = view.house.property.business_date if view.house.property else date.min
        return _answer(card, panel, today, is_blocked=read.ic is IcState.BLOCKED)

    def member(self, member_id: FaceMember) -> MemberPanel | Refusal:
        """Show a member found by search; noted in the audit table."""
        counter = self._counter
        with counter.books.reading() as connection:
            panel = panel_of(counter, connection, MemberId(member_id))
        counter.note("look-up", member_id)
        return panel

    def profile(self, member_id: FaceMember) -> Profile | Refusal:
        """Give a member's own data in full, to be amended."""
        counter = self._counter
        with counter.books.reading() as connection:
            row = counter.view(connection, MemberId(member_id)).member(MemberId(member_id)).row
            record = counter.search.record(connection, MemberId(member_id))
        if row is None:
            return Refusal(Reason.MEMBER_UNKNOWN)
        counter.note("profile", member_id)
        return Profile(
            member_id=member_id,
            phone=record.phone if record else "",
            email=record.email if record else "",
            address=record.address if record else "",
            language=row.language,
            consent=row.consent,
            wants_sms=not row.no_sms,
            wants_email=not row.no_email,
            preferences=record.preferences if record else (),
            note=record.note if record else "",
        )

    def rewards(self, member_id: FaceMember) -> tuple[Reward, ...]:
        """Give the catalogue, what can be had first."""
        with self._counter.books.reading() as connection:
            view = self._counter.view(connection, MemberId(member_id))
            return rewards_for(view, view.member(MemberId(member_id)))

    def applicants(self) -> tuple[Applicant, ...]:
        """List who waits for review, oldest first."""
        counter = self._counter
        text = (
            "SELECT member, kind, joined_on, channel FROM members WHERE status = 'applied' "
            "ORDER BY joined_on, member LIMIT 50"
        )
        with counter.books.reading() as connection:
            rows = connection.exec_driver_sql(text).fetchall()
            records = counter.search.records(connection, [MemberId(row[0]) for row in rows])
        return tuple(
            Applicant(
                applicant_id=FaceMember(row[0]),
                name=person_words(records.get(MemberId(row[0]))),
                kind=row[1],
                phone_tail=records[MemberId(row[0])].phone[-4:]
                if MemberId(row[0]) in records
                else "",
                applied_on=date.fromisoformat(row[2]),
                channel=Words("前台", "Desk") if row[3] == "desk" else Words(row[3], row[3]),
            )
            for row in rows
        )

    def _seek(self, text: str) -> None:
        """Have the member whom a whole phone or card number means held here."""
        digits = "".join(text.split()).replace("-", "")
        phone = phone_in_full(text) if len(digits) in _WHOLE_PHONE else None
        if phone:
            self._counter.seek(By.PHONE, phone)
        elif digits.isdigit() and len(digits) >= _WHOLE_CARD:
            self._counter.seek(By.CARD, card_hash(self._counter.books.keys, digits))

    def _by_qr(self, text: str) -> Identified:
        counter = self._counter
        said = read_e_card(counter.books.keys, text)
        if said is None:
            return CardProblem(Refusal(Reason.QR_NOT_GENUINE))
        counter.seek(By.NUMBER, said.number)
        with counter.books.reading() as connection:
            sql = counter.books.sql("SELECT member FROM members WHERE number = ?")
            member = connection.exec_driver_sql(sql, (said.number,)).scalar()
            if not member:
                return CardProblem(Refusal(Reason.MEMBER_UNKNOWN))
            panel = panel_of(counter, connection, MemberId(str(member)))
        counter.note("identify", str(member), "qr")
        if isinstance(panel, Refusal):
            return CardProblem(panel)
        if isinstance(said, QrMember):
            return panel
        held = next((one.code for one in panel.vouchers if one.code.upper() == said.code), "")
        return VoucherShown(panel, held) if held else CardProblem(Refusal(Reason.VOUCHER_UNKNOWN))

    def _by_bank_card(self, bank_hash: str) -> Identified:
        counter = self._counter
        with counter.books.reading() as connection:
            sql = counter.books.sql("SELECT member FROM bank_cards WHERE hash = ?")
            member = connection.exec_driver_sql(sql, (bank_hash,)).scalar()
            if not member:  # never linked, or not any more
                return CardProblem(Refusal(Reason.CARD_IS_BANK_CARD))
            panel = panel_of(counter, connection, MemberId(str(member)))
        counter.note("identify", str(member), "bank card")
        return CardProblem(panel) if isinstance(panel, Refusal) else panel

    def _joined(self, connection: Connection, first: date, last: date) -> int:
        text = "SELECT COUNT(*) FROM members WHERE channel <> 'carry-over' AND joined_on BETWEEN ? AND ?"
        sql = self._counter.books.sql(text)
        return int(
            connection.exec_driver_sql(sql, (first.isoformat(), last.isoformat())).scalar_one()
        )

    def _count(self, connection: Connection, text: str) -> int:
        return int(connection.exec_driver_sql(text).scalar_one())


def _answer(
    card: CardRow, panel: MemberPanel | Refusal, today: date, *, is_blocked: bool
) -> Identified:
    if isinstance(panel, Refusal):
        return CardProblem(panel)
    stopped = card_refusal(card, today)
    if stopped is None and is_blocked:  # the card says so itself
        stopped = Refusal(Reason.CARD_BLOCKED)
    if stopped is None:
        return panel
    # Whoever shows a card that is barred may not be its member: nothing is done for them.
    barred = {**panel.barred, **dict.fromkeys(_NOT_FOR_A_BARRED_CARD, stopped)}
    return CardProblem(stopped, replace(panel, barred=barred))
