"""Amend (修改资料): phone, address, preferences, language and consent; what was before stays in the slips."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import only_in_person, served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "amend_member"


class AmendMember(Body, frozen=True, kw_only=True):
    """What changes; personal data stand in the new personal record it names.

    Attributes:
        personal: Id of the new record; empty where it stays.
        phone_claim: Keyed hash of the new phone number; empty where it stays.
        old_phone_claim: Of the number given up; one that is another member's is left alone.
        no_sms: Whether the member says no to texts about the membership; None where that stays.
        no_email: Likewise to e-mails.
    """

    personal: str = ""
    personal_hash: str = ""
    phone_claim: str = ""
    old_phone_claim: str = ""
    language: str = ""
    consent: bool | None = None
    no_sms: bool | None = None
    no_email: bool | None = None


def claims(slip: Slip[AmendMember]) -> tuple[str, ...]:
    """One phone number has one member; a number that stays is the member's own already."""
    return (f"phone:{slip.body.phone_claim}",) if slip.body.phone_claim else ()


def needs(slip: Slip[AmendMember], view: View) -> Needs:
    """The member alone."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[AmendMember], view: View) -> Decision:
    """Change the member's own data, or say why not; only a number that was the member's own is given up."""
    stopped = served(slip, view) or only_in_person(slip, view, wanted=_is_more(slip.body))
    if stopped:
        return stopped
    row = view.member(slip.member).row
    if row is None:
        return refused(Reason.MEMBER_UNKNOWN)
    own = view.observed.figures.keys()
    if view.observed.claims_lost.keys() - own:
        return refused(Reason.PHONE_TAKEN)
    body = slip.body
    entry = Entry(slip, view)
    entry.put(
        replace(
            row,
            personal=body.personal or row.personal,
            language=body.language or row.language,
            consent=row.consent if body.consent is None else body.consent,
            no_sms=row.no_sms if body.no_sms is None else body.no_sms,
            no_email=row.no_email if body.no_email is None else body.no_email,
            version=row.version + 1,
        )
    )
    given_up = f"phone:{body.old_phone_claim}"
    if given_up in own and body.old_phone_claim != body.phone_claim:
        entry.free((given_up,))
    return entry.posted()


def _is_more(body: AmendMember) -> bool:
    """Tell whether anything but the language changes."""
    return body != AmendMember(language=body.language)
