"""PIN (密码): set, change or unblock; the digits travel beside the slip as an encrypted block, never in it."""

from __future__ import annotations

from enum import Enum, unique

from app.loyalty.permissions import Act
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, PinResult, refused, refused_as
from app.operations.enrol_member import KIOSK
from app.operations.entry import Entry
from app.operations.guards import barred, only_in_person, served, wrong_pin
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "set_pin"


@unique
class How(Enum):
    """What is done to the PIN."""

    SET = "set"  # the first one
    CHANGE = "change"  # the old one was entered too
    UNBLOCK = "unblock"  # a supervisor stands by, the member chooses a new one


class SetPin(Body, frozen=True, kw_only=True):
    """How the PIN comes to be. The poster stores its HMAC before the decision and observes ``stored``."""

    how: How


def needs(slip: Slip[SetPin], view: View) -> Needs:
    """The member with the credential."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[SetPin], view: View) -> Decision:
    """Let the new PIN stand, or say why not. The poster writes the new credential only when it is posted."""
    stopped = served(slip, view) or _not_this_way(slip, view)
    if stopped:
        return stopped
    if view.observed.pin is PinResult.NONE:
        return refused(Reason.PIN_NEEDED)
    if view.observed.pin is not PinResult.STORED:
        return refused(Reason.PIN_UNREADABLE)
    return Entry(slip, view).posted()


def _joined_alone_today(slip: Slip[SetPin], view: View) -> bool:
    """Tell whether a guest has just joined at a kiosk; of others a found card must not choose the PIN."""
    row = view.member(slip.member).row
    if row is None:
        return False
    return row.channel == KIOSK and row.joined_on == view.observed.business_date


def _not_this_way(slip: Slip[SetPin], view: View) -> Decision | None:
    credential = view.member(slip.member).credential
    has_pin = credential is not None and bool(credential.mac)
    match slip.body.how:
        case How.UNBLOCK:
            refusal = barred(slip, view, Act.UNBLOCK)
            return refused_as(refusal) if refusal else None
        case How.SET:
            if has_pin:
                return refused(Reason.PIN_NEEDED)
            return only_in_person(slip, view, wanted=not _joined_alone_today(slip, view))
        case How.CHANGE:
            if credential is None or not has_pin:
                return refused(Reason.PIN_NOT_SET)
            if credential.blocked:
                return refused(Reason.PIN_BLOCKED)
            return wrong_pin(credential) if view.observed.pin is PinResult.WRONG else None
