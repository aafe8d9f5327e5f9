"""What a device tells while a person tries it by hand."""

from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic

from devices.errors import TimedOutError
from devices.events import DeviceEvent


class Ear:
    """Hears what a device tells while a person tries it; nothing of that reaches the desk."""

    def __init__(self) -> None:
        self._heard: SimpleQueue[DeviceEvent] = SimpleQueue()

    def put(self, event: DeviceEvent) -> None:
        """Take an event."""
        self._heard.put(event)

    def wait(self, timeout_s: float, *kinds: type[DeviceEvent]) -> DeviceEvent:
        """Wait for an event of one of these kinds.

        Raises:
            TimedOutError: None came.
        """
        end = monotonic() + timeout_s
        while monotonic() < end:
            with suppress(Empty):
                event = self._heard.get(timeout=max(0.0, end - monotonic()))
                if isinstance(event, kinds):
                    return event
        raise TimedOutError("nobody did anything in time")
