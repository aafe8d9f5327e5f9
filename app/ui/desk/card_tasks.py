"""The tasks about cards and PINs: issue (发卡), replace (补卡), report lost (挂失), bank card (银行卡), PIN (密码)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.desk.task import Task
from app.ui.kit.fields import Entry
from app.ui.service.answers import PinPurpose, SwipeToken
from app.ui.service.requests import (
    IssueCardDraft,
    LinkBankCardDraft,
    PinChange,
    PinDraft,
    ReplaceCardDraft,
    ReportLostDraft,
)
from app.ui.serving.context import Desk
from app.ui.serving.flow import Ask


class CardTask(Task):
    """Issue, replace or block a card; with a pool, the number printed on the card."""

    def __init__(self, desk: Desk, what: str) -> None:
        super().__init__(desk)
        self._what = what
        self.number = Entry()
        self._words = self.paragraph()
        self._box = self.field(self.number, lambda: self.tr("Number on the card"))
        self.body.addWidget(self._box)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        words = {
            "issue": self.tr("The member gets a card. With an encoder, take a blank card."),
            "replace": self.tr("The old number is blocked at once; balances stay with the member."),
            "lost": self.tr("The card is blocked at once. Balances stay; replace it when ready."),
        }
        self._words.setText(words[self._what])
        house = self.desk.house
        pool = house is not None and house.card_from_pool and self._what != "lost"
        self._box.setVisible(pool)

    @override
    def start(self) -> None:
        self.number.clear()

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.number,)

    @override
    def ask(self) -> Ask | None:
        panel = self.desk.panel
        if panel is None:
            return None
        who, number = panel.member_id, self.number.text().strip()
        match self._what:
            case "issue":
                return Ask(request=IssueCardDraft(member_id=who, card_no=number), member_id=who)
            case "replace":
                return Ask(request=ReplaceCardDraft(member_id=who, card_no=number), member_id=who)
            case _:
                return Ask(request=ReportLostDraft(member_id=who), member_id=who)

    @override
    def summary(self) -> str:
        names = {
            "issue": self.tr("Issue a card"),
            "replace": self.tr("Replace the card"),
            "lost": self.tr("Block the lost card"),
        }
        return names[self._what]


class BankCardTask(Task):
    """Let a bank card open the membership, or let it open it no more."""

    def __init__(self, desk: Desk, *, links: bool) -> None:
        super().__init__(desk)
        self._links = links
        self._swipe: SwipeToken | None = None
        self._words = self.paragraph()

    @property
    def waits_for_swipe(self) -> bool:
        """Whether the next swipe is meant for this task."""
        return self._links

    def take(self, swipe: SwipeToken) -> None:
        """Take the swipe of the card that is to be linked."""
        self._swipe = swipe

    def forget(self) -> None:
        """Ask about this swipe no more."""
        self._swipe = None

    @override
    def retranslate(self) -> None:
        super().retranslate()
        tail = self.desk.panel.bank_tail if self.desk.panel else ""
        self._words.setText(self._named(tail).format(tail=tail))

    def _named(self, tail: str) -> str:
        """Say what is to be done; once it was, what holds now."""
        if self._links:
            linking = self.tr(
                "Swipe the guest's bank card. It opens the membership from then on; its number is not kept."
            )
            return self.tr("The bank card •••• {tail} opens the membership.") if tail else linking
        if not tail:
            return self.tr("No bank card opens the membership.")
        return self.tr("Once unlinked, the bank card •••• {tail} opens the membership no more.")

    @override
    def start(self) -> None:
        self.forget()
        self.retranslate()

    @override
    def ask(self) -> Ask | None:
        panel = self.desk.panel
        if panel is None or (self._links and self._swipe is None):
            return None
        draft = LinkBankCardDraft(member_id=panel.member_id, swipe=self._swipe)
        return Ask(request=draft, member_id=panel.member_id)

    @override
    def wrong(self) -> tuple[QWidget, str] | None:
        return (self._words, self.tr("Swipe the bank card first.")) if self._links else None

    @override
    def summary(self) -> str:
        return self.tr("Link this bank card") if self._links else self.tr("Unlink the bank card")


class PinTask(Task):
    """Set, change or unblock the PIN; the guest enters it on the pad."""

    def __init__(self, desk: Desk, change: PinChange) -> None:
        super().__init__(desk)
        self._change = change
        self._words = self.paragraph()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        words = {
            PinChange.SET: self.tr("The guest chooses a PIN on the pad and enters it twice."),
            PinChange.CHANGE: self.tr("The guest enters the old PIN, then the new one twice."),
            PinChange.UNBLOCK: self.tr("A supervisor agrees; the guest chooses a new PIN."),
        }
        self._words.setText(words[self._change])

    @override
    def ask(self) -> Ask | None:
        panel = self.desk.panel
        if panel is None:
            return None
        pins: tuple[PinPurpose, ...] = (PinPurpose.NEW, PinPurpose.AGAIN)
        if self._change is PinChange.CHANGE:
            pins = (PinPurpose.OLD, *pins)
        draft = PinDraft(member_id=panel.member_id, change=self._change)
        return Ask(request=draft, member_id=panel.member_id, pins=pins)

    @override
    def summary(self) -> str:
        names = {
            PinChange.SET: self.tr("Set a PIN"),
            PinChange.CHANGE: self.tr("Change the PIN"),
            PinChange.UNBLOCK: self.tr("Unblock the PIN"),
        }
        return names[self._change]
