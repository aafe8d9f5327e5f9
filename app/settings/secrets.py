"""Where the house's keys lie: the system's keyring, or a 0600 file beside the books where no keyring answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.store.keys import Keys, read_key_file, replace_key_file, write_key_file

SERVICE = "innpoint"


def key_safe(
    key_file: Path | None, *, use_keyring: bool = True, may_make: bool = True
) -> Callable[[str], Keys]:
    """Return the safe that gives a book's keys by its id.

    Args:
        key_file: The file beside the books; None where only a keyring will do.
        use_keyring: False on kiosks and headless machines, which have none.
        may_make: Make keys for a new book; False for a book that has some already.

    The safe raises ValueError where the keys are gone: restore them from the backup's key file.
    """

    def keys_of(book: str) -> Keys:
        if key_file is not None:
            found = read_key_file(key_file)
            if found:
                return found
        if use_keyring:
            found = _from_keyring(book)
            if found:
                return found
        if not may_make:
            raise ValueError("the keys of this book are neither in the keyring nor beside it")
        if use_keyring and _to_keyring(book, keys := Keys.fresh("keyring")):
            return keys
        keys = Keys.fresh("file")
        if key_file is not None:
            write_key_file(key_file, keys)
        return keys

    return keys_of


def keep_keys(key_file: Path, book: str, keys: Keys) -> None:
    """Keep changed keys of a book where they lie already.

    Args:
        key_file: The file beside the books.
        book: The book's id.
        keys: As they are to be; ``where`` says where they lie.

    Raises:
        OSError: The file cannot be written; the old keys stand.
        ValueError: The keyring did not take them; whatever it held before was put back.
    """
    if keys.where != "keyring":
        replace_key_file(key_file, keys)
        return
    before = _from_keyring(book)
    if _to_keyring(book, keys):
        return
    if before is not None:
        _to_keyring(book, before)
    raise ValueError("the keyring did not take the keys: unlock it, then try again")


def _from_keyring(book: str) -> Keys | None:
    # keyring is slow to import and asks the desktop: only where it is wanted.
    import keyring
    from keyring.errors import KeyringError

    try:
        text = keyring.get_password(SERVICE, book)
    except (KeyringError, RuntimeError, OSError):
        return None
    return Keys.from_text(text, "keyring") if text else None


def _to_keyring(book: str, keys: Keys) -> bool:
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, book, keys.to_text())
        return keyring.get_password(SERVICE, book) == keys.to_text()
    except (KeyringError, RuntimeError, OSError):
        return False
