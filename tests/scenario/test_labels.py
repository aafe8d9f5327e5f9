"""What a story calls bills, rewards and stays, and what happens with a label that nobody has."""

from pathlib import Path
from typing import Any

import pytest

from tests.scenario.tried import LI, play, post, seen

WU = {"do": "carry_over", "member": "wu"}


def sees(member: str, points: int) -> dict[str, Any]:
    return {"see": {"member": member, "points": points}}


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ({"do": "void", "of": "nope"}, "slip-unknown"),
        ({"do": "refund", "of": "nope", "amount": "1.00"}, "slip-unknown"),
        ({"do": "check_out", "stay": "zz"}, "stay-unknown"),
    ],
)
def test_a_label_that_nobody_has_is_refused_by_the_slip_itself(
    tmp_path: Path, step: dict[str, Any], reason: str
) -> None:
    assert play(tmp_path, LI, step | {"refused": True}).ok
    assert play(tmp_path, LI, step | {"refused": reason}).ok
    assert reason in seen(play(tmp_path, LI, step))


def test_an_unknown_label_before_any_member_is_refused_too(tmp_path: Path) -> None:
    step = {"at": "2026-01-01", "do": "void", "of": "nope", "refused": True}
    assert play(tmp_path, step).ok


@pytest.mark.parametrize("who", ["li", "wu"])
def test_a_refused_bill_does_not_take_the_label_of_a_posted_one(tmp_path: Path, who: str) -> None:
    first, again = post("li", "10.00", bill="B1"), post(who, "10.00", bill="B1")
    steps = (LI, WU, first, again | {"refused": "bill-used"})
    assert play(tmp_path, *steps, {"do": "void", "of": "B1"}, sees("li", 0)).ok
    part = {"do": "refund", "of": "B1", "amount": "4.00"}
    assert play(tmp_path, *steps, part, sees("li", 6)).ok


def test_a_posted_bill_takes_the_label_of_an_earlier_one(tmp_path: Path) -> None:
    other = post("li", "20.00", bill="B1", outlet="rooms")
    steps = (LI, post("li", "10.00", bill="B1"), other, {"do": "void", "of": "B1"})
    assert play(tmp_path, *steps, sees("li", 10)).ok


def test_a_bill_that_was_never_posted_cannot_be_undone(tmp_path: Path) -> None:
    wrong = post("li", "10.00", bill="B1", confirm=False, refused="not-confirmed")
    undo = {"do": "void", "of": "B1", "refused": "slip-not-posted"}
    assert play(tmp_path, LI, wrong, undo).ok


def test_a_slip_is_undone_for_its_own_member_only(tmp_path: Path) -> None:
    steps = (LI, WU, post("li", "10.00", bill="B1"))
    undo = {"do": "void", "of": "B1", "member": "wu", "refused": "slip-unknown"}
    assert play(tmp_path, *steps, undo, sees("li", 10)).ok
    assert play(tmp_path, *steps, undo | {"member": "li", "refused": False}, sees("li", 0)).ok


def test_a_redemption_is_undone_by_its_reward(tmp_path: Path) -> None:
    redeem = {"do": "redeem", "member": "li", "reward": "R", "price": 70}
    steps = (LI | {"points": 100}, redeem, sees("li", 30), {"do": "void", "of": "R"})
    assert play(tmp_path, *steps, sees("li", 100)).ok
    later = redeem | {"price": 300, "refused": True}
    assert play(tmp_path, *steps[:2], later, steps[3], sees("li", 100)).ok


def test_a_reward_does_not_take_the_label_of_a_bill(tmp_path: Path) -> None:
    redeem = {"do": "redeem", "member": "li", "reward": "B1", "price": 5}
    bill, undo = post("li", "10.00", bill="B1"), {"do": "void", "of": "B1"}
    brought = LI | {"points": 20}
    assert play(tmp_path, brought, bill, redeem, undo, sees("li", 15)).ok
    assert play(tmp_path, brought, redeem, bill, undo, sees("li", 15)).ok


def test_a_stay_names_its_check_out(tmp_path: Path) -> None:
    stay = {"member": "li", "stay": "s"}
    steps = (LI, stay | {"do": "check_in", "room": "1"}, {"do": "check_out", "stay": "s"})
    assert play(tmp_path, *steps, {"do": "void", "of": "s", "refused": "cannot-be-voided"}).ok


def test_a_refused_check_in_does_not_take_the_label_of_a_stay(tmp_path: Path) -> None:
    stay = {"do": "check_in", "member": "li", "stay": "s", "room": "1"}
    steps = (LI, stay, stay | {"member": "nobody", "refused": "member-unknown"})
    assert play(tmp_path, *steps, {"do": "check_out", "stay": "s"}).ok


@pytest.mark.parametrize("other", ["li", "wu"])
def test_two_stays_at_one_instant_are_two(tmp_path: Path, other: str) -> None:
    first = {"at": "2026-01-02T11:00:00", "do": "stay", "member": "li", "spend": "10.00"}
    second = {"do": "stay", "member": other, "spend": "20.00", "gives": {"points": 20}}
    both = {"see": {"liability": {"points": 30}, "trial_balance": 0}}
    left = {"do": "check_out", "member": other, "stay": "", "refused": "stay-unknown"}
    assert play(tmp_path, LI, WU, first, second, both, left).ok


def test_two_bills_without_a_number_at_one_instant_are_two(tmp_path: Path) -> None:
    assert play(tmp_path, LI, post("li", "10.00"), post("li", "20.00"), sees("li", 30)).ok
    twice = post("li", "20.00", bill="B1", refused="bill-used")
    assert play(tmp_path, LI, post("li", "10.00", bill="B1"), twice, sees("li", 10)).ok


def test_a_guest_who_is_not_let_in_posts_no_bill(tmp_path: Path) -> None:
    stay = {"do": "stay", "member": "li", "spend": "10.00", "choice": "both"}
    nothing = {"see": {"member": "li", "points": 0, "counts": {"purchases": 0}}}
    assert play(tmp_path, LI, stay | {"refused": "choice-not-offered"}, nothing).ok
    assert play(tmp_path, LI, stay | {"choice": "points"}, sees("li", 10)).ok
