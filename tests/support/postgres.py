"""A real PostgreSQL of the tests' own: nothing in it need outlive a power cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.bootstrap.private_postgres import INSTALL, Wishes, binaries, private_postgres

__all__ = ["INSTALL", "binaries", "server"]


@contextmanager
def server() -> Iterator[str]:
    """Run a server; gives the address of an empty database."""
    with private_postgres(wishes=Wishes(durable=False)) as running:
        yield running.url()
