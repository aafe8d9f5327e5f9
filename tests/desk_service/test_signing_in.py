"""Signing in, locking, and standing in for a cashier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.bootstrap.clock import system_clock
from app.loyalty.permissions import Act, Role
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import Override
from app.ui.service.records import Session
from tests.support.at_desk import spend

NEEDS = Refusal(Reason.NEEDS_SUPERVISOR, {"act": Act.ADJUST.value})


def assert_posts_nothing(at_desk):
    """Ask for a posting at a desk where nobody is signed in: it is refused, and no slip is written."""
    before = at_desk.rows("SELECT COUNT(*) FROM slips")
    found = at_desk.submit(spend())
    assert isinstance(found, Refusal)
    assert found.reason is Reason.NOT_PERMITTED
    assert at_desk.rows("SELECT COUNT(*) FROM slips") == before


@pytest.fixture
def closed_desk(open_at):
    """The desk before anybody signed in."""
    return open_at()


@pytest.mark.parametrize(
    ("operator", "role"),
    [
        ("chen", Role.CASHIER),
        ("wang", Role.SUPERVISOR),
        ("zhao", Role.MANAGER),
        ("song", Role.AUDITOR),
        ("admin", Role.ADMINISTRATOR),
    ],
)
def test_everybody_signs_in_with_their_own_password(closed_desk, operator, role):
    session = closed_desk.service.sign_in(operator, f"jinting-{operator}")
    assert isinstance(session, Session)
    assert (session.operator_id, session.role) == (operator, role)
    assert (Act.ADJUST in session.acts) == (role not in {Role.CASHIER, Role.AUDITOR})


def test_spaces_and_capitals_around_the_sign_in_name_do_not_matter(closed_desk):
    assert isinstance(closed_desk.service.sign_in(" Chen ", "jinting-chen"), Session)


@pytest.mark.parametrize(
    ("operator", "password"),
    [("chen", "jinting-wang"), ("chen", ""), ("nobody", "jinting-chen"), ("", "")],
)
def test_a_wrong_name_and_a_wrong_password_are_told_apart_by_nobody(
    closed_desk, operator, password
):
    found = closed_desk.service.sign_in(operator, password)
    assert isinstance(found, Refusal)
    assert found.reason is Reason.OPERATOR_UNKNOWN
    assert_posts_nothing(closed_desk)


def test_five_wrong_passwords_lock_a_person_for_five_minutes(open_at):
    off = [timedelta()]
    at_desk = open_at(lambda: system_clock() + off[0])
    for _ in range(5):
        assert isinstance(at_desk.service.sign_in("chen", "wrong"), Refusal)
    assert isinstance(at_desk.service.sign_in("chen", "jinting-chen"), Refusal)
    assert isinstance(at_desk.service.sign_in("wang", "jinting-wang"), Session)
    off[0] = timedelta(minutes=4)
    assert isinstance(at_desk.service.sign_in("chen", "jinting-chen"), Refusal)
    off[0] = timedelta(minutes=6)
    assert isinstance(at_desk.service.sign_in("chen", "jinting-chen"), Session)


def test_a_right_password_forgets_the_wrong_ones_before_it(closed_desk):
    for _ in range(2):
        for _ in range(4):
            closed_desk.service.sign_in("chen", "wrong")
        assert isinstance(closed_desk.service.sign_in("chen", "jinting-chen"), Session)


def test_a_staff_card_signs_in(closed_desk):
    session = closed_desk.service.sign_in_by_card(closed_desk.swipe("supervisor"))
    assert isinstance(session, Session)
    assert session.operator_id == "wang"


@pytest.mark.parametrize("card", ["lin", "foreign", "unknown", "bank"])
def test_no_other_card_signs_anybody_in(closed_desk, card):
    found = closed_desk.service.sign_in_by_card(closed_desk.swipe(card))
    assert isinstance(found, Refusal)
    assert found.reason is Reason.OPERATOR_UNKNOWN


def test_a_locked_desk_posts_nothing_until_somebody_signs_in(at_desk):
    at_desk.service.lock()
    assert_posts_nothing(at_desk)
    at_desk.sign_in()
    at_desk.done(spend())


def test_a_supervisor_stands_in_by_password_or_by_card(at_desk):
    by_password = at_desk.service.override("wang", "jinting-wang", NEEDS)
    by_card = at_desk.service.override_by_card(at_desk.swipe("supervisor"), NEEDS)
    for found in (by_password, by_card):
        assert isinstance(found, Override)
        assert found.name.en == "Wang Min"


@pytest.mark.parametrize(
    ("operator", "password", "reason"),
    [
        ("chen", "jinting-chen", Reason.NOT_PERMITTED),
        ("song", "jinting-song", Reason.NOT_PERMITTED),
        ("wang", "wrong", Reason.OPERATOR_UNKNOWN),
    ],
)
def test_who_may_not_stand_in_is_refused(at_desk, operator, password, reason):
    found = at_desk.service.override(operator, password, NEEDS)
    assert isinstance(found, Refusal)
    assert found.reason is reason


def test_a_guests_card_does_not_stand_in(at_desk):
    found = at_desk.service.override_by_card(at_desk.swipe("lin"), NEEDS)
    assert isinstance(found, Refusal)


def test_an_auditor_reads_and_posts_nothing(open_at):
    at_desk = open_at().sign_in("song")
    found = at_desk.submit(spend())
    assert isinstance(found, Refusal)
    assert found.reason is Reason.NOT_PERMITTED
    assert at_desk.panel().points > 0


def test_who_signs_in_locks_and_stands_in_is_noted_without_a_password(at_desk):
    at_desk.service.sign_in("chen", "my secret word")
    at_desk.service.override("wang", "jinting-wang", NEEDS)
    at_desk.service.lock()
    at_desk.desk.hotel.line.between(lambda: None).result()
    rows = at_desk.rows("SELECT operator, act, facts FROM audit ORDER BY at")
    assert rows == [
        ("chen", "sign-in", ""),
        ("chen", "sign-in-refused", "chen"),
        ("chen", "override", "wang needs-supervisor"),
        ("chen", "lock", ""),
    ]
