"""Who may do what at a desk: roles, the acts they may do, and limits per operator and day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique


@unique
class Role(Enum):
    """What an operator is at this property."""

    CASHIER = "cashier"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    KIOSK = (
        "kiosk"  # a machine in the lobby: answers for what guests do alone, and signs in nowhere
    )


@unique
class Act(Enum):
    """Something an operator may be allowed to do."""

    SERVE = "serve"  # enrol, amend, post, check in, redeem, top up, issue and block cards, shifts
    APPROVE = "approve"  # review applicants
    VOID = "void"
    ADJUST = "adjust"
    OVERRIDE = "override"
    UNBLOCK = "unblock"
    CLOSE_DAY = "close-day"
    CARRY_OVER = "carry-over"
    CONFIGURE = "configure"
    READ_BOOKS = "read-books"
    EXCHANGE = "exchange"  # send to the website and fetch from it, write to members


_ALLOWED: dict[Role, frozenset[Act]] = {
    Role.CASHIER: frozenset({Act.SERVE, Act.VOID}),
    Role.SUPERVISOR: frozenset(
        {
            Act.SERVE,
            Act.VOID,
            Act.APPROVE,
            Act.ADJUST,
            Act.OVERRIDE,
            Act.UNBLOCK,
            Act.CLOSE_DAY,
            Act.EXCHANGE,
        }
    ),
    Role.MANAGER: frozenset(set(Act) - {Act.CONFIGURE}),
    Role.AUDITOR: frozenset({Act.READ_BOOKS}),
    Role.ADMINISTRATOR: frozenset(Act),
    Role.KIOSK: frozenset(),  # what it may do is said by kind of slip: app.operations.guards
}


def may(role: Role, act: Act) -> bool:
    """Tell whether a role may do an act at all; limits come on top."""
    return act in _ALLOWED[role]


def may_give_number(role: Role, *, is_fresh: bool) -> bool:
    """Tell whether somebody may write a number on a card without anybody else.

    A second card with a number that is in a guest's hand already would be a copy without a slip.

    Args:
        role: Of whoever asks.
        is_fresh: The number was given today and is on no card yet.
    """
    return may(role, Act.SERVE) and (is_fresh or may(role, Act.OVERRIDE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an operator may adjust and override in one business day.

    Attributes:
        adjust_points: Points up or down in all, not negative.
        adjust_minor: Stored value in minor units (分) in all, not negative.
        overrides: How many overrides.
    """

    adjust_points: int
    adjust_minor: int
    overrides: int


LIMITS: dict[Role, Limits] = {
    Role.CASHIER: Limits(adjust_points=0, adjust_minor=0, overrides=0),
    Role.SUPERVISOR: Limits(adjust_points=20_000, adjust_minor=200_000, overrides=20),
    Role.MANAGER: Limits(adjust_points=200_000, adjust_minor=2_000_000, overrides=100),
    Role.AUDITOR: Limits(adjust_points=0, adjust_minor=0, overrides=0),
    Role.ADMINISTRATOR: Limits(adjust_points=200_000, adjust_minor=2_000_000, overrides=100),
    Role.KIOSK: Limits(adjust_points=0, adjust_minor=0, overrides=0),
}
