"""A till for tests: its messages, and a real connection to the link."""

from __future__ import annotations

import json
import queue
import socket
from collections.abc import Sequence
from typing import Any, Self, TypeVar

from app.exchange.pos.bills import BillCame, PosBill, PosNews
from app.exchange.pos.counter import PosCounter
from app.exchange.pos.link import PosLink
from tests.support.at_desk import AtDesk, spend
from tests.support.waiting import PATIENCE_S

N = TypeVar("N")


def sale(
    bill: str = "20-1187",
    amount: str = "38.00",
    lines: Sequence[tuple[str, str]] = (("牛肉面 Noodles", "38.00"),),
    **more: Any,
) -> dict[str, Any]:
    """Write a sale."""
    said = [{"name": name, "amount": text} for name, text in lines]
    return {
        "version": 1,
        "type": "sale",
        "bill": bill,
        "lines": said,
        "amount": amount,
        "currency": "CNY",
    } | more


def other(kind: str, **fields: Any) -> dict[str, Any]:
    """Write another message."""
    return {"version": 1, "type": kind} | fields


class Till:
    """A till at the end of a TCP connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        self._held = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def say(self, message: dict[str, Any]) -> None:
        """Send a message."""
        self.raw(json.dumps(message).encode() + b"\n")

    def hear(self) -> dict[str, Any]:
        """Wait for the next answer; an empty one when the link hung up."""
        while b"\n" not in self._held:
            try:
                data = self.socket.recv(65_536)
            except ConnectionError:
                return {}
            if not data:
                return {}
            self._held += data
        line, _, self._held = self._held.partition(b"\n")
        return json.loads(line)

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send a message and wait for the next answer."""
        self.say(message)
        return self.hear()

    def outcome(self) -> dict[str, Any]:
        """Wait for an answer other than ``waiting``."""
        while (said := self.hear()).get("type") == "waiting":
            pass
        return said


class PosDesk:
    """A cashier who answers tills at a real desk."""

    def __init__(self, at_desk: AtDesk) -> None:
        self.at = at_desk
        self.news: queue.SimpleQueue[PosNews] = queue.SimpleQueue()
        self.counter.subscribe(self.news.put)

    @property
    def link(self) -> PosLink:
        """The link of the open desk."""
        assert self.at.desk.pos is not None
        return self.at.desk.pos

    @property
    def counter(self) -> PosCounter:
        """What a face asks."""
        return self.link.counter

    def next(self, kind: type[N]) -> N:
        """Wait for the next news, which must be of this kind."""
        found = self.news.get(timeout=PATIENCE_S)
        assert isinstance(found, kind), found
        return found

    def came(self) -> PosBill:
        """Wait for a bill."""
        return self.next(BillCame).bill

    def reopen(self) -> None:
        """Close the desk and open it again."""
        self.at.close()
        self.at.open()
        self.at.sign_in()
        self.news = queue.SimpleQueue()
        self.counter.subscribe(self.news.put)

    def post(self, bill: PosBill, label: str = "lin", **more: Any) -> str:
        """Post a till's bill for a member; the till is not told yet."""
        pins = [self.at.pin(label)] if more.get("stored_minor") or more.get("points") else []
        draft = spend(
            label,
            bill=bill.key.bill,
            amount_minor=bill.amount_minor,
            outlet=bill.key.outlet,
            **more,
        )
        return self.at.done(draft, *pins).slip.slip_id

    def approve(self, bill: PosBill, label: str = "lin", **more: Any) -> str:
        """Do what the outlet's page does: take the bill, post it, tell the till."""
        assert self.counter.begin(bill.key) == bill
        slip = self.post(bill, label, **more)
        assert self.counter.answer_posted(bill.key, slip)
        return slip
