"""Rules that let the tables be spread over several servers by shard, checked over the declared tables."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Identity, Sequence, Table

from app.store import tables
from app.store.metadata import METADATA

_NAMES = sorted(METADATA.tables)
# Small tables of the house: a copy of them lies on each server. Of cards, claims and the like the value itself is
# the key, so that it is one wherever it lies; slips, messages and audit are found by an id that nobody has twice.
_BY_VALUE = {
    "cards": ("number",), "bank_cards": ("hash",), "claims": ("value",), "slips": ("id",), "undecided": ("slip",),
    "messages": ("id",), "audit": ("id",), "kiosk_vouchers": ("slip",), "inbox": ("id",), "pushes": ("id",),
    "questions": ("id",), "tokens": ("token", "shard", "member"),
}  # fmt: skip
_REFERENCE = {
    "properties", "outlets", "rewards", "operators", "shifts", "days", "usage", "programmes", "counters", "staff",
    "pos_bills", "meta", "terminals", "chains", "leases", "shard_heads",
}  # fmt: skip
_FEED = {"feed": ("shard", "address", "number"), "feed_heads": ("address", "shard")}


def key_of(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


def owned() -> list[str]:
    """Return the tables whose rows belong to members."""
    apart = {*_BY_VALUE, *_REFERENCE, *_FEED}
    return [name for name in _NAMES if name not in apart]


@pytest.mark.parametrize("name", owned())
def test_what_belongs_to_a_member_is_keyed_by_shard_and_member_first(name: str) -> None:
    assert key_of(METADATA.tables[name])[:2] == ("shard", "member")


@pytest.mark.parametrize("name", sorted(_BY_VALUE))
def test_what_is_one_in_the_whole_house_is_its_own_key(name: str) -> None:
    assert key_of(METADATA.tables[name]) == _BY_VALUE[name]


@pytest.mark.parametrize("name", sorted(_FEED))
def test_the_feed_is_keyed_by_its_shard_too(name: str) -> None:
    assert key_of(METADATA.tables[name]) == _FEED[name]


@pytest.mark.parametrize("name", _NAMES)
def test_nothing_crosses_shards(name: str) -> None:
    table = METADATA.tables[name]
    assert list(table.foreign_keys) == []
    if "shard" not in table.c:
        return
    for index in table.indexes:
        if index.unique:
            assert "shard" in {column.name for column in index.columns}, index.name


@pytest.mark.parametrize("name", _NAMES)
def test_no_key_comes_out_of_a_sequence(name: str) -> None:
    for column in METADATA.tables[name].columns:
        assert not _counts_itself(column), column.name


def _counts_itself(column: Column[object]) -> bool:
    is_counted = isinstance(column.default, Sequence) or isinstance(column.identity, Identity)
    return is_counted or column.autoincrement is True or _may_be_serial(column)


def _may_be_serial(column: Column[object]) -> bool:
    """SQLAlchemy makes a lone integer key a serial unless it is told not to."""
    return column.table.autoincrement_column is column


def test_the_journal_is_what_only_grows() -> None:
    assert {METADATA.tables[name].name for name in tables.APPEND_ONLY} == {
        "slips", "decisions", "transfers",
    }  # fmt: skip
