"""A pack that is wrong says the file, the line and what was meant."""

import re

import pytest

from app.programme.load import PackError, parse_pack, read_pack
from app.programme.pack import Pack
from tests.support.book import PROGRAMMES

HOUSE = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")


def errors(text: str) -> list[PackError]:
    found = parse_pack(text, "house.toml")
    assert isinstance(found, list)
    assert all(re.match(r"house\.toml:\d+: .+", str(one)) for one in found)
    return found


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("file", sorted(PROGRAMMES.glob("*.toml")), ids=lambda file: file.stem)
def test_every_pack_that_comes_along_loads(file) -> None:
    assert isinstance(read_pack(file), Pack)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("review = true", "reveiw = true", "was 'review' meant?"),
        ('entry_tier = "basic"', 'entry_teir = "basic"', "was 'entry_tier' meant?"),
        ("per_unit = {", "per_units = {", "was 'points_per_unit' meant?"),
        ('clawback = { setting = "clawback" }', 'clawbck = { setting = "clawback" }', "was 'clawback' meant?"),
        ('scale = 2', 'scale = "two"', "Expected `int`"),
        ('kind = "points"', 'kind = "poinst"', "'poinst'"),
        ('shape = "hexagon"', 'shape = "star"', "'star'"),
        ('review = true', 'review = "yes"', "Expected `bool`"),
        ('limit_named = { setting = "limit_named" }', 'limit_named = { setting = "limit_name" }',
         "no setting 'limit_name'; was 'limit_named' meant?"),
        ('metric = "points_earned", at_least', 'metric = "points_earnt", at_least',
         "no metric 'points_earnt'; was 'points_earned' meant?"),
        ('entry_tier = "basic"', 'entry_tier = "basci"', "no tier 'basci'; was 'basic' meant?"),
        ('tiers = ["gold"]', 'tiers = ["golden"]', "no tier 'golden'; was 'gold' meant?"),
        ('asset = "points"', 'asset = "point"', "no asset 'point'; was 'points' meant?"),
        ('by = "tier"', 'by = "teir"', "no fact 'teir'; was 'tier' meant?"),
        ("pay != 'stored_value'\"", "payed != 'stored_value'\"", "unknown fact 'payed'; was 'pay' meant?"),
        ("kind != 'anonymous' ||", "kind != 'anonymous' |", "kind != 'anonymous' |"),
        ("settings.anonymous_earns\"", "settings.anonymous_earnt\"", "anonymous_earnt"),
        ('earns = "kind', 'earns = "5 + 5"\nx = "kind', "x"),
        ('on = "spend"\nasset = "points"', 'on = "spend"\nflat = "ten"\nasset = "points"', "'ten' is no figure"),
        ('currency = "CNY"', 'currency = "USD"', "must be one of the assets"),
        ('default = "floor"', 'default = "flour"', "'flour' is none of the options"),
        ('names = { zh = "积分", en = "points" }', 'names = { zh = "积分" }', "en"),
        ('en = "Points for one yuan, by outlet." }',
         'fr = "Points." }', "unknown key 'fr' in settings.points_per_unit.means"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_what_was_meant(
    old: str, new: str, said: str
) -> None:
    assert old in HOUSE
    text = HOUSE.replace(old, new, 1)
    found = [one for one in errors(text) if said in one.text]
    assert found, errors(text)
    changed = line_of(text, new)
    assert changed <= found[0].line <= changed + new.count("\n")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("id = ", 1),
        ('id = "x"\nid = "y"', 2),
        ("a\n", 1),
        ('id = "x"\n[tiers\n', 2),
        ("\x00", 1),
        ('id = "x"\nname = "y', 2),
        ('id = "x"\r\nname = "y', 2),
        ('id = "x"\nname = "y\n', 2),
        ('id = "x"\n# why\nkinds = [\n  "a",\n  "b",\n\n', 3),
        ('id = "x"\n\nnote = """\nid = "z"\nno end\n', 3),
        ("[a]\nx = 1\n\n[b]\ny = { z = 1", 5),
        ('id = "x"\n[tiers]\nname', 3),
        ('note = "line 7"\nid = "x', 2),
    ],
)
def test_what_is_no_toml_is_said_with_the_line(text: str, line: int) -> None:
    found = errors(text)
    assert "no TOML" in found[0].text
    assert found[0].line == line


def test_an_empty_pack_says_what_is_missing() -> None:
    assert "missing required field" in errors("")[0].text


def test_a_condition_that_is_neither_true_nor_false_is_refused() -> None:
    text = HOUSE.replace("kind != 'anonymous' || settings.anonymous_earns", "5 + 5")
    assert "neither true nor false" in errors(text)[0].text


def test_several_errors_are_told_at_once() -> None:
    text = HOUSE.replace('entry_tier = "basic"', 'entry_tier = "x"').replace(
        'asset = "points"', 'asset = "y"', 1
    )
    assert len(errors(text)) == 2


def test_an_offer_gives_at_each_whole_number() -> None:
    offer = '\n[[offers]]\nid = "o"\nmetric = "stays"\nevery = 0\nasset = "points"\n'
    assert any("every must be 1 or more" in one.text for one in errors(HOUSE + offer))
    assert isinstance(
        parse_pack(HOUSE + offer.replace("every = 0", "every = 3"), "house.toml"), Pack
    )


@pytest.mark.parametrize(
    ("nth", "old", "new"),
    [
        (2, "[[tallies]]", "[[tallies]]\nmetrik = 1"),
        (1, "[[tiers]]", "[[tiers]]\nshappe = 1"),
        (1, "[[tiers.discounts]]", "[[tiers.discounts]]\nwenn = 'x'"),
        (1, 'type = "choice"', 'type = "coice"'),
        (3, 'type = "choice"', 'type = "coice"'),
        (1, 'kind = "money"\nscale = 2', 'kind = "muney"\nscale = 2'),
        (1, 'tiers = ["basic", "gold"]', 'tiers = ["basic", 5]'),
        (1, "at_least = { setting", "at_leest = { setting"),
        (1, '{ setting = "discount_gold", by', '{ setting = "discount_goldd", by'),
    ],
)
def test_what_stands_several_times_is_found_where_it_is_wrong(nth: int, old: str, new: str) -> None:
    places = [found.start() for found in re.finditer(re.escape(old), HOUSE)]
    place = places[min(nth, len(places) - 1)]
    text = HOUSE[:place] + new + HOUSE[place + len(old) :]
    first = text[:place].count("\n") + 1
    line = errors(text)[0].line
    assert first <= line <= first + new.count("\n")


def test_a_missing_key_is_said_with_the_header_of_its_table() -> None:
    text = HOUSE.replace('[settings.rounding]\ntype = "choice"', "[settings.rounding]")
    found = errors(text)[0]
    assert found.line == line_of(text, "[settings.rounding]")
    assert "settings.rounding" in found.text


def test_what_the_books_settle_is_no_tender_of_the_till() -> None:
    text = HOUSE.replace('tenders = { setting = "tenders" }', 'tenders = ["cash", "points"]')
    found = errors(text)
    assert [one.text for one in found] == [
        "tenders: 'points' is no tender of the till: the books settle it"
    ]
    assert found[0].line == line_of(text, "tenders =")
    text = HOUSE.replace('tenders = { setting = "tenders" }', 'tenders = { setting = "tender" }')
    assert "was 'tenders' meant?" in errors(text)[0].text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('months = { setting = "points_valid_months" }', 'months = { setting = "points_valid" }',
         "points_valid_months"),
        ('short = { setting = "stored_value_short" }', 'short = { setting = "stored_valu_short" }',
         "stored_value_short"),
        ('card_scheme = { setting = "card_scheme" }', 'card_scheme = { setting = "card_schema" }', "card_scheme"),
        ('months = { setting = "points_valid_months" }', 'months = "NaN"', "'NaN' is no figure"),
        ('months = { setting = "points_valid_months" }', 'months = "a year"', "'a year' is no figure"),
    ],
)  # fmt: skip
def test_every_place_that_names_a_setting_or_a_figure_is_looked_at(
    old: str, new: str, said: str
) -> None:
    assert old in HOUSE
    text = HOUSE.replace(old, new, 1)
    found = errors(text)
    assert said in found[0].text
    assert found[0].line == line_of(text, new)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("1/0 == 1", "division by zero"),
        ("9223372036854775807 + 1 > 0", "overflow"),
        ("nope == 1", "unknown fact 'nope'"),
        (" && ".join(["true"] * 300), "too long"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_named_with_its_rule(condition: str, said: str) -> None:
    old = 'when = "settings.earn_on_stored_value'
    assert old in HOUSE
    line = next(one for one in HOUSE.splitlines() if one.startswith(old))
    found = errors(HOUSE.replace(line, f'when = "{condition}"'))
    assert found[0].text.startswith("earning 'earn.outlet'.when: ")
    assert said in found[0].text.lower()
    assert found[0].line == line_of(HOUSE, old)


def test_brackets_without_end_and_ids_that_are_paths_are_refused() -> None:
    assert "brackets" in errors("x = " + "[" * 20_000)[0].text
    assert "is no id" in errors(HOUSE.replace('id = "house"', 'id = "../house"', 1))[0].text
