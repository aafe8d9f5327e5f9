"""Report lost (挂失): the card opens nothing from now on; the balances stay with the member."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.member import CardStatus
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "report_lost"


class ReportLost(Body, frozen=True, kw_only=True):
    """Which card.

    Attributes:
        card: Hash of its number; empty: the one that works.
    """

    card: str = ""


def needs(slip: Slip[ReportLost], view: View) -> Needs:
    """The member, whose cards come along."""
    del view
    return Needs(wholes=frozenset({slip.member}))


def decide(slip: Slip[ReportLost], view: View) -> Decision:
    """Block the card, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    state = view.member(slip.member)
    asked = slip.body.card
    named = (card for card in state.cards.values() if card.hash == asked)
    card = next(named, None) if asked else state.active_card()
    if card is None:
        return refused(Reason.CARD_MISSING)
    if card.status is not CardStatus.ACTIVE:
        return refused(Reason.CARD_LOST if card.status is CardStatus.LOST else Reason.CARD_BLOCKED)
    entry = Entry(slip, view)
    entry.put(replace(card, status=CardStatus.LOST))
    entry.gives["card"] = card.number[-4:]
    return entry.posted()
