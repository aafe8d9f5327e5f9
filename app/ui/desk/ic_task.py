"""The IC card task of the card page: what lies on the reader, and what is to be done to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.desk.ic_sayings import ic_card_words, ic_work_means, ic_work_name
from app.ui.desk.task import Task
from app.ui.kit.fields import Choice
from app.ui.service.station_records import IcCard, IcState, IcWork
from app.ui.serving.context import Desk

_LIKELIEST = {
    IcState.EMPTY: IcWork.PERSONALISE,
    IcState.GENUINE: IcWork.VERIFY,
    IcState.BLOCKED: IcWork.RE_PERSONALISE,
    IcState.NOT_GENUINE: IcWork.RE_PERSONALISE,
}


class IcTask(Task):
    """Personalise, verify, block or re-personalise the card that lies there.

    Args:
        desk: The desk it stands on.
        chosen: Told when somebody chose another work.
    """

    def __init__(self, desk: Desk, *, chosen: Callable[[], None]) -> None:
        super().__init__(desk)
        self._words = self.paragraph()
        self.choice = Choice(desk.theme)
        self._box = self.field(self.choice, lambda: self.tr("What to do"))
        self._means = self.paragraph()
        self.body.insertWidget(1, self._box)
        self.choice.currentIndexChanged.connect(lambda _at: self._explain())
        self.choice.activated.connect(lambda _at: chosen())
        desk.ic_changed.connect(self._changed)

    @property
    def work(self) -> IcWork:
        """What was chosen."""
        return IcWork(self.choice.code() or IcWork.VERIFY.value)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        chosen = self.work
        self.choice.offer(tuple((one.value, ic_work_name(one)) for one in IcWork))
        self.choice.choose(chosen.value)
        self._words.setText(ic_card_words(self.desk.ic_card))
        self._explain()

    @override
    def start(self) -> None:
        self._changed()

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return (self.choice,)

    def _changed(self) -> None:
        """Say what lies there now, and offer what is likeliest to be done to it."""
        card = self.desk.ic_card
        self._words.setText(ic_card_words(card))
        if card is not None and card.state in _LIKELIEST and self.choice.isEnabled():
            self.choice.choose(self._likeliest(card).value)

    def _likeliest(self, card: IcCard) -> IcWork:
        """Offer to block what the books know as lost, and to renew what is on an old key."""
        if card.state is IcState.GENUINE and self.desk.problem is not None:
            return IcWork.BLOCK
        return IcWork.RENEW if card.is_former else _LIKELIEST[card.state]

    def _explain(self) -> None:
        self._means.setText(ic_work_means(self.work))
