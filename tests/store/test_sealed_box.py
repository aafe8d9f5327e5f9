"""Boxes open for their holder, about what they were closed for, and for nobody else."""

import secrets

import pytest

from app.store.sealed_box import close_box, open_box, public_of

KEY = bytes(range(32))


def test_a_box_opens_for_its_holder_only() -> None:
    box = close_box(public_of(KEY), b"words", "slip-1", secrets.token_bytes)
    assert open_box(KEY, box, "slip-1") == b"words"
    assert open_box(bytes(32), box, "slip-1") is None
    assert open_box(KEY, box, "slip-2") is None


def test_two_boxes_of_one_content_are_not_alike() -> None:
    one, two = (close_box(public_of(KEY), b"words", "a", secrets.token_bytes) for _ in range(2))
    assert one != two
    assert b"words" not in one


@pytest.mark.parametrize("at", [0, 31, 32, -1])
def test_a_changed_box_stays_closed(at: int) -> None:
    box = bytearray(close_box(public_of(KEY), b"words", "a", secrets.token_bytes))
    box[at] ^= 1
    assert open_box(KEY, bytes(box), "a") is None


@pytest.mark.parametrize("length", [0, 1, 31, 32, 47])
def test_half_a_box_stays_closed(length: int) -> None:
    box = close_box(public_of(KEY), b"words", "a", secrets.token_bytes)
    assert open_box(KEY, box[:length], "a") is None
