"""The night audit: turns the business date once, with every shift closed, and proves the day."""

from datetime import UTC, datetime, timedelta

from app.operations.close_day import CloseDay
from app.operations.shift import CloseShift, OpenShift
from tests.support.book import DAY, Book

TOMORROW = DAY + timedelta(days=1)


def test_the_date_turns_and_the_day_is_proved(book: Book) -> None:
    book.enrol("li")
    book.spend("li", 100_00)
    answer = book.close_day()
    assert book.business_date == TOMORROW
    day, operator, slips, proof = book.rows(
        "SELECT business_date, operator, slips, proof FROM days"
    )[0]
    assert (day, operator) == (DAY.isoformat(), "sue")
    assert slips == answer.decision.receipt["slips"] > 0
    assert len(proof) == 64
    assert answer.decision.receipt["spend_minor"] == 100_00
    assert answer.decision.receipt["points_earned"] == 100


def test_a_day_is_closed_once(book: Book) -> None:
    book.close_day()
    facts = book.refuse("close_day", CloseDay(date=DAY), "day-closed", operator="sue")
    assert facts == {"date": DAY.isoformat()}


def test_two_closings_in_one_batch_close_one_day(book: Book) -> None:
    batch = [book.submission("close_day", CloseDay(date=DAY), operator="sue") for _ in range(2)]
    answers = book.poster.post(batch)
    assert [one.decision.outcome.value for one in answers] == ["posted", "refused"]
    assert book.business_date == TOMORROW


def test_a_date_that_is_not_the_open_one_is_refused(book: Book) -> None:
    book.refuse("close_day", CloseDay(date=TOMORROW), "day-closed", operator="sue")


def test_open_shifts_are_named_and_hold_the_day_open(book: Book) -> None:
    book.must("open_shift", OpenShift(float_minor=0))
    facts = book.refuse("close_day", CloseDay(date=DAY), "shifts-still-open", operator="sue")
    assert facts == {"open": 1, "operators": "ann"}
    book.must("close_shift", CloseShift())
    book.close_day()


def test_a_day_that_has_not_begun_is_not_closed(book: Book) -> None:
    book.close_day()
    book.now = datetime(2026, 11, 22, 15, 59, 58, tzinfo=UTC)
    facts = book.refuse("close_day", CloseDay(date=TOMORROW), "day-not-begun", operator="sue")
    assert facts == {"date": TOMORROW.isoformat()}
    book.now = datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)
    book.must("close_day", CloseDay(date=TOMORROW), operator="sue")


def test_a_cashier_does_not_close_the_day(book: Book) -> None:
    book.refuse("close_day", CloseDay(date=DAY), "needs-supervisor")
    book.refuse("close_day", CloseDay(date=DAY), "not-permitted", operator="aud")


def test_what_comes_after_midnight_stands_on_the_open_date(book: Book) -> None:
    book.enrol("li")
    book.now = datetime(2026, 11, 22, 17, tzinfo=UTC)  # 01:00 of the next calendar day
    book.spend("li", 100_00)
    assert book.one("SELECT business_date FROM bills") == DAY.isoformat()


def test_a_slip_written_before_the_close_and_posted_after_stands_on_the_new_date(
    book: Book,
) -> None:
    from app.operations.post_spend import PostSpend

    book.enrol("li")
    late = book.submission(
        "post_spend", PostSpend(outlet="rooms", bill="L", amount_minor=100), member="li"
    )
    book.close_day()
    book.poster.post([late])
    assert book.one("SELECT business_date FROM bills") == TOMORROW.isoformat()
    assert book.one("SELECT COUNT(*) FROM transfers WHERE business_date = ?", DAY.isoformat()) == 0


def test_a_day_whose_lots_and_balances_disagree_is_not_closed(tmp_path) -> None:
    book = Book(tmp_path / "house.books")
    book.enrol("li")
    book.give_points("li", 100)
    with book.books.writing() as connection:
        connection.exec_driver_sql("UPDATE lots SET remaining = 99")
    book.refuse("close_day", CloseDay(date=DAY), "day-not-proved", operator="sue")
    assert book.business_date == DAY
    book.close()


def test_figures_of_a_day_take_voids_out_again(book: Book) -> None:
    from app.operations.void import Void

    book.enrol("li")
    book.set_pin("li")
    book.top_up("li", 500_00)
    bill = book.spend("li", 100_00, rest="stored_value", pin="1234")
    book.must("void", Void(of=bill.slip_id), member="li")
    receipt = book.close_day().decision.receipt
    assert (receipt["spend_minor"], receipt["points_earned"]) == (0, 0)
    assert (receipt["stored_in"], receipt["stored_out"]) == (500_00, 0)
    assert (receipt["bills"], receipt["voids"]) == (1, 1)
