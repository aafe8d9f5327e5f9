"""What a service hands its slips to: the poster of this computer's own books, or the line to a centre."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from app.operations.pen import Draft
from app.operations.view import HouseState
from app.poster.submission import Answer, PinEntry
from app.programme.programme import Programme
from app.store.personal import SealedRecord

T = TypeVar("T")


class HouseSeen(Protocol):
    """The house as those who decide have it."""

    def house(self) -> HouseState:
        """Return the reference rows; not to be changed."""

    def programme(self) -> Programme | None:
        """Return the programme in force on the open business date; None before the first."""

    def forget_members(self) -> None:
        """Drop what is kept in memory of members; for ``SlipLine.between``."""


class SlipLine(Protocol):
    """Takes slips and answers them."""

    @property
    def poster(self) -> HouseSeen:
        """The house as it stands there."""

    def submit(
        self,
        draft: Draft,
        *,
        pins: tuple[PinEntry, ...] = (),
        record: SealedRecord | None = None,
        tokens: tuple[int, ...] = (),
        others: tuple[tuple[SealedRecord, tuple[int, ...]], ...] = (),
    ) -> Future[Answer]:
        """Hand a slip in; the future holds its answer, or a ``BooksError`` when nothing was written."""

    def between(self, work: Callable[[], T]) -> Future[T]:
        """Do a piece of work that writes to the books here, one after the other."""
