"""Transfers: the ledger's only row; an unbalanced entry cannot be written."""

import pytest

from app.loyalty import accounts
from app.loyalty.ids import MemberId, derived_id, shard_of, uuid7
from app.loyalty.ledger import Transfer, balances_of
from app.loyalty.permissions import LIMITS, Act, Role, may
from app.loyalty.refusals import Reason


@pytest.mark.parametrize(("amount", "target"), [(0, "b"), (-1, "b"), (5, "a")])
def test_a_transfer_moves_something_between_two_accounts(amount: int, target: str) -> None:
    with pytest.raises(ValueError, match="transfer"):
        Transfer(0, "points", amount, "a", target)


def test_a_reversal_gives_back_to_the_same_lot() -> None:
    moved = Transfer(3, "points", 50, accounts.AVAILABLE, accounts.REDEEMED, "lot/1")
    assert moved.reversed_as(0) == Transfer(
        0, "points", 50, accounts.REDEEMED, accounts.AVAILABLE, "lot/1"
    )
    assert moved.reversed_as(1, 20).amount == 20


def test_balances_are_the_fold_of_a_members_own_transfers() -> None:
    li, wu = MemberId("li"), MemberId("wu")
    moved = [
        (li, Transfer(0, "points", 100, accounts.ISSUED, accounts.AVAILABLE)),
        (li, Transfer(1, "points", 30, accounts.AVAILABLE, accounts.held("h"))),
        (wu, Transfer(0, "points", 7, accounts.ISSUED, accounts.AVAILABLE)),
    ]
    assert balances_of(li, moved) == {
        ("points", accounts.AVAILABLE): 70,
        ("points", accounts.held("h")): 30,
    }


def test_accounts_say_whose_they_are() -> None:
    assert accounts.is_member_account(accounts.held("x"))
    assert accounts.is_held(accounts.held("x"))
    assert not accounts.is_held(accounts.AVAILABLE)
    for house in (accounts.ISSUED, accounts.tender("cash"), accounts.sales("rooms")):
        assert not accounts.is_member_account(house)


def test_ids_sort_by_time_and_derived_ids_follow_from_their_parts() -> None:
    early, late = uuid7(1_000, b"\xff" * 10), uuid7(1_001, b"\0" * 10)
    assert early < late
    assert (early[14], early[19] in "89ab") == ("7", True)
    assert (
        derived_id("a", "b") == derived_id("a", "b") != derived_id("ab") != derived_id("a", "", "b")
    )
    assert all(0 <= shard_of(str(n)) < 256 for n in range(500))
    assert len({shard_of(str(n)) for n in range(2_000)}) > 250


def test_a_cashier_adjusts_nothing_and_an_auditor_only_reads() -> None:
    assert [act for act in Act if may(Role.CASHIER, act)] == [Act.SERVE, Act.VOID]
    assert [act for act in Act if may(Role.AUDITOR, act)] == [Act.READ_BOOKS]
    assert all(may(Role.ADMINISTRATOR, act) for act in Act)
    assert not may(Role.MANAGER, Act.CONFIGURE)
    assert LIMITS.keys() == set(Role)
    assert LIMITS[Role.CASHIER].adjust_points == LIMITS[Role.AUDITOR].adjust_minor == 0


def test_every_reason_has_a_code_of_its_own() -> None:
    codes = [reason.value for reason in Reason]
    assert len(set(codes)) == len(codes)
    assert all(code == code.lower() and " " not in code for code in codes)
