"""Replace a card (补卡): the balance stays with the member, the old number is blocked."""

from __future__ import annotations

from dataclasses import replace

from app.loyalty.member import CardStatus
from app.loyalty.refusals import Reason, Refusal
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.issue_card import free_number, put_card
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "replace_card"


class ReplaceCard(Body, frozen=True, kw_only=True):
    """The new card.

    Attributes:
        card: Hash of a printed number of the pool; empty: the next free number.
    """

    card: str = ""


def needs(slip: Slip[ReplaceCard], view: View) -> Needs:
    """The member with the cards, the number asked for, and one of the pool."""
    del view
    return Needs(wholes=frozenset({slip.member}), cards=frozenset({slip.body.card}), pool=1)


def decide(slip: Slip[ReplaceCard], view: View) -> Decision:
    """Put a new card in the place of every one that works or was lost, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    old = [
        card
        for card in view.member(slip.member).cards.values()
        if card.status in {CardStatus.ACTIVE, CardStatus.LOST, CardStatus.BLOCKED}
        and not card.replaced_by
    ]
    if not old:
        return refused(Reason.CARD_MISSING)
    entry = Entry(slip, view)
    number = free_number(slip.body.card, entry, view)
    if isinstance(number, Refusal):
        return refused_as(number)
    for card in old:
        status = CardStatus.REPLACED if card.status is CardStatus.ACTIVE else card.status
        entry.put(replace(card, status=status, replaced_by=number))
    put_card(entry, number, view)
    return entry.posted()
