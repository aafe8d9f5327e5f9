"""An invitation: accepted it becomes the tier, declined it ends."""

from app.operations.accept_invitation import AcceptInvitation
from tests.support.book import DAY, Book


def invited(make_book) -> Book:
    book = make_book(pack="gloria")
    book.brought("fan")
    book.spend("fan", 8_855_00)
    assert book.rows("SELECT tier, invited_to FROM members") == [("base", "gold")]
    return book


def test_an_invitation_that_is_accepted_is_the_tier_from_that_day(make_book) -> None:
    book = invited(make_book)
    book.must("accept_invitation", AcceptInvitation(tier="gold"), member="fan")
    assert book.rows("SELECT tier, invited_to, tier_since FROM members") == [
        ("gold", "", DAY.isoformat())
    ]


def test_an_invitation_that_is_declined_ends(make_book) -> None:
    book = invited(make_book)
    body = AcceptInvitation(tier="gold", accept=False)
    book.must("accept_invitation", body, member="fan")
    assert book.rows("SELECT tier, invited_to FROM members") == [("base", "")]
    book.refuse("accept_invitation", AcceptInvitation(tier="gold"), "not-invited", member="fan")


def test_nobody_accepts_what_was_not_offered(make_book) -> None:
    book = invited(make_book)
    for tier in ("platinum", "", "brass"):
        body = AcceptInvitation(tier=tier)
        book.refuse("accept_invitation", body, "not-invited", member="fan")
