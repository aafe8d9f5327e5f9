"""The states of a device, its health and its statistics, in the words of UnifiedPOS.

Source:
    JavaPOS contracts 1.16 (UnifiedPOS): open, claim, enable; checkHealth with three levels;
    statistics by standard names.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, unique
from threading import Lock


@unique
class DeviceState(Enum):
    """Where a device stands.

    From CLOSED ``open`` leads to OPENED, ``claim`` to CLAIMED (the port is ours), ``enable`` to ENABLED
    (events flow); BUSY while it does something. OFFLINE: claimed, but the port or the device is gone and
    is being looked for. ERROR: it is there and cannot be used as it is (another program holds it, no
    permission, wrong key): somebody must do something.
    """

    CLOSED = "closed"
    OPENED = "opened"
    CLAIMED = "claimed"
    ENABLED = "enabled"
    BUSY = "busy"
    OFFLINE = "offline"
    ERROR = "error"


@unique
class HealthLevel(Enum):
    """How deep a check goes."""

    INTERNAL = "internal"  # what is known here; nothing travels on the wire
    EXTERNAL = "external"  # the device is asked
    INTERACTIVE = (
        "interactive"  # a person is asked to do something: swipe, press a key, look at paper
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """What a check found.

    Attributes:
        device: Name it was opened under.
        level: Of the check.
        is_well: Whether the device can be used.
        text: One line that says so, with the way out where it cannot.
        details: What was seen, by name; no secret in it.
    """

    device: str
    level: HealthLevel
    is_well: bool
    text: str
    details: Mapping[str, str] = field(default_factory=dict)


class Count:
    """Names of counters; those of UnifiedPOS where it has one."""

    GOOD_READS = "GoodReadCount"
    FAILED_READS = "FailedReadCount"
    GOOD_WRITES = "GoodWriteCount"
    FAILED_WRITES = "FailedWriteCount"
    VALID_PINS = "ValidPINEntryCount"
    INVALID_PINS = "InvalidPINEntryCount"
    PRINTED = "ReceiptPrintedCount"
    FAILED_PRINTS = "FailedReceiptPrintCount"
    COMMUNICATION_ERRORS = "CommunicationErrorCount"
    OPENINGS = "SuccessfulOpenCount"
    SENT = "TextSentCount"
    FAILED_SENDS = "FailedTextCount"
    RECEIVED = "TextReceivedCount"


class Statistics:
    """Counters of one device since it was made or reset; may be asked from any thread."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def add(self, name: str, amount: int = 1) -> None:
        """Count something."""
        with self._lock:
            self._counts[name] += amount

    def retrieve(self) -> dict[str, int]:
        """Return all counters that are not nought, by name."""
        with self._lock:
            return {name: count for name, count in sorted(self._counts.items()) if count}

    def reset(self, names: Iterable[str] = ()) -> None:
        """Set counters to nought: those named, or all."""
        with self._lock:
            for name in list(names) or list(self._counts):
                self._counts[name] = 0
