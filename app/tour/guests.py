"""What guests do in the tour beside their bills: lay an IC card on, send a text."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.tour.serving_stage import TourStage
from app.ui.service.station_records import IcState
from app.ui.serving.context import PageName

_CARD = "fresh-mifare"
_WAIT_S = 12.0


def lay_card(stage: TourStage) -> None:
    """Replace a member's card by an IC card, see it written and verified, and open the member by laying it on."""
    stage.swipe("shen")
    before = stage.balances()
    stage.key(Qt.Key.Key_F7)
    page = stage.page(PageName.CARD)
    stage.sims.lay_ic_card(_CARD)
    stage.until("the empty IC card", lambda: _lies(stage) is IcState.EMPTY, _WAIT_S)
    page.menu.go("replace")
    stage.settle()
    stage.shot("ic-card", expected={"card": "empty"}, seen={"card": _named(_lies(stage))})
    stage.enter()
    page.primary.setFocus()
    page.enter()
    stage.settle()
    page.enter()
    stage.until("the card to be written", lambda: _lies(stage) is IcState.GENUINE, _WAIT_S)
    stage.settle()
    card = stage.faces.window.desk.ic_card
    stage.shot(
        "ic-card-written",
        expected={"card": "genuine", "tail": _tail(stage)},
        seen={"card": _named(_lies(stage)), "tail": card and card.tail},
    )
    for _ in range(3):
        if stage.faces.window.router.name is not PageName.WAITING:
            stage.key(Qt.Key.Key_Escape)
            stage.settle()
    stage.page(PageName.WAITING)
    stage.sims.take_ic_card()
    stage.until("the empty reader", lambda: _lies(stage) is None, _WAIT_S)
    stage.sims.lay_ic_card(_CARD.removeprefix("fresh-"))
    stage.until("the member", lambda: stage.panel() is not None, _WAIT_S)
    stage.page(PageName.MEMBER)
    panel = stage.panel()
    seen = {"name": panel and panel.name.zh} | stage.balances()
    stage.shot("ic-card-laid-on", expected={"name": "沈墨"} | before, seen=seen)


def send_text(stage: TourStage) -> None:
    """Let a guest ask for the balance by text and read the answer that the modem sent."""
    points = stage.balances()["points"]
    asked = len(stage.sims.modem.sent)
    stage.sims.receive_text("shen", "余额")
    stage.until("the answer", lambda: len(stage.sims.modem.sent) > asked, _WAIT_S)
    _, text = stage.sims.modem.sent[-1]
    stage.shot(
        "text-answered",
        expected={"tells_the_points": True},
        seen={"tells_the_points": f"{points:,}" in text or str(points) in text, "text": text},
    )


def see_messages(stage: TourStage) -> None:
    """Open the page of messages, as a supervisor: what members were told, and that it went."""
    stage.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    page = stage.page(PageName.MESSAGES)
    stage.until("the messages", lambda: page.list.rows.rowCount() > 0)
    stage.settle()
    shown = page.list.rows.rowCount() > 0
    stage.shot("messages", expected={"shown": True}, seen={"shown": shown})
    stage.key(Qt.Key.Key_Escape)
    stage.page(PageName.WAITING)


def _lies(stage: TourStage) -> IcState | None:
    card = stage.faces.window.desk.ic_card
    return None if card is None else card.state


def _named(state: IcState | None) -> str:
    return state.value if state else ""


def _tail(stage: TourStage) -> str:
    panel = stage.panel()
    fresh = stage.desk.service.member(panel.member_id) if panel else None
    return str(getattr(fresh, "card_tail", ""))
