"""What a driver gets when it is opened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic_ns

from devices.codec.card_numbers import CardPolicy
from devices.events import Sink
from devices.wire.line import Wire
from devices.wire.uri import DeviceUri


def _unwatched(wire: Wire) -> Wire:
    return wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Everything a driver may use; it opens no port before ``start``.

    Attributes:
        name: Name of the device in events.
        uri: Address, its options checked by the catalogue.
        sink: Where events go, called on the owner thread.
        cards: Whose cards are whose.
        watch_wire: Wraps the wire, to record it; the identity by default.
        clock_ns: Monotonic clock.
    """

    name: str
    uri: DeviceUri
    sink: Sink
    cards: CardPolicy = field(default_factory=CardPolicy)
    watch_wire: Callable[[Wire], Wire] = _unwatched
    clock_ns: Callable[[], int] = monotonic_ns
