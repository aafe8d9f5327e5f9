"""What of a story cannot be read fails it with file, scenario, step and value; what a desk refuses can be told."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.scenario import run
from app.scenario.stage import Stage
from app.scenario.words import read_stories
from tests.scenario.tried import LI, PACKS, play, post, seen, story

TOP_UP = {"do": "top_up", "member": "li", "amount": "1.00"}
REDEEM = {"do": "redeem", "member": "li", "reward": "R", "price": 1}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"do": "top_up", "amount": "1.00"}, "top_up without member"),
        ({"do": "top_up", "member": "li"}, "top_up without amount"),
        (TOP_UP | {"amount": 80}, "top_up amount = 80 is not money"),
        (TOP_UP | {"amount": "80.001"}, '"80.001" is no amount'),
        (TOP_UP | {"amount": "eighty"}, '"eighty" is no amount'),
        (TOP_UP | {"member": 5}, "top_up member = 5 is not text"),
        (TOP_UP | {"refused": 1}, "top_up refused = 1 is not true, false or a reason"),
        (TOP_UP | {"gives": 1}, "top_up gives = 1 is not a table"),
        (post("li", "1.00", confirm="yes"), 'post_spend confirm = "yes" is not true or false'),
        (post("li", "1.00", units="2"), 'post_spend units = "2" is not a whole number'),
        (REDEEM | {"price": True}, "redeem price = true is not a whole number"),
        ({"do": "book", "member": "li", "booking": "b"}, "book without arrival"),
        ({"do": "book", "member": "li", "arrival": "soon"}, 'book arrival = "soon" is not a date'),
        ({"do": "request_perk", "member": "li", "perk": "p", "at_time": "noon"}, 'at_time = "noon" is not an hour'),
        ({"do": "search", "what": "spends", "by": {"month": "May"}}, 'by month = "May" is not a month'),
        ({"do": "stay", "member": "li", "outlet_spend": {"bar": 5}}, "outlet_spend bar = 5 is not money"),
        ({"do": "carry_over", "member": "wu", "counts": {"stays": "2"}}, 'counts stays = "2" is not a whole'),
        ({"do": "carry_over", "member": "wu", "balances": {"CNY": "4.005"}}, '"4.005" is no amount'),
        ({"do": "carry_over", "member": "wu", "history": [{"stays": 1}]}, "history without on"),
        ({"do": "carry_over", "member": "wu", "lots": [{"points": 1}]}, "lots without earned_on"),
        ({"do": "carry_over", "member": "wu", "lots": 5}, "lots = 5 is not a list of tables"),
        ({"do": "carry_over", "member": "wu", "flags": {"consent": 1}}, "flags consent = 1 is not true or false"),
        ({"at": "now", "see": {"member": "li"}}, 'see at = "now" is not a date'),
        ({"see": 5}, "see = 5 is not a table"),
        ({"see": {"liability": 5}}, "see liability = 5 is not a table"),
        ({"see": {"member": "li", "counts": 5}}, "see counts = 5 is not a table"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_file_scenario_step_and_value(
    tmp_path: Path, step: dict[str, Any], said: str
) -> None:
    result = play(tmp_path, LI, step)
    assert [one.step for one in result.failures] == [2]
    assert str(result.failures[0].seen).startswith("tried.json: T-1: step 2: ")
    assert said in seen(result)


@pytest.mark.parametrize("amount", ["80.001", "eighty"])
def test_an_amount_that_a_desk_would_not_take_can_be_told_as_refused(
    tmp_path: Path, amount: str
) -> None:
    assert play(tmp_path, LI, TOP_UP | {"amount": amount, "refused": True}).ok
    assert play(tmp_path, LI, TOP_UP | {"amount": amount, "refused": "amount-malformed"}).ok
    assert not play(tmp_path, LI, TOP_UP | {"amount": amount, "refused": "day-closed"}).ok
    assert not play(tmp_path, LI, TOP_UP | {"refused": True}).ok


def test_room_nights_need_not_be_the_same_in_each_room(tmp_path: Path) -> None:
    stay = {"do": "stay", "member": "li", "nights": 2}
    assert play(tmp_path, LI, stay | {"room_nights": 3}).ok
    assert play(tmp_path, LI, stay | {"room_nights": 4}).ok


def test_cents_can_be_brought_only_where_the_programme_counts_money(tmp_path: Path) -> None:
    brought = {"do": "carry_over", "member": "wu", "counts": {"spend": "600.50"}}
    assert play(tmp_path, LI, brought).ok
    when = {"at": "2026-01-01T10:00:00"}
    result = play(tmp_path, when | brought, programme="vip-plan")
    assert '"600.50" is no whole number' in seen(result)


def test_absurdly_many_nights_are_refused(tmp_path: Path) -> None:
    stay = {"do": "stay", "member": "li", "nights": 10_000_000, "refused": "amount-too-large"}
    assert play(tmp_path, LI, stay).ok


def test_another_currency_is_refused_where_the_story_says_so(tmp_path: Path) -> None:
    abroad = TOP_UP | {"currency": "USD"}
    nothing = {"see": {"member": "li", "stored_value": "0.00"}}
    assert play(tmp_path, LI, abroad | {"refused": True}, nothing).ok
    assert play(tmp_path, LI, abroad | {"refused": "currency-unknown"}, nothing).ok
    assert "currency-unknown" in seen(play(tmp_path, LI, abroad))
    assert not play(tmp_path, LI, TOP_UP | {"currency": "CNY", "refused": True}).ok


@pytest.mark.parametrize(
    ("card_scheme", "scheme", "refused"),
    [
        ("allocate", "allocate", False),
        ("allocate", "pool", "not-in-programme"),
        ("pool", "pool", False),
        ("pool", "allocate", "not-in-programme"),
    ],
)
def test_a_card_is_issued_by_the_scheme_of_the_house(
    tmp_path: Path, card_scheme: str, scheme: str, refused: str | bool
) -> None:
    step = {"do": "issue_card", "member": "li", "scheme": scheme, "refused": refused}
    card = {"see": {"member": "li", "card_number": not refused}}
    settings = {"card_scheme": card_scheme, "card_pool": 1}
    assert play(tmp_path, LI, step, card, settings=settings).ok


def test_the_refusal_of_a_guarantee_asked_for_with_a_booking_is_told(tmp_path: Path) -> None:
    book = {
        "do": "book", "member": "li", "booking": "b", "channel": "website", "arrival": "2026-01-03",
        "guarantee_hours": 2,
    }  # fmt: skip
    poor, rich = LI | {"points": 900}, LI | {"points": 1000}
    short = book | {"refused": "not-enough-points"}
    assert play(tmp_path, poor, short, programme="seven-days").ok
    assert not play(tmp_path, poor, book, programme="seven-days").ok
    held = {"see": {"member": "li", "held": 1000}}
    assert play(tmp_path, rich, book, held, programme="seven-days").ok


def test_balances_of_money_are_brought_and_seen_as_money(tmp_path: Path) -> None:
    for brought in ("4.00", 400):
        bring = LI | {"balances": {"reward": brought}}
        back = {"see": {"member": "li", "balance": {"reward": "4.00"}}}
        owed = {"see": {"liability": {"reward": "4.00", "GBP": "0.00"}}}
        in_minor = {"see": {"liability": {"reward": 400, "GBP": 0}}}
        assert play(tmp_path, bring, back, owed, in_minor, programme="clubcard").ok
    wrong = {"see": {"liability": {"reward": "4.01"}}}
    result = play(tmp_path, bring, wrong, programme="clubcard")
    assert result.failures[0].seen == {"liability": {"reward": "4.00"}}


def test_stored_value_owed_is_seen_as_money_and_points_as_points(tmp_path: Path) -> None:
    owed = {"see": {"liability": {"CNY": "50.00", "points": 7}}}
    assert play(tmp_path, LI | {"stored_value": "50.00", "points": 7}, owed).ok


def test_spend_is_brought_and_seen_as_money_or_as_a_number(tmp_path: Path) -> None:
    for brought in ("600.00", 600):
        bring = LI | {"counts": {"spend": brought}}
        for expected in ("600.00", 600):
            assert play(
                tmp_path, bring, {"see": {"member": "li", "counts": {"spend": expected}}}
            ).ok
        assert not play(tmp_path, bring, {"see": {"member": "li", "counts": {"spend": "60.00"}}}).ok


def test_who_was_refused_has_nothing_of_anything(tmp_path: Path) -> None:
    apply = {"at": "2026-01-01", "do": "enrol", "member": "li", "kind": "child", "refused": True}
    nothing = {"counts": {"stays": 0}, "balance": {"points": 0, "CNY": "0.00"}, "lots": []}
    assert play(tmp_path, apply, {"see": {"member": "li"} | nothing}).ok
    some = {"see": {"member": "li", "counts": {"stays": 1}}}
    assert play(tmp_path, apply, some).failures[0].seen == {"counts": {"stays": 0}}


@pytest.mark.parametrize("value", [1.5, {"a": 1}, "2026-01-01"])
def test_a_figure_of_no_kind_differs_and_nothing_more(tmp_path: Path, value: object) -> None:
    assert [
        one.step for one in play(tmp_path, LI, TOP_UP | {"gives": {"points": value}}).failures
    ] == [2]


def test_the_clock_does_not_go_back(tmp_path: Path) -> None:
    see = {"see": {"member": "li", "points": 0}}
    same, back = ({"at": f"2026-01-01T{hour}:00:00"} | see for hour in ("10", "09"))
    assert play(tmp_path, LI, same).ok
    result = play(tmp_path, LI, same, back)
    assert [one.step for one in result.failures] == [3]
    assert "tried.json: T-1: step 3: at = 2026-01-01 09:00:00 goes back" in seen(result)


def test_the_hour_that_comes_twice_goes_forward(tmp_path: Path) -> None:
    see = {"see": {"member": "li", "points": 0}}
    first, second = ({"at": f"2026-11-01T01:30:00-0{zone}:00"} | see for zone in (4, 5))
    assert play(tmp_path, LI, first, second).ok
    assert not play(tmp_path, LI, second, first).ok


def test_a_fault_of_the_program_fails_its_story_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setitem(run.PLAYS, "top_up", breaks)
    result = play(tmp_path, LI, TOP_UP, {"see": {"member": "li", "points": 1}})
    assert seen(result).startswith("2 tried.json: T-1: step 2: top_up: the program failed at it")
    monkeypatch.setattr(Stage, "_found", breaks)
    assert "out of order" in seen(play(tmp_path, LI))


def test_a_time_outside_the_calendar_of_the_world_fails_its_story_only(tmp_path: Path) -> None:
    result = play(tmp_path, LI | {"at": "0001-01-01T00:00:00"})
    assert seen(result).startswith("0 tried.json: T-1: the program failed at it")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"step": []}, "tried.json: T-1: it has no steps"),
        ({"step": 5}, "tried.json: T-1: step is no list of steps"),
        ({"step": [5]}, "tried.json: T-1: step is no list of steps"),
        ({"title": 5}, "tried.json: T-1: title = 5 is not text"),
        ({"id": 5}, "tried.json: scenario 1: id = 5 is not text"),
    ],
)
def test_a_scenario_that_is_none_is_named(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    assert said in seen(play(tmp_path, LI, **more))


def test_settings_that_are_no_table_are_named(tmp_path: Path) -> None:
    one = {"id": "T-1", "title": "t", "settings": 5, "step": [LI]}
    file = tmp_path / "tried.json"
    file.write_text(json.dumps({"programme": "house", "scenario": [one]}), encoding="utf-8")
    result = run.run_story(read_stories(file)[0], PACKS)
    assert "tried.json: T-1: settings = 5 is not a table" in seen(result)


def test_a_scenario_that_is_none_leaves_the_others_of_its_file(tmp_path: Path) -> None:
    good = {"id": "T-1", "title": "good", "step": [LI]}
    file = tmp_path / "two.json"
    both = {"programme": "house", "scenario": [{"id": "T-0", "title": "bad"}, good]}
    file.write_text(json.dumps(both), encoding="utf-8")
    assert [run.run_story(one, PACKS).ok for one in read_stories(file)] == [False, True]


def test_a_programme_is_named_by_its_id_and_not_by_a_path(tmp_path: Path) -> None:
    for name in ("nowhere", "../programmes/house", ""):
        result = play(tmp_path, LI, programme=name)
        assert seen(result) == f"0 tried.json: T-1: there is no programme {name}"
    assert story(tmp_path, LI).programme == "house"
