"""The ledger's only row: a transfer from one account to another, and what may be said about a set of them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from app.loyalty.accounts import is_member_account
from app.loyalty.ids import MemberId


class Transfer(msgspec.Struct, frozen=True, gc=False):
    """One asset moves from one account to another; an unbalanced entry cannot be written.

    Attributes:
        line: Number within its entry, from 0.
        asset: What is counted: ``points``, a currency code, ``miles``, ``voucher:…``.
        amount: Minor units, always above zero.
        source: Account that gives.
        target: Account that gets, never the source.
        lot: The lot that this transfer makes, uses or returns to; None for assets without lots.
    """

    line: int
    asset: str
    amount: int
    source: str
    target: str
    lot: str | None = None

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError("a transfer moves more than nothing")
        if self.source == self.target:
            raise ValueError("a transfer needs two accounts")

    def reversed_as(self, line: int, amount: int | None = None) -> Transfer:
        """Return the transfer that undoes this one, wholly or for a part of its amount."""
        return Transfer(line, self.asset, amount or self.amount, self.target, self.source, self.lot)


def balances_of(
    owner: MemberId, transfers: Iterable[tuple[MemberId, Transfer]]
) -> dict[tuple[str, str], int]:
    """Fold transfers into a member's balances by (asset, account), the meaning of every balance kept."""
    sums: dict[tuple[str, str], int] = {}
    for member, transfer in transfers:
        if member != owner:
            continue
        for account, signed in (
            (transfer.source, -transfer.amount),
            (transfer.target, transfer.amount),
        ):
            if is_member_account(account):
                key = (transfer.asset, account)
                sums[key] = sums.get(key, 0) + signed
    return sums
