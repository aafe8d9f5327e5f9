"""The function keys: what can be done now, and for what cannot, why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence, Qt
from PySide6.QtWidgets import QWidget

from app.loyalty.permissions import Act
from app.ui.kit.boxes import row
from app.ui.kit.buttons import ActionButton
from app.ui.kit.messages import sentence, short
from app.ui.service.member_records import Command, MemberPanel
from app.ui.serving.context import Desk, PageName


@dataclass(frozen=True, slots=True)
class _Key:
    keys: str
    icon: str
    command: Command | None
    page: PageName | None


_KEYS = (
    _Key("F2", "door", Command.CHECK_IN, PageName.STAY),
    _Key("F3", "receipt", Command.POST_SPEND, PageName.SPEND),
    _Key("F4", "gift", Command.REDEEM, PageName.REDEEM),
    _Key("F5", "top-up", Command.TOP_UP, PageName.TOP_UP),
    _Key("F6", "undo", Command.VOID, PageName.UNDO),
    _Key("F7", "card", Command.CARD, PageName.CARD),
    _Key("F8", "printer", Command.PRINT, None),
    _Key("F9", "scales", Command.APPEAL, None),
    _Key("F10", "swap", Command.GIFT, None),
    _Key("F12", "lock", None, None),
)


class ActionBar(QWidget):
    """Ten keys. Each is a ``QAction`` of the window, so that it works from any field at once."""

    def __init__(self, desk: Desk, does: dict[str, Callable[[], None]], window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self.page = PageName.WAITING
        self.buttons: dict[str, ActionButton] = {}
        self.actions_by_key: dict[str, QAction] = {}
        line = row(8, (16, 0, 16, 0))
        for key in _KEYS:
            button = ActionButton(desk.theme, key.keys, key.icon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            action = QAction(window)
            action.setShortcut(QKeySequence(key.keys))
            action.triggered.connect(lambda _on=False, k=key: self._do(k, does))
            button.clicked.connect(action.trigger)
            window.addAction(action)
            self.buttons[key.keys], self.actions_by_key[key.keys] = button, action
            line.addWidget(button)
        self.setLayout(line)
        for signal in (
            desk.panel_changed,
            desk.session_changed,
            desk.today_changed,
            desk.busy_changed,
            desk.told,
        ):
            signal.connect(self.refill)

    def take_focus(self) -> None:
        """Give the keyboard to what is done most: post spend, else the first key that works."""
        self.refill()
        likely = ("F3", *self.buttons)
        best = next((k for k in likely if self.buttons[k].isEnabled()), "F12")
        self.buttons[best].setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, key: _Key, does: dict[str, Callable[[], None]]) -> None:
        if key.keys in does:
            does[key.keys]()
        elif key.page is not None:
            self._desk.go.emit(key.page)

    def refill(self) -> None:
        """Say what each key does now."""
        desk = self._desk
        for key in _KEYS:
            button, action = self.buttons[key.keys], self.actions_by_key[key.keys]
            current = key.page is not None and key.page is self.page
            enabled, note = (True, self.tr("In progress")) if current else self._state(key)
            if desk.session is None:
                enabled = False
            button.say(self._name(key), note, current=current)
            button.setEnabled(enabled)
            action.setEnabled(enabled)

    def _state(self, key: _Key) -> tuple[bool, str]:
        """Say whether a key works now, and its second line."""
        desk = self._desk
        if key.command is None:
            return True, self.tr("When you leave")
        if desk.busy:
            return False, self.tr("After posting")
        panel = desk.panel
        if panel is None:
            return self._without_member(key.command)
        stay = panel.stay is not None
        command = Command.CHECK_OUT if key.command is Command.CHECK_IN and stay else key.command
        refusal = panel.barred.get(command)
        self.buttons[key.keys].setToolTip(sentence(refusal, desk.language) if refusal else "")
        if refusal is not None and not (command is Command.CARD and desk.may(Act.SERVE)):
            return False, short(refusal.reason)
        if command in (Command.APPEAL, Command.GIFT):
            return False, self.tr("Not in scheme")
        if command is Command.PRINT and desk.last_slip is None and not panel.slips:
            return False, self.tr("No slip yet")
        return True, self._with_member(command, panel)

    def _without_member(self, command: Command) -> tuple[bool, str]:
        today = self._desk.today
        slips = today.slips if today else 0
        waiting = today.waiting_applicants if today else 0
        match command:
            case Command.VOID:
                return True, self.tr("%n today", "", slips)
            case Command.CARD:
                if waiting:
                    return True, self.tr("Enrol, review {count}").format(count=waiting)
                return True, self.tr("Enrol, review")
            case Command.PRINT:
                last = self._desk.last_slip
                return (True, self.tr("Last slip")) if last else (False, self.tr("No slip yet"))
            case Command.APPEAL | Command.GIFT:
                return False, self.tr("Not in scheme")
            case _:
                return False, self.tr("Swipe first")

    def _with_member(self, command: Command, panel: MemberPanel) -> str:
        money = self._desk.language.money(panel.stored_minor)
        match command:
            case Command.CHECK_IN:
                return self.tr("Walk-in")
            case Command.CHECK_OUT:
                return self.tr("Leaves {room}").format(room=panel.stay.room if panel.stay else "")
            case Command.POST_SPEND:
                return self.tr("Bill and tender")
            case Command.REDEEM:
                return self.tr("%n within reach", "", panel.within_reach)
            case Command.TOP_UP:
                return self.tr("Has {amount}").format(amount=money.removesuffix(".00"))
            case Command.VOID:
                return self.tr("Last slips")
            case Command.CARD:
                return self.tr("Replace, PIN")
            case Command.PRINT:
                return self.tr("Last slip")
            case Command.APPEAL | Command.GIFT | Command.ADJUST:
                return self.tr("Not in scheme")

    def _name(self, key: _Key) -> str:
        panel = self._desk.panel
        match key.command:
            case Command.CHECK_IN:
                out = panel is not None and panel.stay is not None
                return self.tr("Check out") if out else self.tr("Check in")
            case Command.POST_SPEND:
                return self.tr("Post spend")
            case Command.REDEEM:
                return self.tr("Redeem")
            case Command.TOP_UP:
                return self.tr("Top up")
            case Command.VOID:
                return self.tr("Void, refund")
            case Command.CARD:
                return self.tr("Card")
            case Command.PRINT:
                return self.tr("Print")
            case Command.APPEAL:
                return self.tr("Appeal")
            case Command.GIFT:
                return self.tr("Gift, convert")
            case _:
                return self.tr("Lock")
