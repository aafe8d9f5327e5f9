"""A desk in memory that hears no tills."""

from __future__ import annotations

from app.ui.service.pos_records import PosBill, PosKey, PosStand
from app.ui.service.records import SlipId


class FakePos:
    """No link is set up: nothing waits."""

    def pos_stand(self) -> PosStand:
        return PosStand()

    def begin_pos_bill(self, key: PosKey) -> PosBill | None:
        return None

    def give_back_pos_bill(self, key: PosKey) -> None:
        return None

    def answer_pos_bill(self, key: PosKey, slip_id: SlipId) -> bool:
        return False

    def decline_pos_bill(self, key: PosKey) -> bool:
        return False
