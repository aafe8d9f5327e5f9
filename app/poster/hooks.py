"""What a centre does within a posting transaction; the poster itself knows nothing of leases and feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection

from app.store.writing import Batch


class Centre(Protocol):
    """What a centre does within each posting transaction."""

    def numbers(self, connection: Connection, shards: Sequence[int]) -> dict[int, int]:
        """Lock these shards for this poster and return the last number given in each; raises to give up."""

    def wrote(self, connection: Connection, batch: Batch) -> None:
        """Tell others of what was written."""
