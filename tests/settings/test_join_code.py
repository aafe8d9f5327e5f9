"""The code of a new terminal: typed by a person, so every slip of the finger is noticed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bootstrap.certificates import certify
from app.settings.centre import CentreFolder
from app.settings.join_code import (
    JoinCode,
    fingerprint,
    read_code,
    read_file,
    write_code,
    write_file,
)
from tests.support.book import START

CODE = JoinCode(
    host="centre.hotel.example",
    port=5432,
    database="innpoint",
    terminal="desk-2",
    authority=bytes(range(16)),
    secret=bytes(range(10)),
)


def test_a_code_carries_what_a_terminal_needs() -> None:
    text = write_code(CODE)
    assert read_code(text) == CODE
    assert CODE.password == "aaaqeayeaudaocaj"
    assert all(len(group) <= 5 for group in text.split("-"))
    assert len(text) <= 150


@given(
    st.builds(
        JoinCode,
        host=st.text(min_size=1, max_size=60),
        port=st.integers(1, 65535),
        database=st.text(min_size=1, max_size=60),
        terminal=st.text(min_size=1, max_size=40),
        authority=st.binary(min_size=16, max_size=16),
        secret=st.binary(min_size=10, max_size=10),
    )
)
def test_any_code_is_read_as_it_was_written(code: JoinCode) -> None:
    assert read_code(write_code(code)) == code


def test_how_it_is_typed_does_not_matter() -> None:
    typed = write_code(CODE).lower().replace("-", "  ").replace("o", "0").replace("i", "1")
    assert read_code(f" {typed}\n".replace("b", "8")) == CODE


def test_every_wrong_letter_is_noticed() -> None:
    text = write_code(CODE)
    chance = random.Random(7)
    for at, letter in enumerate(text):
        if letter == "-":
            continue
        other = chance.choice([one for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if one != letter])
        found = read_code(text[:at] + other + text[at + 1 :])
        assert found is None or found == CODE, at  # the very last letter has bits that mean nothing
        assert read_code(text[:at] + text[at + 1 :]) is None, at


@pytest.mark.parametrize(
    "text", ["", "-", "AAAAA", "äöü", "A" * 7, "MZXW6===", "9" * 40, "A" * 200]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


def test_a_file_brings_the_authority_that_the_code_means(tmp_path: Path) -> None:
    pems = []
    for name in ("ours", "theirs"):
        folder = CentreFolder(tmp_path / name)
        certify(folder, ("localhost",), START)
        pems.append(folder.authority.read_text(encoding="ascii"))
    code = JoinCode(
        host="h",
        port=1,
        database="d",
        terminal="t",
        authority=fingerprint(pems[0]),
        secret=bytes(10),
    )
    assert read_file(write_file(code, pems[0])) == (code, pems[0])
    assert read_file(write_file(code, pems[1])) is None
    assert read_file(write_code(code)) is None
    assert read_file(pems[0]) is None
