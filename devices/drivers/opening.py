"""What a driver gets when it is opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic_ns

from devices.codec.card_numbers import CardPolicy
from devices.events import Sink
from devices.wire.line import Wire
from devices.wire.pcsc import Pcsc
from devices.wire.uri import DeviceUri


def _unwatched(wire: Wire) -> Wire:
    return wire


def _unwatched_pcsc(pcsc: Pcsc) -> Pcsc:
    return pcsc


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Everything a driver may use; it opens no port before ``start``.

    Attributes:
        name: Name of the device in events.
        uri: Address, its options checked by the catalogue.
        sink: Where events go, called on the owner thread.
        cards: Whose cards are whose.
        watch_wire: Wraps the wire, to record it; the identity by default.
        watch_pcsc: Wraps the way to PC/SC, likewise.
        clock_ns: Monotonic clock.
    """

    name: str
    uri: DeviceUri
    sink: Sink
    cards: CardPolicy = field(default_factory=CardPolicy)
    watch_wire: Callable[[Wire], Wire] = _unwatched
    watch_pcsc: Callable[[Pcsc], Pcsc] = _unwatched_pcsc
    clock_ns: Callable[[], int] = monotonic_ns
