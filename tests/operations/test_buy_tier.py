"""A tier that is sold: for its price, no less and no more, as income of the club."""

from app.operations.buy_tier import BuyTier


def test_the_price_buys_the_tier_and_stands_apart_from_the_outlets(make_book) -> None:
    book = make_book(pack="priority-club")
    book.brought("fei")
    book.must("buy_tier", BuyTier(tier="gold", paid_minor=50_00), member="fei")
    assert book.one("SELECT tier FROM members") == "gold"
    moved = book.rows("SELECT source, target, amount FROM transfers WHERE asset = 'USD'")
    assert moved == [("tender:cash", "sales:club", 50_00)]


def test_another_amount_buys_nothing(make_book) -> None:
    book = make_book(pack="priority-club")
    book.brought("fei")
    for paid in (49_99, 50_01, 0):
        body = BuyTier(tier="gold", paid_minor=paid)
        assert book.refuse("buy_tier", body, "fee-not-paid", member="fei") == {"price": "50.00"}


def test_what_is_not_sold_or_held_already_is_refused(make_book) -> None:
    book = make_book(pack="priority-club")
    book.brought("fei", tier="platinum")
    body = BuyTier(tier="gold", paid_minor=50_00)
    book.refuse("buy_tier", body, "tier-held", member="fei")
    body = BuyTier(tier="platinum", paid_minor=50_00)
    book.refuse("buy_tier", body, "not-in-programme", member="fei")


def test_a_way_to_pay_that_is_not_taken_buys_nothing(make_book) -> None:
    book = make_book(pack="priority-club")
    book.brought("fei")
    body = BuyTier(tier="gold", paid_minor=50_00, tender="shells")
    assert book.refuse("buy_tier", body, "tender-unknown", member="fei") == {"tender": "shells"}
