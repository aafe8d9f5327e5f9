"""A watch shows the hotel's own cards in full without being told their form."""

from pathlib import Path

from app.bootstrap.clock import system_clock
from app.bootstrap.desk import ensure_demo
from app.bootstrap.hotel import open_hotel
from app.cli.watching import watch_words
from devices.codec.card_numbers import CardPattern

URI = "msr+serial:/dev/ttyUSB0"


def test_without_a_hotel_the_houses_own_form_is_taken(tmp_path: Path) -> None:
    words = watch_words(["watch", URI, "--json"], tmp_path)
    assert words[:3] == ["watch", URI, "--json"]
    assert CardPattern.parse(words[4]).fits("8821001234567890")
    assert not CardPattern.parse(words[4]).fits("4761739001010010")


def test_the_form_of_the_hotels_programme_is_taken(tmp_path: Path) -> None:
    ensure_demo(tmp_path / "hotel")
    hotel = open_hotel(tmp_path / "hotel", system_clock, use_keyring=False)
    with hotel.books.reading() as connection:
        number = str(connection.exec_driver_sql("SELECT number FROM cards LIMIT 1").scalar())
    hotel.close()
    words = watch_words(["watch", URI], tmp_path / "hotel")
    assert CardPattern.parse(words[-1]).fits(number)


def test_what_is_said_is_kept_and_other_words_too(tmp_path: Path) -> None:
    said = ["watch", URI, "--member-cards", "7777/8"]
    assert watch_words(said, tmp_path) == said
    assert watch_words(["list"], tmp_path) == ["list"]
