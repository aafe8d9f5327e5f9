"""Everything about messages of one desk, started and stopped together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.messaging.inbound import Inbound
from app.messaging.sender import Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Messenger:
    """The senders of all ways and what works off texts that come in."""

    senders: Sequence[Sender]
    inbound: Inbound

    def start(self) -> None:
        """Begin to send and to listen."""
        self.inbound.start()
        for one in self.senders:
            one.start()

    def stop(self) -> None:
        """Take nothing new; returns at once. The modem may be closed now, which ends what it sends."""
        for one in self.senders:
            one.stop()
        self.inbound.stop()

    def join(self, timeout_s: float) -> None:
        """Wait until what was under way is written down; the books may be closed then."""
        for one in self.senders:
            one.join(timeout_s)
        self.inbound.join(timeout_s)
