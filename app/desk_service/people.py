"""Signing in, locking and standing in: who is at the desk."""

from __future__ import annotations

import secrets
from datetime import timedelta

from app.desk_service.context import (
    RATE_CLASSES,
    Counter,
    Operator,
    staff_words,
    tenders_taken,
    tier_of,
)
from app.loyalty.business_day import hotel_time
from app.loyalty.permissions import Act, Role, may
from app.loyalty.refusals import Reason, Refusal
from app.operations.view import View
from app.store.staff import StaffRow
from app.ui.service.answers import Override, OverrideToken, SwipeToken
from app.ui.service.records import Coded, EarnChoice, House, Session, ShiftMark, Words

_LETTERS = "ABCDEFGH"
_SYMBOLS = {"CNY": "\u00a5", "USD": "$", "GBP": "\u00a3"}
_GRACE = timedelta(hours=2)  # after midnight: then a business date that is behind is worth a word


class People:
    """Answers for ``OperatorService``."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def house(self) -> House:
        """Tell property, terminal, business date and the lists of the pages."""
        counter = self._counter
        with counter.books.reading() as connection:
            view = counter.view(connection)
        row = view.house.property
        if row is None:
            raise LookupError("these books have no hotel yet: run innpoint hotel new")
        pack = view.programme.pack
        now = hotel_time(counter.clock(), row.zone)
        rate = view.programme.ratio(pack.points_as_money.points_per_unit)
        behind = row.business_date < (now - _GRACE).date()
        return House(
            name=Words(row.name_zh, row.name_en),
            terminal=Words(counter.settings.name_zh, counter.settings.name_en),
            business_date=row.business_date,
            outlets=tuple(
                Coded(code=one.outlet, name=Words(one.name_zh, one.name_en))
                for one in view.house.outlets.values()
            ),
            tenders=tenders_taken(view),
            tiers=tuple(tier_of(view, tier.code) for tier in pack.tiers),
            rate_classes=RATE_CLASSES,
            earn_choices=tuple(EarnChoice(choice) for choice in pack.choices),
            member_kinds=tuple(kind for kind in pack.membership.kinds if kind != "child"),
            programme=Words(pack.names.zh, pack.names.en),
            currency=row.currency,
            symbol=_SYMBOLS.get(row.currency, row.currency),
            scale=view.programme.asset(row.currency).scale,
            points_per_unit=rate.numerator,
            units_of_points=rate.denominator,
            outlet=counter.settings.outlet,
            close_day_due=behind,
            card_from_pool=view.programme.word(pack.membership.card_scheme) == "pool",
            training=counter.training,
        )

    def sign_in(self, operator_id: str, password: str) -> Session | Refusal:
        """Check an operator's password; also unlocks."""
        found = self._checked(operator_id.strip().lower(), password)
        if isinstance(found, Refusal):
            self._counter.note("sign-in-refused", facts=operator_id[:40])
            return found
        return self._begin(found)

    def sign_in_by_card(self, swipe: SwipeToken) -> Session | Refusal:
        """Take a staff card instead of a password; also unlocks."""
        row = self._of_card(swipe)
        return self._begin(row) if row else Refusal(Reason.OPERATOR_UNKNOWN, {"operator": ""})

    def lock(self) -> None:
        """Note that nobody stands at the desk; the shift stays open."""
        if self._counter.operator is not None:
            self._counter.note("lock")
            self._counter.operator = None

    def override(self, operator_id: str, password: str, reason: Refusal) -> Override | Refusal:
        """Let a supervisor answer for one refusal with their password."""
        found = self._checked(operator_id.strip().lower(), password)
        return found if isinstance(found, Refusal) else self._stand_in(found, reason)

    def override_by_card(self, swipe: SwipeToken, reason: Refusal) -> Override | Refusal:
        """Let a supervisor answer for one refusal with their staff card."""
        row = self._of_card(swipe)
        return (
            self._stand_in(row, reason)
            if row
            else Refusal(Reason.OPERATOR_UNKNOWN, {"operator": ""})
        )

    def staff_card(self, swipe: SwipeToken) -> Words | None:
        """Return whose staff card was swiped, if it is one."""
        row = self._of_card(swipe)
        return staff_words(row, row.operator) if row else None

    def _checked(self, operator: str, password: str) -> StaffRow | Refusal:
        counter = self._counter
        with counter.books.reading() as connection:
            row = counter.staff.get(connection, operator)
        # Somebody unknown takes as long as a wrong password: the answer tells nothing.
        known = row or StaffRow(
            operator=operator, name_zh="", name_en="", password_hash="", card_hash=""
        )
        if row is None or not counter.staff.check(known, password, counter.clock()):
            return Refusal(Reason.OPERATOR_UNKNOWN, {"operator": operator})
        return row

    def _of_card(self, swipe: SwipeToken) -> StaffRow | None:
        read = self._counter.station.read_of(swipe)
        if read is None:
            return None
        with self._counter.books.reading() as connection:
            return self._counter.staff.by_card(connection, read.track2)

    def _begin(self, row: StaffRow) -> Session | Refusal:
        counter = self._counter
        with counter.books.reading() as connection:
            view = counter.view(connection)
        known = view.house.operators.get(row.operator)
        if known is None or not known.active or known.role is Role.KIOSK:
            return Refusal(Reason.OPERATOR_UNKNOWN, {"operator": row.operator})
        counter.operator = Operator(row.operator, staff_words(row, row.operator))
        counter.note("sign-in")
        return self._session(view, known.role)

    def _session(self, view: View, role: Role) -> Session:
        operator = self._counter.operator
        if operator is None:
            raise PermissionError("nobody is signed in")
        return Session(
            operator_id=operator.id,
            name=operator.name,
            role=role,
            acts=frozenset(act for act in Act if may(role, act)),
            shift=shift_mark(self._counter, view),
            idle_lock_s=self._counter.settings.idle_lock_s,
        )

    def _stand_in(self, row: StaffRow, reason: Refusal) -> Override | Refusal:
        counter = self._counter
        with counter.books.reading() as connection:
            view = counter.view(connection)
        known = view.house.operators.get(row.operator)
        if known is None or not known.active or not may(known.role, Act.OVERRIDE):
            return Refusal(Reason.NOT_PERMITTED, {"act": Act.OVERRIDE.value})
        token = OverrideToken(secrets.token_hex(8))
        counter.overrides[token] = row.operator
        counter.note("override", facts=f"{row.operator} {reason.reason.value}")
        return Override(token=token, name=staff_words(row, row.operator))


def shift_mark(counter: Counter, view: View) -> ShiftMark | None:
    """Return the open shift of this desk."""
    shift = view.house.shifts.get(counter.settings.terminal)
    if shift is None:
        return None
    letter = _LETTERS[min(len(_LETTERS) - 1, counter.local(shift.opened_at, view).hour // 8)]
    return ShiftMark(letter=letter, opened_at=counter.local(shift.opened_at, view))
