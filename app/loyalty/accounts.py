"""Names of accounts: every movement runs between two of these.

A member's accounts begin with ``member:`` and belong to the member a transfer names;
all others are the house's, and show the auditor where value came from and went.
"""

from __future__ import annotations

from typing import Final

AVAILABLE: Final = "member:available"
_HELD: Final = "member:held:"

ISSUED: Final = "house:issued"
REDEEMED: Final = "house:redeemed"
EXPIRED: Final = "house:expired"
FORFEITED: Final = "house:forfeited"
ADJUSTED: Final = "house:adjusted"
CARRIED_OVER: Final = "house:carried-over"
CLAWED_BACK: Final = "house:clawed-back"
DISCOUNTS: Final = "house:discounts"
IN_TRANSIT: Final = "house:in-transit"
OFFLINE_DIFFERENCE: Final = "house:offline-difference"
SHIFT_DIFFERENCE: Final = "house:shift-difference"
FEES: Final = "house:fees"
CHEQUES: Final = "house:cheques"
CONVERTED: Final = "house:converted"
MARKETS: Final = "market:"  # each market and outcome has one of its own
CLUB_SALES: Final = "sales:club"  # memberships and tiers that are sold


def held(hold: str) -> str:
    """Return the account of one hold: points or money set aside, resolved at most once."""
    return _HELD + hold


PENDING: Final = held("pending")  # what was earned and cannot be used yet


def is_held(account: str) -> bool:
    """Tell whether an account is a hold."""
    return account.startswith(_HELD)


def is_member_account(account: str) -> bool:
    """Tell whether an account belongs to the member that a transfer names."""
    return account.startswith("member:")


def tender(name: str) -> str:
    """Return the house account of a way to pay (cash, card, alipay …), counted at shift end."""
    return f"tender:{name}"


def charity(name: str) -> str:
    """Return the account of points given to a charity."""
    return f"charity:{name}"


def market(name: str, outcome: str) -> str:
    """Return the house account of points staked on an outcome."""
    return f"{MARKETS}{name}:{outcome}"


def market_of(account: str) -> str:
    """Return the market whose stakes a house account holds; empty for any other account."""
    return account.split(":")[1] if account.startswith(MARKETS) else ""


def tender_named(account: str) -> str:
    """Return the name of the tender that an account is of; empty for another account."""
    begins = tender("")
    return account.removeprefix(begins) if account.startswith(begins) else ""


def clearing(partner: str) -> str:
    """Return the account of points that a merchant of the coalition gave or took, for the merchants to settle."""
    return f"clearing:{partner}"


def sales(outlet: str) -> str:
    """Return the house account of what an outlet sold."""
    return f"sales:{outlet}"
