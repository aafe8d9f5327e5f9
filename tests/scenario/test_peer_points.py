"""Points as other programmes test them: earning, tiers, lots, redemptions, clawbacks."""

import importlib
from datetime import date
from decimal import Decimal
from typing import Any

from app.operations.adjust import Adjust
from app.operations.carry_over import CarryOver, OpeningCount, OpeningLot
from app.operations.redeem import Redeem
from app.operations.refund import Refund
from app.operations.tenders import TenderPart
from app.operations.void import Void
from tests.scenario.peer_cases import (
    CASES,
    DECIDED,
    NOT_OURS,
    NOT_YET,
    ONE_PER_YUAN,
    OTHERWISE,
    PLAYED,
    pack,
    peer,
    tier,
)
from tests.support.book import Book

Case = dict[str, Any]


def rated(make_book: Any, rate: str, **settings: Any) -> Book:
    book: Book = make_book(settings={"points_per_unit": {"rooms": rate}} | settings)
    book.enrol("li")
    book.set_pin("li")
    return book


def redeem(book: Book, points: int, member: str = "li"):
    book.put_reward(f"r{points}", points)
    return book.must("redeem", Redeem(reward=f"r{points}"), member=member, pin="1234")


RATES = {
    "PC-005": "3",
    "PC-006": "0",
    "PC-015": "2",
    "PC-018": "0.001",
    "PC-168": "0.0019",
    "PC-190": "1",
}


@peer("PC-005", "PC-006", "PC-015", "PC-018", "PC-168")
def test_points_of_a_bill_are_its_amount_times_the_rate(make_book, case: Case) -> None:
    book = rated(make_book, RATES[case["id"]])
    when, given, then = case["when"], case["given"], case["then"]
    minor = when.get("eligible_minor_units") if isinstance(when, dict) else None
    yuan = (
        given.get("grand_total")
        or given.get("amount")
        or (when.get("spend", 0) if isinstance(when, dict) else 0)
    )
    answer = book.spend("li", minor or yuan * 100)
    assert answer.decision.gives["points"] == then.get("points", then.get("alice"))


@peer("PC-190")
def test_room_and_outlet_earn_alike_without_tax(make_book, case: Case) -> None:
    book = make_book(
        settings={"points_per_unit": {"rooms": "1", "restaurant": "1"}, "tier_factor": {}}
    )
    book.enrol("li")
    room, outlet = case["when"]
    assert (
        book.spend("li", room["room_net"] * 100).decision.gives["points"]
        == case["then"][0]["points"]
    )
    second = book.spend("li", outlet["outlet_on_room_bill_net"] * 100, outlet="restaurant")
    assert second.decision.gives["points"] == case["then"][1]["points"]


@peer("PC-008", "PC-011")
def test_rules_add_up_and_percentages_count_on_their_whole_figures(make_book, case: Case) -> None:
    more = {
        "PC-008": '[[earning]]\nid = "half"\non = "spend"\nasset = "points"\nper_unit = "0.5"\n',
        "PC-011": '[[bonuses]]\nid = "double"\npercent = 100\n',
    }[case["id"]]
    book = make_book(source=pack(earning=ONE_PER_YUAN + more))
    book.enrol("li")
    answer = book.spend("li", case["when"]["eligible_minor_units"])
    assert answer.decision.gives["points"] == case["then"]["points"]


@peer("PC-193")
def test_a_rate_that_does_not_qualify_earns_nothing(make_book, case: Case) -> None:
    book = make_book(source=pack(earning=ONE_PER_YUAN + "when = \"rate_class == 'qualifying'\"\n"))
    book.enrol("li")
    for rate_class in case["given"]["booking"]:
        answer = book.spend("li", 100_00, rate_class=rate_class.replace(" ", "-"))
        assert answer.decision.gives["points"] == case["then"]["points"]


@peer("PC-016")
def test_points_pay_a_bill_at_their_worth(make_book, case: Case) -> None:
    worth = case["given"]["point_value"]
    for when, then in zip(case["when"], case["then"], strict=True):
        book = rated(make_book, "0", points_per_yuan_paid=str(1 / Decimal(worth)))
        book.give_points("li", case["given"]["points"])
        parts = (TenderPart("points", points=when["redeem_points"]),)
        answer = book.spend("li", case["given"]["order_total"] * 100, parts=parts, pin="1234")
        assert Decimal(str(answer.decision.gives["payable"])) == then["amount_due"]


@peer("PC-021")
def test_what_points_paid_earns_nothing_and_comes_from_the_first_lot(make_book, case: Case) -> None:
    book = rated(make_book, "0.001", points_per_yuan_paid="1")
    first = book.spend("li", case["given"]["first_invoice"] * 100)
    lot = next(t.lot for t in first.decision.transfers if t.asset == "points")
    parts = (TenderPart("points", points=case["when"]["redeem_points"]),)
    second = book.spend(
        "li", case["when"]["second_invoice"] * 100, parts=parts, pin="1234"
    ).decision
    points = [t for t in second.transfers if t.asset == "points"]
    moved = [t.amount if t.target == "member:available" else -t.amount for t in points]
    assert moved == [entry["points"] for entry in case["then"]["entries"]]
    assert second.transfers[0].lot == lot


@peer("PC-023", "PC-025", "PC-026", "PC-028")
def test_a_tier_looks_at_what_was_spent_with_this_bill(make_book, case: Case) -> None:
    book = make_book(
        source=pack(tier("silver", ("spend", 10_000)), tier("gold", ("spend", 20_000)))
    )
    counts = (OpeningCount("spend", date(2026, 1, 1), case["given"]["total_spent"] * 100),)
    book.must("carry_over", CarryOver(counts=counts), member="li", operator="max")
    book.spend("li", case["when"]["current_transaction"] * 100)
    assert book.one("SELECT tier FROM members") == case["then"]["tier"].lower()


POINT_TIERS = pack(tier("silver", ("points_earned", 1_000)), tier("gold", ("points_earned", 5_000)))


def carried(book: Book, points: int, tier_now: str = "") -> None:
    counts = (OpeningCount("points_earned", date(2026, 1, 1), points),)
    book.must("carry_over", CarryOver(counts=counts, tier=tier_now), member="li", operator="max")


@peer("PC-031", "PC-033", "PC-036")
def test_a_review_raises_by_all_it_can_and_never_lowers(make_book, case: Case) -> None:
    given, then = case["given"], case["then"]
    book = make_book(source=POINT_TIERS)
    carried(book, given.get("lifetime_points", given.get("points")), given["tier"].lower())
    version = book.one("SELECT version FROM members")
    book.close_day()
    assert book.one("SELECT tier FROM members") == then.get("tier", given["tier"]).lower()
    if then.get("changed") is False:
        assert book.one("SELECT version FROM members") == version


@peer("PC-035")
def test_a_tier_by_invitation_is_not_reached_by_counting(make_book, case: Case) -> None:
    invited = tier("ambassador", ("points_earned", 500), reached="invited")
    book = make_book(source=pack(tier("silver", ("points_earned", 1_000)), invited))
    carried(book, case["given"]["lifetime_points"])
    book.close_day()
    assert book.rows("SELECT tier, invited_to FROM members") == [
        (case["then"]["tier"].lower(), "ambassador")
    ]


@peer("PC-183", "PC-185", "PC-186")
def test_nights_or_growth_bring_the_next_level(make_book, case: Case) -> None:
    nights, growth = {"PC-183": (3, 1_000), "PC-185": (15, 10_000), "PC-186": (40, 25_000)}[
        case["id"]
    ]
    for when, then in zip(case["when"], case["then"], strict=True):
        book = make_book(source=pack(tier("next", ("nights", nights), ("spend", growth))))
        counts = (
            OpeningCount("nights", date(2026, 1, 1), when.get("own_nights", 0)),
            OpeningCount("spend", date(2026, 1, 1), when.get("growth", 0) * 100),
        )
        book.must("carry_over", CarryOver(counts=counts), member="li", operator="max")
        book.close_day()
        stays = then["level"] == case["given"]["level"]
        assert book.one("SELECT tier FROM members") == ("bronze" if stays else "next")


@peer("PC-038")
def test_spending_points_does_not_un_earn_them_and_a_void_does(make_book, case: Case) -> None:
    book = rated(make_book, "1")
    first, second = case["given"]["earns"]
    book.spend("li", first["points"] * 100)
    bill = book.spend("li", second["points"] * 100)
    book.must("void", Void(of=bill.slip_id), member="li")
    redeem(book, -case["given"]["redeem"])
    counted = book.one("SELECT SUM(amount) FROM tallies WHERE metric = 'points_earned'")
    assert counted == case["then"]["qualifying"]


@peer("PC-001", "PC-045", "PC-046")
def test_a_reward_costs_what_the_catalogue_says_and_gross_figures_are_kept(
    make_book, case: Case
) -> None:
    book = rated(make_book, "1")
    given, when, then = case["given"], case["when"], case["then"]
    price = given.get("reward_required_points") or given["reward"]["required_points"]
    book.give_points("li", given["card_points"])
    book.put_reward("ten", price)
    if then.get("error"):
        book.refuse("redeem", Redeem(reward="ten"), "not-enough-points", member="li", pin="1234")
        assert book.balance("li") == then["card_points"]
        return
    total = when["order"][0]["price"] if "order" in when else when["order_total"]
    issued = book.spend("li", total * 100).decision.gives["points"]
    used = -book.must("redeem", Redeem(reward="ten"), member="li", pin="1234").decision.gives[
        "points"
    ]  # type: ignore[operator]
    assert (issued, used) == (
        then.get("points_issued", then.get("issued")),
        then.get("points_used", then.get("used")),
    )
    assert book.balance("li") == then.get("card_points", given["card_points"] + issued - used)


@peer("PC-070", "PC-071", "PC-073", "PC-075")
def test_balances_are_earned_spent_and_never_below_zero(make_book, case: Case) -> None:
    book = rated(make_book, "1")
    match case["id"]:
        case "PC-070":
            book.give_points("li", 100)
            book.put_reward("dear", 500)
            facts = book.refuse(
                "redeem", Redeem(reward="dear"), "not-enough-points", member="li", pin="1234"
            )
            assert [str(facts["has"]), str(facts["needs"])] == case["then"]["error_mentions"]
            assert book.balance("li") == case["then"]["points"]
        case "PC-071":
            book.spend("li", 500_00)
            book.spend("li", 300_00)
            redeem(book, 200)
            lifetime = book.one("SELECT SUM(amount) FROM tallies WHERE metric = 'points_earned'")
            assert {"current": book.balance("li"), "lifetime": lifetime} == case["then"]
        case "PC-073":
            book.give_points("li", 100)
            one = book.submission(
                "adjust",
                Adjust(asset="points", quantity=500, reason="K"),
                member="li",
                operator="max",
            )
            first, second = (book.poster.post([one])[0] for _ in range(2))
            assert book.balance("li") == case["then"]["points"]
            assert second.is_repeat
            assert second.slip_id == first.slip_id
        case _:
            for given, then in zip(case["given"], case["then"], strict=True):
                other = rated(make_book, "1")
                other.give_points("li", given["points"])
                body = Adjust(asset="points", quantity=case["when"]["adjust"], reason="x")
                answer = other.do("adjust", body, member="li", operator="max")
                assert (answer.decision.outcome.value == "posted") == then["ok"]
                assert other.balance("li") == then["points"]


@peer("PC-020", "PC-091", "PC-096")
def test_a_void_takes_back_what_the_bill_earned_once(make_book, case: Case) -> None:
    book = rated(make_book, "1")
    given = case["given"]
    earned = given.get("invoice_earned") or given.get("earned_by_order") or given["earned"]
    bill = book.spend("li", earned * 100)
    undone = book.must("void", Void(of=bill.slip_id), member="li")
    assert undone.decision.gives["points"] == -earned
    book.refuse("void", Void(of=bill.slip_id), "already-voided", member="li")
    assert book.balance("li") == 0


@peer("PC-078", "PC-098")
def test_a_voided_redemption_is_spendable_again_and_inflates_nothing(make_book, case: Case) -> None:
    book = rated(make_book, "1")
    book.spend("li", 1_000_00)
    taken = redeem(book, 300)
    book.must("void", Void(of=taken.slip_id), member="li")
    book.refuse("void", Void(of=taken.slip_id), "already-voided", member="li")
    assert book.balance("li") == case["then"]["points"]
    assert sum(left for _, left, _ in book.lots("li")) == 1_000
    assert book.one("SELECT SUM(amount) FROM tallies WHERE metric = 'points_earned'") == 1_000


@peer("PC-086", "PC-090")
def test_a_refund_takes_points_back_in_proportion_to_money(make_book, case: Case) -> None:
    rate, bill, back = {"PC-086": ("1", 100, 50), "PC-090": ("1.75", 40, 20)}[case["id"]]
    book = rated(make_book, rate)
    posted = book.spend("li", bill * 100)
    answer = book.must("refund", Refund(of=posted.slip_id, amount_minor=back * 100), member="li")
    assert answer.decision.gives["points"] == -case["then"].get(
        "reversed", case["then"].get("points_removed")
    )


@peer("PC-100")
def test_undoing_a_redemption_is_no_way_around_expiry(make_book, case: Case) -> None:
    book = make_book(settings={"points_valid_months": 12})
    lots = (OpeningLot(100, date(2025, 11, 22)), OpeningLot(7, date(2026, 1, 1)))
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.set_pin("li")
    taken = redeem(book, 100)
    book.close_day()
    answer = book.must("void", Void(of=taken.slip_id), member="li", supervisor="sue")
    back = [t for t in answer.decision.transfers if t.target == "member:available"]
    assert case["then"]["points_back_in_account"] == (sum(t.amount for t in back) == 100)
    assert case["then"]["spendable"] == (book.balance("li") > 7)


@peer("PC-103", "PC-105", "PC-115")
def test_the_lot_that_ends_first_is_used_first(make_book, case: Case) -> None:
    from tests.operations.test_publish_programme import published

    book = make_book(settings={"points_valid_months": 24 if case["id"] == "PC-103" else 12})
    if case["id"] == "PC-103":
        book.enrol("li")
        book.give_points("li", 100)
        book.must("publish_programme", published({"points_valid_months": 6}), operator="admin")
        book.give_points("li", 100)
        book.set_pin("li")
        redeem(book, case["when"]["redeem"])
        assert [row[1:] for row in book.lots("li")] == [(100, "2028-11-22")]
        return
    months = {"PC-105": ((50, 1), (50, 2)), "PC-115": ((500, 1),)}[case["id"]]
    lots = tuple(OpeningLot(points, date(2026, month, 1)) for points, month in months)
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.set_pin("li")
    redeem(book, case["when"].get("redeem", case["when"].get("consume")))
    left = [row[1] for row in book.lots("li")]
    assert left == ([30] if case["id"] == "PC-105" else [case["then"]["left"]])


@peer("PC-110", "PC-111", "PC-118")
def test_only_what_is_left_of_a_lot_expires(make_book, case: Case) -> None:
    book = make_book(settings={"points_valid_months": 12})
    points, spent, other = {
        "PC-110": (150, 50, 0),
        "PC-111": (150, 150, 0),
        "PC-118": (100, 80, 50),
    }[case["id"]]
    lots = (OpeningLot(points, date(2025, 11, 22)), OpeningLot(other, date(2026, 7, 1)))
    book.must("carry_over", CarryOver(lots=lots), member="li", operator="max")
    book.set_pin("li")
    redeem(book, spent)
    book.close_day()
    assert book.balance("li") == case["then"]["points"]
    expired = book.one("SELECT SUM(amount) FROM transfers WHERE target = 'house:expired'") or 0
    assert expired == points - spent


def test_every_case_is_played_or_says_why_not() -> None:
    for name in ("books", "desk", "holds", "money", "otherwise", "rules", "value"):
        importlib.import_module(f"tests.scenario.test_peer_{name}")
    assert OTHERWISE.keys() == DECIDED
    tables = (PLAYED, DECIDED, NOT_OURS.keys(), NOT_YET.keys())
    assert set().union(*tables) == CASES.keys()
    assert sum(map(len, tables)) == len(CASES)
