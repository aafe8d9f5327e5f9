"""The format itself: what is read, what is named as wrong, and that noise does no harm."""

from __future__ import annotations

import json
import random

import pytest

from app.exchange.pos.frames import Frames, TooLong
from app.exchange.pos.messages import (
    LONGEST_FRAME,
    CancelForm,
    PingForm,
    Problem,
    Sale,
    SaleForm,
    TillRules,
    read_form,
    refused,
    sale_from,
    sale_of,
)
from app.exchange.pos.reasons import SENTENCES, TROUBLES, PosReason, PosTrouble
from tests.exchange.pos.tills import sale

YUAN = TillRules(
    currency="CNY",
    scale=2,
    points_scale=0,
    outlets=frozenset({"restaurant", "bar"}),
    outlet="restaurant",
)
YEN = TillRules(currency="JPY", scale=0, points_scale=0, outlets=frozenset({"bar"}), outlet="bar")


def read(rules: TillRules = YUAN, **fields) -> Sale | Problem:
    form = read_form(json.dumps(sale(**fields)).encode())
    assert isinstance(form, SaleForm), form
    return sale_of(form, rules)


def problem(found: object) -> tuple[PosReason, str]:
    assert isinstance(found, Problem), found
    return found.reason, found.field


def test_a_bill_is_read_to_the_last_cent_and_kept_whole():
    found = read(lines=[("面", "38.10"), ("折", "-0.1"), ("Tea", "0.00")], amount="38.00")
    assert isinstance(found, Sale)
    assert [line.minor for line in found.lines] == [3_810, -10, 0]
    assert (found.outlet, found.amount_minor) == ("restaurant", 3_800)
    assert sale_from(found.text()) == found


def test_a_currency_without_decimals_takes_none():
    found = read(YEN, amount="380", lines=[("a", "380")], currency="JPY")
    assert isinstance(found, Sale)
    assert found.amount_minor == 380
    wrong = read(YEN, amount="380.5", lines=[("a", "380.5")], currency="JPY")
    assert problem(wrong) == (PosReason.AMOUNT_MALFORMED, "lines[0].amount")


def test_two_ways_to_write_an_amount_are_the_same_content_and_another_line_is_not():
    first = read(amount="10.00", lines=[("a", "10")])
    second = read(amount="10", lines=[("a", "10.0")])
    third = read(amount="10", lines=[("b", "10")])
    assert first.digest() == second.digest() != third.digest()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"amount": "39.00"}, (PosReason.LINES_DO_NOT_ADD_UP, "amount")),
        ({"currency": "USD"}, (PosReason.CURRENCY_OTHER, "currency")),
        ({"outlet": "roof"}, (PosReason.OUTLET_UNKNOWN, "outlet")),
        ({"amount": "0", "lines": [("a", "0")]}, (PosReason.AMOUNT_NOT_POSITIVE, "amount")),
        ({"amount": "-5", "lines": [("a", "-5")]}, (PosReason.AMOUNT_NOT_POSITIVE, "amount")),
        ({"amount": "38.001"}, (PosReason.AMOUNT_MALFORMED, "amount")),
        ({"amount": "３８"}, (PosReason.AMOUNT_MALFORMED, "amount")),
        ({"amount": "1e3"}, (PosReason.AMOUNT_MALFORMED, "amount")),
        ({"lines": [("a", "1,000")]}, (PosReason.AMOUNT_MALFORMED, "lines[0].amount")),
        ({"amount": "10000000.01"}, (PosReason.AMOUNT_TOO_LARGE, "amount")),
    ],
)
def test_a_bill_that_does_not_fit_is_refused_with_its_field(fields, expected):
    assert problem(read(**fields)) == expected


@pytest.mark.parametrize(
    ("frame", "field"),
    [
        (b"hello", ""),
        (b"\xff\xfe{}", ""),
        (b"[]", ""),
        (b"{}", "version"),
        (b'{"version":1}', "type"),
        (b'{"version":"1","type":"ping"}', "version"),
        (b'{"version":1,"type":"pong"}', "type"),
        (b'{"version":1,"type":"ping","more":1}', "more"),
        (b'{"version":1,"type":"cancel"}', "bill"),
        (b'{"version":1,"type":"cancel","bill":""}', "bill"),
        (b'{"version":1,"type":"cancel","bill":7}', "bill"),
        (b'{"version":1,"type":"cancel","bill":" 7"}', "bill"),
        (b'{"version":1,"type":"cancel","bill":"7:8"}', "bill"),
        (b'{"version":1,"type":"cancel","bill":"7\\u0000"}', "bill"),
        (b'{"version":1,"type":"cancel","bill":"\\ud800"}', None),
        (b"[" * 60_000, None),
    ],
)
def test_garbage_is_told_with_the_field_that_is_wrong(frame, field):
    found = read_form(frame)
    assert isinstance(found, Problem)
    assert found.is_garbage
    if field is not None:
        assert found.field == field
    said = json.loads(refused(found))
    assert (said["type"], said["version"]) == ("error", 1)
    assert said["zh"]
    assert said["en"]


def test_a_line_is_named_by_its_place():
    fields = sale()
    fields["lines"].append({"name": "x"})
    assert problem(read_form(json.dumps(fields).encode())) == (
        PosReason.MALFORMED,
        "lines[1].amount",
    )


def test_another_version_is_refused_and_told_which_there_are():
    found = read_form(b'{"version":2,"type":"sale","whatever":[]}')
    assert problem(found) == (PosReason.VERSION_UNKNOWN, "version")
    said = json.loads(refused(found))
    assert (said["type"], said["versions"]) == ("refused", [1])


def test_every_reason_has_both_sentences():
    assert set(SENTENCES) == set(PosReason)
    assert set(TROUBLES) == set(PosTrouble)


def test_lines_come_whole_out_of_any_pieces():
    text = b'{"a":1}\r\n\n  \n{"b":2}\n{"c"'
    chance = random.Random(9310)
    for _ in range(200):
        frames, found, rest = Frames(), [], text
        while rest:
            size = chance.randrange(1, 6)
            found += frames.feed(rest[:size])
            rest = rest[size:]
        assert found == [b'{"a":1}', b'{"b":2}']
        assert frames.has_part


def test_a_line_too_long_is_told_once_and_the_next_one_is_read():
    frames, found = Frames(longest=10), []
    for piece in (b"x" * 8, b"x" * 8, b"x" * 500, b"x\nok\n", b"y" * 11 + b"\nno\n"):
        found += frames.feed(piece)
    assert found == [TooLong(), b"ok", TooLong(), b"no"]
    assert not frames.has_part


def test_ten_thousand_random_streams_do_no_harm():
    """Noise, and messages with a few bytes turned, give a message or a problem, never more memory than a line."""
    chance = random.Random(20261122)
    seed = json.dumps(sale()).encode() + b"\n"
    for number in range(10_000):
        if number % 2:
            stream = chance.randbytes(chance.randrange(1, 400))
        else:
            turned = bytearray(seed)
            for _ in range(chance.randrange(1, 6)):
                turned[chance.randrange(len(turned))] = chance.randrange(256)
            stream = bytes(turned)
        for frame in Frames().feed(stream + b"\n"):
            assert isinstance(frame, bytes)
            form = read_form(frame)
            assert isinstance(form, Problem | SaleForm | CancelForm | PingForm)
            if isinstance(form, SaleForm):
                assert isinstance(sale_of(form, YUAN), Sale | Problem)
            if isinstance(form, Problem):
                assert json.loads(refused(form))["code"] == form.reason.value


def test_a_frame_of_the_largest_size_is_still_read():
    fields = sale(lines=[("n" * 80, "1")] * 200, amount="200")
    frame = json.dumps(fields).encode().ljust(LONGEST_FRAME)
    assert isinstance(read_form(frame), SaleForm)
