"""What needs no server: back-off, how slips are cut into pushes, and what libpq is told."""

from __future__ import annotations

import random
import socket
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sync.line import Address, BackOff, Line, OutOfReachError, address_of
from app.sync.outbox import Waiting
from app.sync.pushing import MOST_BYTES, MOST_SLIPS, parts_of


def test_the_back_off_begins_at_a_second_and_ends_at_five_minutes() -> None:
    back_off = BackOff(random.Random(1))
    waits = [back_off.next_s() for _ in range(40)]
    for n, wait in enumerate(waits):
        longest = min(300.0, 2.0**n)
        assert longest / 2 <= wait <= longest
    assert len(set(waits[10:])) == 30, "terminals would come back together"
    back_off.succeeded()
    assert back_off.next_s() <= 1.0


def waiting(incarnation: int, sequence: int, size: int) -> Waiting:
    return Waiting(incarnation, sequence, f"{incarnation}-{sequence}", bytes(size), b"", None)


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from([1, 1, 1, 2]), st.sampled_from([10, 400_000, 2_000_000])),
        max_size=40,
    )
)  # fmt: skip
def test_a_push_has_one_chain_no_gap_and_bounds(steps: list[tuple[int, int, int]]) -> None:
    slips: list[Waiting] = []
    sequence = 0
    for incarnation, step, size in steps:
        sequence += step
        slips.append(waiting(incarnation, sequence, size))
    parts = list(parts_of(slips))
    assert [one for part in parts for one in part] == slips
    for part in parts:
        assert len({one.incarnation for one in part}) == 1
        assert [one.sequence - part[0].sequence for one in part] == list(range(len(part)))
        assert len(part) == 1 or sum(len(one.text) for one in part) <= MOST_BYTES


def test_a_push_has_at_most_500_slips_and_is_as_long_as_it_may_be() -> None:
    slips = [waiting(1, n, 10) for n in range(1, 2 * MOST_SLIPS + 2)]
    assert [len(one) for one in parts_of(slips)] == [500, 500, 1]


def test_the_centre_is_verified_in_full_unless_somebody_says_otherwise() -> None:
    words = Address(host="centre.example", login="t", password="secret").words()
    assert words["sslmode"] == "verify-full"
    assert words["sslrootcert"] == "system"
    assert "secret" not in repr(Address(host="h", login="t", password="secret"))
    own = Address(host="h", login="t", ca="/ca.pem", certificate="/c.pem", key="/k.pem").words()
    assert (own["sslrootcert"], own["sslcert"], own["sslkey"]) == ("/ca.pem", "/c.pem", "/k.pem")


@pytest.mark.parametrize(
    ("centre", "parts"),
    [
        ("centre.example", ("centre.example", 5432, "innpoint")),
        ("centre.example:6000", ("centre.example", 6000, "innpoint")),
        ("10.0.0.1:6000/house", ("10.0.0.1", 6000, "house")),
        ("centre.example/house", ("centre.example", 5432, "house")),
    ],
)
def test_a_centre_is_named_as_people_write_it(centre: str, parts: tuple[str, int, str]) -> None:
    found = address_of(centre, "t", "secret")
    assert (found.host, found.port, found.database) == parts
    assert (found.tls, found.ca) == ("verify-full", "system")
    with pytest.raises(ValueError, match="port"):
        address_of("centre.example:port", "t", "secret")


def test_a_centre_that_is_away_is_said_so_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        Line(Address(host="127.0.0.1", port=port, login="t", tls="disable")) as line,
        pytest.raises(OutOfReachError) as caught,
    ):
        line.connect()
    assert not caught.value.is_refused


def test_waiting_ends_when_somebody_wakes_the_line() -> None:
    with Line(Address(host="h", login="t")) as line:
        line.wake()
        started = time.monotonic()
        assert line.wait(5) == frozenset()
        assert time.monotonic() - started < 2
        assert line.wait(0.05) == frozenset()
        assert time.monotonic() - started < 2
