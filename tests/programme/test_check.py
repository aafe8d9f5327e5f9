"""Every name, word, figure and condition of a pack is looked at, wherever it stands."""

import re
from typing import Annotated, get_args, get_origin, get_type_hints

import pytest

from app.programme.check import marked
from app.programme.load import PackError, parse_pack
from app.programme.marks import Leads, Mark, Number
from app.programme.pack import Pack
from app.programme.parts import FromSetting, Part
from tests.support.book import PROGRAMMES


def text_of(pack: str) -> str:
    return (PROGRAMMES / f"{pack}.toml").read_text(encoding="utf-8")


def errors(text: str, file: str) -> list[PackError]:
    found = parse_pack(text, file)
    assert isinstance(found, list)
    assert all(re.match(rf"{re.escape(file)}:\d+: .+", str(one)) for one in found)
    return found


def is_named(pack: str, old: str, new: str, said: str) -> None:
    """Change one thing in a pack and see it named with its line."""
    text = text_of(pack)
    assert old in text
    changed = text.replace(old, new, 1)
    found = [one for one in errors(changed, f"{pack}.toml") if said in one.text]
    assert found, errors(changed, f"{pack}.toml")
    first = changed[: changed.index(new)].count("\n") + 1
    assert (
        first - 4 <= found[0].line <= first + new.count("\n")
    )  # the key, or the table it stands in


@pytest.mark.parametrize(
    ("pack", "old", "new", "said"),
    [
        ("hhonors", 'tiers = ["diamond"]\nhours', 'tiers = ["diamand"]\nhours', "was 'diamond' meant?"),
        ("hhonors", 'vip = ["silver"', 'vip = ["sliver"', "no tier 'sliver'; was 'silver' meant?"),
        ("hhonors", 'metric = "stays", at_least = 4', 'metric = "stay", at_least = 4', "no metric 'stay'; was 'stays'"),
        ("gold-passport", 'tiers = ["diamond"]\nmost', 'tiers = ["diamondd"]\nmost', "was 'diamond' meant?"),
        ("gold-passport", 'target = "miles"', 'target = "mile"', "no asset 'mile'; was 'miles' meant?"),
        ("gold-passport", 'source = "points"', 'source = "point"', "no asset 'point'; was 'points' meant?"),
        ("gold-passport", 'tiers = ["gold", "platinum", "diamond"]\nuntil_time',
         'tiers = ["gold", "platinum", "diamond", "ruby"]\nuntil_time', "no tier 'ruby'"),
        ("gold-passport", 'metric = "platinum_stays"\nevery', 'metric = "platinum_stay"\nevery', "'platinum_stay'"),
        ("seven-days", 'metric = "no_shows", at_most', 'metric = "no_show", at_most', "was 'no_shows' meant?"),
        ("seven-days", 'metric = "own_room_nights", at_least = 7', 'metric = "own_room_night", at_least = 7',
         "was 'own_room_nights' meant?"),
        ("seven-days", 'metric = "nights"\nat_least', 'metric = "nigths"\nat_least',
         "was 'nights' meant?"),
        ("seven-days", 'tiers = ["registered", "silver", "gold", "platinum"]\nout_until',
         'tiers = ["registred"]\nout_until', "was 'registered' meant?"),
        ("seven-days", 'asset = "free-night"', 'asset = "free-nigth"', "was 'free-night' meant?"),
        ("huazhu", 'first_of = "app_stays"', 'first_of = "app_stay"', "no metric 'app_stay'; was 'app_stays' meant?"),
        ("clubcard", 'source = "reward"', 'source = "rewards"', "no asset 'rewards'; was 'reward' meant?"),
        ("clubcard", 'target = "spend-voucher"', 'target = "voucher"', "no asset 'voucher'"),
        ("vanke", 'referral = "referral"', 'referral = "refferal"', "no action 'refferal'; was 'referral' meant?"),
        ("vip-plan", 'asset = "cashback"', 'asset = "cashbakc"', "was 'cashback' meant?"),
        ("vip-plan", '[activity]\nmetric = "stays"', '[activity]\nmetric = "stay"', "was 'stays' meant?"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_named(pack: str, old: str, new: str, said: str) -> None:
    is_named(pack, old, new, said)


@pytest.mark.parametrize(
    ("pack", "old", "new", "said"),
    [
        ("huazhu", 'first = "06-13"', 'first = "06-31"', "'06-31' is no day"),
        ("huazhu", 'last = "07-14"', 'last = "14 July"', "'14 July' is no day"),
        ("huazhu", 'booked_via = ["website", "app", "desk"]', 'booked_via = ["web-site"]', "was 'website' meant?"),
        ("seven-days", 'held_until = "19:00"', 'held_until = "7 pm"', "'7 pm' is no hour"),
        ("seven-days", 'late_hour = "18:00"', 'late_hour = "24:00"', "'24:00' is no hour"),
        ("seven-days", 'out_until = "13:00"', 'out_until = ""', "'' is no hour"),
        ("gold-passport", 'until_time = "14:00"', 'until_time = "14"', "'14' is no hour"),
        ("private-concierge", 'from_time = "10:00"', 'from_time = "1000"', "'1000' is no hour"),
        ("seven-days", 'company_redeems = ["website"]', 'company_redeems = ["web"]', "was 'website' meant?"),
        ("seven-days", 'earning_extensions = ["self-service-before"]', 'earning_extensions = ["before"]', "before"),
        ("clubcard", 'sent_by = "post"', 'sent_by = "pigeon"', "pigeon"),
        ("gold-passport", 'window = { kind = "calendar-year" }', 'window = { kind = "calender-year" }',
         "was 'calendar-year' meant?"),
    ],
)  # fmt: skip
def test_a_word_that_is_none_of_those_possible_is_named(
    pack: str, old: str, new: str, said: str
) -> None:
    is_named(pack, old, new, said)


WORDS = [
    ("seven-days", 'expires = { setting = "expiry_day" }', "end-of-aniversary", "was 'end-of-anniversary' meant?"),
    ("phoenix-miles", 'grows_up = { setting = "child_becomes_standard" }', "automatically", "was 'automatic' meant?"),
    ("house", 'card_scheme = { setting = "card_scheme" }', "alocate", "was 'allocate' meant?"),
    ("house", 'pool_empty = { setting = "pool_empty" }', "grows", "was 'grow' meant?"),
    ("gloria", 'kind = { setting = "platinum_window" }', "life-time", "was 'lifetime' meant?"),
    ("gloria", 'anniversary = { setting = "window_anniversary" }', "insid", "was 'inside' meant?"),
    ("gloria", 'counts = { setting = "threshold_counts" }', "earnt", "was 'earned' meant?"),
    ("gloria", 'invitation_needs_acceptance = { setting = "invitation_needs_acceptance" }', "yes", "'yes' is none of"),
    ("gloria", 'rounding = { setting = "rounding" }', "flor", "was 'floor' meant?"),
    ("hhonors", 'until = { setting = "tier_kept_until" }', "end-of-years", "was 'end-of-year' meant?"),
    ("hhonors", 'fallback = { setting = "retention_fallback" }', "recompte", "was 'recompute' meant?"),
    ("hhonors", 'counts_to = { setting = "guarantee_counts_to" }', "arrival-day", "'arrival-day' is none of"),
    ("hhonors", 'inclusive = { setting = "guarantee_hour_inclusive" }', "on", "'on' is none of"),
    ("hhonors", 'check_in_time = { setting = "check_in_time" }', "two", "'two' is no hour"),
    ("gold-passport", 'date = { setting = "year_of_stay" }', "departing", "was 'departure' meant?"),
    ("gold-passport", 'rounding = { setting = "buy_limit_rounding" }', "cell", "was 'ceil' meant?"),
    ("seven-days", 'spend_order = { setting = "spend_order" }', "newest", "'newest' is none of"),
    ("seven-days", 'late_inclusive = { setting = "late_hour_inclusive" }', "maybe", "'maybe' is none of"),
    ("seven-days", 'company_per = { setting = "company_no_show_per" }', "orders", "was 'order' meant?"),
    ("seven-days", 'shortfall = { setting = "penalty_shortfall" }', "wave", "was 'waive' meant?"),
    ("seven-days", 'with_guarantee = { setting = "no_show_with_guarantee" }', "cover", "was 'covers' meant?"),
    ("seven-days", 'counts_from = { setting = "guarantee_from" }', "19", "'19' is no hour"),
    ("seven-days", 'freezes = { setting = "guarantee_freezes" }', "no", "'no' is none of"),
    ("seven-days", 'repeats = { setting = "free_day_repeats" }', "no", "'no' is none of"),
    ("seven-days", 'consecutive = { setting = "free_day_consecutive" }', "no", "'no' is none of"),
    ("huazhu", 'odd = { setting = "odd_stake" }', "refused", "was 'refuse' meant?"),
    ("huazhu", 'cutoff_inclusive = { setting = "stake_cutoff_inclusive" }', "no", "'no' is none of"),
    ("huazhu", 'payout = { setting = "payout" }', "pools", "was 'pool' meant?"),
    ("huazhu", 'draw = { setting = "draw_prize" }', "noone", "'noone' is none of"),
    ("green-hills", 'partial = { setting = "partial_donation" }', "no", "'no' is none of"),
    ("vip-plan", 'window = { setting = "activity_window" }', "calender", "was 'calendar' meant?"),
    ("vip-plan", 'lapse_points = { setting = "lapse_points" }', "keep", "was 'kept' meant?"),
    ("house", 'short = { setting = "stored_value_short" }', "splits", "was 'split' meant?"),
    ("house", 'clawback = { setting = "clawback" }', "debts", "was 'debt' meant?"),
    ("house", 'notify_by = { setting = "notify_by" }', "mail", "'mail' is none of"),
    ("house", 'wrong_entry = { setting = "wrong_entry" }', "wait", "was 'waiting' meant?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("pack", "old", "word", "said"), WORDS, ids=lambda one: str(one).split("=")[0].strip()
)
def test_every_word_is_looked_at_where_it_stands_and_in_the_setting_it_names(
    pack: str, old: str, word: str, said: str
) -> None:
    key, setting = re.fullmatch(r'(\w+) = \{ setting = "(\w+)" \}', old).groups()
    is_named(pack, old, f'{key} = "{word}"', said)
    text = text_of(pack)
    header = f"[settings.{setting}]"
    at = text.index(header)
    body = f'{header}\ntype = "choice"\ndefault = "{word}"\noptions = ["{word}"]\nmeans = {{ zh = "x。", en = "x." }}\n'
    rest = text.find("\n[", at + 1)
    changed = text[:at] + body + (text[rest:] if rest > 0 else "")
    found = errors(changed, pack)
    assert any(f"setting {setting!r} has the option {word!r}" in one.text for one in found), found


@pytest.mark.parametrize(
    ("pack", "old", "new", "said"),
    [
        ("gold-passport", "percent = 15", 'percent = "15 %"', "'15 %' is no figure"),
        ("gold-passport", "most = 250", 'most = "NaN"', "'NaN' is no figure"),
        ("seven-days", "points = 300", 'points = "Infinity"', "'Infinity' is no figure"),
        ("seven-days", "price = 77", 'price = "77 yuan"', "'77 yuan' is no figure"),
        ("hhonors", "hours = 48", 'hours = "two days"', "'two days' is no figure"),
        ("huazhu", "closes_hours = 2", 'closes_hours = "2h"', "'2h' is no figure"),
        ("clubcard", 'per_unit = "0.01"', 'per_unit = "1%"', "'1%' is no figure"),
        ("priority-club", "price = 50", 'price = "US$50"', "'US$50' is no figure"),
        ("club-contract", 'fee = { setting = "joining_fee" }', 'fee = { setting = "joinning_fee" }',
         "was 'joining_fee' meant?"),
        ("private-concierge", 'extra_child = { setting = "extra_child_charge" }',
         'extra_child = { setting = "extra_child" }', "was 'extra_child_charge' meant?"),
        ("house", 'months = { setting = "points_valid_months" }', 'months = { setting = "rounding" }',
         "is no figure"),
        ("house", 'months = { setting = "points_valid_months" }', 'months = { setting = "points_per_unit" }',
         "is a table: say by which fact it is read"),
        ("house", 'by = "outlet" }\nfactor', 'by = "outlett" }\nfactor', "no fact 'outlett'; was 'outlet' meant?"),
        ("house", 'rewards = { setting = "rewards" }', 'rewards = { setting = "rounding" }', "is no table"),
        ("house", 'tenders = { setting = "tenders" }', 'tenders = { setting = "rewards" }', "is no list"),
        ("house", 'clawback = { setting = "clawback" }', 'clawback = { setting = "gold_points" }', "is no word"),
    ],
)  # fmt: skip
def test_every_figure_and_every_setting_is_looked_at(
    pack: str, old: str, new: str, said: str
) -> None:
    is_named(pack, old, new, said)


@pytest.mark.parametrize(
    ("pack", "old", "new", "said"),
    [
        ("private-concierge", "when = \"outlet == 'laundry'\"", "when = \"outlett == 'laundry'\"",
         "was 'outlet' meant?"),
        ("hhonors", "when = \"tier == 'silver'\"", "when = \"tier == 'sliver'\"", "was 'silver' meant?"),
        ("huazhu", "what == 'install-app'", "what == 'instal-app'", "no what 'instal-app'; was 'install-app' meant?"),
        ("huazhu", "channel in ['website', 'app', 'wap']", "channel in ['website', 'ap', 'wap']", "no channel 'ap'"),
        ("vip-plan", "tier in ['platinum', 'diamond']", "tier in ['platinum', 'daimond']", "was 'diamond' meant?"),
        ("gloria", "rate_class == 'qualifying'", "rate_class == 'qualifing'", "was 'qualifying' meant?"),
        ("gold-passport", "choice == 'points'", "choice == 'point'", "was 'points' meant?"),
    ],
)  # fmt: skip
def test_what_a_condition_compares_with_must_be_possible(
    pack: str, old: str, new: str, said: str
) -> None:
    is_named(pack, old, new, said)


@pytest.mark.parametrize(
    ("pack", "old", "new", "said"),
    [
        ("gold-passport", 'code = "diamond"', 'code = "platinum"', "'platinum' stands there twice"),
        ("hhonors", 'id = "bonus.gold"', 'id = "bonus.silver"', "'bonus.silver' stands there twice"),
        ("seven-days", 'code = "first-stay-88"', 'code = "double-bed-77"', "'double-bed-77' stands there twice"),
        ("clubcard", 'kind = "voucher"\nscale = 2', 'kind = "voucher"\nscale = 0', "need the same scale"),
        ("huazhu", "[assets.points]", "[assets.stars]", "works on points, but there is no asset 'points'"),
        ("house", "default = 500000", 'default = "much"', "wants an integer, not 'much'"),
        ("house", 'default = ["cash"', 'default = [1, "cash"', "default"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named(pack: str, old: str, new: str, said: str) -> None:
    text = text_of(pack)
    assert old in text
    found = errors(text.replace(old, new, 1), pack)
    assert any(said in one.text for one in found), found


def tables(part: type[Part] = Part) -> list[type[Part]]:
    return [one for below in part.__subclasses__() for one in (below, *tables(below))]


def names_a_setting(kind: object) -> bool:
    """Tell whether a declared type lets a setting in without saying what it must hold."""
    if get_origin(kind) is Annotated:
        return not any(isinstance(one, Mark) for one in get_args(kind)[1:])
    return kind is FromSetting or any(names_a_setting(one) for one in get_args(kind))


def test_no_field_may_name_a_setting_without_saying_what_it_must_hold() -> None:
    bare = [
        f"{table.__name__}.{name}"
        for table in tables()
        for name, kind in get_type_hints(table, include_extras=True).items()
        if names_a_setting(kind)
    ]
    assert bare == []


def test_no_reference_by_its_usual_name_is_left_unmarked() -> None:
    usual = {"tiers", "entry_tier", "asset", "target", "metric", "first_of", "when", "earns"}
    declares = {"Tally.metric", "Pack.tiers"}
    bare = [
        f"{table.__name__}.{name}"
        for table in tables()
        for name, kind in get_type_hints(table, include_extras=True).items()
        if name in usual
        and f"{table.__name__}.{name}" not in declares
        and "Leads(" not in repr(kind)
        and "Compiled(" not in repr(kind)
    ]
    assert bare == []


def test_the_walk_goes_everywhere() -> None:
    pack = parse_pack(text_of("seven-days"), "seven-days.toml")
    assert isinstance(pack, Pack)
    paths = {path for path, _, _ in marked(pack, Pack, "$")}
    assert {
        "$.tiers[2].all[0].metric",
        "$.bookings.no_show.points",
        "$.stay_rights[0].tiers[3]",
        "$.rewards",
    } <= paths
    kinds = {type(mark) for _, _, marks in marked(pack, Pack, "$") for mark in marks}
    assert {Number, Leads} <= kinds


ARRIVING = """
[[tallies]]
metric = "draw_chances"
on = "{on}"
amount = "one"
date = {date}
"""


@pytest.mark.parametrize("date", ['"arrival"', '{ setting = "counted_on" }'])
def test_chances_of_a_draw_never_count_on_a_day_that_was_drawn_already(date: str) -> None:
    counted_on = """
[settings.counted_on]
type = "choice"
default = "departure"
options = ["departure", "arrival"]
means = "The day a stay counts on."
"""
    text = text_of("house") + ARRIVING.format(on="check-out", date=date) + counted_on
    (found,) = errors(text, "house.toml")
    assert "'draw_chances' may count a stay on its arrival" in found.text
    assert text.splitlines()[found.line - 1] == 'metric = "draw_chances"'


@pytest.mark.parametrize(("on", "date"), [("check-out", "departure"), ("check-in", "arrival")])
def test_chances_of_a_draw_may_count_on_the_day_itself(on: str, date: str) -> None:
    text = text_of("house") + ARRIVING.format(on=on, date=f'"{date}"')
    assert isinstance(parse_pack(text, "house.toml"), Pack)
