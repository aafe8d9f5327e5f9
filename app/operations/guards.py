"""Checks that several operations share: may this be done, to this member, with this PIN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from app.loyalty.house import OperatorRow
from app.loyalty.member import (
    PIN_TRIES,
    CardRow,
    CardStatus,
    CredentialRow,
    MemberKind,
    MemberStatus,
)
from app.loyalty.permissions import Act, Role, may
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, PinResult, refused, refused_as
from app.operations.slip import Body, Slip
from app.operations.view import MemberState, View

# What a guest may do alone, and the act that each kind asks for. Whatever is not here needs a person.
SELF_SERVICE: Final[Mapping[str, Act]] = {
    "verify_pin": Act.SERVE,
    "redeem": Act.SERVE,
    "gift": Act.SERVE,
    "enrol_member": Act.SERVE,
    "issue_card": Act.SERVE,
    "set_pin": Act.SERVE,
    "arrive": Act.SERVE,
    "check_in": Act.SERVE,
    "amend_member": Act.SERVE,
    "void": Act.VOID,
}
_CARD_REASONS = {
    CardStatus.POOL: Reason.CARD_UNKNOWN,
    CardStatus.LOST: Reason.CARD_LOST,
    CardStatus.BLOCKED: Reason.CARD_BLOCKED,
    CardStatus.REPLACED: Reason.CARD_REPLACED,
}


def barred(slip: Slip[Body], view: View, act: Act) -> Refusal | None:
    """Refuse what neither the operator nor the supervisor on the slip may do.

    A slip that follows from another one was allowed with its cause; no terminal can hand one in.
    """
    if not slip.terminal:
        return None
    people = [view.house.operators.get(one) for one in (slip.operator, slip.supervisor) if one]
    known = [one for one in people if one is not None and one.active]
    if not known or known[0].operator != slip.operator:
        return Refusal(Reason.OPERATOR_UNKNOWN, {"operator": slip.operator})
    if known[0].role is Role.KIOSK:  # nobody stands in for a machine
        allowed = SELF_SERVICE.get(slip.kind) is act and not slip.supervisor
        return None if allowed else Refusal(Reason.NOT_PERMITTED, {"act": act.value})
    if any(may(one.role, act) for one in known):
        return None
    reason = Reason.NEEDS_SUPERVISOR if known[0].role is Role.CASHIER else Reason.NOT_PERMITTED
    return Refusal(reason, {"act": act.value})


def who_answers(slip: Slip[Body], view: View) -> OperatorRow | None:
    """Return who answers for a slip: the supervisor where one stood in, else the operator."""
    return view.house.operators.get(slip.supervisor or slip.operator)


def by_kiosk(slip: Slip[Body], view: View) -> bool:
    """Tell whether a machine answers for a slip, and no person."""
    row = view.house.operators.get(slip.operator)
    return row is not None and row.role is Role.KIOSK


def only_in_person(slip: Slip[Body], view: View, *, wanted: bool) -> Decision | None:
    """Refuse at a kiosk what of an entry only a person may ask for; elsewhere everything goes on."""
    if wanted and by_kiosk(slip, view):
        return refused(Reason.NOT_PERMITTED, act=slip.kind)
    return None


def derived_only(slip: Slip[Body]) -> Refusal | None:
    """Refuse a slip of a kind that only follows from others when a terminal hands it in."""
    return Refusal(Reason.NOT_PERMITTED, {"act": slip.kind}) if slip.terminal else None


def inactive(state: MemberState) -> Refusal | None:
    """Refuse a member who does not exist or whose membership is not in force."""
    if state.row is None:
        return Refusal(Reason.MEMBER_UNKNOWN)
    if state.row.status not in {MemberStatus.ACTIVE, MemberStatus.INACTIVE}:
        return Refusal(Reason.MEMBER_NOT_ACTIVE, {"status": state.row.status.value})
    return None


def card_refusal(card: CardRow, today: date) -> Refusal | None:
    """Refuse a card that opens nothing on a day, with the reason that its status or its last day says."""
    if card.status is CardStatus.REPLACED and card.replaced_by:
        return Refusal(Reason.CARD_REPLACED, {"tail": card.replaced_by[-4:]})
    reason = _CARD_REASONS.get(card.status)
    if reason:
        return Refusal(reason)
    is_over = card.expires_on is not None and card.expires_on < today
    return Refusal(Reason.CARD_EXPIRED, {"on": str(card.expires_on)}) if is_over else None


IDENTIFIED = frozenset({"card", "mobile"})
"""Ways to find a member after which the programme says whether a PIN is needed. After any other, a QR code above
all, it always is: a picture of a code is copied in a moment, and nothing in the hand was shown."""


def needs_pin(state: MemberState, view: View, identify: str = "card") -> bool:
    """Tell whether value leaves this account only with a PIN; an unnamed card without one is like cash.

    Args:
        state: The member.
        view: The programme.
        identify: How the member was found; by QR the PIN is always needed.
    """
    if identify not in IDENTIFIED:
        return True
    if not view.programme.pack.stored_value.pin_needed or state.row is None:
        return False
    has_pin = state.credential is not None and bool(state.credential.mac)
    return has_pin or state.row.kind is not MemberKind.ANONYMOUS


def pin_refused(
    slip: Slip[Body], state: MemberState, view: View, identify: str = "card"
) -> Decision | None:
    """Refuse where the PIN is missing, wrong or blocked; a wrong one is counted, the third blocks.

    At a kiosk nobody looks at the guest: whatever the programme says, value leaves only with the PIN.
    """
    if not needs_pin(state, view, identify) and not by_kiosk(slip, view):
        return None
    return pin_not_right(slip, state, view)


def pin_not_right(slip: Slip[Body], state: MemberState, view: View) -> Decision | None:
    """Refuse whatever is not the right PIN; a wrong one is counted, the third blocks."""
    credential = state.credential
    observed = view.observed.pin
    if credential is not None and credential.blocked:
        return refused(Reason.PIN_BLOCKED)
    if observed is PinResult.RIGHT:
        return None
    if credential is None or not credential.mac or observed is PinResult.NOT_SET:
        return refused(Reason.PIN_NOT_SET)
    if not slip.pin or observed is PinResult.NONE:
        return refused(Reason.PIN_NEEDED)
    if observed is PinResult.UNREADABLE:
        return refused(Reason.PIN_UNREADABLE)
    return wrong_pin(credential)


def wrong_pin(credential: CredentialRow) -> Decision:
    """Refuse and count a wrong PIN; after the third nothing is taken until a supervisor unblocks."""
    tries = credential.tries + 1
    row = replace(credential, tries=tries, blocked=tries >= PIN_TRIES)
    if row.blocked:
        return refused(Reason.PIN_BLOCKED, rows=(row,))
    return refused(Reason.PIN_WRONG, rows=(row,), left=PIN_TRIES - tries)


def pin_used(state: MemberState, view: View) -> CredentialRow | None:
    """Return the credential with its tries forgotten, after a right PIN; None where nothing changes."""
    credential = state.credential
    if credential is None or view.observed.pin is not PinResult.RIGHT or credential.tries == 0:
        return None
    return replace(credential, tries=0)


def served(slip: Slip[Body], view: View, act: Act = Act.SERVE) -> Decision | None:
    """Refuse what this operator may not do, or a member who is not in force; None goes on."""
    refusal = barred(slip, view, act) or inactive(view.member(slip.member))
    return refused_as(refusal) if refusal else None
