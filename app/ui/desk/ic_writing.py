"""A work on the IC card under way: what the cashier leaves alone, who must agree, how it ended."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.loyalty.refusals import Reason, Refusal
from app.ui.desk.ic_sayings import ic_done, ic_running
from app.ui.kit.boxes import column
from app.ui.kit.buttons import KeyButton
from app.ui.kit.messages import sentence
from app.ui.kit.note import Note
from app.ui.service.answers import Done, IcAsk, Override, SwipeToken
from app.ui.service.records import MemberId
from app.ui.service.station_records import IcDone, IcState, IcWork
from app.ui.serving.context import Desk, Told
from app.ui.serving.side import OverrideCard

_ASKS = frozenset({Reason.NEEDS_SUPERVISOR, Reason.CARD_LAST_TRY})


class IcWriting(QWidget):
    """Hidden while nothing is under way; the supervisor's word is asked for in ``overriding``.

    Args:
        desk: The desk it stands on.
    """

    moved = Signal()  # it is shown, or somebody must agree, or not any more: the page makes room

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.note = Note(desk.theme)
        self.again = KeyButton(desk.theme, "Alt W", "primary", "ic-card")
        self.again.clicked.connect(lambda _checked=False: self.repeat())
        self.note.offer(self.again)
        self.overriding = OverrideCard(desk)
        self.overriding.given.connect(self._agreed)
        body = column()
        body.addWidget(self.note)
        self.setLayout(body)
        self.is_running = self.is_asking = False
        self._done: Done | None = None
        self._work = IcWork.VERIFY
        self._member = MemberId("")
        self._why: Refusal | None = None
        self.hide()

    def takes(self, swipe: SwipeToken, *, is_about_ic: bool) -> bool:
        """Tell whether what was laid on is for this page: it opens no member then.

        Args:
            swipe: Of any card.
            is_about_ic: Whether the chosen task is about the card that lies there.
        """
        card = self._desk.ic_card
        if card is None or card.token != swipe:
            return False
        return self.is_running or self.is_asking or is_about_ic or card.state is IcState.EMPTY

    def issued(self, done: Done, *, here: bool) -> None:
        """Write a card just issued on the IC card that lies there; block there what was reported lost.

        Args:
            done: What was posted; other things than cards are passed over.
            here: Whether the page is still open.
        """
        if not here or done.member_id is None:
            return
        if done.to_personalise:
            self._done = done
            self.start(IcWork.PERSONALISE, done.member_id)
        elif done.to_block:
            self.start(IcWork.BLOCK, done.member_id)

    def start(self, work: IcWork, member_id: MemberId) -> None:
        """Do a work on the card that lies there."""
        if not self.is_running and not self.is_asking:
            self._work, self._member = work, member_id
            self._run(None)

    def repeat(self) -> bool:
        """Try the last work again; False where there is none to try."""
        if self.is_running or self.is_asking or not (self._done or self.note.isVisible()):
            return False
        self._run(None)
        return True

    def enter(self, work: IcWork | None) -> bool:
        """Go on with the card: the supervisor's word, once more what was issued, or a work that was chosen.

        Args:
            work: What was chosen; None where another task is open.

        Returns:
            False where there is nothing of that to do.
        """
        panel = self._desk.panel
        if self.is_asking:
            self.overriding.sign()
        elif self._done is not None:
            self.repeat()
        elif work is not None and panel is not None:
            self.start(work, panel.member_id)
        else:
            return False
        return True

    def stop(self) -> None:
        """Ask nobody any more; what is being written is finished, half of it would waste the card."""
        if self.is_asking:
            self._end_asking()
            self.note.say("")
            self._say(Refusal(Reason.CARD_NOT_WRITTEN))

    def forget(self) -> None:
        """The page is left."""
        self._done = None
        self._end_asking()
        self._show(shown=False)

    def calm(self) -> None:
        """Say nothing more of the last work: another one was chosen."""
        if not self.is_running and not self.is_asking and self._done is None:
            self._show(shown=False)

    def retranslate(self) -> None:
        """Say the present state in the language in use."""
        self.again.set_words(self.tr("Try again"))
        if self.is_running:
            self.note.say(ic_running(self._work), tone="info")

    def _run(self, override: Override | None) -> None:
        desk, service, card = self._desk, self._desk.service, self._desk.ic_card
        if card is None:
            self._say(Refusal(Reason.CARD_NOT_THERE))
            return
        why = self._why.reason if self._why is not None else None
        ask = IcAsk(
            work=self._work,
            card=card.token,
            member_id=self._member,
            override=override.token if override is not None else None,
            last_try=why is Reason.CARD_LAST_TRY,
        )
        self._why = None
        self.is_running = True
        desk.set_busy(busy=True)
        self._show(shown=True)
        self.note.say(ic_running(self._work), tone="info")
        desk.tasks.run(lambda: service.work_ic_card(ask), self._came, failed=self._end)

    def _came(self, answer: IcDone | Refusal) -> None:
        self._end()
        if isinstance(answer, Refusal):
            if answer.reason in _ASKS and self.isVisible():
                self._want_supervisor(answer)
                return
            self._say(answer)
            return
        done, self._done = self._done, None
        self._show(shown=False)
        if answer.work is IcWork.BLOCK:
            self._desk.refresh_panel()  # the books know the card as lost now
        if self._desk.session is not None:
            self._tell(answer, done)

    def _tell(self, answer: IcDone, done: Done | None) -> None:
        """Put what was done into the line that stays; after issuing, with the number in full."""
        if done is None:
            self._desk.tell(Told(text=lambda: ic_done(answer)))
            return
        number, slip = done.facts.get("card_no", ""), done.slip

        def words() -> str:
            said = self.tr("Card number {number}").format(number=number)
            return " · ".join((slip.number, said, ic_done(answer)))

        self._desk.tell(Told(text=words, slip=slip, can_print=done.can_print))

    def _say(self, refusal: Refusal) -> None:
        words = sentence(refusal, self._desk.language)
        page = self.parentWidget()
        if page is None or not page.isVisible():
            if self._desk.session is not None:
                self._desk.tell(Told(text=lambda: words, tone="warning"))
            return
        self._show(shown=True)
        self.note.say(words, tone="refused", ways=True)
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _want_supervisor(self, why: Refusal) -> None:
        self._why = why
        self.is_asking = True
        self.note.say(sentence(why, self._desk.language), tone="warning")
        self._desk.set_busy(busy=True)
        self.moved.emit()
        self.overriding.ask(why)

    def _agreed(self, override: Override) -> None:
        why = self._why
        self._end_asking()
        self._why = why
        self._run(override)

    def _end_asking(self) -> None:
        if self.is_asking:
            self.is_asking = False
            self._why = None
            self.overriding.hide()
            self._desk.set_busy(busy=False)
            self.moved.emit()

    def _show(self, *, shown: bool) -> None:
        if not shown:
            self.note.say("")
        self.setVisible(shown)
        self.moved.emit()

    def _end(self) -> None:
        self.is_running = False
        self._desk.set_busy(busy=False)
