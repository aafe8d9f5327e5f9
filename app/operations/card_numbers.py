"""Where a card number comes from: allocated in order, or taken from numbers made beforehand (the pool)."""

from __future__ import annotations

from app.loyalty.card_no import CardTemplate
from app.loyalty.house import CounterRow
from app.loyalty.ids import MemberId
from app.loyalty.member import CardRow, CardStatus
from app.loyalty.refusals import Reason, Refusal
from app.operations.entry import Entry
from app.operations.view import View
from app.programme.pack import Pack

COUNTER = "card"
MOST_AT_ONCE = 10_000


def template_of(pack: Pack) -> CardTemplate:
    """Return the form of the house's card numbers."""
    return CardTemplate(
        prefix=pack.card.prefix, length=pack.card.length, check_digit=pack.card.check_digit
    )


def next_card_number(entry: Entry, view: View) -> str | Refusal:
    """Return a free number; the entry keeps the counter that makes the next one different.

    Source:
        S4 L690-691: numbers made beforehand, or allocated at approval. Numbers of a pool are printed
        on cards, so an empty pool makes none up unless the house says ``grow``.
    """
    programme = view.programme
    membership = programme.pack.membership
    if programme.word(membership.card_scheme) == "pool":
        if view.pool:
            return view.pool[0]
        if programme.word(membership.pool_empty) != "grow":
            return Refusal(Reason.CARD_POOL_EMPTY)
    value = view.house.counters.get(COUNTER, 0) + 1
    entry.put(CounterRow(property=entry.slip.property, name=COUNTER, value=value))
    return template_of(programme.pack).number(value)


def put_pool(entry: Entry, pack: Pack, count: int, view: View) -> None:
    """Make so many numbers beforehand, free for whoever is approved."""
    template = template_of(pack)
    start = view.house.counters.get(COUNTER, 0)
    for serial in range(start + 1, start + count + 1):
        number = template.number(serial)
        entry.put(
            CardRow(
                number=number,
                member=MemberId(""),
                status=CardStatus.POOL,
                issued_on=view.observed.business_date,
                expires_on=None,
                replaced_by="",
                hash=view.card_hash(number),
            )
        )
    entry.put(CounterRow(property=entry.slip.property, name=COUNTER, value=start + count))
