"""The task about tiers (会员级别): answer an invitation, apply for a tier, or buy it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.ui.desk.task import Task
from app.ui.kit.boxes import row
from app.ui.kit.fields import Choice
from app.ui.service.member_records import TierWay, Way
from app.ui.service.requests import TierDraft
from app.ui.serving.context import Desk
from app.ui.serving.flow import Ask

_DECLINED = "declined"


class TierTask(Task):
    """What may be done about the member's tier, one after the other in a list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.way, self.tender = Choice(desk.theme), Choice(desk.theme)
        line = row(16)
        line.addWidget(self.field(self.way, lambda: self.tr("What is wanted")), 2)
        self._paid = self.field(self.tender, lambda: self.tr("Paid by"))
        line.addWidget(self._paid, 1)
        self.body.addLayout(line)
        self.way.currentIndexChanged.connect(self._way_changed)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        language, house = self.desk.language, self.desk.house
        choices: list[tuple[str, str]] = []
        for one in self._ways():
            tier = language.words(one.tier.name)
            choices.append((_key(one), self._named(one, tier)))
            if one.way is Way.INVITED:
                said = self.tr("Decline the invitation to {tier}").format(tier=tier)
                choices.append((_DECLINED, said))
        self.way.offer(tuple(choices))
        tenders = house.tenders if house is not None else ()
        self.tender.offer(tuple((one.code, language.words(one.name)) for one in tenders))
        self._way_changed()

    @override
    def start(self) -> None:
        self.retranslate()
        self.way.setCurrentIndex(0)

    @override
    def fields(self) -> tuple[QWidget, ...]:
        return self.way, self.tender

    @override
    def ask(self) -> Ask | None:
        panel, one = self.desk.panel, self._chosen()
        if panel is None or one is None:
            return None
        is_bought = one.way is Way.BOUGHT
        draft = TierDraft(
            member_id=panel.member_id,
            way=one.way,
            tier=one.tier.code,
            accepts=self.way.code() != _DECLINED,
            price_minor=one.price_minor,
            tender=self.tender.code() if is_bought else "",
        )
        return Ask(request=draft, member_id=panel.member_id)

    @override
    def summary(self) -> str:
        return self.way.currentText()

    def _ways(self) -> tuple[TierWay, ...]:
        return self.desk.panel.tier_ways if self.desk.panel is not None else ()

    def _chosen(self) -> TierWay | None:
        wanted = self.way.code()
        for one in self._ways():
            if wanted == _key(one) or (wanted == _DECLINED and one.way is Way.INVITED):
                return one
        return None

    def _named(self, one: TierWay, tier: str) -> str:
        match one.way:
            case Way.INVITED:
                return self.tr("Accept the invitation to {tier}").format(tier=tier)
            case Way.APPLIED:
                return self.tr("Apply for {tier}").format(tier=tier)
            case Way.BOUGHT:
                price = self.desk.language.money(one.price_minor)
                return self.tr("Buy {tier} for {price}").format(tier=tier, price=price)

    def _way_changed(self) -> None:
        one = self._chosen()
        self._paid.setVisible(one is not None and one.way is Way.BOUGHT)


def _key(one: TierWay) -> str:
    return f"{one.way.value}:{one.tier.code}"
