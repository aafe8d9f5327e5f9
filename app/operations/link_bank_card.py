"""Link a bank card (绑定银行卡): it opens its holder's membership from now on, and its number is kept nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from app.loyalty.ids import MemberId
from app.loyalty.member import BankCardRow, MemberKind
from app.loyalty.refusals import Reason
from app.operations.decision import Decision, refused
from app.operations.entry import Entry
from app.operations.guards import served
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View

KIND = "link_bank_card"
UNLINK_KIND = "unlink_bank_card"
_CLAIM = "bank:"
_FOUR_DIGITS = re.compile(r"[0-9]{4}")


class LinkBankCard(Body, frozen=True, kw_only=True):
    """Which card.

    Attributes:
        hash: Keyed hash of the number, as the reader's driver makes it.
        last4: Its last four digits, to be told apart by.
    """

    hash: str
    last4: str


class UnlinkBankCard(Body, frozen=True, kw_only=True):
    """All bank cards of the member: whoever changes the bank swipes the new card afterwards."""


def claims(slip: Slip[LinkBankCard]) -> tuple[str, ...]:
    """A bank card opens one membership."""
    return (bank_claim(slip.body.hash),)


def needs(slip: Slip[LinkBankCard] | Slip[UnlinkBankCard], view: View) -> Needs:
    """The member."""
    del view
    return Needs(members=frozenset({slip.member}))


def decide(slip: Slip[LinkBankCard], view: View) -> Decision:
    """Link the card, or say why not.

    Source:
        S1 L755, S5 L185-186: with co-branded and affinity cards the bank card is the identity.
    """
    stopped = served(slip, view)
    if stopped:
        return stopped
    row, body = view.member(slip.member).row, slip.body
    if row is None or row.kind is MemberKind.ANONYMOUS:
        return refused(Reason.NOT_ELIGIBLE)
    if not body.hash or not _FOUR_DIGITS.fullmatch(body.last4):
        return refused(Reason.BANK_CARD_WANTED)
    if view.observed.claims_lost:
        return refused(Reason.CARD_TAKEN)
    entry = Entry(slip, view)
    entry.put(BankCardRow(hash=body.hash, member=slip.member, last4=body.last4))
    entry.gives["bank_card"] = body.last4
    return entry.posted()


def unlink(slip: Slip[UnlinkBankCard], view: View) -> Decision:
    """Let the member's bank cards open nothing any more, or say why not."""
    stopped = served(slip, view)
    if stopped:
        return stopped
    linked = bank_cards_in(view.observed.figures)
    if not linked:
        return refused(Reason.CARD_UNKNOWN)
    entry = Entry(slip, view)
    for card in linked:
        entry.put(replace(card, member=MemberId(""), last4=""))
    entry.free(bank_claim(card.hash) for card in linked)
    return entry.posted()


def bank_claim(hashed: str) -> str:
    """Return the claim on a bank card."""
    return f"{_CLAIM}{hashed}"


def bank_cards_in(figures: Mapping[str, int], member: MemberId = MemberId("")) -> list[BankCardRow]:
    """Return the bank cards among what was observed: claims, each with its last four digits.

    Args:
        figures: As observed.
        member: Whom they open from now on.
    """
    return [
        BankCardRow(hash=name.removeprefix(_CLAIM), member=member, last4=f"{last4:04d}")
        for name, last4 in sorted(figures.items())
        if name.startswith(_CLAIM)
    ]
