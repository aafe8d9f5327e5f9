"""A machine answers for what guests do alone, and for nothing else; nobody stands in for it."""

from __future__ import annotations

from typing import Any

import pytest

from app.bootstrap.hotel import PROGRAMMES
from app.loyalty.member import MemberKind
from app.loyalty.permissions import LIMITS, Act, Role, may
from app.operations.adjust import Adjust
from app.operations.amend_member import AmendMember
from app.operations.catalogue import BY_KIND
from app.operations.check_in import CheckIn
from app.operations.enrol_member import EnrolMember
from app.operations.found_hotel import AppointOperator
from app.operations.guards import SELF_SERVICE, barred
from app.operations.issue_card import IssueCard
from app.operations.post_spend import PostSpend
from app.operations.redeem import Redeem
from app.operations.set_pin import How, SetPin
from app.operations.slip import Body, Slip
from app.operations.top_up import TopUp
from app.operations.verify_pin import VerifyPin
from app.operations.view import View
from app.operations.void import Void
from tests.support.book import Book

ALONE = {
    "verify_pin",
    "redeem",
    "gift",
    "enrol_member",
    "issue_card",
    "set_pin",
    "arrive",
    "check_in",
    "amend_member",
    "void",
}


@pytest.fixture
def lobby(book: Book) -> Book:
    """A house with a kiosk, and a member with points and a PIN."""
    body = AppointOperator(operator="kiosk-1", role=Role.KIOSK)
    book.must("appoint_operator", body, operator="admin")
    book.enrol("li")
    book.give_points("li", 1_000)
    book.put_reward("mug", 10)
    return book


def slip_of(book: Book, kind: str, supervisor: str = "") -> Slip[Body]:
    written = book.submission("verify_pin", VerifyPin(), operator="kiosk-1", supervisor=supervisor)
    return Slip(
        **{name: getattr(written.slip, name) for name in written.slip.__struct_fields__}
        | {"kind": kind}
    )


def test_table_of_what_a_kiosk_may_do(lobby: Book) -> None:
    view = View(lobby.poster.house(), None, str)
    for kind in BY_KIND:
        alone, helped = slip_of(lobby, kind), slip_of(lobby, kind, supervisor="max")
        wanted = Act.VOID if kind == "void" else Act.SERVE
        for act in Act:
            allowed = barred(alone, view, act) is None
            assert allowed == (kind in ALONE and act is wanted), (kind, act)
            assert barred(helped, view, act) is not None, (kind, act)


def test_it_may_nothing_by_its_role_and_has_no_limits() -> None:
    assert not any(may(Role.KIOSK, act) for act in Act)
    limits = LIMITS[Role.KIOSK]
    assert (limits.adjust_points, limits.adjust_minor, limits.overrides) == (0, 0, 0)
    assert set(SELF_SERVICE) == ALONE


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("post_spend", PostSpend(outlet="rooms", bill="1", amount_minor=100)),
        ("top_up", TopUp(amount_minor=100)),
        ("adjust", Adjust(asset="points", quantity=5, reason="x")),
        ("check_in", CheckIn(room="808")),
        ("issue_card", IssueCard(card="00ff")),
        ("amend_member", AmendMember(consent=True)),
        ("amend_member", AmendMember(personal="x", language="en")),
        ("set_pin", SetPin(how=How.UNBLOCK)),
        ("set_pin", SetPin(how=How.SET)),
        ("enrol_member", EnrolMember(kind=MemberKind.PERSON)),
        ("enrol_member", EnrolMember(kind=MemberKind.PERSON, channel="kiosk")),
        (
            "enrol_member",
            EnrolMember(kind=MemberKind.ANONYMOUS, channel="kiosk", phone_claim="00"),
        ),
        (
            "enrol_member",
            EnrolMember(kind=MemberKind.PERSON, channel="kiosk", phone_claim="00", paid_minor=1),
        ),
    ],
)
def test_what_needs_a_person_is_refused_at_a_kiosk(lobby: Book, kind: str, body: Body) -> None:
    member = "new" if kind == "enrol_member" else "li"
    more: dict[str, Any] = {"pin": ("1234", "1234")} if kind == "set_pin" else {}
    lobby.refuse(kind, body, "not-permitted", member=member, operator="kiosk-1", **more)
    lobby.refuse(
        kind, body, "not-permitted", member=member, operator="kiosk-1", supervisor="max", **more
    )


def test_no_person_lends_a_kiosk_their_hand_nor_it_them(lobby: Book) -> None:
    spend = PostSpend(outlet="rooms", bill="9", amount_minor=100)
    lobby.refuse(
        "post_spend", spend, "not-permitted", member="li", operator="aud", supervisor="kiosk-1"
    )


def test_value_leaves_only_with_the_pin_whatever_the_programme_says(tmp_path: Any) -> None:
    source = (PROGRAMMES / "house.toml").read_text(encoding="utf-8")
    loose = Book(
        tmp_path / "loose.books", source=source.replace("[stored_value]", "[stored_value]\npin_needed = false", 1)
    )  # fmt: skip
    loose.must(
        "appoint_operator", AppointOperator(operator="kiosk-1", role=Role.KIOSK), operator="admin"
    )
    loose.enrol("li")
    loose.give_points("li", 1_000)
    loose.put_reward("mug", 10)
    mug = Redeem(reward="mug")
    loose.must("redeem", mug, member="li")  # the desk takes it without
    loose.refuse("redeem", mug, "pin-not-set", member="li", operator="kiosk-1")
    loose.set_pin("li", "2580")
    loose.refuse("redeem", mug, "pin-needed", member="li", operator="kiosk-1")
    loose.must("redeem", mug, member="li", operator="kiosk-1", pin="2580")
    loose.close()


def test_it_takes_back_only_its_own_redemption_of_the_same_day(lobby: Book) -> None:
    lobby.set_pin("li", "2580")
    mug = Redeem(reward="mug")
    own = lobby.must("redeem", mug, member="li", operator="kiosk-1", pin="2580")
    bill = lobby.spend("li", 5_000)
    lobby.refuse("void", Void(of=bill.slip_id), "not-permitted", member="li", operator="kiosk-1")
    lobby.must("void", Void(of=own.slip_id), member="li", operator="kiosk-1")
    late = lobby.must("redeem", mug, member="li", operator="kiosk-1", pin="2580")
    lobby.close_day()
    lobby.refuse("void", Void(of=late.slip_id), "not-permitted", member="li", operator="kiosk-1")


def test_of_another_terminal_it_takes_nothing_back(lobby: Book) -> None:
    from dataclasses import replace

    lobby.set_pin("li", "2580")
    other = lobby.must("redeem", Redeem(reward="mug"), member="li", pin="2580")
    lobby.pen = replace(lobby.pen, terminal="kiosk-9", sequence=0, previous="")
    lobby.refuse("void", Void(of=other.slip_id), "not-permitted", member="li", operator="kiosk-1")


def test_who_joins_alone_waits_for_the_review_where_the_house_says_so(lobby: Book) -> None:
    body = EnrolMember(kind=MemberKind.PERSON, channel="kiosk", phone_claim="ab12")
    answer = lobby.must("enrol_member", body, member="new", operator="kiosk-1")
    assert answer.decision.gives["status"] == "applied"


def test_one_who_left_does_nothing(lobby: Book) -> None:
    gone = AppointOperator(operator="kiosk-1", role=Role.KIOSK, active=False)
    lobby.must("appoint_operator", gone, operator="admin")
    lobby.refuse(
        "verify_pin", VerifyPin(), "operator-unknown", member="li", operator="kiosk-1", pin="1"
    )
