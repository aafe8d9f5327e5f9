"""Rules together: groups, days on which rules count, the last day of a credit, fractions; what is refused."""

from datetime import date
from fractions import Fraction

import pytest

from app.programme.expiry import last_day
from app.programme.load import parse_pack
from app.programme.pack import Pack
from app.programme.parts import is_ratio, ratio_of
from app.programme.programme import Programme, SettingError
from app.programme.stacking import chosen
from app.programme.windows import is_within
from tests.scenario.peer_cases import ONE_PER_YUAN, pack


@pytest.mark.parametrize(
    ("takes", "worths", "places"),
    [
        ("all", [1, 2, 3], [0, 1, 2]), ("all", [0, 2, 0], [1]), ("all", [], []),
        ("best", [1, 3, 2], [1]), ("best", [3, 3, 1], [0]), ("best", [0, 0], []),
        ("first", [1, 3, 2], [0]), ("first", [0, 3, 2], [1]), ("first", [], []),
    ],
)  # fmt: skip
def test_what_counts_of_rules_that_belong_together(
    takes: str, worths: list[int], places: list[int]
) -> None:
    assert chosen(takes, worths) == places


def test_a_first_and_a_last_day_are_both_inside() -> None:
    first, last = date(2026, 6, 1), date(2026, 8, 31)
    assert [is_within(day, first, last) for day in (date(2026, 5, 31), first, last, date(2026, 9, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert is_within(first, None, None)
    assert is_within(first, None, first)
    assert not is_within(first, last, None)


@pytest.mark.parametrize(
    ("terms", "earned", "ends"),
    [
        ("months = 12", date(2024, 2, 29), date(2025, 2, 28)),
        ("months = 48", date(2024, 2, 29), date(2028, 2, 29)),
        ("months = 1", date(2026, 1, 31), date(2026, 2, 28)),
        ("months = 1", date(2028, 1, 31), date(2028, 2, 29)),
        ("days = 1", date(2026, 2, 28), date(2026, 3, 1)),
        ("days = 1", date(2028, 2, 28), date(2028, 2, 29)),
        ("months = 1\ndays = 7", date(2026, 1, 31), date(2026, 3, 7)),
        ('months = 12\nexpires = "start-of-anniversary"', date(2026, 3, 1), date(2027, 2, 28)),
        ('months = 12\nexpires = "end-of-year"', date(2026, 3, 1), date(2027, 12, 31)),
        ('expires = "end-of-year"', date(2026, 12, 31), date(2026, 12, 31)),
        ('expires = "start-of-anniversary"', date(2026, 3, 1), None),
        ("", date(2026, 3, 1), None),
    ],
)
def test_the_last_day_of_a_credit(terms: str, earned: date, ends: date | None) -> None:
    found = parse_pack(pack().replace('months = { setting = "months" }', terms), "p.toml")
    assert isinstance(found, Pack)
    programme = Programme(found)
    assert last_day(programme, programme.asset("points"), earned) == ends


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("100/3", Fraction(100, 3)),
        (5, Fraction(5)),
        ("0.5", Fraction(1, 2)),
        ("1/0.25", Fraction(4)),
    ],
)
def test_a_fraction_is_read_exactly(text: str | int, worth: Fraction) -> None:
    assert is_ratio(text)
    assert ratio_of(text) == worth


@pytest.mark.parametrize(
    "text", ["1/0", "1/", "/3", "a/3", "1/2/3", "NaN", "Infinity", "1/NaN", True, 1.5]
)
def test_what_is_no_fraction_is_refused(text: object) -> None:
    assert not is_ratio(text)


GROUP = '[[groups]]\nid = "g"\n'
BONUS = '[[bonuses]]\nid = "b"\npercent = 5\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE_PER_YUAN + 'group = "h"\n' + GROUP, "no group 'h'; known are ['g']"),
        (ONE_PER_YUAN + GROUP + 'takes = "bets"\n', "was 'best' meant?"),
        (ONE_PER_YUAN + GROUP + GROUP, "'g' stands there twice"),
        (ONE_PER_YUAN + 'group = "g"\n' + BONUS + 'group = "g"\n' + GROUP, "holds earning rules"),
        (ONE_PER_YUAN + "valid_from = 2026-02-02\nvalid_until = 2026-02-01\n", "ends before it begins"),
        (ONE_PER_YUAN + BONUS + "valid_from = 2026-02-02\nvalid_until = 2026-02-01\n", "ends before it"),
        (ONE_PER_YUAN + 'valid_from = "soon"\n', "Invalid RFC3339"),
        (ONE_PER_YUAN + '[points_as_money]\npoints_per_unit = "100/0"\n', "'100/0' is no figure"),
        (ONE_PER_YUAN.replace("per_unit = 1", 'per_unit = "1/3"'), "'1/3' is no figure"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_rules_together_is_named_with_its_line(text: str, said: str) -> None:
    found = parse_pack(pack(earning=text), "p.toml")
    assert isinstance(found, list)
    assert any(said in one.text and one.line > 0 for one in found), found


@pytest.mark.parametrize(
    "terms",
    ["days = -1", 'days = "0.5"', "days = 36501", "usable_after_days = -1", "months = 1201"],
)
def test_a_validity_that_no_calendar_has_is_refused(terms: str) -> None:
    found = parse_pack(pack().replace('months = { setting = "months" }', terms), "p.toml")
    assert isinstance(found, Pack)
    with pytest.raises(SettingError, match="points"):
        Programme(found)
