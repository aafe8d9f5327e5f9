"""Who wins a draw follows from its seed alone, and every chance is worth the same."""

from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from app.programme.draws import winners

CHANCES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.integers(1, 9), max_size=12
)


@given(CHANCES, st.text(max_size=8), st.integers(0, 8), st.integers(0, 3))
def test_each_wins_once_at_most_and_no_place_is_left_while_somebody_waits(
    chances: dict[str, int], seed: str, places: int, most: int
) -> None:
    found = winners(seed, chances, [str(n) for n in range(places)], most=most)
    members = [member for _, member in found]
    assert len(set(members)) == len(members) == min(places, len(chances))
    assert set(members) <= chances.keys()
    assert [place for place, _ in found] == [str(n) for n in range(len(found))]


@given(CHANCES, st.text(max_size=8))
def test_the_order_in_which_members_are_read_does_not_matter(
    chances: dict[str, int], seed: str
) -> None:
    places = ["first", "second", "third"]
    backwards = dict(reversed(chances.items()))
    assert winners(seed, chances, places) == winners(seed, backwards, places)


def test_anybody_can_work_it_out_again() -> None:
    chances = {"li": 2, "wu": 1, "qian": 3}
    numbers = sorted(
        (sha256(f"s:{member}:{place}".encode()).hexdigest(), member)
        for member, count in chances.items()
        for place in range(count)
    )
    assert winners("s", chances, ["first"]) == [("first", numbers[0][1])]


def test_a_second_chance_doubles_the_odds_unless_only_one_counts() -> None:
    def share(most: int) -> float:
        won = Counter(
            winners(str(n), {"li": 2, "wu": 1}, ["first"], most=most)[0][1] for n in range(6_000)
        )
        return won["li"] / 6_000

    assert abs(share(0) - 2 / 3) < 0.02
    assert abs(share(1) - 1 / 2) < 0.02


def test_without_anybody_nobody_wins() -> None:
    assert winners("s", {}, ["first"]) == []
