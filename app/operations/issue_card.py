"""Issue a card (发卡) to a member whose application was approved."""

from __future__ import annotations

from app.loyalty.member import CardRow, CardStatus
from app.loyalty.refusals import Reason, Refusal
from app.operations.card_numbers import next_card_number
from app.operations.decision import Decision, refused, refused_as
from app.operations.entry import Entry
from app.operations.guards import only_in_person, served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "issue_card"


class IssueCard(Body, frozen=True, kw_only=True):
    """Which card.

    Attributes:
        card: Hash of a printed number of the pool; empty: the next free number.
    """

    card: str = ""


def needs(slip: Slip[IssueCard], view: View) -> Needs:
    """The member, the number asked for, and one of the pool."""
    del view
    return Needs(wholes=frozenset({slip.member}), cards=frozenset({slip.body.card}), pool=1)


def decide(slip: Slip[IssueCard], view: View) -> Decision:
    """Give the member a card, or say why not; who has one that works gets another by replacing it."""
    stopped = served(slip, view) or only_in_person(slip, view, wanted=bool(slip.body.card))
    if stopped:
        return stopped
    if view.member(slip.member).active_card():
        return refused(Reason.CARD_TAKEN)
    entry = Entry(slip, view)
    number = free_number(slip.body.card, entry, view)
    if isinstance(number, Refusal):
        return refused_as(number)
    put_card(entry, number, view)
    return entry.posted()


def free_number(wanted: str, entry: Entry, view: View) -> str | Refusal:
    """Return the number whose hash is asked for if it lies free in the pool, or the next free one."""
    if not wanted:
        return next_card_number(entry, view)
    card = view.cards.get(wanted)
    if card is None:
        return Refusal(Reason.CARD_UNKNOWN)
    if card.status is not CardStatus.POOL:
        return Refusal(Reason.CARD_TAKEN)
    return card.number


def put_card(entry: Entry, number: str, view: View) -> None:
    """Make a number open this member's account from today."""
    entry.put(
        CardRow(
            number=number,
            member=entry.member,
            status=CardStatus.ACTIVE,
            issued_on=view.observed.business_date,
            expires_on=None,
            replaced_by="",
            hash=view.card_hash(number),
        )
    )
    entry.gives["card_number"] = True
    entry.gives["card"] = number[-4:]
