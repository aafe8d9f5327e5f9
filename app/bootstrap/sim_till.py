"""A simulated till of another maker: sends bills over a real connection to the POS link, and says what came back."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from typing import Any, Final

from app.ui.service.records import NO_WORDS, Words

_PATIENCE_S: Final = 10.0
_HOST: Final = "127.0.0.1"
_DISHES: Final = (
    (("松鼠鳜鱼 Mandarin fish", "168.00"), ("碧螺春 Biluochun tea", "48.00")),
    (("牛肉面 Noodles", "38.00"),),
    (("东坡肉 Dongpo pork", "88.00"), ("时蔬 Greens", "36.00"), ("米饭 Rice", "8.00")),
)


class SimTill:
    """Speaks as README's POS link listens; each bill has a connection of its own.

    Args:
        port: Gives the port of the link; 0 while nobody listens.
        currency: Of the house.
        first: Number of its first bill.
    """

    def __init__(self, port: Callable[[], int], currency: str, first: int) -> None:
        self._port = port
        self._currency = currency
        self._next = first
        self._lock = threading.Lock()
        self._link: socket.socket | None = None
        self._bill = ""
        self.says: Words = NO_WORDS

    def send_bill(self) -> None:
        """Send the next bill; what becomes of it is heard on a thread of its own."""
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._bill = f"P-{number}"
            bill = self._bill
        lines = _DISHES[number % len(_DISHES)]
        whole = sum(int(price.replace(".", "")) for _, price in lines)
        sale = {
            "version": 1,
            "type": "sale",
            "bill": bill,
            "lines": [{"name": name, "amount": price} for name, price in lines],
            "amount": f"{whole // 100}.{whole % 100:02d}",
            "currency": self._currency,
        }
        threading.Thread(
            target=self._settle, args=(bill, sale), name="sim till", daemon=True
        ).start()

    def take_bill_back(self) -> None:
        """Give the last bill up."""
        with self._lock:
            link, bill = self._link, self._bill
        if link is not None:
            try:
                _say(link, {"version": 1, "type": "cancel", "bill": bill})
            except OSError:
                self.says = _gone(bill)

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            link, self._link = self._link, None
        if link is not None:
            link.close()

    def _settle(self, bill: str, sale: dict[str, Any]) -> None:
        try:
            with socket.create_connection((_HOST, self._port()), _PATIENCE_S) as link:
                link.settimeout(None)
                with self._lock:
                    self._link = link
                _say(link, sale)
                with link.makefile("rb") as answers:
                    for line in answers:
                        answer = json.loads(line)
                        self.says = _said(bill, answer)
                        if answer["type"] not in {"waiting", "refused"}:
                            return
        except (OSError, ValueError):
            self.says = _gone(bill)
        finally:
            with self._lock:
                if self._bill == bill:
                    self._link = None


def _say(link: socket.socket, message: dict[str, Any]) -> None:
    link.sendall(json.dumps(message).encode() + b"\n")


def _gone(bill: str) -> Words:
    return Words(f"{bill}：没有连上", f"{bill}: no connection")


def _said(bill: str, answer: dict[str, Any]) -> Words:
    match answer["type"]:
        case "waiting":
            return Words(f"{bill}：等候收银员", f"{bill}: waits for the cashier")
        case "approved":
            left = answer["to_pay"]
            return Words(f"{bill}：已入账，另收 {left}", f"{bill}: posted, {left} left to take")
        case "declined":
            return Words(f"{bill}：非会员，自行收款", f"{bill}: no member, takes all itself")
        case "withdrawn":
            return Words(f"{bill}：已撤回", f"{bill}: taken back")
        case _:
            return Words(f"{bill}：{answer.get('zh', '')}", f"{bill}: {answer.get('en', '')}")


class TillHand:
    """The hand at the simulated till."""

    till: SimTill | None = None

    def send_bill(self) -> None:
        """Have the simulated till send a bill."""
        if self.till is not None:
            self.till.send_bill()

    def take_bill_back(self) -> None:
        """Have it give its last bill up."""
        if self.till is not None:
            self.till.take_bill_back()
