"""Donations: under an agreement, wholly or in part."""

from app.operations.donate import Donate, SignAgreement
from tests.support.book import Book


def lane(make_book, **settings: object) -> Book:
    book = make_book(pack="green-hills", settings=settings)
    book.brought("lane", points=1000)
    return book


def test_points_go_to_the_charity_that_was_signed_with(make_book) -> None:
    book = lane(make_book)
    book.must("sign_agreement", SignAgreement(charity="church-a"), member="lane")
    book.must("sign_agreement", SignAgreement(charity="church-a"), member="lane")
    book.must("donate", Donate(charity="church-a", points=400), member="lane")
    assert book.balance("lane") == 600
    given = book.one("SELECT SUM(amount) FROM transfers WHERE target = 'charity:church-a'")
    assert given == 400


def test_without_an_agreement_nothing_is_given(make_book) -> None:
    book = lane(make_book)
    book.must("sign_agreement", SignAgreement(charity="church-a"), member="lane")
    body = Donate(charity="church-b", points=400)
    assert book.refuse("donate", body, "no-agreement", member="lane") == {"charity": "church-b"}


def test_a_part_may_be_refused_by_the_house(make_book) -> None:
    book = lane(make_book, partial_donation=False)
    book.must("sign_agreement", SignAgreement(charity="church-a"), member="lane")
    book.refuse("donate", Donate(charity="church-a", points=999), "not-eligible", member="lane")
    book.must("donate", Donate(charity="church-a", points=1000), member="lane")


def test_amounts_and_names_have_bounds(make_book) -> None:
    book = lane(make_book)
    book.must("sign_agreement", SignAgreement(charity="church-a"), member="lane")
    body = Donate(charity="church-a", points=1001)
    book.refuse("donate", body, "not-enough-points", member="lane")
    body = Donate(charity="church-a", points=0)
    book.refuse("donate", body, "amount-not-positive", member="lane")
    for charity in ("", "x" * 61):
        body = SignAgreement(charity=charity)
        book.refuse("sign_agreement", body, "text-too-long", member="lane")


def test_a_programme_without_charities_does_not_offer_it(book: Book) -> None:
    book.enrol("li")
    book.refuse("sign_agreement", SignAgreement(charity="a"), "not-offered", member="li")
    book.refuse("donate", Donate(charity="a", points=1), "not-offered", member="li")
