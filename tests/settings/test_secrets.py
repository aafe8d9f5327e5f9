"""Keys never stand in the books: a file for their owner alone, or the system's keyring."""

import json
import stat
from pathlib import Path

import pytest

from app.settings.secrets import keep_keys, key_safe
from app.store.keys import Keys, keyed_hash, read_key_file, write_key_file


def test_keys_are_written_for_their_owner_alone_and_read_back(tmp_path: Path) -> None:
    file, keys = tmp_path / "house.keys", Keys.fresh("file")
    write_key_file(file, keys)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_key_file(file) == keys
    assert read_key_file(tmp_path / "none") is None


def test_keys_that_are_there_are_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "house.keys"
    write_key_file(file, Keys.fresh("file"))
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        write_key_file(file, Keys.fresh("file"))
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"personal": 5}', "{", '{"personal": "x"}']
)
def test_a_file_that_holds_no_keys_is_said_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "house.keys"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"."):
        read_key_file(file)


def test_fresh_keys_are_five_and_all_different() -> None:
    keys = Keys.fresh("file")
    assert len({keys.personal, keys.index, keys.pin, keys.bank, keys.cards}) == 5
    assert {len(one) for one in (keys.personal, keys.index, keys.pin, keys.bank)} == {32}
    assert keyed_hash(keys.pin, "x") != keyed_hash(keys.bank, "x")


def test_the_safe_makes_keys_once_and_gives_the_same_again(tmp_path: Path) -> None:
    safe = key_safe(tmp_path / "house.keys", use_keyring=False)
    first = safe("book")
    assert first.where == "file"
    assert key_safe(tmp_path / "house.keys", use_keyring=False, may_make=False)("book") == first


def test_a_book_whose_keys_are_gone_says_so_and_gets_no_new_ones(tmp_path: Path) -> None:
    safe = key_safe(tmp_path / "house.keys", use_keyring=False, may_make=False)
    with pytest.raises(ValueError, match="neither in the keyring nor beside"):
        safe("book")
    assert list(tmp_path.iterdir()) == []


def test_keys_written_before_there_were_ic_cards_give_the_same_key_for_them_each_time() -> None:
    keys = Keys.fresh("file")
    written = json.loads(keys.to_text())
    del written["cards"]
    first, second = (Keys.from_text(json.dumps(written), "file") for _ in range(2))
    assert first == second
    assert first.cards not in (keys.cards, first.personal)
    assert Keys.from_text(keys.to_text(), "file") == keys


def test_a_centre_s_own_key_lies_with_the_house_s_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "books.keys"
    keys = Keys.fresh("file")
    write_key_file(path, keys)
    # Books that are no centre's stay as they were.
    assert "seal" not in path.read_text(encoding="ascii")
    keep_keys(path, "book", keys.with_seal(b"s" * 32))
    kept = key_safe(path, use_keyring=False, may_make=False)("book")
    assert (kept.seal, kept.personal) == (b"s" * 32, keys.personal)
    assert kept.with_card_key(b"n" * 32).seal == kept.seal
    for wrong in (kept, keys):
        with pytest.raises(ValueError, match="32 bytes"):
            wrong.with_seal(b"short" if wrong is keys else b"t" * 32)
