"""Predicts a decision without writing anything: the same functions on a view of the books as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from msgspec.structs import replace as changed
from sqlalchemy import Connection

from app.operations.catalogue import BY_KIND
from app.operations.decision import Decision, Observed, PinResult
from app.operations.publish_programme import programme_of
from app.operations.slip import Body, Slip
from app.operations.view import Needs, View
from app.poster.gathering import gathered
from app.poster.lookups import claims_taken
from app.programme.programme import Programme
from app.store.books import Books
from app.store.keys import card_hash
from app.store.loading import Loader

_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Prediction:
    """What would be decided, and the view that says what stands before."""

    decision: Decision
    view: View


class Predictor:
    """Reads beside the poster; several threads may ask at once."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._loader = Loader(books)
        self._card_hash = partial(card_hash, books.keys)
        self._programmes: dict[int, Programme] = {}

    def view(self, connection: Connection, needs: Needs) -> View:
        """Load a view of the books as they stand: the house, and what is needed of members and cards."""
        house = self._loader.house(connection)
        view = View(house, None, self._card_hash)
        if house.property is not None:
            day = house.property.business_date
            version = max(
                (row.version for row in house.versions.values() if row.valid_from <= day), default=0
            )
            if version and version not in self._programmes:
                self._programmes[version] = programme_of(house.versions[version])
            if version:
                view.use_programme(self._programmes[version])
        self._loader.load(connection, view, needs)
        return view

    def predict(self, slip: Slip[Body], at: datetime) -> Prediction:
        """Decide a slip as the poster would now, taking its PIN as right.

        Raises:
            BooksError: The books cannot be read.
        """
        operation = BY_KIND[slip.kind]
        with self._books.reading() as connection:
            view = self.view(connection, Needs())
            if view.house.property is not None:
                # A bill number is free again on each business date, whatever the date of the clock.
                slip = changed(slip, business_date=view.house.property.business_date)
            for _ in range(_ROUNDS):
                self._loader.load(connection, view, operation.needs(slip, view))
            taken = claims_taken(self._loader, connection, [slip])
            figures, proof = gathered(self._books, connection, operation.observes, view, slip)
        house = view.house.property
        view.observe(
            Observed(
                at=at,
                number=0,
                programme=view.version,
                business_date=house.business_date if house else slip.business_date,
                pin=PinResult.RIGHT,
                figures=figures,
                proof=proof,
                claims_lost={
                    value: by for value, by in taken.items() if not value.startswith("withdrawn:")
                },
            )
        )
        return Prediction(operation.decide(slip, view), view)
