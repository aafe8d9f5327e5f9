"""Points set aside for a reward that a member has reserved: the hold is the reservation."""

from __future__ import annotations

from app.loyalty import accounts
from app.operations.view import MemberState

_BEGINS = accounts.held("reward:")


def account_of(code: str) -> str:
    """Return the account that holds the points of a reserved reward."""
    return _BEGINS + code


def reserved_for(state: MemberState, code: str, asset: str) -> int:
    """Return what of an asset a member has set aside for a reward; 0 where none is reserved."""
    return state.balance(asset, account_of(code))


def reserved_codes(state: MemberState, of: str) -> list[str]:
    """Return the rewards that a member has reserved with an asset."""
    return sorted(
        account.removeprefix(_BEGINS)
        for (asset, account), (into, out) in state.flows.items()
        if asset == of and account.startswith(_BEGINS) and into > out
    )


def counted_as(code: str) -> str:
    """Return the count that says on which day a reward was reserved."""
    return f"reserved:{code}"
