"""The settings that programmes promise for what their sources leave open: names, types, defaults, and bad values."""

import pytest

from app.programme.load import read_pack
from app.programme.pack import Pack
from app.programme.programme import Programme, SettingError
from tests.support.book import PROGRAMMES

PROMISED: list[tuple[str, str, str, object]] = [
    ("gloria", "earning_outlets", "list", ["rooms"]),
    ("gloria", "invitation_needs_acceptance", "boolean", True),
    ("gloria", "platinum_window", "choice", "12-months"),
    ("gloria", "window_anniversary", "choice", "inside"),
    ("gloria", "threshold_counts", "choice", "earned"),
    ("gloria", "rounding", "choice", "floor"),
    ("hhonors", "rounding", "choice", "floor"),
    ("hhonors", "points_per_unit", "table", {}),
    ("hhonors", "miles_per_stay", "integer", 0),
    ("hhonors", "guarantee_counts_to", "choice", "arrival-day-end"),
    ("hhonors", "guarantee_hour_inclusive", "boolean", True),
    ("hhonors", "check_in_time", "choice", "14:00"),
    ("hhonors", "year_kind", "choice", "calendar"),
    ("hhonors", "tier_kept_until", "choice", "end-of-next-year"),
    ("hhonors", "retention_fallback", "choice", "recompute"),
    ("gold-passport", "rounding", "choice", "floor"),
    ("gold-passport", "miles_per_stay", "integer", 0),
    ("gold-passport", "guarantee_counts_to", "choice", "arrival-time"),
    ("gold-passport", "guarantee_hour_inclusive", "boolean", True),
    ("gold-passport", "check_in_time", "choice", "14:00"),
    ("gold-passport", "bonus_on_brand_bonus", "boolean", False),
    ("gold-passport", "year_of_stay", "choice", "departure"),
    ("gold-passport", "buy_limit_rounding", "choice", "floor"),
    ("gold-passport", "event_points_per_unit", "decimal", "5"),
    ("gold-passport", "points_per_mile", "decimal", "0"),
    ("priority-club", "rounding", "choice", "floor"),
    ("priority-club", "points_per_unit", "table", {}),
    ("priority-club", "guarantee_counts_to", "choice", "arrival-day-start"),
    ("priority-club", "guarantee_hour_inclusive", "boolean", True),
    ("priority-club", "check_in_time", "choice", "14:00"),
    ("priority-club", "year_kind", "choice", "calendar"),
    ("priority-club", "tier_kept_until", "choice", "end-of-next-year"),
    ("priority-club", "retention_fallback", "choice", "recompute"),
    ("priority-club", "bonus_lasts", "choice", "year-of-reaching"),
    ("priority-club", "points_for_tier", "choice", "all"),
    ("priority-club", "bonus_backdated", "boolean", False),
    ("seven-days", "rounding", "choice", "floor"),
    ("seven-days", "points_per_room_night", "integer", 0),
    ("seven-days", "late_hour_inclusive", "boolean", True),
    ("seven-days", "penalty_shortfall", "choice", "waive"),
    ("seven-days", "no_show_with_guarantee", "choice", "covers"),
    ("seven-days", "company_no_show_per", "choice", "order"),
    ("seven-days", "expiry_day", "choice", "end-of-anniversary"),
    ("seven-days", "spend_order", "choice", "soonest-to-expire"),
    ("seven-days", "guarantee_from", "choice", "19:00"),
    ("seven-days", "guarantee_freezes", "boolean", True),
    ("seven-days", "no_show_anniversary", "choice", "inside"),
    ("seven-days", "free_day_every", "integer", 7),
    ("seven-days", "free_day_consecutive", "boolean", False),
    ("seven-days", "free_day_repeats", "boolean", True),
    ("clubcard", "rounding", "choice", "floor"),
    ("clubcard", "voucher_interval_months", "integer", 3),
    ("house", "rounding", "choice", "floor"),
    ("house", "points_per_unit", "table", {}),
    ("house", "tier_factor", "table", {}),
    ("house", "points_per_cost_unit", "decimal", 0),
    ("house", "rewards", "table", {}),
    ("house", "card_scheme", "choice", "allocate"),
    ("house", "card_pool", "integer", 0),
    ("house", "pool_empty", "choice", "wait"),
    ("house", "wrong_entry", "choice", "ask-again"),
    ("house", "stored_value_short", "choice", "refuse"),
    ("house", "anonymous_earns", "boolean", False),
    ("house", "notify_by", "choice", "sms"),
    ("vip-plan", "rounding", "choice", "floor"),
    ("vip-plan", "activity_window", "choice", "calendar"),
    ("vip-plan", "lapse_points", "choice", "kept"),
    ("vip-plan", "cashback_percent", "decimal", "0"),
    ("vip-plan", "cashback_threshold", "decimal", "0.00"),
    ("vip-plan", "partner_points_per_unit", "table", {}),
    ("private-concierge", "child_free_to_age", "integer", 12),
    ("private-concierge", "extra_child_charge", "decimal", "0.00"),
    ("private-concierge", "extra_adult_charge", "decimal", "0.00"),
    ("huazhu", "points_per_room_night", "integer", 0),
    ("huazhu", "odd_stake", "choice", "refuse"),
    ("huazhu", "stake_cutoff_inclusive", "boolean", True),
    ("huazhu", "draw_prize", "choice", "nobody"),
    ("huazhu", "payout", "choice", "pool"),
    ("huazhu", "payout_factor", "decimal", "2"),
    ("green-hills", "partial_donation", "boolean", True),
    ("coffee-card", "repeats", "boolean", True),
    ("coffee-card", "free_visit_counts", "boolean", False),
    ("phoenix-miles", "child_becomes_standard", "choice", "automatic"),
    ("green-stamps", "stamps_per_unit", "integer", 0),
    ("green-stamps", "stamp_multiplier", "integer", 1),
    ("green-stamps", "cash_only", "boolean", False),
    ("club-contract", "joining_fee", "decimal", "0.00"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "setting", "kind", "default"), PROMISED)
def test_a_programme_has_the_setting_with_its_type_and_default(
    name: str, setting: str, kind: str, default: object
) -> None:
    pack = read_pack(PROGRAMMES / f"{name}.toml")
    assert isinstance(pack, Pack)
    declared = pack.settings[setting]
    assert (declared.type, declared.default) == (kind, default)
    assert isinstance(declared.default, bool) == (kind == "boolean")


BAD = {
    "integer": "1",
    "decimal": "one",
    "ratio": "1/0",
    "boolean": "yes",
    "choice": "?",
    "list": "rooms",
    "table": 5,
}


@pytest.mark.parametrize("file", sorted(PROGRAMMES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_setting_refuses_a_value_of_another_kind(file) -> None:
    pack = read_pack(file)
    assert isinstance(pack, Pack)
    Programme(pack)
    for name, setting in pack.settings.items():
        with pytest.raises(SettingError, match=name):
            Programme(pack, {name: BAD[setting.type]})


@pytest.mark.parametrize("file", sorted(PROGRAMMES.glob("*.toml")), ids=lambda file: file.stem)
def test_what_no_source_states_gives_nothing_until_the_house_sets_it(file) -> None:
    pack = read_pack(file)
    assert isinstance(pack, Pack)
    for name, setting in pack.settings.items():
        if setting.source == "not stated" and name not in {
            "payout_factor",
            "check_in_time",
            "period",
        }:
            assert not setting.default or float(str(setting.default)) == 0, name
