"""Publishing: a version that loads is followed by another; one that does not is refused with its line."""

from datetime import date, timedelta

import msgspec
import pytest

from app.operations.publish_programme import PublishProgramme, PutReward
from tests.support.book import DAY, PROGRAMMES, Book

HOUSE = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")


def published(
    settings: dict[str, object], valid_from: date = DAY, source: str = HOUSE
) -> PublishProgramme:
    text = msgspec.json.encode(settings).decode()
    return PublishProgramme(source=source, settings=text, valid_from=valid_from)


def test_a_new_version_is_in_force_at_once_and_the_old_one_stays_readable(book: Book) -> None:
    book.enrol("li")
    assert book.spend("li", 100_00).decision.gives["points"] == 100
    answer = book.must(
        "publish_programme", published({"points_per_unit": {"rooms": "2"}}), operator="admin"
    )
    assert answer.decision.gives["version"] == 2
    assert book.spend("li", 100_00).decision.gives["points"] == 200
    assert book.rows("SELECT version FROM programmes ORDER BY version") == [(1,), (2,)]
    versions = book.rows(
        "SELECT DISTINCT programme FROM decisions WHERE kind = 'post_spend' ORDER BY 1"
    )
    assert versions == [(1,), (2,)]


def test_a_version_for_tomorrow_waits_for_its_day(book: Book) -> None:
    book.enrol("li")
    later = published({"points_per_unit": {"rooms": "2"}}, DAY + timedelta(days=1))
    book.must("publish_programme", later, operator="admin")
    assert book.spend("li", 100_00).decision.gives["points"] == 100
    book.close_day()
    assert book.spend("li", 100_00).decision.gives["points"] == 200


def test_a_version_counts_for_the_slips_behind_it_in_the_same_batch(book: Book) -> None:
    from app.operations.post_spend import PostSpend

    book.enrol("li")
    batch = [
        book.submission(
            "publish_programme", published({"points_per_unit": {"rooms": "3"}}), operator="admin"
        ),
        book.submission(
            "post_spend", PostSpend(outlet="rooms", bill="x", amount_minor=10_00), member="li"
        ),
    ]
    assert book.poster.post(batch)[1].decision.gives["points"] == 30


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            published({}, source=HOUSE.replace("review = true", "reveiw = true")),
            "was 'review' meant?",
        ),
        (published({}, source="id = "), "no TOML"),
        (published({"gold_point": 1}), "gold_point"),
        (published({"rounding": "up"}), "one of"),
        (PublishProgramme(source=HOUSE, settings="{", valid_from=DAY), ""),
        (PublishProgramme(source=HOUSE, settings="[]", valid_from=DAY), ""),
        (published({"points_per_unit": {"rooms": "many"}}), "points_per_unit"),
        (published({"points_per_yuan_paid": "few"}), "points_per_yuan_paid"),
    ],
)
def test_a_wrong_pack_or_setting_is_refused_and_says_what_was_meant(
    book: Book, body: PublishProgramme, said: str
) -> None:
    facts = book.refuse("publish_programme", body, "programme-invalid", operator="admin")
    assert said in str(facts["errors"])
    book.enrol("li")
    assert book.spend("li", 100_00).decision.gives["points"] == 100


def test_a_pack_in_another_currency_is_refused(book: Book) -> None:
    gold = (PROGRAMMES / "gold-passport.toml").read_text(encoding="utf-8")
    facts = book.refuse(
        "publish_programme", published({}, source=gold), "currency-unknown", operator="admin"
    )
    assert facts == {"currency": "USD"}


def test_only_an_administrator_publishes(book: Book) -> None:
    book.refuse("publish_programme", published({}), "not-permitted", operator="max")


def test_before_a_programme_is_in_force_nothing_is_posted(tmp_path) -> None:
    from app.operations.found_hotel import FoundHotel, NamedOutlet
    from app.operations.pen import Pen
    from app.poster.pin_check import PinCheck
    from app.poster.poster import Poster
    from app.store.books import Books
    from tests.support.book import KEYS, START, ClearOpener

    bare = object.__new__(Book)
    bare.path, bare.now, bare.bills, bare.answers = tmp_path / "bare.books", START, 0, []
    bare.books = Books.open(str(bare.path), lambda _: KEYS, create=True)
    bare.poster = Poster(bare.books, lambda: bare.now, PinCheck(KEYS.pin, ClearOpener()))
    bare.pen = Pen(property="hotel", terminal="desk-1")
    hotel = FoundHotel(
        name_zh="一",
        name_en="One",
        currency="CNY",
        zone="Asia/Shanghai",
        first_date=DAY,
        outlets=(NamedOutlet("rooms", "rooms", "rooms"),),
    )
    bare.must("found_hotel", hotel, operator="admin")
    from app.operations.top_up import TopUp

    bare.refuse("top_up", TopUp(amount_minor=1), "programme-invalid", member="li", operator="admin")
    bare.close()


@pytest.mark.parametrize("months", [-1, 1_201, 10**9])
def test_a_validity_that_no_calendar_has_is_refused_before_a_bill_meets_it(
    book: Book, months: int
) -> None:
    body = published({"points_valid_months": months})
    facts = book.refuse("publish_programme", body, "programme-invalid", operator="admin")
    assert facts["errors"] == f"points is valid 0 to 1200 months, not {months}"


@pytest.mark.parametrize(("points", "stock"), [(10**9 + 1, None), (1, 2**63)])
def test_a_reward_has_figures_that_can_be(book: Book, points: int, stock: int | None) -> None:
    body = PutReward(code="x", name_zh="x", name_en="x", points=points, stock=stock)
    book.refuse("put_reward", body, "amount-too-large", operator="admin")


def test_a_house_that_begins_with_a_pool_has_its_numbers_made(book: Book) -> None:
    body = published({"card_scheme": "pool", "card_pool": 3})
    book.must("publish_programme", body, operator="admin")
    assert book.one("SELECT COUNT(*) FROM cards WHERE status = 'pool'") == 3
    book.must("publish_programme", body, operator="admin")  # numbers stand: none is made again
    assert book.one("SELECT COUNT(*) FROM cards") == 3


def test_a_pool_that_is_too_large_is_refused(book: Book) -> None:
    body = published({"card_scheme": "pool", "card_pool": 10_001})
    book.refuse("publish_programme", body, "amount-too-large", operator="admin")


def test_allocated_numbers_need_no_pool(book: Book) -> None:
    book.must("publish_programme", published({"card_pool": 3}), operator="admin")
    assert book.one("SELECT COUNT(*) FROM cards") == 0
