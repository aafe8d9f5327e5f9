"""Simulators in memory: remembers what was pressed on the control panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage

from app.ui.control_panel.bench import BenchCard, BenchDevice, BenchState
from app.ui.service.records import Words


class Swiped(Protocol):
    """Where a swiped card is seen."""

    def swipe(self, token: str) -> None: ...


def picture() -> bytes:
    """Draw a receipt's paper, so that pictures have a size."""
    image = QImage(384, 520, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    raw = QByteArray()
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(raw.data())


class FakeBench:
    """Implements ``SimulatorBench`` and remembers what was pressed."""

    def __init__(self, desk: Swiped) -> None:
        self._desk = desk
        self.pressed: list[str] = []
        self.now = BenchState(
            devices=(
                BenchDevice(device_id="reader", name=Words("读卡器", "Card reader"), plugged=True),
                BenchDevice(device_id="pad", name=Words("密码键盘", "PIN pad"), plugged=True),
                BenchDevice(device_id="printer", name=Words("打印机", "Printer"), plugged=False),
            ),
            pin_hint=Words("演示密码 246810", "Demo PIN 246810"),
        )
        self._listeners: list[Callable[[BenchState], None]] = []

    def cards(self) -> tuple[BenchCard, ...]:
        return (
            BenchCard(card_id="lin", name=Words("林语晴 · 金卡", "Lin Yuqing, Gold")),
            BenchCard(card_id="shen", name=Words("沈墨 · 金卡", "Shen Mo, Gold")),
            BenchCard(
                card_id="lost", name=Words("周亦安", "Zhou Yi'an"), expect=Words("已挂失", "lost")
            ),
            BenchCard(card_id="unknown", name=Words("外店卡", "Another house's card")),
        )

    def swipe(self, card_id: str) -> None:
        self.pressed.append(f"swipe {card_id}")
        self._desk.swipe(card_id)

    def state(self) -> BenchState:
        return self.now

    def subscribe(self, listener: Callable[[BenchState], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        listener(self.now)
        return lambda: self._listeners.remove(listener)

    def set_state(self, state: BenchState) -> None:
        self.now = state
        for listener in self._listeners:
            listener(state)

    def type_pin(self, digits: str) -> None:
        self.pressed.append("pin")

    def cancel_pin(self) -> None:
        self.pressed.append("cancel")

    def pull_card(self) -> None:
        self.pressed.append("pull card")

    def take_card(self, *, worn: bool) -> None:
        self.pressed.append(f"take card {worn}")

    def ic_cards(self) -> tuple[BenchCard, ...]:
        return (BenchCard(card_id="mifare", name=Words("MIFARE Classic", "MIFARE Classic")),)

    def lay_ic_card(self, card_id: str) -> None:
        self.pressed.append(f"lay {card_id}")

    def take_ic_card(self) -> None:
        self.pressed.append("take IC card")

    def tear_ic_card(self) -> None:
        self.pressed.append("tear IC card")

    def set_paper(self, paper: str) -> None:
        self.pressed.append(f"paper {paper}")

    def turn(self, switch: str, *, on: bool) -> None:
        self.pressed.append(f"turn {switch} {on}")

    def plug(self, device_id: str, *, plugged: bool) -> None:
        self.pressed.append(f"plug {device_id} {plugged}")

    def receive_text(self, card_id: str, text: str) -> None:
        self.pressed.append(f"text {card_id} {text}")

    def send_bill(self) -> None:
        self.pressed.append("send bill")

    def take_bill_back(self) -> None:
        self.pressed.append("take bill back")

    def last_receipt(self) -> bytes:
        return picture()
