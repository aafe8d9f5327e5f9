"""Traces: lines add up as their transfers do, and books of before are still read."""

import msgspec

from app.loyalty.accounts import AVAILABLE, ISSUED, REDEEMED, held, sales
from app.loyalty.ledger import Transfer
from app.loyalty.trace import TraceLine, brought_by, sums_of

HOLD = held("reward:mug")


def test_lines_are_added_by_asset_and_what_informs_counts_nothing() -> None:
    lines = [
        TraceLine("rate", "188.00 × 5", "940", asset="points", amount=940),
        TraceLine("set-aside", "mug", "500", asset="points", held=500),
        TraceLine("paid", "20.00", "20.00", asset="CNY", amount=-2_000),
        TraceLine("tier", "basic → gold", "gold"),
        TraceLine("waived", "100 − 70", "30", asset="miles"),
    ]
    assert sums_of(lines) == {"points": (940, 500), "CNY": (-2_000, 0)}


def test_transfers_say_the_same_of_the_members_accounts_alone() -> None:
    moves = [
        Transfer(0, "points", 940, ISSUED, AVAILABLE),
        Transfer(1, "points", 500, AVAILABLE, HOLD),
        Transfer(2, "points", 200, HOLD, REDEEMED),
        Transfer(3, "CNY", 2_000, AVAILABLE, sales("bar")),
        Transfer(4, "CNY", 700, "tender:cash", sales("bar")),
    ]
    assert brought_by(moves) == {"points": (740, 300), "CNY": (-2_000, 0)}


def test_what_comes_to_nought_is_left_out() -> None:
    there = Transfer(0, "points", 5, ISSUED, AVAILABLE)
    assert brought_by([there, there.reversed_as(1)]) == {}
    assert sums_of([]) == {}


def test_a_line_from_books_of_before_is_read_and_moves_nothing() -> None:
    text = (
        b'{"facts":{},"result":"940","rule":"earn.rooms","step":"rate","text":"188.00 \xc3\x97 5"}'
    )
    line = msgspec.json.decode(text, type=TraceLine)
    assert line == TraceLine("rate", "188.00 × 5", "940", "earn.rooms")
    assert sums_of([line]) == {}


def test_a_line_is_kept_without_what_it_does_not_say() -> None:
    assert msgspec.json.encode(TraceLine("awake", "", "active")) == (
        b'{"step":"awake","text":"","result":"active"}'
    )
