"""The entry that a decide() builds: transfers that see one another, rows, counts and the trace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.loyalty.accounts import AVAILABLE, ISSUED, is_member_account
from app.loyalty.ids import MemberId
from app.loyalty.ledger import Transfer
from app.loyalty.lots import Lot, take
from app.loyalty.member import DebtRow, MemberRow, TallyRow
from app.loyalty.trace import TraceLine
from app.operations.decision import Decision, Derived, Figure, Observed, Outcome, Row
from app.operations.slip import Body, Slip
from app.operations.view import MemberState, View
from app.programme.expiry import last_day


class Entry:
    """Collects what one decision does, and answers questions as if it were done already.

    Args:
        slip: The slip that is decided.
        view: The books before it; never changed here.
    """

    def __init__(self, slip: Slip[Body], view: View) -> None:
        self.slip = slip
        self.observed: Observed = view.observed
        self.member: MemberId = slip.member
        self._view = view
        self._state: MemberState = view.member(slip.member)
        self._transfers: list[Transfer] = []
        self._made: list[Lot] = []
        self._moved: dict[tuple[str, str], int] = {}
        self._lots_moved: dict[tuple[str, str], int] = {}
        self._rows: list[Row] = []
        self._tallies: list[TallyRow] = []
        self._frees: list[str] = []
        self.trace: list[TraceLine] = []
        self.gives: dict[str, Figure] = {}
        self.receipt: dict[str, str | int] = {}
        self.operations: list[str] = []
        self.derives: list[Derived] = []

    @property
    def state(self) -> MemberState:
        """The member before this entry."""
        return self._state

    @property
    def row(self) -> MemberRow | None:
        """The member's row as the entry has it so far."""
        changed = [row for row in self._rows if isinstance(row, MemberRow)]
        return changed[-1] if changed else self._state.row

    def balance(self, asset: str, account: str = AVAILABLE) -> int:
        """Return what an account holds after the entry so far."""
        return self._state.balance(asset, account) + self._moved.get((asset, account), 0)

    def move(
        self, asset: str, amount: int, source: str, target: str, lot: str | None = None
    ) -> None:
        """Add one transfer; nothing is added for an amount of zero."""
        if amount == 0:
            return
        transfer = Transfer(len(self._transfers), asset, amount, source, target, lot)
        self._transfers.append(transfer)
        for account, signed in ((source, -amount), (target, amount)):
            if is_member_account(account):
                self._moved[asset, account] = self._moved.get((asset, account), 0) + signed
                if lot:
                    self._lots_moved[lot, account] = (
                        self._lots_moved.get((lot, account), 0) + signed
                    )

    def credit(
        self,
        asset: str,
        amount: int,
        source: str = ISSUED,
        *,
        earned_on: date | None = None,
        target: str = AVAILABLE,
    ) -> None:
        """Give the member something; where the asset has lots, a new lot with its dates."""
        if amount == 0:
            return
        programme = self._view.programme
        declared = programme.asset(asset)
        lot: str | None = None
        if declared.lots:
            lot = f"{self.slip.id}/{len(self._transfers)}"
            on = earned_on or self.observed.business_date
            expires_on = last_day(programme, declared, on)
            self._made.append(Lot(lot, target, asset, amount, on, expires_on))
        self.move(asset, amount, source, target, lot)

    def debit(
        self,
        asset: str,
        amount: int,
        target: str,
        *,
        source: str = AVAILABLE,
        first: str | None = None,
    ) -> list[tuple[Lot, int]]:
        """Take something from the member, in the order the programme uses lots.

        Returns:
            Which lots were used, and how much of each; empty for an asset without lots.

        Raises:
            ValueError: The account holds less; the caller asks ``balance`` before.
        """
        programme = self._view.programme
        if not programme.asset(asset).lots:
            if self.balance(asset, source) < amount:
                raise ValueError("the account holds less")
            self.move(asset, amount, source, target)
            return []
        order = programme.word(programme.pack.spend_order)
        used = take(self._lots_in(asset, source), amount, first=first, order=order)
        for lot, part in used:
            self.move(asset, part, source, target, lot.lot)
        return used

    def _lots_in(self, asset: str, account: str) -> list[Lot]:
        # Used-up lots count too: this entry may have given something back to them.
        lots = {
            lot.lot: lot
            for lot in self._state.lots.values()
            if lot.asset == asset and lot.account == account
        }
        for made in self._made:
            if made.asset == asset and made.account == account:
                lots[made.lot] = Lot(made.lot, account, asset, 0, made.earned_on, made.expires_on)
        return [
            Lot(one.lot, account, asset, left, one.earned_on, one.expires_on)
            for one in lots.values()
            if (left := one.remaining + self._lots_moved.get((one.lot, account), 0)) > 0
        ]

    def left_in_lot(self, lot: str, account: str = AVAILABLE) -> int:
        """Return what an account still holds of one lot."""
        known = self._state.lots.get((lot, account))
        return (known.remaining if known else 0) + self._lots_moved.get((lot, account), 0)

    def put(self, row: Row) -> None:
        """Set a row of the books."""
        self._rows.append(row)

    def owe(self, asset: str, amount: int) -> None:
        """Note what could not be taken from the member; what is owed of one asset is one debt."""
        noted = [row for row in self._rows if isinstance(row, DebtRow) and row.asset == asset]
        for row in noted:
            self._rows.remove(row)
        amount += sum(row.amount for row in noted)
        self.put(DebtRow(member=self.member, slip=self.slip.id, asset=asset, amount=amount))
        self.gives["debt"] = amount

    def tally(self, metric: str, amount: int, on: date) -> None:
        """Count something for the member."""
        if amount:
            self._tallies.append(TallyRow(member=self.member, metric=metric, on=on, amount=amount))

    def counted(self, metric: str, first: date, last: date) -> int:
        """Return a count as it stands after the entry so far."""
        new = sum(t.amount for t in self._tallies if t.metric == metric and first <= t.on <= last)
        return self._state.counted(metric, first, last) + new

    def total(self, metric: str) -> int:
        """Return a count over all time as it stands after the entry so far."""
        new = sum(one.amount for one in self._tallies if one.metric == metric)
        return sum(self._state.tallies.get(metric, {}).values()) + new

    def free(self, claims: Iterable[str]) -> None:
        """Let others have these claims again."""
        self._frees.extend(claims)

    def derive(self, kind: str, member: MemberId, body: Body, *, part: str = "") -> None:
        """Let a slip for another member follow from this entry."""
        self.derives.append(Derived(kind=kind, member=member, body=body, part=part))

    def explain(
        self,
        step: str,
        text: str,
        result: str,
        rule: str = "",
        *,
        asset: str = "",
        amount: int = 0,
        held: int = 0,
        **facts: str,
    ) -> None:
        """Add a line to the trace; whatever moves on the member's accounts needs one, see ``TraceLine``."""
        self.trace.append(TraceLine(step, text, result, rule, facts, asset, amount, held))

    def posted(self, *, notified: tuple[str, ...] = ()) -> Decision:
        """Close the entry: it is posted."""
        return Decision(
            outcome=Outcome.POSTED,
            transfers=tuple(self._transfers),
            lots=tuple(self._made),
            rows=tuple(self._rows),
            tallies=tuple(self._tallies),
            frees=tuple(self._frees),
            gives=self.gives,
            trace=tuple(self.trace),
            receipt=self.receipt,
            operations=tuple(self.operations),
            notified=notified,
            derives=tuple(self.derives),
            member=self.member,
        )
