"""E-cards: what their codes say, how they are drawn and printed, and whom they open."""

from __future__ import annotations

from io import BytesIO

import pytest
import segno
from PIL import Image

from app.desk_service.e_cards import qr_png
from app.loyalty.refusals import Reason, Refusal
from app.station.news import Swiped
from app.ui.service.answers import CardProblem, ScanSeen, SwipeToken
from app.ui.service.member_records import MemberPanel
from app.ui.service.records import MemberId
from app.ui.service.station_records import PrintResult
from devices.sim.wedge import SimWedgeReader
from tests.support.at_desk import AtDesk, member_of


def scan(at: AtDesk, text: str) -> SwipeToken:
    """Let a scanner type a code at the desk's keyboard door."""
    door = at.desk.station.wedge()
    for key, at_ns in SimWedgeReader().type_text(text + "\r", at_ns=0):
        assert door.press(key, at_ns).swallow
    return SwipeToken(at.next_event(ScanSeen).token)


def test_the_code_of_a_member_opens_the_member_and_is_noted(at_desk: AtDesk) -> None:
    text = at_desk.service.e_card_text(member_of("lin"))
    assert isinstance(text, str)
    assert text.startswith("%INN1.M.")
    found = at_desk.service.identify(scan(at_desk, text))
    assert isinstance(found, MemberPanel)
    assert found.member_id == member_of("lin")
    at_desk.close()
    at_desk.open()
    acts = at_desk.rows("SELECT act, member, facts FROM audit WHERE act IN ('e-card','identify')")
    assert ("e-card", member_of("lin"), "") in acts
    assert ("identify", member_of("lin"), "qr") in acts


@pytest.mark.parametrize(
    "text", ["%INN1.M.100000033.ABCDEFGHIJKLMNOP", "%INN1.M.1.A.B", "%ABC.1.2.3"]
)
def test_a_made_up_code_opens_nobody(at_desk: AtDesk, text: str) -> None:
    found = at_desk.service.identify(scan(at_desk, text))
    assert found == CardProblem(Refusal(Reason.QR_NOT_GENUINE))
    assert not any(isinstance(event, Swiped) for event in at_desk.seen)


def test_nobody_has_no_e_card(at_desk: AtDesk) -> None:
    refusal = Refusal(Reason.MEMBER_UNKNOWN)
    assert at_desk.service.e_card_text(MemberId("nobody")) == refusal
    assert at_desk.service.print_e_card(MemberId("nobody")) == refusal


def test_the_printed_code_is_the_members_and_no_card_number_stands_there(at_desk: AtDesk) -> None:
    assert at_desk.service.print_e_card(member_of("lin")) is PrintResult.PRINTED
    text = at_desk.service.e_card_text(member_of("lin"))
    printed = at_desk.printed()
    assert f"[QR {text}]" in printed
    assert "林语晴" in printed
    assert "出示" in printed


def test_a_code_is_drawn_square_by_square_with_white_around() -> None:
    text = "%INN1.M.100000033.ABCDEFGHIJKLMNOP"
    picture = Image.open(BytesIO(qr_png(text, module=3))).convert("L")
    matrix = segno.make_qr(text, error="m", boost_error=False).matrix
    side = len(matrix) + 8
    assert picture.size == (side * 3, side * 3)
    seen = [
        [picture.getpixel(((x + 4) * 3 + 1, (y + 4) * 3 + 1)) == 0 for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert seen == [[bool(cell) for cell in row] for row in matrix]
    assert picture.getpixel((0, 0)) == 255
