"""The keys of the house's IC cards: which there are, another one in place of the present, an old one given up.

A key itself is never shown; people tell keys apart by their check values.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from app.bootstrap.hotel import HotelFolder
from app.cli.signing import RefusedError, noted, signed_in
from app.loyalty.permissions import Act
from app.settings.secrets import keep_keys, key_safe
from app.settings.terminal import read_settings
from app.station.ic_cards import shown_key
from app.store.books import Books, book_id
from app.store.card_works import DONE, KEY_ACT, CardWork, cards_by_key
from app.store.keys import Keys

_NOTE = "Counted are the cards in use whose last writing the books know; older ones are not."


def show_card_keys(hotel: Path) -> int:
    """Print the check values of the present and the former keys, and how many cards were last written under each."""
    folder = HotelFolder(hotel)
    with (
        Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False) as books,
        books.reading() as connection,
    ):
        counts, keys = cards_by_key(books, connection), books.keys
    for name, key in (("present", keys.cards), *(("former", one) for one in keys.former_cards)):
        shown = shown_key(key)
        print(f"{name:8} {shown}  {_cards(counts.get(shown, 0))}")
    print(_NOTE)
    return 0


def change_card_key(hotel: Path, file: Path | None) -> int:
    """Put another key in the place of the present one, which becomes a former one; a supervisor signs.

    Args:
        hotel: The hotel's folder; no desk may have it open.
        file: Holds the new key as 64 hexadecimal digits; None makes one from the system's chance.

    Returns:
        Exit status: 0, 1 where nothing was changed.

    Raises:
        BooksError: A desk has the books open, or they cannot be written.
        OSError: The keys' file cannot be written; the old keys stand.
    """

    def changed(keys: Keys) -> Keys:
        key = secrets.token_bytes(len(keys.cards)) if file is None else _key_in(file)
        try:
            return keys.with_card_key(key)
        except ValueError as error:
            raise RefusedError(f"This key cannot be taken: {error}.") from error

    try:
        before, after = _kept(hotel, "change", changed)
    except RefusedError as refused:
        return _no(str(refused))
    print(f"IC cards get the key {shown_key(after.cards)} from now on.")
    print(
        f"Cards on {shown_key(before.cards)} stay good: renew them at the desk's card page, or with "
        "`innpoint card renew`, as they come."
    )
    print("Make a backup now: copies made before do not hold the new key.")
    return 0


def retire_card_key(hotel: Path, shown: str, *, is_sure: bool) -> int:
    """Give a former key up, after saying what stops working; a supervisor signs.

    Args:
        hotel: The hotel's folder; no desk may have it open.
        shown: The key's check value.
        is_sure: Do not ask once more.

    Returns:
        Exit status: 0, 1 where nothing was changed.

    Raises:
        BooksError: As ``change_card_key``.
    """
    shown = shown.strip().upper()

    def changed(keys: Keys) -> Keys:
        key = next((one for one in keys.former_cards if shown_key(one) == shown), None)
        if shown == shown_key(keys.cards):
            raise RefusedError(
                "This is the present key: change it first, renew the cards, then retire it."
            )
        if key is None:
            raise RefusedError(
                "No former key has this check value: `innpoint card keys` lists them."
            )
        if not is_sure and _answer(f"Type {shown} to give it up for good: ") != shown:
            raise RefusedError("Not confirmed: nothing was done.")
        return keys.without_former(key)

    try:
        _warn(hotel, shown)
        _kept(hotel, "retire", changed, shown)
    except RefusedError as refused:
        return _no(str(refused))
    print(f"The key {shown} is given up; copies of the books made before still hold it.")
    return 0


def _kept(
    hotel: Path, work: str, changed: Callable[[Keys], Keys], shown: str = ""
) -> tuple[Keys, Keys]:
    """Have a supervisor sign, change the keys where they lie, and write down who did it."""
    folder = HotelFolder(hotel)
    try:
        settings = read_settings(folder.settings)
    except ValueError as error:
        raise RefusedError(
            f"The settings cannot be read: {error}. Put that right first."
        ) from error
    # Alone: a desk that runs would go on with the keys that it read when it began.
    with Books.open(str(folder.books), key_safe(folder.keys, may_make=False)) as books:
        before = books.keys
        who = signed_in(books, "Supervisor", Act.OVERRIDE)
        after = changed(before)
        said = shown or shown_key(after.cards)
        with books.reading() as connection:
            book = book_id(connection)
        with noted(
            books,
            terminal=settings.terminal,
            operator=who.operator,
            act=KEY_ACT,
            member="",
            line=lambda end: CardWork(work=work, end=end, key=said),
        ) as ends:
            try:
                keep_keys(folder.keys, book, after)
            except ValueError as error:
                raise RefusedError(f"Nothing was changed: {error}.") from error
            ends.append(DONE)
    return before, after


def _warn(hotel: Path, shown: str) -> None:
    """Say what stops working when a former key is given up."""
    folder = HotelFolder(hotel)
    with (
        Books.open(str(folder.books), key_safe(folder.keys, may_make=False), alone=False) as books,
        books.reading() as connection,
    ):
        counts, keys = cards_by_key(books, connection), books.keys
    if shown not in {shown_key(one) for one in keys.former_cards}:
        return
    print(f"{_cards(counts.get(shown, 0)).capitalize()} under {shown}. {_NOTE}")
    print(
        "Cards that still have this key will open nobody, and can neither be renewed, blocked nor written "
        "again: they are waste, and their guests need new ones."
    )


def _cards(count: int) -> str:
    return f"{count} {'card' if count == 1 else 'cards'} in use last written"


def _key_in(file: Path) -> bytes:
    try:
        return bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError:
        # Without the cause: its words hold what stands in the file.
        raise RefusedError(f"{file} does not hold a key of 64 hexadecimal digits.") from None


def _answer(question: str) -> str:
    try:
        return input(question).strip().upper()
    except EOFError:
        return ""


def _no(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
