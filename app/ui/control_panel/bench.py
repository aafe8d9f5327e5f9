"""How the simulators' control panel asks: swipe a card, type a PIN, pull a plug."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.ui.service.records import NO_WORDS, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchCard:
    """A card beside the simulated reader. ``expect`` says what should happen, may be empty."""

    card_id: str
    name: Words
    expect: Words = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchDevice:
    """A simulated device and whether its cable is in."""

    device_id: str
    name: Words
    plugged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchState:
    """How the simulators stand.

    Attributes:
        pin_waiting: Whether the pad waits for a PIN.
        pin_hint: What a tester types, e.g. the demo PIN; shown in words, may be empty.
        paper: ``ok``, ``low`` or ``out``.
        switches: What is turned on: ``cover`` and what ``FaultBench`` names.
        encoder: What the encoder waits for a card for: ``write``, ``read``, or empty.
        ic_card: The IC card that lies on the reader, as ``ic_cards`` names it; empty for none.
        texts: What the modem sent last, the newest first, each behind the number it went to.
        till: What the simulated till of another maker heard last; None where none is there.
    """

    devices: tuple[BenchDevice, ...]
    pin_waiting: bool = False
    pin_hint: Words = NO_WORDS
    paper: str = "ok"
    switches: frozenset[str] = frozenset()
    printed: int = 0
    encoder: str = ""
    ic_card: str = ""
    texts: tuple[str, ...] = ()
    till: Words | None = None


class SimulatorBench(Protocol):
    """The simulators; every method may block shortly and is called from a worker thread."""

    def cards(self) -> tuple[BenchCard, ...]:
        """List the cards that can be swiped."""

    def swipe(self, card_id: str) -> None:
        """Pull a card through the reader."""

    def state(self) -> BenchState:
        """Tell how the simulators stand."""

    def subscribe(self, listener: Callable[[BenchState], None]) -> Callable[[], None]:
        """Send each new state to a listener from any thread; the answer ends it."""

    def type_pin(self, digits: str) -> None:
        """Press digits and Enter on the simulated pad: the only place where a PIN has digits."""

    def cancel_pin(self) -> None:
        """Press Cancel on the pad."""

    def pull_card(self) -> None:
        """Pull the card in hand through the encoder; it starts blank and keeps what was written."""

    def take_card(self, *, worn: bool) -> None:
        """Take another blank card in hand; a worn one does not keep what is written."""

    def ic_cards(self) -> tuple[BenchCard, ...]:
        """List the IC cards that can be laid on the reader."""

    def lay_ic_card(self, card_id: str) -> None:
        """Lay an IC card on the reader; what lay there is taken away."""

    def take_ic_card(self) -> None:
        """Take the IC card away."""

    def tear_ic_card(self) -> None:
        """Have the IC card that lies there torn away in the middle of the next write."""

    def set_paper(self, paper: str) -> None:
        """Put the paper at ``ok``, ``low`` or ``out``."""

    def turn(self, switch: str, *, on: bool) -> None:
        """Turn one of the switches on or off: open the cover, let the paper jam, slow the pad down."""

    def plug(self, device_id: str, *, plugged: bool) -> None:
        """Pull or put in a device's cable."""

    def receive_text(self, card_id: str, text: str) -> None:
        """Let a text come to the modem from the phone of a card's holder; empty: of the first."""

    def send_bill(self) -> None:
        """Have the simulated till of another maker send a bill."""

    def take_bill_back(self) -> None:
        """Have it give its last bill up."""

    def last_receipt(self) -> bytes:
        """Draw the receipt last printed as PNG; empty bytes before the first."""
