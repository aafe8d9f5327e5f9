"""Ids that follow from a cause: always the same, and in an order that keeps what belongs together."""

from uuid import UUID

from app.loyalty.ids import following_id

CAUSE = "019ab5c2-7a31-7c44-9d2e-0b1c2d3e4f50"


def test_what_follows_from_a_cause_is_always_the_same_and_stands_behind_it() -> None:
    first = following_id(CAUSE, 7, "kind", "li")
    assert first == following_id(CAUSE, 7, "kind", "li")
    assert first[:13] == CAUSE[:13]
    assert UUID(first).version == 8
    assert len({following_id(CAUSE, 7, "kind", str(n)) for n in range(10_000)}) == 10_000


def test_what_follows_stands_in_the_order_of_shards() -> None:
    ids = [following_id(CAUSE, shard, "kind", "li") for shard in range(256)]
    assert ids == sorted(ids)


def test_any_id_may_be_a_cause_also_with_a_part_behind_it() -> None:
    assert following_id(f"{CAUSE}/a", 1, "k") != following_id(f"{CAUSE}/b", 1, "k")
    assert following_id(f"{CAUSE}/a", 1, "k")[:13] == CAUSE[:13]
    assert UUID(following_id("till 7", 1, "k")).version == 8
