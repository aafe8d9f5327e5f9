"""A real desk for tests: a copy of the demo hotel, its service, and simulated devices on pseudo-terminals."""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.bootstrap.clock import system_clock
from app.bootstrap.demo_house import DEMO_PIN
from app.bootstrap.desk import OpenDesk, ensure_demo, open_desk
from app.bootstrap.hotel import HotelFolder
from app.loyalty.ids import derived_id
from app.settings.terminal import PrintChoice, read_settings, write_settings
from app.store.verify import Broken, verify
from app.ui.service.answers import (
    Backing,
    DeskEvent,
    Done,
    NoPin,
    Outcome,
    PinEntered,
    PinPurpose,
    PinToken,
    SwipeSeen,
    SwipeToken,
)
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import MemberId
from app.ui.service.requests import RedeemDraft, Request, SpendDraft, TopUpDraft
from tests.support.waiting import PATIENCE_S

PIN = DEMO_PIN


def make_demo_folder(path: Path) -> Path:
    """Make the demo hotel once, patient enough for a busy machine and with a print format."""
    ensure_demo(path, members=12)
    change_settings(path, answer_within_s=PATIENCE_S, print_format=PrintChoice(language="zh_CN"))
    return path


def copy_hotel(source: Path, target: Path) -> Path:
    """Copy a hotel's folder."""
    shutil.copytree(source, target)
    return target


def change_settings(path: Path, **changes: Any) -> None:
    """Change the settings of a hotel that no desk has open."""
    file = HotelFolder(path).settings
    write_settings(file, replace(read_settings(file), **changes))


def member_of(label: str) -> MemberId:
    """Return the id of a demo member: lin, shen, muir, he, yan."""
    return MemberId(derived_id("demo", label))


def spend(
    label: str = "lin", bill: str = "T-1", amount_minor: int = 10_000, **more: Any
) -> SpendDraft:
    """Draft a bill of the restaurant, paid in cash where nothing else is said."""
    facts: dict[str, Any] = {"outlet": "restaurant", "rest_tender": "cash"} | more
    return SpendDraft(member_id=member_of(label), bill=bill, amount_minor=amount_minor, **facts)


def top_up(label: str = "lin", amount_minor: int = 10_000, tender: str = "cash") -> TopUpDraft:
    """Draft money put on a card."""
    return TopUpDraft(member_id=member_of(label), amount_minor=amount_minor, tender=tender)


def redeem(label: str = "lin", reward: str = "R001", quantity: int = 1) -> RedeemDraft:
    """Draft a reward handed out."""
    return RedeemDraft(member_id=member_of(label), reward=reward, quantity=quantity)


class AtDesk:
    """Somebody who stands at an open desk and has the guest's hands too."""

    def __init__(self, path: Path, clock: Callable[[], datetime] = system_clock) -> None:
        self.path = path
        self.events: queue.SimpleQueue[DeskEvent] = queue.SimpleQueue()
        self.seen: list[DeskEvent] = []
        self._clock = clock
        self.open()

    def open(self) -> None:
        """Open the desk, or open it again after ``close``."""
        self.desk: OpenDesk = open_desk(
            self.path, simulate=True, use_keyring=False, clock=self._clock
        )
        self.service = self.desk.service
        assert self.desk.simulators is not None
        self.simulators = self.desk.simulators
        self.is_open = True
        self.service.subscribe(self._take)

    def close(self) -> None:
        """Close the desk; doing it twice is doing it once."""
        if self.is_open:
            self.is_open = False
            self.desk.close()

    def _take(self, event: DeskEvent) -> None:
        self.seen.append(event)
        self.events.put(event)

    def next_event(self, kind: type, patience_s: float = PATIENCE_S) -> Any:
        """Return the next event of a kind; those before it are passed over."""
        end = time.monotonic() + patience_s
        while True:
            event = self.events.get(timeout=max(0.0, end - time.monotonic()))
            if isinstance(event, kind):
                return event

    def sign_in(self, operator: str = "chen") -> AtDesk:
        """Sign one of the demo's people in."""
        session = self.service.sign_in(operator, f"jinting-{operator}")
        assert session.__class__.__name__ == "Session", session
        return self

    def swipe(self, card: str) -> SwipeToken:
        """Pull one of the demo's cards through the reader."""
        self.simulators.swipe(card)
        return SwipeToken(self.next_event(SwipeSeen).token)

    def swipe_text(self, text: str) -> SwipeToken:
        """Pull a card with this text through the reader."""
        self.simulators.reader.send(text.encode("latin-1"))
        return SwipeToken(self.next_event(SwipeSeen).token)

    def panel(self, label: str = "lin") -> MemberPanel:
        """Show a demo member."""
        found = self.service.member(member_of(label))
        assert isinstance(found, MemberPanel), found
        return found

    def balances(self, label: str = "lin") -> tuple[int, int]:
        """Return points and stored value of a member."""
        panel = self.panel(label)
        return panel.points, panel.stored_minor

    def asking(
        self,
        member: MemberId,
        purpose: PinPurpose = PinPurpose.PAY,
        seconds: int = 30,
    ) -> Future[PinEntered | NoPin]:
        """Ask for a PIN beside the test; returns when the pad shows its prompt."""
        answer: Future[PinEntered | NoPin] = Future()

        def ask() -> None:
            try:
                answer.set_result(self.service.ask_pin(purpose, "88.00", seconds, member))
            except BaseException as error:
                answer.set_exception(error)
                raise

        threading.Thread(target=ask, name="ask", daemon=True).start()
        assert self.simulators.pad.wait_until_asking(PATIENCE_S)
        return answer

    def pin(
        self,
        label: str = "lin",
        digits: str = PIN,
        purpose: PinPurpose = PinPurpose.PAY,
        member: MemberId | None = None,
    ) -> PinToken:
        """Let the guest enter a PIN on the pad."""
        answer = self.asking(member or member_of(label), purpose)
        self.simulators.type_pin(digits)
        found = answer.result(PATIENCE_S)
        assert isinstance(found, PinEntered), found
        return found.token

    def submit(self, request: Request, *pins: PinToken, override: Any = None) -> Outcome:
        """Ask for something to be done."""
        return self.service.submit(request, Backing(pins=pins, override=override))

    def done(self, request: Request, *pins: PinToken, override: Any = None) -> Done:
        """Have something done that must be done."""
        outcome = self.submit(request, *pins, override=override)
        assert isinstance(outcome, Done), outcome
        return outcome

    def rows(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the books."""
        with self.desk.hotel.books.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(text, values)]

    def broken(self) -> list[Broken]:
        """Check every promise of the books."""
        return verify(self.desk.hotel.books).broken

    def printed(self) -> str:
        """Return what stands on the paper, as one text."""
        return "\n".join(self.simulators.printer.text)

    def files(self) -> bytes:
        """Return all bytes of all files of the hotel, journal and settings included."""
        return b"".join(
            file.read_bytes() for file in sorted(self.path.rglob("*")) if file.is_file()
        )
