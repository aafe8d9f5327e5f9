"""What the guest sees of the visit: themselves, their slips, the catalogue."""

from __future__ import annotations

import gc
from typing import Final

from app.desk_service.panels import rewards_for
from app.desk_service.slip_rows import kept_slips, slip_rows
from app.kiosk_service.parts import Kiosk
from app.loyalty.ids import MemberId, shard_of
from app.ui.service.kiosk import Visit
from app.ui.service.member_records import Reward
from app.ui.service.records import SlipId, SlipRow

_SLIPS: Final = 20


class Visiting:
    """Reads for the guest whose visit it is; once it has ended there is nothing to read."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk

    def visit(self) -> Visit | None:
        """Read the guest again; None once the visit has ended."""
        return self._kiosk.visit_of(self._kiosk.guest.member)

    def end_visit(self) -> None:
        """Forget the guest: every token, entry, code and record held for them; see ``guest``.

        Returns at once. What the poster keeps of members, and what only its own circle of references holds on
        to, is dropped between two of its batches: a slip under way is decided first.
        """
        counter = self._kiosk.counter
        counter.station.cancel_pin()
        self._kiosk.guest.clear()
        counter.station.forget()
        counter.line.between(self._forget_rest)

    def _forget_rest(self) -> None:
        self._kiosk.counter.line.poster.forget_members()
        gc.collect()

    def history(self, before: SlipId | None) -> tuple[SlipRow, ...]:
        """List the guest's slips with their traces, the newest first, twenty at a time, those before one."""
        counter, member = self._kiosk.counter, MemberId(self._kiosk.guest.member)
        if not member:
            return ()
        where, values = "d.shard = ? AND d.member = ?", (shard_of(member), str(member))
        if before is not None:
            where += " AND d.position < (SELECT position FROM decisions WHERE slip = ?)"
        given = (*values, str(before)) if before is not None else values
        with counter.books.reading() as connection:
            view = counter.view(connection, member)
            kept = kept_slips(counter, connection, where, given, _SLIPS)
            return slip_rows(counter, connection, view, kept)

    def rewards(self) -> tuple[Reward, ...]:
        """Give the catalogue as this guest sees it, what can be had first."""
        counter, member = self._kiosk.counter, MemberId(self._kiosk.guest.member)
        if not member:
            return ()
        with counter.books.reading() as connection:
            view = counter.view(connection, member)
            return rewards_for(view, view.member(member))
