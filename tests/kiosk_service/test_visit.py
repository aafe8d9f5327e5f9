"""Card or phone, PIN, visit: nothing is answered before the PIN, and nothing is left afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.bootstrap.clock import system_clock
from app.loyalty.refusals import Reason, Refusal
from app.ui.service.answers import NoPin, PinPurpose, ScanSeen, SwipeToken
from app.ui.service.kiosk import Claim, Visit
from devices.sim.wedge import SimWedgeReader
from tests.support.at_desk import AtDesk
from tests.support.at_kiosk import AtKiosk
from tests.support.waiting import PATIENCE_S

LIN, SHEN, YAN, NOBODY = "13812342217", "13900012207", "13600008810", "13511112222"


def test_card_and_pin_open_the_visit_without_the_desks_note(at_kiosk: AtKiosk) -> None:
    claim = at_kiosk.claim("lin")
    assert at_kiosk.service.visit() is None
    visit = at_kiosk.tried(claim)
    assert isinstance(visit, Visit)
    assert visit.panel.name.zh == "林语晴"
    assert visit.panel.points > 10_000
    assert visit.panel.note == ""
    assert visit.ecard.startswith(f"%INN1.M.{visit.panel.member_no}.")


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ("he", Reason.CARD_LOST),
        ("unknown", Reason.CARD_UNKNOWN),
        ("foreign", Reason.CARD_OF_ANOTHER_HOUSE),
        ("bank", Reason.CARD_IS_BANK_CARD),
    ],
)
def test_a_card_that_opens_nothing_is_refused(at_kiosk: AtKiosk, card: str, reason: Reason) -> None:
    assert at_kiosk.service.claim_by_card(at_kiosk.swipe(card)) == Refusal(reason)


def test_a_wrong_pin_is_counted_as_at_the_desk_and_the_third_blocks(at_kiosk: AtKiosk) -> None:
    claim = at_kiosk.claim("lin")
    assert at_kiosk.tried(claim, "000000") == Refusal(Reason.PIN_WRONG, {"left": 2})
    assert at_kiosk.tried(claim, "000000") == Refusal(Reason.PIN_WRONG, {"left": 1})
    assert at_kiosk.tried(claim, "000000") == Refusal(Reason.PIN_BLOCKED)
    assert at_kiosk.tried(claim) == Refusal(Reason.PIN_BLOCKED)
    assert at_kiosk.service.visit() is None


def test_a_right_pin_forgets_the_wrong_ones(at_kiosk: AtKiosk) -> None:
    claim = at_kiosk.claim("lin")
    at_kiosk.tried(claim, "000000")
    assert isinstance(at_kiosk.tried(claim), Visit)
    assert at_kiosk.rows("SELECT SUM(tries) FROM credentials") == [(0,)]


def test_without_a_pin_the_card_says_so_and_the_phone_does_not(at_kiosk: AtKiosk) -> None:
    assert at_kiosk.tried(at_kiosk.claim("yan")) == Refusal(Reason.PIN_NOT_SET)
    claim = at_kiosk.service.claim_by_phone(YAN)
    assert isinstance(claim, Claim)
    assert at_kiosk.tried(claim) == Refusal(Reason.PHONE_OR_PIN_WRONG)


def scan(at_kiosk: AtKiosk, text: str) -> SwipeToken:
    """Let a scanner type a code at the kiosk's keyboard door."""
    door = at_kiosk.kiosk.station.wedge()
    for key, at_ns in SimWedgeReader().type_text(text + "\r", at_ns=0):
        assert door.press(key, at_ns).swallow
    end = time.monotonic() + PATIENCE_S
    while True:
        event = at_kiosk.events.get(timeout=max(0.0, end - time.monotonic()))
        if isinstance(event, ScanSeen):
            return SwipeToken(event.token)


def test_the_code_on_a_phone_stands_for_the_card_and_asks_for_the_pin(at_kiosk: AtKiosk) -> None:
    text = at_kiosk.come("lin").ecard
    at_kiosk.service.end_visit()
    claim = at_kiosk.service.claim_by_card(scan(at_kiosk, text))
    assert isinstance(claim, Claim)
    assert at_kiosk.tried(claim, "000000") == Refusal(Reason.PIN_WRONG, {"left": 2})
    assert isinstance(at_kiosk.tried(claim), Visit)
    forged = text[:-1] + ("A" if text[-1] != "A" else "B")
    refused = at_kiosk.service.claim_by_card(scan(at_kiosk, forged))
    assert refused == Refusal(Reason.QR_NOT_GENUINE)


def test_a_phone_opens_the_visit_with_the_pin(at_kiosk: AtKiosk) -> None:
    claim = at_kiosk.service.claim_by_phone("138 1234 2217")
    assert isinstance(claim, Claim)
    assert claim.tail == "2217"
    visit = at_kiosk.tried(claim)
    assert isinstance(visit, Visit)
    assert visit.panel.name.zh == "林语晴"


def test_a_phone_that_nobody_has_is_answered_as_a_wrong_pin_is(at_kiosk: AtKiosk) -> None:
    answers = []
    for phone in (SHEN, NOBODY):
        claim = at_kiosk.service.claim_by_phone(phone)
        assert isinstance(claim, Claim)
        answers.append([at_kiosk.tried(claim, "000000") for _ in range(4)])
    assert answers[0] == answers[1] == [Refusal(Reason.PHONE_OR_PIN_WRONG)] * 4
    posted = at_kiosk.rows("SELECT COUNT(*) FROM decisions WHERE kind = 'verify_pin'")
    assert posted == [(8,)]  # the same work for both: time tells nothing


def test_what_is_no_phone_number_is_said_at_once(at_kiosk: AtKiosk) -> None:
    assert at_kiosk.service.claim_by_phone("12") == Refusal(Reason.PHONE_MALFORMED)


def test_phones_cannot_be_tried_one_after_the_other(at_kiosk: AtKiosk) -> None:
    found = [at_kiosk.service.claim_by_phone(f"1351111{n:04}") for n in range(12)]
    assert [isinstance(one, Claim) for one in found] == [True] * 10 + [False] * 2
    assert found[-1] == Refusal(Reason.TOO_MANY_TRIES)


def test_a_claim_holds_three_minutes(kiosk_at: Callable[..., AtKiosk]) -> None:
    late = timedelta()
    at_kiosk = kiosk_at(clock=lambda: system_clock() + late)
    claim = at_kiosk.claim("lin")
    token = at_kiosk.pin(claim.token)
    late = timedelta(minutes=4)
    assert at_kiosk.service.open_visit(claim.token, token) == Refusal(Reason.VISIT_OVER)
    assert at_kiosk.service.ask_pin(PinPurpose.PAY, claim.token, 1) is NoPin.CANCELLED


def test_an_entry_proves_only_whom_it_was_asked_for_and_only_once(at_kiosk: AtKiosk) -> None:
    first = at_kiosk.claim("lin")
    token = at_kiosk.pin(first.token)
    second = at_kiosk.claim("shen")
    assert at_kiosk.service.open_visit(second.token, token) == Refusal(Reason.VISIT_OVER)
    assert at_kiosk.service.open_visit(first.token, token) == Refusal(Reason.VISIT_OVER)


def test_walking_away_ends_the_entry_under_way_and_every_token(at_kiosk: AtKiosk) -> None:
    claim = at_kiosk.claim("lin")
    token = at_kiosk.pin(claim.token)
    answer = at_kiosk.asking(PinPurpose.PAY, claim.token)
    at_kiosk.service.end_visit()
    assert answer.result(PATIENCE_S) is NoPin.CANCELLED
    assert at_kiosk.service.open_visit(claim.token, token) == Refusal(Reason.VISIT_OVER)
    assert at_kiosk.service.visit() is None
    assert at_kiosk.service.history(None) == ()
    assert at_kiosk.service.rewards() == ()
    assert at_kiosk.service.price("R001", 1) == Refusal(Reason.VISIT_OVER)


def test_history_comes_in_pages_newest_first(at_kiosk: AtKiosk) -> None:
    at_kiosk.come("lin")
    rows = at_kiosk.service.history(None)
    assert rows
    assert [one.kind.value for one in rows].count("post_spend") == 1
    older = at_kiosk.service.history(rows[0].slip_id)
    assert [one.slip_id for one in older] == [one.slip_id for one in rows[1:]]
    assert at_kiosk.service.history(rows[-1].slip_id) == ()


def test_the_house_says_what_is_offered(at_kiosk: AtKiosk) -> None:
    house = at_kiosk.service.kiosk()
    assert house.house.name.zh == "锦汀酒店"
    assert house.house.terminal.en == "Lobby kiosk"
    assert {one.value for one in house.offers} == {"redeem", "check-in", "gift", "enrol"}


def test_a_kiosk_cannot_sign_in_at_a_desk(
    at_kiosk: AtKiosk, open_at: Callable[..., AtDesk]
) -> None:
    at_kiosk.kiosk.hotel.line.between(
        lambda: at_kiosk.service._kiosk.counter.staff.put("kiosk-1", "机", "K", "longenough")
    ).result()
    at_kiosk.close()
    desk = open_at()
    assert desk.service.sign_in("kiosk-1", "longenough") == Refusal(
        Reason.OPERATOR_UNKNOWN, {"operator": "kiosk-1"}
    )
