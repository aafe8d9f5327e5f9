"""Conditions, earning, bonuses, discounts and tiers of a pack, by themselves."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.loyalty.money import Rounding
from app.programme.conditions import FACTS, Rule
from app.programme.discounts import discount_of
from app.programme.earning import Event, earn, tallied
from app.programme.load import parse_pack
from app.programme.pack import Pack
from app.programme.programme import Programme, SettingError
from app.programme.tiers import Standing, is_reached, review, way_to_next
from tests.scenario.peer_cases import ONE_PER_YUAN, pack, tier
from tests.support.book import PROGRAMMES

HOUSE = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")


def house(**settings) -> Programme:
    found = parse_pack(HOUSE, "house.toml")
    assert isinstance(found, Pack)
    return Programme(found, settings)


def small(*parts: str, earning: str = ONE_PER_YUAN) -> Programme:
    found = parse_pack(pack(*parts, earning=earning), "small.toml")
    assert isinstance(found, Pack), found
    return Programme(found)


class Counts:
    def __init__(self, **counts: int) -> None:
        self.counts = counts

    def counted(self, metric: str, first: date, last: date) -> int:
        return self.counts.get(metric, 0)

    def balance(self, asset: str) -> int:
        return self.counts.get(asset, 0)


@pytest.mark.parametrize(
    ("text", "facts", "holds"),
    [
        ("true", {}, True), ("outlet == 'bar'", {"outlet": "bar"}, True), ("outlet == 'bar'", {}, False),
        ("tier in ['gold', 'top']", {"tier": "top"}, True), ("nights >= 3 && !prepaid", {"nights": 3}, True),
        ("nights >= 3", {"nights": 2}, False), ("in_stay || month == 12", {"month": 12}, True),
        ("outlet == 'nights'", {"outlet": "nights"}, True),
    ],
)  # fmt: skip
def test_a_condition_holds_or_does_not(text: str, facts: dict, holds: bool) -> None:
    rule = Rule(text)
    assert rule.holds(facts) is holds
    assert rule.holds(facts) is holds  # from memory


@pytest.mark.parametrize(
    "text", ["moon == 'full'", "outlet ==", "1 + 1", "nights + 'x' == 1", "", "outlet"]
)
def test_a_condition_that_cannot_be_answered_is_found_at_once(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the library's words differ
        Rule(text)


def test_a_rule_forgets_when_it_has_seen_too_much() -> None:
    rule = Rule("nights == 4999")
    assert [rule.holds({"nights": n}) for n in range(5_000)].count(True) == 1
    assert "nights" in FACTS


def test_points_follow_outlet_and_tier() -> None:
    programme = house(points_per_unit={"rooms": "1", "bar": "0.5"}, tier_factor={"gold": "1.2"})
    for outlet, level, points in (
        ("rooms", "basic", 99),
        ("bar", "basic", 49),
        ("rooms", "gold", 119),
        ("spa", "gold", 0),
    ):
        event = Event(on="spend", facts={"outlet": outlet, "tier": level}, eligible_minor=99_99)
        assert earn(programme, event).sum_of("points") == points


@pytest.mark.parametrize(
    ("word", "points"), [("floor", 10), ("half-up", 11), ("ceil", 11), ("exact", 10)]
)
def test_parts_of_points_go_as_the_house_says(word: str, points: int) -> None:
    programme = house(points_per_unit={"rooms": "1"}, rounding=word)
    assert programme.rounding("half-up") is Rounding.HALF_UP
    event = Event(on="spend", facts={"outlet": "rooms"}, eligible_minor=10_50)
    assert earn(programme, event).sum_of("points") == points


@given(st.lists(st.integers(1, 50_000), min_size=2, max_size=6))
def test_a_split_bill_never_earns_more_than_a_whole_one(parts: list[int]) -> None:
    programme = small(earning=ONE_PER_YUAN + 'factor = "1.37"\n')

    def points(minor: int) -> int:
        return earn(programme, Event(on="spend", facts={}, eligible_minor=minor)).sum_of("points")

    assert sum(map(points, parts)) <= points(sum(parts))


def test_a_bonus_counts_on_base_and_not_on_itself() -> None:
    more = '[[bonuses]]\nid = "a"\npercent = 50\n[[bonuses]]\nid = "b"\npercent = 50\n'
    found = earn(
        small(earning=ONE_PER_YUAN + more), Event(on="spend", facts={}, eligible_minor=101_00)
    )
    assert [(credit.part, credit.amount) for credit in found.credits] == [
        ("base", 101),
        ("bonus", 50),
        ("bonus", 50),
    ]
    assert [line.rule for line in found.trace] == ["e", "a", "b"]


def test_a_discount_is_rounded_down_and_never_more_than_the_bill() -> None:
    programme = house(discount_gold={"bar": "12.5", "spa": "150"})
    for outlet, minor, off in (
        ("bar", 99, 12),
        ("bar", 100, 12),
        ("spa", 80, 80),
        ("rooms", 500, 0),
    ):
        facts = {"tier": "gold", "outlet": outlet}
        assert discount_of(programme, facts, minor, date(2026, 1, 1))[0] == off
    basic = {"tier": "basic", "outlet": "bar"}
    assert discount_of(programme, basic, 100, date(2026, 1, 1)) == (0, ())


def test_what_an_event_counts() -> None:
    programme = house(points_per_unit={"rooms": "2"})
    event = Event(on="spend", facts={"outlet": "rooms"}, eligible_minor=150_99)
    assert tallied(programme, event, earn(programme, event)) == [
        ("points_earned", 301, "departure"), ("spend", 150_99, "departure"), ("purchases", 1, "departure"),
    ]  # fmt: skip


TIERS = (
    tier("silver", ("points_earned", 1_000)),
    tier("gold", ("points_earned", 5_000), ("nights", 30)),
)


@pytest.mark.parametrize(
    ("now", "counts", "then"),
    [
        ("bronze", {"points_earned": 999}, "bronze"), ("bronze", {"points_earned": 1_000}, "silver"),
        ("bronze", {"points_earned": 5_000}, "gold"), ("bronze", {"nights": 30}, "gold"),
        ("gold", {"points_earned": 0}, "gold"), ("silver", {"points_earned": 4_999, "nights": 29}, "silver"),
    ],
)  # fmt: skip
def test_a_review_only_raises(now: str, counts: dict, then: str) -> None:
    found = review(
        small(*TIERS), Standing(now, ""), date(2026, 1, 1), date(2025, 1, 1), Counts(**counts)
    )
    assert found == Standing(then, "")


def test_an_invitation_waits_and_falls_away_when_the_tier_is_reached() -> None:
    programme = small(
        tier("club", ("points_earned", 10), reached="invited"), tier("gold", ("nights", 1))
    )
    day = date(2026, 1, 1)
    invited = review(programme, Standing("bronze", ""), day, day, Counts(points_earned=10))
    assert invited == Standing("bronze", "club")
    assert review(programme, invited, day, day, Counts(points_earned=10, nights=1)) == Standing(
        "gold", ""
    )


def test_a_tier_without_conditions_is_not_reached_by_counting() -> None:
    programme = small(tier("gift", reached="given"))
    assert not is_reached(
        programme, programme.tier("gift"), date(2026, 1, 1), date(2025, 1, 1), Counts()
    )


def test_the_way_to_the_next_tier_is_the_nearest() -> None:
    programme = small(*TIERS)
    day = date(2026, 1, 1)
    way = way_to_next(programme, "silver", day, day, Counts(points_earned=1_000, nights=29))
    assert way is not None
    assert (way.tier, way.metric, way.have, way.need) == ("gold", "nights", 29, 30)
    assert way_to_next(programme, "gold", day, day, Counts()) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gold_points", "5"), ("gold_points", True), ("anonymous_earns", 1), ("rounding", "up"),
        ("points_per_unit", "1"),
        ("points_per_unit", {"rooms": "one"}), ("points_per_unit", {"rooms": "NaN"}), ("points_per_yuan_paid", "x"),
        ("points_per_yuan_paid", "Infinity"), ("no_such_setting", 1),
        ("tenders", "cash"), ("tenders", ["cash", 5]),
    ],
)  # fmt: skip
def test_a_setting_of_another_kind_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=name):
        house(**{name: value})


def test_figures_and_words_come_from_the_pack_or_its_setting() -> None:
    programme = house(points_per_yuan_paid="0.5", rewards={"mug": 40})
    assert programme.figure(programme.pack.points_as_money.points_per_unit) == Decimal("0.5")
    assert programme.reward_price("mug") == 40
    assert programme.reward_price("hat") is None
    assert programme.tier("no-such-tier").code == "basic"
    assert (programme.rank("basic"), programme.rank("gold")) == (0, 1)
