"""What ``innpoint devices watch`` shows in full: the cards of this computer's hotel, where it is not told which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.loyalty.card_no import CardTemplate
from app.operations.card_numbers import template_of
from app.programme.load import parse_pack
from app.programme.pack import Pack
from app.store.books import BooksError

_HOUSE = Path(__file__).parents[2] / "resources" / "programmes" / "house.toml"
_OPTION = "--member-cards"


def watch_words(words: Sequence[str], hotel: Path) -> list[str]:
    """Return the words of a watch with the form of the hotel's cards, if they name none.

    Args:
        words: Behind ``innpoint devices``.
        hotel: The hotel's folder; where it has no books, the form that the house's own pack gives cards.
    """
    if words[:1] != ["watch"] or any(word.startswith(_OPTION) for word in words):
        return list(words)
    template = _of_hotel(hotel) or _of_house()
    return [*words, _OPTION, f"{template.prefix}/{template.length}"] if template else list(words)


def _of_hotel(hotel: Path) -> CardTemplate | None:
    if not (hotel / "books.db").is_file():
        return None
    from app.cli.books import books_at
    from app.operations.publish_programme import programme_of
    from app.store.loading import Loader

    try:
        with books_at(str(hotel / "books.db")) as books, books.reading() as connection:
            versions = Loader(books).house(connection).versions
    except BooksError:
        return None
    return template_of(programme_of(versions[max(versions)]).pack) if versions else None


def _of_house() -> CardTemplate | None:
    pack = parse_pack(_HOUSE.read_text(encoding="utf-8"), _HOUSE.name)
    return template_of(pack) if isinstance(pack, Pack) else None
