"""Rules that overlap, begin and end; levels that are lost; validity: as other programmes test them."""

from datetime import date
from typing import Any

from app.operations.adjust import Adjust
from app.operations.carry_over import CarryOver, OpeningLot
from app.operations.post_spend import PostSpend
from app.store.outbox import Outbox
from tests.scenario.peer_cases import pack, peer
from tests.support.book import Book

Case = dict[str, Any]


def rules(*bodies: str, takes: str = "all") -> str:
    """Write earning rules that stand in one group, in this order."""
    head = f'[[groups]]\nid = "g"\ntakes = "{takes}"\n'
    one = '[[earning]]\nid = "r%d"\non = "spend"\nasset = "points"\ngroup = "g"\n%s\n'
    return head + "".join(one % (place, body) for place, body in enumerate(bodies))


def earned(make_book: Any, earning: str, minor: int) -> Any:
    book = make_book(source=pack(earning=earning))
    book.enrol("li")
    return book.spend("li", minor).decision


@peer("PC-010")
def test_the_first_rule_of_a_group_counts_or_the_best_or_all(make_book, case: Case) -> None:
    # Their priority is our order: the rule that goes before stands first.
    ordered = sorted(case["given"]["rules"], key=lambda rule: -rule["priority"])
    bodies = [f"flat = {rule['fixed']}" for rule in ordered]
    minor = case["when"]["eligible_minor_units"]
    for takes, points in (("first", 200), ("best", 200), ("all", 250)):
        decision = earned(make_book, rules(*bodies, takes=takes), minor)
        assert decision.gives["points"] == points
        assert (decision.gives["points"] == case["then"]["points"]) == (takes != "all")
        outdone = [line.rule for line in decision.trace if line.step == "outdone"]
        assert outdone == ([] if takes == "all" else ["r1"])
    turned = earned(make_book, rules(*reversed(bodies), takes="first"), minor)
    assert turned.gives["points"] == 50


@peer("PC-013")
def test_a_rule_that_is_switched_off_or_has_not_begun_gives_nothing(make_book, case: Case) -> None:
    starts = case["given"]["rules"][1]["starts"]
    switched = 'per_unit = 1\nwhen = "settings.months > 0"'
    minor = case["when"]["eligible_minor_units"]
    decision = earned(make_book, rules(switched, f"per_unit = 1\nvalid_from = {starts}"), minor)
    assert decision.gives["points"] == case["then"]["points"]
    for dates, points in (
        ("valid_from = 2026-11-22", 19),
        ("valid_from = 2026-11-23", 0),
        ("valid_until = 2026-11-22", 19),
        ("valid_until = 2026-11-21", 0),
    ):
        assert earned(make_book, rules(f"per_unit = 1\n{dates}"), minor).gives["points"] == points


@peer("PC-066")
def test_the_highest_multiple_counts_and_neither_sum_nor_product(make_book, case: Case) -> None:
    factors = case["given"]["multipliers"]
    bodies = [f"per_unit = 1\nfactor = {factor}" for factor in factors]
    best = earned(make_book, rules(*bodies, takes="best"), 100_00)
    assert best.gives["points"] == 100 * case["then"]["multiplier"]
    added = earned(make_book, rules(*bodies), 100_00)
    assert added.gives["points"] == 100 * sum(factors)
    bonus = '[[bonuses]]\nid = "b%d"\npercent = %d\ngroup = "b"\n'
    more = "".join(bonus % (factor, (factor - 1) * 100) for factor in factors)
    for takes, points in (("best", 300), ("first", 200), ("all", 400)):
        group = f'[[groups]]\nid = "b"\ntakes = "{takes}"\n'
        found = earned(make_book, rules("per_unit = 1") + more + group, 100_00)
        assert found.gives["points"] == points


@peer("PC-063")
def test_the_best_discount_counts_or_the_first_or_all_of_them(make_book, case: Case) -> None:
    percent, amount = case["given"]["benefits"]
    off = {
        "discount_basic": {"rooms": str(percent["percent"])},
        "amount_off": {"rooms": amount["fixed"]},
    }
    for takes, discount in (("best", 50), ("first", 20), ("all", 70)):
        book = make_book(settings=off | {"discounts_take": takes})
        book.enrol("li")
        answer = book.spend("li", case["given"]["bill"] * 100)
        assert answer.decision.gives["discount"] == f"{discount}.00"
        assert (discount == case["then"]["discount"]) == (takes == "best")
        considered = [line for line in answer.decision.trace if line.step == "outdone"]
        assert [line.result for line in considered] == {
            "best": ["-2000"], "first": ["-5000"], "all": [],
        }[takes]  # fmt: skip


LEVELS = """
[[tiers]]
code = "%s"
names = { zh = "x", en = "x" }
reached = "automatic"
any = [{ metric = "points_earned", at_least = %d, counts = "%s", window = { kind = "%s" } }]
keeping = { until = "end-of-year", fallback = "recompute", grace_days = %d }
"""


def held(book: Book) -> str:
    return str(book.one("SELECT tier FROM members"))


def year_end(book: Book, days: int = 0) -> None:
    """Close days up to so many after the year's last."""
    last = date(2026, 12, 31).toordinal() + days
    while book.business_date.toordinal() <= last:
        book.close_day()


@peer("PC-041")
def test_a_level_that_a_year_does_not_keep_is_lost_at_once_or_after_days_of_grace(
    make_book, case: Case
) -> None:
    grace, _, none = case["given"]["grace_days"]
    gold = LEVELS % ("gold", case["given"]["min"], "earned", "calendar-year", grace)
    book = make_book(source=pack(gold))
    since = date(2025, 6, 1)
    book.brought("li", tier="gold", tier_since=since)
    book.spend("li", case["given"]["points"] * 100)
    year_end(book)
    assert held(book) == "gold"  # the clock has started
    year_end(book, grace - 1)
    assert held(book) == "gold"
    year_end(book, grace)
    assert held(book) == "bronze"
    at_once = make_book(source=pack(gold.replace(f"grace_days = {grace}", f"grace_days = {none}")))
    at_once.brought("li", tier="gold", tier_since=since)
    year_end(at_once, -1)
    assert held(at_once) == "gold"
    year_end(at_once)
    assert held(at_once) == "bronze"


@peer("PC-043")
def test_a_level_is_looked_at_before_the_points_of_the_year_end(make_book, case: Case) -> None:
    levels = [(code.lower(), least) for code, least in case["given"]["levels"].items() if least]
    tiers = "".join(LEVELS % (code, least, "balance", "lifetime", 0) for code, least in levels)
    source = pack(tiers).replace('months = { setting = "months" }', 'expires = "end-of-year"', 1)
    for points, level, after in zip(
        case["when"]["active_points_at_review"],
        case["then"]["level"],
        case["then"]["points_after"],
        strict=True,
    ):
        book = make_book(source=source)
        lots = (OpeningLot(points, date(2026, 5, 1)),)
        reached = case["given"]["level_reached"].lower()
        body = CarryOver(lots=lots, tier=reached, tier_since=date(2025, 5, 1))
        book.must("carry_over", body, member="li", operator="max")
        year_end(book)
        assert held(book) == ("bronze" if level == "L0" else level.lower())
        assert book.balance("li") == after


@peer("PC-113", "PC-141")
def test_the_same_numbered_day_is_the_last_or_the_first_without(make_book, case: Case) -> None:
    for word, there in (("end-of-anniversary", True), ("start-of-anniversary", False)):
        book = make_book(settings={"points_valid_months": 12, "expiry_day": word})
        lots = (OpeningLot(150, date(2025, 11, 23)),)  # a year from it is tomorrow
        book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
        assert book.balance("li") == 150
        book.close_day()
        assert (book.balance("li") == 150) == there
        book.close_day()
        assert book.balance("li") == 0
    assert not case["then"].get("points", case["then"].get("active"))  # the second, with them


MONEY = "lots = false"


@peer("PC-131")
def test_stored_value_does_not_end_unless_the_programme_says_so(make_book, case: Case) -> None:
    bill = case["when"]["bill"] * 100
    for more, offered in ((MONEY, True), ("days = 1", case["then"]["wallet_offered"])):
        book = make_book(source=pack().replace(MONEY, more))
        book.enrol("li")
        book.set_pin("li")
        book.top_up("li", case["given"]["wallet"] * 100)
        for _ in range(2):  # topped up the day before yesterday, good until yesterday
            book.close_day()
        body = PostSpend(outlet="rooms", bill="1", amount_minor=bill, rest="stored_value")
        answer = book.do("post_spend", body, member="li", pin="1234")
        assert (answer.decision.outcome.value == "posted") == offered


@peer("PC-145")
def test_validity_is_of_months_and_days_or_without_end(make_book, case: Case) -> None:
    ends = [date(2031, 11, 22), date(2026, 11, 29), date(2027, 12, 22), date(2027, 3, 2), None]
    for when, then, end in zip(case["when"], case["then"], ends, strict=True):
        [(unit, count)] = (when or {"days": 0}).items()
        figure = {"years": f"months = {count * 12}", "weeks": f"days = {count * 7}"}
        more = figure.get(unit, f"{unit} = {count}")
        book = make_book(source=pack().replace(MONEY, more))
        book.enrol("li")
        book.top_up("li", 50_00)
        [(_, left, expires_on)] = book.lots("li", "CNY")
        assert (left, expires_on) == (50_00, end.isoformat() if end else None)
        assert (then is None) == (end is None)


@peer("PC-188")
def test_points_wait_three_days_and_are_good_for_two_years(make_book, case: Case) -> None:
    points = case["given"]["points"]
    book = make_book(settings={"points_usable_after_days": 3, "points_valid_months": 24})
    book.enrol("li")
    book.spend("li", points * 100)
    assert book.balance("li") == case["then"][0]["available"]
    for _ in range(3):
        assert book.balance("li") == 0
        book.close_day()
    assert book.balance("li") == case["then"][1]["available"]
    assert book.lots("li")[0][2] == "2028-11-22"
    old = make_book(settings={"points_valid_months": 24})
    lots = (OpeningLot(points, date(2024, 11, 22)),)
    old.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    assert old.balance("li") == points
    old.close_day()
    assert old.balance("li") == case["then"][2]["available"]


@peer("PC-178")
def test_a_milestone_is_told_once_each_time_the_points_come_to_it(make_book, case: Case) -> None:
    marks = case["given"]["mails_at"]
    book = make_book(
        source=pack().replace("[assets.points]", f"milestones = {marks}\n[assets.points]", 1)
    )
    book.enrol("li")

    def told() -> list[object]:
        with book.books.reading() as connection:
            found = Outbox(book.books).listed(connection, None)
        return [one.figures["milestone"] for one in found if one.kind == "milestone"]

    for step, then in zip(case["when"], case["then"], strict=True):
        before, (was, becomes) = (
            told(),
            (int(one) for one in step.removeprefix("points ").split(" -> ")),
        )
        change = Adjust(asset="points", quantity=becomes - was, reason="peer")
        book.must("adjust", change, member="li", operator="max")
        new = told()[len(before) :]
        assert new == ([] if then == "none" else [int(then.split()[1])]), step
