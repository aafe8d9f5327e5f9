"""Whatever a terminal may hand in is answered: no slip makes a rule fall over, and none breaks the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from app.loyalty.refusals import Reason
from app.operations.catalogue import OPERATIONS, Operation
from app.operations.decision import Outcome
from tests.support.book import Book

PEOPLE = ("li", "wu", "new", "nobody", "")
WORDS = st.one_of(
    st.sampled_from(
        ("", "rooms", "restaurant", "cash", "stored_value", "points", "voucher", "CNY", "gold", "mug", "7", "s1")
    ),
    st.text(max_size=60),
)  # fmt: skip
FIGURES = st.one_of(
    st.integers(-3, 200_000), st.sampled_from((2**31, 2**53, 2**63 - 1, -(2**63), 10**9, 10**9 + 1))
)


def anything(kind: Any, slips: list[str]) -> st.SearchStrategy[Any]:
    """Make values of a field's type; what is text may be the id of a slip that is there."""
    kind = getattr(kind, "__supertype__", kind)
    simple: dict[Any, st.SearchStrategy[Any]] = {
        int: FIGURES,
        str: st.one_of(WORDS, st.sampled_from(slips)),
        bool: st.booleans(),
        date: st.dates(date(1990, 1, 1), date(2090, 12, 31)),
        datetime: st.integers(0, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)),
        type(None): st.none(),
        UnsetType: st.just(UNSET),
    }
    if kind in simple:
        return simple[kind]
    origin = get_origin(kind)
    named = () if origin is Literal else get_args(kind)
    parts = [anything(one, slips) for one in named if one is not Ellipsis]
    if origin is Literal:
        return st.sampled_from(get_args(kind))
    if origin is tuple:
        return st.lists(parts[0], max_size=3).map(tuple)
    if origin is Mapping:
        return st.dictionaries(*parts, max_size=3)
    if parts:
        return st.one_of(*parts)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    fields = {name: anything(one, slips) for name, one in get_type_hints(kind).items()}
    return st.builds(kind, **fields)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.kind)
@pytest.mark.parametrize("pack", ["house", "gold-passport"])
def test_any_body_is_posted_or_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, operation: Operation, pack: str, is_long: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    first = Book(folder / "house.books", pack=pack)
    for member in ("li", "wu"):
        first.enrol(member)
        first.set_pin(member)
        first.give_points(member, 500)
    first.put_reward("mug", 10, stock=3)
    first.spend("li", 300_00)
    known = [answer.slip_id for answer in first.answers]

    @settings(
        max_examples=400 if is_long else 12, deadline=None, derandomize=not is_long, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        body=anything(operation.body, known),
        member=st.sampled_from(PEOPLE),
        operator=st.sampled_from(("admin", "admin", "max", "sue", "ann", "aud", "eve")),
        supervisor=st.sampled_from(("", "", "sue")),
        pin=st.sampled_from(((), ("1234",), ("1234", "1234"), ("0000",))),
    )
    def hand_in(body: Any, member: str, operator: str, supervisor: str, pin: Any) -> None:
        answer = first.do(
            operation.kind, body, member=member, operator=operator, supervisor=supervisor, pin=pin
        )
        if answer.decision.outcome is not Outcome.POSTED:
            assert answer.decision.refusal is not None
            assert isinstance(answer.decision.refusal.reason, Reason)

    try:
        hand_in()
        assert first.broken() == []
    finally:
        first.close()
