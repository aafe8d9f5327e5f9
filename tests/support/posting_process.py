"""A desk of its own process that posts until it is killed; acknowledged ids go to a file, each synced before the next.

Run as ``python -m tests.support.posting_process BOOK ACKED SEED``.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.loyalty.ids import MemberId, OperatorId
from app.operations.close_day import CloseDay
from app.operations.pen import Draft, new_slip_id
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.slip import Body
from app.operations.top_up import TopUp
from app.poster.embedded import EmbeddedPoster
from app.poster.pin_check import PinCheck
from app.poster.poster import Poster
from app.poster.submission import PinEntry
from app.store.books import Books
from tests.support.book import KEYS, ClearOpener


def main(book: str, acked: Path, seed: int) -> None:
    chance = random.Random(seed)
    books = Books.open(book, lambda _: KEYS)
    clock = datetime(2026, 11, 22, 15, tzinfo=UTC) + timedelta(days=seed)
    poster = Poster(books, lambda: clock, PinCheck(KEYS.pin, ClearOpener()))
    desk = EmbeddedPoster(poster, "hotel", "desk-1", secrets.token_bytes)
    desk.start()
    with acked.open("ab") as file:
        print("ready", flush=True)
        while True:
            waiting = [desk.submit(*_slip(chance, clock)) for _ in range(chance.randrange(1, 20))]
            waiting += [desk.submit(draft, pins=pins) for draft, pins in _takes(chance, clock)]
            house = poster.house().property
            if chance.random() < 0.05 and house is not None and house.business_date <= clock.date():
                waiting.append(
                    desk.submit(
                        draft_of(clock, "close_day", CloseDay(date=house.business_date), "")
                    )
                )
            for one in waiting:
                file.write(one.result().slip_id.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def draft_of(clock: datetime, kind: str, body: Body, member: str, pin: str = "") -> Draft:
    return Draft(
        id=new_slip_id(clock, secrets.token_bytes), kind=kind, body=body, operator=OperatorId("sue"),
        occurred_at=clock, member=MemberId(member), pin=pin,
    )  # fmt: skip


def _slip(chance: random.Random, clock: datetime) -> tuple[Draft]:
    member = chance.choice(("li", "wu"))
    bill = PostSpend(
        outlet="rooms", bill=secrets.token_hex(8), amount_minor=chance.randrange(100, 9_000)
    )
    body: tuple[str, Body] = chance.choice(
        (("top_up", TopUp(amount_minor=1)), ("post_spend", bill))
    )
    return (draft_of(clock, *body, member),)


def _takes(chance: random.Random, clock: datetime) -> list[tuple[Draft, tuple[PinEntry, ...]]]:
    if chance.random() < 0.5:
        return []
    return [
        (draft_of(clock, "redeem", Redeem(reward="mug"), "li", pin="e"), (PinEntry("e", b"1234"),))
    ]


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
