"""Members move with a new version: a tier that is called otherwise, points that stay."""

from datetime import timedelta

import msgspec

from app.operations.publish_programme import PublishProgramme
from tests.support.book import DAY, PROGRAMMES, Book


def text_of(name: str) -> str:
    return (PROGRAMMES / f"{name}.toml").read_text(encoding="utf-8")


def publish(book: Book, source: str, **settings: object) -> None:
    body = PublishProgramme(
        source=source,
        settings=msgspec.json.encode(settings).decode(),
        valid_from=DAY + timedelta(days=1),
    )
    book.must("publish_programme", body, operator="admin")


def test_a_member_of_the_earlier_version_moves_with_the_next_slip_and_keeps_the_points() -> None:
    book = Book("sqlite://", source=text_of("favorite-guest"), settings={"points_per_unit": "1"})
    book.enrol("li")
    book.spend("li", 500_00)
    publish(book, text_of("favorite-guest-new"), points_per_unit="2")
    assert book.one("SELECT tier FROM members") == "member"
    book.close_day()
    assert book.spend("li", 10_00).decision.gives["points"] == 20
    assert book.one("SELECT tier FROM members") == "guest"
    assert book.one("SELECT SUM(in_total - out_total) FROM balances WHERE asset = 'points'") == 520


def test_a_tier_that_the_new_version_knows_stays_what_it_is() -> None:
    book = Book("sqlite://", source=text_of("vanke"))
    book.brought("wang", tier="owner")
    source = text_of("vanke").replace(
        'currency = "CNY"', 'currency = "CNY"\nmoved_tiers = { owner = "member" }', 1
    )
    publish(book, source)
    book.close_day()
    book.spend("wang", 10_00)
    assert book.one("SELECT tier FROM members") == "owner"
